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

    /// <summary>As above, with what was decided in this very act.</summary>
    internal async Task<List<Ballot>> SoFarAsync(CaseFile file, Round round, CancellationToken cancellation)
    {
        var earlier = (await OfAsync(round, cancellation)).ConvertAll(one => (one.Decision.Id, one.Ballot));
        var known = earlier.ConvertAll(one => one.Id);
        var now = work.Db.ChangeTracker.Entries<Decision>().Where(entry => entry.State == EntityState.Added && entry.Entity.RoundId == round.Id && !known.Contains(entry.Entity.Id)).Select(entry => entry.Entity)
            .OrderBy(decision => decision.At).ThenBy(decision => decision.Id.Value)
            .Select(decision => (decision, Task: file.Tasks.Find(task => task.Id == decision.TaskId))).Where(one => one.Task is { State: TaskState.Completed, Purpose: TaskPurpose.Decide })
            .Select(one => new Ballot(one.Task!.SeatKey, one.decision.Verdict));
        return [.. earlier.Select(one => one.Ballot), .. now];
    }
}

/// <summary>A decision and the seat it was made on.</summary>
internal sealed record Cast(string Seat, Decision Decision)
{
    internal Ballot Ballot => new(Seat, Decision.Verdict);
}
