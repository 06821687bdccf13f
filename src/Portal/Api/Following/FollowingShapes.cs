using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Portal.Following;

namespace AidWorkflow.Portal.Api.Following;

/// <summary>An application as its applicant follows it: where it is, what was decided and why, what was paid.</summary>
/// <param name="Steps">Where it stands now, who has it, and by when.</param>
/// <param name="Asked">What the applicant is asked for; null where nothing is.</param>
/// <param name="Decision">What was decided, with how the amount was worked out; null until it is.</param>
/// <param name="Paid">What arrived and stayed.</param>
internal sealed record FollowedApplication(
    CaseId Id, string? Number, string Service, LocalText ServiceName, string Applicant, LocalText Place, DateOnly AppliedOn, CaseStage Stage, LocalText StageName, CaseOutcome? Outcome,
    IReadOnlyList<Happened> Story, ImmutableArray<OpenStep> Steps, Asked? Asked, Granted? Decision, ImmutableArray<OwnPaper> Papers, ImmutableArray<OwnPayment> Paid, string? AccountTail,
    Advance? Advance, Recovery? Recovery, bool LookedAtAgain, DateOnly? NoticeUntil, bool AskedAgain, bool MayWithdraw, bool MayAskAgain)
{
    public static FollowedApplication Of(OwnCaseView view) => new(
        view.Case.Id, view.Case.ReceiptNumber, view.Service.Id, view.Service.Description.Name, view.Applicant, view.Place, view.Case.AppliedOn, view.Case.Stage, PlainWords.Of(view.Case.Stage), view.Case.Outcome,
        view.Story, view.Steps, view.Asked, view.Told, view.Papers, view.Paid, view.AccountTail,
        view.Advance, view.Recovery, view.LookedAtAgain, view.NoticeUntil, view.AskedAgain, view.MayWithdraw, view.MayAskAgain);
}

/// <summary>The number to keep, and once there is money, what was paid.</summary>
internal sealed record ReceiptSlip(CaseId Application, string? Number, string Applicant, LocalText Service, DateOnly AppliedOn, ImmutableArray<OwnPayment> Paid)
{
    public static ReceiptSlip Of(OwnCaseView view) => new(view.Case.Id, view.Case.ReceiptNumber, view.Applicant, view.Service.Description.Name, view.Case.AppliedOn, view.Paid);
}

/// <summary>Something that is asked for.</summary>
/// <param name="Answer">Of a question: what was answered before.</param>
/// <param name="IsPaper">It is brought as a file, and not answered.</param>
internal sealed record AskedItem(string Key, LocalText Name, string? Note, bool IsPaper, JsonNode? Answer);

internal sealed record SupplementAsked(ImmutableArray<AskedItem> Items, Deadline? Due)
{
    public static SupplementAsked Of(OwnCaseView view, Asked asked, JsonObject answers) => new([.. asked.Items.Select(item => view.Service.Form.Field(item.Key) is { } field
        ? new AskedItem(item.Key, field.Label, item.Note, IsPaper: false, answers[item.Key]?.DeepClone())
        : new AskedItem(item.Key, view.Service.Documents.Documents.FirstOrDefault(paper => paper.Key == item.Key)?.Name ?? LocalText.Same(item.Key), item.Note, IsPaper: true, null))], asked.Due);
}

/// <summary>A file that was uploaded before, for a paper that is asked for.</summary>
internal sealed record BroughtFile(string Key, StoredFileId File) : IAsked;

/// <param name="Answers">By the key of each question that was asked again.</param>
internal sealed record Supplement(JsonObject? Answers = null, ImmutableArray<BroughtFile>? Papers = null) : IAsked;

/// <param name="Reasons">Why; may be left out.</param>
internal sealed record Withdrawal(string? Reasons = null) : IAsked;

/// <param name="Reasons">What is to be looked at again, and why.</param>
internal sealed record Reconsider(string Reasons) : IAsked;

/// <summary>The application that was changed.</summary>
internal sealed record ApplicationChanged(CaseId Application);

/// <summary>A paper of the office with its text as HTML.</summary>
internal sealed record PaperText(IssuedDocumentId Id, DocumentKind Kind, LocalText Name, string? Number, DateTimeOffset IssuedAt, DateOnly? DeliveredOn, string Html)
{
    public static PaperText Of(DocumentText text) => new(text.Id, text.Kind, PlainWords.Of(text.Kind), text.Number, text.IssuedAt, text.DeliveredOn, text.Html);
}

/// <param name="Number">The receipt number.</param>
/// <param name="Tail">The last four characters of the applicant's identity number.</param>
internal sealed record ProgressAsked(string Number, string Tail) : IAsked;
