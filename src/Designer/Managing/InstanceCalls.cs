using System.Globalization;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Engine.Instances;
using Microsoft.AspNetCore.Http;

namespace AidWorkflow.Designer.Managing;

/// <summary>
/// Calls about instances, as Elsa's clients show them: where each stands, what happened and what stands in its way. Values are never told (inputs, outputs, variables,
/// what came of an activity): those of a case may be of its applicant, and the page of the instance shows them with the look on record. A look at one, and at a list, is on record
/// here too; what is asked again every few seconds (its journal and executions, which name no case and nobody) is not.
/// </summary>
internal static class InstanceCalls
{
    private const string One = "/workflow-instances/{id:guid}";

    private const int MostAPage = 200;

    internal static IEnumerable<Call> All =>
    [
        ManagementApi.Post("/workflow-instances", ListAsync),
        ManagementApi.Get(One, async (http, caller) =>
        {
            var track = await LookAsync(http, caller);
            return InstanceShapes.Of(track, await NumberAsync(track.Line.DefinitionVersionId, caller), caller.Language);
        }),
        ManagementApi.Get(One + "/journal", async (http, caller) => Journal(await TrackAsync(Named(http), caller), [], http)),
        ManagementApi.Post(One + "/journal", async (http, caller) => Journal(await TrackAsync(Named(http), caller), (await http.BodyAsync())["filter"] as JsonObject ?? [], http)),
        ManagementApi.Get(One + "/execution-state", async (http, caller) =>
        {
            var (status, sub, updated) = await caller.DoAsync<RunningInstances, (InstanceStatus, InstanceSubStatus, DateTimeOffset)>((reading, actor, token) => reading.StandingAsync(Named(http), actor, token));
            return new() { ["status"] = status.ToString(), ["workflowSubStatus"] = InstanceShapes.Sub(sub), ["updatedAt"] = updated };
        }),
        ManagementApi.Get(One + "/variables", async (http, caller) =>
        {
            await TrackAsync(Named(http), caller); // told of nobody's but one's own
            return Answers.Items<JsonObject>([], value => value);
        }),
        ManagementApi.Get("/activity-executions/list", async (http, caller) => Answers.Items(await VisitsAsync(http, caller), visit => InstanceShapes.Execution(Asked(http), visit))),
        ManagementApi.Get("/activity-execution-summaries/list", async (http, caller) => Answers.Items(await VisitsAsync(http, caller), visit => InstanceShapes.Execution(Asked(http), visit))),
        ManagementApi.Get("/activity-executions/by-id", async (http, caller) =>
        {
            var (instance, visit) = await VisitAsync(http.Asked("id") ?? "", caller);
            return InstanceShapes.Execution(instance, visit);
        }),
        ManagementApi.Get("/activity-executions/{executionId}/call-stack", async (http, caller) =>
        {
            var (instance, visit) = await VisitAsync(http.Named("executionId"), caller);
            return new() { ["activityExecutionId"] = http.Named("executionId"), ["items"] = new JsonArray(InstanceShapes.Execution(instance, visit)), ["totalCount"] = 1 };
        }),
        ManagementApi.Post("/activity-executions/report", async (http, caller) =>
        {
            var asked = await http.BodyAsync();
            var track = await TrackAsync(Id(asked["workflowInstanceId"]?.ToString()), caller);
            var nodes = Texts(asked["activityNodeIds"]);
            return new()
            {
                ["stats"] = new JsonArray([.. track.Visits.All.Where(visit => nodes is null || nodes.Contains(visit.NodeId)).GroupBy(visit => visit.NodeId, StringComparer.Ordinal).Select(InstanceShapes.Stats)]),
            };
        }),
    ];

