using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Api.Inbox;
using AidWorkflow.Portal.Dossiers;
using AidWorkflow.Portal.Following;
using AidWorkflow.Portal.Handling;

namespace AidWorkflow.Portal.Api.Handling;

/// <summary>A step that the case stands at or has passed.</summary>
internal sealed record CaseStep(string Step, LocalText Name, RoundKind Kind, RoundState State, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt)
{
    public static CaseStep Of(Round round) => new(round.Step, StepWords.Of(round.Step), round.Kind, round.State, round.OpenedAt, round.ClosedAt);
}

/// <summary>A case with its whole life, as far as the reader may see it.</summary>
/// <param name="Dossier">Papers, opinions and answers; null for those who neither handle cases nor audit them.</param>
/// <param name="Acts">What the reader may do with it now.</param>
/// <param name="HeldAt">Since when an administrator keeps it on hold.</param>
/// <param name="Besides">Who was sent it and has read it, who was urged and has seen that, and whom it can be sent to.</param>
/// <param name="Time">Whose every hour of it was; the rows sum to the whole.</param>
/// <param name="Waits">Other agencies that were asked.</param>
/// <param name="Notice">The public notice that stands.</param>
internal sealed record CaseDetail(
    CaseId Id, string? Number, string Service, LocalText ServiceName, string Person, LocalText Place, DateOnly AppliedOn, CaseStage Stage, LocalText StageName, CaseOutcome? Outcome,
    long? ProposedCents, long? ApprovedCents, DateOnly? DecidedOn, long PaidCents, ImmutableArray<CaseStep> Steps, ImmutableArray<CaseClockRow> Clocks, ImmutableArray<CaseDocumentRow> Documents,
    ImmutableArray<CasePaymentRow> Payments, DateOnly? DiedOn, MoneyAfterDeath? AfterDeath, string? Successor, DateOnly? MovedOn, string? MovedTo, NoticeId? Notice, PossibleActs Acts, DateTimeOffset? HeldAt, string? HeldBecause, CaseBesides Besides, CaseHeld Time, ImmutableArray<AgencyWaitRow> Waits, Dossier? Dossier)
{
    public static CaseDetail Of(CaseView view, string language) => new(
        view.Case.Id, view.Case.ReceiptNumber, view.Service.Id, view.Service.Description.Name, view.Person, view.Place, view.Case.AppliedOn, view.Case.Stage, PlainWords.Of(view.Case.Stage), view.Case.Outcome,
        view.Case.ProposedCents, view.Case.ApprovedCents, view.Case.DecidedOn, view.Case.PaidCents, [.. view.Rounds.Select(CaseStep.Of)], view.Clocks, view.Documents,
        view.Payments, view.DiedOn, view.AfterDeath, view.Successor, view.MovedOn, view.MovedTo, view.Notice, view.Acts, view.Case.HeldAt, view.Case.HeldBecause, view.Besides, view.Held, view.Waits, view.Dossier is { } dossier ? Inbox.Dossier.Of(dossier, language) : null);
}
