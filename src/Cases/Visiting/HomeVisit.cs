using System.Collections.Immutable;
using System.Globalization;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Visiting;

public enum VisitMethod
{
    Home,

    /// <summary>In a major emergency (Measures for minimum-living review, art. 16).</summary>
    Telephone,
    Video,
}

/// <summary>
/// What two investigators found, signed by both and by a family member
/// (Measures for minimum-living review and confirmation, 2021, art. 16: at least two investigators).
/// </summary>
public sealed class HomeVisit
{
    public required VisitId Id { get; init; }
    public required CaseId CaseId { get; init; }
    public required RoundId RoundId { get; init; }
    public required DateOnly VisitedOn { get; init; }
    public required VisitMethod Method { get; init; }
    public required AccountId FirstInvestigatorId { get; init; }

    /// <summary>Set when the second investigator, who must be another person, signs.</summary>
    public AccountId? SecondInvestigatorId { get; set; }

    /// <summary>The text of <see cref="SignedVisit"/>, encrypted.</summary>
    public required byte[] Findings { get; init; }

    /// <summary>Hash of what the three signed, with its algorithm: "sha256:…".</summary>
    public required string SignedHash { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
    public DateTimeOffset? ConfirmedAt { get; set; }
}

/// <summary>What the investigators and the family signed. Its text is what is hashed and kept, so its form may not change.</summary>
public sealed record SignedVisit(DateOnly VisitedOn, VisitMethod Method, string FamilyMember, string Findings)
{
    public string Text => $"{VisitedOn:yyyy-MM-dd}\n{Method}\n{FamilyMember}\n{Findings}";

    public static SignedVisit Read(string text)
    {
        var lines = text.Split('\n', 4);
        return new(DateOnly.ParseExact(lines[0], "yyyy-MM-dd", CultureInfo.InvariantCulture), Enum.Parse<VisitMethod>(lines[1]), lines[2], lines[3]);
    }
}

/// <summary>The visit as it is entered.</summary>
public sealed record VisitReport(DateOnly VisitedOn, VisitMethod Method, string Findings, string FamilyMember, bool FamilySigned)
{
    /// <summary>Signatures and photos taken on the spot.</summary>
    public ImmutableArray<VisitSheet> Papers { get; init; } = [];
}
