using System.Text.Json.Nodes;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Engine.Tests.Semantics;

/// <summary>What If, Switch, Fork, Parallel and the loops do, by Elsa's suite.</summary>
[TestFixture]
internal sealed class BranchingSemantics
{
    private static IEnumerable<TestCaseData> Rows() =>
    [
        Row("If runs what it has for the answer", A.Sequence("s", A.If("true", A.WriteLine("Then"), A.WriteLine("never")), A.Put(A.If("false", A.WriteLine("never2"), A.WriteLine("Else")), "id", "if2")), "Then", "Else"),
        Row("If gives its condition as its result, with nothing to run too", A.Sequence("s", A.If("1 < 2", null).Into("result", "r"), A.Say("getR()")), "True"),
        Row("If without a condition is false", A.Sequence("s", A.Activity("if", "Elsa.If").Put("then", A.WriteLine("never")).Put("else", A.WriteLine("Else"))), "Else"),
        Row("Switch runs the first case that holds", Switch("MatchFirst", null, "false", "true", "true"), "1"),
        Row("Switch runs the first case where no mode is said", Switch(null, null, "true", "true"), "0"),
        Row("Switch of MatchAny runs every case that holds", Switch("MatchAny", "other", "false", "true", "true", "false", "true"), "1", "2", "4"),
        Row("Switch runs its default only when no case holds", Switch("MatchFirst", "other", "false", "false"), "other"),
        Row("Switch without a match and a default completes", A.Sequence("s", Switch("MatchFirst", null, "false"), A.WriteLine("After")), "After"),
        Row("Switch without cases completes", A.Sequence("s", A.Activity("switch", "Elsa.Switch"), A.WriteLine("After")), "After"),
        Row("Switch goes on when all that it started is done",
            A.Sequence("s", A.Activity("sw", "Elsa.Switch").With("mode", "SwitchMode", "MatchAny").Put("cases", A.Cases(("x", "true", A.Sequence("x", A.WriteLine("x1"), A.WriteLine("x2"))), ("y", "true", A.WriteLine("y1")))), A.WriteLine("After")), "y1", "x1", "x2", "After"),
        Row("Switch asks its conditions of the variables", A.Sequence("s", A.Set("n", "2"), Switch("MatchFirst", null, "getN() == 1", "getN() == 2", "getN() == 3")), "1"),
        Row("Fork runs its branches in order", Fork(null, A.WriteLine("Branch 1"), A.WriteLine("Branch 2"), A.WriteLine("Branch 3")), "Branch 1", "Branch 2", "Branch 3"),
        Row("Fork without branches completes", A.Sequence("s", A.WriteLine("Before"), Fork("WaitAll"), A.WriteLine("After")), "Before", "After"),
        Row("Parallel without activities completes", A.Sequence("s", Parallel(), A.WriteLine("After")), "After"),
        Row("Parallel of one", A.Sequence("s", Parallel(A.WriteLine("One")), A.WriteLine("After")), "One", "After"),
        Row("Parallel of sequences interleaves, and goes on when all are done",
            A.Sequence("s", Parallel(A.Sequence("x", A.WriteLine("x1"), A.WriteLine("x2")), A.WriteLine("y"), Parallel(A.WriteLine("z1"), A.WriteLine("z2")).Put("id", "inner")), A.WriteLine("After")), "y", "x1", "z1", "z2", "x2", "After"),
        Row("ParallelForEach runs its body for each item with its own value and index", A.Sequence("s", Each("ParallelForEach", """["a","b","c"]""", A.Say("`${getCurrentIndex()}${getCurrentValue()}`")), A.WriteLine("After")), "0a", "1b", "2c", "After"),
        Row("ParallelForEach of nothing completes", A.Sequence("s", Each("ParallelForEach", "[]", A.WriteLine("never")), A.WriteLine("After")), "After"),
        Row("ParallelForEach of null completes", A.Sequence("s", Each("ParallelForEach", "null", A.WriteLine("never")), A.WriteLine("After")), "After"),
        Row("ForEach goes in order", Each("ForEach", """["a","b","c"]""", A.Say("`${getCurrentIndex()}${variables.CurrentValue}`")), "0a", "1b", "2c"),
        Row("ForEach of one", Each("ForEach", """["a"]""", A.Say("getCurrentValue()")), "a"),
        Row("ForEach of nothing completes", A.Sequence("s", Each("ForEach", "[]", A.WriteLine("never")), A.WriteLine("After")), "After"),
        Row("ForEach gives its value to the variable it is bound to", Each("ForEach", """["C#","Rust","Go"]""", A.Say("getR()")).Into("currentValue", "r"), "C#", "Rust", "Go"),
        Row("ForEach over a variable reads it again on every pass: what is added comes, what is gone does not",
            A.Sequence("s", A.Set("r", "['a', 'b', 'c']"),
                A.Activity("each", "Elsa.ForEach").Of("items", "r").Put("body", A.Sequence("b", A.Say("getCurrentValue()"), A.If("getCurrentValue() == 'a'", A.Set("r", "['a', 'c', 'd']"))))), "a", "c", "d"),
        Row("For counts by its step up to its end", For("0", "5", "2"), "0", "2", "4"),
        Row("For counts to the end itself unless it is said to be outside", A.Sequence("s", For("0", "2", "1"), For("5", "7", "1", "False").Put("id", "for2")), "0", "1", "2", "5", "6"),
        Row("For counts down by a negative step", For("3", "1", "-1"), "3", "2", "1"),
        Row("For whose start is past its end does not run", A.Sequence("s", For("3", "1", "1"), A.WriteLine("After")), "After"),
        Row("While asks before each pass", A.Activity("while", "Elsa.While").Script("condition", "Boolean", "getN() < 2").Put("body", A.Sequence("b", A.Say("getN()"), A.Set("n", "getN() + 1"))), "0", "1"),
    ];

