using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.StandingIn;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>A task in the hands of somebody who may act on it, with its case before them.</summary>
/// <param name="By">Who acts.</param>
/// <param name="For">Whom they act for, where they stand in for somebody.</param>
public sealed record TaskInHand(ReviewTask Task, Round Round, CaseFile File, AccountId By, AccountId? For)
{
    /// <summary>Whoever acts and whoever is acted for: what keeps one of them away keeps both.</summary>
    internal AccountId[] People => For is { } principal ? [By, principal] : [By];

    /// <summary>The task is another unit's, whose work theirs does for a time.</summary>
    internal bool Covers { get; init; }

    /// <summary>It came to whoever acts by somebody's absence or word, and not by their own office.</summary>
    internal bool IsInSomebodysPlace => For is not null || Covers || (Task.GivenById is not null && Round.Plan.SeatOf(Task.SeatKey)?.AddedBy is null);
}

/// <summary>
/// Whether somebody may act on a task, asked in one place for every operation: their relation to it (role, unit, standing in for somebody), its state, and what keeps people away from a
/// case. What may be done with it beside that is the operation's own.
/// </summary>
public sealed class TaskDesk(IUnitOfWork work, CaseQueries queries, CaseFiles files, TaskRelations relations, Organisation.Directory directory, Recusal recusal, Meeting.MeetingHolds meetings, TimeProvider time)
{
    /// <param name="by">The meeting that decides it; whoever had claimed the task no longer has it.</param>
    /// <exception cref="RefusedException">
    /// task.unknown, task.not-yours, task.already-decided, task.taken-back, task.gone, task.before-meeting, task.claimed-by-other, task.on-hold, case.closed, case.on-hold, task.own-case, task.declared-relative, task.stood-aside
    /// </exception>
    /// <exception cref="LostRaceException">Somebody decided in between.</exception>
    internal async Task<TaskInHand> TakeAsync(TaskId id, Actor actor, CancellationToken cancellation, bool alsoOnHold = false, Meeting.MeetingBasis? by = null)
    {
        var account = actor.Account ?? throw new RefusedException("task.not-yours");
        var task = await queries.TaskAsync(work.Db, id, cancellation) ?? throw new RefusedException("task.unknown");
        var relation = await relations.OfAsync(task, actor, LocalDay.Today(time), cancellation) ?? throw new RefusedException("task.not-yours");
        if (!task.IsOpen)
            throw await GoneAsync(task, cancellation);
        await meetings.RequireFreeAsync(task, by, cancellation);
        if (by is null && task.AssigneeId is { } claimed && claimed != account && claimed != relation.For && task.ForId != account)
            throw new RefusedException("task.claimed-by-other", null, ("name", await directory.NameAsync(claimed, cancellation)));
        if (task.State == TaskState.OnHold && !alsoOnHold)
            throw new RefusedException("task.on-hold");

        var (file, round) = await OpenAsync(task, actor, cancellation);
        return new(file.Tasks.Find(open => open.Id == task.Id) ?? task, round, file, account, task.ForId == account ? null : task.ForId ?? relation.For) { Covers = relation.Covers };
    }

    /// <summary>
    /// As the head of the task's unit, who says whose it is and decides nothing by that: it is no matter who has it now. A head who is close to the applicant, or has stood aside from the case, has no
    /// say in it.
    /// </summary>
    /// <exception cref="RefusedException">task.unknown, reassign.not-head, task.already-decided, task.gone, task.before-meeting, task.on-hold, case.closed, case.on-hold, task.own-case, task.declared-relative, task.stood-aside</exception>
    /// <exception cref="LostRaceException">Somebody decided in between.</exception>
    internal async Task<TaskInHand> TakeAsHeadAsync(TaskId id, Actor actor, CancellationToken cancellation)
    {
        var account = actor.Account ?? throw new RefusedException("reassign.not-head");
        var task = await queries.TaskAsync(work.Db, id, cancellation) ?? throw new RefusedException("task.unknown");
        if (!await directory.HoldsAsync(actor, Role.UnitHead, task.UnitId, LocalDay.Today(time), cancellation))
            throw new RefusedException("reassign.not-head");
        if (!task.IsOpen)
            throw await GoneAsync(task, cancellation);
        await meetings.RequireFreeAsync(task, null, cancellation);
        if (task.State == TaskState.OnHold)
            throw new RefusedException("task.on-hold");
        var (file, round) = await OpenAsync(task, actor, cancellation);
        var hand = new TaskInHand(file.Tasks.Find(open => open.Id == task.Id) ?? task, round, file, account, For: null);
        await KeepAwayAsync(hand, cancellation);
        return hand;
    }

