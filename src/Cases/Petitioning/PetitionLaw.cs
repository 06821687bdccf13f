using System.Collections.Frozen;
using System.Collections.Immutable;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>What a limit of the law of petitions is for. Each begins with an event of its own and runs against somebody of its own.</summary>
public enum LimitKind
{
    /// <summary>Whoever received it registers it, and sends it on or says in writing what becomes of it. Runs from the receipt.</summary>
    Registering,

    /// <summary>The body in charge says in writing whether it accepts. Runs from the day on which it came there.</summary>
    Notifying,

    /// <summary>A body that is not in charge says so, with reasons. Runs from the day on which it came there.</summary>
    Objecting,

    /// <summary>The body in charge answers. Runs from the acceptance.</summary>
    Handling,

    /// <summary>The petitioner asks for review (复查). Runs from the delivery of the answer.</summary>
    AskingReview,

    /// <summary>The superior body answers the request for review. Runs from the request.</summary>
    Reviewing,

    /// <summary>The petitioner asks for re-review (复核). Runs from the delivery of the opinion of the review.</summary>
    AskingReReview,

    /// <summary>The body above answers the request for re-review. Runs from the request.</summary>
    ReReviewing,
}

/// <summary>Against whom a limit runs.</summary>
public enum LimitHolder
{
    Receiver,
    Body,
    Petitioner,
    ReviewBody,
    ReReviewBody,
}

/// <param name="Article">Of the law, as it is cited.</param>
/// <param name="Extension">Calendar days by which it may be made longer, once; nought where it may not.</param>
/// <param name="HearingsPause">The days of a hearing do not count.</param>
public sealed record StatutoryLimit(LimitKind Kind, Term Term, Roll Roll, string Article, int Extension, bool HearingsPause)
{
    public LimitHolder Holder => Kind switch
    {
        LimitKind.Registering => LimitHolder.Receiver,
        LimitKind.Notifying or LimitKind.Objecting or LimitKind.Handling => LimitHolder.Body,
        LimitKind.AskingReview or LimitKind.AskingReReview => LimitHolder.Petitioner,
        LimitKind.Reviewing => LimitHolder.ReviewBody,
        _ => LimitHolder.ReReviewBody,
    };
}

/// <summary>The law of petitions as it stood between two days. A matter runs under the law of the day on which it was received, to its end.</summary>
/// <param name="To">The last day; null while it is in force.</param>
/// <param name="IsConfirmed">Somebody held its limits against the text. One that nobody did stays out of production.</param>
/// <param name="Transition">Which matters it governs, for whoever asks why a date is what it is.</param>
/// <param name="OpinionsOnly">The limit for answering and review by the bodies above are for what is answered by a petition opinion alone, as since 2022 (art. 31, item 6, and 34 to 36); else for every petition.</param>
public sealed record PetitionLaw(
    string Key, LocalText Name, DateOnly From, DateOnly? To, bool IsConfirmed, string Source, LocalText Transition, int MostRepresentatives, bool OpinionsOnly, FrozenDictionary<LimitKind, StatutoryLimit> Limits)
{
    public StatutoryLimit this[LimitKind kind] => Limits[kind];

    /// <summary>Whether a petition has to be answered within a limit, and the answer can be looked at again by the bodies above.</summary>
    /// <param name="branch">Of a claim; null for other classes.</param>
    public bool IsReviewable(ClaimBranch? branch) => !OpinionsOnly || branch == ClaimBranch.PetitionHandling;

    public bool Governs(DateOnly received) => From <= received && (To is not { } last || received <= last);
}

/// <summary>Every law of petitions that is known, in the order of their days.</summary>
public sealed class PetitionLaws(ImmutableArray<PetitionLaw> all)
{
    public ImmutableArray<PetitionLaw> All { get; } = all;

    /// <exception cref="Acting.RefusedException">petition.no-law: none is known for that day.</exception>
    public PetitionLaw Of(DateOnly received) => All.FirstOrDefault(law => law.Governs(received)) ?? throw new Acting.RefusedException("petition.no-law", "receivedOn", ("on", received));

    /// <exception cref="KeyNotFoundException">A petition was registered under a law that is gone.</exception>
    public PetitionLaw ByKey(string key) => All.FirstOrDefault(law => law.Key == key) ?? throw new KeyNotFoundException($"There is no law of petitions with the key '{key}'.");

    /// <summary>Reads laws.json. Two laws of one day are a fault; days without any are none.</summary>
    public static (PetitionLaws? Laws, ImmutableArray<FileFault> Faults) Read(string json, string file)
    {
        var faults = new List<FileFault>();
        if (JsonSpot.Parse(json, file, faults) is not { } root)
            return (null, [.. faults]);
        root.Knows("laws");
        var laws = root.Items("laws").Select(Law).OrderBy(law => law.From).ToImmutableArray();
        for (var at = 1; at < laws.Length; at++)
            if (laws[at - 1].To is not { } last || last >= laws[at].From)
                root.At("laws").Fault("petition.laws-overlap", ("one", laws[at - 1].Name), ("other", laws[at].Name));
        if (laws.Select(law => law.Key).Distinct(StringComparer.Ordinal).Count() < laws.Length)
            root.At("laws").Fault("petition.laws-twice");
        return faults.Count == 0 ? (new(laws), []) : (null, [.. faults]);
    }

    private static PetitionLaw Law(JsonSpot law)
    {
        law.Knows("key", "name", "from", "to", "confirmed", "source", "transition", "mostRepresentatives", "opinionsOnly", "limits");
        var limits = law.At("limits");
        limits.Knows([.. LimitKinds.Keys]);
        return new(law.Text("key"), law.Local("name"), law.Day("from"), law.DayIfAny("to"), law.Flag("confirmed"), law.Text("source"), law.Local("transition"), law.At("mostRepresentatives").Whole(1, 100), law.FlagIfAny("opinionsOnly", otherwise: false),
            LimitKinds.ToFrozenDictionary(kind => kind.Value, kind => Limit(kind.Value, limits.At(kind.Key))));
    }

    private static StatutoryLimit Limit(LimitKind kind, JsonSpot limit)
    {
        limit.Knows("count", "unit", "article", "roll", "extension", "hearingsPause");
        return new(kind, new(limit.At("count").Whole(1, 730), limit.OneOf("unit", Units)), limit.FlagIfAny("roll", otherwise: false) ? Roll.ToNextWorkingDay : Roll.None,
            limit.Text("article"), limit.Has("extension") ? limit.At("extension").Whole(1, 730) : 0, limit.FlagIfAny("hearingsPause", otherwise: false));
    }

    private static readonly FrozenDictionary<string, TimeUnit> Units = new Dictionary<string, TimeUnit>(StringComparer.Ordinal)
    {
        ["calendar-days"] = TimeUnit.CalendarDays,
        ["working-days"] = TimeUnit.WorkingDays,
        ["months"] = TimeUnit.Months,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, LimitKind> LimitKinds = new Dictionary<string, LimitKind>(StringComparer.Ordinal)
    {
        ["registering"] = LimitKind.Registering,
        ["notifying"] = LimitKind.Notifying,
        ["objecting"] = LimitKind.Objecting,
        ["handling"] = LimitKind.Handling,
        ["asking-review"] = LimitKind.AskingReview,
        ["reviewing"] = LimitKind.Reviewing,
        ["asking-re-review"] = LimitKind.AskingReReview,
        ["re-reviewing"] = LimitKind.ReReviewing,
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
