using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Designer.Managing;

/// <summary>Something wrong with a definition as it is edited.</summary>
/// <param name="File">Another file of the service, where it stands there; null for the definition itself.</param>
/// <param name="Path">JSON path in the file.</param>
/// <param name="ActivityId">The step that it is about; null where it is about none.</param>
public sealed record Finding(Severity Severity, string? File, string Path, string? ActivityId, string Code, LocalText Reason);

/// <summary>What is wrong with a definition as somebody has it before them, saved or not. An error forbids publishing; what the engine says of a service always does.</summary>
public sealed class LiveCheck(DefinitionShelf shelf, ServiceDraftCheck service, DefinitionCheck library)
{
    /// <exception cref="DefinitionException">It is no workflow definition.</exception>
    /// <exception cref="RefusedException">definition.not-yours</exception>
    public async Task<IReadOnlyList<Finding>> RunAsync(Actor actor, JsonObject model, CancellationToken cancellation)
    {
        var definition = WorkflowDefinition.Of(model);
        var before = await shelf.FindAsync(actor, definition.DefinitionId, cancellation);
        var content = Wire.Back(model, before?.Content.Json);
        if (before is not { Service: { } edited, File: { } file })
            return [.. (await library.RunAsync(WorkflowDefinition.Of(content.DeepClone()), cancellation)).Select(fault => new Finding(fault.Severity, null, fault.Path, Place.StepAt(content, fault.Path), fault.Code, new(fault.Why.Zh, fault.Why.En)))];

        var over = new Dictionary<string, string>(StringComparer.Ordinal) { [file] = content.ToJsonString() };
        if (Wire.WithTerms(edited.Files["service.json"], model) is { } terms)
            over["service.json"] = terms;
        return [.. (await service.RunAsync(edited.ServiceId, over, cancellation)).Select(fault => Of(fault, file, content))];
    }

    private static Finding Of(FileFault fault, string file, JsonObject content)
    {
        string? Value(string name) => fault.Values.FirstOrDefault(value => value.Name == name).Value as string;
        var isHere = fault.File == file;
        return fault.Code == "workflow.fault"
            ? new(Severity.Error, isHere ? null : fault.File, fault.Place, isHere ? Place.StepAt(content, fault.Place) : null, Value("code") ?? fault.Code, new(Value("reason") ?? "", Value("reasonEn") ?? ""))
            : new(fault.IsHint ? Severity.Warning : Severity.Error, isHere ? null : fault.File, fault.Place, isHere ? Place.StepAt(content, fault.Place) : Place.StepCalled(content, Value("step")), fault.Code, new(fault.Reason("zh-CN"), fault.Reason("en")));
    }
}

/// <summary>Finds steps in the JSON of a definition.</summary>
internal static class Place
{
    /// <summary>The innermost step that a path leads through: "$.root.activities[2].condition".</summary>
    internal static string? StepAt(JsonObject definition, string path)
    {
        JsonNode? node = definition;
        string? step = null;
        foreach (var part in path.Split('.', '[').Skip(1))
        {
            node = node switch
            {
                JsonArray list when int.TryParse(part.TrimEnd(']'), System.Globalization.CultureInfo.InvariantCulture, out var at) && at >= 0 && at < list.Count => list[at],
                JsonObject json => Wire.Member(json, part),
                _ => null,
            };
            if (node is JsonObject found && IdOf(found) is { } id)
                step = id;
        }

        return step;
    }

    /// <summary>A step by the name that other files of a service call it.</summary>
    internal static string? StepCalled(JsonObject definition, string? name) => name is null ? null : Within(definition).FirstOrDefault(step => Text(step, "name") == name) is { } found ? IdOf(found) : null;

    private static IEnumerable<JsonObject> Within(JsonNode? node) => node switch
    {
        JsonObject one => (IdOf(one) is null ? Enumerable.Empty<JsonObject>() : [one]).Concat(one.SelectMany(property => Within(property.Value))),
        JsonArray many => many.SelectMany(Within),
        _ => [],
    };

    private static string? IdOf(JsonObject json) => Text(json, "type") is not null ? Text(json, "id") : null;

    private static string? Text(JsonObject json, string name) => Wire.Member(json, name) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
