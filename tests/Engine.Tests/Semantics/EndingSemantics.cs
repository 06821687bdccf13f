using System.Text.Json.Nodes;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Engine.Tests.Semantics;

/// <summary>What Start, End, Complete, Finish and Break do, by Elsa's suite.</summary>
[TestFixture]
internal sealed class EndingSemantics
{
    private static IEnumerable<TestCaseData> Rows() =>
    [
        Row("Start does nothing", A.Sequence("s", A.WriteLine("Before"), A.Activity("st", "Elsa.Start"), A.WriteLine("After")), "Before", "After"),
        Row("FlowNode does nothing", A.Flowchart("a n:FlowNode b", "a -> n", "n -> b"), "a", "b"),
        Row("End completes the sequence around it", A.Sequence("s", A.WriteLine("Before"), A.Activity("e", "Elsa.End"), A.WriteLine("never")), "Before"),
        Row("End completes its flowchart only, and its links are not followed",
            A.Sequence("s", A.WriteLine("Start"), A.Flowchart("A x. B", "A -> x", "x -> B"), A.WriteLine("After flowchart")), "Start", "A", "After flowchart"),
        Row("End takes the other branches of its flowchart away",
            A.Sequence("s", A.Flowchart("A e:Event x. B", "A -> e", "A -> x", "e -> B"), A.WriteLine("After")), "A", "After"),
        Row("End in a sequence in a sequence ends the inner one",
            A.Sequence("s", A.Sequence("t", A.WriteLine("Inner"), A.Activity("e", "Elsa.End"), A.WriteLine("never")), A.WriteLine("Outer")), "Inner", "Outer"),
        Row("Complete in the sequence of the workflow ends the workflow", A.Sequence("s", A.WriteLine("Before"), A.Activity("c", "Elsa.Complete"), A.WriteLine("never")), "Before"),
        Row("Complete ends the workflow however deep it stands",
            A.Sequence("s", A.Sequence("t", A.If("true", A.Activity("c", "Elsa.Complete")), A.WriteLine("never1")), A.WriteLine("never2"))),
        Row("Finish ends the workflow however deep it stands",
            A.Sequence("s", A.WriteLine("Line 1"), A.Sequence("t", A.Activity("f", "Elsa.Finish"), A.WriteLine("never1")), A.WriteLine("never2")), "Line 1"),
        Row("Finish in one branch of a fork takes what waits in the other away",
            A.Activity("f", "Elsa.Fork").Put("joinMode", "WaitAll").Put("branches", new JsonArray(A.Event("e"), A.Sequence("t", A.WriteLine("Line"), A.Activity("x", "Elsa.Finish")))), "Line"),
        Row("Break in an If in a ForEach", A.Sequence("s", A.WriteLine("Start"), Loop("""["C#","Rust","Go"]""", A.Sequence("b", A.If("getCurrentValue() == 'Rust'", Broken), A.Say("getCurrentValue()"))), A.WriteLine("End")), "Start", "C#", "End"),
        Row("Break in a For", A.Sequence("s", A.WriteLine("Start"),
            A.Activity("for", "Elsa.For").With("start", "Int32", "0").With("end", "Int32", "3").With("step", "Int32", "1").Put("body", A.Sequence("b", A.If("getCurrentValue() == 2", Broken), A.Say("getCurrentValue()"))),
            A.WriteLine("End")), "Start", "0", "1", "End"),
        Row("Break in a While", A.Sequence("s", A.WriteLine("Start"),
            A.Activity("while", "Elsa.While").Script("condition", "Boolean", "true").Put("body", A.Sequence("b", A.Set("n", "getN() + 1"), A.If("getN() == 3", Broken), A.Say("getN()"))),
            A.WriteLine("End")), "Start", "1", "2", "End"),
        Row("Break leaves the innermost loop only",
            Loop("""["C#","Rust","Go"]""", A.Sequence("ob", A.Say("getCurrentValue()"), Loop("""["Classes","Functions"]""", A.Sequence("ib", A.Say("getCurrentValue()"), Broken), "inner"))), "C#", "Classes", "Rust", "Classes", "Go", "Classes"),
        Row("Break in a flowchart in a loop ends that flowchart and the loop",
            A.Sequence("s", Loop("[1,2]", A.Flowchart("a b:Break c", "a -> b", "b -> c")), A.WriteLine("End")), "a", "End"),
        Row("Break in a ParallelForEach lets its other bodies end and then leaves the loop around it",
            A.Sequence("s", Loop("[1,2]", A.Sequence("p", Loop("['a','b']".Replace('\'', '"'), A.Sequence("b", A.If("getCurrentValue() == 'a'", Broken), A.Say("getCurrentValue()")), "each", "Elsa.ParallelForEach"), A.WriteLine("never"))), A.WriteLine("End")), "b", "End"),
        Row("Break in a Parallel lets its other activities end and then leaves the loop around it",
            A.Sequence("s", Loop("[1,2]", A.Activity("p", "Elsa.Parallel").Put("activities", new JsonArray(Broken, A.Sequence("t", A.WriteLine("a"), A.WriteLine("b"))))), A.WriteLine("End")), "a", "b", "End"),
    ];

