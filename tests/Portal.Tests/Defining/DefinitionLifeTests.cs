using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;
using AidWorkflow.Portal.Delivering;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Defining;

/// <summary>Definitions that belong to no service, from a draft to what starts them.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class DefinitionLifeTests(Provider provider)
{
    private static readonly Actor Machine = new(null, "command-line:test");

    private Office office = null!;

    [SetUp]
    public async Task Open() => office = await Office.OpenAsync(provider);

    [TearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task Saving_over_a_published_version_makes_a_draft_behind_it_and_running_instances_keep_theirs()
    {
        await SaveAsync(Flow("letter", Wait("w"), Say("one")));
        await PublishAsync("letter");
        var old = await StartAsync("letter");

        await SaveAsync(Flow("letter", Say("two")));
        var (drafted, stillOld) = (await VersionsAsync("letter"), await StartAsync("letter"));
        await PublishAsync("letter");
        var young = await StartAsync("letter");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(drafted.Select(version => (version.Version, version.State)), Is.EqualTo(new[] { (2, DefinitionState.Draft), (1, DefinitionState.Published) }));
            Assert.That((await VersionsAsync("letter")).Select(version => (version.Version, version.State)), Is.EqualTo(new[] { (2, DefinitionState.Published), (1, DefinitionState.Retired) }));
            Assert.That((stillOld.SubStatus, young.SubStatus), Is.EqualTo((InstanceSubStatus.Suspended, InstanceSubStatus.Finished)));
            Assert.That((await ResumeAsync(old)).Lines, Is.EqualTo(new[] { "one" }));
        }
    }

    [Test]
    public async Task A_draft_is_written_in_place_and_of_two_who_write_it_the_second_is_told()
    {
        var first = await SaveAsync(Flow("letter", Say("a")));
        var second = await SaveAsync(Flow("letter", Say("b")), first.Stamp);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => SaveAsync(Flow("letter", Say("c")), first.Stamp));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((second.Version, second.Id), Is.EqualTo((1, first.Id)));
            Assert.That(refused!.Code, Is.EqualTo("definition.changed-meanwhile"));
            Assert.That((await ExportAsync("letter")).ToJson(), Does.Contain("\"b\""));
        }
    }

    [Test]
    public async Task Publishing_is_refused_with_every_error_and_lets_warnings_pass()
    {
        await SaveAsync(Flow("broken", """{ "id": "x", "type": "Elsa.Delay", "version": 1 }"""));
        await SaveAsync(Flow("strange", """{ "id": "x", "type": "Elsa.Python", "version": 1 }"""));

        var refused = await Assert.ThrowsAsync<DefinitionFaultsException>(() => PublishAsync("broken"));
        var published = await PublishAsync("strange");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused!.Faults.Select(fault => (fault.Severity, fault.Code)), Does.Contain((Severity.Error, "missing-input")));
            Assert.That((await VersionsAsync("broken")).Single().State, Is.EqualTo(DefinitionState.Draft));
            Assert.That(published.Warnings.Select(fault => fault.Code), Is.EqualTo(new[] { "unknown-activity" }));
        }
    }

    [Test]
    public async Task What_is_retracted_starts_no_more_and_what_is_reverted_is_a_draft()
    {
        await SaveAsync(Flow("letter", Say("one")));
        await PublishAsync("letter");
        await SaveAsync(Flow("letter", Say("two")));
        await PublishAsync("letter");

        await office.DoAsync((RetractDefinition act, CancellationToken token) => act.RunAsync(Machine, "letter", token));
        var start = await OutcomeAsync(() => StartAsync("letter"));
        var again = await Assert.ThrowsAsync<RefusedException>(() => office.DoAsync((RetractDefinition act, CancellationToken token) => act.RunAsync(Machine, "letter", token)));
        await office.DoAsync((RevertDefinition act, CancellationToken token) => act.RunAsync(Machine, "letter", 1, token));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((start, again!.Code), Is.EqualTo(("definition.not-published", "definition.not-published")));
            Assert.That((await VersionsAsync("letter")).Select(version => (version.Version, version.State)),
                Is.EqualTo(new[] { (3, DefinitionState.Draft), (2, DefinitionState.Retired), (1, DefinitionState.Retired) }));
            Assert.That((await ExportAsync("letter")).ToJson(), Does.Contain("\"one\""));
        }
    }

    [Test]
    public async Task A_version_that_something_rests_on_is_not_deleted()
    {
        await SaveAsync(Flow("child", Say("one"), usable: true));
        await PublishAsync("child");
        await SaveAsync(Flow("parent", Use("child")));
        await PublishAsync("parent");
        await StartAsync("parent");
        await SaveAsync(Flow("child", Say("two"), usable: true));
        await PublishAsync("child");
        await SaveAsync(Flow("parent", Say("three")));
        await PublishAsync("parent");
        await SaveAsync(Flow("child", Say("four"), usable: true));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await DeletionAsync("child", 1), Is.EqualTo("definition.in-use"));
            Assert.That(await DeletionAsync("child", 2), Is.EqualTo("definition.published"));
            Assert.That(await DeletionAsync("parent", 1), Is.EqualTo("definition.has-instances"));
            Assert.That(await DeletionAsync("parent", 9), Is.EqualTo("definition.version-unknown"));
            Assert.That(await DeletionAsync("child", 3), Is.Null);
            Assert.That((await VersionsAsync("child")).Select(version => version.Version), Is.EqualTo(new[] { 2, 1 }));
        }
    }

    [Test]
    public async Task A_workflow_used_like_an_activity_stays_the_version_it_was_until_its_consumers_are_brought_up()
    {
        await SaveAsync(Flow("child", Say("old child"), usable: true));
        await PublishAsync("child");
        await SaveAsync(Flow("parent", Use("child")));
        await PublishAsync("parent");
        await SaveAsync(Flow("child", Say("new child"), usable: true));
        await PublishAsync("child");

        var before = await LinesAsync("parent");
        var consumers = await office.DoAsync((DefinitionConsumers reading, CancellationToken token) => reading.OfAsync(Machine, "child", token));
        var toPublish = await office.DoAsync((UpdateConsumer act, CancellationToken token) => act.RunAsync(Machine, "parent", "child", token));
        await PublishAsync(toPublish!);
        var after = await LinesAsync("parent");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(consumers.Select(one => one.DefinitionId), Is.EqualTo(new[] { "parent" }));
            Assert.That((before, after), Is.EqualTo((new[] { "old child" }, new[] { "new child" })));
        }
    }

    [Test]
    public async Task What_contains_itself_is_not_published_whichever_way_round()
    {
        await SaveAsync(Flow("self", Use("self"), usable: true));
        await SaveAsync(Flow("left", Use("right"), usable: true));
        await SaveAsync(Flow("right", Use("left"), usable: true));
        await PublishAsync("left");

        foreach (var id in new[] { "self", "right" })
        {
            var refused = await Assert.ThrowsAsync<DefinitionFaultsException>(() => PublishAsync(id));
            Assert.That(refused!.Faults.Select(fault => (fault.Severity, fault.Code)), Does.Contain((Severity.Error, "contains-itself")), id);
        }
    }

    [Test]
    public async Task Another_workflow_of_the_same_name_is_not_taken_for_itself_where_its_version_is_named()
    {
        await SaveAsync(Flow("one", Say("inner"), usable: true).Replace("\"name\": \"one\"", "\"name\": \"Same\"", StringComparison.Ordinal));
        await PublishAsync("one");
        var use = """{ "id": "use", "type": "Same", "version": 1, "workflowDefinitionVersionId": "one-file" }""";
        await SaveAsync(Flow("two", use, usable: true).Replace("\"name\": \"two\"", "\"name\": \"Same\"", StringComparison.Ordinal));

        await PublishAsync("two");

        Assert.That(await LinesAsync("two"), Is.EqualTo(new[] { "inner" }));
    }

    [Test]
    public async Task A_workflow_that_waits_for_itself_ends_in_an_incident_and_not_in_thousands_of_instances()
    {
        await SaveAsync(Flow("again", """
            { "id": "call", "type": "Elsa.ExecuteWorkflow", "version": 1, "workflowDefinitionId": { "typeName": "String", "expression": { "type": "Literal", "value": "again" } },
              "waitForCompletion": { "typeName": "Boolean", "expression": { "type": "Literal", "value": "true" } } }
            """));
        await PublishAsync("again");
        await StartAsync("again");

        for (var round = 0; round < 200; round++)
        {
            await office.SweepAsync(OutboxSweep.Key);
            office.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var instances = await InstancesAsync("again");
        Assert.That((instances.Count, instances.Count(instance => instance.SubStatus == InstanceSubStatus.Faulted)), Is.EqualTo((51, 1)));
    }

    [Test]
    public async Task A_correlation_that_no_row_can_hold_starts_nothing()
    {
        await SaveAsync(Flow("letter", Say("one")));
        await PublishAsync("letter");

        Assert.That(await OutcomeAsync(() => StartAsync("letter", new string('x', 129))), Is.EqualTo("workflow.correlation-too-long"));
    }

    [Test]
    public async Task An_import_takes_files_in_any_order_keeps_what_is_wrong_and_says_so()
    {
        var imported = await office.DoAsync((ImportDefinitions import, CancellationToken token) => import.RunAsync(Machine,
        [
            new("parent.json", Flow("parent", Use("child"))),
            new("child.json", Flow("child", Say("hello"), usable: true)),
            new("broken.json", "{ nonsense"),
            new("wrong.json", Flow("wrong", """{ "id": "x", "type": "Elsa.Delay", "version": 1 }""")),
            new("twice.json", Flow("child", Say("other"))),
        ], andPublish: true, token));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(imported.Select(one => (one.Name, one.Published, one.Version?.Version, one.Faults.Any(fault => fault.Severity == Severity.Error))), Is.EqualTo(new (string, bool, int?, bool)[]
            {
                ("parent.json", true, 1, false), ("child.json", true, 1, false), ("broken.json", false, null, true), ("wrong.json", false, 1, true), ("twice.json", false, null, true),
            }));
            Assert.That((await VersionsAsync("parent")).Single().Id, Is.EqualTo("parent-file"), "a new definition keeps the ids of its file");
            Assert.That(await LinesAsync("parent"), Is.EqualTo(new[] { "hello" }));
        }
    }

    [Test]
    public async Task Files_that_are_only_kept_as_drafts_find_each_other_all_the_same()
    {
        var imported = await office.DoAsync((ImportDefinitions import, CancellationToken token) => import.RunAsync(
            Machine, [new("parent.json", Flow("parent", Use("child"))), new("child.json", Flow("child", Say("hello"), usable: true))], andPublish: false, token));

        Assert.That(imported.SelectMany(one => one.Faults), Is.Empty);
    }

    [Test]
    public async Task An_export_gives_back_every_property_that_was_imported()
    {
        var given = JsonNode.Parse(Flow("letter", Say("one")))!.AsObject();
        given["somethingOfAnEditor"] = new JsonObject { ["zoom"] = 1.5 };
        given["root"]!["metadata"] = new JsonObject { ["designer"] = new JsonObject { ["position"] = new JsonObject { ["x"] = 12, ["y"] = -3 } } };
        await SaveAsync(given.ToJsonString());
        await PublishAsync("letter");

        var exported = (await ExportAsync("letter")).Json.DeepClone().AsObject();

        Assert.That(((bool)exported["isLatest"]!, (bool)exported["isPublished"]!, (int)exported["version"]!), Is.EqualTo((true, true, 1)));
        foreach (var said in new[] { "isLatest", "isPublished" })
            exported.Remove(said);
        given["version"] = 1;
        Assert.That(JsonNode.DeepEquals(exported, given), Is.True, exported.ToJsonString());
    }

    [Test]
    public async Task An_event_starts_what_it_triggers_once_however_often_it_is_delivered()
    {
        await SaveAsync(Flow("listener", Trigger("Elsa.Event", "eventName", "arrived"), Say("heard")));
        await PublishAsync("listener");
        await SaveAsync(Flow("teller", """
            { "id": "tell", "type": "Elsa.PublishEvent", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "arrived" } },
              "correlationId": { "typeName": "String", "expression": { "type": "Literal", "value": "c-1" } },
              "payload": { "typeName": "Object", "expression": { "type": "Object", "value": "{\"Status\":\"Shipped\"}" } } }
            """));
        await PublishAsync("teller");

        await StartAsync("teller");
        await SweepTwiceAsync();

        var started = (await InstancesAsync("listener")).Single();
        Assert.That((started.CorrelationId, started.SubStatus), Is.EqualTo(("c-1", InstanceSubStatus.Finished)));
    }

    [Test]
    public async Task A_retracted_listener_hears_nothing()
    {
        await SaveAsync(Flow("listener", Trigger("Elsa.Event", "eventName", "arrived")));
        await PublishAsync("listener");
        await office.DoAsync((RetractDefinition act, CancellationToken token) => act.RunAsync(Machine, "listener", token));

        Assert.That(await office.DoAsync((StartOnEvent act, CancellationToken token) => act.FindAsync("arrived", token)), Is.Empty);
    }

    [TestCase("Elsa.Cron", "cronExpression", "0 0 * * * *", 3, 3)]
    [TestCase("Elsa.Timer", "interval", "01:00:00", 3, 3)]
    [TestCase("Elsa.StartAt", "dateTime", "2022-03-08T10:00:00Z", 48, 1)]
    public async Task The_clock_starts_it_each_time_once(string type, string input, string value, int hours, int times)
    {
        await SaveAsync(Flow("clocked", Trigger(type, input, value), Say("ding")));
        await PublishAsync("clocked");

        for (var hour = 0; hour < hours; hour++)
        {
            office.Clock.Advance(TimeSpan.FromHours(1));
            await office.SweepAsync(TriggerSweep.Key);
            await office.SweepAsync(TriggerSweep.Key);
        }

        Assert.That(await InstancesAsync("clocked"), Has.Count.EqualTo(times));
    }

    [Test]
    public async Task What_the_clock_would_have_started_while_nobody_looked_is_started_once()
    {
        await SaveAsync(Flow("clocked", Trigger("Elsa.Timer", "interval", "00:10:00")));
        await PublishAsync("clocked");

        office.Clock.Advance(TimeSpan.FromHours(5));
        await office.SweepAsync(TriggerSweep.Key);
        await office.SweepAsync(TriggerSweep.Key);

        Assert.That(await InstancesAsync("clocked"), Has.Count.EqualTo(1));
    }

    [TestCase("Singleton", "a", "b", "definition.one-runs-already")]
    [TestCase("Correlation", "a", "a", "definition.one-runs-already")]
    [TestCase("Correlation", "a", "b", null)]
    [TestCase("CorrelatedSingleton", "a", "a", "definition.one-runs-already")]
    [TestCase("CorrelatedSingleton", "a", "b", null)]
    [TestCase("Always", "a", "a", null)]
    public async Task No_more_run_at_once_than_the_activation_strategy_allows(string strategy, string first, string second, string? refusal)
    {
        await SaveAsync(Flow("only", Wait("w"), options: $$"""{ "activationStrategyType": "Elsa.Workflows.ActivationValidators.{{strategy}}Strategy, Elsa.Workflows.Core" }"""));
        await PublishAsync("only");
        await StartAsync("only", first);

        var code = await OutcomeAsync(() => StartAsync("only", second));

        Assert.That(code, Is.EqualTo(refusal));
    }

    [Test]
    public async Task Of_two_who_start_a_singleton_at_once_one_is_refused()
    {
        await SaveAsync(Flow("only", Wait("w"), options: """{ "activationStrategyType": "Singleton" }"""));
        await PublishAsync("only");

        var codes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => OutcomeAsync(() => StartAsync("only"))));

        Assert.That((codes.Count(code => code is null), (await InstancesAsync("only")).Count), Is.EqualTo((1, 1)), string.Join(", ", codes));
    }

    private Task<DefinitionVersion> SaveAsync(string json, string? stamp = null) =>
        office.DoAsync((SaveDefinition act, CancellationToken token) => act.RunAsync(Machine, new(json, stamp), token));

    private Task<Publication> PublishAsync(string id) => office.DoAsync((PublishDefinition act, CancellationToken token) => act.RunAsync(Machine, id, token));

    private Task<IReadOnlyList<DefinitionVersion>> VersionsAsync(string id) => office.DoAsync((DefinitionReading reading, CancellationToken token) => reading.VersionsAsync(Machine, id, token));

    private Task<WorkflowDefinition> ExportAsync(string id) => office.DoAsync((DefinitionReading reading, CancellationToken token) => reading.ExportAsync(Machine, id, null, token));

    private async Task<InstanceRow> StartAsync(string id, string? correlation = null) => (await BurstAsync(id, correlation)).Writes.Instance;

    private async Task<string[]> LinesAsync(string id) => [.. (await BurstAsync(id, null)).Lines];

    private Task<Burst> BurstAsync(string id, string? correlation) => office.DoAsync((StartWorkflow act, CancellationToken token) => act.RunAsync(Machine, id, correlation, null, token));

    private Task<string?> DeletionAsync(string id, int version) => OutcomeAsync(() => office.DoAsync(async (DeleteDefinition act, CancellationToken token) =>
    {
        await act.RunAsync(Machine, id, version, token);
        return true;
    }));

    private static async Task<string?> OutcomeAsync(Func<Task> act)
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

    private async Task<Burst> ResumeAsync(InstanceRow instance)
    {
        var waiting = await office.ReadAsync(db => db.Set<BookmarkRow>().SingleAsync(bookmark => bookmark.InstanceId == instance.Id));
        return await office.Services.GetRequiredService<BareInstances>().ResumeAsync(waiting.Id, null, CancellationToken.None);
    }

    private Task<List<InstanceRow>> InstancesAsync(string definition) => office.ReadAsync(db => db.Set<InstanceRow>().Where(instance => instance.DefinitionId == definition).ToListAsync());

    private async Task SweepTwiceAsync()
    {
        for (var time = 0; time < 2; time++)
        {
            await office.SweepAsync(OutboxSweep.Key);
            var now = office.Clock.GetUtcNow();
            await office.ReadAsync(db => db.Set<OutboxRow>().Where(message => EngineChannel.Names.Contains(message.Channel))
                .ExecuteUpdateAsync(set => set.SetProperty(message => message.State, OutboxState.Pending).SetProperty(message => message.ClaimedUntil, (DateTimeOffset?)null).SetProperty(message => message.NextAttemptAt, now)));
        }

        await office.SweepAsync(OutboxSweep.Key);
    }

    private static string Say(string text) => $$"""{ "id": "say", "type": "Elsa.WriteLine", "version": 1, "text": { "typeName": "String", "expression": { "type": "Literal", "value": "{{text}}" } } }""";

    private static string Wait(string id) => $$"""{ "id": "{{id}}", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "go" } } }""";

    private static string Use(string child) => $$"""{ "id": "use", "type": "{{char.ToUpperInvariant(child[0])}}{{child[1..]}}", "version": 1 }""";

    private static string Trigger(string type, string input, string value) =>
        $$"""{ "id": "trigger", "type": "{{type}}", "version": 1, "customProperties": { "canStartWorkflow": true }, "{{input}}": { "typeName": "String", "expression": { "type": "Literal", "value": "{{value}}" } } }""";

    private static string Flow(string id, string one, string? two = null, bool usable = false, string? options = null) => $$"""
        {
          "id": "{{id}}-file", "definitionId": "{{id}}", "name": "{{id}}", "version": 7, "options": {{options ?? $$"""{ "usableAsActivity": {{(usable ? "true" : "false")}} }"""}},
          "root": { "id": "flow", "type": "Elsa.Sequence", "version": 1, "activities": [ {{one}}{{(two is null ? "" : ", " + two)}} ] }
        }
        """;
}
