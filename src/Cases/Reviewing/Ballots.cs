using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>What the seats of a round have said so far.</summary>
public sealed class Ballots(IUnitOfWork work)
{
    /// <summary>The decisions that count, oldest first, each with its seat: not what a delegate answered, nor what was taken back.</summary>
    internal async Task<List<Cast>> OfAsync(Round round, CancellationToken cancellation)
    {
        if (round.Decisions == 0)
            return [];
        var cast = await work.Db.Set<Decision>().AsNoTracking().Where(decision => decision.RoundId == round.Id && decision.CaseId == round.CaseId)
            .Join(work.Db.Set<ReviewTask>().Where(task => task.Purpose == TaskPurpose.Decide && task.State == TaskState.Completed && task.TakenBackAt == null), decision => decision.TaskId, task => task.Id,
                (decision, task) => new { decision, task.SeatKey }).ToListAsync(cancellation);
        return [.. cast.Select(one => new Cast(one.SeatKey, one.decision)).OrderBy(one => one.Decision.At).ThenBy(one => one.Decision.Id.Value)];
    }
}

/// <summary>A decision and the seat it was made on.</summary>
internal sealed record Cast(string Seat, Decision Decision)
{
    internal Ballot Ballot => new(Seat, Decision.Verdict);
}