    private static JsonObject Broken => A.Activity("break", "Elsa.Break");

    [TestCaseSource(nameof(Rows))]
    public async Task At_an_end(JsonObject root, string[] lines)
    {
        var trial = await new Trial(A.Definition(root, A.Variables("n:Int32=0"))).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(lines));
        Assert.That((trial.Instance.Status, trial.Instance.SubStatus), Is.EqualTo((InstanceStatus.Finished, InstanceSubStatus.Finished)));
        Assert.That(trial.Bookmarks, Is.Empty);
    }

    [Test]
    public async Task Break_in_a_branch_that_was_resumed_ends_the_loop_and_takes_the_other_branch_away()
    {
        JsonObject Branch(int number, params JsonObject[] last) =>
            A.Sequence($"s{number}", [A.WriteLine($"l{number}", $"Branch {number}"), A.Event($"Branch {number}"), A.WriteLine($"r{number}", $"Branch {number} - Resumed"), .. last]);
        var fork = A.Activity("fork", "Elsa.Fork").Put("joinMode", "WaitAll").Put("branches", new JsonArray(Branch(1, Broken), Branch(2)));
        var loop = A.Activity("while", "Elsa.While").Script("condition", "Boolean", "true").Put("body", A.Sequence("body", fork));
        var trial = await new Trial(A.Definition(A.Sequence("all", A.WriteLine("Start"), loop, A.WriteLine("End")))).StartAsync();

        await trial.ResumeAsync("Branch 1");

        Assert.That(trial.Lines, Is.EqualTo(["Start", "Branch 1", "Branch 2", "Branch 1 - Resumed", "End"]));
        Assert.That(trial.Bookmarks, Is.Empty);
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task Complete_ends_the_nearest_workflow_used_as_an_activity_only()
    {
        var inner = A.Definition(A.Sequence("i", A.WriteLine("Inner started"), A.Activity("c", "Elsa.Complete"), A.WriteLine("never1")), name: "Inner");
        var middle = A.Definition(A.Sequence("m", A.WriteLine("Outer started"), A.Activity("inner", "Inner"), A.WriteLine("After inner"), A.Activity("c", "Elsa.Complete"), A.WriteLine("never2")), name: "Middle");
        var outer = A.Definition(A.Sequence("o", A.Activity("middle", "Middle"), A.WriteLine("After outer")));

        var trial = await new Trial(outer, workflows: new DefinitionSet([inner, middle])).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(["Outer started", "Inner started", "After inner", "After outer"]));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [TestCase("\"Big\"", "B")]
    [TestCase("[\"Small\",\"Big\"]", "S B")]
    [TestCase("\"[\\\"Small\\\"]\"", "S")]
    [TestCase("null", "D")]
    public async Task Complete_ends_it_with_the_outcomes_it_says(string outcomes, string lines)
    {
        var child = A.Definition(A.Activity("c", "Elsa.Complete").With("outcomes", "Object", JsonNode.Parse(outcomes)), name: "Child");
        var flowchart = A.Flowchart("S B D", "child.Small -> S", "child.Big -> B", "child.Done -> D").And(A.Activity("child", "Child"));

        Assert.That((await new Trial(A.Definition(flowchart), workflows: new DefinitionSet([child])).StartAsync()).Lines, Is.EqualTo(lines.Split(' ')));
    }

    private static JsonObject Loop(string items, JsonObject body, string id = "loop", string type = "Elsa.ForEach") => A.Activity(id, type).Object("items", items).Put("body", body);

    private static TestCaseData Row(string states, JsonObject root, params string[] lines) => new TestCaseData(root, lines).SetName(states);
}
