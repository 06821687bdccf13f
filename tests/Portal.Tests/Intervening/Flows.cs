using System.Runtime.CompilerServices;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;
using AidWorkflow.Portal.Tests.Deciding;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Intervening;

/// <summary>Small workflows that belong to no case, and further versions of the hardship service.</summary>
internal static class Flows
{
    public static async Task<InstanceId> StartAsync(this Office office, string definition)
    {
        var workflow = await office.Services.GetRequiredService<CompiledWorkflows>().PublishedAsync(definition, CancellationToken.None);
        return (await office.Services.GetRequiredService<BareInstances>().StartAsync(workflow.Definition.Id, null, null, CancellationToken.None)).Writes.Instance.Id;
    }

    /// <summary>A definition that belongs to no service, published.</summary>
    public static async Task DefineAsync(this Office office, string flow)
    {
        var saved = await office.DoAsync((SaveDefinition act, CancellationToken token) => act.RunAsync(Actor.System, new DefinitionText(flow), token));
        await office.DoAsync((PublishDefinition act, CancellationToken token) => act.RunAsync(Actor.System, saved.DefinitionId, null, token));
    }

    /// <summary>A further version of the hardship service, with these files instead of or beside its own.</summary>
    public static async Task PublishAsync(this Office office, params (string File, string Text)[] more)
    {
        var files = Hardship().Files.ToDictionary(file => file.Key, file => file.Value, StringComparer.Ordinal);
        foreach (var (file, text) in more)
            files[file] = text;
        var seeded = await office.DoAsync((SeedServices act, CancellationToken token) => act.RunAsync([ServicePackage.Parse("hardship-aid", files)], token));
        Assert.That(seeded.Single().Outcome, Is.EqualTo(Seeded.Published), string.Join("; ", seeded.Single().Faults));
    }

    public static ServicePackage Hardship() => ServicePackage.Read(Path.Combine(Root(), "workflows", "hardship-aid")).Package!;

    /// <summary>The workflow of the service with its first step under another id.</summary>
    public static string Renamed() => Hardship().Files["workflow.json"].Replace("\"completeness\"", "\"check\"", StringComparison.Ordinal);

    public static string Waiting(string id) => Flow("waits",
        $$"""{ "id": "{{id}}", "name": "{{id}}", "type": "Elsa.Delay", "version": 1, "timeSpan": { "typeName": "TimeSpan", "expression": { "type": "Literal", "value": "01:00:00" } } }""");

    public static string Listening(string id) =>
        $$"""{ "id": "{{id}}", "name": "{{id}}", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "bell" } } }""";

    public static string Flow(string name, string activities) =>
        $$"""
        { "id": "{{name}}-1", "definitionId": "{{name}}", "name": "{{name}}", "version": 1, "isPublished": true, "isLatest": true,
          "variables": [ { "id": "v-r", "name": "r", "typeName": "Object" } ], "inputs": [], "outputs": [],
          "root": { "id": "flow", "name": "flow", "type": "Elsa.Flowchart", "version": 1, "activities": [ {{activities}} ], "connections": [] } }
        """;

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
