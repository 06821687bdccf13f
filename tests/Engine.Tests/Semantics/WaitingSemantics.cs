using System.Text.Json.Nodes;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Tests.Semantics;

/// <summary>Events, timers and cancelling, by Elsa's suite.</summary>
[TestFixture]
internal sealed class WaitingSemantics
{
    [Test]
    public async Task An_event_holds_the_sequence_up_until_it_is_resumed()
    {
        var trial = await new Trial(A.Definition(A.Sequence("s", A.WriteLine("Line 1"), A.Event("Resume"), A.WriteLine("Line 2"), A.WriteLine("Line 3")))).StartAsync();
        Assert.That(trial.Lines, Is.EqualTo(["Line 1"]));

        await trial.ResumeAsync("Resume");

        Assert.That(trial.Lines, Is.EqualTo(["Line 1", "Line 2", "Line 3"]));
    }

    [Test]
    public async Task Publishing_an_event_resumes_what_waits_for_it_with_its_payload()
    {
        var world = new World(A.Definition(A.Sequence("s", A.Event("Shipped").Into("result", "r"), A.Say("getR().Status")), A.Variables("r")), A.Definition(A.Event("Other"), name: "Deaf"));
        await world.RunAsync("Test");
        await world.RunAsync("Deaf");

        await world.PublishAsync("Shipped", """{"Status":"sent"}""");

        Assert.That(world.Lines, Is.EqualTo(["sent"]));
        Assert.That(world.Of("Deaf").Single().SubStatus, Is.EqualTo(InstanceSubStatus.Suspended));
    }

