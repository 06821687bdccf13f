using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Petitioning;

namespace AidWorkflow.Cases.Receiving;

/// <summary>By what a matter that is no petition came to its end without anybody entering it; an answer, and any other end, is a step of the visit (<see cref="RecordVisitStep"/>).</summary>
public enum MatterEnding
{
    /// <summary>An application for aid was sent for whoever came; its number is the answer.</summary>
    Applied,

    /// <summary>Whoever they were referred to saw them.</summary>
    Attended,

    /// <summary>It was reported upward.</summary>
    Reported,
}

/// <summary>How a matter that is no petition ended by what was done about it. Written once.</summary>
public sealed class MatterEnd
{
    public required MatterId MatterId { get; init; }

    public required MatterEnding Ending { get; init; }

    /// <summary>The application that it became.</summary>
    public CaseId? CaseId { get; init; }

    public required AccountId? By { get; init; }

    public required DateOnly On { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>Ends matters that are no petition, and the workflow that leads them.</summary>
public sealed class MatterEndings(IUnitOfWork work, VisitRuns visits, AuditTrail audit, TimeProvider time)
{
    internal async Task EndAsync(Matter matter, MatterEnding ending, CaseId? application, Actor actor, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        work.Db.Add(new MatterEnd { MatterId = matter.Id, Ending = ending, CaseId = application, By = actor.Account, On = LocalDay.Of(now), At = now });
        matter.Close(LocalDay.Of(now));
        audit.Record($"matter:{matter.Id}", "matter.ended", actor, ("ending", ending.ToString()), ("case", application?.ToString()));
        await visits.EndAsync(matter, ending.ToString(), cancellation);
    }
}