    [TestCaseSource(nameof(Rows))]
    public async Task In_branches_and_loops(JsonObject root, string[] lines)
    {
        var trial = await new Trial(A.Definition(root, A.Variables("n:Int32=0 r"))).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(lines));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task Fork_of_any_goes_on_with_the_first_branch_that_is_done()
    {
        var fork = Fork("WaitAny", A.Sequence("b1", A.Event("Event1"), A.WriteLine("Branch 1")), A.Sequence("b2", A.Event("Event2"), A.WriteLine("Branch 2")), A.Sequence("b3", A.Event("Event3"), A.WriteLine("Branch 3")));
        var trial = await new Trial(A.Definition(A.Sequence("s", A.WriteLine("Start"), fork, A.WriteLine("End")))).StartAsync();

        await trial.ResumeAsync("Event2");

        Assert.That(trial.Lines, Is.EqualTo(["Start", "Branch 2", "End"]));
        Assert.That(trial.Bookmarks, Is.Empty);
    }

    [TestCase("WaitAll", "Event1 Event2", "Start,Branch 1,Branch 2,Event1 came,Event2 came,End")]
    [TestCase("WaitAny", "Event1", "Start,Branch 1,Branch 2,Event1 came,End")]
    public async Task Branches_that_wait_interleave_and_the_fork_waits_for_all_or_the_first(string mode, string events, string lines)
    {
        JsonObject Branch(int number) => A.Sequence($"b{number}", A.WriteLine($"l{number}", $"Branch {number}"), A.Event($"Event{number}"), A.WriteLine($"r{number}", $"Event{number} came"));
        var trial = await new Trial(A.Definition(A.Sequence("s", A.WriteLine("Start"), Fork(mode, Branch(1), Branch(2)), A.WriteLine("End")))).StartAsync();

        foreach (var name in events.Split(' '))
            await trial.ResumeAsync(name);

        Assert.That(trial.Lines, Is.EqualTo(lines.Split(',')));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task A_loop_whose_body_waits_for_the_clock_goes_on_after_it()
    {
        var each = Each("ForEach", "[1,2,3]", A.Sequence("b", A.Activity("d", "Elsa.Delay").With("timeSpan", "TimeSpan", "00:00:00.1000000"), A.Say("getCurrentValue()")));

        var trial = await (await new Trial(A.Definition(each)).StartAsync()).ResumeAllAsync();

        Assert.That(trial.Lines, Is.EqualTo(["1", "2", "3"]));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task One_workflow_over_most_activities_gives_what_Elsas_smoke_test_expects()
    {
        JsonObject Counted(string id, string type, string line, int last) => A.Activity(id, type).Put("body", A.Sequence($"{id}-b", A.Set("loop", "getLoop() + 1"), A.Say($"`{line} ${{getLoop()}}`"), A.If($"getLoop() >= {last}", A.Activity("break", "Elsa.Break"))));
        var root = A.Sequence("all", A.Activity("start", "Elsa.Start"), A.Activity("name", "Elsa.SetName").With("value", "String", "SmokeTestWorkflow"),
            A.Set("Name", "'Updated Name'"), A.If("true", A.Sequence("then", A.Set("Counter", "10")), A.WriteLine("never1")),
            A.Activity("switch", "Elsa.Switch").Put("cases", A.Cases(("1", "getS() == 1", A.WriteLine("never2")), ("2", "getS() == 2", A.Set("Result", "'Switch-2'")))).Put("default", A.WriteLine("never3")),
            Counted("for", "Elsa.For", "for", 3).With("start", "Int32", "0").With("end", "Int32", "100").With("step", "Int32", "1"), A.Set("loop", "0"),
            Counted("while", "Elsa.While", "while", 3).Script("condition", "Boolean", "true"), A.Set("loop", "0"),
            Counted("each", "Elsa.ForEach", "each", 2).Object("items", """["A","B","C"]"""),
            A.Activity("out", "Elsa.SetOutput").With("outputName", "String", "FinalResult").Script("outputValue", "String", "`Counter=${getCounter()}, Name=${getName()}, Result=${getResult()}`"),
            A.Activity("finish", "Elsa.Finish"), A.Activity("end", "Elsa.End"), A.WriteLine("never4"));

        var trial = await new Trial(A.Definition(root, A.Variables("Counter:Int32=0 Name:String=Initial Result:String S:Int32=2 loop:Int32=0"), outputs: """[{"name":"FinalResult","type":"String"}]""")).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(["for 1", "for 2", "for 3", "while 1", "while 2", "while 3", "each 1", "each 2"]));
        Assert.That(trial.Output.ToJsonString(), Is.EqualTo("""{"FinalResult":"Counter=10, Name=Updated Name, Result=Switch-2"}"""));
        Assert.That((trial.Instance.Name, trial.Instance.SubStatus), Is.EqualTo(("SmokeTestWorkflow", InstanceSubStatus.Finished)));
    }

    private static JsonObject Switch(string? mode, string? otherwise, params string[] conditions)
    {
        var choice = A.Activity("switch", "Elsa.Switch").Put("cases", A.Cases([.. conditions.Select((condition, index) => ($"{index}", condition, (JsonObject?)A.WriteLine($"{index}")))]));
        if (mode is not null)
            choice.With("mode", "SwitchMode", mode);
        return choice.Put("default", otherwise is null ? null : A.WriteLine(otherwise));
    }

    private static JsonObject Fork(string? mode, params JsonObject[] branches) => A.Activity("fork", "Elsa.Fork").Put("joinMode", mode).Put("branches", new JsonArray([.. branches]));

    private static JsonObject Parallel(params JsonObject[] activities) => A.Activity("parallel", "Elsa.Parallel").Put("activities", new JsonArray([.. activities]));

    private static JsonObject Each(string type, string items, JsonObject body) => A.Activity("each", $"Elsa.{type}").Script("items", "Object", items).Put("body", body);

    private static JsonObject For(string start, string end, string step, string? inclusive = null)
    {
        var loop = A.Activity("for", "Elsa.For").With("start", "Int32", start).With("end", "Int32", end).With("step", "Int32", step).Put("body", A.Say("getCurrentValue()"));
        return inclusive is null ? loop : loop.With("outerBoundInclusive", "Boolean", inclusive);
    }

    private static TestCaseData Row(string states, JsonObject root, params string[] lines) => new TestCaseData(root, lines).SetName(states);
}
