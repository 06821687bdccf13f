using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Petitioning;

/// <summary>Periods of duty and the rota.</summary>
internal static class DutyPages
{
    public static void MapDuty(this IEndpointRouteBuilder pages)
    {
        var duty = pages.MapGroup("/matters/duty").RequireAuthorization().ForHolders([.. MatterSight.Readers]);
        duty.MapGet("", async (DutyReading reading, HttpContext http) => Page.Of<DutyPage>((nameof(DutyPage.View), await reading.ReadAsync(http.Visitor(), http.RequestAborted))));
        duty.MapPost("", (DutyReading reading, IActs acts, HttpContext http) => DoAsync(reading, http, form => acts.RunAsync<PlanDuty, DutyPeriodId>(async (act, token) => (await act.OpenAsync(Period(form), http.Visitor().Actor, token)).Id, http.RequestAborted)));
        duty.MapGet("/turns", () => Page.SeeOther("/matters/duty")); // where signing in again leads after a post
        duty.MapPost("/turns", (DutyReading reading, IActs acts, HttpContext http) => DoAsync(reading, http, form => acts.RunAsync<PlanDuty, bool>((act, token) => act.TurnAsync(Day(form, "day"), Person(form), http.Visitor().Actor, token), http.RequestAborted)));
        duty.MapGet("/{id:guid}/close", (Guid id) => Page.SeeOther("/matters/duty"));
        duty.MapPost("/{id:guid}/close", (Guid id, DutyReading reading, IActs acts, HttpContext http) => DoAsync(reading, http, _ => acts.RunAsync<PlanDuty, bool>(async (act, token) =>
        {
            await act.CloseAsync(new(id), http.Visitor().Actor, token);
            return true;
        }, http.RequestAborted)));
    }

    private static async Task<IResult> DoAsync<T>(DutyReading reading, HttpContext http, Func<IFormCollection, Task<T>> act)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Trying.RunAsync(
            () => act(form),
            _ => Page.SeeOther("/matters/duty"),
            async faults => Page.Faulty<DutyPage>((nameof(DutyPage.View), await reading.ReadAsync(http.Visitor(), http.RequestAborted)), (nameof(DutyPage.Written), form), (nameof(DutyPage.Faults), faults)));
    }

    private static DutyPeriodCommand Period(IFormCollection form)
    {
        var zh = form["name"].ToString();
        return new(Guid.TryParse(form["unit"], out var unit) ? new UnitId(unit) : throw new RefusedException("duty.not-yours", "unit"), Day(form, "from"), Day(form, "to"), new LocalText(zh, form["nameEn"].ToString() is { Length: > 0 } en ? en : zh));
    }

    private static DateOnly Day(IFormCollection form, string name) => Answer.Day(form[name].ToString()) ?? throw new RefusedException("matter.day-unreadable", name);

    private static AccountId Person(IFormCollection form) => Guid.TryParse(form["person"], out var person) ? new AccountId(person) : throw new RefusedException("duty.person", "person");
}
