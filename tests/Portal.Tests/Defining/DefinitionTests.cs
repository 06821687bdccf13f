using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;
using AidWorkflow.Portal.Delivering;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Defining;

/// <summary>An office to write definitions in, and short ones to write.</summary>
internal abstract class DefinitionTests(Provider provider)
{
    protected static readonly Actor Machine = new(null, "command-line:test");

    protected Office Office { get; private set; } = null!;

    [SetUp]
    public async Task Open() => Office = await Office.OpenAsync(provider);

    [TearDown]
    public async Task Close() => await Office.DisposeAsync();

    protected Task<DefinitionVersion> SaveAsync(string json, string? stamp = null) =>
        Office.DoAsync((SaveDefinition act, CancellationToken token) => act.RunAsync(Machine, new(json, stamp), token));

    protected Task<Publication> PublishAsync(string id) => Office.DoAsync((PublishDefinition act, CancellationToken token) => act.RunAsync(Machine, id, null, token));

    protected Task<IReadOnlyList<DefinitionVersion>> VersionsAsync(string id) => Office.DoAsync((DefinitionReading reading, CancellationToken token) => reading.VersionsAsync(Machine, id, token));

    protected Task<WorkflowDefinition> ExportAsync(string id) => Office.DoAsync((DefinitionReading reading, CancellationToken token) => reading.ExportAsync(Machine, id, null, token));

    protected async Task<InstanceRow> StartAsync(string id, string? correlation = null) => (await BurstAsync(id, correlation)).Writes.Instance;

    protected async Task<string[]> LinesAsync(string id) => [.. (await BurstAsync(id, null)).Lines];

    protected Task<Burst> BurstAsync(string id, string? correlation) => Office.DoAsync((StartWorkflow act, CancellationToken token) => act.RunAsync(Machine, id, correlation, null, token));

    protected Task<string?> DeletionAsync(string id, int version) => OutcomeAsync(() => Office.DoAsync(async (DeleteDefinition act, CancellationToken token) =>
    {
        await act.RunAsync(Machine, id, version, token);
        return true;
    }));

    protected static async Task<string?> OutcomeAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (RefusedException refused)
        {
            return refused.Code;
        }
    }

    protected async Task<Burst> ResumeAsync(InstanceRow instance)
    {
        var waiting = await Office.ReadAsync(db => db.Set<BookmarkRow>().SingleAsync(bookmark => bookmark.InstanceId == instance.Id));
        return await Office.Services.GetRequiredService<BareInstances>().ResumeAsync(waiting.Id, null, CancellationToken.None);
    }

    protected Task<List<InstanceRow>> InstancesAsync(string definition) => Office.ReadAsync(db => db.Set<InstanceRow>().Where(instance => instance.DefinitionId == definition).ToListAsync());

    protected async Task SweepTwiceAsync()
    {
        for (var time = 0; time < 2; time++)
        {
            await Office.SweepAsync(OutboxSweep.Key);
            var now = Office.Clock.GetUtcNow();
            await Office.ReadAsync(db => db.Set<OutboxRow>().Where(message => EngineChannel.Names.Contains(message.Channel))
                .ExecuteUpdateAsync(set => set.SetProperty(message => message.State, OutboxState.Pending).SetProperty(message => message.ClaimedUntil, (DateTimeOffset?)null).SetProperty(message => message.NextAttemptAt, now)));
        }

        await Office.SweepAsync(OutboxSweep.Key);
    }

    protected static string Say(string text) => $$"""{ "id": "say", "type": "Elsa.WriteLine", "version": 1, "text": { "typeName": "String", "expression": { "type": "Literal", "value": "{{text}}" } } }""";

    protected static string Wait(string id) => $$"""{ "id": "{{id}}", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "go" } } }""";

    protected static string Use(string child) => $$"""{ "id": "use", "type": "{{char.ToUpperInvariant(child[0])}}{{child[1..]}}", "version": 1 }""";

    protected static string Trigger(string type, string input, string value) =>
        $$"""{ "id": "trigger", "type": "{{type}}", "version": 1, "customProperties": { "canStartWorkflow": true }, "{{input}}": { "typeName": "String", "expression": { "type": "Literal", "value": "{{value}}" } } }""";

    protected static string Flow(string id, string one, string? two = null, bool usable = false, string? options = null) => $$"""
        {
          "id": "{{id}}-file", "definitionId": "{{id}}", "name": "{{id}}", "version": 7, "options": {{options ?? $$"""{ "usableAsActivity": {{(usable ? "true" : "false")}} }"""}},
          "root": { "id": "flow", "type": "Elsa.Sequence", "version": 1, "activities": [ {{one}}{{(two is null ? "" : ", " + two)}} ] }
        }
        """;
}
