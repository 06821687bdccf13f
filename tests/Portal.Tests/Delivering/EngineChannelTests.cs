using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;
using AidWorkflow.Portal.Delivering;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Delivering;

/// <summary>Workflows that a service brings beside those of its cases, run by the portal's own sweeps.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class EngineChannelTests(Provider provider)
{
    private static readonly string Child = Flow("child",
        """
        { "id": "out", "name": "out", "type": "Elsa.SetOutput", "version": 1,
          "outputName": { "typeName": "String", "expression": { "type": "Literal", "value": "Answer" } },
          "outputValue": { "typeName": "Object", "expression": { "type": "JavaScript", "value": "getInput('Question') * 2" } } }
        """);

    private Office office = null!;

    [SetUp]
    public async Task Open()
    {
        office = await Office.OpenAsync(provider);
        await PublishAsync();
    }

    [TearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task A_workflow_starts_another_and_goes_on_with_its_result_once_however_often_it_is_delivered()
    {
        var parent = await StartAsync("parent");

        await SweepTwiceAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await StatesAsync("child"), Is.EqualTo(new[] { InstanceSubStatus.Finished }));
            Assert.That((await InstanceAsync(parent)).Name, Is.EqualTo("42"));
            Assert.That((await InstanceAsync(parent)).Revision, Is.EqualTo(2));
            Assert.That(await UnsentAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task A_case_that_waits_for_another_workflow_goes_on_in_its_own_act_and_once()
    {
        await office.DoAsync((SeedServices act, CancellationToken token) => act.RunAsync([Package(("workflow.json", CallingFirst()), ("child.json", Child))], token));
        var opened = await office.SubmitCompleteAsync();
        var before = await office.TasksAsync(opened.Id);

        await SweepTwiceAsync();

        Assert.That((before.Count, (await office.TasksAsync(opened.Id)).Select(task => task.Step)), Is.EqualTo((0, new[] { "Completeness" })));
    }

    [Test]
    public async Task A_bare_instance_waits_for_the_clock_and_the_sweep_wakes_it()
    {
        var waiting = await StartAsync("waits");

        office.Clock.Advance(TimeSpan.FromMinutes(59));
        await office.SweepAsync(DueTimerSweep.Key);
        var early = (await InstanceAsync(waiting)).SubStatus;
        office.Clock.Advance(TimeSpan.FromMinutes(1));
        await office.SweepAsync(DueTimerSweep.Key);
        await office.SweepAsync(DueTimerSweep.Key);

        var woken = await InstanceAsync(waiting);
        Assert.That((early, woken.SubStatus, woken.Revision), Is.EqualTo((InstanceSubStatus.Suspended, InstanceSubStatus.Finished, 2L)));
    }

    [Test]
    public async Task An_event_reaches_all_who_wait_and_a_second_delivery_does_not_reach_the_next_round_of_a_loop()
    {
        var listeners = new[] { await StartAsync("listens"), await StartAsync("listens") };
        office.Clock.Advance(TimeSpan.FromSeconds(1));

        await StartAsync("tells");
        office.Clock.Advance(TimeSpan.FromSeconds(1));
        await SweepTwiceAsync();

        foreach (var listener in listeners)
        {
            var instance = await InstanceAsync(listener);
            Assert.That((instance.SubStatus, instance.Revision), Is.EqualTo((InstanceSubStatus.Suspended, 2L)), "one round of the loop, and it waits for the next");
        }
    }

    [Test]
    public async Task Starting_a_workflow_that_is_not_there_faults_the_activity_that_asked_for_it()
    {
        var orphan = await StartAsync("orphan");

        var incident = await office.ReadAsync(db => db.Set<IncidentRow>().SingleAsync(row => row.InstanceId == orphan));

        Assert.That((incident.ActivityType, (await InstanceAsync(orphan)).SubStatus), Is.EqualTo(("Elsa.DispatchWorkflow", InstanceSubStatus.Faulted)));
        Assert.That(incident.Reason, Does.Contain("nowhere"));
        Assert.That(await UnsentAsync(), Is.Empty);
    }

    [Test]
    public async Task A_stray_json_file_is_still_refused_and_a_workflow_is_checked_before_it_is_published()
    {
        var stray = Package(("notes.json", """{ "a": 1 }"""));
        var broken = Package(("broken.json", Flow("broken", """{ "id": "x", "name": "x", "type": "Elsa.Nonsense", "version": 1 }""")));
        var check = await office.DoAsync((SeedServices act, CancellationToken token) => act.RunAsync([broken], token));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stray.Faults.Select(fault => (fault.File, fault.Code)), Is.EqualTo(new[] { ("notes.json", "file.stray") }));
            Assert.That(check.Single().Outcome, Is.EqualTo(Seeded.Drafted));
            Assert.That(check.Single().Faults.Select(fault => fault.File), Has.All.EqualTo("broken.json").And.Not.Empty);
        }
    }

    /// <summary>Delivers everything, and then everything again, as after a node that died between delivering and saying so.</summary>
    private async Task SweepTwiceAsync()
    {
        for (var time = 0; time < 2; time++)
        {
            await office.SweepAsync(OutboxSweep.Key);
            var now = office.Clock.GetUtcNow();
            await office.ReadAsync(db => db.Set<OutboxRow>().Where(message => EngineChannel.Names.Contains(message.Channel))
                .ExecuteUpdateAsync(set => set.SetProperty(message => message.State, OutboxState.Pending).SetProperty(message => message.ClaimedUntil, (DateTimeOffset?)null).SetProperty(message => message.NextAttemptAt, now)));
            office.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await office.SweepAsync(OutboxSweep.Key);
    }

    private async Task<InstanceId> StartAsync(string definition)
    {
        var workflow = await office.Services.GetRequiredService<CompiledWorkflows>().PublishedAsync(definition, CancellationToken.None);
        return (await office.Services.GetRequiredService<BareInstances>().StartAsync(workflow.Definition.Id, null, null, CancellationToken.None)).Writes.Instance.Id;
    }

    private Task<InstanceRow> InstanceAsync(InstanceId id) => office.ReadAsync(db => db.Set<InstanceRow>().AsNoTracking().SingleAsync(row => row.Id == id));

    private Task<InstanceSubStatus[]> StatesAsync(string definition) =>
        office.ReadAsync(db => db.Set<InstanceRow>().Where(row => row.DefinitionId == definition).Select(row => row.SubStatus).ToArrayAsync());

    private Task<List<OutboxRow>> UnsentAsync() => office.ReadAsync(db => db.Set<OutboxRow>().AsNoTracking().Where(row => row.State != OutboxState.Sent).ToListAsync());

    private async Task PublishAsync()
    {
        var seeded = await office.DoAsync((SeedServices act, CancellationToken token) => act.RunAsync(
        [
            Package(
                ("parent.json", Flow("parent",
                    """
                    { "id": "call", "name": "call", "type": "Elsa.ExecuteWorkflow", "version": 1,
                      "workflowDefinitionId": { "typeName": "String", "expression": { "type": "Literal", "value": "child" } },
                      "waitForCompletion": { "typeName": "Boolean", "expression": { "type": "Literal", "value": "True" } },
                      "input": { "typeName": "Object", "expression": { "type": "JavaScript", "value": "({ Question: 21 })" } },
                      "result": { "typeName": "Object", "memoryReference": { "id": "v-r" } } },
                    { "id": "say", "name": "say", "type": "Elsa.SetName", "version": 1,
                      "value": { "typeName": "String", "expression": { "type": "JavaScript", "value": "`${getR().output.Answer}`" } } }
                    """,
                    """{ "source": { "activity": "call", "port": "Done" }, "target": { "activity": "say", "port": "In" } }""")),
                ("child.json", Child),
                ("waits.json", Flow("waits",
                    """
                    { "id": "wait", "name": "wait", "type": "Elsa.Delay", "version": 1,
                      "timeSpan": { "typeName": "TimeSpan", "expression": { "type": "Literal", "value": "01:00:00" } } }
                    """)),
                ("listens.json", Flow("listens",
                    """
                    { "id": "hear", "name": "hear", "type": "Elsa.Event", "version": 1,
                      "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "bell" } } }
                    """,
                    """{ "source": { "activity": "hear", "port": "Done" }, "target": { "activity": "hear", "port": "In" } }""")),
                ("tells.json", Flow("tells",
                    """
                    { "id": "ring", "name": "ring", "type": "Elsa.PublishEvent", "version": 1,
                      "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "bell" } } }
                    """)),
                ("orphan.json", Flow("orphan",
                    """
                    { "id": "send", "name": "send", "type": "Elsa.DispatchWorkflow", "version": 1,
                      "workflowDefinitionId": { "typeName": "String", "expression": { "type": "Literal", "value": "nowhere" } } }
                    """))),
        ], token));
        Assert.That(seeded.Single().Outcome, Is.EqualTo(Seeded.Published), string.Join("; ", seeded.Single().Faults));
    }

    /// <summary>The hardship workflow with a call of the child before its first step.</summary>
    private static string CallingFirst()
    {
        var workflow = JsonNode.Parse(ServicePackage.Read(Path.Combine(Root(), "workflows", "hardship-aid")).Package!.WorkflowJson)!;
        var root = workflow["root"]!;
        var first = root["connections"]!.AsArray().Single(link => (string?)link!["source"]!["activity"] == IdOf("Start"))!;
        var completeness = (string)first["target"]!["activity"]!;
        first["target"]!["activity"] = "call";
        root["activities"]!.AsArray().Add(JsonNode.Parse(
            """
            { "id": "call", "name": "Call", "type": "Elsa.ExecuteWorkflow", "version": 1,
              "workflowDefinitionId": { "typeName": "String", "expression": { "type": "Literal", "value": "child" } },
              "waitForCompletion": { "typeName": "Boolean", "expression": { "type": "Literal", "value": "True" } },
              "input": { "typeName": "Object", "expression": { "type": "JavaScript", "value": "({ Question: 1 })" } } }
            """));
        root["connections"]!.AsArray().Add(new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = "call", ["port"] = "Done" },
            ["target"] = new JsonObject { ["activity"] = completeness, ["port"] = "In" },
        });
        return workflow.ToJsonString();

        string IdOf(string name) => (string)root["activities"]!.AsArray().Single(activity => (string?)activity!["name"] == name)!["id"]!;
    }

    private static string Flow(string name, string activities, string connections = "") =>
        $$"""
        { "id": "{{name}}-1", "definitionId": "{{name}}", "name": "{{name}}", "version": 1, "isPublished": true, "isLatest": true,
          "variables": [ { "id": "v-r", "name": "r", "typeName": "Object" } ], "inputs": [ { "name": "Question", "type": "Int32" } ], "outputs": [ { "name": "Answer", "type": "Int32" } ],
          "root": { "id": "flow", "name": "flow", "type": "Elsa.Flowchart", "version": 1, "activities": [ {{activities}} ], "connections": [ {{connections}} ] } }
        """;

    /// <summary>The hardship service as it stands in the house, with further files.</summary>
    private static ServiceReading Package(params (string File, string Text)[] more)
    {
        var service = ServicePackage.Read(Path.Combine(Root(), "workflows", "hardship-aid")).Package!;
        var files = service.Files.ToDictionary(file => file.Key, file => file.Value, StringComparer.Ordinal);
        foreach (var (file, text) in more)
            files[file] = text;
        return ServicePackage.Parse("hardship-aid", files);
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
