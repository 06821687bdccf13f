using System.Collections.Immutable;
using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Receiving;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Applying;
using AidWorkflow.Portal.Petitioning;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AidWorkflow.Portal.Receiving;

/// <summary>What the desk does with what is no petition: applications, appointments and notes of what is said among people.</summary>
internal static class ReceivingPages
{
    public static void MapReceiving(this IEndpointRouteBuilder pages)
    {
        var matter = pages.MapGroup("/matters/{id:guid}").RequireAuthorization().ForHolders(Role.DeskClerk, Role.RightsOfficer);
        matter.MapGet("/application", async (Guid id, ReceivingReading reading, Offers offers, IActs acts, HttpContext http) => await ApplyPageAsync(id, "", Faults.None, reading, offers, acts, http));
        matter.MapPost("/application", ApplyAsync);
        matter.MapGet("/reports", async (Guid id, ReceivingReading reading, TimeProvider time, HttpContext http) => Page.Of<ReportPage>((nameof(ReportPage.View), await ViewAsync(id, reading, http)), (nameof(ReportPage.Today), LocalDay.Today(time))));
        matter.MapPost("/reports", ReportAsync);
        matter.MapGet("/appointment", async (Guid id, ReceivingReading reading, Professionals professionals, HttpContext http) => await AppointmentPageAsync(id, null, Faults.None, reading, professionals, http));
        matter.MapPost("/appointment", ArrangeAsync);
        pages.MapGroup("/matters/opinions").RequireAuthorization().ForHolders(Role.DeskClerk, Role.RightsOfficer).MapGet("", async (ReceivingReading reading, IActs acts, HttpContext http) =>
        {
            var rows = await reading.OpinionsAsync(http.Visitor(), http.RequestAborted);
            await LookAsync(acts, http, (act, actor) => act.Listed(actor, "opinions", "", rows.Length));
            return Page.Of<OpinionsPage>((nameof(OpinionsPage.Rows), rows));
        });
        var own = pages.MapGroup("/appointments").RequireAuthorization().ForHolders(Role.Professional);
        own.MapGet("", async (ReceivingReading reading, HttpContext http) => Page.Of<OwnAppointmentsPage>((nameof(OwnAppointmentsPage.Rows), await reading.OwnAsync(http.Visitor(), http.RequestAborted))));
        own.MapGet("/{id:guid}", async (Guid id, ReceivingReading reading, IActs acts, HttpContext http) => await OwnPageAsync(id, null, Faults.None, reading, acts, http));
        own.MapPost("/{id:guid}", KeepAsync);
    }

    private static async Task<ReceivingView> ViewAsync(Guid id, ReceivingReading reading, HttpContext http) => await reading.OfAsync(new(id), http.Visitor(), http.RequestAborted) ?? throw new RefusedException("matter.is-petition");

    private static Task<bool> LookAsync(IActs acts, HttpContext http, Action<AccessLog, Actor> look) => acts.RunAsync<AccessLog, bool>((act, _) =>
    {
        look(act, http.Visitor().Actor);
        return Task.FromResult(true);
    }, http.RequestAborted);

    private static async Task<IResult> ApplyPageAsync(Guid id, string chosen, Faults faults, ReceivingReading reading, Offers offers, IActs acts, HttpContext http)
    {
        var view = await ViewAsync(id, reading, http);
        await LookAsync(acts, http, (act, actor) => act.Viewed(actor, $"matter:{id}", $"matter {view.Number}"));
        return As(faults, Page.Of<ApplyPage>((nameof(ApplyPage.View), view), (nameof(ApplyPage.Services), await offers.AllAsync(http.RequestAborted)), (nameof(ApplyPage.Chosen), chosen), (nameof(ApplyPage.Faults), faults)));
    }

    private static async Task<IResult> ApplyAsync(Guid id, ReceivingReading reading, Offers offers, IActs acts, HttpContext http)
    {
        var service = (await http.Request.ReadFormAsync(http.RequestAborted))["service"].ToString();
        return await Trying.RunAsync(
            () => acts.RunAsync<ApplyForMatter, DraftId>((act, token) => act.BeginAsync(new(id), service, http.Visitor().Actor, token), http.RequestAborted),
            draft => Page.SeeOther($"/drafts/{draft}"),
            faults => ApplyPageAsync(id, service, faults, reading, offers, acts, http));
    }

