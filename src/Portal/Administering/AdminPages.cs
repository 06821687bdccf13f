using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Mending;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Administering;

/// <summary>An administrator's pages: what is stuck, and who does what where.</summary>
internal static class AdminPages
{
    public static void MapAdministering(this IEndpointRouteBuilder pages)
    {
        var admin = pages.MapGroup("/admin").RequireAuthorization().ForHolders(Role.Administrator);
        admin.MapGet("", async (string? done, HouseReading reading, IActs acts, HttpContext http) =>
            Page.Of<StuckPage>((nameof(StuckPage.View), await ShownAsync(reading, acts, http)), (nameof(StuckPage.Done), DoneWords(done)), (nameof(StuckPage.Failed), done == "failed")));
        admin.MapPost("/incidents/{id:guid}/{how:regex(^(retry|skip|cancel)$)}", SettleAsync);
        admin.MapPost("/messages/{id:guid}/retry", (Guid id, HouseReading reading, IActs acts, HttpContext http) => Trying.RunAsync(
            () => acts.RunAsync<RetryMessage, MessageId>((act, token) => act.RetryAsync(MessageId.Of(id), http.Visitor().Actor, token), http.RequestAborted),
            _ => Page.SeeOther("/admin?done=sent"),
            async faults => Page.Faulty<StuckPage>((nameof(StuckPage.View), await ShownAsync(reading, acts, http)), (nameof(StuckPage.Faults), faults))));
        admin.MapGet("/{what:regex(^(incidents|messages)$)}/{id:guid}/{how}", () => Page.SeeOther("/admin")); // where signing in again leads after a post
    }

    /// <summary>For whoever holds one of the roles; everybody else learns of no such page.</summary>
    public static RouteGroupBuilder ForHolders(this RouteGroupBuilder pages, params Role[] roles) => pages.AddEndpointFilter(async (context, next) =>
        context.HttpContext.Visitor().Holds(roles) ? await next(context) : TypedResults.NotFound());

    private static async Task<IResult> SettleAsync(Guid id, string how, HouseReading reading, IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (port, reason) = (form[$"{id}.port"].ToString().Trim(), form[$"{id}.reason"].ToString().Trim());
        Settlement settlement = how switch
        {
            "skip" => new Settlement.Skip(port, reason),
            "cancel" => new Settlement.Cancel(reason),
            _ => new Settlement.Retry(),
        };
        return await Trying.RunAsync(
            () => acts.RunAsync<SettleIncident, InstanceSubStatus>((act, token) => act.SettleAsync(IncidentId.Of(id), settlement, http.Visitor().Actor, token), http.RequestAborted),
            state => Page.SeeOther(state == InstanceSubStatus.Faulted ? "/admin?done=failed" : $"/admin?done={how}"), // it may have thrown again: then nothing is mended
            async faults => Page.Faulty<StuckPage>(
                (nameof(StuckPage.View), await ShownAsync(reading, acts, http)), (nameof(StuckPage.Acting), id.ToString()), (nameof(StuckPage.Written), form),
                (nameof(StuckPage.Faults), new Faults([.. faults.All.Select(fault => fault with { Field = fault.Field is { } field ? $"{id}.{field}" : null })]))));
    }

    /// <summary>The list names cases, so it is on record like every list of them.</summary>
    private static async Task<StuckView> ShownAsync(HouseReading reading, IActs acts, HttpContext http)
    {
        var view = await reading.StuckAsync(http.Visitor().Actor, http.RequestAborted) with
        {
            MissingYear = await acts.RunAsync<CalendarDesk, int?>((desk, token) => desk.MissingAsync(token), http.RequestAborted),
        };
        await acts.RunAsync<AccessLog, bool>((act, _) =>
        {
            act.Listed(http.Visitor().Actor, "stuck", "", view.Incidents.Count + view.Messages.Count + view.Unheld.Length + view.Unasked.Count);
            return Task.FromResult(true);
        }, http.RequestAborted);
        return view;
    }

    private static string? DoneWords(string? done) => done switch
    {
        "retry" => Said("已重试，流程继续。", "It ran again and the flow goes on."),
        "skip" => Said("已跳过，流程继续。", "It is skipped and the flow goes on."),
        "cancel" => Said("该分支已终止。", "The branch is cancelled."),
        "failed" => Said("又失败了：异常仍在下面，请先排除原因。", "It failed again: see below, and mend the cause first."),
        "sent" => Said("已排队重发。", "It is waiting to be sent again."),
        _ => null,
    };

    private static string Said(string chinese, string english) => Speech.Of(System.Globalization.CultureInfo.CurrentUICulture) == "en" ? english : chinese;
}
