using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Designer.Managing;

/// <summary>The files of a service beside its workflows, as editors of forms and templates have them before them: in the same one draft as the drawing.</summary>
public sealed class ServiceDesk(DefinitionRights rights, EditedServices services, SaveServiceDraft save, ServiceDraftCheck check)
{
    /// <exception cref="RefusedException">definition.not-yours, service.unknown</exception>
    public async Task<EditedService> GetAsync(Actor actor, string serviceId, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        return await services.GetAsync(serviceId, cancellation);
    }

    /// <exception cref="RefusedException">What a save is refused for, service.draft-changed-meanwhile among it.</exception>
    public Task<EditedService> SaveAsync(Actor actor, string serviceId, ServiceChange change, CancellationToken cancellation) => save.RunAsync(actor, serviceId, change, cancellation);

    /// <summary>What would forbid publishing, with these files in the place of those of the draft.</summary>
    /// <exception cref="RefusedException">definition.not-yours, service.unknown</exception>
    public async Task<IReadOnlyList<Finding>> CheckAsync(Actor actor, string serviceId, IReadOnlyDictionary<string, string> over, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        return [.. (await check.RunAsync(serviceId, over, cancellation)).Select(Of)];
    }

    private static Finding Of(FileFault fault)
    {
        string? Value(string name) => fault.Values.FirstOrDefault(value => value.Name == name).Value as string;
        return fault.Code == "workflow.fault"
            ? new(Severity.Error, fault.File, fault.Place, null, Value("code") ?? fault.Code, new(Value("reason") ?? "", Value("reasonEn") ?? ""))
            : new(Severity.Error, fault.File, fault.Place, null, fault.Code, new(fault.Reason("zh-CN"), fault.Reason("en")));
    }
}

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

    private static JsonObject Step(string name, bool isDesk, LocalText words) => new() { ["name"] = name, ["isDesk"] = isDesk, ["words"] = new JsonObject { ["zh-CN"] = words.Zh, ["en"] = words.En } };

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
