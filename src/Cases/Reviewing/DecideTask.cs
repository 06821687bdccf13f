using System.Collections.Immutable;
using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>What a person says to a task. Which parts are needed depends on the kind of round.</summary>
public sealed record DecideCommand(TaskId Task, Verdict Verdict, string? Opinion = null)
{
    /// <summary>The amount, in cents, where the round decides one.</summary>
    public long? Cents { get; init; }

    /// <summary>The step to return to.</summary>
    public string? ReturnTo { get; init; }

    /// <summary>Everything that is missing, where the papers are incomplete.</summary>
    public ImmutableArray<Applying.MissingItem> Missing { get; init; } = [];

    /// <summary>The clerk saw papers that prove who the applicant is.</summary>
    public bool IdentityProved { get; init; }

    /// <summary>Of each other case that names the same people: whether it is one household.</summary>
    public ImmutableArray<Applying.HouseholdSaid> Households { get; init; } = [];

    public Visiting.VisitReport? Visit { get; init; }

    public Deciding.ExternalReport? External { get; init; }

    public Deciding.PayeeReport? Payee { get; init; }

    /// <summary>The handwritten signature, where the plan asks for one.</summary>
    public Signing.HandSigned? Signature { get; init; }
}

/// <summary>What became of a decision.</summary>
/// <param name="Settled">The port by which the flow went on, or the step it went back to; null while others have still to decide.</param>
public sealed record DecisionReceipt(DecisionId Decision, CaseId Case, string? Settled);

