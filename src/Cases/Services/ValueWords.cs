using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Services;

/// <summary>One line of a rule value as people read it: for whom or for which cost, and what.</summary>
public sealed record ValueLine(LocalText? Of, LocalText What);

/// <summary>The values of a formula as people read them. Whoever enters a new one writes it as rules.json has it.</summary>
public static class ValueWords
{
    /// <summary>What a key of the formula is about; a key that the formula does not ask for is called as it is.</summary>
    public static LocalText Name(AmountFormula formula, string key) => key switch
    {
        _ when key == formula.Bands => new("救助档次", "Bands"),
        _ when key == formula.Threshold => new("起付线", "Threshold"),
        _ when key == formula.LookBackMonths => new("费用回溯期", "How far back costs count"),
        _ when key == formula.Floor => new("最低救助额", "Least grant"),
        _ when key == formula.CapPerCase => new("单次封顶", "Cap per case"),
        _ when key == formula.CapPerYear => new("年度封顶", "Cap per year"),
        _ when key == formula.Rounding => new("取整办法", "Rounding"),
        _ when key == formula.Frequency => new("救助次数", "How often"),
        _ when key == formula.FirstShare => new("先行救助比例", "Share of a first payment"),
        _ => LocalText.Same(key),
    };

    public static ImmutableArray<ValueLine> Lines(AmountFormula formula, string key, string json)
    {
        using var parsed = JsonDocument.Parse(json);
        var faults = new List<FileFault>();
        var spot = new JsonSpot(parsed.RootElement, "rules.json", $"$.values.{key}", faults);
        ImmutableArray<ValueLine> lines = key switch
        {
            _ when key == formula.Bands => [.. AmountValues.ReadBands(spot).Select(band => Line(formula, band))],
            _ when key == formula.Rounding && AmountValues.ReadRounding(spot) is var rounding =>
                [Line($"{AmountWords.Mode(rounding.Mode).Zh}到 {Yuan.Show(rounding.UnitCents)} 元的整数倍", $"{AmountWords.Mode(rounding.Mode).En} to a multiple of {Yuan.Show(rounding.UnitCents)} yuan")],
            _ when key == formula.Frequency => [AmountValues.ReadFrequency(spot) is { } most ? Line($"每年最多 {most} 次", $"at most {most} a year") : Line($"每个事由一次", $"once for each cause")],
            _ when key == formula.LookBackMonths && spot.Whole(1, 600) is var months => [Line($"申请前 {months} 个月内", $"within {months} months before the application")],
            _ when key == formula.FirstShare && AmountWords.Percent(spot.Whole(0, 10_000)) is var share => [Line($"建议金额的 {share}", $"{share} of the proposed amount")],
            _ when spot.Cents() is var cents => [Line($"{Yuan.Show(cents)} 元", $"{Yuan.Show(cents)} yuan")],
            _ => [],
        };
        return faults.Count == 0 ? lines : [new(null, LocalText.Same(json))]; // of a key that no formula of today reads
    }

    private static ValueLine Line(FormattableString chinese, FormattableString english) =>
        new(null, new(chinese.ToString(CultureInfo.InvariantCulture), english.ToString(CultureInfo.InvariantCulture)));

    private static ValueLine Line(AmountFormula formula, AmountBand band)
    {
        var over = band.OverCents == 0 ? LocalText.Of($"费用", $"the cost") : LocalText.Of($"费用超过 {Yuan.Show(band.OverCents)} 元的部分", $"the cost above {Yuan.Show(band.OverCents)} yuan");
        var share = LocalText.Of($"{over.Zh}的 {AmountWords.Percent(band.RatioBasisPoints)}", $"{AmountWords.Percent(band.RatioBasisPoints)} of {over.En}");
        var flat = LocalText.Of($"{Yuan.Show(band.FlatCents)} 元", $"{Yuan.Show(band.FlatCents)} yuan");
        var of = band.Label ?? (formula.Cost is null ? LocalText.Same(band.Situation ?? "") : AmountWords.Range(band));
        return new(of, (band.FlatCents, band.RatioBasisPoints) switch
        {
            (_, 0) => flat,
            (0, _) => share,
            _ => new($"{flat.Zh}，加上{share.Zh}", $"{flat.En} and {share.En}"),
        });
    }
}
