using AidWorkflow.Cases.Defining;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Delivering;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Tests.Defining;

/// <summary>Workflows used like activities, and workflows that are about themselves.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class WorkflowUseTests(Provider provider) : DefinitionTests(provider)
{
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
        var consumers = await Office.DoAsync((DefinitionConsumers reading, CancellationToken token) => reading.OfAsync(Machine, "child", token));
        var toPublish = await Office.DoAsync((UpdateConsumer act, CancellationToken token) => act.RunAsync(Machine, "parent", "child", token));
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
            await Office.SweepAsync(OutboxSweep.Key);
            Office.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var instances = await InstancesAsync("again");
        Assert.That((instances.Count, instances.Count(instance => instance.SubStatus == InstanceSubStatus.Faulted)), Is.EqualTo((51, 1)));
    }
}
