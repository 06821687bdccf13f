using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Engine.Tests.Running;

[TestFixture]
internal sealed class FlowchartTests
{
    [Test]
    public async Task A_line_of_activities_runs_in_order()
    {
        var trial = await new Trial(A.Flow("s! a b c x.", "s -> a", "a -> b", "b -> c", "c -> x")).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(["a", "b", "c"]));
        Assert.That(trial.Instance.Status, Is.EqualTo(InstanceStatus.Finished));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task Only_links_of_the_outcome_are_followed()
    {
        var trial = await new Trial(A.Flow("a b c", "a -> b", "a.Other -> c")).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(["a", "b"]));
    }

    [Test]
    public async Task An_empty_flowchart_completes_at_once()
    {
        var trial = await new Trial(A.Flow("")).StartAsync();

        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
        Assert.That(trial.Lines, Is.Empty);
    }

    [Test]
    public async Task Branches_interleave_first_in_first_out()
    {
        var trial = await new Trial(A.Flow("s a1 a2 b1 b2", "s -> a1", "s -> b1", "a1 -> a2", "b1 -> b2")).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(["s", "a1", "b1", "a2", "b2"]));
    }

    [Test]
    public async Task An_activity_with_two_ways_to_it_waits_for_both_and_runs_once()
    {
        var trial = await new Trial(A.Flow("s e:Event b j", "s -> e", "s -> b", "e -> j", "b -> j")).StartAsync();
        Assert.That(trial.Lines, Is.EqualTo(["s", "b"]));

        await trial.ResumeAsync("e");

        Assert.That(trial.Lines, Is.EqualTo(["s", "b", "j"]));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [TestCase("True", "s t j")]
    [TestCase("False", "s f j")]
    public async Task A_way_not_taken_does_not_hold_up_the_place_where_ways_meet(string decision, string lines)
    {
        var trial = await new Trial(A.Flow($"s d?{decision} t f j", "s -> d", "d.True -> t", "d.False -> f", "t -> j", "f -> j")).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(lines.Split(' ')));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [TestCase("WaitAll", false, "A B C D F")]
    [TestCase("WaitAllActive", false, "A B C D E F")]
    [TestCase("WaitAny", false, "A B C D E F")]
    [TestCase("WaitAll", true, "A B C E F")]
    [TestCase("WaitAllActive", true, "A B C E F")]
    [TestCase("WaitAny", true, "A B C E F")]
    public async Task A_join_of_each_mode_goes_on_as_Elsa_does(string mode, bool taken, string lines)
    {
        var trial = await new Trial(A.Flow($"Start! A B C Q?{taken} D J&{mode} E F",
            "Start -> A", "Start -> B", "Start -> C", "A -> Q", "B -> J", "C -> J", "Q.True -> J", "Q.False -> D", "J -> E", "D -> F", "E -> F")).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(lines.Split(' ')));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task The_first_way_into_a_WaitAny_join_takes_the_waiting_ones_away()
    {
        var trial = await new Trial(A.Flow("s e1:Event e2:Event j&WaitAny after", "s -> e1", "s -> e2", "e1 -> j", "e2 -> j", "j -> after")).StartAsync();
        Assert.That(trial.WaitingAt, Is.EquivalentTo(["e1", "e2"]));

        await trial.ResumeAsync("e2");

        Assert.That(trial.Lines, Is.EqualTo(["s", "after"]));
        Assert.That(trial.Bookmarks, Is.Empty);
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task A_back_link_that_some_way_avoids_faults_when_it_is_followed()
    {
        var trial = await new Trial(A.Flow("Start! A B C D E", "Start -> A", "A -> B", "B -> C", "B -> D", "C -> E", "D -> E", "E -> C")).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(["A", "B", "C", "D", "E"]));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Faulted));
        Assert.That(trial.Incidents.Values.Single().Reason, Is.EqualTo(
            "Invalid backward connection: Every path from the source ('E') must go through the target ('C') when tracing back to the start."));
    }

    [Test]
    public async Task End_ends_its_own_flowchart_and_Finish_ends_everything()
    {
        var inner = A.Flowchart("i x. never", "i -> x", "x -> never");
        inner["id"] = "inner";
        var outer = A.Flowchart("a f:Finish after", "a -> inner", "inner -> f", "f -> after");
        outer["activities"]!.AsArray().Insert(1, inner);
        outer["activities"]!.AsArray().Add(A.Activities("e:Event")[0]!.DeepClone());
        outer["connections"]!.AsArray().Add(System.Text.Json.Nodes.JsonNode.Parse("""{"source":"a","sourcePort":"Done","target":"e","targetPort":"In"}"""));

        var trial = await new Trial(A.Definition(outer)).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(["a", "i"]));
        Assert.That(trial.Bookmarks, Is.Empty);
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task An_unknown_activity_faults_only_when_it_is_reached()
    {
        var away = await new Trial(A.Flow("d?False u:Some.Unknown b", "d.True -> u", "d.False -> b")).StartAsync();
        Assert.That(away.Lines, Is.EqualTo(["b"]));

        var reached = await new Trial(A.Flow("d?True u:Some.Unknown b", "d.True -> u", "d.False -> b")).StartAsync();
        Assert.That(reached.OpenIncident.Reason, Does.Contain("Some.Unknown"));
    }
}
