using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>What an activity asks for when it opens a round.</summary>
public sealed record RoundOpening(RoundKind Kind, ReviewPlan Plan, CaseStage Stage)
{
    /// <summary>Which part of the amount a decision or payout is about.</summary>
    public Part Part { get; init; } = Part.All;
}

/// <summary>Where in the flow a round stands.</summary>
public sealed record RoundPlace(InstanceId Instance, BookmarkId Bookmark, string ActivityId, string Step);

/// <summary>Opens and ends rounds with their tasks and clocks.</summary>
public sealed class Rounds(IUnitOfWork work, IIds ids, AuditTrail audit, CaseClocks clocks, Candidates candidates, Colleagues colleagues, CaseTelling telling, WhoFinding who, Carrying carrying, Ballots ballots, CaseHands hands, ReturnTargets returns, TakingUp takingUp)
{
    /// <summary>The clock of the whole case, from acceptance to its end (低保审核确认办法 art. 22, by analogy).</summary>
    internal const string WholeCase = "case";

    public async Task<Round> OpenAsync(CaseFile file, RoundOpening opening, RoundPlace place, CancellationToken cancellation)
    {
        var visit = await VisitAsync(file, place, cancellation);
        var round = Round.Open(RoundId.Of(ids.Next()), file.Case.Id, place.Instance, place.Bookmark, place.ActivityId, place.Step,
            opening.Kind, opening.Plan with { Part = opening.Part }, visit, file.Now);
        file.Rounds.Add(round);
        work.Db.Add(round);
        round.Replan(round.Plan with { ReturnTo = returns.Of(file, round) });
        if (!file.IsRepayment(place.Instance) || !file.GoesOnBeside(place.Instance))
            file.Case.Stage = file.IsReconsideration(place.Instance) && opening.Stage is CaseStage.Reviewing or CaseStage.Deciding ? CaseStage.Reconsidering : opening.Stage;
        if (IsBeforeDecision(file, round))
            file.Case.DecidedOn = null; // sent back: what was decided is decided anew

        var standing = await takingUp.IntoAsync(file, round, cancellation);
        if (!file.Clocks.Exists(clock => clock.RoundId == round.Id))
            await StartClockAsync(file, round, cancellation);
        hands.Changed(file, round);
        if (standing is null)
            round.Replan(Applying(file, round.Plan));
        var carried = await AskSeatsAsync(file, round, Tally.Of(round.Plan, standing ?? []).Asked, cancellation);
        audit.Record(file.AuditStream, "round.opened", file.Actor, ("round", round.Id.ToString()), ("step", place.Step), ("visit", visit.ToString(CultureInfo.InvariantCulture)));
        if (carried && await AfterCarryingAsync(file, round, cancellation) is { } outcome)
            Settle(file, round, outcome);
        return round;
    }

    /// <summary>The how-manieth passage it is. A step that goes on after its word was taken back is no further one, nor is one that was left like that without anybody having acted there.</summary>
    private async Task<int> VisitAsync(CaseFile file, RoundPlace place, CancellationToken cancellation)
    {
        if (file.TakenUp is { Again: not null } taken && taken.IsInto(place.ActivityId, place.Instance))
            return taken.From.Visit;
        var earlier = file.Rounds.FindAll(round => round.Step == place.Step);
        if (earlier.Exists(round => round is { State: RoundState.Returned, Decisions: 0 }))
        {
            var retaken = await Retaken.OfAsync(work.Db, file.Case.Id, file.Rounds, cancellation);
            earlier.RemoveAll(round => retaken.Undone.Contains(round.Id));
        }

        return 1 + earlier.Select(round => round.Visit).DefaultIfEmpty(0).Max();
    }

    /// <summary>The plan without the seats that only a higher amount asks for; the step's own role where that leaves nobody.</summary>
    private static ReviewPlan Applying(CaseFile file, ReviewPlan plan)
    {
        var seats = plan.Seats.RemoveAll(seat => !Applies(file, seat));
        return seats.Length == plan.Seats.Length ? plan : plan with { Seats = seats.IsEmpty ? [plan.Seats[0] with { Rule = null }] : seats };
    }

    /// <summary>Whether the amount granted, or proposed so far, is high enough for the seat; an unknown one is.</summary>
    internal static bool Applies(CaseFile file, Seat seat) =>
        seat.Rule?.FromCents is not { } from || !(((file.Case.DecidedOn is null ? null : file.Case.ApprovedCents) ?? file.Case.ProposedCents) < from);

