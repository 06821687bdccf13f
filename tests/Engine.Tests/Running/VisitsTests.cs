using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Tests.Running;

/// <summary>When an instance was where, as its journal tells.</summary>
[TestFixture]
internal sealed class VisitsTests
{
    [Test]
    public async Task Each_time_at_a_step_is_a_visit_that_is_open_or_ended_as_it_ended()
    {
        var trial = await new Trial(A.Flow("s e:Event bad:Fault", "s -> e", "e -> s", "s -> bad"), new RunnerOptions { ContinuesWithIncidents = true }).StartAsync();
        await trial.ResumeAsync("e");

        var visits = Visits.Of(trial.Lineage, trial.Journal);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Of("s").Select(visit => visit.State), Is.EqualTo(new[] { VisitState.Completed, VisitState.Completed }));
            Assert.That(Of("e").Select(visit => (visit.State, visit.Waits, visit.EndedAt is null)), Is.EqualTo(new[] { (VisitState.Completed, false, false), (VisitState.Open, true, true) }));
            Assert.That(Of("bad").Select(visit => visit.State), Has.All.EqualTo(VisitState.Faulted));
            Assert.That(Of("e").Select(visit => visit.NodeId), Has.All.Matches("^Workflow1:[^:]+:e$"));
            Assert.That(visits.Events.Where(entry => entry.Visit.Name == "e").Select(entry => entry.Event), Is.EqualTo(new[] { "Started", "Waiting", "Burned", "Completed", "Started", "Waiting" }));
        }

        await trial.CancelAsync();
        visits = Visits.Of(trial.Lineage, trial.Journal);
        Assert.That(Of("e").Last().State, Is.EqualTo(VisitState.Cancelled));

        IEnumerable<Visit> Of(string name) => visits.All.Where(visit => visit.Name == name);
    }
}
