using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Hosting;

namespace AidWorkflow.Portal.Reorganising;

/// <summary>A change of a unit as a form asks for it: to be tried without its commit, and to be done.</summary>
/// <param name="Closes">The unit is no more afterwards.</param>
internal sealed record UnitChange(string Kind, bool Closes, Func<DryRun, CancellationToken, Task> TryAsync, Func<IActs, CancellationToken, Task> DoAsync)
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
        var to = kind switch
        {
            "move" => Id(form, kind, "under"),
            "merge" => Id(form, kind, "into"),
            "close" when Text(form, kind, "successor").Length > 0 => Id(form, kind, "successor"),
            _ => (UnitId?)null,
        };
        return kind switch
        {
            "rename" => Of<RenameUnit>(kind, (act, token) => act.RunAsync(unit, Text(form, kind, "nameZh"), Text(form, kind, "nameEn"), on, actor, token)),
            "move" => Of<MoveUnit>(kind, (act, token) => act.RunAsync(unit, to!.Value, on, actor, token)),
            "open" => Of<OpenUnit>(kind, (act, token) => act.RunAsync(unit, Spec(form, kind, choices.Opens ?? UnitLevel.Village, ""), on, actor, token)),
            "merge" => Of<MergeUnits>(kind, (act, token) => act.RunAsync([unit], to!.Value, on, actor, token), closes: true),
            "split" => Of<SplitUnit>(kind, (act, token) => act.RunAsync(unit, Parts(form, choices), on, actor, token), closes: true),
            _ => Of<CloseUnit>(kind, (act, token) => act.RunAsync(unit, to, on, actor, token), closes: true),
        };
    }

    private static List<UnitPart> Parts(IFormCollection form, UnitChoices choices)
    {
        var level = choices.Opens is { } below ? below - 1 : UnitLevel.Village;
        var parts = new List<UnitPart>();
        for (var number = 1; number <= MostParts; number++)
        {
            var (field, mine) = ($"part{number}.", $"{number}");
            if (number > 2 && Text(form, "split", field + "code").Length == 0)
                continue; // the third is for those who need it
            parts.Add(new UnitPart(Spec(form, "split", level, field), [.. choices.Below.Where(child => form[$"split.{child.Id}"] == mine).Select(child => child.Id)], form["split.heir"] == mine));
        }

        return parts;
    }

    private static NewUnit Spec(IFormCollection form, string kind, UnitLevel level, string field) =>
        new(level, Text(form, kind, field + "kind"), Text(form, kind, field + "code"), Text(form, kind, field + "nameZh"), Text(form, kind, field + "nameEn"));

    private static UnitChange Of<TAct>(string kind, Func<TAct, CancellationToken, Task> act, bool closes = false)
        where TAct : notnull => new(kind, closes, (dryRun, token) => dryRun.RunAsync(act, token), (acts, token) => acts.RunAsync<TAct, bool>(async (one, within) =>
        {
            await act(one, within);
            return true;
        }, token));

    private static UnitId Id(IFormCollection form, string kind, string name) =>
        Guid.TryParse(form[$"{kind}.{name}"], out var id) ? new UnitId(id) : throw new RefusedException("unit.unknown", name);

    private static string Text(IFormCollection form, string kind, string name)
    {
        var text = form[$"{kind}.{name}"].ToString().Trim();
        return text.Length <= Longest ? text : text[..Longest];
    }
}