    private async Task<(CaseFile File, Round Round)> OpenAsync(ReviewTask task, Actor actor, CancellationToken cancellation)
    {
        var file = await files.LoadAsync(task.CaseId, actor, cancellation);
        var round = file.Rounds.FirstOrDefault(round => round.Id == task.RoundId && round.State == RoundState.Open)
            ?? throw new LostRaceException("The task was still open when it was read, its round no longer: somebody decided in between.");
        if (!file.Case.IsOpen)
            throw new RefusedException("case.closed", null, ("number", file.Case.ReceiptNumber));
        return file.Case.HeldAt is null ? (file, round) : throw new RefusedException("case.on-hold");
    }

    /// <summary>Whoever is close to the applicant, or has stood aside from the case, does nothing in it; the same holds for whoever is acted for.</summary>
    /// <exception cref="RefusedException">task.own-case, task.declared-relative, task.stood-aside</exception>
    internal async Task KeepAwayAsync(TaskInHand hand, CancellationToken cancellation)
    {
        var actor = hand.File.Actor;
        if (await recusal.WhyAsync(actor.Person, hand.File.Case, hand.File.Today, cancellation) is { } close)
            throw new RefusedException(close);
        if (hand.For is { } principal && await work.Db.Set<Account>().AsNoTracking().FirstOrDefaultAsync(one => one.Id == principal, cancellation) is { } other
            && await recusal.WhyAsync(other.PersonId, hand.File.Case, hand.File.Today, cancellation) is { } theirs)
            throw new RefusedException(theirs);
        if (!hand.File.Case.SomebodyStoodAside)
            return;
        var id = hand.File.Case.Id;
        var people = hand.People;
        if (await work.Db.Set<Decision>().AnyAsync(one => one.CaseId == id && one.Verdict == Verdict.Recuse && people.Contains(one.AccountId), cancellation))
            throw new RefusedException("task.stood-aside");
    }

    /// <summary>
    /// Nobody decides twice in a round, nor a step that is to be independent of one that they decided. Who stands in for somebody is kept away by what either of them did. Whoever reviewed a
    /// case decides no money in it in anybody's place, whatever the plan says, and whoever judged it at one step stands in for nobody at another: two people would be one.
    /// </summary>
    /// <exception cref="RefusedException">task.same-person, task.other-seat, task.own-proposal, task.decided-other-step, task.decided-earlier-step</exception>
    internal async Task SeparateAsync(TaskInHand hand, CancellationToken cancellation)
    {
        var (plan, file) = (hand.Round.Plan, hand.File);
        await RequireOneSeatAsync(hand, cancellation);
        var (id, people, steps) = (file.Case.Id, hand.People, plan.NotDecidersOf.ToArray());
        if (hand.Round.Kind == RoundKind.Decision && hand.IsInSomebodysPlace)
        {
            var reviews = file.Rounds.Where(round => DecidedBy.IsReview(round.Kind)).Select(round => round.Id).ToArray();
            if (await Decided(id, people).Where(decision => reviews.Contains(decision.RoundId)).Select(decision => decision.Step).FirstOrDefaultAsync(cancellation) is { } reviewed)
                throw new RefusedException("task.own-proposal", null, ("step", SpokenSteps.Of(reviewed)));
        }

        if (hand.For is { } principal)
            await KeepStepsApartAsync(hand.Task, hand.By, principal, cancellation);
        await RequireIndependentAsync(id, people, steps, cancellation);
    }

    /// <summary>
    /// Why somebody who may see a task could not decide it, though nobody else has it: what a page says and what the act refuses is asked in one place. Whoever only answers a colleague is kept away by
    /// less.
    /// </summary>
    /// <param name="relation">What they are to it.</param>
    /// <returns>Null where nothing keeps them away.</returns>
    public async Task<RefusedException?> WhyKeptAwayAsync(ReviewTask task, CaseFile file, Relation relation, CancellationToken cancellation)
    {
        if (!task.IsOpen || file.Actor.Account is not { } account || file.Rounds.Find(one => one.Id == task.RoundId && one.State == RoundState.Open) is not { } round)
            return null;
        var hand = new TaskInHand(task, round, file, account, task.ForId == account ? null : task.ForId ?? relation.For) { Covers = relation.Covers };
        try
        {
            await KeepAwayAsync(hand, cancellation);
            if (task.Purpose == TaskPurpose.Decide)
                await SeparateAsync(hand, cancellation);
            return null;
        }
        catch (RefusedException why)
        {
            return why;
        }
    }

