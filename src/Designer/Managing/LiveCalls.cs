using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Designer.Managing;

/// <summary>Calls about what runs; shown on the drawing of the version that it runs on.</summary>
internal static class LiveCalls
{
    internal static IEnumerable<Call> All =>
    [
        ManagementApi.Get("/workflow-definitions/{definitionId}/live", async (http, caller) =>
            Of(await caller.DoAsync<LiveSteps, LiveView>((act, actor, token) => act.CountAsync(http.Named("definitionId"), actor, token)))),
        ManagementApi.Get("/instances/{id}/way", async (http, caller) =>
            Of(await caller.DoAsync<InstanceWay, InstanceView>((act, actor, token) => act.ShowAsync(InstanceId.Of(Guid.Parse(http.Named("id"))), actor, token)))),
    ];

    private static JsonObject Of(LiveView view) => new()
    {
        ["at"] = view.At,
        ["days"] = new JsonArray(LiveSteps.Short.Days, LiveSteps.Middle.Days, LiveSteps.Long.Days),
        ["waiting"] = new JsonArray([.. view.Waiting.Select(step => (JsonNode)new JsonObject
        {
            ["versionId"] = step.VersionId,
            ["activityId"] = step.ActivityId,
            ["count"] = step.Count,
            ["oldestSince"] = step.OldestSince,
            ["over"] = new JsonArray(step.OverShort, step.OverMiddle, step.OverLong),
        })]),
        ["faults"] = new JsonArray([.. view.Faults.Select(step => (JsonNode)new JsonObject { ["versionId"] = step.VersionId, ["activityId"] = step.ActivityId, ["count"] = step.Count })]),
    };

    private static JsonObject Of(InstanceView view) => new()
    {
        ["id"] = view.Line.Id.Value,
        ["receiptNumber"] = view.Line.ReceiptNumber,
        ["case"] = view.Line.Case?.Value,
        ["definitionId"] = view.Line.DefinitionId,
        ["versionId"] = view.Line.DefinitionVersionId,
        ["subStatus"] = view.Line.SubStatus.ToString(),
        ["steps"] = new JsonArray([.. view.Steps.Where(step => step.Times > 0 || step.Standing != Standing.Ahead).Select(step => (JsonNode)new JsonObject
        {
            ["activityId"] = step.Key,
            ["standing"] = step.Standing.ToString(),
            ["times"] = step.Times,
            ["lastAt"] = step.LastAt,
        })]),
        ["path"] = new JsonArray([.. view.Journal.Where(entry => entry.ActivityId != Itself(view) && entry is { ActivityId: not null, Event: "Started" or "Completed" or "Faulted" or "Rewound" or "Cancelled" }).Select(entry => (JsonNode)new JsonObject
        {
            ["at"] = entry.At,
            ["event"] = entry.Event,
            ["activityId"] = entry.ActivityId,
            ["detail"] = entry.Event == "Completed" ? entry.Detail : null,
        })]),
        ["incidents"] = new JsonArray([.. view.Incidents.Where(incident => incident.State == IncidentState.Open).Select(incident => (JsonNode)new JsonObject
        {
            ["id"] = incident.Id.Value,
            ["activityId"] = incident.ActivityId,
            ["at"] = incident.At,
            ["reason"] = new JsonObject { ["zh-CN"] = Texts.SayReason(incident.Reason, "zh-CN"), ["en"] = Texts.SayReason(incident.Reason, "en") },
        })]),
    };

    /// <summary>What began first is the workflow itself, which is no step of it.</summary>
    private static string? Itself(InstanceView view) => view.Journal.FirstOrDefault(entry => entry.Event == "Started")?.ActivityId;
}
