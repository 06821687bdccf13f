using System.Text.Json.Nodes;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Tests.Running;

/// <summary>Circles in flowcharts, with and without joins in them; and token mode.</summary>
[TestFixture]
internal sealed class LoopBackTests
{
    private const string Counter = """[{"id":"v-n","name":"n","typeName":"Int32","value":"0"}]""";

    [TestCase("WaitAll")]
    [TestCase("WaitAllActive")]
    [TestCase("WaitAny")]
    public async Task A_join_in_a_circle_waits_anew_in_each_round(string mode)
    {
        var flowchart = A.Flowchart($"start! A B C D join&{mode} end.",
            "start -> A", "A -> B", "A -> C", "A -> D", "B -> join", "C -> join", "D -> join", "join -> inc", "inc -> again", "again.Yes -> A", "again.Default -> end");
        flowchart.And(Increment(), Switch("again", ("Yes", "getN() < 3")));

        var trial = await new Trial(A.Definition(flowchart, Counter)).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(["A", "B", "C", "D", "A", "B", "C", "D", "A", "B", "C", "D"]));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [TestCase("WaitAll")]
    [TestCase("WaitAllActive")]
    [TestCase("WaitAny")]
    public async Task Two_links_of_one_port_meet_in_a_join_that_leads_back(string mode)
    {
        var flowchart = A.Flowchart($"start! A join&{mode} B end.",
            "start -> again", "again.Yes -> A", "again.Yes -> inc", "again.Default -> B", "A -> join", "inc -> join", "join -> again", "B -> end");
        flowchart.And(Increment(), Switch("again", ("Yes", "getN() < 3")));

        var trial = await new Trial(A.Definition(flowchart, Counter)).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(["A", "A", "A", "B"]));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task Several_circles_at_once_go_round_as_Elsa_does()
    {
        var flowchart = A.Flowchart("start! dangling A B D E F end.",
            "start -> first", "dangling -> first", "first.Less -> A", "first.Less -> B", "first.Default -> inc", "A -> inc", "B -> inc", "inc -> second",
            "second.One -> D", "D -> inc", "second.Few -> E", "E -> first", "second.Three -> F", "F -> end");
        flowchart.And(Increment(), Switch("first", ("Less", "getN() < 3")), Switch("second", ("One", "getN() == 1"), ("Few", "getN() < 4"), ("Three", "getN() == 3")));

        var trial = await new Trial(A.Definition(flowchart, Counter)).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(["A", "B", "D", "E", "A", "B", "E", "E", "F"]));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task A_circle_that_waits_comes_round_again_and_again()
    {
        var trial = await new Trial(A.Flow("s! fill:Event check x.", "s -> fill", "fill -> check", "check -> fill", "check.Never -> x")).StartAsync();

        for (var round = 0; round < 5; round++)
            await trial.ResumeAsync("fill");

        Assert.That(trial.Lines, Has.Count.EqualTo(5));
        Assert.That(trial.Instance.State, Has.Length.LessThan(250), "going round does not make the state grow");
    }

    [TestCase(null, "s a b j j2")]
    [TestCase("Stream", "s a b j j2")]
    [TestCase("Merge", "s a b j j2")]
    [TestCase("Converge", "s a b j j2")]
    [TestCase("Race", "s a b j j2")]
    public async Task In_token_mode_a_node_with_two_ways_to_it_merges_them(string? mergeMode, string lines)
    {
        var flowchart = A.Flowchart("s a b j j2", "s -> a", "s -> b", "a -> j", "b -> j", "j -> j2");
        flowchart["activities"]![3]!["customProperties"] = new JsonObject { ["mergeMode"] = mergeMode };

        var trial = await new Trial(A.Definition(flowchart), new() { Mode = FlowchartMode.Token }).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(lines.Split(' ')));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [TestCase("WaitAny", "s a after")]
    [TestCase("WaitAll", "s a")]
    public async Task In_token_mode_a_join_races_or_merges(string mode, string lines)
    {
        var trial = await new Trial(A.Flow($"s a e:Event j&{mode} after", "s -> a", "s -> e", "a -> j", "e -> j", "j -> after"),
            new() { Mode = FlowchartMode.Token }).StartAsync();

        Assert.That(trial.Lines.Take(3), Is.EqualTo(lines.Split(' ')));
        await trial.ResumeAllAsync();
        Assert.That(trial.Lines, Is.EqualTo(["s", "a", "after"]));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    private static JsonObject Increment() => A.Set("n", "getVariable('n') + 1").Put("id", "inc");

    private static JsonObject Switch(string id, params (string Label, string Condition)[] cases) => A.Activity(id, "Elsa.FlowSwitch").With("mode", "SwitchMode", "MatchAny")
        .Put("cases", A.Cases([.. cases.Select(one => (one.Label, one.Condition, (JsonObject?)null))]));
}