    /// <summary>Finds who takes each seat, and asks them.</summary>
    /// <returns>Whether somebody's earlier word was carried over, so that the round stands otherwise now.</returns>
    private async Task<bool> AskSeatsAsync(CaseFile file, Round round, IEnumerable<string> keys, CancellationToken cancellation)
    {
        var carried = false;
        foreach (var seat in keys.Select(key => round.Plan.SeatOf(key)!).ToArray())
        {
            var found = WhoFinding.IsToBeFound(round, seat) ? await who.FixAsync(file, round, seat, await DecidedAsync(file, round, cancellation, all: true), cancellation) : [seat];
            foreach (var one in found)
            {
                var task = await AskAsync(file, round, one, cancellation, file.TakenUp?.Before(round, one));
                carried |= await carrying.CarryAsync(file, round, task, cancellation);
            }
        }

        return carried;
    }

    /// <summary>What the round comes to when words carried over count; whoever is next is asked.</summary>
    /// <returns>The port by which the flow goes on; null while others have still to decide.</returns>
    private async Task<string?> AfterCarryingAsync(CaseFile file, Round round, CancellationToken cancellation)
    {
        var tally = Tally.Of(round.Plan, await ballots.SoFarAsync(file, round, cancellation));
        return Conclusions.Port(tally.State) ?? await AdvanceAsync(file, round, tally, cancellation);
    }

    /// <summary>
    /// Gives a seat of an open round its task, and tells whoever holds the role. Where nobody holds the role, the administrators of the area are told, and the task waits for whoever
    /// gets it: the decision that led here stays.
    /// </summary>
    /// <param name="previous">The task that this one takes over from.</param>
    /// <param name="taker">Who has it from the first, among all whose seat it is: they alone are told, of all that they are handed in one go.</param>
    public async Task<ReviewTask> AskAsync(CaseFile file, Round round, Seat seat, CancellationToken cancellation, ReviewTask? previous = null, AccountId? taker = null)
    {
        var unit = seat.Unit ?? file.UnitAt(seat.Level);
        await candidates.KnowAsync(file, cancellation);
        var holder = new TaskHolder(seat.Role, unit, seat.Person);
        if (seat.Person is not null)
            holder = await candidates.InSteadAsync(file, round, holder, await DecidedAsync(file, round, cancellation, all: true), cancellation);
        var task = ReviewTask.For(TaskId.Of(ids.Next()), round, file.Case.ServiceId, seat, holder, TaskPurpose.Decide, file.Now, previous);
        if (seat is { AddedBy: { } by, AddedWith: { } words })
            task.GivenWith(words, by);
        if (taker is { } successor && !task.Named)
            task.Claim(successor, file.Now);
        var known = Seating.Add(file, round, task);
        work.Db.Add(task);
        if (await MaySomebodyAsync(file, round, task, cancellation))
        {
            if (!known || taker is not null)
                await telling.TellOfTaskAsync(file, task, cancellation, seat.AddedBy is not null && taker is null ? Occasions.SignatureAsked : Occasions.TaskAssigned, gathered: taker is not null);
            return task;
        }

        audit.Record(file.AuditStream, "task.unheld", file.Actor, ("task", task.Id.ToString()), ("role", seat.Role.ToString()), ("unit", unit.ToString()));
        var name = (await work.Db.Set<Unit>().FindAsync([unit], cancellation))!;
        await colleagues.TellAdministratorsAsync(
            new(file.Case.Id, "task.unheld", $"task-unheld:{task.Id}", ("role", seat.Role.Words()), ("unit", new LocalText(name.NameZh, name.NameEn))), unit, cancellation);
        return task;
    }

    private async Task<bool> MaySomebodyAsync(CaseFile file, Round round, ReviewTask task, CancellationToken cancellation)
    {
        var seats = file.Tasks.Count(other => other.RoundId == round.Id && other.IsOpen && other.Role == task.Role && other.UnitId == task.UnitId);
        return await candidates.SufficeAsync(task, round.Plan, file.Case, await DecidedAsync(file, round, cancellation), seats, file.Today, cancellation);
    }

    /// <summary>Those who may do a task of the round.</summary>
    /// <param name="ofRole">Also where it is one person's: everybody else of the role who might.</param>
    public async Task<IReadOnlyList<Account>> WhoMayAsync(CaseFile file, Round round, ReviewTask task, CancellationToken cancellation, bool ofRole = false) =>
        await candidates.WhoAsync(task, round.Plan, file.Case, await DecidedAsync(file, round, cancellation), file.Today, cancellation, ofRole);

