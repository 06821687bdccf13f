using System.Text.Json.Nodes;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Tests.Semantics;

/// <summary>What Elsa's suite asserts of flowcharts. Circles with joins in them stand in <see cref="Running.LoopBackTests"/>.</summary>
[TestFixture]
internal sealed class FlowchartSemantics
{
    private const string Both = "counter token";

    private static IEnumerable<TestCaseData> Rows() =>
    [
        .. Row("only links of the outcome are followed", Both, "A B C", "A -> B; A.Other -> C", "A B"),
        .. Row("a line runs in order", Both, "First Second Third", "First -> Second; Second -> Third", "First Second Third"),
        .. Row("two links of one port are both followed", Both, "Start One Two", "Start -> One; Start -> Two", "Start One Two"),
        .. Row("an empty flowchart completes", Both, "", "", ""),
        .. Row("what no link leads to does not run", Both, "Connected Lonely", "", "Connected"),
        .. Row("an explicit start wins over the first activity and over one that can start", Both, "No No2 s! A", "No -> No2; s -> A", "A"),
        .. Row("without a start the first that no link leads to", Both, "B A", "A -> B", "A B"),
        .. Row("a circle without any other start begins at the first", Both, "A d?False B", "A -> d; d.True -> A; d.False -> B; B.Never -> A", "A B"),
        .. Row("a null port follows a default completion", Both, "A B", "A.null -> B", "A B"),
        .. Row("a null port does not follow an outcome said by name", Both, "d?True A B", "d.null -> A; d.True -> B", "B"),
        .. Row("what nothing leads to does not block where it leads", "counter", "Start! Dangling A B", "Start -> A; Dangling -> B; A -> B", "A B"),
        .. Row("a braid runs each once, after all that lead to it", Both, "1 2 3 4 5 6 7", "1 -> 2; 1 -> 3; 2 -> 4; 2 -> 5; 3 -> 5; 3 -> 6; 4 -> 7; 5 -> 7; 6 -> 7", "1 2 3 4 5 6 7"),
        .. Row("two decisions in a row", Both, "S d?True e?False A B C", "S -> d; d.True -> e; d.False -> A; e.True -> B; e.False -> C", "S C"),
        .. Row("a decision that holds", Both, "S d?True T F C", "S -> d; d.True -> T; d.False -> F; T -> C; F -> C", "S T C"),
        .. Row("a decision that does not", Both, "S d?False T F C", "S -> d; d.True -> T; d.False -> F; T -> C; F -> C", "S F C"),
        .. Row("an outcome without a link ends its branch", Both, "S d?False T End", "S -> d; d.True -> T; T -> End", "S"),
        .. Row("a join of one way runs", Both, "S j&WaitAll A", "S -> j; j -> A", "S A"),
        .. Row("a join of one way of any runs", Both, "S j:FlowJoin A", "S -> j; j -> A", "S A"),
        .. Row("a flowchart of a join alone completes", Both, "j:FlowJoin", "", ""),
        .. Row("a link that is written twice is one", "counter", "A B", "A -> B; A -> B", "A B"),
        .. Row("a fork starts every branch it names", Both, "f/One/Two A B C", "f.One -> A; f.Two -> B; f.Three -> C", "A B"),
        .. Row("a fork and a join of all", Both, "S f/1/2 A B j&WaitAll After", "S -> f; f.1 -> A; f.2 -> B; A -> j; B -> j; j -> After", "S A B After"),
        .. Row("a fork and a join of any, in token mode both branches", "token", "S f/1/2 A B j&WaitAny After", "S -> f; f.1 -> A; f.2 -> B; A -> j; B -> j; j -> After", "S A B After"),
        .. Row("a fork and a join of any", "counter", "S f/1/2 A B j&WaitAny After", "S -> f; f.1 -> A; f.2 -> B; A -> j; B -> j; j -> After", "S A B After"),
        .. Row("two forks and joins in a row", Both, "S f/1/2 A B j&WaitAll M g/1/2 C D k&WaitAll End", "S -> f; f.1 -> A; f.2 -> B; A -> j; B -> j; j -> M; M -> g; g.1 -> C; g.2 -> D; C -> k; D -> k; k -> End", "S A B M C D End"),
        .. Row("two joins in a row", "counter", "S A1 A2 j&WaitAll B1 B2 k&WaitAll End", "S -> A1; S -> A2; A1 -> j; A2 -> j; j -> B1; j -> B2; B1 -> k; B2 -> k; k -> End", "S A1 A2 B1 B2 End"),
        .. Row("a diamond of two-step branches", "counter", "S L1 L2 R1 R2 j&WaitAll End", "S -> L1; S -> R1; L1 -> L2; R1 -> R2; L2 -> j; R2 -> j; j -> End", "S L1 R1 L2 R2 End"),
        .. Row("a merge of mode Stream runs once", "token", "S A~Stream B~Stream After~Stream", "S -> A; S -> B; A -> After; B -> After", "S A B After"),
        .. Row("a merge of no mode runs once", "token", "S A B After~None", "S -> A; S -> B; A -> After; B -> After", "S A B After"),
        .. Row("a race runs for the first and swallows the others", "token", "S A B After~Race", "S -> A; S -> B; A -> After; B -> After", "S A B After"),
        .. Row("a cascade runs once for each token", "token", "S A B After~Cascade", "S -> A; S -> B; A -> After; B -> After", "S A B After After"),
        .. Row("converging waits for every link and runs once", "token", "1 2a 2b 3~Converge 4", "1 -> 2a; 1 -> 2b; 2a -> 3; 2b -> 3; 3 -> 4", "1 2a 2b 3 4"),
        .. Row("converging on one link just runs", "token", "A B~Converge", "A -> B", "A B"),
        .. Row("converging twice in a row", "token", "S A B M~Converge C D End~Converge", "S -> A; S -> B; A -> M; B -> M; M -> C; M -> D; C -> End; D -> End", "S A B M C D End"),
        .. Row("converging diamonds", "token", "S L1 L2 R1 R2 End~Converge", "S -> L1; S -> R1; L1 -> L2; R1 -> R2; L2 -> End; R2 -> End", "S L1 R1 L2 R2 End"),
        .. Row("merge modes mixed", "token", "S A B M~Converge C D E~Stream", "S -> A; S -> B; A -> M; B -> M; M -> C; M -> D; C -> E; D -> E", "S A B M C D E"),
    ];

