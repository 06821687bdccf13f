using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Primitives;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Tests.Running;

[TestFixture]
internal sealed class HoldTests
{
    [Test]
    public async Task On_hold_it_takes_nothing_and_goes_on_where_it_stood_when_activated()
    {
        var trial = await new Trial(A.Flow("s e:Event after", "s -> e", "e -> after")).StartAsync();
        await trial.SuspendAsync();

        Assert.That((trial.Instance.Status, trial.Instance.SubStatus), Is.EqualTo((InstanceStatus.Running, InstanceSubStatus.OnHold)));
        await Assert.ThatAsync(() => trial.ResumeAsync("e"), Throws.TypeOf<InstanceOnHoldException>());
        await Assert.ThatAsync(() => trial.RewindAsync("s"), Throws.TypeOf<InstanceOnHoldException>());
        await Assert.ThatAsync(trial.SuspendAsync, Throws.TypeOf<InstanceOnHoldException>());

        await trial.ActivateAsync();
        await Assert.ThatAsync(trial.ActivateAsync, Throws.TypeOf<InstanceStandsOtherwiseException>());
        await trial.ResumeAsync("e");
        Assert.That(trial.Lines, Is.EqualTo(["s", "after"]));
        Assert.That(History.Tell(trial.Lineage, trial.Journal).Where(entry => entry.Event is "suspend" or "activate").Select(entry => entry.Detail), Is.EqualTo(["somebody: test", "somebody: test"]));
    }

    [Test]
    public async Task A_timer_does_not_come_due_on_hold_and_comes_due_at_once_when_activated()
    {
        var trial = await new Trial(A.Definition(A.Flowchart("", "wait -> after").Holding(A.Activity("wait", "Elsa.Delay").With("timeSpan", "TimeSpan", "01:00:00"), A.WriteLine("after")))).StartAsync();
        var due = trial.Bookmarks.Values.Single().DueAt;

        await trial.SuspendAsync();
        Assert.That(trial.Bookmarks.Values.Single().DueAt, Is.Null, "no sweep finds it");

        trial.Clock.Now = due!.Value.AddDays(1);
        await trial.ActivateAsync();
        Assert.That(trial.Bookmarks.Values.Single().DueAt, Is.EqualTo(due), "the moment it would have come due");
    }

    [Test]
    public async Task On_hold_it_can_be_cancelled_and_its_variables_changed_and_it_stays_on_hold()
    {
        var trial = await new Trial(A.Definition(A.Flowchart("e:Event"), """[{"id":"v","name":"Said","typeName":"String"}]""")).StartAsync();
        await trial.SuspendAsync();

        await trial.SetVariableAsync("Said", "yes");
        Assert.That((trial.Instance.SubStatus, trial.Variable("Said")), Is.EqualTo((InstanceSubStatus.OnHold, "\"yes\"")));

        await trial.CancelAsync();
        Assert.That((trial.Instance.SubStatus, trial.Bookmarks.Count), Is.EqualTo((InstanceSubStatus.Cancelled, 0)));
        await Assert.ThatAsync(trial.SuspendAsync, Throws.TypeOf<InstanceStandsOtherwiseException>());
    }

    [Test]
    public async Task An_incident_waits_on_hold_for_the_activation()
    {
        var trial = await new Trial(A.Flow("s bad:Fault e:Event", "s -> bad", "s -> e"), new() { ContinuesWithIncidents = true }).StartAsync();
        await trial.SuspendAsync();

        await Assert.ThatAsync(() => trial.RetryAsync(trial.OpenIncident.Id), Throws.TypeOf<InstanceOnHoldException>());
        await Assert.ThatAsync(() => trial.SkipAsync(trial.OpenIncident.Id), Throws.TypeOf<InstanceOnHoldException>());
        await Assert.ThatAsync(() => trial.CancelIncidentAsync(trial.OpenIncident.Id), Throws.TypeOf<InstanceOnHoldException>());

        await trial.ActivateAsync();
        await trial.SkipAsync(trial.OpenIncident.Id);
        Assert.That(trial.WaitingAt, Is.EqualTo(["e"]));
    }

    [Test]
    public async Task An_event_said_meanwhile_reaches_the_others_now_and_who_is_on_hold_when_it_is_delivered_again()
    {
        var clock = new FakeClock();
        var ids = new TimeOrderedIds(clock);
        var set = new DefinitionSet([A.Flow("e:Event after", "e -> after")]);
        var store = new MemoryStore(set);
        var bare = new BareInstances(new(store, ElsaActivities.With()), new(ids, clock), store, store, ids);
        var held = (await bare.StartAsync("Test-1", null, null, CancellationToken.None)).Writes.Instance.Id;
        var other = (await bare.StartAsync("Test-1", null, null, CancellationToken.None)).Writes.Instance.Id;
        await bare.SuspendAsync(held, "test", "somebody", CancellationToken.None);
        var said = new OutboxRow { Id = new(ids.Next()), Channel = Channels.Event, IdempotencyKey = "k", Payload = """{"eventName":"e"}""", CreatedAt = clock.Now };

        await Assert.ThatAsync(() => bare.DeliverAsync(said, CancellationToken.None), Throws.TypeOf<InstanceOnHoldException>());
        Assert.That(store.Instances.Single(row => row.Id == other).Status, Is.EqualTo(InstanceStatus.Finished));

        await bare.ActivateAsync(held, "test", "somebody", CancellationToken.None);
        await bare.DeliverAsync(said, CancellationToken.None);
        Assert.That(store.Instances.Select(row => row.SubStatus), Is.All.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task Whoever_waits_for_a_workflow_is_told_of_its_end_once_however_often_it_faults_again()
    {
        var clock = new FakeClock();
        var ids = new TimeOrderedIds(clock);
        var set = new DefinitionSet([A.Flow("bad:Fault")]);
        var store = new MemoryStore(set);
        var runner = new Runner(ids, clock);
        var workflows = new CompiledWorkflows(store, ElsaActivities.With());
        var start = await runner.StartAsync(await workflows.GetAsync("Test-1", CancellationToken.None), new(ids.Next()), new Beginning(null, null, Awaited: new BookmarkId(ids.Next())), null, null, CancellationToken.None);
        await store.CommitAsync(start.Writes, CancellationToken.None);
        var bare = new BareInstances(workflows, runner, store, store, ids);

        await bare.RetryIncidentAsync(start.Writes.Instance.Id, start.Incidents.Single().Id, "somebody", CancellationToken.None);

        Assert.That(store.Outbox.Where(message => message.Channel == Channels.WorkflowEnded), Has.Exactly(1).Items);
    }
}