    /// <summary>Why somebody cannot have a task of the round; null where they can. They hold its role at its unit, or cover it, and nothing keeps them away.</summary>
    internal async Task<RefusedException?> WhyNotAsync(CaseFile file, Round round, ReviewTask task, AccountId account, CancellationToken cancellation) =>
        await candidates.WhyNotAsync(file, round, task, account, await DecidedAsync(file, round, cancellation, all: true), cancellation);

    /// <summary>Everybody but whoever leaves it who could have a task of the round.</summary>
    internal async Task<IReadOnlyList<Account>> WhoCouldAsync(CaseFile file, Round round, ReviewTask task, AccountId leaver, CancellationToken cancellation)
    {
        var (decided, could) = (await DecidedAsync(file, round, cancellation, all: true), new List<Account>());
        foreach (var account in await candidates.HoldersAsync(task.Role, task.UnitId, file.Today, cancellation))
            if (account.Id != leaver && await candidates.WhyNotAsync(file, round, task, account.Id, decided, cancellation) is null)
                could.Add(account);
        return could;
    }

    /// <summary>What may keep somebody away, decisions of this very act included.</summary>
    /// <param name="all">Also where the plan keeps nobody away by it.</param>
    internal async Task<IReadOnlyCollection<DecidedBy>> DecidedAsync(CaseFile file, Round round, CancellationToken cancellation, bool all = false)
    {
        if (!all && round.Kind != RoundKind.Decision && round.Plan is { OneSeatEach: false, NotDecidersOf.IsEmpty: true } && !file.Case.SomebodyStoodAside)
            return [];
        var id = file.Case.Id;
        await work.Db.Set<Decision>().Where(decision => decision.CaseId == id).LoadAsync(cancellation);
        return [.. work.Db.Set<Decision>().Local.Where(decision => decision.CaseId == id)
            .Select(decision => new DecidedBy(id, decision.RoundId, decision.Step, decision.AccountId, decision.OnBehalfOfId, decision.Verdict) { Kind = file.Rounds.Find(one => one.Id == decision.RoundId)?.Kind })];
    }

    /// <summary>Another of several has decided: whoever is next is asked, and what nobody need answer any more is taken away.</summary>
    /// <returns>The port by which the flow goes on, where words carried over settle the round; null while others have still to decide.</returns>
    internal async Task<string?> AdvanceAsync(CaseFile file, Round round, Tally tally, CancellationToken cancellation, string because = "decided-by-other")
    {
        foreach (var task in file.Tasks.Where(task => task.RoundId == round.Id && task is { IsOpen: true, Purpose: TaskPurpose.Decide }).ToArray())
        {
            if (tally.Waiting.Contains(task.SeatKey) && task.State != TaskState.OnHold)
                task.Hold(file.Now);
            else if (tally.Asked.Contains(task.SeatKey) && task.State == TaskState.OnHold && !IsAnswerAwaited(file, task))
                await work.Db.ComesBackAsync(file, task, cancellation);
            else if (!tally.Asked.Contains(task.SeatKey) && !tally.Waiting.Contains(task.SeatKey))
                CancelTask(file, task, because);
        }

        var next = tally.Asked.Where(key => !file.Tasks.Exists(task => task.RoundId == round.Id && task.SeatKey == key && task is { IsOpen: true, Purpose: TaskPurpose.Decide }));
        return await AskSeatsAsync(file, round, next, cancellation) ? await AfterCarryingAsync(file, round, cancellation) : null;
    }

    /// <summary>Whoever had the seat has left it: it is asked of the role, or of whom an administrator names.</summary>
    internal async Task ReplaceAsync(CaseFile file, Round round, ReviewTask left, Seat seat, CancellationToken cancellation)
    {
        foreach (var asked in file.Tasks.Where(task => task.PreviousId == left.Id && task is { IsOpen: true, Purpose: TaskPurpose.Advise }))
            asked.Cancel("recalled", file.Now);
        var anybody = seat with { Person = null };
        round.Replan(round.Plan with { Seats = round.Plan.Seats.Replace(seat, anybody) });
        await AskAsync(file, round, anybody, cancellation, left);
    }

