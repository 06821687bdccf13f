using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Administering;

/// <summary>The calendar of working days: what is loaded, and a year loaded or corrected after a look at every deadline it moves.</summary>
internal static class CalendarPages
{
    public static void MapCalendar(this IEndpointRouteBuilder pages)
    {
        var calendar = pages.MapGroup("/admin/calendar").RequireAuthorization().ForHolders(Role.Administrator);
        calendar.MapGet("", ShowAsync);
        calendar.MapPost("", LoadAsync);
    }

    /// <param name="correct">A loaded year that stands in the form, to be corrected.</param>
    private static async Task<IResult> ShowAsync(string? done, int? correct, CalendarDesk desk, ServicesReading house, HttpContext http)
    {
        var view = await desk.ReadAsync(http.RequestAborted);
        return Page.Of<CalendarPage>(
            (nameof(CalendarPage.View), view), (nameof(CalendarPage.MayLoad), await house.MaySetAsync(http.Visitor().Actor, http.RequestAborted)), (nameof(CalendarPage.Done), done),
            (nameof(CalendarPage.Written), view.Years.FirstOrDefault(year => year.Year == correct) is { } year ? CalendarDesk.Write(year) : null));
    }

    private static async Task<IResult> LoadAsync(CalendarDesk desk, ServicesReading house, IActs acts, HttpContext http)
    {
        var actor = http.Visitor().Actor;
        if (!await house.MaySetAsync(actor, http.RequestAborted))
            return TypedResults.NotFound();
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var written = new WrittenYear(Text(form, "year"), Text(form, "off"), Text(form, "makeUp"), Text(form, "source"));
        return await Trying.RunAsync<IResult>(
            async () =>
            {
                var year = CalendarDesk.Read(written, Said("（本页所填）", "(this page)"));
                if (form["sure"] == "yes")
                {
                    await acts.RunAsync<LoadCalendarYear, IReadOnlyList<MovedDeadline>>((act, token) => act.RunAsync([year], actor, token), http.RequestAborted);
                    return Page.SeeOther($"/admin/calendar?done={year.Year}");
                }

                var (count, rows) = await desk.PreviewAsync(year, actor, http.RequestAborted);
                await acts.RunAsync<AccessLog, bool>((act, _) => // the list names cases, so it is on record like every list of them
                {
                    act.Listed(actor, "calendar", $"{year.Year}", rows.Length);
                    return Task.FromResult(true);
                }, http.RequestAborted);
                return Page.Of<CalendarCheck>((nameof(CalendarCheck.Written), written), (nameof(CalendarCheck.Year), year), (nameof(CalendarCheck.Count), count), (nameof(CalendarCheck.Rows), rows));
            },
            answer => answer,
            async faults => Page.Faulty<CalendarPage>(
                (nameof(CalendarPage.View), await desk.ReadAsync(http.RequestAborted)), (nameof(CalendarPage.MayLoad), true), (nameof(CalendarPage.Written), written), (nameof(CalendarPage.Faults), faults)));
    }

    private static string Text(IFormCollection form, string name) => form[name].ToString().Trim();

    private static string Said(string chinese, string english) => Speech.Of(System.Globalization.CultureInfo.CurrentUICulture) == "en" ? english : chinese;
}
