using System.Collections.Immutable;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Services;

/// <summary>Reads service.json.</summary>
internal static class DescriptionReading
{
    private static readonly string[] Units = ["working-days", "calendar-days", "months", "years"];

    private static readonly Dictionary<string, GrantUnit> GrantUnits = new(StringComparer.Ordinal) { ["person"] = GrantUnit.Person, ["household"] = GrantUnit.Household };

    private static readonly Dictionary<string, FundRoute> Routes = new(StringComparer.Ordinal) { ["district"] = FundRoute.District, ["provincial"] = FundRoute.Provincial };

    private static readonly Dictionary<string, NoticeChannel> Channels = new(StringComparer.Ordinal)
    {
        ["board"] = NoticeChannel.Board,
        ["web"] = NoticeChannel.Web,
        ["both"] = NoticeChannel.Both,
    };

    private static readonly Dictionary<string, NameMask> Masks = new(StringComparer.Ordinal) { ["full"] = NameMask.Full, ["surname"] = NameMask.Surname };

    public static GrantUnit Unit(JsonSpot spot) => spot.OneOf("unit", GrantUnits);

    public static ServiceDescription Read(JsonSpot root, string name)
    {
        root.Knows("id", "name", "summary", "unit", "fund", "fastTrack", "publicNotice", "deadlines", "clocks", "eligibility", "legalBasis", "demo");
        var id = root.Text("id");
        if (id.Length > 0 && id != name)
            root.At("id").Fault("service-file.id-differs", ("id", id), ("folder", name));
        var fund = root.At("fund");
        fund.Knows("key", "route");
        return new ServiceDescription
        {
            Id = id,
            Name = root.Local("name"),
            Summary = root.Local("summary"),
            Unit = Unit(root),
            Fund = fund.Text("key"),
            Route = fund.OneOf("route", Routes),
            FastTrack = root.Flag("fastTrack"),
            Notice = Notice(root.At("publicNotice")),
            Deadlines = root.At("deadlines").Properties().ToImmutableDictionary(step => step.Name, step => Term(step.Spot), StringComparer.Ordinal),
            Clocks = root.Has("clocks") ? ClockReading.Read(root.At("clocks"), root.At("deadlines")) : ImmutableDictionary<string, Clocks.ClockRule>.Empty,
            Eligibility = Eligibility(root.At("eligibility")),
            LegalBasis = [.. root.Items("legalBasis").Select(Basis)],
            Demo = root.Flag("demo"),
        };
    }

    public static ServiceTerm Term(JsonSpot spot)
    {
        spot.Knows("count", "unit");
        var unit = spot.Text("unit");
        if (unit.Length > 0 && !Units.Contains(unit, StringComparer.Ordinal))
            spot.At("unit").Fault("file.not-one-of", ("found", unit), ("choices", string.Join(", ", Units)));
        return new ServiceTerm(spot.At("count").Whole(1, 1000), unit);
    }

    private static PublicNoticeRule Notice(JsonSpot spot)
    {
        spot.Knows("days", "channel", "name", "title", "purpose");
        var rule = new PublicNoticeRule(Term(spot.At("days")), spot.OneOf("channel", Channels), spot.OneOf("name", Masks), spot.Local("title"), spot.Local("purpose"));
        foreach (var (part, text) in new[] { ("title", rule.Title), ("purpose", rule.Purpose) })
            if ((Notifying.IllnessWords.In(text.Zh) ?? Notifying.IllnessWords.In(text.En)) is { } word)
                spot.At(part).Fault("template.names-illness", ("word", word));
        return rule;
    }

    private static EligibilityRules Eligibility(JsonSpot spot)
    {
        spot.Knows("categories", "situations", "vetoLookBackMonths", "vetoes");
        return new EligibilityRules(
            [.. spot.Items("categories").Select(item => item.Text())],
            [.. spot.Items("situations").Select(item =>
            {
                item.Knows("key", "label");
                return new Situation(item.Text("key"), item.Local("label"));
            })],
            spot.At("vetoLookBackMonths").Whole(1, 600),
            [.. spot.Items("vetoes").Select(item =>
            {
                item.Knows("key", "label", "basis");
                return new Veto(item.Text("key"), item.Local("label"), item.Text("basis"));
            })]);
    }

    private static LegalBasis Basis(JsonSpot item)
    {
        item.Knows("key", "title", "article", "from", "to", "local", "source", "note");
        var basis = new LegalBasis(
            item.Text("key"), item.Local("title"), item.TextIfAny("article"), item.Day("from"), item.DayIfAny("to"), item.Flag("local"), item.Text("source"), item.LocalIfAny("note"));
        if (basis.To < basis.From)
            item.At("to").Fault("file.ends-before-it-begins");
        return basis;
    }
}
