using System.Text.Json.Nodes;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Defining;

/// <summary>What starts a published workflow, and how many of it run at once.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class WorkflowStartTests(Provider provider) : DefinitionTests(provider)
{
    [Test]
    public async Task A_correlation_that_no_row_can_hold_starts_nothing()
    {
        await SaveAsync(Flow("letter", Say("one")));
        await PublishAsync("letter");

        Assert.That(await OutcomeAsync(() => StartAsync("letter", new string('x', 129))), Is.EqualTo("workflow.correlation-too-long"));
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
        Assert.That(await TriggeredAsync("listener"), Is.EqualTo(new[] { ("system", $"{started.Id}", "Elsa.Event", "arrived") }));
    }

    [Test]
    public async Task A_retracted_listener_hears_nothing()
    {
        await SaveAsync(Flow("listener", Trigger("Elsa.Event", "eventName", "arrived")));
        await PublishAsync("listener");
        await Office.DoAsync((RetractDefinition act, CancellationToken token) => act.RunAsync(Machine, "listener", token));

        Assert.That(await Office.DoAsync((StartOnEvent act, CancellationToken token) => act.FindAsync("arrived", token)), Is.Empty);
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
            Office.Clock.Advance(TimeSpan.FromHours(1));
            await Office.SweepAsync(TriggerSweep.Key);
            await Office.SweepAsync(TriggerSweep.Key);
        }

        Assert.That(await InstancesAsync("clocked"), Has.Count.EqualTo(times));
        Assert.That((await TriggeredAsync("clocked")).Select(one => one.Trigger), Is.EqualTo(Enumerable.Repeat(type, times)), "each start is on record");
    }

    [Test]
    public async Task What_the_clock_would_have_started_while_nobody_looked_is_started_once()
    {
        await SaveAsync(Flow("clocked", Trigger("Elsa.Timer", "interval", "00:10:00")));
        await PublishAsync("clocked");

        Office.Clock.Advance(TimeSpan.FromHours(5));
        await Office.SweepAsync(TriggerSweep.Key);
        await Office.SweepAsync(TriggerSweep.Key);

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

    private async Task<(string By, string? Instance, string? Trigger, string? Stimulus)[]> TriggeredAsync(string definition)
    {
        var entries = await Office.ReadAsync(db => db.Set<AuditEntry>().Where(entry => entry.Stream == $"definition:{definition}" && entry.Act == "workflow.triggered").OrderBy(entry => entry.Number).ToListAsync());
        return [.. entries.Select(entry => (entry.ActorName, JsonNode.Parse(entry.Facts)!)).Select(one => (one.ActorName, (string?)one.Item2["instance"], (string?)one.Item2["trigger"], (string?)one.Item2["stimulus"]))];
    }
}
