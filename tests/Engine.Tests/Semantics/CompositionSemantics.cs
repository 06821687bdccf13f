using System.Text.Json.Nodes;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Engine.Tests.Semantics;

/// <summary>Workflows that start workflows, by Elsa's suite.</summary>
[TestFixture]
internal sealed class CompositionSemantics
{
    private static readonly WorkflowDefinition Child = A.Definition(A.Say("`child ${getInput('Message') ?? ''}`"), name: "Child");

    [TestCase("ExecuteWorkflow", "True")]
    [TestCase("ExecuteWorkflow", "False")]
    [TestCase("ExecuteWorkflow", null)]
    [TestCase("DispatchWorkflow", "True")]
    public async Task What_follows_comes_after_the_other_workflow(string type, string? waits)
    {
        var world = new World(Parent(Call(type, "Child", waits).Script("input", "Object", "({ Message: 'hello' })")), Child);

        var parent = await world.RunAsync("Parent");

        Assert.That(world.Lines, Is.EqualTo(["before", "child hello", "after"]));
        Assert.That(parent.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
        Assert.That(world.Inside(world.Of("Child").Single()).Input["ParentInstanceId"]?.ToString(), Is.EqualTo(parent.Id.ToString()));
    }

    [Test]
    public async Task What_is_dispatched_and_forgotten_runs_after_the_one_that_dispatched_it()
    {
        var world = new World(Parent(Call("DispatchWorkflow", "Child", "False").Into("result", "r")), Child);

        var parent = await world.RunAsync("Parent");

        Assert.That(world.Lines, Is.EqualTo(["before", "after", "child "]));
        Assert.That((parent.SubStatus, world.Of("Child").Single().SubStatus), Is.EqualTo((InstanceSubStatus.Finished, InstanceSubStatus.Finished)));
        Assert.That(world.Inside(parent).Variable("r"), Is.Null, "there is no result");
    }

    [TestCase("False", true)]
    [TestCase("True", false)]
    public async Task Executing_without_waiting_goes_on_when_the_other_waits_itself(string waits, bool goesOn)
    {
        var child = A.Definition(A.Sequence("c", A.WriteLine("child"), A.Event("e"), A.WriteLine("child again")), name: "Child");
        var world = new World(Parent(Call("ExecuteWorkflow", "Child", waits).Into("result", "r"), A.Say("`${getR().status} ${getR().subStatus}`")), child);

        await world.RunAsync("Parent");
        Assert.That(world.Lines, Is.EqualTo(goesOn ? ["before", "child", "Running Suspended", "after"] : new[] { "before", "child" }));

        await world.ResumeAsync("e");
        Assert.That(world.Lines, Is.EqualTo(goesOn ? ["before", "child", "Running Suspended", "after", "child again"] : new[] { "before", "child", "child again", "Finished Finished", "after" }));
        Assert.That(world.Instances.Select(instance => instance.SubStatus), Is.All.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task A_child_takes_inputs_and_gives_outputs()
    {
        var child = A.Definition(A.Activity("out", "Elsa.SetOutput").With("outputName", "String", "Output").Script("outputValue", "Object", "getValue() * 2"),
            inputs: """[{"name":"Value","type":"Int32"}]""", outputs: """[{"name":"Output","type":"Int32"}]""", name: "Child");
        JsonObject Called(string type, string id) => Call(type, "Child", "True").Put("id", id).Script("input", "Object", "({ Value: 21 })").Into("result", "r");

        var world = new World(Parent(Called("ExecuteWorkflow", "one"), A.Say("getR().output.Output"), Called("DispatchWorkflow", "two"), A.Say("getR().Output")), child);
        await world.RunAsync("Parent");

        Assert.That(world.Lines, Is.EqualTo(["before", "42", "42", "after"]));
    }

    [TestCase("ExecuteWorkflow")]
    [TestCase("DispatchWorkflow")]
    public async Task A_child_has_the_correlation_it_is_given(string type)
    {
        var world = new World(Parent(Call(type, "Child", "True").With("correlationId", "String", "test-correlation-id-123")), Child);

        await world.RunAsync("Parent");

        Assert.That(world.Of("Child").Single().CorrelationId, Is.EqualTo("test-correlation-id-123"));
    }

    [TestCase("ExecuteWorkflow", "True")]
    [TestCase("ExecuteWorkflow", "False")]
    [TestCase("DispatchWorkflow", "False")]
    [TestCase("BulkDispatchWorkflows", "False")]
    public async Task A_workflow_that_is_not_there_faults_what_would_start_it(string type, string waits)
    {
        var world = new World(Parent(Call(type, "no-such-workflow", waits).Object("items", "[1]")));

        var parent = await world.RunAsync("Parent");

        Assert.That((parent.Status, parent.SubStatus), Is.EqualTo((InstanceStatus.Finished, InstanceSubStatus.Faulted)));
        Assert.That(world.Incidents.Single().Reason, Is.EqualTo("No published version of workflow definition with ID no-such-workflow found."));
    }

    [TestCase("True", "before, Mixing Apple, Mixing Banana, Mixing Cherry, after")]
    [TestCase(null, "before, Mixing Apple, Mixing Banana, Mixing Cherry, after")]
    [TestCase("False", "before, after, Mixing Apple, Mixing Banana, Mixing Cherry")]
    public async Task A_workflow_for_each_item_has_the_item_as_its_input(string? waits, string lines)
    {
        var world = new World(Parent(Bulk("Fruit", """["Apple","Banana","Cherry"]""", waits)), Fruit("Item"));

        var parent = await world.RunAsync("Parent");

        Assert.That(string.Join(", ", world.Lines), Is.EqualTo(lines));
        Assert.That(parent.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
        Assert.That(world.Of("Fruit").Select(child => world.Inside(child).Input["ParentInstanceId"]?.ToString()), Is.All.EqualTo(parent.Id.ToString()));
    }

    [Test]
    public async Task Items_that_are_objects_are_the_inputs_and_what_all_get_is_beneath_them()
    {
        var child = A.Definition(A.Say("`${getInput('A')} ${getInput('B')} ${getInput('Item')}`"), name: "Fruit");
        var world = new World(Parent(Bulk("Fruit", """[{"A":1},{"A":2,"B":3},5]""", "True").Script("input", "Object", "({ B: 'all' })")), child);

        await world.RunAsync("Parent");

        Assert.That(world.Lines, Is.EqualTo(["before", "1 all null", "2 3 null", "null all 5", "after"]));
    }

    [TestCase(null, "`correlation-${getItem().Id ?? getItem()}`")]
    [TestCase("Fruit", "`correlation-${getFruit().Id ?? getFruit()}`")]
    public async Task Each_child_gets_the_correlation_that_is_computed_of_its_item(string? key, string function)
    {
        var bulk = Bulk("Fruit", """[1,{"Id":2},3]""", "True").Script("correlationIdFunction", "String", function);
        if (key is not null)
            bulk.With("defaultItemInputKey", "String", key);
        var parent = Parent(bulk);
        var world = new World(parent, Fruit(key ?? "Item"));

        await world.RunAsync("Parent");

        Assert.That(world.Of("Fruit").Select(child => child.CorrelationId), Is.EquivalentTo(["correlation-1", "correlation-2", "correlation-3"]));
        Assert.That(Lint.Check(parent, Primitives.ElsaActivities.With()).Select(fault => fault.Code), Does.Not.Contain("unknown-name"));
    }

    [Test]
    public async Task An_activity_of_its_own_runs_for_each_child_that_ends_or_faults()
    {
        var child = A.Definition(A.If("getInput('Item') > 2", A.Activity("bad", "Elsa.Fault"), A.WriteLine("good")), name: "Child");
        var bulk = Bulk("Child", "[1,2,3,4,5]", "True")
            .Put("childFaulted", A.Sequence("faulted", A.Set("FaultedCount", "getFaultedCount() + 1"), A.Say("`faulted ${getChildInstanceId().length}`")))
            .Put("childCompleted", A.Set("CompletedCount", "getCompletedCount() + 1"));
        var parent = Parent(bulk, A.Say("`${getFaultedCount()} ${getCompletedCount()}`"));
        var world = new World(parent, child);

        var ended = await world.RunAsync("Parent");

        Assert.That(world.Lines, Is.EqualTo(["before", "good", "good", "faulted 36", "faulted 36", "faulted 36", "3 2", "after"]));
        Assert.That(ended.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
        Assert.That(Lint.Check(parent, Primitives.ElsaActivities.With()).Select(fault => fault.Code), Does.Not.Contain("unknown-name"));
    }

    [Test]
    public async Task What_runs_for_the_last_child_is_waited_for()
    {
        var bulk = Bulk("Fruit", "[1,2]", "True").Put("childCompleted", A.Sequence("c", A.Event("e"), A.Say("'seen'")));
        var world = new World(Parent(bulk), Fruit("Item"));

        await world.RunAsync("Parent");
        Assert.That(world.Lines, Has.No.Member("after"));
        await world.PublishAsync("e");

        Assert.That(world.Lines.TakeLast(3), Is.EqualTo(["seen", "seen", "after"]));
    }

    [TestCase("[]")]
    [TestCase("null")]
    public async Task Nothing_to_start_completes_at_once(string items)
    {
        var world = new World(Parent(Bulk("Fruit", items, "True")), Fruit("Item"));

        Assert.That((await world.RunAsync("Parent")).SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [TestCase("True", "[1]", "Completed Done")]
    [TestCase("False", "[1]", "Done")]
    [TestCase("True", "[]", "Done")]
    public async Task Bulk_dispatch_leaves_by_Completed_only_when_it_waited(string waits, string items, string lines)
    {
        var flowchart = A.Flowchart("Completed Done", "bulk.Completed -> Completed", "bulk.Done -> Done").And(Bulk("Child", items, waits));
        var world = new World(A.Definition(flowchart, name: "Parent"), A.Definition(A.Activity("x", "Elsa.Start"), name: "Child"));

        await world.RunAsync("Parent");

        Assert.That(world.Lines, Is.EqualTo(lines.Split(' ')));
    }

    private static WorkflowDefinition Parent(params JsonObject[] activities) => A.Definition(A.Sequence("s", [A.WriteLine("before"), .. activities, A.WriteLine("after")]),
        A.Variables("r FaultedCount:Int32=0 CompletedCount:Int32=0"), name: "Parent");

    private static WorkflowDefinition Fruit(string input) => A.Definition(A.Say($"`Mixing ${{getInput('{input}')}}`"), name: "Fruit");

    private static JsonObject Call(string type, string definition, string? waits)
    {
        var call = A.Activity("call", $"Elsa.{type}").With("workflowDefinitionId", "String", definition);
        return waits is null ? call : call.With("waitForCompletion", "Boolean", waits);
    }

    private static JsonObject Bulk(string definition, string items, string? waits) => Call("BulkDispatchWorkflows", definition, waits).Put("id", "bulk").Script("items", "Object", items);
}
