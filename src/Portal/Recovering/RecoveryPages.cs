using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Recovering;

/// <summary>Money that was paid before formalities and is owed back: who looks after it, and what came in.</summary>
internal static class RecoveryPages
{
    public static void MapRecoveries(this IEndpointRouteBuilder pages)
    {
        var recoveries = pages.MapGroup("/recoveries").RequireAuthorization();
        recoveries.MapGet("", async (RecoveryReading reading, IActs acts, HttpContext http, long? left) => Page.Of<RecoveriesPage>(
            (nameof(RecoveriesPage.View), await ShownAsync(reading, acts, http)),
            (nameof(RecoveriesPage.Left), left)));
        recoveries.MapPost("/{id:guid}", RecordAsync);
    }

    private static async Task<IResult> RecordAsync(Guid id, RecoveryReading reading, IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Trying.RunAsync(
            () => acts.RunAsync<RecordRecovery, long>((act, token) => act.RecordAsync(Report(id, form), http.Visitor().Actor, token), http.RequestAborted),
            left => Page.SeeOther($"/recoveries?left={left}"),
            async faults => Page.Faulty<RecoveriesPage>(
                (nameof(RecoveriesPage.View), await ShownAsync(reading, acts, http)),
                (nameof(RecoveriesPage.Acting), id.ToString()),
                (nameof(RecoveriesPage.Written), form),
                (nameof(RecoveriesPage.Faults), faults.Moved("cents", $"{id}.cents").Moved("slip", $"{id}.slip").Moved("receivedOn", $"{id}.receivedOn"))));
    }

    private static RecoveryReport Report(Guid id, IFormCollection form) => new(
        new CaseId(id),
        Answer.CentsOf(form[$"{id}.cents"].ToString().Trim(), "cents", new("到账金额", "The amount received")),
        form[$"{id}.slip"].ToString(),
        DateOnly.TryParseExact(form[$"{id}.receivedOn"], "yyyy-MM-dd", out var day) ? day : throw new RefusedException("form.not-a-date", "receivedOn", ("label", new LocalText("到账日期", "The day it was received"))));

    private static async Task<RecoveryView> ShownAsync(RecoveryReading reading, IActs acts, HttpContext http)
    {
        var view = await reading.ReadAsync(http.Visitor(), http.RequestAborted);
        await acts.RunAsync<AccessLog, bool>((act, _) =>
        {
            act.Listed(http.Visitor().Actor, "recoveries", "owed", view.Owed.Length);
            return Task.FromResult(true);
        }, http.RequestAborted);
        return view;
    }
}