    [TestCaseSource(nameof(Rows))]
    public async Task In_a_flowchart(FlowchartMode mode, string activities, string[] links, string[] lines)
    {
        var trial = await new Trial(A.Flow(activities, links), new() { Mode = mode }).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(lines));
        Assert.That((trial.Instance.Status, trial.Instance.SubStatus), Is.EqualTo((InstanceStatus.Finished, InstanceSubStatus.Finished)));
    }

    [TestCase(FlowchartMode.Counter)]
    [TestCase(FlowchartMode.Token)]
    public async Task A_flowchart_in_a_flowchart_runs_in_its_place(FlowchartMode mode)
    {
        var inner = A.Flowchart("Inner1 Inner2", "Inner1 -> Inner2").Put("id", "inner");
        var outer = A.Flowchart("Outer1 Outer2", "Outer1 -> inner", "inner -> Outer2").And(inner);

        Assert.That((await new Trial(A.Definition(outer), new() { Mode = mode }).StartAsync()).Lines, Is.EqualTo(["Outer1", "Inner1", "Inner2", "Outer2"]));
    }

    [TestCase(FlowchartMode.Counter)]
    [TestCase(FlowchartMode.Token)]
    public async Task A_circle_back_into_the_middle_goes_round_until_its_decision_changes(FlowchartMode mode)
    {
        var flowchart = A.Flowchart("Start Retry End", "Start -> set-n", "set-n -> d", "d.False -> Retry", "d.True -> End", "Retry -> set-n")
            .And(A.Set("n", "getN() + 1"), A.Activity("d", "Elsa.FlowDecision").Script("condition", "Boolean", "getN() > 1"));

        var trial = await new Trial(A.Definition(flowchart, A.Variables("n:Int32=0")), new() { Mode = mode }).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(["Start", "Retry", "End"]));
        Assert.That(trial.Instance.Status, Is.EqualTo(InstanceStatus.Finished));
    }

    [TestCase("MatchFirst", "A")]
    [TestCase("MatchAny", "A B")]
    public async Task A_switch_follows_the_first_case_or_every_one_and_the_default_only_where_none_holds(string mode, string lines)
    {
        JsonObject Switch(string id, string held) => A.Activity(id, "Elsa.FlowSwitch").With("mode", "SwitchMode", mode).Put("cases", A.Cases(("A", held, null), ("B", held, null), ("C", "false", null)));
        var flowchart = A.Flowchart("A B C No Else", "s.A -> A", "s.B -> B", "s.C -> C", "s.Default -> No", "A -> t", "t.A -> No", "t.Default -> Else").And(Switch("s", "true"), Switch("t", "false"));
        flowchart["activities"]!.AsArray().Insert(0, A.Activity("start", "Elsa.Start"));
        flowchart["connections"]!.AsArray().Add(JsonNode.Parse("""{"source":{"activity":"start","port":"Done"},"target":{"activity":"s","port":"In"}}"""));

        Assert.That((await new Trial(A.Definition(flowchart)).StartAsync()).Lines, Is.EqualTo([.. lines.Split(' '), "Else"]));
    }

    [TestCase(FlowchartMode.Counter)]
    [TestCase(FlowchartMode.Token)]
    public async Task The_first_to_come_to_a_join_of_any_takes_the_waiting_ones_away_and_the_flow_goes_on(FlowchartMode mode)
    {
        var trial = await new Trial(A.Flow("S A e:Event j&WaitAny After", "S -> A", "S -> e", "A -> j", "e -> j", "j -> After"), new() { Mode = mode }).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(["S", "A", "After"]));
        Assert.That(trial.Bookmarks, Is.Empty);
        Assert.That(trial.Instance.Status, Is.EqualTo(InstanceStatus.Finished));
    }

    [TestCase("Merge")]
    [TestCase("Converge")]
    public async Task In_token_mode_what_merges_does_not_run_while_a_way_to_it_is_never_taken(string merge)
    {
        var trial = await new Trial(A.Flow($"S d?True A B C~{merge}", "S -> A", "S -> d", "d.False -> B", "A -> C", "B -> C"), new() { Mode = FlowchartMode.Token }).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(["S", "A"]));
    }

    [TestCase("TokenBased", "S A After After")]
    [TestCase("CounterBased", "S A After")]
    public async Task A_definition_may_say_its_mode_itself(string mode, string lines)
    {
        var definition = A.Flow("S A After~Cascade", "S -> A", "S -> After", "A -> After").Json;
        definition["customProperties"] = new JsonObject { ["Flowchart:ExecutionMode"] = mode };

        var trial = await new Trial(AidWorkflow.Engine.Definitions.WorkflowDefinition.Of(definition)).StartAsync();

        Assert.That(trial.Lines, Is.EquivalentTo(lines.Split(' ')));
    }

    private static IEnumerable<TestCaseData> Row(string states, string modes, string activities, string links, string lines) => modes.Split(' ').Select(mode =>
        new TestCaseData(mode == "token" ? FlowchartMode.Token : FlowchartMode.Counter, activities, links.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            lines.Split(' ', StringSplitOptions.RemoveEmptyEntries)).SetName($"In a flowchart, by {mode}: {states}"));
}
