using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Awaiting;
using AidWorkflow.Portal.Inbox;

namespace AidWorkflow.Portal.Api.Inbox;

/// <param name="To">The user name of a colleague of the unit; null or empty: back to everybody with the role.</param>
/// <param name="Words">Why.</param>
internal sealed record ReassignSaid(string? To, string Words) : IAsked;

/// <summary>The work of a unit, the calendar of its deadlines, and what a head gives to somebody else.</summary>
internal static class TeamApi
{
    public static void MapTeam(this RouteGroupBuilder tasks)
    {
        tasks.MapGet("/team", (Guid? unit, TeamReading reading, Asking asking) => reading.ReadAsync(asking.Visitor, unit, asking.Cancellation))
            .Called("teamWork", "How the open work of a unit of mine lies with its people; all of its tasks where I head it, else those that my role may do. The first row is what nobody has.");
        tasks.MapGet("/team/tasks", async (Guid? unit, Guid? who, TeamCount? count, int? page, TeamReading reading, Asking asking) =>
        {
            var list = await reading.ListAsync(asking.Visitor, unit, who, count ?? TeamCount.Open, Paging.Number(page), asking.Cancellation);
            await asking.ListedAsync("team", TeamPages.Looked(list), list.Tasks.Count);
            return new Paged<TeamTask>([.. list.Tasks], list.Number, TeamList.Size, list.Total);
        }).Called("teamTasks", "The tasks behind one number of a team's work; without `who`, those that nobody has.");
        tasks.MapPost("/{id:guid}/reassign", async (Guid id, ReassignSaid said, Asking asking) =>
                new TaskChanged(await asking.OnceAsync<ReassignTask, TaskId>(said, (act, actor, token) => act.RunAsync(new(id), said.To, said.Words, actor, token))))
            .TakesKey().Called("reassign", "As the head of the task's unit, give a claimed task back to the team, or a task to a colleague by the rules of a transfer. Answers with the task as it goes on.");
        tasks.MapGet("/waiting", async (WaitsOn? on, int? page, WaitReading reading, Asking asking) =>
        {
            var waits = await reading.OfMineAsync(asking.Visitor, on, Paging.Number(page), asking.Cancellation);
            await asking.ListedAsync("waits-mine", WaitPages.Looked(waits), waits.Steps.Length);
            return new Paged<WaitingStep>(waits.Steps, waits.Number, WaitingPage.Size, waits.Count);
        }).Called("myWaits", "Open steps of cases that I decided something of and that wait for somebody else now.");
        tasks.MapGet("/calendar", (CalendarSpan? span, DateOnly? day, DueCalendarReading reading, Asking asking) =>
                reading.ReadAsync(asking.Visitor.Account!.Id, span ?? CalendarSpan.Month, day, asking.Cancellation))
            .Called("dueCalendar", "How many tasks of mine, my team's and my colleagues' are due on each day of the weeks around a day, with free days and those worked instead.");
    }
}
