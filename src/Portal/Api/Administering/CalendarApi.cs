using AidWorkflow.Cases.Clocks;
using AidWorkflow.Portal.Administering;

namespace AidWorkflow.Portal.Api.Administering;

/// <summary>The calendar of working days: what is loaded, and a year loaded or corrected after a look at every deadline it moves.</summary>
internal static class CalendarApi
{
    public static void MapCalendar(this RouteGroupBuilder admin)
    {
        admin.MapGet("/calendar", async (CalendarDesk desk, Asking asking) =>
        {
            var view = await desk.ReadAsync(asking.Cancellation);
            return new CalendarState([.. view.Years.Select(LoadedYear.Of)], view.Missing, view.Provisional);
        }).Called("calendar", "The years that are loaded, and what the missing one costs.");
        admin.MapPost("/calendar/check", async (NewYear said, CalendarDesk desk, ServicesReading house, Asking asking) =>
        {
            await AdminApi.RequireWholeCityAsync(house, asking);
            var (count, rows) = await desk.PreviewAsync(said.Read(), asking.Actor, asking.Cancellation);
            await asking.ListedAsync("calendar", $"{said.Year}", rows.Length);
            return new Moves(count, rows);
        }).Called("checkYear", "Every deadline that loading a year would move. Nothing is changed; the look is recorded.");
        admin.MapPost("/calendar", async (NewYear said, ServicesReading house, Asking asking) =>
        {
            await AdminApi.RequireWholeCityAsync(house, asking);
            return await asking.OnceAsync<LoadCalendarYear, YearLoaded>(said, async (act, actor, token) => new(said.Year, (await act.RunAsync([said.Read()], actor, token)).Count));
        }).TakesKey().Called("loadYear", "Load or correct a year; deadlines are dated anew.");
    }
}
