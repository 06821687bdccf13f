using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>A choice that somebody has at a task.</summary>
/// <param name="ReturnTo">The step that a return goes back to.</param>
/// <param name="Cents">The amount granted; what the rules propose where none is said.</param>
public sealed record Choice(Verdict Verdict, string? ReturnTo = null, long? Cents = null)
{
    /// <summary>User names of those who are named for the next step.</summary>
    public ImmutableArray<string> Next { get; init; } = [];
}

/// <summary>A step that would open, and who would get it.</summary>
/// <param name="Role">Null where the step waits for no official: the applicant, a notice, the bank.</param>
/// <param name="People">Who holds the role there and may take it; null where that was not asked.</param>
/// <param name="By">The day its limit ends, where it has one.</param>
public sealed record NextStep(string Step, RoundKind Kind, Role? Role, LocalText? Unit, ImmutableArray<LocalText>? People, DateOnly? By)
{
    /// <summary>How long a public notice hangs; null for every other step.</summary>
    public NoticeSpan? Notice { get; init; }

    /// <summary>Whose answer is awaited before it is decided; null where nobody was asked.</summary>
    public LocalText? Awaits { get; init; }

    /// <summary>Who may be named for it by whoever makes the choice; null where it is not left to them, or they have named somebody.</summary>
    public ImmutableArray<Nameable>? Nameable { get; init; }

    /// <summary>What opens when nobody objects to the notice; it was not looked further where there is none.</summary>
    public ImmutableArray<NextStep> Then { get; init; } = [];
}

/// <param name="To">The last day on which an objection is in time.</param>
public sealed record NoticeSpan(int Days, TimeUnit Unit, DateOnly To);

/// <summary>What would come of a choice.</summary>
/// <param name="Ends">How the case would end; null where it goes on.</param>
public sealed record Foreseen(CaseOutcome? Ends, ImmutableArray<NextStep> Next)
{
    /// <summary>What goes on beside, where nothing opens because the case waits for that.</summary>
    public ImmutableArray<NextStep> Beside { get; init; } = [];

    /// <summary>How the vote would stand then; null where the step is none.</summary>
    public TallyState? Vote { get; init; }
}

/// <summary>
/// Lets the flow of a case go on in memory as a choice would let it, to say who is next before somebody chooses. It is run on a scope that is never
/// committed. It does not ask what the choice itself would be refused for: that is said when it is made.
/// </summary>
public sealed class Foresight(IUnitOfWork work, CaseQueries queries, CaseFiles files, CaseRuns runs, Rounds rounds, Ballots ballots, Grants grants, Proposals proposals, WhoFinding who, IIds ids)
{
    /// <param name="asIfSettled">As if those who have still to decide in the step agreed too: what is named now may count then.</param>
    /// <returns>Null where the choice leads nowhere yet: nothing may be granted, or the time is only made longer.</returns>
    /// <exception cref="RefusedException">task.unknown, and what a grant is refused for (no fund, too little in it).</exception>
    public async Task<Foreseen?> AfterAsync(TaskId id, Choice choice, Actor actor, CancellationToken cancellation, bool asIfSettled = false)
    {
        var task = await queries.TaskAsync(work.Db, id, cancellation) ?? throw new RefusedException("task.unknown");
        var file = await files.LoadAsync(task.CaseId, actor, cancellation);
        if (file.Rounds.FirstOrDefault(round => round.Id == task.RoundId && round.State == RoundState.Open) is not { } round)
            return null;
        task = file.Tasks.Find(open => open.Id == task.Id) ?? task;
        var before = file.OpenRounds.ToHashSet();
        if (choice.Verdict == Verdict.Return)
        {
            await runs.SendBackAsync(file, round, choice.ReturnTo is { Length: > 0 } to ? to : throw new RefusedException("return.step-missing", "returnTo", ("steps", SpokenSteps.Of(round.Plan.ReturnTo))), "", cancellation);
            return await ToldAsync(file, before, choice, cancellation);
        }

        if (!asIfSettled && task.Kind == RoundKind.HomeVisit && file.Tasks.FirstOrDefault(other => other.RoundId == round.Id && other.IsOpen && other != task) is { } second)
            return new(null, [await StepAsync(file, round, second, cancellation, actor.Account)]);
        if (task.Purpose == TaskPurpose.Advise)
            return null; // the answer goes back to whoever asked
        if (await PortAsync(round, task, choice, cancellation) is not ({ } port, var tally))
            return null;
        if (tally is { State: TallyState.Open } && asIfSettled)
            port = Conclusions.Port(TallyState.Passed)!;
        else if (tally is { State: TallyState.Open })
            return new(null, [.. await OthersAsync(file, round, task, tally, cancellation)]) { Vote = VoteOf(round, tally) };
        if (!await DecideAsync(file, round, task, choice, actor, cancellation))
            return null;
        rounds.Settle(file, round, port);
        await runs.ResumeAsync(file, round, port, cancellation);
        return await ToldAsync(file, before, choice, cancellation) with { Vote = VoteOf(round, tally) };
    }

