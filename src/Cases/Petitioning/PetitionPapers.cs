using System.Collections.Frozen;
using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using static AidWorkflow.Cases.Petitioning.PetitionDocumentKind;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>
/// The documents of a petition: after what each may be issued, who issues it, what its author writes and what its delivery begins. The desk sends on; acceptance and answer are those of the authority in charge,
/// whose section for the protection of rights issues them; review and re-review are those of the body above.
/// </summary>
public static class PetitionPapers
{
    private static readonly ImmutableArray<Role> Authority = [Role.RightsOfficer];

    private static readonly PaperField Signer = new("signer", new("签发人", "Signed by"), PaperFieldKind.Line);
    private static readonly PaperField To = new("to", new("收文机关", "To which body"), PaperFieldKind.Line);
    private static readonly PaperField Request = new("request", new("信访人的诉求", "What the petitioner asks for"), PaperFieldKind.Lines);
    private static readonly PaperField Facts = new("facts", new("查明的事实和理由", "Facts and reasons"), PaperFieldKind.Lines);
    private static readonly PaperField Opinion = new("opinion", new("处理意见", "Opinion"), PaperFieldKind.Lines);
    private static readonly PaperField Basis = new("basis", new("法律法规政策依据", "Legal basis"), PaperFieldKind.Lines);
    private static readonly PaperField Reason = new("reason", new("理由", "Reasons"), PaperFieldKind.Lines);
    private static readonly PaperField WhereTo = new("whereTo", new("应向何处、依何种程序提出", "Where to go, and by which procedure"), PaperFieldKind.Lines);
    private static readonly PaperField Superior = new("superior", new("受理复查、复核申请的上级机关", "The superior body that can be asked"), PaperFieldKind.Line);

    private static readonly PaperField Result = new("result", new("处理结果", "Result"), PaperFieldKind.Choice)
    {
        Choices = [new("Support", new("予以支持", "the request is supported")), new("Explain", new("解释说明", "the matter is explained")), new("NotSupport", new("不予支持", "the request is not supported"))],
    };

    /// <summary>Of an opinion on an opinion.</summary>
    private static readonly PaperField Outcome = new("result", new("结论", "Result"), PaperFieldKind.Choice)
    {
        Choices = [new("Uphold", new("维持原意见", "the opinion stands")), new("Change", new("变更原意见", "the opinion is changed")), new("Revoke", new("撤销原意见，责令重新处理", "the opinion is revoked and the matter is to be handled again"))],
    };

    /// <summary>In the order of the law.</summary>
    public static ImmutableArray<PetitionPaper> All { get; } =
    [
        new(TransferLetter, "transfer-letter", "ZS", new("转送函", "Transfer letter"), PetitionEventKind.Forwarded, [Role.DeskClerk, Role.RightsOfficer], [To, Request, Signer]) { IsToPetitioner = false },
        new(AssignmentLetter, "assignment-letter", "JB", new("交办函", "Assignment letter"), PetitionEventKind.Assigned, Authority,
            [To, Request, new("reportBy", new("何日前报送办结情况", "To be reported on by"), PaperFieldKind.Day), Signer]) { IsToPetitioner = false },
        new(Acknowledgement, "acknowledgement", "SL", new("受理告知书", "Acknowledgement of acceptance"), PetitionEventKind.Accepted, Authority, [new("route", new("办理途径和程序", "How it is handled"), PaperFieldKind.Lines), Signer]),
        new(NonAcceptance, "non-acceptance", "BY", new("不予受理告知书", "Notice of non-acceptance"), PetitionEventKind.NotAccepted, Authority, [Reason, WhereTo, Signer]),
        new(OtherWay, "other-way", "GZ", new("告知书", "Notice of another way"), PetitionEventKind.Routed, Authority, [Reason, WhereTo, Signer]),
        new(ExtensionNotice, "extension-notice", "YQ", new("延期告知书", "Notice of extension"), PetitionEventKind.Extended, Authority, [Reason, Signer]),
        new(DispositionLetter, "disposition-letter", "CL", new("信访处理意见书", "Disposition letter"), PetitionEventKind.Answered, Authority, [Request, Facts, Opinion, Basis, Result, Superior, Signer])
        { IsOpinion = true, Delivery = PetitionEventKind.Delivered },
        new(ReviewOpinion, "review-opinion", "FC", new("复查意见书", "Review opinion"), PetitionEventKind.ReviewAnswered, Authority, [Request, Facts, Opinion, Basis, Outcome, Superior, Signer])
        { IsOpinion = true, Delivery = PetitionEventKind.ReviewDelivered, LooksAgainAt = DispositionLetter },
        new(ReReviewOpinion, "re-review-opinion", "FH", new("复核意见书", "Re-review opinion"), PetitionEventKind.ReReviewAnswered, Authority, [Request, Facts, Opinion, Basis, Outcome, Signer])
        { IsOpinion = true, Delivery = PetitionEventKind.ReReviewDelivered, LooksAgainAt = ReviewOpinion },
        new(CompletionReport, "completion-report", "BJ", new("办结报告", "Completion report"), PetitionEventKind.Answered, Authority, [To, Request, Facts, Opinion, Signer]) { IsToPetitioner = false },
    ];

