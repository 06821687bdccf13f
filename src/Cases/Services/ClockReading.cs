using System.Collections.Immutable;
using System.Globalization;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Services;

/// <summary>
/// Reads <c>"clocks": { "*": { … }, "TownshipReview": { "amber": 2, "red": 0, "ladder": [ { "days": -3, "at": "08:30", "to": "assignee", "does": "remind" } ] } }</c>.
/// What a step leaves out is as for <see cref="ServiceDescription.AnyStep"/>.
/// </summary>
internal static class ClockReading
{
    /// <summary>A ladder is climbed once; a longer one would be a flood.</summary>
    private const int MostRungs = 20;

    private const int Furthest = 60;

    private static readonly Dictionary<string, RungTo> To = new(StringComparer.Ordinal)
    {
        ["assignee"] = RungTo.Assignee,
        ["holders"] = RungTo.Holders,
        ["deputy"] = RungTo.Deputy,
        ["head"] = RungTo.Head,
        ["next-level"] = RungTo.NextLevel,
    };

    private static readonly Dictionary<string, RungDoes> Does = new(StringComparer.Ordinal)
    {
        ["remind"] = RungDoes.Remind,
        ["inform"] = RungDoes.Inform,
        ["reassign"] = RungDoes.Reassign,
    };

    /// <param name="deadlines">The terms of the same file: a step without a term has no clock.</param>
    public static ImmutableDictionary<string, ClockRule> Read(JsonSpot spot, JsonSpot deadlines)
    {
        var all = spot.Has(ServiceDescription.AnyStep) ? Rule(spot.At(ServiceDescription.AnyStep), ClockRule.House) : ClockRule.House;
        var rules = ImmutableDictionary.CreateBuilder<string, ClockRule>(StringComparer.Ordinal);
        foreach (var (step, rule) in spot.Properties())
        {
            if (step != ServiceDescription.AnyStep && !deadlines.Has(step))
                rule.Fault("service-file.clock-without-deadline", ("step", step));
            rules[step] = step == ServiceDescription.AnyStep ? all : Rule(rule, all);
        }

        return rules.ToImmutable();
    }

    private static ClockRule Rule(JsonSpot spot, ClockRule otherwise)
    {
        spot.Knows("amber", "red", "ladder", "hearing");
        var rule = new ClockRule(
            spot.Has("amber") ? spot.At("amber").Whole(-Furthest, Furthest) : otherwise.Amber,
            spot.Has("red") ? spot.At("red").Whole(-Furthest, Furthest) : otherwise.Red,
            spot.Has("ladder") ? Ladder(spot.At("ladder")) : otherwise.Ladder)
        {
            Hearing = spot.FlagIfAny("hearing", otherwise.Hearing),
        };
        if (rule.Red >= rule.Amber)
            spot.Fault("service-file.clock-red-before-amber", ("amber", rule.Amber), ("red", rule.Red));
        return rule;
    }

    private static ImmutableArray<Rung> Ladder(JsonSpot spot)
    {
        var rungs = new List<Rung>();
        foreach (var item in spot.Items())
        {
            item.Knows("days", "at", "to", "does");
            var rung = new Rung(item.At("days").Whole(-Furthest, Furthest), Time(item), item.OneOf("to", To), item.OneOf("does", Does));
            if (rung is { Does: RungDoes.Reassign, To: RungTo.Assignee or RungTo.Deputy })
                item.At("to").Fault("service-file.rung-reassigns-to-one", ("to", item.Text("to")));
            if (rungs.Contains(rung))
                item.Fault("service-file.rung-twice");
            rungs.Add(rung);
        }

        if (rungs.Count > MostRungs)
            spot.Fault("service-file.ladder-too-long", ("most", MostRungs));
        return [.. rungs];
    }

    private static TimeOnly Time(JsonSpot item)
    {
        if (TimeOnly.TryParseExact(item.Text("at"), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return time;
        item.At("at").Fault("service-file.rung-time");
        return default;
    }
}
