using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Inbox;

/// <summary>The work of a unit, the calendar of its deadlines, and what a head gives to somebody else.</summary>
internal static class TeamPages
{
    /// <summary>What the form says instead of a colleague's name.</summary>
    internal const string WholeTeam = "*";

    public static void MapTeam(this RouteGroupBuilder tasks)
    {
        tasks.MapGet("/team", async (Guid? unit, TeamReading reading, HttpContext http) => Page.Of<TeamPage>((nameof(TeamPage.Team), await reading.ReadAsync(http.Visitor(), unit, http.RequestAborted))));
        tasks.MapGet("/team/list", async (Guid? unit, string? who, TeamCount? count, int? page, TeamReading reading, IActs acts, HttpContext http) =>
        {
            var list = await ListAsync(unit, who, count, page, reading, acts, http);
            return Page.Of<TeamTasksPage>((nameof(TeamTasksPage.List), list));
        });
        tasks.MapPost("/team/list", GiveAsync);
        tasks.MapGet("/calendar", async (CalendarSpan? span, string? day, DueCalendarReading reading, HttpContext http) => Page.Of<CalendarPage>((nameof(CalendarPage.Due),
            await reading.ReadAsync(http.Visitor().Account!.Id, span ?? CalendarSpan.Month, DayOf(day), http.RequestAborted))));
    }

    private static DateOnly? DayOf(string? said) => said is not { Length: > 0 } ? null : Answer.Day(said) ?? throw new RefusedException("inbox.filter-day", "day", ("label", InboxFilter.Labels["day"]), ("value", said));

    /// <summary>Each that was chosen is a commit of its own, so that one that cannot go there keeps no other back.</summary>
    private static async Task<IResult> GiveAsync(Guid? unit, string? who, TeamCount? count, int? page, TeamReading reading, IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var before = await ListAsync(unit, who, count, page, reading, acts, http);
        var chosen = before.Tasks.Where(task => form["task"].Contains(task.Row.Id.ToString())).Select(task => task.Row).ToList();
        var (results, faults) = (ImmutableArray.CreateBuilder<(string Words, bool Done)>(), new List<Fault>());
        if (chosen.Count == 0)
            faults.Add(new("task", Texts.Say(new RefusedException("team.nothing-chosen"), Spoken)));
        if (string.IsNullOrWhiteSpace(form["to"]))
            faults.Add(new("to", Texts.Say(new RefusedException("team.nobody-chosen"), Spoken)));
        if (faults.Count > 0)
            chosen.Clear();
        foreach (var row in chosen)
        {
            try
            {
                await acts.RunAsync<ReassignTask, TaskId>((act, token) => act.RunAsync(row.Id, form["to"] == WholeTeam ? null : form["to"].ToString(), form["words"], http.Visitor().Actor, token), http.RequestAborted);
                results.Add((Texts.Say(new RefusedException("team.given", null, ("number", row.Number)), Spoken), true));
            }
            catch (RefusedException refused) when (refused.Field == "words")
            {
                faults.Add(new("words", Texts.Say(refused, Spoken)));
                break; // it is the same for all of them
            }
            catch (RefusedException refused)
            {
                results.Add(($"{row.Number}: {Texts.Say(refused, Spoken)}", false));
            }
        }

        (string, object?)[] told = [(nameof(TeamTasksPage.List), faults.Count > 0 ? before : await reading.ListAsync(http.Visitor(), unit, WhoOf(who), count ?? TeamCount.Open, 1, http.RequestAborted)),
            (nameof(TeamTasksPage.Results), results.ToImmutable()), (nameof(TeamTasksPage.Faults), new Faults(faults)), (nameof(TeamTasksPage.Written), faults.Count > 0 ? form : null)];
        return faults.Count > 0 ? Page.Faulty<TeamTasksPage>(told) : Page.Of<TeamTasksPage>(told);
    }

    private static async Task<TeamList> ListAsync(Guid? unit, string? who, TeamCount? count, int? page, TeamReading reading, IActs acts, HttpContext http)
    {
        var list = await reading.ListAsync(http.Visitor(), unit, WhoOf(who), count ?? TeamCount.Open, Math.Max(1, page ?? 1), http.RequestAborted);
        await acts.RunAsync<AccessLog, bool>((act, _) =>
        {
            act.Listed(http.Visitor().Actor, "team", Looked(list), list.Tasks.Count);
            return Task.FromResult(true);
        }, http.RequestAborted);
        return list;
    }

    internal static string Looked(TeamList list) => $"unit={list.Team.Unit.Id} who={list.Who?.UserName ?? "nobody"} count={list.Count}";

    private static Guid? WhoOf(string? who) => Guid.TryParse(who, out var id) ? id : null;

    private static string Spoken => Speech.Of(System.Globalization.CultureInfo.CurrentUICulture);
}
