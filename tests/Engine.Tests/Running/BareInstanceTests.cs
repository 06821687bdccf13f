using System.Text.Json.Nodes;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Primitives;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Tests.Running;

[TestFixture]
internal sealed class BareInstanceTests
{
    [Test]
    public async Task A_bookmark_hit_by_fifty_at_once_lets_exactly_one_through()
    {
        var (store, bare) = Ready(A.Flow("e:Event after", "e -> after"));
        await bare.StartAsync("Test-1", null, null, CancellationToken.None);
        var bookmark = store.Bookmarks.Single().Id;

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () =>
        {
            try
            {
                await bare.ResumeAsync(bookmark, null, CancellationToken.None);
                return true;
            }
            catch (BookmarkGoneException)
            {
                return false;
            }
        })));

        Assert.That(results.Count(won => won), Is.EqualTo(1));
        Assert.That(store.Instances.Single().Revision, Is.EqualTo(2));
    }

    [Test]
    public async Task Two_branches_resumed_at_the_same_moment_both_arrive_at_the_join()
    {
        for (var round = 0; round < 50; round++)
        {
            var (store, bare) = Ready(A.Flow("s e1:Event e2:Event j&WaitAll after", "s -> e1", "s -> e2", "e1 -> j", "e2 -> j", "j -> after"));
            await bare.StartAsync("Test-1", null, null, CancellationToken.None);

            await Task.WhenAll(store.Bookmarks.Select(bookmark => Task.Run(() => bare.ResumeAsync(bookmark.Id, null, CancellationToken.None))));

            Assert.That(store.Instances.Single().SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
        }
    }

    [Test]
    public async Task A_suspended_three_step_approval_is_small()
    {
        var (store, bare) = Ready(A.Flow("start1! step1:Event step2:Event step3:Event end1.", "start1 -> step1", "step1 -> step2", "step2 -> step3", "step3 -> end1"));
        await bare.StartAsync("Test-1", null, null, CancellationToken.None);
        await bare.PublishAsync("step1", JsonNode.Parse("""{"decision":"approved"}"""), null, 10, CancellationToken.None);

        Assert.That(store.Instances.Single().State, Has.Length.LessThan(300));
        Assert.That(store.Journal.Max(row => row.Events.Length), Is.LessThan(300));
    }

    [Test]
    public async Task A_workflow_that_another_starts_gives_its_result_back_once_however_often_it_is_delivered()
    {
        var child = A.Definition(A.Activity("out", "Elsa.SetOutput").With("outputName", "String", "Answer").Script("outputValue", "Object", "getInput('Question') * 2"),
            inputs: """[{"name":"Question","type":"Int32"}]""", outputs: """[{"name":"Answer","type":"Int32"}]""", name: "Child");
        var call = A.Activity("call", "Elsa.ExecuteWorkflow").With("workflowDefinitionId", "String", "Child").With("waitForCompletion", "Boolean", "True")
            .Script("input", "Object", "({ Question: 21 })");
        call["result"] = JsonNode.Parse("""{ "typeName": "Object", "memoryReference": { "id": "v-r" } }""");
        var flowchart = A.Flowchart("", "call -> say");
        flowchart["activities"] = new JsonArray(call, A.Activity("say", "Elsa.SetName").Script("value", "String", "`${getR().output.Answer} ${getR().subStatus}`"));
        var (store, bare) = Ready(A.Definition(flowchart, variables: """[{"id":"v-r","name":"r","typeName":"Object"}]"""), child);

        await bare.StartAsync("Test-1", null, null, CancellationToken.None);
        while (store.Outbox.TryDequeue(out var message))
        {
            await bare.DeliverAsync(message, CancellationToken.None);
            await bare.DeliverAsync(message, CancellationToken.None);
        }

        Assert.That(store.Instances.Select(instance => (instance.DefinitionId, instance.SubStatus, instance.Name)), Is.EquivalentTo(new (string, InstanceSubStatus, string?)[]
        {
            ("Test", InstanceSubStatus.Finished, "42 Finished"), ("Child", InstanceSubStatus.Finished, null),
        }));
    }

    [Test]
    public async Task One_that_another_waits_for_may_fault_again_after_it_was_helped()
    {
        var child = A.Definition(A.Activity("stop", "Elsa.Fault").With("message", "String", "Stop."), name: "Child");
        var call = A.Activity("call", "Elsa.ExecuteWorkflow").With("workflowDefinitionId", "String", "Child").With("waitForCompletion", "Boolean", "True");
        var (store, bare) = Ready(A.Definition(call), child);
        await bare.StartAsync("Test-1", null, null, CancellationToken.None);
        await bare.DeliverAsync(store.Outbox.Single(), CancellationToken.None);

        for (var times = 0; times < 2; times++)
        {
            var open = store.Incidents.Values.Single(incident => incident.State == IncidentState.Open);
            await bare.RetryIncidentAsync(open.InstanceId, open.Id, "somebody", CancellationToken.None);
        }

        Assert.That(store.Outbox.Select(message => message.IdempotencyKey), Is.Unique, "a store refuses a key that it has");
    }

    [Test]
    public async Task A_rehearsal_tells_lines_variables_and_the_whole_story()
    {
        var definition = A.Definition(A.Flowchart("a e:Event b", "a -> e", "e -> b"), """[{"id":"v-n","name":"n","typeName":"Int32","value":"7"}]""");

        var result = await new Rehearsal(new([definition]), ElsaActivities.With(), new FakeClock()).RunAsync(definition, null, resumeAll: true, CancellationToken.None);

        Assert.That(result.Lines, Is.EqualTo(["a", "b"]));
        Assert.That(result.Variables.ToJsonString(), Is.EqualTo("""{"n":7}"""));
        Assert.That(result.Journal.Where(entry => entry.ActivityId == "e").Select(entry => entry.Event), Is.EqualTo(["Started", "Waiting", "Burned", "Completed"]));
    }

    private static (MemoryStore Store, BareInstances Bare) Ready(params WorkflowDefinition[] definitions)
    {
        var clock = new FakeClock();
        var ids = new TimeOrderedIds(clock);
        var store = new MemoryStore(new DefinitionSet(definitions));
        return (store, new(new(store, ElsaActivities.With()), new(ids, clock), store, store, ids));
    }
}
