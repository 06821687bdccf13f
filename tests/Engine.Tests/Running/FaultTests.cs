using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Tests.Running;

[TestFixture]
internal sealed class FaultTests
{
    private static readonly RunnerOptions GoesOn = new() { ContinuesWithIncidents = true };

    [Test]
    public async Task A_fault_ends_the_workflow_but_what_was_scheduled_still_runs()
    {
        var trial = await new Trial(A.Flow("s bad:Fault b e:Event", "s -> bad", "s -> b", "s -> e")).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(["s", "b"]));
        Assert.That((trial.Instance.Status, trial.Instance.SubStatus), Is.EqualTo((InstanceStatus.Finished, InstanceSubStatus.Faulted)));
        Assert.That(trial.Bookmarks, Is.Empty, "nobody can go on with a faulted workflow");
        Assert.That(trial.OpenIncident.ActivityId, Is.EqualTo("bad"));
    }

    [Test]
    public async Task Skipping_the_incident_brings_a_faulted_workflow_and_its_waiting_branches_back()
    {
        var trial = await new Trial(A.Flow("s bad:Fault b e:Event j&WaitAll", "s -> bad", "s -> e", "bad -> b", "b -> j", "e -> j")).StartAsync();

        await trial.SkipAsync(trial.OpenIncident.Id);

        Assert.That(trial.Lines, Is.EqualTo(["s", "b"]));
        Assert.That(trial.WaitingAt, Is.EqualTo(["e"]));
        await trial.ResumeAsync("e");
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [TestCase("Elsa.Fault", "Dome", new[] { "Done" })]
    [TestCase("Elsa.FlowDecision", "Done", new[] { "True", "False" })]
    [TestCase("Nobody.Knows", "Dome", new[] { "Done" })]
    [TestCase("Inner", "Dome", new[] { "Done" })]
    public async Task An_incident_is_not_skipped_by_a_way_that_the_activity_does_not_have(string type, string outcome, string[] ways)
    {
        var inner = A.Definition(A.Activity("inside", "Elsa.Fault"), name: "Inner");
        var flow = A.Flowchart("b", "bad -> b");
        flow["activities"]!.AsArray().Insert(0, A.Activity("bad", type).Script("condition", "Boolean", "nobody.knows"));
        var trial = await new Trial(A.Definition(flow), workflows: new DefinitionSet([inner])).StartAsync();

        var refused = await Assert.ThrowsAsync<NoSuchWayOutException>(() => trial.SkipAsync(trial.OpenIncident.Id, outcome));

        Assert.That(refused!.Ways, Is.EqualTo(ways));
        await trial.SkipAsync(trial.OpenIncident.Id, ways[0]);
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task With_incidents_allowed_the_other_branch_goes_on_and_the_workflow_waits_for_a_person()
    {
        var trial = await new Trial(A.Flow("s bad:Fault e:Event b", "s -> bad", "s -> e", "e -> b"), GoesOn).StartAsync();
        await trial.ResumeAsync("e");

        Assert.That(trial.Lines, Is.EqualTo(["s", "b"]));
        Assert.That((trial.Instance.Status, trial.Instance.SubStatus), Is.EqualTo((InstanceStatus.Running, InstanceSubStatus.Suspended)));

        await trial.CancelIncidentAsync(trial.OpenIncident.Id);
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
        Assert.That(trial.Incidents.Values.Single().State, Is.EqualTo(IncidentState.Cancelled));
    }

    [Test]
    public async Task A_variable_set_from_outside_leaves_an_instance_of_somebody_with_its_incident_and_its_other_branch()
    {
        var trial = await new Trial(A.Definition(A.Flowchart("s bad:Fault e:Event b", "s -> bad", "s -> e", "e -> b"), variables: """[{"id":"v","name":"Said","typeName":"String"}]"""), subject: new List<string>()).StartAsync();

        await trial.SetVariableAsync("Said", "yes");

        Assert.That((trial.Instance.Status, trial.Instance.SubStatus, trial.Variable("Said")), Is.EqualTo((InstanceStatus.Running, InstanceSubStatus.Suspended, "\"yes\"")));
        await trial.ResumeAsync("e");
        Assert.That(trial.Lines, Does.Contain("b"));
    }

    [Test]
    public async Task A_join_goes_on_without_a_branch_that_a_person_took_away()
    {
        var trial = await new Trial(A.Flow("s bad:Fault e:Event j", "s -> bad", "s -> e", "bad -> j", "e -> j"), GoesOn).StartAsync();
        await trial.CancelIncidentAsync(trial.OpenIncident.Id);

        await trial.ResumeAsync("e");

        Assert.That(trial.Lines, Is.EqualTo(["s", "j"]));
    }

    [Test]
    public async Task The_strategy_of_the_definition_wins()
    {
        var definition = A.Definition(A.Flowchart("s bad:Fault e:Event", "s -> bad", "s -> e"),
            options: """{"incidentStrategyType":"Elsa.Workflows.IncidentStrategies.ContinueWithIncidentsStrategy, Elsa.Workflows.Core"}""");

        var trial = await new Trial(definition).StartAsync();

        Assert.That(trial.WaitingAt, Is.EqualTo(["e"]));
    }

    [Test]
    public async Task Trying_again_runs_the_activity_with_what_it_was_resumed_with()
    {
        var fragile = new Fragile();
        var trial = await new Trial(A.Flow("f:Test.Fragile b", "f -> b"), GoesOn, [fragile]).StartAsync();
        fragile.Fails = true;
        await trial.ResumeAsync("f", "\"yes\"");
        Assert.That(trial.OpenIncident.Reason, Is.EqualTo("the bank is closed"));
        Assert.That(trial.Bookmarks, Is.Empty);

        await trial.RetryAsync(trial.OpenIncident.Id);
        Assert.That(trial.Incidents, Has.Count.EqualTo(2), "it failed again");
        fragile.Fails = false;
        await trial.RetryAsync(trial.OpenIncident.Id);

        Assert.That(fragile.Heard, Is.EqualTo(["yes"]));
        Assert.That(trial.Lines, Is.EqualTo(["b"]));
        Assert.That(trial.Incidents.Values.Select(incident => incident.State), Is.All.EqualTo(IncidentState.Retried));
    }

    [Test]
    public async Task An_incident_is_settled_once()
    {
        var trial = await new Trial(A.Flow("bad:Fault b", "bad -> b")).StartAsync();
        var incident = trial.OpenIncident.Id;
        await trial.SkipAsync(incident);

        await Assert.ThatAsync(() => trial.RetryAsync(incident), Throws.TypeOf<IncidentGoneException>());
    }

    [Test]
    public async Task What_an_activity_changed_before_it_threw_is_not_kept_but_the_rest_of_the_step_is()
    {
        var trial = await new Trial(A.Flow("e:Event a f:Test.Fragile", "e -> a", "a -> f"), GoesOn, [new Fragile { Fails = true, FailsAtStart = true }]).StartAsync();

        await trial.ResumeAsync("e");

        Assert.That(trial.Lines, Is.EqualTo(["a"]), "the line that the throwing activity wrote is gone");
        Assert.That(trial.Messages, Is.Empty);
        Assert.That(trial.OpenIncident.ActivityId, Is.EqualTo("f"));
    }

    [Test]
    public async Task With_a_subject_the_caller_runs_the_burst_again_on_a_fresh_one()
    {
        var fragile = new Fragile { Fails = true, FailsAtStart = true };
        var trial = await new Trial(A.Flow("e:Event g:Test.Fragile a", "e -> g", "g -> a"), GoesOn, [fragile], subject: new List<string>()).StartAsync();
        trial.Clock.Now += TimeSpan.FromDays(1);

        var threw = (await Assert.CatchAsync<ActivityThrewException>(() => trial.ResumeAsync("e")))!;
        Assert.That(trial.Subject, Is.EqualTo(new[] { "half done" }), "this one is spoilt");

        trial.Clock.Now += TimeSpan.FromDays(1);
        trial.Subject = new List<string>();
        trial.Rerun = threw.Rerun;
        await trial.ResumeAsync("e");

        Assert.That(trial.Subject, Is.Empty);
        Assert.That(trial.OpenIncident.Reason, Is.EqualTo("the bank is closed"));
        Assert.That(trial.Instance.UpdatedAt, Is.EqualTo(threw.Rerun.At), "the burst keeps its moment");
    }

    [Test]
    public async Task A_refusal_passes_through_and_nothing_is_kept()
    {
        var trial = await new Trial(A.Flow("e:Event r:Test.Refusing", "e -> r"), activities: [new Refusing()]).StartAsync();

        await Assert.ThatAsync(() => trial.ResumeAsync("e"), Throws.TypeOf<LostRaceException>());
        Assert.That(trial.WaitingAt, Is.EqualTo(["e"]));
    }

    [Test]
    public async Task An_endless_loop_ends_in_an_incident()
    {
        var trial = await new Trial(A.Flow("s! a b", "s -> a", "a -> b", "b -> a"), new() { CallsPerBurst = 100 }).StartAsync();

        Assert.That(trial.OpenIncident.Reason, Does.Contain("endless"));
    }

    private sealed class Fragile : Activity
    {
        public bool Fails { get; set; }

        public bool FailsAtStart { get; init; }

        public List<string?> Heard { get; } = [];

        public override ActivityDescriptor Descriptor { get; } = new() { TypeName = "Test.Fragile", Category = "Test", DisplayName = new("", "") };

        protected internal override ValueTask<Outcome> ExecuteAsync(ActivityContext context)
        {
            if (!FailsAtStart)
                return new(Outcome.Wait(context.NewBookmark()));
            context.WriteLine("half done");
            context.Send("email", "key", "{}");
            context.SetVariable("x", 1);
            (context is RunContext { Machine.Subject: List<string> subject } ? subject : []).Add("half done");
            throw new InvalidOperationException("the bank is closed");
        }

        protected internal override ValueTask<Outcome> ResumeAsync(ActivityContext context, Stimulus stimulus)
        {
            if (Fails)
                throw new InvalidOperationException("the bank is closed");
            Heard.Add((string?)stimulus.Input);
            return new(Outcome.Done);
        }
    }

    private sealed class Refusing : Activity
    {
        public override ActivityDescriptor Descriptor { get; } = new() { TypeName = "Test.Refusing", Category = "Test", DisplayName = new("", "") };

        protected internal override ValueTask<Outcome> ExecuteAsync(ActivityContext context) => throw new LostRaceException("somebody was first");
    }
}
