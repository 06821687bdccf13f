using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Showing;

namespace AidWorkflow.Portal.Designing;

public enum RuleKind
{
    Bands,

    /// <summary>Yuan.</summary>
    Money,
    Months,

    /// <summary>Per cent.</summary>
    Share,
    Rounding,
    Frequency,
}

/// <summary>The values of a service's formula as fields of a page, and back as rules.json writes them.</summary>
/// <param name="Fields">Name → what is written: "cap-per-case", "bands[1].from".</param>
public sealed record RuleTable(AmountFormula Formula, ImmutableDictionary<string, string> Fields)
{
    private const int MostBands = 60;

    private static readonly string[] Columns = ["situation", "from", "below", "flat", "ratio", "over", "zh", "en"];

    public static RuleKind KindOf(AmountFormula formula, string key) => key switch
    {
        _ when key == formula.Bands => RuleKind.Bands,
        _ when key == formula.Rounding => RuleKind.Rounding,
        _ when key == formula.Frequency => RuleKind.Frequency,
        _ when key == formula.LookBackMonths => RuleKind.Months,
        _ when key == formula.FirstShare => RuleKind.Share,
        _ => RuleKind.Money,
    };

    /// <param name="values">Key → value as a row holds it.</param>
    public static RuleTable Of(AmountFormula formula, IReadOnlyDictionary<string, string> values)
    {
        var fields = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var key in formula.Keys.Where(values.ContainsKey))
            Write(fields, formula, key, JsonNode.Parse(values[key]));
        return new(formula, fields.ToImmutable());
    }

    public static RuleTable Posted(AmountFormula formula, IFormCollection form) => new(formula, form
        .Where(field => formula.Keys.Any(key => field.Key == key || field.Key.StartsWith(key + ".", StringComparison.Ordinal) || field.Key.StartsWith(key + "[", StringComparison.Ordinal)))
        .ToImmutableDictionary(field => field.Key, field => field.Value.ToString().Trim(), StringComparer.Ordinal));

    public string Field(string name) => Fields.GetValueOrDefault(name, "");

    /// <summary>How many bands stand in the table.</summary>
    public int Bands => Enumerable.Range(0, MostBands).TakeWhile(row => Columns.Any(column => Fields.ContainsKey(Name(row, column)))).Count();

    public RuleTable WithBand() => Bands == MostBands ? this : this with { Fields = Fields.SetItem(Name(Bands, "flat"), "") };

    public RuleTable WithoutBand(int row) => Rows([.. Enumerable.Range(0, Bands).Where(one => one != row)]);

    public RuleTable WithBandUp(int row) => row <= 0 || row >= Bands ? this : Rows([.. Enumerable.Range(0, Bands).Select(one => one == row ? row - 1 : one == row - 1 ? row : one)]);

    private RuleTable Rows(ImmutableArray<int> order) => this with
    {
        Fields = Fields.RemoveRange(Fields.Keys.Where(name => name.StartsWith(Formula.Bands + "[", StringComparison.Ordinal)))
            .AddRange(order.SelectMany((from, to) => Columns.Where(column => Fields.ContainsKey(Name(from, column))).Select(column => KeyValuePair.Create(Name(to, column), Fields[Name(from, column)])))),
    };

    private string Name(int row, string column) => $"{Formula.Bands}[{row}].{column}";

    /// <summary>The value of a key as rules.json writes it; what cannot be read stays text, so that the check names it.</summary>
    public JsonNode Json(string key)
    {
        switch (KindOf(Formula, key))
        {
            case RuleKind.Bands:
                return new JsonArray([.. Enumerable.Range(0, Bands).Select(row => (JsonNode)Band(row))]);
            case RuleKind.Rounding:
                return new JsonObject { ["unit"] = Field(key + ".unit"), ["mode"] = Field(key + ".mode") };
            case RuleKind.Frequency:
                return Field(key + ".per") == "year" ? new JsonObject { ["per"] = "year", ["most"] = Whole(Field(key + ".most")) } : new JsonObject { ["per"] = Field(key + ".per") };
            case RuleKind.Months:
                return Whole(Field(key));
            case RuleKind.Share:
                return Share(Field(key));
            default:
                return Money(Field(key));
        }
    }

    private JsonObject Band(int row)
    {
        var band = new JsonObject();
        string Of(string column) => Field(Name(row, column));
        if (Of("situation").Length > 0)
            band["situation"] = Of("situation");
        foreach (var column in (string[])["from", "below", "flat"])
            if (Of(column).Length > 0)
                band[column] = Money(Of(column));
        if (Of("ratio").Length > 0)
            band["ratio"] = Share(Of("ratio"));
        if (Of("over").Length > 0)
            band["over"] = Money(Of("over"));
        if (Of("zh").Length > 0 || Of("en").Length > 0)
            band["label"] = new JsonObject { ["zh-CN"] = Of("zh"), ["en"] = Of("en") };
        return band;
    }

    private static JsonValue Money(string text) => JsonValue.Create(text.Replace(",", "", StringComparison.Ordinal).Replace("，", "", StringComparison.Ordinal));

    private static JsonValue Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : JsonValue.Create(text);

    /// <summary>Per cent on the page, basis points in the file.</summary>
    private static JsonValue Share(string text) =>
        decimal.TryParse(text.TrimEnd('%', ' '), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share <= 100 && share * 100 == Math.Truncate(share * 100)
            ? JsonValue.Create((int)(share * 100)) : JsonValue.Create(text);

    /// <summary>Everything that is wrong with the fields, each fault at its field.</summary>
    public IEnumerable<Fault> Faults(string language) => Formula.Keys.SelectMany(key => AddRuleValue.Faults(Formula, key, Json(key).ToJsonString()))
        .Select(fault => new Fault(Named(fault.Place), IsShare(fault.Place) ? language == "en" ? "Write a percentage from 0 to 100, such as 60 or 12.5." : "请填 0 到 100 的百分比，例如 60 或 12.5。" : fault.Reason(language)));

    private bool IsShare(string place) => place.EndsWith(".ratio", StringComparison.Ordinal) || place == Formula.FirstShare;

    private static string Named(string place) => place.Replace(".label.zh-CN", ".zh", StringComparison.Ordinal).Replace(".label.en", ".en", StringComparison.Ordinal).Replace(".label", ".zh", StringComparison.Ordinal);

    /// <summary>The keys whose value is another than before, with the new one.</summary>
    public ImmutableDictionary<string, string> Changed(IReadOnlyDictionary<string, string> before) => Formula.Keys
        .Select(key => (Key: key, Json: Json(key)))
        .Where(one => !before.TryGetValue(one.Key, out var stood) || !JsonNode.DeepEquals(JsonNode.Parse(stood), one.Json))
        .ToImmutableDictionary(one => one.Key, one => one.Json.ToJsonString(Readable), StringComparer.Ordinal);

    private static readonly System.Text.Json.JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All) };

    private static void Write(ImmutableDictionary<string, string>.Builder fields, AmountFormula formula, string key, JsonNode? value)
    {
        switch (KindOf(formula, key))
        {
            case RuleKind.Bands:
                foreach (var (band, row) in (value as JsonArray ?? []).Select((band, row) => (band, row)))
                    foreach (var column in Columns)
                        if ((column is "zh" or "en" ? band?["label"]?[column == "zh" ? "zh-CN" : "en"] : band?[column]) is { } said)
                            fields[$"{key}[{row}].{column}"] = column == "ratio" ? Percent(said) : said.ToString();
                break;
            case RuleKind.Rounding:
                (fields[key + ".unit"], fields[key + ".mode"]) = (value?["unit"]?.ToString() ?? "", value?["mode"]?.ToString() ?? "");
                break;
            case RuleKind.Frequency:
                (fields[key + ".per"], fields[key + ".most"]) = (value?["per"]?.ToString() ?? "", value?["most"]?.ToString() ?? "");
                break;
            case RuleKind.Share when value is not null:
                fields[key] = Percent(value);
                break;
            default:
                fields[key] = value?.ToString() ?? "";
                break;
        }
    }

    private static string Percent(JsonNode basisPoints) => basisPoints is JsonValue value && value.TryGetValue<int>(out var points) ? (points / 100m).ToString("0.##", CultureInfo.InvariantCulture) : basisPoints.ToString();
}