    private static readonly FrozenDictionary<PetitionDocumentKind, PetitionPaper> ByKind = All.ToFrozenDictionary(paper => paper.Kind);

    public static PetitionPaper Of(PetitionDocumentKind kind) => ByKind[kind];

    /// <summary>The document whose delivery an event is; null for other events.</summary>
    public static PetitionPaper? DeliveredBy(PetitionEventKind kind) => All.FirstOrDefault(paper => paper.Delivery == kind);

    /// <summary>Why there can be no such document of a petition now; null where there can.</summary>
    /// <param name="branch">Of a claim; null for other classes.</param>
    public static RefusedException? Refusal(PetitionPaper paper, PetitionStory story, ClaimBranch? branch, MatterChannel channel, bool isAnonymous)
    {
        if (story.Status == PetitionStatus.Withdrawn)
            return new("petition-document.withdrawn", "kind", ("document", paper.Name));
        if (paper.IsOpinion && branch != ClaimBranch.PetitionHandling)
            return new("petition-document.no-opinion", "kind", ("document", paper.Name));
        if (EntryOf(paper, story) is not { } entry)
            return new("petition-document.too-early", "kind", ("document", paper.Name), ("after", PetitionWords.Of(paper.After)));
        if (paper.IsToPetitioner && isAnonymous)
            return new("petition-document.nobody", "kind", ("document", paper.Name));
        if (paper.Kind == CompletionReport && channel != MatterChannel.Above && story.Events.All(one => one.Kind != PetitionEventKind.Assigned))
            return new("petition-document.not-assigned", "kind", ("document", paper.Name));
        return paper.Delivery is { } delivery && story.Events.Skip(entry).Any(one => one.Kind == delivery) ? new("petition-document.delivered-before", "kind", ("document", paper.Name)) : null;
    }

    /// <summary>The number of the event that a document puts into writing, counted from one: the last of its kind.</summary>
    public static int? EntryOf(PetitionPaper paper, PetitionStory story)
    {
        for (var at = story.Events.Count; at > 0; at--)
            if (story.Events[at - 1].Kind == paper.After)
                return at;
        return null;
    }

    /// <summary>What was written, trimmed, in the order of the fields; everything that is missing or unreadable is told at once, by its field.</summary>
    public static ImmutableDictionary<string, string> Read(ImmutableArray<PaperField> fields, IReadOnlyDictionary<string, string> written, Refusals refusals)
    {
        var read = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var paperField in fields)
        {
            var text = written.GetValueOrDefault(paperField.Name, "").Trim();
            refusals.Require(text.Length > 0, new("petition-document.missing", paperField.Name, ("label", paperField.Label)));
            refusals.Require(text.Length <= paperField.Most, new("text.too-long", paperField.Name, ("label", paperField.Label), ("most", paperField.Most), ("length", text.Length)));
            if (text.Length > 0 && (paperField.Kind == PaperFieldKind.Choice ? paperField.Choices.All(choice => choice.Key != text) : paperField.Kind == PaperFieldKind.Day && Answer.Day(text) is null))
                refusals.Add(new("petition-document.unreadable", paperField.Name, ("label", paperField.Label)));
            read[paperField.Name] = text;
        }

        foreach (var unknown in written.Keys.Except(fields.Select(one => one.Name), StringComparer.Ordinal).Order(StringComparer.Ordinal))
            refusals.Add(new("petition-document.unknown-field", unknown, ("name", unknown)));
        return read.ToImmutable();
    }
}