/// <summary>A person decides on a task. The decision, what follows from it and the step of the workflow are one commit.</summary>
public sealed class DecideTask(
    IUnitOfWork work, TaskDesk desk, CaseRuns runs, Conclusions conclusions, Ballots ballots, Rounds rounds, Signing.Signatures signatures, StandingAside aside, Advising advising, AuditTrail audit, IIds ids)
{
    /// <exception cref="RefusedException">
    /// What <see cref="TaskDesk"/> refuses, task.decided-earlier-step, task.same-person, and what the kind of round, <see cref="StandingAside"/>, <see cref="Advising"/>, <see cref="Signing.Signatures"/> or
    /// <see cref="SaidInVain"/> refuses.
    /// </exception>
    public async Task<DecisionReceipt> DecideAsync(DecideCommand command, Actor actor, CancellationToken cancellation)
    {
        var hand = await desk.TakeAsync(command.Task, actor, cancellation);
        var (task, round, file) = (hand.Task, hand.Round, hand.File);
        if (command.Verdict == Verdict.Recuse)
            return await RecordAsync(hand, command, await aside.StandAsideAsync(hand, command, cancellation), cancellation);
        await desk.KeepAwayAsync(hand, cancellation);
        if (task.Purpose == TaskPurpose.Advise || command.Verdict == Verdict.Advise)
            return await RecordAsync(hand, command, await advising.AnswerAsync(hand, command, cancellation), cancellation);
        await SeparateAsync(hand, cancellation);
        var conclusion = await ConcludeAsync(hand, command, cancellation);
        return await RecordAsync(hand, command, conclusion, cancellation, await signatures.RequireAsync(hand, command, cancellation)); // asked for last: what else is wrong is mended before somebody signs
    }

    private async Task<Conclusion> ConcludeAsync(TaskInHand hand, DecideCommand command, CancellationToken cancellation)
    {
        var (round, file) = (hand.Round, hand.File);
        Conclusion conclusion;
        if (command.Verdict == Verdict.Return)
        {
            conclusion = await conclusions.ReturnAsync(file, round, command, cancellation);
        }
        else if (!Tallies(round.Kind))
        {
            conclusion = await conclusions.ConcludeAsync(file, round, command, cancellation);
        }
        else
        {
            if (command.Verdict is not (Verdict.Approve or Verdict.Refuse) && !(command.Verdict == Verdict.Abstain && round.Plan.Agreement == Agreement.Vote))
                throw new RefusedException("decision.verdict-not-possible", "verdict", ("verdict", command.Verdict));
            var earlier = await ballots.OfAsync(round, cancellation);
            var tally = Tally.Of(round.Plan, [.. earlier.Select(one => one.Ballot), new(hand.Task.SeatKey, command.Verdict)]);
            conclusion = await conclusions.ConcludeAsync(file, round, command, tally, earlier, cancellation);
            if (string.IsNullOrWhiteSpace(command.Opinion) && (command.Verdict == Verdict.Refuse || round.Plan.Opinion == OpinionDuty.Always))
                throw new RefusedException("opinion.missing", "opinion");
        }

        SaidInVain.Refuse(round, command);
        return conclusion;
    }

    /// <summary>Kinds of rounds in which several may decide; the others have one who does what the step asks for.</summary>
    internal static bool Tallies(RoundKind kind) => kind is RoundKind.Review or RoundKind.Decision;

    private async Task<DecisionReceipt> RecordAsync(TaskInHand hand, DecideCommand command, Conclusion conclusion, CancellationToken cancellation, Signing.SignedStatement? signed = null)
    {
        var (task, round, file) = (hand.Task, hand.Round, hand.File);
        var decision = new Decision
        {
            Id = DecisionId.Of(ids.Next()),
            TaskId = task.Id,
            RoundId = round.Id,
            CaseId = task.CaseId,
            Step = round.Step,
            AccountId = hand.By,
            OnBehalfOfId = hand.For,
            Verdict = command.Verdict,
            Opinion = string.IsNullOrWhiteSpace(command.Opinion) ? null : command.Opinion.Trim(),
            Detail = conclusion.Detail,
            Cents = conclusion.Cents ?? command.Cents,
            At = file.Now,
        };
        work.Db.Add(decision);
        if (conclusion.Cancels is { } because)
            task.Cancel(because, file.Now);
        else
            task.Complete(hand.By, file.Now);
        round.Count();
        audit.Record(file.AuditStream, "task.decided", file.Actor, ("task", task.Id.ToString()), ("round", round.Id.ToString()), ("step", round.Step),
            ("verdict", command.Verdict.ToString()), ("decision", decision.Id.ToString()), ("cents", decision.Cents?.ToString(CultureInfo.InvariantCulture)), ("digest", decision.WordsDigest()),
            ("onBehalfOf", decision.OnBehalfOfId?.ToString()), ("externalCents", conclusion.External?.Cents.ToString(CultureInfo.InvariantCulture)), ("externalDigest", conclusion.External?.PaperDigest()));
        if (signed is not null)
            await signatures.KeepAsync(hand, command, signed, decision, cancellation);

        if (conclusion.ReturnTo is { } target)
        {
            await runs.RewindAsync(file, round.InstanceId, runs.ActivityOf(file, round, target), decision.Opinion ?? "", cancellation);
            if (round.Plan.Resubmission == Resubmission.StraightBack)
                file.OpenRounds.LastOrDefault(opened => opened.Step == target && opened.InstanceId == round.InstanceId)?.SentBackBy(round.Step, hand.By);
        }
        else if (conclusion.Outcome is { } outcome)
        {
            await rounds.SettleAndGoOnAsync(file, round, outcome, runs, cancellation);
        }
        else if (conclusion.Tally is { } tally)
        {
            await rounds.AdvanceAsync(file, round, tally, cancellation);
        }

        if (conclusion.AsksAnew is { } ask)
            await ask();
        return new(decision.Id, task.CaseId, conclusion.ReturnTo ?? conclusion.Outcome);
    }

    private async Task SeparateAsync(TaskInHand hand, CancellationToken cancellation)
    {
        var (plan, file) = (hand.Round.Plan, hand.File);
        if (!plan.DifferentPeople && plan.NotDecidersOf.IsEmpty && plan.Seats.Length < 2)
            return;
        // Who stands in for somebody is kept away by what either of them did.
        var (id, people) = (file.Case.Id, new[] { hand.By, hand.For ?? hand.By });
        var mine = await work.Db.Set<Decision>().AsNoTracking()
            .Where(decision => decision.CaseId == id && (people.Contains(decision.AccountId) || (decision.OnBehalfOfId != null && people.Contains(decision.OnBehalfOfId.Value))))
            .Join(work.Db.Set<ReviewTask>(), decision => decision.TaskId, task => task.Id, (decision, task) => new { decision.RoundId, decision.Step, task.TakenBackAt, task.Purpose }).ToListAsync(cancellation);
        if ((plan.DifferentPeople || plan.Seats.Length > 1) && mine.Any(decision => decision.RoundId == hand.Round.Id && decision is { TakenBackAt: null, Purpose: TaskPurpose.Decide }))
            throw new RefusedException("task.same-person");
        if (mine.FirstOrDefault(decision => plan.NotDecidersOf.Contains(decision.Step)) is { } earlier)
            throw new RefusedException("task.decided-earlier-step", null, ("step", SpokenSteps.Of(earlier.Step)));
    }
}