    private static TallyState? VoteOf(Round round, Tally? tally) => round.Plan.Agreement == Agreement.Vote ? tally?.State : null;

    /// <summary>What the flow finds decided when it goes on.</summary>
    /// <returns>False where the choice cannot be made: there is nothing to grant.</returns>
    private async Task<bool> DecideAsync(CaseFile file, Round round, ReviewTask task, Choice choice, Actor actor, CancellationToken cancellation)
    {
        work.Db.Add(new Decision
        {
            Id = DecisionId.Of(ids.Next()),
            TaskId = task.Id,
            RoundId = round.Id,
            CaseId = file.Case.Id,
            Step = round.Step,
            AccountId = actor.Account!.Value,
            Verdict = choice.Verdict,
            At = file.Now,
            Detail = NextNamed.With(task.Kind == RoundKind.Correction ? CorrectionNote.Foreseen : null, choice.Next),
        });
        task.Complete(actor.Account!.Value, file.Now);
        if (task.Kind == RoundKind.Completeness && choice.Verdict == Verdict.Complete)
            file.Case.AcceptedOn ??= file.Today;
        if (task.Kind is not (RoundKind.Decision or RoundKind.ExternalDecision))
            return true;
        if (round.Plan.Part != Part.First)
            file.Case.DecidedOn = file.Today;
        if (choice.Verdict != Verdict.Approve)
            return true;
        if ((choice.Cents ?? await UsualAsync(file, round, cancellation)) is not (> 0 and var cents))
            return false;
        await grants.GrantAsync(file, cents, $"foreseen:{round.Id}", cancellation);
        return true;
    }

    private async Task<long?> UsualAsync(CaseFile file, Round round, CancellationToken cancellation)
    {
        if (round.Kind == RoundKind.ExternalDecision)
            return file.Case.ApprovedCents;
        var amount = (await proposals.ComputeAsync(file, cancellation)).Amount;
        return round.Plan.Part == Part.First ? amount.FirstPaymentCents ?? amount.Cents : amount.Cents;
    }

    /// <summary>The port by which the flow goes on, with what all seats of the round come to; a round that stays open has no port to speak of.</summary>
    private async Task<(string? Port, Tally? Tally)> PortAsync(Round round, ReviewTask task, Choice choice, CancellationToken cancellation)
    {
        if (!DecideTask.Tallies(task.Kind))
            return (Port(task.Kind, choice.Verdict), null);
        if (choice.Verdict is not (Verdict.Approve or Verdict.Refuse or Verdict.Abstain))
            return (null, null);
        var tally = Tally.Of(round.Plan, [.. (await ballots.OfAsync(round, cancellation)).Select(one => one.Ballot), new(task.SeatKey, choice.Verdict)]);
        return (Conclusions.Port(tally.State) ?? "", tally);
    }

    /// <summary>Those who have still to decide in this very step.</summary>
    private async Task<IReadOnlyList<NextStep>> OthersAsync(CaseFile file, Round round, ReviewTask mine, Tally tally, CancellationToken cancellation)
    {
        mine.Complete(file.Actor.Account!.Value, file.Now);
        await rounds.AdvanceAsync(file, round, tally, cancellation);
        var next = new List<NextStep>();
        foreach (var task in file.Tasks.Where(task => task.RoundId == round.Id && task is { Purpose: TaskPurpose.Decide, IsOpen: true } && (task.State != TaskState.OnHold || Rounds.IsAnswerAwaited(file, task))))
            next.Add(await StepAsync(file, round, task, cancellation, file.Actor.Account)); // who decides one seat takes no other
        return next;
    }

    /// <summary>The port by which the flow goes on; null where it does not.</summary>
    private static string? Port(RoundKind kind, Verdict verdict) => (kind, verdict) switch
    {
        (RoundKind.Completeness, Verdict.Complete) => "Complete",
        (RoundKind.Completeness, Verdict.Incomplete) => "Incomplete",
        (RoundKind.Supplement, Verdict.Complete) => "Supplied",
        (RoundKind.Completeness or RoundKind.Supplement, Verdict.NotAccept) => "NotAccepted",
        (RoundKind.HomeVisit or RoundKind.Correction, Verdict.Complete) => "Done",
        (RoundKind.ExternalDecision, Verdict.Approve) => "Approve",
        (RoundKind.ExternalDecision, Verdict.Refuse) => "Refuse",
        _ => null,
    };

