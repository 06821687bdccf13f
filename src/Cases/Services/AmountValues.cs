using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Services;

/// <summary>The values of a formula on one day, read and checked.</summary>
internal sealed record AmountValues
{
    public long? ThresholdCents { get; private init; }
    public int? LookBackMonths { get; private init; }
    public required ImmutableArray<AmountBand> Bands { get; init; }
    public long FloorCents { get; private init; }
    public required long CapPerCaseCents { get; init; }
    public required long CapPerYearCents { get; init; }
    public required AmountRounding Rounding { get; init; }

    /// <summary>Grants in a calendar year; null: as often as there is a new cause.</summary>
    public int? MostPerYear { get; private init; }
    public int? FirstShareBasisPoints { get; private init; }

    public AmountBand? Band(string? situation, long cost) => Bands.FirstOrDefault(band =>
        (band.Situation is null || band.Situation == situation) && cost >= band.FromCents && (band.BelowCents is not { } end || cost < end));

    public static AmountValues Read(AmountFormula formula, RuleValues values)
    {
        var faults = new List<FileFault>();
        var set = Read(formula, key => new JsonSpot(values.Value(key), "rules.json", $"$.values.{key}", faults));
        return faults.Count == 0
            ? set
            : throw new RefusedException("rules.value-malformed", null, ("key", faults[0].Place), ("reason", faults[0].Reason("zh-CN")), ("reasonEn", faults[0].Reason("en")));
    }

    public static AmountValues Read(AmountFormula formula, Func<string, JsonSpot> value) => new()
    {
        ThresholdCents = formula.Threshold is { } threshold ? value(threshold).Cents() : null,
        LookBackMonths = formula.LookBackMonths is { } months ? value(months).Whole(1, 600) : null,
        Bands = ReadBands(value(formula.Bands)),
        FloorCents = formula.Floor is { } floor ? value(floor).Cents() : 0,
        CapPerCaseCents = value(formula.CapPerCase).Cents(),
        CapPerYearCents = value(formula.CapPerYear).Cents(),
        Rounding = ReadRounding(value(formula.Rounding)),
        MostPerYear = ReadFrequency(value(formula.Frequency)),
        FirstShareBasisPoints = formula.FirstShare is { } share ? value(share).Whole(0, 10_000) : null,
    };

    /// <summary>Whether one value of a file has the shape that the formula wants of its key.</summary>
    public static void Check(AmountFormula formula, string key, JsonSpot value)
    {
        if (key == formula.Bands)
            ReadBands(value);
        else if (key == formula.Rounding)
            ReadRounding(value);
        else if (key == formula.Frequency)
            ReadFrequency(value);
        else if (key == formula.LookBackMonths)
            value.Whole(1, 600);
        else if (key == formula.FirstShare)
            value.Whole(0, 10_000);
        else
            value.Cents();
    }

    /// <summary>
    /// <c>[{ "situation"?, "from"?, "below"?, "flat"?, "ratio"?, "over"?, "label"? }]</c>: yuan as text, ratio in basis points.
    /// Bands of one situation lie end to end and never pay less for more cost.
    /// </summary>
    internal static ImmutableArray<AmountBand> ReadBands(JsonSpot spot)
    {
        var bands = spot.Items().Select(item => ReadBand(item)).ToImmutableArray();
        if (bands.IsEmpty)
            spot.Fault("rules.no-bands");
        foreach (var (previous, next, index) in bands.Select((band, index) => (band, index)).Skip(1).Select(at => (bands[at.index - 1], at.band, at.index)))
        {
            if (previous.Situation != next.Situation)
                continue;
            if (previous.BelowCents != next.FromCents)
                spot.Item(index).Fault("rules.bands-apart", ("from", Yuan.Show(next.FromCents)));
            else if (previous.Exact(next.FromCents) > next.Exact(next.FromCents))
                spot.Item(index).Fault("rules.bands-fall", ("from", Yuan.Show(next.FromCents)));
        }

        for (var index = 0; index < bands.Length; index++)
            if (bands.Take(index).Any(earlier => Overlap(earlier, bands[index])))
                spot.Item(index).Fault("rules.bands-overlap");
        return bands;
    }

    private static bool Overlap(AmountBand one, AmountBand other) =>
        (one.Situation is null || other.Situation is null || one.Situation == other.Situation)
        && one.FromCents < (other.BelowCents ?? long.MaxValue) && other.FromCents < (one.BelowCents ?? long.MaxValue);

    private static AmountBand ReadBand(JsonSpot item)
    {
        item.Knows("situation", "from", "below", "flat", "ratio", "over", "label");
        var band = new AmountBand(
            item.Has("situation") ? item.Text("situation") : null,
            item.Has("from") ? item.At("from").Cents() : 0,
            item.Has("below") ? item.At("below").Cents() : null,
            item.Has("flat") ? item.At("flat").Cents() : 0,
            item.Has("ratio") ? item.At("ratio").Whole(0, 10_000) : 0,
            item.Has("over") ? item.At("over").Cents() : 0,
            item.Has("label") ? item.Local("label") : null);
        if (!item.Has("flat") && !item.Has("ratio"))
            item.Fault("rules.band-empty");
        if (band.BelowCents <= band.FromCents)
            item.Fault("rules.band-reversed");
        return band;
    }

    internal static AmountRounding ReadRounding(JsonSpot spot)
    {
        spot.Knows("unit", "mode");
        var unit = spot.At("unit").Cents();
        if (unit <= 0)
            spot.At("unit").Fault("rules.rounding-unit");
        var mode = spot.OneOf("mode", new Dictionary<string, RoundingMode> { ["down"] = RoundingMode.Down, ["half-up"] = RoundingMode.HalfUp, ["up"] = RoundingMode.Up });
        return new AmountRounding(Math.Max(1, unit), mode);
    }

    internal static int? ReadFrequency(JsonSpot spot)
    {
        spot.Knows("per", "most");
        return spot.OneOf("per", new Dictionary<string, bool> { ["year"] = true, ["cause"] = false }) ? spot.At("most").Whole(1, 1000) : null;
    }
}