    [Test]
    public async Task An_event_that_can_start_a_workflow_starts_one_for_each_time_it_is_said()
    {
        var world = new World(A.Definition(A.Sequence("s", Starting("Order"), A.Say("getCorrelationId()")), name: "Consumer"));

        await world.PublishAsync("Order", null, "order-1");

        Assert.That(world.Instances.Select(instance => (instance.CorrelationId, instance.Status, instance.SubStatus)), Is.EqualTo(new (string?, InstanceStatus, InstanceSubStatus)[] { ("order-1", InstanceStatus.Finished, InstanceSubStatus.Finished) }));
        await world.PublishAsync("Order", null, "order-2");
        Assert.That(world.Lines, Is.EqualTo(["order-1", "order-2"]));
        await world.PublishAsync("Another");
        Assert.That(world.Instances, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_workflow_tells_an_event_that_starts_another_which_gives_the_payload_on()
    {
        var publish = Publish("Order").With("correlationId", "String", "order-7").Script("payload", "Object", "({ Status: 'Shipped' })");
        var consumer = A.Flowchart("No! ", "Order -> out").And(Starting("Order").Into("result", "r"), A.Activity("out", "Elsa.SetOutput").With("outputName", "String", "ReceivedPayload").Script("outputValue", "Object", "getR()"));
        var world = new World(A.Definition(publish, name: "Publisher"), A.Definition(consumer, A.Variables("r"), name: "Consumer"));

        await world.RunAsync("Publisher");

        var started = world.Of("Consumer").Single();
        Assert.That((started.CorrelationId, started.SubStatus), Is.EqualTo(("order-7", InstanceSubStatus.Finished)));
        Assert.That(world.Inside(started).Output.ToJsonString(), Is.EqualTo("""{"ReceivedPayload":{"Status":"Shipped"}}"""));
    }

    [Test]
    public async Task A_local_event_said_before_the_instance_waits_for_it_is_not_lost_and_reaches_no_other()
    {
        var world = new World(A.Definition(A.Sequence("s", Publish("Go").With("isLocalEvent", "Boolean", "True"), A.Event("Go"), A.WriteLine("went"))), A.Definition(A.Event("Go"), name: "Other"),
            A.Definition(Starting("Go"), name: "Started"));
        await world.RunAsync("Other");

        var instance = await world.RunAsync("Test");

        Assert.That(instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
        Assert.That(world.Of("Other").Single().SubStatus, Is.EqualTo(InstanceSubStatus.Suspended));
        Assert.That(world.Of("Started"), Is.Empty);
    }

    [Test]
    public async Task A_local_event_picks_its_branch_of_a_fork_and_Finish_leaves_nothing_behind()
    {
        var fork = A.Activity("fork", "Elsa.Fork").Put("joinMode", "WaitAny").Put("branches", new JsonArray(A.Event("TriggerEvent"), A.Event("UnusedEvent")));
        var world = new World(A.Definition(A.Sequence("s", A.Activity("start", "Elsa.Start"), Publish("TriggerEvent").With("isLocalEvent", "Boolean", "True"), fork, A.Activity("finish", "Elsa.Finish"))));

        Assert.That((await world.RunAsync("Test")).SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
        Assert.That(world.Bookmarks, Is.Empty);
    }

    [Test]
    public async Task An_event_said_once_reaches_a_loop_that_waits_for_the_next_one_once()
    {
        var loop = A.Activity("w", "Elsa.While").Script("condition", "Boolean", "true").Put("body", A.Sequence("b", A.Event("Go"), A.WriteLine("went")));
        var world = new World(A.Definition(loop), A.Definition(A.Sequence("s", Publish("Go")), name: "Publisher"));
        await world.RunAsync("Test");

        await world.RunAsync("Publisher");

        Assert.That(world.Lines, Is.EqualTo(["went"]), "the second delivery means nobody who began to wait after it was said");
    }

    [TestCase("Elsa.Delay", "timeSpan", "00:00:01", 1)]
    [TestCase("Elsa.Timer", "interval", "00:00:01", 1)]
    [TestCase("Elsa.Delay", "timeSpan", "PT1S", 1)]
    [TestCase("Elsa.Cron", "cronExpression", "* * * * * *", 1)]
    [TestCase("Elsa.Cron", "cronExpression", "0 0 * * * *", 3600)]
    [TestCase("Elsa.StartAt", "dateTime", "2026-11-22T08:00:01Z", 1)]
    public async Task A_timer_in_the_middle_waits_for_its_moment(string type, string input, string value, int seconds)
    {
        var trial = await new Trial(A.Definition(A.Sequence("s", A.WriteLine("WriteLine1"), A.Activity("t", type).With(input, "String", value), A.WriteLine("WriteLine2")))).StartAsync();
        Assert.That(trial.Lines, Is.EqualTo(["WriteLine1"]));
        Assert.That(trial.Bookmarks.Values.Single().DueAt, Is.EqualTo(trial.Clock.Now + TimeSpan.FromSeconds(seconds)));

        await trial.ResumeAsync("t");

        Assert.That(trial.Lines, Is.EqualTo(["WriteLine1", "WriteLine2"]));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task A_moment_that_has_passed_is_not_waited_for()
    {
        var trial = await new Trial(A.Definition(A.Sequence("s", A.Activity("t", "Elsa.StartAt").With("dateTime", "DateTime", "2020-01-01"), A.WriteLine("After")))).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(["After"]));
    }

    [TestCase("Elsa.Event", "eventName", "go")]
    [TestCase("Elsa.Timer", "interval", "01:00:00")]
    [TestCase("Elsa.Cron", "cronExpression", "0 0 * * * *")]
    [TestCase("Elsa.StartAt", "dateTime", "2030-01-01")]
    public async Task The_trigger_that_started_the_workflow_does_not_wait(string type, string input, string value)
    {
        var trial = await new Trial(A.Definition(A.Sequence("s", A.Activity("t", type).With(input, "String", value), A.WriteLine("After")))).StartAsync(trigger: "t");

        Assert.That(trial.Lines, Is.EqualTo(["After"]));
    }

    [Test]
    public void The_triggers_of_a_workflow_are_those_that_can_start_it()
    {
        var cron = A.Activity("c", "Elsa.Cron").With("cronExpression", "String", "0 0 * * * *").Put("customProperties", new JsonObject { ["canStartWorkflow"] = true });
        var workflow = Compiled(A.Flowchart("").And(Starting("go"), A.Event("later"), cron, A.WriteLine("w").Put("canStartWorkflow", true)));

        Assert.That(workflow.TriggersAfter(new(2026, 11, 22, 8, 0, 1, TimeSpan.Zero)), Is.EqualTo(new TriggerPlace[]
        {
            new("go", "Elsa.Event", "go"), new("c", "Elsa.Cron", "", new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero)),
        }));
    }

    [Test]
    public async Task A_task_is_told_and_its_answer_is_the_result()
    {
        var task = A.Activity("t", "Elsa.RunTask").With("taskName", "String", "Review").Script("payload", "Object", "({ Case: 7 })").Into("result", "r");
        var trial = await new Trial(A.Definition(A.Sequence("s", task, A.Say("getR().ok")), A.Variables("r"))).StartAsync();

        var message = JsonNode.Parse(trial.Messages.Single().Payload)!;
        Assert.That(((string?)message["taskName"], (int)message["payload"]!["Case"]!, (string?)message["taskId"]), Is.EqualTo(("Review", 7, trial.Bookmarks.Keys.Single().ToString())));
        await trial.ResumeAsync("t", """{"ok":"yes"}""");
        Assert.That(trial.Lines, Is.EqualTo(["yes"]));
    }

    [Test]
    public async Task Cancelling_what_waits_ends_it_and_takes_its_bookmarks_away()
    {
        var trial = await new Trial(A.Definition(A.Sequence("s", A.Event("e"), A.WriteLine("never")))).StartAsync();
        Assert.That((trial.Instance.Status, trial.Instance.SubStatus), Is.EqualTo((InstanceStatus.Running, InstanceSubStatus.Suspended)));

        await trial.CancelAsync();

        Assert.That((trial.Instance.Status, trial.Instance.SubStatus), Is.EqualTo((InstanceStatus.Finished, InstanceSubStatus.Cancelled)));
        Assert.That((trial.Lines.Count, trial.Bookmarks.Count), Is.EqualTo((0, 0)));
    }

    private static CompiledWorkflow Compiled(JsonObject root) => new Trial(A.Definition(root)).Workflow;

    private static JsonObject Starting(string name) => A.Event(name).Put("customProperties", new JsonObject { ["canStartWorkflow"] = true });

    private static JsonObject Publish(string name) => A.Activity("publish", "Elsa.PublishEvent").With("eventName", "String", name);

    [Test]
    public async Task Who_waits_already_is_found_by_the_correlation_id_that_another_branch_sets()
    {
        var parallel = A.Activity("both", "Elsa.Parallel").Put("activities", new JsonArray(A.Event("waits"), A.Sequence("sets", A.Event("go"), A.Activity("correlate", "Elsa.Correlate").With("correlationId", "String", "c-1"))));
        var trial = await new Trial(A.Definition(parallel)).StartAsync();

        await trial.ResumeAsync("go");

        Assert.That(trial.Bookmarks.Values.Select(row => (row.ActivityId, row.CorrelationId)), Is.EqualTo(new[] { ("waits", "c-1") }));
    }

    [Test]
    public async Task A_join_whose_mode_cannot_be_read_faults_its_flowchart_with_the_tokens_as_they_are()
    {
        var flow = A.Flowchart("s! j:FlowJoin", "s -> j");
        flow["activities"]!.AsArray().OfType<JsonObject>().Single(activity => (string?)activity["id"] == "j").Script("mode", "Object", "({ a: 1 })");

        var trial = await new Trial(A.Definition(flow), new() { Mode = FlowchartMode.Token }).StartAsync();

        Assert.That((trial.Instance.SubStatus, trial.OpenIncident.ActivityId), Is.EqualTo((InstanceSubStatus.Faulted, "flow")));
    }
}
