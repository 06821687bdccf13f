using System.Collections.Immutable;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Services;

/// <summary>Reads rules.json: the formula, and the values that seed its rows.</summary>
internal static class RulesReading
{
    public static (AmountFormula Formula, ImmutableArray<RuleSeed> Seeds) Read(JsonSpot root, FormDefinition? form)
    {
        root.Knows("formula", "values");
        var formula = Formula(root.At("formula"), form);
        var items = root.Items("values").ToArray();
        var seeds = items.Select(Seed).ToImmutableArray();
        for (var index = 0; index < items.Length; index++)
            Check(items[index], seeds[index], formula, [.. seeds.Take(index)]);
        foreach (var key in formula.Keys.Where(key => key.Length > 0 && !seeds.Any(seed => seed.Key == key)))
            root.At("values").Fault("rules.key-without-value", ("key", key));
        return (formula, seeds);
    }

    private static AmountFormula Formula(JsonSpot spot, FormDefinition? form)
    {
        spot.Knows("unit", "cost", "situation", "lookBackMonths", "threshold", "bands", "floor", "capPerCase", "capPerYear", "rounding", "frequency", "firstShare");
        var formula = new AmountFormula
        {
            Unit = DescriptionReading.Unit(spot),
            Cost = spot.Has("cost") ? Cost(spot.At("cost"), form) : null,
            Situation = spot.TextIfAny("situation"),
            LookBackMonths = spot.TextIfAny("lookBackMonths"),
            Threshold = spot.TextIfAny("threshold"),
            Bands = spot.Text("bands"),
            Floor = spot.TextIfAny("floor"),
            CapPerCase = spot.Text("capPerCase"),
            CapPerYear = spot.Text("capPerYear"),
            Rounding = spot.Text("rounding"),
            Frequency = spot.Text("frequency"),
            FirstShare = spot.TextIfAny("firstShare"),
        };
        if (form is not null && formula.Situation is { } situation && form.Field(situation) is not { Type: FieldType.Choice })
            spot.At("situation").Fault("rules.not-a-choice", ("field", situation));
        if (formula.Cost is null && formula.Threshold is not null)
            spot.At("threshold").Fault("rules.threshold-without-cost");
        if (formula.LookBackMonths is not null && formula.Cost?.Date is null)
            spot.At("lookBackMonths").Fault("rules.look-back-without-date");
        return formula;
    }

    private static CostFormula Cost(JsonSpot spot, FormDefinition? form)
    {
        spot.Knows("rows", "date", "take", "less", "lessOnce");
        var cost = new CostFormula(
            spot.TextIfAny("rows"), spot.TextIfAny("date"), spot.Text("take"),
            [.. spot.ItemsIfAny("less").Select(item => item.Text())], [.. spot.ItemsIfAny("lessOnce").Select(item => item.Text())]);
        if (form is null)
            return cost;

        var table = cost.Rows is { } rows ? form.Field(rows) : null;
        if (cost.Rows is { } name && table is not { Type: FieldType.Members })
            spot.At("rows").Fault("rules.not-a-table", ("field", name));
        FormField? Source(string key) => cost.Rows is null ? form.Field(key) : table?.Columns.FirstOrDefault(column => column.Key == key);
        foreach (var field in cost.Less.Prepend(cost.Take).Where(field => Source(field) is not { Type: FieldType.Money }))
            spot.Fault("rules.not-money", ("field", field));
        foreach (var field in cost.LessOnce.Where(field => form.Field(field) is not { Type: FieldType.Money }))
            spot.At("lessOnce").Fault("rules.not-money", ("field", field));
        if (cost.Date is { } date && Source(date) is not { Type: FieldType.Date })
            spot.At("date").Fault("rules.not-a-date", ("field", date));
        return cost;
    }

    private static RuleSeed Seed(JsonSpot item)
    {
        item.Knows("key", "from", "to", "value", "demo", "source");
        return new RuleSeed(
            item.Text("key"), item.Day("from"), item.DayIfAny("to"), item.Has("value") ? item.At("value").Element.GetRawText() : "null", item.Flag("demo"), item.Text("source"));
    }

    private static void Check(JsonSpot item, RuleSeed seed, AmountFormula formula, ImmutableArray<RuleSeed> earlier)
    {
        if (seed.To < seed.From)
            item.At("to").Fault("file.ends-before-it-begins");
        if (earlier.Any(other => other.Key == seed.Key && other.From <= (seed.To ?? DateOnly.MaxValue) && seed.From <= (other.To ?? DateOnly.MaxValue)))
            item.Fault("rules.values-overlap", ("key", seed.Key), ("from", seed.From));
        if (!formula.Keys.Contains(seed.Key, StringComparer.Ordinal))
            item.At("key").Fault("rules.unused-value", ("key", seed.Key));
        else
            AmountValues.Check(formula, seed.Key, item.At("value"));
    }
}
