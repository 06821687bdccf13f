using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Mending;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Applying;

/// <summary>Why a case ends without a decision on the merits.</summary>
public enum EndReason
{
    Withdrawn,
    Died,
    MovedAway,

    /// <summary>An administrator ended it, for a reason that the applicant is told (终止).</summary>
    Terminated,
}

/// <summary>The applicant withdraws, has died or has moved away: a person says so, the flow stops where it stands and nothing stays reserved.</summary>
public sealed class EndApplication(
    CaseFiles files, CaseRuns runs, Rounds rounds, CaseClosing closing, Competence competence, MendingRights rights, PersonRegister register, Grants grants, UnsentPayments payments, Issuing documents, CaseTelling telling, AuditTrail audit)
{
    /// <summary>
    /// Whether money was granted, and that stands: a case that was sent back before its decision is no longer decided, except for what was authorised in advance. A move then changes
    /// nothing; giving it up before it is paid is the applicant's right.
    /// </summary>
    public static bool IsDecided(AidCase aidCase) => aidCase.ApprovedCents > 0 && (aidCase.DecidedOn is not null || aidCase.FirstCents is not null);

    /// <summary>Whether the applicant's side could withdraw it as it stands: nothing that stands was paid, and nothing is on its way to be.</summary>
    /// <param name="payments">All of the case.</param>
    public static bool CanBeWithdrawn(CaseFile file, IEnumerable<Payment> payments) =>
        file.Case.IsOpen && !IsPaid(file, IsRefused(file, EndReason.Withdrawn)) && !payments.Any(UnsentPayments.IsOnItsWay);

    /// <param name="words">Why, in the words of whoever ends it; after a move, where to apply.</param>
    /// <exception cref="RefusedException">
    /// case.closed, case.decided (what was paid is not withdrawn, what was granted is not lost by moving), case.money-on-its-way, case.not-yours, case.death-not-recorded, case.move-not-recorded,
    /// mending.not-yours, instance.reason-missing
    /// </exception>
    public async Task<CaseId> EndAsync(CaseId id, EndReason reason, string words, Actor actor, CancellationToken cancellation)
    {
        await EndAsync(await files.LoadAsync(id, actor, cancellation), reason, words, cancellation);
        return id;
    }

    internal async Task EndAsync(CaseFile file, EndReason reason, string words, CancellationToken cancellation)
    {
        var (id, actor) = (file.Case.Id, file.Actor);
        if (reason == EndReason.Withdrawn)
            await competence.RequireApplicantSideAsync(file.Case, actor, cancellation);
        else if (reason == EndReason.Terminated)
            await RequireAdministratorAsync(file, words, cancellation);
        else
            await competence.RequireStationAsync(file.Case.UnitId, actor, cancellation);
        if (!file.Case.IsOpen)
            throw new RefusedException("case.closed", null, ("number", file.Case.ReceiptNumber));
        var (isRefused, lastWord) = (IsRefused(file, reason), LastWord(file));
        if (reason == EndReason.Withdrawn ? IsPaid(file, isRefused) : reason == EndReason.MovedAway && IsDecided(file.Case))
            throw new RefusedException("case.decided", null, ("number", file.Case.ReceiptNumber));

        await RequireRecordedAsync(file, reason, cancellation);
        await payments.CancelAsync(file, words, cancellation);
        if (reason == EndReason.Terminated)
        {
            foreach (var round in file.OpenRounds)
                rounds.Withdraw(file, round, "terminated");
        }

        await runs.CancelAsync(file, reason.ToString(), cancellation);
        await grants.ReleaseRestAsync(file, $"end:{id}:{file.Runs.Count}", cancellation);
        if (file.Case.ApprovedCents is { } approved && !isRefused)
            file.Case.ApprovedCents = file.Case.DecidedOn is null ? file.Case.PaidCents : Math.Min(approved, file.Case.PaidCents);
        if (isRefused && lastWord?.ClosedAt is { } refused)
            file.Case.DecidedOn ??= LocalDay.Of(refused); // an objection to what was granted anew had made it undecided; the refusal stands
        closing.Close(file, isRefused ? CaseOutcome.Refused
            : file.Case.OverpaidCents > 0 ? CaseOutcome.Paid // what was paid above the grant stays owed, whoever answers for it now
            : reason == EndReason.Withdrawn ? CaseOutcome.Withdrawn : CaseOutcome.Ended);
        await rounds.FlushAsync(file, cancellation);
        if (reason == EndReason.MovedAway && !isRefused)
            await documents.IssueEndingAsync(file, words, cancellation);
        audit.Record(file.AuditStream, "case.ended", actor, ("reason", reason.ToString()), ("words", words));
        await TellAsync(file, isRefused, reason, words, cancellation);
    }

    /// <summary>
    /// A refusal stands: the last word on the whole amount was no, though the case is still open for the first payment of an accident, or it is looked
    /// at again. Then only what is still going on ends, and what is owed stays owed.
    /// </summary>
    private static bool IsRefused(CaseFile file, EndReason reason) => (reason == EndReason.Withdrawn || !IsGrantedAnew(file)) // who gives up what was granted anew keeps the refusal; who dies or moves then was not refused
        && (IsLookedAtAgain(file) || LastWord(file)?.Outcome == "Refuse");

    private static bool IsPaid(CaseFile file, bool isRefused) => file.Case.PaidCents > 0 && (!isRefused || IsGrantedAnew(file));

    private static bool IsLookedAtAgain(CaseFile file) => file.Runs.Any(run => run is { Kind: RunKind.Reconsideration, EndedAt: null });

    private static bool IsGrantedAnew(CaseFile file) => IsLookedAtAgain(file) && LastWord(file)?.Outcome == "Approve";

    /// <summary>The latest decision on the whole amount that stands, by whoever had it; not what a run decided that was sent back since.</summary>
    private static Round? LastWord(CaseFile file) => file.Rounds
        .Where(round => file.Case.DecidedOn is not null || file.Runs.Any(run => run.Id == round.InstanceId && run.EndedAt is not null))
        .Where(round => round.State == RoundState.Settled && (round.Kind == RoundKind.ExternalDecision
            || (round.Kind == RoundKind.Decision && round.Plan.Part != Part.First)
            || (round is { Kind: RoundKind.Review, Outcome: "Refuse" } && round.Plan.Seats.Any(seat => seat.Level == UnitLevel.City)))) // the city's check ends it too
        .OrderBy(round => round.ClosedAt).LastOrDefault(); // of two closed at one moment the one that was opened later, as a file is ordered

    private async Task RequireAdministratorAsync(CaseFile file, string words, CancellationToken cancellation)
    {
        await rights.RequireAsync(file.Actor, file.Case.Id, cancellation);
        if (string.IsNullOrWhiteSpace(words))
            throw new RefusedException("instance.reason-missing", "reason");
    }

    /// <summary>That somebody died or moved stands in the register first.</summary>
    private async Task RequireRecordedAsync(CaseFile file, EndReason reason, CancellationToken cancellation)
    {
        if (reason is EndReason.Withdrawn or EndReason.Terminated)
            return;
        var applicant = await register.GetAsync(file.Case.ApplicantId, cancellation);
        if (reason == EndReason.Died && applicant.DeceasedOn is null)
            throw new RefusedException("case.death-not-recorded", null, ("number", file.Case.ReceiptNumber));
        if (reason == EndReason.MovedAway && applicant.MovedOn is null)
            throw new RefusedException("case.move-not-recorded", null, ("number", file.Case.ReceiptNumber));
    }

    private Task TellAsync(CaseFile file, bool isRefused, EndReason reason, string words, CancellationToken cancellation) => isRefused
        ? telling.TellAsync(file, Occasions.RefusalStands, Audience.Applicant, $"{file.Runs.Count}", cancellation, new TemplateData { ["endedOn"] = file.Today })
        : reason == EndReason.Withdrawn
        ? telling.TellAsync(file, Occasions.Withdrawn, Audience.Applicant, "1", cancellation, new TemplateData { ["reason"] = words })
        : telling.TellAsync(file, Occasions.Ended, Audience.Applicant, $"{file.Runs.Count}", cancellation, new TemplateData
        {
            ["endedOn"] = file.Today,
            ["reason"] = reason switch
            {
                EndReason.Terminated => LocalText.Same(words.Trim()),
                EndReason.Died => new LocalText("申请人去世", "the applicant died"),
                _ => new LocalText("户籍已迁出本市", "your household registration left the city"),
            },
            ["applyAt"] = reason == EndReason.MovedAway ? words : "",
        });
}
