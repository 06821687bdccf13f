using System.Collections.Immutable;
using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Engine.Ports;

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

    /// <summary>The meeting that decided, where its result is carried out: no page or request says it of itself.</summary>
    public Meeting.MeetingBasis? Meeting { get; init; }

    /// <summary>The handwritten signature, where the plan asks for one.</summary>
    public Signing.HandSigned? Signature { get; init; }

    /// <summary>User names of those who are to decide next, where the next step leaves that to this one.</summary>
    public ImmutableArray<string> Next { get; init; } = [];
}

/// <summary>What became of a decision.</summary>
/// <param name="Settled">The port by which the flow went on, or the step it went back to; null while others have still to decide.</param>
public sealed record DecisionReceipt(DecisionId Decision, CaseId Case, string? Settled);

/// <summary>A person decides on a task. The decision, what follows from it and the step of the workflow are one commit.</summary>
public sealed class DecideTask(
    IUnitOfWork work, TaskDesk desk, CaseRuns runs, Conclusions conclusions, Ballots ballots, Rounds rounds, CaseHands hands, Signing.Signatures signatures, StandingAside aside, Advising advising, WhoFinding who, Applying.Vault vault, AuditTrail audit, IIds ids)
{
    /// <exception cref="RefusedException">
    /// What <see cref="TaskDesk"/> refuses, hearing.pending, decision.answer-missing, decision.next-cannot, and what the kind of round, <see cref="StandingAside"/>, <see cref="Advising"/>, <see cref="Signing.Signatures"/> or
    /// <see cref="SaidInVain"/> refuses.
    /// </exception>
    public async Task<DecisionReceipt> DecideAsync(DecideCommand command, Actor actor, CancellationToken cancellation)
    {
        var hand = await desk.TakeAsync(command.Task, actor, cancellation, by: command.Meeting);
        SaidInVain.RefuseNames(command);
        if (command.Verdict == Verdict.Recuse)
        {
            await desk.RequireOneSeatAsync(hand, cancellation);
            return await RecordAsync(hand, command, await aside.StandAsideAsync(hand, command, cancellation), cancellation);
        }

        await desk.KeepAwayAsync(hand, cancellation);
        if (hand.Task.Purpose == TaskPurpose.Advise || command.Verdict == Verdict.Advise)
            return await RecordAsync(hand, command, await advising.AnswerAsync(hand, command, cancellation), cancellation);
        await desk.SeparateAsync(hand, cancellation);
        await hands.RequireHeardAsync(hand.File, hand.Round, cancellation);
        if (command.Verdict is Verdict.Approve or Verdict.Complete)
            RequireAnswers(hand);
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
            Detail = NextNamed.With(command.Meeting?.Into(conclusion.Detail) ?? conclusion.Detail, command.Next),
            Cents = conclusion.Cents ?? command.Cents,
            At = file.Now,
        };
        work.Db.Add(decision);
        if (conclusion.Cancels is { } because)
            task.Cancel(because, file.Now);
        else
            task.Complete(hand.By, file.Now);
        Rounds.LeaveOtherSeats(file, round, hand);
        round.Count();
        audit.Record(file.AuditStream, "task.decided", file.Actor, ("task", task.Id.ToString()), ("round", round.Id.ToString()), ("step", round.Step),
            ("verdict", command.Verdict.ToString()), ("decision", decision.Id.ToString()), ("cents", decision.Cents?.ToString(CultureInfo.InvariantCulture)), ("digest", decision.WordsDigest()),
            ("onBehalfOf", decision.OnBehalfOfId?.ToString()), ("externalCents", conclusion.External?.Cents.ToString(CultureInfo.InvariantCulture)), ("externalDigest", conclusion.External?.PaperDigest()),
            ("meeting", command.Meeting?.Meeting.ToString()), ("minutes", command.Meeting?.Minutes));
        if (signed is not null)
            await signatures.KeepAsync(hand, command, signed, decision, cancellation);

        string? settled = null;
        if (conclusion.ReturnTo is { } target)
        {
            await ReturnAsync(hand, target, decision.Opinion ?? "", cancellation);
        }
        else if (conclusion.Outcome is { } outcome)
        {
            await rounds.SettleAndGoOnAsync(file, round, outcome, runs, cancellation);
        }
        else if (conclusion.Tally is { } tally)
        {
            settled = await rounds.AdvanceAsync(file, round, tally, cancellation);
            if (settled is not null)
                await rounds.SettleAndGoOnAsync(file, round, settled, runs, cancellation);
        }

        if (conclusion.AsksAnew is { } ask)
            await ask();
        await who.RequireNamedAsync(command.Next, cancellation);
        return new(decision.Id, task.CaseId, conclusion.ReturnTo ?? conclusion.Outcome ?? settled);
    }

    private async Task ReturnAsync(TaskInHand hand, string target, string why, CancellationToken cancellation)
    {
        var (round, file) = (hand.Round, hand.File);
        var beside = file.OpenRounds.Where(other => other.InstanceId == round.InstanceId && other != round).ToList();
        await runs.SendBackAsync(file, round, target, why, cancellation);

        // Where other branches ended with it the case walks through them again: straight back, nobody would ask them.
        if (round.Plan.Resubmission == Resubmission.StraightBack && file.OpenRounds.LastOrDefault(opened => opened.Step == target && opened.InstanceId == round.InstanceId) is { } again
            && runs.CanGoStraightBack(file, round, again) && beside.TrueForAll(other => other.State == RoundState.Open))
            again.SentBackBy(round.Step, hand.By);
    }

    /// <summary>What the step must have filled in; sending back is not kept up by it.</summary>
    private void RequireAnswers(TaskInHand hand)
    {
        var form = AnswerSight.AtTask(hand.File.Service, hand.Round.Step, hand.Task.Role).Form;
        if (!form.OwesAny)
            return; // the answers are opened only where something is asked of them
        var owed = form.Owed(vault.OpenAnswers(hand.File.Case)).ToArray();
        if (owed.Length > 0)
            throw new RefusedException("decision.answer-missing", $"answers.{owed[0].Key}",
                ("labels", new LocalText(string.Join("”、“", owed.Select(field => field.Label.Zh)), string.Join("”, “", owed.Select(field => field.Label.En)))));
    }
}
