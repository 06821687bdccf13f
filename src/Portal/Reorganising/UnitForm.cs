using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Portal.Reorganising;

/// <summary>Reads a change of a unit from the form that asks for it.</summary>
internal static class UnitForm
{
    /// <summary>How many parts a unit can be split into at once.</summary>
    public const int MostParts = 3;

    private const int Longest = 200;

    /// <exception cref="RefusedException">form.not-a-date, unit.unknown</exception>
    public static UnitChange Read(string kind, UnitId unit, UnitChoices choices, IFormCollection form, Actor actor, DateOnly today)
    {
        var on = Text(form, kind, "on") is { Length: > 0 } day
            ? Answer.Day(day) ?? throw new RefusedException("form.not-a-date", "on", ("label", new LocalText("生效日期", "The day")))
            : today;
        return kind switch
        {
            "rename" => UnitChange.Rename(unit, Text(form, kind, "nameZh"), Text(form, kind, "nameEn"), on, actor),
            "move" => UnitChange.Move(unit, Id(form, kind, "under"), on, actor),
            "open" => UnitChange.Open(unit, Spec(form, kind, choices.Opens ?? UnitLevel.Village, ""), on, actor),
            "merge" => UnitChange.Merge(unit, Id(form, kind, "into"), on, actor),
            "split" => UnitChange.Split(unit, Parts(form, choices), on, actor),
            _ => UnitChange.Close(unit, Text(form, kind, "successor").Length > 0 ? Id(form, kind, "successor") : null, on, actor),
        };
    }

    private static List<UnitPart> Parts(IFormCollection form, UnitChoices choices)
    {
        var parts = new List<UnitPart>();
        for (var number = 1; number <= MostParts; number++)
        {
            var (field, mine) = ($"part{number}.", $"{number}");
            if (number > 2 && Text(form, "split", field + "code").Length == 0)
                continue; // the third is for those who need it
            parts.Add(new UnitPart(Spec(form, "split", choices.Level, field), [.. choices.Below.Where(child => form[$"split.{child.Id}"] == mine).Select(child => child.Id)], form["split.heir"] == mine));
        }

        return parts;
    }

    private static NewUnit Spec(IFormCollection form, string kind, UnitLevel level, string field) =>
        new(level, Text(form, kind, field + "kind"), Text(form, kind, field + "code"), Text(form, kind, field + "nameZh"), Text(form, kind, field + "nameEn"));

    private static UnitId Id(IFormCollection form, string kind, string name) =>
        Guid.TryParse(form[$"{kind}.{name}"], out var id) ? new UnitId(id) : throw new RefusedException("unit.unknown", name);

    private static string Text(IFormCollection form, string kind, string name)
    {
        var text = form[$"{kind}.{name}"].ToString().Trim();
        return text.Length <= Longest ? text : text[..Longest];
    }
}
