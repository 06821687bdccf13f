using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Primitives;

namespace AidWorkflow.Engine.Tests.Running;

[TestFixture]
internal sealed class ActivityTests
{
    private const string Counter = """[{"id":"v-n","name":"n","typeName":"Int32","value":"0"}]""";

    [Test]
    public async Task A_sequence_stops_at_End_and_at_Break_without_a_loop()
    {
        var inner = A.Sequence("inner", A.WriteLine("Inner"), A.Activity("b", "Elsa.Break"), A.WriteLine("never1"));

        var trial = await new Trial(A.Definition(A.Sequence("outer", A.WriteLine("Outer"), inner, A.WriteLine("never2")))).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(["Outer", "Inner"]));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task A_while_loop_asks_its_condition_before_each_round()
    {
        var loop = A.Activity("loop", "Elsa.While").Script("condition", "Boolean", "getN() < 3");
        loop["body"] = A.Sequence("body", A.Say("`round ${getN()}`", "w"), A.Set("n", "getN() + 1"));

        var trial = await new Trial(A.Definition(A.Sequence("all", loop, A.WriteLine("End")), Counter)).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(["round 0", "round 1", "round 2", "End"]));
    }

    [Test]
    public async Task Break_leaves_the_nearest_loop_only()
    {
        var inner = A.Activity("inner", "Elsa.ForEach").Object("items", "[\"Classes\",\"Functions\"]");
        inner["body"] = A.Sequence("ib", A.Say("getCurrentValue()", "w"), A.Activity("b", "Elsa.Break"));
        var outer = A.Activity("outer", "Elsa.ForEach").Object("items", "[\"C#\",\"Rust\"]");
        outer["body"] = A.Sequence("ob", A.Say("variables.CurrentValue", "w"), inner);

        var trial = await new Trial(A.Definition(outer)).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(["C#", "Classes", "Rust", "Classes"]));
    }

    [Test]
    public async Task For_counts_and_includes_its_end()
    {
        var loop = A.Activity("loop", "Elsa.For").With("start", "Int32", "0").With("end", "Int32", "3");
        loop["body"] = A.Say("getCurrentValue()", "w");

        Assert.That((await new Trial(A.Definition(loop)).StartAsync()).Lines, Is.EqualTo(["0", "1", "2", "3"]));
    }

    [Test]
    public async Task A_loop_that_waits_goes_on_where_it_was()
    {
        var loop = A.Activity("loop", "Elsa.ForEach").Object("items", "[\"a\",\"b\"]");
        loop["body"] = A.Sequence("body", A.Event("e"), A.Say("getCurrentValue()", "w"));
        var trial = await new Trial(A.Definition(loop)).StartAsync();

        await trial.ResumeAsync("e");
        Assert.That(trial.Lines, Is.EqualTo(["a"]));
        await trial.ResumeAsync("e");

        Assert.That(trial.Lines, Is.EqualTo(["a", "b"]));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task Bodies_for_all_items_run_together_each_with_its_own_value()
    {
        var loop = A.Activity("loop", "Elsa.ParallelForEach").Object("items", "[\"a\",\"b\",\"c\"]");
        loop["body"] = A.Sequence("body", A.Event("e"), A.Say("`${getCurrentIndex()} ${getCurrentValue()}`", "w"));
        var trial = await new Trial(A.Definition(loop)).StartAsync();
        Assert.That(trial.Bookmarks, Has.Count.EqualTo(3));

        foreach (var bookmark in trial.Bookmarks.Values.OrderByDescending(row => row.Id.Value).ToList())
            await trial.ResumeAsync(bookmark.Id);

        Assert.That(trial.Lines, Is.EquivalentTo(["0 a", "1 b", "2 c"]));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task A_fork_of_the_first_arrival_takes_the_others_away()
    {
        var fork = A.Activity("fork", "Elsa.Fork");
        fork["joinMode"] = "WaitAny";
        fork["branches"] = A.Activities("e1:Event e2:Event e3:Event");
        var trial = await new Trial(A.Definition(A.Sequence("all", A.WriteLine("Start"), fork, A.WriteLine("End")))).StartAsync();

        await trial.ResumeAsync("e2");

        Assert.That(trial.Lines, Is.EqualTo(["Start", "End"]));
        Assert.That(trial.Bookmarks, Is.Empty);
    }

    [TestCase("MatchFirst", "one")]
    [TestCase("MatchAny", "one two")]
    public async Task A_switch_runs_the_first_case_or_all(string mode, string lines)
    {
        var choice = A.Activity("choice", "Elsa.Switch").With("mode", "SwitchMode", mode);
        choice["cases"] = new JsonArray([.. new[] { ("one", "1 < 2"), ("two", "true"), ("three", "false") }.Select(one => (JsonNode)new JsonObject
        {
            ["label"] = one.Item1,
            ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = one.Item2 },
            ["activity"] = A.WriteLine(one.Item1),
        })]);
        choice["default"] = A.WriteLine("other");

        Assert.That((await new Trial(A.Definition(choice)).StartAsync()).Lines, Is.EqualTo(lines.Split(' ')));
    }

    [Test]
    public async Task A_delay_is_a_bookmark_that_falls_due()
    {
        var trial = await new Trial(A.Definition(A.Activity("d", "Elsa.Delay").With("timeSpan", "TimeSpan", "00:00:05"))).StartAsync();

        Assert.That(trial.Bookmarks.Values.Single().DueAt, Is.EqualTo(trial.Clock.Now + TimeSpan.FromSeconds(5)));
        await trial.ResumeAsync("d");
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task What_an_event_brings_goes_into_the_variable_it_names()
    {
        var wait = A.Activities("e:Event")[0]!.DeepClone();
        wait["result"] = JsonNode.Parse("""{ "typeName": "Object", "memoryReference": { "id": "v-n" } }""");
        var trial = await new Trial(A.Definition(A.Sequence("all", wait.AsObject(), A.Say("JSON.stringify(getN().amount)", "w")), Counter)).StartAsync();

        await trial.ResumeAsync("e", """{"amount":12.50}""");

        Assert.That(trial.Lines, Is.EqualTo(["12.5"]));
    }

    [Test]
    public async Task Scripts_reach_inputs_outputs_and_the_correlation()
    {
        var script = A.Activity("Compute", "Elsa.RunJavaScript").With("script", "String", "setVariable('n', getInput('Amount') * 2); setOutcome('Big'); return { a: getAmount() }");
        var flowchart = A.Flowchart("", "Compute.Big -> w");
        flowchart["activities"] = new JsonArray(script, A.Say("`${getResultFromCompute().a} ${getOutputFrom('Compute').a} ${variables.n} ${getCorrelationId()} ${getLastResult().a}`", "w"));
        var definition = A.Definition(flowchart, Counter, inputs: """[{"name":"Amount","type":"Int32"}]""");

        var trial = await new Trial(definition).StartAsync("""{"Amount":21}""", "case-7");

        Assert.That(trial.Lines, Is.EqualTo(["21 21 42 case-7 21"]));
    }

    [Test]
    public async Task A_condition_that_throws_faults_its_activity_with_the_reason()
    {
        var trial = await new Trial(A.Definition(A.Activity("d", "Elsa.FlowDecision").Script("condition", "Boolean", "getNothing() > 1"))).StartAsync();

        Assert.That(trial.OpenIncident.Reason, Does.StartWith("d.condition:").And.Contain("getNothing"));
    }

    [Test]
    public async Task A_workflow_used_as_an_activity_takes_inputs_and_gives_outputs_and_outcomes()
    {
        var child = A.Definition(A.Sequence("cs", SetOutput("Twice", "getValue() * 2"), A.Activity("c", "Elsa.Complete").With("outcomes", "Object", "Doubled"), A.WriteLine("never")),
            inputs: """[{"name":"Value","type":"Int32"}]""", outputs: """[{"name":"Twice","type":"Int32"}]""", name: "Double it");
        var use = A.Activity("use", "DoubleIt").With("value", "Int32", "4");
        use["twice"] = JsonNode.Parse("""{ "typeName": "Int32", "memoryReference": { "id": "v-n" } }""");
        var flowchart = A.Flowchart("", "use.Doubled -> w");
        flowchart["activities"] = new JsonArray(use, A.Say("getN()", "w"));

        var trial = await new Trial(A.Definition(flowchart, Counter), workflows: new DefinitionSet([child])).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(["8"]));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task The_workflows_own_outputs_are_given_back()
    {
        var trial = await new Trial(A.Definition(SetOutput("Total", "1 + 2"), outputs: """[{"name":"Total","type":"Int32"}]""")).StartAsync();

        Assert.That(trial.Output.ToJsonString(), Is.EqualTo("""{"Total":3}"""));
    }

    [Test]
    public async Task A_trigger_that_was_hit_is_where_the_flow_starts()
    {
        var flowchart = A.Flowchart("s! a e:Event b", "s -> a", "e -> b");
        var trial = await new Trial(A.Definition(flowchart)).StartAsync(trigger: "e");

        Assert.That(trial.Lines, Is.EqualTo(["b"]));
    }

    [Test]
    public async Task What_an_activity_remembers_reads_the_same_after_it_was_stored()
    {
        var trial = await new Trial(A.Flow("m:Test.Remembering"), activities: [new Remembering()]).StartAsync("""{"start":5}""");

        await trial.ResumeAsync("m", """{"add":2}""");
        await trial.ResumeAsync("m", """{"add":3}""");

        Assert.That(trial.Lines, Is.EqualTo(["10"]));
    }

    [Test]
    public void Every_activity_type_is_described_in_both_languages()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var descriptor in ElsaActivities.All.Select(activity => activity.Descriptor))
                Assert.That((descriptor.DisplayName.Zh, descriptor.DisplayName.En), Is.Not.EqualTo(("", "")), descriptor.TypeName);
        }
    }

    private sealed class Remembering : Activity
    {
        public override ActivityDescriptor Descriptor { get; } = new() { TypeName = "Test.Remembering", Category = "Test", DisplayName = new("", "") };

        protected internal override ValueTask<Outcome> ExecuteAsync(ActivityContext context)
        {
            context.State["sum"] = context.WorkflowInput<int>("start");
            return new(Outcome.Wait(context.NewBookmark()));
        }

        protected internal override ValueTask<Outcome> ResumeAsync(ActivityContext context, Stimulus stimulus)
        {
            var sum = (int)context.State["sum"]! + stimulus.Read<Addition>()!.Add;
            context.State["sum"] = sum;
            if (sum < 10)
                return new(Outcome.Wait(context.NewBookmark()));
            context.WriteLine($"{sum}");
            return new(Outcome.Done);
        }

        private sealed record Addition(int Add);
    }

    private static JsonObject SetOutput(string name, string script) =>
        A.Activity("out", "Elsa.SetOutput").With("outputName", "String", name).Script("outputValue", "Object", script);
}
