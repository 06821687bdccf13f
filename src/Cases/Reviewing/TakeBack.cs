using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>
/// Whoever gave an opinion, or sent a case back, takes that back (取回) while nobody has gone on from it. It stays on record; their seat is theirs again, what others said stands, and the time of
/// the step goes on as if it had never ended. What decides money or issues a paper is not taken back: it has gone out.
/// </summary>
public sealed class TakeBack(IUnitOfWork work, CaseFiles files, TaskDesk desk, TaskRelations relations, CaseRuns runs, Rounds rounds, Ballots ballots, AuditTrail audit, IIds ids)
{
    /// <summary>What whoever asks has decided on a task.</summary>
    /// <exception cref="RefusedException">As below.</exception>
    public async Task<CaseId> OfTaskAsync(TaskId id, string words, Actor actor, CancellationToken cancellation)
    {
        var account = actor.Account;
        return await RunAsync(await work.Db.Set<Decision>().AsNoTracking().FirstOrDefaultAsync(one => one.TaskId == id && one.AccountId == account, cancellation), words, actor, cancellation);
    }

    /// <exception cref="RefusedException">
    /// What <see cref="TaskDesk.KeepAwayAsync"/> refuses, take-back.not-yours, take-back.not-here, take-back.gone-on, take-back.return-stands, case.closed, case.on-hold, give.reason-missing, give.reason-too-long
    /// </exception>
    public async Task<CaseId> RunAsync(DecisionId id, string words, Actor actor, CancellationToken cancellation) =>
        await RunAsync(await work.Db.Set<Decision>().AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancellation), words, actor, cancellation);

    /// <summary>Refuses what <see cref="RunAsync(DecisionId, string, Actor, CancellationToken)"/> would, but for its words, and changes nothing: whether taking it back is to be offered.</summary>
    public async Task RequireAsync(DecisionId id, Actor actor, CancellationToken cancellation) =>
        await HandAsync(await work.Db.Set<Decision>().AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancellation), actor, cancellation);

    private async Task<CaseId> RunAsync(Decision? decision, string words, Actor actor, CancellationToken cancellation)
    {
        var (file, round, task) = await HandAsync(decision, actor, cancellation);
        var reason = GivenWords.Read(words);
        audit.Record(file.AuditStream, "task.taken-back", actor, ("task", task.Id.ToString()), ("round", round.Id.ToString()), ("step", round.Step), ("words", reason));
        if (round.State == RoundState.Open)
            await WithinRoundAsync(file, round, task, cancellation);
        else
            await FromSuccessorAsync(file, round, task, reason, cancellation);
        return file.Case.Id;
    }

    /// <summary>What is to be taken back, once nothing stands in the way.</summary>
    private async Task<(CaseFile File, Round Round, ReviewTask Task)> HandAsync(Decision? decision, Actor actor, CancellationToken cancellation)
    {
        if (decision is null || actor.Account is null || decision.AccountId != actor.Account)
            throw new RefusedException("take-back.not-yours");
        var file = await files.LoadAsync(decision.CaseId, actor, cancellation);
        var round = file.Rounds.First(one => one.Id == decision.RoundId);
        if (!MayBe(round.Kind, decision.Verdict))
            throw new RefusedException("take-back.not-here");
        if (!file.Case.IsOpen)
            throw new RefusedException("case.closed", null, ("number", file.Case.ReceiptNumber));
        if (file.Case.HeldAt is not null)
            throw new RefusedException("case.on-hold");
        var task = (await work.Db.Set<ReviewTask>().FindAsync([decision.TaskId], cancellation))!;
        if (task.TakenBackAt is not null)
            throw new RefusedException("take-back.not-here");
        var relation = await relations.OfAsync(task, actor, file.Today, cancellation) ?? throw new RefusedException("take-back.not-yours"); // an office, or a deputy's time, that is over takes nothing back
        await desk.KeepAwayAsync(new(task, round, file, decision.AccountId, relation.For), cancellation);
        if (round.State == RoundState.Open)
            await RequireNobodyAfterAsync(round, task, cancellation);
        else
            await RequireNothingGoneOnAsync(file, round, task, decision.Verdict, cancellation);
        return (file, round, task);
    }

    /// <summary>What may be taken back at all: a word of a reviewing step.</summary>
    public static bool MayBe(RoundKind kind, Verdict verdict) => kind == RoundKind.Review && verdict is Verdict.Approve or Verdict.Refuse or Verdict.Abstain or Verdict.Return;

    /// <summary>Others have still to decide: the seat is asked again.</summary>
    private async Task WithinRoundAsync(CaseFile file, Round round, ReviewTask task, CancellationToken cancellation)
    {
        var seat = round.Plan.SeatOf(task.SeatKey)!;
        var cast = await ballots.OfAsync(round, cancellation);
        task.TakeBack(file.Now);
        round.Count(); // what others read of the round is no longer so
        var again = ReviewTask.For(TaskId.Of(ids.Next()), round, file.Case.ServiceId, seat, new(task.Role, task.UnitId, task.AssigneeId, task.ForId), TaskPurpose.Decide, file.Now, task);
        file.Tasks.Add(again);
        work.Db.Add(again);
        await rounds.AdvanceAsync(file, round, Tally.Of(round.Plan, cast.Where(one => one.Seat != seat.Key).Select(one => one.Ballot)), cancellation, "taken-back");
    }

    private async Task RequireNobodyAfterAsync(Round round, ReviewTask task, CancellationToken cancellation)
    {
        if (round.Plan.SeatOf(task.SeatKey) is not { } seat)
            throw new RefusedException("take-back.not-here");
        if ((await ballots.OfAsync(round, cancellation)).Exists(one => round.Plan.SeatOf(one.Seat) is { } other && (other.Stage > seat.Stage || other.Key == seat.Before)))
            throw GoneOn(new("之后的办理人已经表态", "somebody behind you has said their word"));
    }

    private async Task RequireNothingGoneOnAsync(CaseFile file, Round round, ReviewTask task, Verdict verdict, CancellationToken cancellation)
    {
        if (verdict == Verdict.Return)
            RequireReturnStandsAlone(file, round);
        else if (round.State != RoundState.Settled || (await ballots.OfAsync(round, cancellation))[^1].Decision.TaskId != task.Id)
            throw GoneOn(new("这一环节是由他人的意见办结的", "it was somebody else's word that settled the step"));
        var since = round.ClosedAt!.Value;
        var later = file.Rounds.SkipWhile(one => one != round).Skip(1).ToList(); // by the order they were opened in: within one moment times tell nothing
        if (later.Find(one => !IsLeft(one.Kind, verdict)) is { } gone)
            throw GoneOn(Out(gone.Kind));
        if (later.Count == 0 || later.Exists(one => one.State != RoundState.Open || one.Decisions > 0 || one.InstanceId != round.InstanceId))
            throw GoneOn(new("后面的环节已经有人办理", "somebody has acted at the next step"));
        var (id, follows) = (file.Case.Id, later.Select(one => one.Id).ToArray());
        if (await work.Db.Set<AgencyWait>().AnyAsync(one => one.CaseId == id && follows.Contains(one.RoundId), cancellation))
            throw GoneOn(new("后面的环节已经向其他单位发函，或者通知了听证", "another agency was written to, or a hearing was called"));
        if (await work.Db.Set<IssuedDocument>().AnyAsync(one => one.CaseId == id && one.IssuedAt >= since, cancellation))
            throw GoneOn(new("此后已经发出文书", "a letter has gone out since"));
    }

    /// <summary>The flow has gone on, or back: it comes here again where nobody has done anything with it. What others said in the round stands; its time goes on from where it began.</summary>
    private async Task FromSuccessorAsync(CaseFile file, Round round, ReviewTask task, string reason, CancellationToken cancellation)
    {
        task.TakeBack(file.Now);
        file.TakenUp = new(round, task);
        await runs.RewindAsync(file, round.InstanceId, round.ActivityId, reason, cancellation);
        if (file.OpenRounds.LastOrDefault(one => one.ActivityId == round.ActivityId && one.InstanceId == round.InstanceId) is { } again
            && file.Tasks.Find(one => one.PreviousId == task.Id && one is { IsOpen: true, AssigneeId: null }) is { } theirs
            && (await rounds.WhoMayAsync(file, again, theirs, cancellation)).Any(account => account.Id == task.AssigneeId))
            theirs.Claim(task.AssigneeId!.Value, file.Now);
    }

    /// <summary>Whether what has begun since can be left as if it had not: nothing of it has reached the applicant or the village.</summary>
    private static bool IsLeft(RoundKind kind, Verdict verdict) =>
        kind is RoundKind.Review or RoundKind.HomeVisit or RoundKind.Decision || (kind == RoundKind.Completeness && verdict == Verdict.Return);

    private static RefusedException GoneOn(LocalText because) => new("take-back.gone-on", null, ("because", because));

    private static LocalText Out(RoundKind kind) => kind switch
    {
        RoundKind.Notice => new("公示已经张贴", "the public notice hangs"),
        RoundKind.Supplement or RoundKind.Completeness => new("已经通知申请人或者回到受理", "the applicant was told, or the case went back to its acceptance"),
        RoundKind.Payout or RoundKind.Correction => new("已经进入发放", "the money is on its way"),
        _ => new("案件已经送到本单位以外", "the case has left the house"),
    };

    /// <summary>What else ended with a return does not come back by taking it back: what the applicant was asked for has gone out, other branches have ended, and an amount is decided anew.</summary>
    /// <exception cref="RefusedException">take-back.return-stands</exception>
    private static void RequireReturnStandsAlone(CaseFile file, Round round)
    {
        var run = file.Rounds.Where(one => one.InstanceId == round.InstanceId).ToList();
        var at = run.IndexOf(round);
        if (run.Exists(one => one.State == RoundState.Returned && one.ClosedAt == round.ClosedAt && one.ActivityId != round.ActivityId)
            || run.Skip(at + 1).Any(one => one.Kind == RoundKind.Supplement)
            || run.Take(at).Any(one => one is { Kind: RoundKind.Decision, State: RoundState.Settled } && one.Plan.Part != Part.First))
            throw new RefusedException("take-back.return-stands");
    }
}
