using System.Collections.Immutable;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>What is put into writing of a petition, and by whom.</summary>
public enum PetitionDocumentKind
{
    /// <summary>受理告知书.</summary>
    Acknowledgement,

    /// <summary>不予受理告知书.</summary>
    NonAcceptance,

    /// <summary>告知书: another procedure is the way for it.</summary>
    OtherWay,

    /// <summary>转送函.</summary>
    TransferLetter,

    /// <summary>交办函.</summary>
    AssignmentLetter,

    /// <summary>延期告知书.</summary>
    ExtensionNotice,

    /// <summary>信访处理意见书.</summary>
    DispositionLetter,

    /// <summary>复查意见书.</summary>
    ReviewOpinion,

    /// <summary>复核意见书.</summary>
    ReReviewOpinion,

    /// <summary>办结报告, to whoever assigned it.</summary>
    CompletionReport,
}

/// <summary>How a field of a document is written.</summary>
public enum PaperFieldKind
{
    Line,
    Lines,
    Day,
    Choice,
}

/// <summary>What the author of a document writes at one place of it. Each is owed.</summary>
/// <param name="Name">Also of the variable in the template.</param>
public sealed record PaperField(string Name, LocalText Label, PaperFieldKind Kind)
{
    public ImmutableArray<PaperChoice> Choices { get; init; } = [];

    /// <summary>The longest that may be written, in characters.</summary>
    public int Most => Kind == PaperFieldKind.Lines ? 6000 : 200;
}

public sealed record PaperChoice(string Key, LocalText Name);

/// <summary>One kind of document.</summary>
/// <param name="Template">As its files in workflows/petition/templates are called.</param>
/// <param name="Letters">What its numbers begin with; each unit counts its own, anew each year.</param>
/// <param name="After">What has to have happened before it can be issued.</param>
/// <param name="Issuers">Whose unit issues and seals it.</param>
public sealed record PetitionPaper(PetitionDocumentKind Kind, string Template, string Letters, LocalText Name, PetitionEventKind After, ImmutableArray<Role> Issuers, ImmutableArray<PaperField> Fields)
{
    /// <summary>What its delivery is to the petition; null where no limit begins with it.</summary>
    public PetitionEventKind? Delivery { get; init; }

    /// <summary>The opinion that it looks at again; null where it looks at none. Only a body above the one that issued that may issue it; where the body is outside the system its opinion is recorded.</summary>
    public PetitionDocumentKind? LooksAgainAt { get; init; }

    /// <summary>It answers the petitioner; else another office.</summary>
    public bool IsToPetitioner { get; init; } = true;

    /// <summary>Of the body to which the petition was sent: where that is another than the issuer's, what that body gave is recorded.</summary>
    public bool IsOfBody => IsToPetitioner && LooksAgainAt is null;

    /// <summary>What is written of one that another body gave: the rest is on its own paper, whose scan is kept.</summary>
    public ImmutableArray<PaperField> Recorded =>
    [
        new("body", new("作出机关", "Which body gave it"), PaperFieldKind.Line), new("number", new("文号", "Its document number"), PaperFieldKind.Line), new("date", new("落款日期", "Its date"), PaperFieldKind.Day),
        .. Fields.Where(one => one.Name == "result"),
    ];

    /// <summary>Only of what is answered by a petition opinion (art. 31, item 6).</summary>
    public bool IsOpinion { get; init; }
}
