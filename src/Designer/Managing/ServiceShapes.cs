using System.Text.Json.Nodes;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Designer.Managing;

/// <summary>Services on the wire.</summary>
internal static class ServiceShapes
{
    /// <param name="wished">Names of files; all where none is named.</param>
    internal static JsonObject Of(EditedService service, IReadOnlyCollection<string> wished) => new()
    {
        ["serviceId"] = service.ServiceId,
        ["version"] = service.Number,
        ["isDraft"] = service.IsDraft,
        ["publishedVersion"] = service.Published,
        ["basedOn"] = service.BasedOn,
        ["stamp"] = service.Stamp,
        ["changedBy"] = service.ChangedBy,
        ["changedAt"] = service.ChangedAt,
        ["files"] = new JsonObject([.. service.Files.Where(file => wished.Count == 0 || wished.Contains(file.Key)).Select(file => KeyValuePair.Create<string, JsonNode?>(file.Key, file.Value))]),
        ["definitionId"] = service.Files.TryGetValue("workflow.json", out var workflow) ? ServiceDefinitionId(workflow) : null,
        ["steps"] = new JsonArray([.. Steps(service)]),
    };

    /// <summary>The columns that the table of access may have: the desks of the house, then the steps of the workflows at which officials are asked.</summary>
    private static IEnumerable<JsonNode> Steps(EditedService service) => FormSteps.Owed.Select(desk => Step(desk, isDesk: true, FormDesks.Of(desk)))
        .Concat(service.AskedSteps.Select(step => Step(step, isDesk: false, SpokenSteps.Of(step))));

    private static JsonObject Step(string name, bool isDesk, LocalText words) => new() { ["name"] = name, ["isDesk"] = isDesk, ["words"] = Words(words) };

    internal static JsonObject Of(FileFault fault)
    {
        string? Value(string name) => fault.Values.FirstOrDefault(value => value.Name == name).Value as string;
        return Answers.Found(fault.Code == "workflow.fault"
            ? new(Severity.Error, fault.File, fault.Place, null, Value("code") ?? fault.Code, new(Value("reason") ?? "", Value("reasonEn") ?? ""))
            : new(fault.IsHint ? Severity.Warning : Severity.Error, fault.File, fault.Place, null, fault.Code, new(fault.Reason("zh-CN"), fault.Reason("en"))));
    }

    internal static JsonObject Of(ServiceImport import) => new()
    {
        ["serviceId"] = import.ServiceId,
        ["version"] = import.Number,
        ["stamp"] = import.Stamp,
        ["changes"] = new JsonArray([.. import.Changes.Select(change => (JsonNode)new JsonObject { ["file"] = change.File, ["change"] = change.Change.ToString() })]),
        ["faults"] = new JsonArray([.. import.Faults.Select(fault => (JsonNode)Of(fault))]),
    };

    internal static JsonObject Of(RulesTried tried) => new()
    {
        ["year"] = tried.Year,
        ["rise"] = tried.Rise,
        ["fall"] = tried.Fall,
        ["unchanged"] = tried.Unchanged,
        ["left"] = tried.Left,
        ["beforeCents"] = tried.BeforeCents,
        ["afterCents"] = tried.AfterCents,
        ["grantedCents"] = tried.GrantedCents,
        ["bands"] = new JsonArray([.. tried.Bands.Select(band => new JsonObject { ["band"] = Words(band.Band), ["cases"] = band.Cases, ["beforeCents"] = band.BeforeCents, ["afterCents"] = band.AfterCents })]),
        ["cases"] = new JsonArray([.. tried.Named.Select(one => new JsonObject { ["number"] = one.Number, ["beforeCents"] = one.BeforeCents, ["afterCents"] = one.AfterCents, ["grantedCents"] = one.GrantedCents })]),
    };

    private static JsonObject? Words(LocalText? words) => words is null ? null : new() { ["zh-CN"] = words.Zh, ["en"] = words.En };

    private static string? ServiceDefinitionId(string workflow)
    {
        try
        {
            return (string?)JsonNode.Parse(workflow)?["definitionId"];
        }
        catch (Exception unreadable) when (unreadable is System.Text.Json.JsonException or InvalidOperationException)
        {
            return null; // the check says so
        }
    }

    /// <summary>What a client sends: path → text; null takes a file out.</summary>
    /// <exception cref="Microsoft.AspNetCore.Http.BadHttpRequestException">It is no such object.</exception>
    internal static Dictionary<string, string?> Files(JsonObject body)
    {
        if (body["files"] is not JsonObject files)
            throw new Microsoft.AspNetCore.Http.BadHttpRequestException("There are no files.");
        return files.ToDictionary(
            file => file.Key,
            file => file.Value is null ? null : file.Value is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw new Microsoft.AspNetCore.Http.BadHttpRequestException($"The file {file.Key} is no text."),
            StringComparer.Ordinal);
    }
}
