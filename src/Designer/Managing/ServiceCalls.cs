using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Rehearsing;
using AidWorkflow.Cases.Services;
using Microsoft.AspNetCore.Http;

namespace AidWorkflow.Designer.Managing;

/// <summary>Calls about the files of a service that hold no workflow; Elsa knows no such thing.</summary>
internal static class ServiceCalls
{
    private const string One = "/services/{service}";

    internal static IEnumerable<Call> All =>
    [
        ManagementApi.Get(One + "/draft", async (http, caller) =>
            ServiceShapes.Of(await caller.DoAsync<ServiceDesk, EditedService>((desk, actor, token) => desk.GetAsync(actor, http.Named("service"), token)), http.AskedAll("files"))),
        ManagementApi.Post(One + "/draft", async (http, caller) =>
        {
            var body = await http.BodyAsync();
            var change = new ServiceChange(ServiceShapes.Files(body), body["stamp"]?.ToString());
            var saved = await caller.DoAsync<ServiceDesk, EditedService>((desk, actor, token) => desk.SaveAsync(actor, http.Named("service"), change, token));
            return ServiceShapes.Of(saved, change.Files.Keys.ToList());
        }),
        ManagementApi.Post(One + "/check", async (http, caller) =>
        {
            var over = ServiceShapes.Files(await http.BodyAsync()).Where(file => file.Value is not null).ToDictionary(file => file.Key, file => file.Value!, StringComparer.Ordinal);
            return Answers.Items(await caller.DoAsync<ServiceDesk, ImmutableArray<FileFault>>((desk, actor, token) => desk.CheckAsync(actor, http.Named("service"), over, token)), ServiceShapes.Of);
        }),
        ManagementApi.Post(One + "/simulation", async (http, caller) =>
        {
            var body = await http.BodyAsync();
            var what = new Tried(Simulations.Answers(body), Simulations.Fund(body), Simulations.Facts(body));
            return Simulations.Of(await caller.DoAsync<SimulateDraft, Simulation>((act, actor, token) => act.RunAsync(actor, http.Named("service"), what, token)));
        }),
        new("GET", One + "/export", async (http, caller) =>
        {
            var file = await caller.DoAsync<ImportService, ServiceFile>((act, actor, token) => act.ExportAsync(actor, http.Named("service"), http.AskedNumber("version"), token));
            return Results.File(System.Text.Encoding.UTF8.GetBytes(file.Write()), "application/json", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{file.ServiceId}-v{file.Number}.service.json"));
        }),
        ManagementApi.Post(One + "/import/check", async (http, caller) =>
        {
            var content = (await http.BodyAsync())["content"]?.ToString() ?? "";
            return ServiceShapes.Of(await caller.DoAsync<ImportService, ServiceImport>((act, actor, token) => act.PlanAsync(actor, http.Named("service"), content, token)));
        }),
        ManagementApi.Post(One + "/import", async (http, caller) =>
        {
            var body = await http.BodyAsync();
            var (content, stamp) = (body["content"]?.ToString() ?? "", body["stamp"]?.ToString() ?? "");
            return ServiceShapes.Of(await caller.DoAsync<ImportService, EditedService>((act, actor, token) => act.RunAsync(actor, http.Named("service"), content, stamp, token)), ["service.json"]);
        }),
        ManagementApi.Post(One + "/rules/trial", async (http, caller) =>
        {
            var body = await http.BodyAsync();
            if (body["year"] is not JsonValue said || !said.TryGetValue<int>(out var year) || year is < 1 or > 9998)
                throw new BadHttpRequestException("There is no year.");
            var values = (body["values"] as JsonObject ?? []).ToDictionary(value => value.Key, value => value.Value?.ToJsonString() ?? "null", StringComparer.Ordinal);
            return ServiceShapes.Of(await caller.DoAsync<RulesTrial, RulesTried>((trial, actor, token) => trial.RunAsync(actor, http.Named("service"), year, values, token)));
        }),
    ];
}
