using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Designer.Managing;

/// <summary>Writes drafts of definitions, of the library and of services alike.</summary>
public sealed class DefinitionWriting(DefinitionShelf shelf, SaveServiceDraft saveService, SaveDefinition saveDefinition, RevertDefinition revert, ImportService services)
{
    /// <param name="model">As a client of the management API has it; its stamp, where it brings one, is of what its writer had before them.</param>
    /// <returns>The definition as it is now. Writing what stands there already changes nothing.</returns>
    /// <exception cref="DefinitionException">It is no workflow definition.</exception>
    /// <exception cref="RefusedException">definition.not-yours, definition.changed-meanwhile, service.draft-changed-meanwhile, and what else a save is refused for</exception>
    public async Task<ManagedVersion> SaveAsync(Actor actor, JsonObject model, CancellationToken cancellation)
    {
        var definitionId = WorkflowDefinition.Of(model).DefinitionId;
        var before = await shelf.FindAsync(actor, definitionId, cancellation);
        var content = Wire.Back(model, before?.Content.Json);
        if (before is { Service: { } service, File: { } file })
        {
            var files = new Dictionary<string, string?>(StringComparer.Ordinal);
            if (!JsonNode.DeepEquals(content, before.Content.Json))
                files[file] = content.ToJsonString(Wire.Pretty) + "\n";
            if (Wire.WithTerms(service.Files["service.json"], model) is { } terms)
                files["service.json"] = terms + "\n";
            var now = await saveService.RunAsync(actor, service.ServiceId, new(files, Wire.StampOf(model)), cancellation);
            return ManagedVersion.Of(now, file, now.IsDraft ? DefinitionShelf.DraftOf(now.ServiceId, file) : before.Id, now.Files[file]);
        }

        if (before is not null && JsonNode.DeepEquals(content, before.Content.Json) && (Wire.StampOf(model) ?? before.Stamp) == before.Stamp)
            return before;
        return ManagedVersion.Of(await saveDefinition.RunAsync(actor, new(content.ToJsonString(), Wire.StampOf(model)), cancellation), isLatest: true);
    }

    /// <summary>Begins a workflow of the library: with a start and nothing else, or as a copy of another of the library.</summary>
    /// <param name="like">The definition whose newest version is copied; null for none. One of a service belongs to its files and is not copied.</param>
    /// <exception cref="RefusedException">definition.not-yours, definition.name-missing, definition.name-taken, definition.name-too-long, definition.unknown</exception>
    public async Task<ManagedVersion> BeginAsync(Actor actor, string name, string? like, CancellationToken cancellation)
    {
        name = name.Trim();
        var all = await shelf.ListAsync(actor, VersionWish.Latest, null, cancellation);
        if (name.Length == 0)
            throw new RefusedException("definition.name-missing", "name");
        if (all.FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase)) is { } namesake)
            throw new RefusedException("definition.name-taken", "name", ("name", namesake.Name), ("definition", namesake.DefinitionId));
        var copied = like is null ? null : all.FirstOrDefault(one => one.Service is null && one.DefinitionId == like) ?? throw new RefusedException("definition.unknown", "like", ("definition", like));
        var json = copied is null ? Empty() : (JsonObject)copied.Content.Json.DeepClone();
        (json["id"], json["definitionId"], json["name"], json["version"]) = ("", "", name, 1);
        return ManagedVersion.Of(await saveDefinition.RunAsync(actor, new(json.ToJsonString()), cancellation), isLatest: true);
    }

    private static JsonObject Empty() => new()
    {
        ["$schema"] = "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json",
        ["variables"] = new JsonArray(),
        ["inputs"] = new JsonArray(),
        ["outputs"] = new JsonArray(),
        ["root"] = new JsonObject
        {
            ["id"] = "flow",
            ["nodeId"] = "Workflow1:flow",
            ["name"] = "Flowchart1",
            ["type"] = "Elsa.Flowchart",
            ["version"] = 1,
            ["activities"] = new JsonArray(new JsonObject { ["id"] = "start", ["nodeId"] = "Workflow1:flow:start", ["name"] = "Start", ["type"] = "Elsa.Start", ["version"] = 1 }),
            ["connections"] = new JsonArray(),
        },
    };

    /// <summary>Brings an older version back as the newest draft, for a person to publish: of a service with every file, as its terms, forms and templates go with its workflows.</summary>
    /// <exception cref="RefusedException">definition.not-yours, definition.version-unknown</exception>
    public async Task<ManagedVersion> RevertAsync(Actor actor, string definitionId, int version, CancellationToken cancellation)
    {
        var old = await shelf.GetAsync(actor, definitionId, VersionWish.Parse($"{version}"), cancellation);
        if (old is not { Service: { } service, File: { } file })
            return ManagedVersion.Of(await revert.RunAsync(actor, definitionId, version, cancellation), isLatest: true);
        var whole = (await services.ExportAsync(actor, service.ServiceId, version, cancellation)).Files;
        var files = service.Files.Keys.Union(whole.Keys).Where(path => service.Files.GetValueOrDefault(path) != whole.GetValueOrDefault(path)).ToDictionary(path => path, whole.GetValueOrDefault, StringComparer.Ordinal);
        var now = await saveService.RunAsync(actor, service.ServiceId, new(files), cancellation);
        return ManagedVersion.Of(now, file, DefinitionShelf.DraftOf(now.ServiceId, file), now.Files[file]);
    }
}
