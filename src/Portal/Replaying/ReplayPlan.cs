using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AidWorkflow.Portal.Hosting;

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
    /// <summary>Of the turns that end a case, or decide how it ends, one case has one.</summary>
    private static readonly ImmutableArray<Turn> Ends =
        [Turn.NotAccepted, Turn.WithdrawnBeforeVisit, Turn.RefusedByDistrict, Turn.RefusedByProvince, Turn.ReconsideredAndGranted, Turn.ReconsideredAndUpheld];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectNullableAnnotations = true,
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
        var bytes = Bytes(path);
        try
        {
            var plan = JsonSerializer.Deserialize<ReplayPlan>(bytes, Json) ?? throw new PlanException([("$：计划是空的", "$: the plan is empty")]);
            var faults = plan.Faults().ToArray();
            return faults.Length == 0 ? plan with { Hash = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes)) } : throw new PlanException(faults);
        }
        catch (JsonException malformed)
        {
            var (place, reason) = (malformed.Path ?? "$", PlanFault.Of(malformed));
            throw new PlanException([KeyAt(bytes, place) is { } key ? OfCase(key, place, reason) : ($"{place}：{reason.Chinese}", $"{place}: {reason.English}")]);
        }
    }

    internal static long? Cents(string? yuan) =>
        decimal.TryParse(yuan, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var amount)
        && amount * 100 == decimal.Truncate(amount * 100) && amount is > 0 and < 1_000_000_000 ? (long)(amount * 100) : null;

    /// <summary>A fault of one case: whose it is, where it stands, and what to do.</summary>
    internal static Said OfCase(string key, string place, Said reason) => ($"案件 {key}，{place}：{reason.Chinese}", $"case {key}, {place}: {reason.English}");

    private static byte[] Bytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new PlanException([($"无法读取计划文件 {path}：请核对路径，确认它是文件且可以读取。", $"The plan {path} cannot be read: check that it is there, is a file, and may be read.")]);
        }
    }

    /// <summary>The key of the case that a JSON path leads into; null when there is none to be read.</summary>
    private static string? KeyAt(byte[] bytes, string place)
    {
        const string Start = "$.cases[";
        if (!place.StartsWith(Start, StringComparison.Ordinal) || !int.TryParse(place[Start.Length..].Split(']')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return null;
        try
        {
            return JsonNode.Parse(bytes, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })?["cases"]?[index]?["key"]?.ToString();
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private IEnumerable<Said> Faults()
    {
        if (Year is < 2000 or > 2100)
            yield return ($"$.year：{Year} 年不能重放，请填 2000 至 2100", $"$.year: {Year} is not a year that can be replayed; say one from 2000 to 2100");
        if (Cases.IsDefaultOrEmpty)
            yield return ("$.cases：没有案件，请至少写一件", "$.cases: there is no case; plan at least one");
        for (var index = 0; index < (Funds.IsDefault ? 0 : Funds.Length); index++)
        {
            if (Cents(Funds[index].Yuan) is null)
                yield return ($"$.funds[{index}].yuan：“{Funds[index].Yuan}”不是至多两位小数的正数金额（元）", $"$.funds[{index}].yuan: '{Funds[index].Yuan}' is not an amount in yuan with at most two decimals");
            if (string.IsNullOrWhiteSpace(Funds[index].Code) || Funds.Take(index).Any(other => other.Code == Funds[index].Code))
                yield return ($"$.funds[{index}].code：“{Funds[index].Code}”为空或重复，请另取一个", $"$.funds[{index}].code: '{Funds[index].Code}' is empty or used twice; choose another");
        }

        foreach (var (step, days) in Pace)
            if (days is < 0 or > 250)
                yield return ($"$.pace.{step}：{days} 不是工作日数，请填 0 至 250", $"$.pace.{step}: {days} is not a number of working days; say one from 0 to 250");

        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < (Cases.IsDefault ? 0 : Cases.Length); index++)
        {
            foreach (var (field, reason) in Faults(Cases[index], keys))
                yield return OfCase(string.IsNullOrWhiteSpace(Cases[index]?.Key) ? $"#{index + 1}" : Cases[index].Key, $"$.cases[{index}]{field}", reason);
        }
    }

    private IEnumerable<(string Field, Said Reason)> Faults(PlannedCase? planned, HashSet<string> keys)
    {
        if (planned is null)
        {
            yield return ("", ("案件是空的，请删去或写全", "the case is null; take it out or write it"));
            yield break;
        }

        if (string.IsNullOrWhiteSpace(planned.Key) || !keys.Add(planned.Key))
            yield return (".key", ($"“{planned.Key}”为空或重复，请另取一个", $"'{planned.Key}' is empty or used twice; choose another"));
        else if (planned.Key.Contains('/'))
            yield return (".key", ("不能含有“/”", "it must have no '/'"));
        if (planned.Service is null || Samples.GetValueOrDefault(planned.Service) is not { Answers: not null, Documents.IsDefault: false })
            yield return (".service", ($"“{planned.Service}”在 $.samples 中没有完整的样例，请补上或改正", $"there is no whole sample for '{planned.Service}' in $.samples; add it or correct the name"));
        if (planned.Unit is null)
            yield return (".unit", ("没有写户籍村（社区）的区划代码", "the code of the village is missing"));
        if (Cents(planned.Yuan) is null)
            yield return (".yuan", ($"“{planned.Yuan}”不是至多两位小数的正数金额（元）", $"'{planned.Yuan}' is not an amount in yuan with at most two decimals"));
        if (!planned.Turns.IsDefault && planned.Turns.Where(Ends.Contains).Distinct().ToList() is { Count: > 1 } ends)
            yield return (".turns", ($"一件不能既 {ends[0]} 又 {ends[1]}，请只留一个", $"a case cannot end both as {ends[0]} and as {ends[1]}; keep one"));
        if (planned.On.Year != Year)
            yield return (".on", ($"{planned.On:yyyy-MM-dd} 不在 {Year} 年内", $"{planned.On:yyyy-MM-dd} is not in {Year}"));
    }
}

/// <summary>A plan that cannot be replayed, with every fault and its place.</summary>
internal sealed class PlanException(IReadOnlyList<Said> faults, Exception? inner = null) : Exception(string.Join(Environment.NewLine, faults.Select(fault => fault.English)), inner)
{
    public Said Words { get; } = (string.Join(Environment.NewLine, faults.Select(fault => fault.Chinese)), string.Join(Environment.NewLine, faults.Select(fault => fault.English)));
}
