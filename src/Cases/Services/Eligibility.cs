using System.Collections.Immutable;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Services;

public enum FindingSeverity
{
    /// <summary>The application cannot be accepted as it stands; a clerk says so, with the reason and the way out.</summary>
    Block,

    /// <summary>Evidence that a person must weigh and answer in writing.</summary>
    Judge,
    Info,
}

/// <summary>What a check of eligibility found. The program shows; a person decides.</summary>
/// <param name="Code">Stable: "eligibility.veto". The words stand in Texts/services.json.</param>
public sealed record EligibilityFinding(string Code, FindingSeverity Severity, ImmutableArray<(string Name, object? Value)> Evidence)
{
    public string Say(string language) => Saying.In(language, Code, null, Evidence);
}

/// <summary>A circumstance that may bar aid, with the rule that says so.</summary>
public sealed record Veto(string Key, LocalText Label, string Basis);

public sealed record Situation(string Key, LocalText Label);

/// <param name="VetoLookBackMonths">How far back from the application date a veto counts.</param>
/// <param name="Categories">Who may apply: "veteran", "special-care".</param>
public sealed record EligibilityRules(
    ImmutableArray<string> Categories, ImmutableArray<Situation> Situations, int VetoLookBackMonths, ImmutableArray<Veto> Vetoes);

public enum IdentityProof
{
    None,

    /// <summary>Papers were shown and a clerk confirmed them.</summary>
    Proved,

    /// <summary>The register knows the person with this number and name.</summary>
    Matched,
}

/// <param name="Veto">A key of the service's veto list.</param>
public sealed record VetoRecord(string Veto, DateOnly On, string Source);

public sealed record OtherRelief(string Programme, string GrantedBy, DateOnly On, long Cents);

public sealed record StaffRelative(string Name, string Relation, string Unit);

/// <summary>What is known about an application before its papers are counted.</summary>
public sealed record EligibilityFacts
{
    /// <summary>The application date.</summary>
    public required DateOnly On { get; init; }
    public required IdentityProof Identity { get; init; }

    /// <summary>"veteran", "special-care", or what else was declared.</summary>
    public required string Category { get; init; }

    /// <summary>Whether the household is registered in the area of the unit that was applied to.</summary>
    public required bool RegisteredHere { get; init; }

    /// <summary>Where to apply instead, where it is known.</summary>
    public string? ApplyAt { get; init; }
    public string? Situation { get; init; }
    public ImmutableArray<VetoRecord> VetoRecords { get; init; } = [];
    public ImmutableArray<OtherRelief> OtherRelief { get; init; } = [];
    public ImmutableArray<StaffRelative> StaffRelatives { get; init; } = [];
}

/// <summary>Eligibility before completeness: pure, and never a decision.</summary>
public static class EligibilityCheck
{
    public static ImmutableArray<EligibilityFinding> Run(EligibilityRules rules, EligibilityFacts facts) =>
        [.. Identity(rules, facts), .. Registration(facts), .. Hardship(rules, facts), .. Vetoes(rules, facts), .. Received(facts), .. Relatives(facts)];

    private static IEnumerable<EligibilityFinding> Identity(EligibilityRules rules, EligibilityFacts facts)
    {
        if (facts.Identity == IdentityProof.None)
            yield return new("eligibility.identity-unproved", FindingSeverity.Block, []);
        if (!rules.Categories.Contains(facts.Category, StringComparer.Ordinal))
            yield return new("eligibility.not-a-recipient", FindingSeverity.Block, [("category", facts.Category)]);
    }

    private static IEnumerable<EligibilityFinding> Registration(EligibilityFacts facts)
    {
        if (!facts.RegisteredHere)
            yield return facts.ApplyAt is { } place
                ? new("eligibility.registered-elsewhere", FindingSeverity.Block, [("place", place)])
                : new("eligibility.registration-unknown", FindingSeverity.Block, []);
    }

    private static IEnumerable<EligibilityFinding> Hardship(EligibilityRules rules, EligibilityFacts facts)
    {
        if (facts.Situation is null || !rules.Situations.Any(situation => situation.Key == facts.Situation))
            yield return new("eligibility.no-hardship", FindingSeverity.Block, []);
    }

    // Older events are not shown at all: nobody needs to see them to decide.
    private static IEnumerable<EligibilityFinding> Vetoes(EligibilityRules rules, EligibilityFacts facts) =>
        from record in facts.VetoRecords
        where record.On <= facts.On && record.On >= facts.On.AddMonths(-rules.VetoLookBackMonths)
        orderby record.On descending
        let veto = rules.Vetoes.FirstOrDefault(veto => veto.Key == record.Veto)
        select new EligibilityFinding("eligibility.veto", FindingSeverity.Judge,
            [("veto", veto?.Label ?? LocalText.Same(record.Veto)), ("on", record.On), ("source", record.Source), ("basis", veto?.Basis ?? ""), ("months", rules.VetoLookBackMonths)]);

    private static IEnumerable<EligibilityFinding> Received(EligibilityFacts facts) =>
        facts.OtherRelief.OrderByDescending(relief => relief.On).Select(relief => new EligibilityFinding("eligibility.other-relief", FindingSeverity.Info,
            [("programme", relief.Programme), ("by", relief.GrantedBy), ("on", relief.On), ("yuan", Yuan.Show(relief.Cents))]));

    private static IEnumerable<EligibilityFinding> Relatives(EligibilityFacts facts) =>
        facts.StaffRelatives.Select(relative => new EligibilityFinding("eligibility.staff-relative", FindingSeverity.Judge,
            [("name", relative.Name), ("relation", relative.Relation), ("unit", relative.Unit)]));

    /// <summary>Whether the case belongs into the separate register of staff relatives, where the higher level visits itself.</summary>
    public static bool NeedsHigherLevelVisit(EligibilityFacts facts) => !facts.StaffRelatives.IsEmpty;
}

internal static class Yuan
{
    public static string Show(long cents) => (cents / 100m).ToString("#,##0.00", System.Globalization.CultureInfo.InvariantCulture);

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
