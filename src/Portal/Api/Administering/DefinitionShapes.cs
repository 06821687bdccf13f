using System.Text.Json.Nodes;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Portal.Api.Administering;

/// <param name="Definition">Elsa 3 JSON, every property of it.</param>
/// <param name="Stamp">Of the version that the writer had before them; leave it out to write whatever stands there.</param>
internal sealed record DefinitionWritten(JsonObject Definition, string? Stamp = null) : IAsked;

/// <param name="Versions">Elsa 3 JSON of several versions of one definition, in any order.</param>
/// <param name="Publishing">What of them is published: nothing, the newest, or what is marked as published.</param>
internal sealed record HistoryWritten(IReadOnlyList<JsonObject> Versions, Publishing Publishing = Publishing.Nothing) : IAsked;

/// <param name="Findings">What is wrong in it; an error where another version stands here under its number.</param>
internal sealed record VersionKept(VersionLine Version, IReadOnlyList<DefinitionFinding> Findings);

internal sealed record DefinitionReverted(int Version) : IAsked;

internal sealed record WorkflowStarting(string? CorrelationId = null, JsonObject? Input = null) : IAsked;

internal sealed record EventTold(string Name, string? CorrelationId = null, JsonNode? Payload = null) : IAsked;

internal sealed record TaskResult(JsonNode? Result = null) : IAsked;

internal sealed record VersionLine(
    string Id, string DefinitionId, int Version, DefinitionState State, string Name, string? ActivityType, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt, string ChangedBy, DateTimeOffset? PublishedAt, string Stamp)
{
    public static VersionLine Of(DefinitionVersion version) => new(version.Id, version.DefinitionId, version.Version, version.State, version.Name, version.ActivityType,
        version.CreatedAt, version.ChangedAt, version.ChangedBy, version.PublishedAt, version.Stamp);
}

/// <param name="Path">Where in the document.</param>
internal sealed record DefinitionFinding(Severity Severity, string Path, string Code, LocalText Reason)
{
    public static DefinitionFinding Of(DefinitionFault fault) => new(fault.Severity, fault.Path, fault.Code, new(fault.Why.Zh, fault.Why.En));
}

/// <param name="Warnings">What was found and did not forbid it.</param>
internal sealed record VersionPublished(VersionLine Version, IReadOnlyList<DefinitionFinding> Warnings);

internal sealed record WorkflowStarted(Guid Instance, string Status, string SubStatus);

internal sealed record EventQueued(Guid Message);

internal sealed record TaskCompleted(Guid Instance);

/// <param name="Definition">The consumer, whose new version is to be published; null where a draft of it was changed.</param>
internal sealed record ConsumerUpdated(string? Definition);
