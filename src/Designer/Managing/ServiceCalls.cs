using System.Text.Json.Nodes;
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
            return Answers.Items(await caller.DoAsync<ServiceDesk, IReadOnlyList<Finding>>((desk, actor, token) => desk.CheckAsync(actor, http.Named("service"), over, token)), Answers.Found);
        }),
    ];
}