    private static async Task<IResult> ReportAsync(Guid id, ReceivingReading reading, TimeProvider time, IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Trying.RunAsync(
            () => acts.RunAsync<ReportUpward, int>(async (act, token) => (await act.RunAsync(new(id), Answer.Day(form["on"].ToString()) ?? throw new RefusedException("matter.day-unreadable", "on"), form["toWhom"].ToString(), http.Visitor().Actor, token)).Number, http.RequestAborted),
            _ => Page.SeeOther($"/matters/{id}?done=33"),
            async faults => Page.Faulty<ReportPage>((nameof(ReportPage.View), await ViewAsync(id, reading, http)), (nameof(ReportPage.Today), LocalDay.Today(time)), (nameof(ReportPage.Written), form), (nameof(ReportPage.Faults), faults)));
    }

    private static async Task<IResult> AppointmentPageAsync(Guid id, IFormCollection? form, Faults faults, ReceivingReading reading, Professionals professionals, HttpContext http)
    {
        var view = await ViewAsync(id, reading, http);
        return As(faults, Page.Of<AppointmentPage>((nameof(AppointmentPage.View), view), (nameof(AppointmentPage.Professionals), await professionals.OfAsync(view.Desk, http.RequestAborted)), (nameof(AppointmentPage.Written), form), (nameof(AppointmentPage.Faults), faults)));
    }

    private static async Task<IResult> ArrangeAsync(Guid id, ReceivingReading reading, Professionals professionals, IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Trying.RunAsync(
            async () =>
            {
                var planned = (await ViewAsync(id, reading, http)).Planned?.Id;
                var command = form["act"] == "cancel" ? null : Command(form);
                await acts.RunAsync<ArrangeAppointment, AppointmentId>(async (act, token) => (planned, command) switch
                {
                    (null, null) => throw new RefusedException("appointment.over"),
                    (null, { } make) => (await act.MakeAsync(new(id), make, http.Visitor().Actor, token)).Id,
                    ({ } one, null) => (await act.CancelAsync(one, http.Visitor().Actor, token)).Id,
                    ({ } one, { } move) => (await act.MoveAsync(one, move, http.Visitor().Actor, token)).Id,
                }, http.RequestAborted);
                return command is null ? 32 : planned is null ? 30 : 31;
            },
            done => Page.SeeOther($"/matters/{id}?done={done}"),
            faults => AppointmentPageAsync(id, form, faults, reading, professionals, http));
    }

    private static AppointmentCommand Command(IFormCollection form)
    {
        var refusals = new Refusals();
        var day = refusals.Try(() => Answer.Day(form["day"].ToString()) ?? throw new RefusedException("matter.day-unreadable", "day"));
        var at = refusals.Try(() => TimeOnly.TryParseExact(form["time"].ToString(), ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var said) ? said : throw new RefusedException("appointment.time", "time"));
        refusals.Require(Guid.TryParse(form["with"], out var with), new("appointment.with", "with"));
        refusals.Require(form["where"].ToString().Trim().Length is > 0 and <= Appointment.MostWhere, new("appointment.where", "where", ("most", Appointment.MostWhere)));
        refusals.ThrowIfAny();
        return new(new(with), LocalDay.At(day, at), form["where"].ToString());
    }

    private static async Task<IResult> OwnPageAsync(Guid id, IFormCollection? form, Faults faults, ReceivingReading reading, IActs acts, HttpContext http)
    {
        var view = await reading.OwnAsync(new AppointmentId(id), http.Visitor(), http.RequestAborted);
        var notes = await acts.RunAsync<KeepAppointment, ImmutableArray<(ConfidentialNote, string)>>((act, token) => act.ReadAsync(new(id), http.Visitor().Actor, token), http.RequestAborted);
        return As(faults, Page.Of<OwnAppointmentPage>((nameof(OwnAppointmentPage.View), view), (nameof(OwnAppointmentPage.Notes), notes), (nameof(OwnAppointmentPage.Written), form), (nameof(OwnAppointmentPage.Faults), faults)));
    }

    private static async Task<IResult> KeepAsync(Guid id, ReceivingReading reading, IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Trying.RunAsync(
            () => acts.RunAsync<KeepAppointment, AppointmentId>(async (act, token) =>
            {
                var (isEnd, words) = (form["act"] == "end", form["words"].ToString());
                if (!isEnd || words.Trim().Length > 0)
                    await act.NoteAsync(new(id), words, http.Visitor().Actor, token);
                return isEnd ? await act.EndAsync(new(id), PostedVisit.Chosen<AppointmentState>(form["outcome"]), http.Visitor().Actor, token) : new(id);
            }, http.RequestAborted),
            _ => Page.SeeOther($"/appointments/{id}"),
            faults => OwnPageAsync(id, form, faults, reading, acts, http));
    }

    private static RazorComponentResult As(Faults faults, RazorComponentResult page)
    {
        page.StatusCode = faults.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
        return page;
    }
}
