using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>
/// Whoever gave an opinion takes it back (取回) while nobody has gone on from it. It stays on record; the step is theirs again. What decides money or issues a paper is not taken back: it
/// has gone out.
/// </summary>
public sealed class TakeBack(IUnitOfWork work, CaseFiles files, CaseRuns runs, Rounds rounds, Ballots ballots, AuditTrail audit, IIds ids)
{
    /// <exception cref="RefusedException">take-back.not-yours, take-back.not-here, take-back.gone-on, case.closed, case.on-hold, give.reason-missing, give.reason-too-long</exception>
    public async Task<CaseId> RunAsync(DecisionId id, string words, Actor actor, CancellationToken cancellation)
    {
        var decision = await work.Db.Set<Decision>().AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancellation);
        if (decision is null || actor.Account is null || decision.AccountId != actor.Account)
            throw new RefusedException("take-back.not-yours");
        var file = await files.LoadAsync(decision.CaseId, actor, cancellation);
        var round = file.Rounds.First(one => one.Id == decision.RoundId);
        if (round.Kind != RoundKind.Review || decision.Verdict is not (Verdict.Approve or Verdict.Refuse or Verdict.Abstain))
            throw new RefusedException("take-back.not-here");
        if (!file.Case.IsOpen)
            throw new RefusedException("case.closed", null, ("number", file.Case.ReceiptNumber));
        if (file.Case.HeldAt is not null)
            throw new RefusedException("case.on-hold");
        var task = (await work.Db.Set<ReviewTask>().FindAsync([decision.TaskId], cancellation))!;
        if (task.TakenBackAt is not null)
            throw new RefusedException("take-back.not-here");
        var reason = GivenWords.Read(words);
        audit.Record(file.AuditStream, "task.taken-back", actor, ("task", task.Id.ToString()), ("round", round.Id.ToString()), ("step", round.Step), ("words", reason));
        if (round.State == RoundState.Open)
            await WithinRoundAsync(file, round, task, cancellation);
        else
            await FromSuccessorAsync(file, round, task, reason, cancellation);
        return file.Case.Id;
    }

    /// <summary>Others have still to decide: the seat is asked again.</summary>
    private async Task WithinRoundAsync(CaseFile file, Round round, ReviewTask task, CancellationToken cancellation)
    {
        if (round.Plan.SeatOf(task.SeatKey) is not { } seat)
            throw new RefusedException("take-back.not-here");
        var cast = await ballots.OfAsync(round, cancellation);
        if (cast.Exists(one => round.Plan.SeatOf(one.Seat) is { } other && (other.Stage > seat.Stage || other.Key == seat.Before)))
            throw new RefusedException("take-back.gone-on");
        task.TakeBack(file.Now);
        round.Count(); // what others read of the round is no longer so
        var again = ReviewTask.For(TaskId.Of(ids.Next()), round, file.Case.ServiceId, seat, new(task.Role, task.UnitId, task.AssigneeId, task.ForId), TaskPurpose.Decide, file.Now, task.Id);
        file.Tasks.Add(again);
        work.Db.Add(again);
        await rounds.AdvanceAsync(file, round, Tally.Of(round.Plan, cast.Where(one => one.Seat != seat.Key).Select(one => one.Ballot)), cancellation, "taken-back");
    }

    /// <summary>The flow has gone on: it comes back where nobody has done anything with it.</summary>
    private async Task FromSuccessorAsync(CaseFile file, Round round, ReviewTask task, string reason, CancellationToken cancellation)
    {
        if (round.State != RoundState.Settled || (await ballots.OfAsync(round, cancellation))[^1].Decision.TaskId != task.Id)
            throw new RefusedException("take-back.gone-on"); // another decision has settled it
        var since = round.ClosedAt!.Value;
        var later = file.Rounds.SkipWhile(one => one != round).Skip(1).ToList(); // by the order they were opened in: within one moment times tell nothing
        if (later.Count == 0 || later.Exists(one => one.State != RoundState.Open || one.Decisions > 0 || one.InstanceId != round.InstanceId || one.Kind is not (RoundKind.Review or RoundKind.HomeVisit or RoundKind.Decision)))
            throw new RefusedException("take-back.gone-on");
        var id = file.Case.Id;
        if (await work.Db.Set<IssuedDocument>().AnyAsync(one => one.CaseId == id && one.IssuedAt >= since, cancellation))
            throw new RefusedException("take-back.gone-on");
        task.TakeBack(file.Now);
        await runs.RewindAsync(file, round.InstanceId, round.ActivityId, reason, cancellation);
        if (file.OpenRounds.LastOrDefault(one => one.ActivityId == round.ActivityId && one.InstanceId == round.InstanceId) is { } again)
            await rounds.GiveBackAsync(file, again, task.AssigneeId!.Value, cancellation);
    }
}