    /// <summary>Whoever sent the case back is asked again, if they still may; the others of the role can have it from them.</summary>
    internal async Task GiveBackAsync(CaseFile file, Round round, AccountId person, CancellationToken cancellation)
    {
        foreach (var task in file.Tasks.Where(task => task.RoundId == round.Id && task is { IsOpen: true, AssigneeId: null }))
        {
            if (file.Tasks.Exists(other => other.RoundId == round.Id && other.IsOpen && other.AssigneeId == person) || !(await WhoMayAsync(file, round, task, cancellation)).Any(account => account.Id == person))
                continue;
            task.Claim(person, file.Now);
            return;
        }
    }

    /// <summary>Whoever has decided gives back what else of the round they had claimed, or nobody could take it.</summary>
    internal static void LeaveOtherSeats(CaseFile file, Round round, TaskInHand hand)
    {
        foreach (var task in file.Tasks.Where(task => task.RoundId == round.Id && task.Id != hand.Task.Id && task is { IsOpen: true, Named: false, Purpose: TaskPurpose.Decide } && task.AssigneeId == hand.By).ToArray())
        {
            foreach (var asked in file.Tasks.Where(asked => asked.PreviousId == task.Id && asked is { IsOpen: true, Purpose: TaskPurpose.Advise }))
                asked.Cancel("recalled", file.Now);
            task.Release(file.Now);
            if (round.Plan.Seats.Any(first => first.Before == task.SeatKey && file.Tasks.Exists(before => before.RoundId == round.Id && before.SeatKey == first.Key && before.IsOpen)))
                task.Hold(file.Now);
        }
    }

    /// <summary>What a seat that is there no more was asked.</summary>
    internal static void Remove(CaseFile file, Round round, string seat)
    {
        foreach (var task in file.Tasks.Where(task => task.RoundId == round.Id && task.SeatKey == seat && task is { IsOpen: true, Purpose: TaskPurpose.Decide }).ToArray())
            CancelTask(file, task, "removed");
    }

    internal static bool IsAnswerAwaited(CaseFile file, ReviewTask owner) => file.Tasks.Exists(task => task.PreviousId == owner.Id && task is { IsOpen: true, Purpose: TaskPurpose.Advise });

    /// <summary>The round is settled and the flow goes on.</summary>
    internal async Task SettleAndGoOnAsync(CaseFile file, Round round, string outcome, CaseRuns runs, CancellationToken cancellation)
    {
        Settle(file, round, outcome);
        await runs.ResumeAsync(file, round, outcome, cancellation);
    }

    /// <summary>A step of the workflow failed: nobody but an administrator can let the case go on.</summary>
    public Task TellOfIncidentAsync(CaseFile file, IncidentRow incident, string step, CancellationToken cancellation) => colleagues.TellAdministratorsAsync(
        new(file.Case.Id, "incident.opened", $"incident-opened:{incident.Id}", ("step", SpokenSteps.Of(step))),
        file.Case.UnitId, cancellation);

    /// <summary>The time that the service gives the step of a round; none where it sets none.</summary>
    /// <param name="on">The day of the event from which it counts; today where none is named.</param>
    public async Task<CaseClock?> StartClockAsync(CaseFile file, Round round, CancellationToken cancellation, DateOnly? on = null)
    {
        if (file.Service.Term(round.Step) is not { } term)
            return null;
        var holder = CaseHands.In(round.Kind);
        var clock = await clocks.StartAsync(
            file.Case.Id, round.Id, new(round.Step, term, EndsRight: holder == Holder.Applicant, Ladder: file.Service.Clock(round.Step).Ladder), on ?? file.Today, holder, cancellation);
        file.Clocks.Add(clock);
        if (file.Case.HeldAt is not null)
            await clocks.PauseAsync(clock, LocalDay.Of(file.Now), Holder.Hold, cancellation); // what reached the applicant meanwhile gives them their time once the case goes on
        return clock;
    }

    /// <summary>
    /// What the applicant was asked for reached them only on that day: the time counts from it, and the station, asked before that what is to become of the case, is no longer asked.
    /// Delivery never takes time away that was given.
    /// </summary>
    public async Task CountFromAsync(CaseFile file, Round round, DateOnly on, CancellationToken cancellation)
    {
        if (file.Service.Term(round.Step) is not { } term)
            return;
        var running = file.Clocks.FirstOrDefault(clock => clock.RoundId == round.Id);
        if (running is null ? file.Calendar.After(on, term).On < file.Today : running.StartedOn >= on)
            return;
        if (running is not null)
        {
            await clocks.StopAsync(running, file.Today, ClockState.Ended, cancellation);
            file.Clocks.Remove(running);
        }

        Withdraw(file, round, "delivered-since");
        if (await StartClockAsync(file, round, cancellation, on) is { } anew)
            await telling.TellOfTimeAsync(file, anew, cancellation);
    }

