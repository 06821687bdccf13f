using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Mending;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Messages;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;

namespace AidWorkflow.Portal.Api.Administering;

/// <summary>An administrator's work: what is stuck, units, services and their values, and what runs by itself.</summary>
internal static class AdminApi
{
    public static void MapAdministering(this RouteGroupBuilder api)
    {
        var admin = api.Room("/admin", "Administration").RequireAuthorization().ForHolders(Role.Administrator);
        admin.MapGet("/stuck", async (HouseReading reading, Asking asking) =>
        {
            var view = await reading.StuckAsync(asking.Actor, asking.Cancellation);
            await asking.ListedAsync("stuck", "", view.Incidents.Count + view.Messages.Count + view.Unheld.Length + view.Unasked.Count);
            return new StuckWork([.. view.Incidents.Select(one => one with { Reason = Texts.SayReason(one.Reason, Speech.Of(CultureInfo.CurrentUICulture)) })], view.Messages, view.Unheld, [.. view.Unasked.Select(one => new UnaskedStep(one.CaseId, one.ReceiptNumber, one.Step, one.OpenedAt))], view.MissingFunds);
        }).Called("stuck", "What waits for an administrator. The look is recorded.");
        admin.MapPost("/incidents/{id:guid}/retry", (Guid id, Asking asking) => SettleAsync(id, null, new Settlement.Retry(), asking)).TakesKey().Called("retryIncident", "Run a step that threw again.");
        admin.MapPost("/incidents/{id:guid}/skip", (Guid id, Skipping said, Asking asking) => SettleAsync(id, said, new Settlement.Skip(said.Port.Trim(), said.Reason.Trim()), asking)).TakesKey().Called("skipIncident", "Go on without it.");
        admin.MapPost("/incidents/{id:guid}/cancel", (Guid id, Cancelling said, Asking asking) => SettleAsync(id, said, new Settlement.Cancel(said.Reason.Trim()), asking)).TakesKey().Called("cancelIncident", "Cancel its branch.");
        admin.MapPost("/messages/{id:guid}/retry", async (Guid id, Asking asking) =>
                new MessageQueued(await asking.OnceAsync<RetryMessage, MessageId>(null, (act, actor, token) => act.RetryAsync(MessageId.Of(id), actor, token))))
            .TakesKey().Called("retryMessage", "Send a message again.");
        admin.MapDefinitions();
        admin.MapCaseControl();
        admin.MapGet("/units/{id:guid?}", async (Guid? id, HouseReading reading, Asking asking) =>
                await reading.UnitAsync(id is { } unit ? new UnitId(unit) : null, asking.Actor, asking.Cancellation) ?? throw new RefusedException("unit.unknown", null, ("unit", id)))
            .Called("unit", "A unit of my area with who holds which role, and the units below it.");
        admin.MapGet("/services", async (int? page, ServicesReading reading, Asking asking) => Paging.Of(await reading.ReadAsync(asking.Cancellation), page))
            .Called("serviceVersions", "Services with their versions and rule values.");
        admin.MapPost("/services/{service}/values", SetAsync).TakesKey().Called("setValue", "Enter a rule value, from a day on.");
        admin.MapGet("/jobs", async (int? page, JobsDesk desk, Asking asking) => Paging.Of([.. (await desk.ReadAsync(asking.Cancellation)).Select(Of)], page))
            .Called("jobs", "What runs by itself: when it ran, how it went, when it runs again.");
        admin.MapPost("/jobs/{name}", async (string name, JobsDesk desk, ServicesReading house, Asking asking) =>
        {
            await RequireWholeCityAsync(house, asking);
            await desk.RunAsync(name, asking.Actor, asking.Cancellation);
            return Of((await desk.ReadAsync(asking.Cancellation)).FirstOrDefault(job => job.Name == name) ?? throw new RefusedException("job.unknown"));
        }).Called("runJob", "Run a job at once.");
        admin.MapGet("/deliveries", async (int? page, string? state, DeliveryReading reading, Asking asking) =>
        {
            var view = await reading.AllAsync(asking.Visitor, Paging.Number(page), state, asking.Cancellation);
            await asking.ListedAsync("deliveries", "", view.Rows.Length);
            return view;
        }).Called("deliveries", "E-mails and text messages of my area with where they have come to; contacts are masked. The look is recorded.");
        admin.MapGet("/deliveries/{id:guid}", async (Guid id, DeliveryReading reading, Asking asking) =>
        {
            var view = await reading.WordsAsync(asking.Visitor, MessageId.Of(id), asking.Cancellation);
            await asking.LookedAsync(MessagePages.Subject(view), $"message {id}");
            return view;
        }).Called("deliveryWords", "The words of one of them, with names and long numbers masked. The look is recorded.");
        admin.MapGet("/phones", async (int? page, PhoneReading reading, Asking asking) => Paging.Of(await reading.ReadAsync(asking.Actor, asking.Cancellation), page)).Called("phones", "The telephones of stations and districts.");
        admin.MapPost("/phones/{id:guid}", async (Guid id, NewPhone said, Asking asking) => new PhoneChanged(await asking.OnceAsync<ChangePhone, UnitId>(said, (act, actor, token) => act.ChangeAsync(new(id), said.Phone ?? "", actor, token))))
            .TakesKey().Called("changePhone", "Change the telephone of a station; none takes it away.");
        admin.MapInstances();
        admin.MapCalendar();
        admin.MapTokens();
        admin.MapAccounts();
        admin.MapStandIns();
        admin.MapUnitChanges();
    }

    /// <summary>What holds in the whole city is set by an administrator of all of it; nobody else learns of it.</summary>
    public static async Task RequireWholeCityAsync(ServicesReading house, Asking asking)
    {
        if (!await house.MaySetAsync(asking.Actor, asking.Cancellation))
            throw new RefusedException("admin.not-yours");
    }

    private static async Task<ValueEntered> SetAsync(string service, NewValue said, ServicesReading reading, Asking asking)
    {
        await RequireWholeCityAsync(reading, asking);
        var id = await asking.OnceAsync<AddRuleValue, RuleValueId>(said, (act, actor, token) => act.RunAsync(
            actor, service, new(said.Key, said.From, Limited.Text(said.Value.ToJsonString(), "value", ServicesPages.LongestValue), said.Demo, Limited.Text(said.Source, "source", ServicesPages.LongestSource), said.Reason), token));
        return new(id.Value);
    }

    private static async Task<IncidentSettled> SettleAsync(Guid id, object? said, Settlement how, Asking asking) =>
        new(await asking.OnceAsync<SettleIncident, InstanceSubStatus>(said, (act, actor, token) => act.SettleAsync(IncidentId.Of(id), how, actor, token)));

    private static Job Of(JobRow row) => new(row.Name, JobWords.Of(row.Name).In(Speech.Of(CultureInfo.CurrentUICulture)), row.Every, row.Last, row.Next, row.Due);
}