    private async Task<Foreseen> ToldAsync(CaseFile file, HashSet<Round> before, Choice choice, CancellationToken cancellation)
    {
        var next = new List<NextStep>();
        var ends = file.Case.Outcome;
        foreach (var round in file.OpenRounds.Where(round => !before.Contains(round)).ToArray())
        {
            var step = await OpenedAsync(file, round, choice, cancellation);
            next.Add(round.Kind == RoundKind.Notice ? await BehindAsync(file, round, step, choice, cancellation) : step);
        }

        return new(ends, [.. next]) { Beside = ends is null && next.Count == 0 ? await BesideAsync(file, cancellation) : [] };
    }

    /// <summary>The flow waits for other branches.</summary>
    private async Task<ImmutableArray<NextStep>> BesideAsync(CaseFile file, CancellationToken cancellation)
    {
        var beside = ImmutableArray.CreateBuilder<NextStep>();
        foreach (var round in file.OpenRounds.ToArray())
            beside.Add(await StepAsync(file, round, file.Tasks.Find(task => task.RoundId == round.Id && task is { Purpose: TaskPurpose.Decide, IsOpen: true }), cancellation));
        return beside.ToImmutable();
    }

    /// <summary>A notice is nobody's task: who is next is whoever comes when it has hung out. The days of their limits are not told, as they are counted from then.</summary>
    private async Task<NextStep> BehindAsync(CaseFile file, Round round, NextStep step, Choice choice, CancellationToken cancellation)
    {
        var notice = work.Db.Set<PublicNotice>().Local.First(notice => notice.RoundId == round.Id);
        var before = file.OpenRounds.ToHashSet();
        var told = step with { Notice = new(notice.Days, notice.DayType, notice.ToDay) };
        rounds.Settle(file, round, "Ended");
        try
        {
            await runs.ResumeAsync(file, round, "Ended", cancellation);
        }
        catch (Exception exception) when (exception is RefusedException or ActivityThrewException)
        {
            return told; // what would stand in the way today may be mended by then
        }

        var then = new List<NextStep>();
        foreach (var opened in file.OpenRounds.Where(opened => !before.Contains(opened)).ToArray())
            then.Add(await OpenedAsync(file, opened, choice, cancellation) with { By = null });
        return told with { Then = [.. then] };
    }

    /// <summary>Where it is given to people by name, each of them is next.</summary>
    private async Task<NextStep> OpenedAsync(CaseFile file, Round round, Choice choice, CancellationToken cancellation)
    {
        var tasks = file.Tasks.FindAll(task => task.RoundId == round.Id && task.IsOpen);
        var step = await StepAsync(file, round, tasks.FirstOrDefault(), cancellation);
        foreach (var other in tasks.Skip(1).Where(task => task.Named && tasks[0].Named))
            step = step with { People = [.. step.People ?? [], .. (await StepAsync(file, round, other, cancellation)).People ?? []] };
        return choice.Next.IsEmpty ? step with { Nameable = await who.NameableAsync(file, round, await rounds.DecidedAsync(file, round, cancellation, all: true), cancellation) } : step;
    }

    /// <param name="but">Who has the other seat.</param>
    private async Task<NextStep> StepAsync(CaseFile file, Round round, ReviewTask? task, CancellationToken cancellation, AccountId? but = null)
    {
        DateOnly? by = file.Clocks.FirstOrDefault(clock => clock.RoundId == round.Id) is { } clock && clock.DueOn >= file.Today ? clock.DueOn : null; // a day that is over is nothing to foretell
        if (task is null)
            return new(round.Step, round.Kind, null, null, [], by);
        var unit = await work.Db.Set<Unit>().AsNoTracking().Where(unit => unit.Id == task.UnitId).Select(unit => new LocalText(unit.NameZh, unit.NameEn)).FirstAsync(cancellation);
        var people = (await rounds.WhoMayAsync(file, round, task, cancellation)).Where(account => account.Id != but).ToArray();
        if (task is { Named: false, AssigneeId: { } has } && Array.Find(people, account => account.Id == has) is { } taker)
            people = [taker];
        return new(round.Step, round.Kind, task.Role, unit, [.. people.Select(account => new LocalText(account.NameZh, account.NameEn))], by)
        {
            Awaits = file.Tasks.Find(asked => asked.PreviousId == task.Id && asked is { IsOpen: true, Purpose: TaskPurpose.Advise, AssigneeId: not null }) is { AssigneeId: { } adviser }
                ? await work.Db.Set<Account>().AsNoTracking().Where(account => account.Id == adviser).Select(account => new LocalText(account.NameZh, account.NameEn)).FirstAsync(cancellation) : null,
        };
    }
}
