using System.Text.Json.Nodes;
using AidWorkflow.Cases.Defining;

namespace AidWorkflow.Designer.Managing;

/// <summary>The smaller shapes of the management API.</summary>
internal static class Answers
{
    internal static JsonObject Items<T>(IEnumerable<T> items, Func<T, JsonObject> shape)
    {
        var list = new JsonArray([.. items.Select(item => (JsonNode)shape(item))]);
        return new() { ["items"] = list, ["count"] = list.Count };
    }

    internal static JsonObject Summary(ManagedVersion version) => new()
    {
        ["id"] = version.Id,
        ["definitionId"] = version.DefinitionId,
        ["name"] = version.Name,
        ["description"] = version.Content.Description,
        ["version"] = version.Version,
        ["toolVersion"] = Wire.Member(version.Content.Json, "toolVersion")?.DeepClone(),
        ["isLatest"] = version.IsLatest,
        ["isPublished"] = version.IsPublished,
        ["isReadonly"] = false,
        ["providerName"] = version.Service is null ? "AidWorkflow.Library" : "AidWorkflow.Services",
        ["materializerName"] = "Json",
        ["createdAt"] = version.CreatedAt,
        ["isDraft"] = version.IsDraft,
        ["changedBy"] = version.ChangedBy,
        ["changedAt"] = version.ChangedAt,
        ["reason"] = version.Reason,
        ["service"] = version.Service?.ServiceId,
        ["file"] = version.File,
        ["publishedVersion"] = version.Service?.Published,
    };

    internal static JsonObject Found(Finding finding) => new()
    {
        ["severity"] = finding.Severity.ToString(),
        ["file"] = finding.File,
        ["path"] = finding.Path,
        ["activityId"] = finding.ActivityId,
        ["code"] = finding.Code,
        ["reason"] = new JsonObject { ["zh-CN"] = finding.Reason.Zh, ["en"] = finding.Reason.En },
    };

    internal static JsonObject Overwritten(OverwrittenDraft draft) => new()
    {
        ["id"] = draft.Id.Value,
        ["writtenBy"] = draft.WrittenBy,
        ["writtenAt"] = draft.WrittenAt,
        ["overwrittenBy"] = draft.OverwrittenBy,
        ["overwrittenAt"] = draft.OverwrittenAt,
    };
}
