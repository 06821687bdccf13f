using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace AidWorkflow.Portal.Replaying;

/// <summary>What happens to a planned case beside the ordinary.</summary>
internal enum Turn
{
    /// <summary>Something is missing at intake, and is supplied.</summary>
    Supplement,

    /// <summary>Somebody objects to the notice; the township gives a second opinion.</summary>
    Objection,

    /// <summary>The bank returns the first payment; the account is corrected.</summary>
    BankReturn,
    NotAccepted,
    WithdrawnBeforeVisit,
    RefusedByDistrict,
    RefusedByProvince,

    /// <summary>After a refusal the applicant asks again and is granted.</summary>
    ReconsideredAndGranted,

    /// <summary>After a refusal the applicant asks again and is refused again.</summary>
    ReconsideredAndUpheld,
}

/// <param name="Key">Unique in the plan: the key of everything done for it.</param>
/// <param name="Unit">Division code of the village of registration.</param>
/// <param name="Yuan">What the district approves, in yuan with two decimals.</param>
/// <param name="Answers">Answers of the form that differ from the service's sample.</param>
internal sealed record PlannedCase(string Key, string Service, string Unit, DateOnly On, string Yuan, JsonObject? Answers, ImmutableArray<Turn> Turns)
{
    /// <summary>In cents; read once, after the check.</summary>
    [JsonIgnore]
    public long Cents => ReplayPlan.Cents(Yuan)!.Value;

    public bool Has(Turn turn) => !Turns.IsDefault && Turns.Contains(turn);
}

/// <param name="Source">District, City or Provincial.</param>
internal sealed record PlannedFund(string Code, string NameZh, string NameEn, Cases.Funding.FundSource Source, string Yuan);

/// <summary>What every application for a service says and brings, unless the planned case says otherwise.</summary>
/// <param name="Documents">Keys of the papers it brings; the last is the one that is missing where a supplement is planned.</param>
internal sealed record PlannedSample(JsonObject Answers, ImmutableArray<string> Documents);

/// <summary>A year of applications, relative: what each person does so many working days after it became possible.</summary>
internal sealed record ReplayPlan
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    public required string Name { get; init; }
    public required int Year { get; init; }

    /// <summary>Makes the people: the same seed makes the same ones.</summary>
    public required int Seed { get; init; }

    public required ImmutableArray<PlannedFund> Funds { get; init; }

    /// <summary>Working days from a task's being there to its being done, by step name; a step that is not named takes two.</summary>
    public required ImmutableDictionary<string, int> Pace { get; init; }

    /// <summary>By service.</summary>
    public required ImmutableDictionary<string, PlannedSample> Samples { get; init; }

    public required ImmutableArray<PlannedCase> Cases { get; init; }

    /// <summary>Of the file, with its algorithm: a changed plan is not resumed.</summary>
    [JsonIgnore]
    public string Hash { get; private init; } = "";

    /// <exception cref="PlanException">It cannot be read, or says something impossible: every fault with its place.</exception>
    public static ReplayPlan Read(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            var plan = JsonSerializer.Deserialize<ReplayPlan>(bytes, Json) ?? throw new PlanException(["$: the plan is empty"]);
            var faults = plan.Faults().ToArray();
            return faults.Length == 0 ? plan with { Hash = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes)) } : throw new PlanException(faults);
        }
        catch (JsonException malformed)
        {
            throw new PlanException([$"{malformed.Path ?? "$"}: {malformed.Message}"]);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new PlanException([$"{path}: {unreadable.Message}"]);
        }
    }

    internal static long? Cents(string? yuan) =>
        decimal.TryParse(yuan, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var amount)
        && amount * 100 == decimal.Truncate(amount * 100) && amount is > 0 and < 1_000_000_000 ? (long)(amount * 100) : null;

    private IEnumerable<string> Faults()
    {
        if (Year is < 2000 or > 2100)
            yield return $"$.year: {Year} is not a year that can be replayed";
        if (Cases.IsDefaultOrEmpty)
            yield return "$.cases: there is no case";
        for (var index = 0; index < (Funds.IsDefault ? 0 : Funds.Length); index++)
            if (Cents(Funds[index].Yuan) is null)
                yield return $"$.funds[{index}].yuan: '{Funds[index].Yuan}' is not an amount in yuan with at most two decimals";
        foreach (var (step, days) in Pace)
            if (days is < 0 or > 250)
                yield return $"$.pace.{step}: {days} is not a number of working days";

        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < (Cases.IsDefault ? 0 : Cases.Length); index++)
        {
            var planned = Cases[index];
            if (string.IsNullOrWhiteSpace(planned.Key) || !keys.Add(planned.Key))
                yield return $"$.cases[{index}].key: '{planned.Key}' is empty or used twice";
            if (!Samples.ContainsKey(planned.Service))
                yield return $"$.cases[{index}].service: there is no sample for '{planned.Service}'";
            if (Cents(planned.Yuan) is null)
                yield return $"$.cases[{index}].yuan: '{planned.Yuan}' is not an amount in yuan with at most two decimals";
            if (planned.On.Year != Year)
                yield return $"$.cases[{index}].on: {planned.On:yyyy-MM-dd} is not in {Year}";
        }
    }
}

/// <summary>A plan that cannot be replayed, with every fault and its place.</summary>
internal sealed class PlanException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