    private static async Task<JsonObject> ListAsync(HttpContext http, ICaller caller)
    {
        var asked = await http.BodyAsync();
        if (asked["timestampFilters"] is JsonArray { Count: > 0 })
            throw new RefusedException("instance.filter-by-time", null);
        var subs = Words<InstanceSubStatus>(asked["subStatus"], asked["subStatuses"]);
        var filter = new InstanceFilter
        {
            DefinitionId = Text(asked["definitionId"]),
            CorrelationId = Text(asked["correlationId"]),
            DefinitionIds = Texts(asked["definitionIds"]),
            Statuses = Words<InstanceStatus>(asked["status"], asked["statuses"]),
            SubStatuses = subs?.Contains(InstanceSubStatus.Suspended) == true ? [.. subs, InstanceSubStatus.OnHold] : subs, // shown as suspended
            HasIncidents = asked["hasIncidents"] is JsonValue said && said.TryGetValue<bool>(out var has) ? has : null,
            Search = Text(asked["searchTerm"]),
        };
        if (asked["isSystem"] is JsonValue system && system.TryGetValue<bool>(out var isSystem) && isSystem)
            return new() { ["items"] = new JsonArray(), ["totalCount"] = 0 };
        var (page, size) = (Math.Max(0, Whole(asked["page"]) ?? 0), Math.Clamp(Whole(asked["pageSize"]) ?? MostAPage, 1, MostAPage));
        var lines = await caller.DoAsync<RunningInstances, IReadOnlyList<InstanceLine>>((reading, actor, token) => reading.ListAsync(filter, page * size, size, actor, token));
        var total = await caller.DoAsync<RunningInstances, int>((reading, actor, token) => reading.CountAsync(filter, actor, token));
        await caller.DoAsync<AccessLog, bool>((log, actor, _) =>
        {
            log.Listed(actor, "instances", Said(filter), lines.Count);
            return Task.FromResult(true);
        });
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var version in lines.Select(line => line.DefinitionVersionId).Distinct(StringComparer.Ordinal))
            numbers[version] = await NumberAsync(version, caller);
        return new() { ["items"] = new JsonArray([.. lines.Select(line => InstanceShapes.Summary(line, numbers[line.DefinitionVersionId]))]), ["totalCount"] = total };
    }

    private static JsonObject Journal(InstanceTrack track, JsonObject filter, HttpContext http)
    {
        var (activities, nodes, without, events) = (Texts(filter["activityIds"]), Texts(filter["activityNodeIds"]), Texts(filter["excludedActivityTypes"]), Texts(filter["eventNames"]));
        var entries = track.Visits.Events.Select((entry, at) => (Entry: entry, At: at)).Where(one => InstanceShapes.EventOf(one.Entry) is { } name
            && activities?.Contains(one.Entry.Visit.ActivityId) != false && nodes?.Contains(one.Entry.Visit.NodeId) != false
            && without?.Contains(one.Entry.Visit.Type) != true && events?.Contains(name) != false).ToList();
        var (skip, take) = (Math.Max(0, http.AskedNumber("skip") ?? 0), Math.Clamp(http.AskedNumber("take") ?? MostAPage, 0, MostAPage));
        return new()
        {
            ["items"] = new JsonArray([.. entries.Skip(skip).Take(take).Select(one => InstanceShapes.Record(track.Line.Id, one.Entry, one.At))]),
            ["totalCount"] = entries.Count,
        };
    }

    private static async Task<InstanceTrack> LookAsync(HttpContext http, ICaller caller)
    {
        var track = await TrackAsync(Named(http), caller);
        await caller.DoAsync<AccessLog, bool>((log, actor, _) =>
        {
            log.Viewed(actor, track.Line.Case is { } about ? $"case:{about}" : $"instance:{track.Line.Id}", $"instance {track.Line.Id}");
            return Task.FromResult(true);
        });
        return track;
    }

    private static Task<InstanceTrack> TrackAsync(InstanceId id, ICaller caller) =>
        caller.DoAsync<RunningInstances, InstanceTrack>((reading, actor, token) => reading.TrackAsync(id, actor, token));

    private static async Task<IEnumerable<Visit>> VisitsAsync(HttpContext http, ICaller caller) =>
        (await TrackAsync(Asked(http), caller)).Visits.All.Where(visit => http.Asked("activityNodeId") is not { Length: > 0 } node || visit.NodeId == node);

    /// <param name="id">"{instance}.{execution}"</param>
    private static async Task<(InstanceId Instance, Visit Visit)> VisitAsync(string id, ICaller caller)
    {
        var (instance, execution) = id.Split('.') is [var one, var number] && int.TryParse(number, CultureInfo.InvariantCulture, out var parsed) ? (Id(one), parsed) : throw new RefusedException("instance.unknown", null, ("id", id));
        return (instance, (await TrackAsync(instance, caller)).Visits.All.FirstOrDefault(visit => visit.ExecutionId == execution) ?? throw new RefusedException("instance.unknown", null, ("id", id)));
    }

    /// <summary>The number of a version; 0 where it is no more.</summary>
    private static async Task<int> NumberAsync(string versionId, ICaller caller) =>
        (await caller.DoAsync<DefinitionShelf, ManagedVersion?>((shelf, actor, token) => shelf.ByVersionIdAsync(actor, versionId, token)))?.Version ?? 0;

    private static string Said(InstanceFilter filter) => string.Join(' ', new[] { filter.DefinitionId, filter.CorrelationId, filter.Search }
        .Concat(filter.DefinitionIds ?? []).Concat((filter.Statuses ?? []).Select(one => one.ToString())).Concat((filter.SubStatuses ?? []).Select(one => one.ToString())).Where(part => part is not null));

    private static InstanceId Named(HttpContext http) => InstanceId.Of(Guid.Parse(http.Named("id")));

    private static InstanceId Asked(HttpContext http) => Id(http.Asked("workflowInstanceId"));

    private static InstanceId Id(string? id) => Guid.TryParse(id, out var guid) ? InstanceId.Of(guid) : throw new RefusedException("instance.unknown", null, ("id", id ?? ""));

    private static string? Text(JsonNode? said) => said is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static int? Whole(JsonNode? said) => said is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    /// <returns>Null where nothing was asked for, which an empty list says too.</returns>
    private static string[]? Texts(JsonNode? said) => said is JsonArray { Count: > 0 } list ? [.. list.Select(Text).OfType<string>()] : null;

    /// <exception cref="BadHttpRequestException">A word that is none of them: what it means would otherwise be everything.</exception>
    private static TWord[]? Words<TWord>(JsonNode? one, JsonNode? several)
        where TWord : struct, Enum
    {
        var words = Text(one) is { } single ? [single] : Texts(several);
        return words?.Select(word => Enum.TryParse<TWord>(word, ignoreCase: true, out var parsed) ? parsed : throw new BadHttpRequestException($"'{word}' is not known.")).ToArray();
    }
}
