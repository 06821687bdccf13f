using System.Globalization;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Designer.Managing;

/// <summary>Instances as Elsa's clients read them. What would hold values is there and empty.</summary>
internal static class InstanceShapes
{
    internal static JsonObject Summary(InstanceLine line, int version) => new()
    {
        ["id"] = line.Id.ToString(),
        ["definitionId"] = line.DefinitionId,
        ["definitionVersionId"] = line.DefinitionVersionId,
        ["version"] = version,
        ["status"] = line.Status.ToString(),
        ["subStatus"] = Sub(line.SubStatus),
        ["correlationId"] = line.CorrelationId,
        ["name"] = line.ReceiptNumber ?? line.Name,
        ["incidentCount"] = line.OpenIncidents,
        ["isSystem"] = false,
        ["createdAt"] = line.CreatedAt,
        ["updatedAt"] = line.UpdatedAt,
        ["finishedAt"] = line.Status == InstanceStatus.Finished ? line.UpdatedAt : null,
    };

    internal static JsonObject Of(InstanceTrack track, int version, string language)
    {
        var json = Summary(track.Line, version);
        var places = track.Visits.All.ToLookup(visit => visit.ActivityId, StringComparer.Ordinal);
        json["workflowState"] = new JsonObject
        {
            ["id"] = track.Line.Id.ToString(),
            ["definitionId"] = track.Line.DefinitionId,
            ["definitionVersionId"] = track.Line.DefinitionVersionId,
            ["definitionVersion"] = version,
            ["correlationId"] = track.Line.CorrelationId,
            ["status"] = track.Line.Status.ToString(),
            ["subStatus"] = Sub(track.Line.SubStatus),
            ["bookmarks"] = new JsonArray([.. track.Waiting.Select(place => (JsonNode)Bookmark(track.Line.Id, place, places[place.ActivityId].LastOrDefault()))]),
            ["incidents"] = new JsonArray([.. track.Incidents.Where(incident => incident.State == IncidentState.Open).Select(incident => (JsonNode)Incident(track.Line.Id, incident, places[incident.ActivityId].LastOrDefault(), language))]),
            ["completionCallbacks"] = new JsonArray(),
            ["activityExecutionContexts"] = new JsonArray(),
            ["input"] = new JsonObject(),
            ["output"] = new JsonObject(),
            ["properties"] = new JsonObject(),
            ["createdAt"] = track.Line.CreatedAt,
            ["updatedAt"] = track.Line.UpdatedAt,
        };
        return json;
    }

    internal static JsonObject Execution(InstanceId instance, Visit visit) => new()
    {
        ["id"] = IdOf(instance, visit.ExecutionId),
        ["workflowInstanceId"] = instance.ToString(),
        ["activityId"] = visit.ActivityId,
        ["activityNodeId"] = visit.NodeId,
        ["activityType"] = visit.Type,
        ["activityTypeVersion"] = visit.TypeVersion,
        ["activityName"] = visit.Name,
        ["activityState"] = new JsonObject(),
        ["outputs"] = new JsonObject(),
        ["properties"] = new JsonObject(),
        ["metadata"] = new JsonObject(),
        ["startedAt"] = visit.StartedAt,
        ["completedAt"] = visit.EndedAt,
        ["hasBookmarks"] = visit.Waits,
        ["status"] = visit.State switch { VisitState.Open => "Running", VisitState.Cancelled => "Canceled", var ended => ended.ToString() }, // Elsa's spelling
        ["aggregateFaultCount"] = visit.State == VisitState.Faulted ? 1 : 0,
    };

    internal static JsonNode Stats(IGrouping<string, Visit> place)
    {
        var (begun, ended) = (place.Count(), place.Count(visit => visit.State == VisitState.Completed));
        return new JsonObject
        {
            ["activityId"] = place.First().ActivityId,
            ["activityNodeId"] = place.Key,
            ["startedCount"] = begun,
            ["completedCount"] = ended,
            ["uncompletedCount"] = begun - ended,
            ["isBlocked"] = place.Any(visit => visit.Waits),
            ["isFaulted"] = place.Any(visit => visit.State == VisitState.Faulted),
        };
    }

    /// <param name="at">Its place in the whole journal.</param>
    internal static JsonObject Record(InstanceId instance, VisitEvent entry, int at) => new()
    {
        ["id"] = string.Create(CultureInfo.InvariantCulture, $"{instance}/{at}"),
        ["activityInstanceId"] = IdOf(instance, entry.Visit.ExecutionId),
        ["activityId"] = entry.Visit.ActivityId,
        ["activityType"] = entry.Visit.Type,
        ["activityTypeVersion"] = entry.Visit.TypeVersion,
        ["activityName"] = entry.Visit.Name,
        ["nodeId"] = entry.Visit.NodeId,
        ["timestamp"] = entry.At,
        ["sequence"] = at,
        ["eventName"] = EventOf(entry),
    };

    /// <summary>Elsa's word for what happened; null where it has none.</summary>
    internal static string? EventOf(VisitEvent entry) => entry.Event switch
    {
        "Started" or "Completed" or "Faulted" => entry.Event,
        "Cancelled" or "Rewound" => "Canceled",
        "Waiting" => "Suspended",
        "Burned" => "Resumed",
        _ => null,
    };

    /// <summary>Elsa knows no hold: it waits, and nothing resumes it.</summary>
    internal static string Sub(InstanceSubStatus status) => (status == InstanceSubStatus.OnHold ? InstanceSubStatus.Suspended : status).ToString();

    private static string IdOf(InstanceId instance, int execution) => string.Create(CultureInfo.InvariantCulture, $"{instance}.{execution}");

    /// <summary>Without what it waits for.</summary>
    private static JsonObject Bookmark(InstanceId instance, BookmarkRow place, Visit? visit) => new JsonObject
    {
        ["id"] = place.Id.ToString(),
        ["name"] = place.Name,
        ["hash"] = "",
        ["activityId"] = place.ActivityId,
        ["activityNodeId"] = visit?.NodeId ?? "",
        ["activityInstanceId"] = visit is null ? "" : IdOf(instance, visit.ExecutionId),
        ["createdAt"] = place.CreatedAt,
        ["autoBurn"] = true,
    };

    private static JsonObject Incident(InstanceId instance, IncidentRow incident, Visit? visit, string language)
    {
        var words = Texts.SayReason(incident.Reason, language);
        return new JsonObject
        {
            ["activityId"] = incident.ActivityId,
            ["activityNodeId"] = visit?.NodeId ?? "",
            ["activityInstanceId"] = IdOf(instance, incident.ExecutionId),
            ["activityType"] = incident.ActivityType,
            ["message"] = words,
            ["exception"] = new JsonObject { ["type"] = incident.ActivityType, ["message"] = words },
            ["timestamp"] = incident.At,
        };
    }
}