    /// <summary>The case lies elsewhere now: open tasks of units that are no longer its own are seated anew; what was decided stays where it was decided.</summary>
    /// <param name="before">The units it had.</param>
    public async Task ReseatAsync(CaseFile file, IReadOnlyDictionary<UnitLevel, UnitId> before, CancellationToken cancellation)
    {
        foreach (var task in file.Tasks.Where(task => task.IsOpen).ToArray())
        {
            // A unit that closed since the task was made is in neither list: its successor goes on with the task.
            var (level, unit) = before.FirstOrDefault(seat => seat.Value == task.UnitId);
            if (unit != task.UnitId || file.UnitAt(level) == unit)
                continue;
            task.Cancel("moved", file.Now);
            await AskAsync(file, file.OpenRound(task.RoundId), new Seat(task.Role, level), cancellation, task);
        }
    }

    /// <summary>What is asked of people in a round is no longer needed, though the round goes on.</summary>
    public void Withdraw(CaseFile file, Round round, string because) => CancelTasks(file, round, because);

    /// <summary>The round has its outcome: what is still open of it is no longer needed.</summary>
    public void Settle(CaseFile file, Round round, string outcome)
    {
        round.Settle(outcome, file.Now);
        CancelTasks(file, round, "decided-by-other");
        hands.StopWaiting(file, round);
        hands.StopClocks(file, clock => clock.RoundId == round.Id, ClockState.Met);
        hands.Changed(file, round);
        audit.Record(file.AuditStream, "round.settled", file.Actor, ("round", round.Id.ToString()), ("step", round.Step), ("outcome", outcome));
    }

    /// <summary>The flow went elsewhere over an open round. A round that is settled already stays as it is.</summary>
    public void End(CaseFile file, RoundId id, RoundState state)
    {
        if (file.Rounds.FirstOrDefault(round => round.Id == id) is not { State: RoundState.Open } round)
            return;
        round.End(state, file.Now);
        CancelTasks(file, round, state == RoundState.Returned ? "returned" : "cancelled");
        hands.StopWaiting(file, round);
        hands.StopClocks(file, clock => clock.RoundId == round.Id, ClockState.Ended);
        hands.Changed(file, round);
        audit.Record(file.AuditStream, "round.ended", file.Actor, ("round", round.Id.ToString()), ("step", round.Step), ("state", state.ToString()));
    }

    /// <summary>Writes what the burst left to be done.</summary>
    public Task FlushAsync(CaseFile file, CancellationToken cancellation) => file.FlushAsync(cancellation);

    /// <summary>
    /// The flow stands again at a step that leads to the decision on the whole amount, and this run has decided before. However often it was sent back: it is decided once it is decided anew.
    /// </summary>
    private static bool IsBeforeDecision(CaseFile file, Round opened)
    {
        if (opened is { Kind: RoundKind.Payout or RoundKind.Correction or RoundKind.ExternalDecision } or { Kind: RoundKind.Decision, Plan.Part: Part.First })
            return false;
        var run = file.Rounds.Where(round => round.InstanceId == opened.InstanceId).ToList();
        var decision = run.FindIndex(round => round.Kind == RoundKind.Decision && round.Plan.Part != Part.First);
        if (decision < 0 || run[decision] == opened)
            return false;
        return opened.Kind is RoundKind.Completeness or RoundKind.Supplement || run.FindIndex(round => round.ActivityId == opened.ActivityId) <= decision;
    }

    private static void CancelTasks(CaseFile file, Round round, string because)
    {
        foreach (var task in file.Tasks.Where(task => task.RoundId == round.Id && task.IsOpen))
            task.Cancel(because, file.Now);
    }

    /// <summary>The task, and what was asked of somebody for it.</summary>
    private static void CancelTask(CaseFile file, ReviewTask task, string because)
    {
        task.Cancel(because, file.Now);
        foreach (var asked in file.Tasks.Where(asked => asked.PreviousId == task.Id && asked is { IsOpen: true, Purpose: TaskPurpose.Advise }))
            asked.Cancel(because, file.Now);
    }
}