    /// <summary>None of the people decided one of the steps that this one is to be independent of, themselves or in somebody's place.</summary>
    /// <exception cref="RefusedException">task.decided-earlier-step</exception>
    internal async Task RequireIndependentAsync(CaseId id, AccountId[] people, string[] steps, CancellationToken cancellation)
    {
        if (steps.Length > 0 && await Decided(id, people).Where(decision => steps.Contains(decision.Step)).Select(decision => decision.Step).FirstOrDefaultAsync(cancellation) is { } earlier)
            throw new RefusedException("task.decided-earlier-step", null, ("step", SpokenSteps.Of(earlier)));
    }

    /// <summary>Whoever judged the case at another step does not judge it here in somebody's place, whatever the plan says.</summary>
    /// <exception cref="RefusedException">task.decided-other-step</exception>
    internal async Task KeepStepsApartAsync(ReviewTask task, AccountId by, AccountId principal, CancellationToken cancellation)
    {
        if (task.Purpose == TaskPurpose.Advise)
            return;
        var did = await Decided(task.CaseId, [by]).Join(work.Db.Set<Round>(), decision => decision.RoundId, round => round.Id,
            (decision, round) => new DecidedBy(decision.CaseId, decision.RoundId, decision.Step, decision.AccountId, decision.OnBehalfOfId, decision.Verdict) { Kind = round.Kind }).ToListAsync(cancellation);
        if (Candidates.OtherStep(task.Kind, task.Step, by, principal, did) is { } other)
            throw new RefusedException("task.decided-other-step", null, ("step", SpokenSteps.Of(other)), ("name", await directory.NameAsync(principal, cancellation)));
    }

    /// <summary>One person, one seat: whoever has decided in the round, or has a seat of it by name, takes no other.</summary>
    /// <exception cref="RefusedException">task.same-person, task.other-seat</exception>
    internal async Task RequireOneSeatAsync(TaskInHand hand, CancellationToken cancellation)
    {
        var (task, round, people) = (hand.Task, hand.Round, hand.People);
        if (task.Purpose == TaskPurpose.Advise || !round.Plan.OneSeatEach)
            return;
        if (round.Decisions > 0 && await Decided(round.CaseId, people).Where(decision => decision.RoundId == round.Id)
                .Join(work.Db.Set<ReviewTask>().Where(one => one.TakenBackAt == null && one.Purpose == TaskPurpose.Decide && one.State == TaskState.Completed), decision => decision.TaskId, one => one.Id, (decision, _) => decision)
                .AnyAsync(cancellation))
            throw new RefusedException("task.same-person");
        if (round.Plan.Seats.Any(seat => seat.Key != task.SeatKey && seat.Person is { } named && people.Contains(named))
            || hand.File.Tasks.Exists(other => other.RoundId == round.Id && other.Id != task.Id && other.SeatKey != task.SeatKey && other is { IsOpen: true, Named: true, Purpose: TaskPurpose.Decide }
            && people.Contains(other.AssigneeId!.Value)))
            throw new RefusedException("task.other-seat");
    }

    private IQueryable<Decision> Decided(CaseId id, AccountId[] people) => work.Db.Set<Decision>().AsNoTracking()
        .Where(decision => decision.CaseId == id && (people.Contains(decision.AccountId) || (decision.OnBehalfOfId != null && people.Contains(decision.OnBehalfOfId.Value))));

    private async Task<RefusedException> GoneAsync(ReviewTask task, CancellationToken cancellation)
    {
        if (task.TakenBackAt is { } takenBack)
            return new("task.taken-back", null, ("at", takenBack));
        var decision = await work.Db.Set<Decision>().Where(decision => decision.RoundId == task.RoundId && decision.Verdict != Verdict.Advise && decision.Verdict != Verdict.Recuse)
            .OrderByDescending(decision => decision.At).FirstOrDefaultAsync(cancellation);
        return decision is null || task.CancelledBecause is not (null or "decided-by-other")
            ? new("task.gone", null, ("because", ReviewTask.Because(task.CancelledBecause)))
            : new("task.already-decided", null, ("name", StoodIn.Name((await directory.NameAsync(decision.AccountId, cancellation))!, await directory.NameAsync(decision.OnBehalfOfId, cancellation))), ("at", decision.At));
    }
}
