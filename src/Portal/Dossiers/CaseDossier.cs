using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Services;
using AidWorkflow.Cases.Visiting;

namespace AidWorkflow.Portal.Dossiers;

/// <summary>A paper of the case that can be opened.</summary>
/// <param name="SuppliedOn">The day it came with a supplement; null where it did not.</param>
/// <param name="MediaType">As found in the content.</param>
public sealed record CasePaper(StoredFileId File, LocalText Name, string FileName, string MediaType, DateOnly? SuppliedOn)
{
    /// <summary>Other papers of the case for which the very same file was uploaded.</summary>
    public ImmutableArray<LocalText> AlsoFor { get; init; } = [];

    /// <summary>When it came to the case; null where it is no paper of the service's list. Not told to programs.</summary>
    internal DateTimeOffset? LinkedAt { get; init; }
}

/// <summary>Something that happened to the case: when, by whom, and what.</summary>
public sealed record PastEvent(DateTimeOffset At, LocalText By, LocalText What)
{
    /// <summary>What was written or known with it.</summary>
    public LocalText? Words { get; init; }

    public long? Cents { get; init; }

    /// <summary>What of the case's trail tells it; null for what stands elsewhere. Not told to programs.</summary>
    internal AuditEntry? Entry { get; init; }
}

/// <summary>What somebody has against a notice of the case.</summary>
/// <param name="WrittenBy">Who of the staff wrote down what was said in person; null where it came in by the page, from somebody who did not sign in.</param>
public sealed record ObjectionSeen(DateTimeOffset At, LocalText? WrittenBy, string Words)
{
    /// <summary>By which way it came.</summary>
    public LocalText Way => WrittenBy is { } who ? new($"当面提出，{who.Zh}记录", $"said in person, written down by {who.En}") : new("网上提出，没有登录", "by the page of the notice, without signing in");
}

/// <summary>What another case has in common with this one.</summary>
public enum Relatedness
{
    Person,
    Household,

    /// <summary>The same person was ill.</summary>
    Patient,

    /// <summary>The same bills.</summary>
    Bills,
}

/// <summary>Another case of the same person, household or patient.</summary>
public sealed record RelatedCase(string? Number, LocalText Service, DateOnly AppliedOn, CaseStage Stage, CaseOutcome? Outcome, long PaidCents)
{
    /// <summary>Granted, or else proposed.</summary>
    public long? Cents { get; init; }

    /// <summary>The nearest of what the two have in common; null where it stands here for another reason.</summary>
    public Relatedness? By { get; init; }
}

/// <summary>A likeness that was passed by when the application was sent, with where the other case stands today and what the applicant said.</summary>
/// <param name="Other">Null where the trail does not name it.</param>
public sealed record SeenLikeness(string Code, RelatedCase? Other, string Reason);

/// <summary>Another case that names the same people.</summary>
/// <param name="Through">The names in this form that lead there, as far as the reader may see them.</param>
/// <param name="Doubtful">The register knows a number under another name: it may be written wrongly.</param>
/// <param name="IsAsked">The clerk says whether it is one household.</param>
/// <param name="Same">What was said of it.</param>
public sealed record NamingSeen(RelatedCase Other, ImmutableArray<string> Through, bool Doubtful, bool IsAsked, bool? Same);

/// <summary>What an applicant wrote against a refusal or a non-acceptance, and when.</summary>
public sealed record AskedAgain(DateTimeOffset At, string Reasons);

/// <summary>What two investigators found; opened only for a step that may read it.</summary>
public sealed record VisitFound(SignedVisit Signed, LocalText First, LocalText? Second)
{
    /// <summary>Signatures and photos taken on the spot.</summary>
    public ImmutableArray<VisitSheet> Papers { get; init; } = [];
}

/// <summary>What a case rests on, as far as a role may read it: the same on the page of a task and on the page of the case.</summary>
public sealed record CaseDossier
{
    public required ServicePackage Service { get; init; }

    /// <summary>The answers that the role may see, masked where it may not see all.</summary>
    public required JsonObject Answers { get; init; }

    /// <summary>What the applicant gave where an official corrected it since, by the key of the question: null where they gave nothing. Only what the reader sees.</summary>
    public required JsonObject Submitted { get; init; }

    /// <summary>The questions whose answers may be corrected from where the reader stands.</summary>
    public ImmutableArray<FormField> Correctable { get; init; } = [];

    /// <summary>Those of them that must be filled before the step is agreed to.</summary>
    public ImmutableArray<FormField> Owed { get; init; } = [];

    /// <summary>Identity and account numbers are masked, and the reader may ask to see them where something is decided.</summary>
    public required bool HidesNumbers { get; init; }
    /// <summary>The time to supplement has not begun: the latest notice of what is missing is not recorded as delivered.</summary>
    public bool NoticeUndelivered { get; init; }

    /// <summary>In the order of the service's list, so that those of one requirement stand together.</summary>
    public required ImmutableArray<CasePaper> Papers { get; init; }

    /// <summary>Requirements that these answers owe and no paper meets.</summary>
    public ImmutableArray<LocalText> Lacking { get; init; } = [];

    public required ImmutableArray<EligibilityFinding> Findings { get; init; }
    public required ImmutableArray<RelatedCase> Related { get; init; }
    public required ImmutableArray<SeenLikeness> Likenesses { get; init; }
    public required ImmutableArray<NamingSeen> Naming { get; init; }
    public required ImmutableArray<VisitFound> Visits { get; init; }
    public required ImmutableArray<ObjectionSeen> Objections { get; init; }

    /// <summary>Oldest first. A run from before reasons were kept has none.</summary>
    public ImmutableArray<AskedAgain> AskedAgain { get; init; } = [];

    /// <summary>Oldest first.</summary>
    public required ImmutableArray<PastEvent> History { get; init; }

    /// <summary>Null where there is none yet, or not for this role.</summary>
    public AmountProposal? Proposal { get; init; }

    /// <summary>The file is among what the reader may open here.</summary>
    public bool Shows(Guid file) => Papers.Any(paper => paper.File.Value == file) || Visits.Any(visit => visit.Papers.Any(paper => paper.File.Value == file));
}
