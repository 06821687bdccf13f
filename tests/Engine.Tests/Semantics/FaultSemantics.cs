using System.Text.Json.Nodes;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Engine.Tests.Semantics;

/// <summary>What a fault does to the rest of its workflow, by Elsa's suite.</summary>
[TestFixture]
internal sealed class FaultSemantics
{
    private const string FaultStrategy = "Elsa.Workflows.IncidentStrategies.FaultStrategy, Elsa.Workflows.Core";
    private const string ContinueStrategy = "Elsa.Workflows.IncidentStrategies.ContinueWithIncidentsStrategy, Elsa.Workflows.Core";

    private static JsonObject Bad => A.Activity("bad", "Elsa.Fault").With("message", "String", "Test fault message");

    [TestCase(FaultStrategy, "Start Step1a Step2a", InstanceStatus.Finished, InstanceSubStatus.Faulted)]
    [TestCase("FaultStrategy", "Start Step1a Step2a", InstanceStatus.Finished, InstanceSubStatus.Faulted)]
    [TestCase(ContinueStrategy, "Start Step1a Step2a Step1b", InstanceStatus.Running, InstanceSubStatus.Suspended)]
    public async Task The_strategy_says_whether_the_branch_that_waits_goes_on_behind_a_fault(string strategy, string lines, InstanceStatus status, InstanceSubStatus subStatus)
    {
        var flowchart = A.Flowchart("Start Step1a e:Event Step1b Step2a Step2b", "Start -> Step1a", "Start -> Step2a", "Step1a -> e", "e -> Step1b", "Step2a -> bad", "bad -> Step2b").And(Bad);

        var trial = await (await new Trial(A.Definition(flowchart, options: $$"""{"incidentStrategyType":"{{strategy}}"}""")).StartAsync()).ResumeAllAsync();

        Assert.That(trial.Lines, Is.EqualTo(lines.Split(' ')));
        Assert.That((trial.Instance.Status, trial.Instance.SubStatus), Is.EqualTo((status, subStatus)));
        Assert.That(trial.Incidents.Values.Select(incident => incident.ActivityId), Is.EqualTo(["bad"]));
    }

    [Test]
    public async Task Fault_says_its_message_and_keeps_code_category_and_type_for_whoever_mends_it()
    {
        var fault = Bad.With("code", "String", "ERR_001").With("category", "String", "Test").With("faultType", "String", "Business");

        var incident = (await new Trial(A.Definition(fault)).StartAsync()).OpenIncident;

        Assert.That(incident.Reason, Is.EqualTo("Test fault message"));
        Assert.That(incident.Detail, Is.EqualTo("FaultException ERR_001 (Test, Business): Test fault message"));
    }

    [Test]
    public async Task Fault_with_nothing_said_faults_too()
    {
        var trial = await new Trial(A.Definition(A.Activity("bad", "Elsa.Fault").Put("code", null).Put("message", null))).StartAsync();

        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Faulted));
        Assert.That(trial.OpenIncident.Detail, Is.EqualTo("FaultException 0 (General, System): Fault 0"));
    }

    private static IEnumerable<TestCaseData> Rows() =>
    [
        Row("a sequence: nothing behind it runs", A.Sequence("s", A.WriteLine("Before"), Bad, A.WriteLine("never")), 1, "Before"),
        Row("a parallel: the others run, and it stays", A.Activity("s", "Elsa.Parallel").Put("activities", new JsonArray(A.WriteLine("Before"), Bad, A.WriteLine("After"))), 1, "Before", "After"),
        Row("the body of one item: those of the others run", Each("ParallelForEach", A.If("getCurrentValue() == 'b'", Bad, A.Say("getCurrentValue()"))), 2, "a", "c"),
        Row("the third pass of a loop: the loop stays", Each("ForEach", A.Sequence("b", A.If("getCurrentValue() == 'c'", Bad), A.Say("getCurrentValue()"))), 3, "a", "b"),
    ];

    /// <param name="open">How many containers stay open around the fault, the workflow itself not counted.</param>
    [TestCaseSource(nameof(Rows))]
    public async Task A_fault_in(JsonObject root, int open, string[] lines)
    {
        foreach (var (strategy, subStatus) in new[] { (FaultStrategy, InstanceSubStatus.Faulted), (ContinueStrategy, InstanceSubStatus.Suspended) })
        {
            var trial = await new Trial(A.Definition((JsonObject)root.DeepClone(), options: $$"""{"incidentStrategyType":"{{strategy}}"}""")).StartAsync();
            var state = InstanceState.Unpack(trial.Workflow, trial.Instance);
            var faulted = state.Executions().Single(execution => execution.Fault is not null);

            Assert.That(trial.Lines, Is.EqualTo(lines));
            Assert.That(trial.Instance.SubStatus, Is.EqualTo(subStatus));
            Assert.That(trial.Incidents, Has.Count.EqualTo(1));
            Assert.That(Around(faulted), Is.EqualTo(open + 1), "what is around it stays open");
        }
    }

    [Test]
    public async Task ForEach_over_null_faults()
    {
        var trial = await new Trial(A.Definition(A.Sequence("s", A.Activity("each", "Elsa.ForEach").Script("items", "Object", "null").Put("body", A.WriteLine("never")), A.WriteLine("never2")))).StartAsync();

        Assert.That(trial.OpenIncident.ActivityId, Is.EqualTo("each"));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Faulted));
    }

    [TestCase("this is not valid {")]
    [TestCase("undefinedVariable.toString()")]
    [TestCase("throw new Error('no')")]
    public async Task A_script_that_is_wrong_faults_its_activity(string script)
    {
        var trial = await new Trial(A.Definition(A.Activity("js", "Elsa.RunJavaScript").With("script", "String", script))).StartAsync();

        Assert.That(trial.OpenIncident.ActivityId, Is.EqualTo("js"));
    }

    [TestCase("while (true) {}")]
    [TestCase("let s = 'x'; while (true) s += s")]
    public async Task A_script_without_end_faults_its_activity_and_the_rest_goes_on(string script)
    {
        var trial = await new Trial(A.Definition(A.Flowchart("s b", "s -> js", "s -> b").And(A.Activity("js", "Elsa.RunJavaScript").With("script", "String", script)))).StartAsync();

        Assert.That((trial.OpenIncident.ActivityId, trial.Lines[^1]), Is.EqualTo(("js", "b")));
    }

    [Test]
    public async Task A_variable_that_is_not_there_cannot_be_set()
    {
        var trial = await new Trial(A.Definition(A.Set("gone", "1"))).StartAsync();

        Assert.That(trial.OpenIncident.Reason, Is.EqualTo("Variable 'v-gone' not found."));
    }

    [TestCase("Elsa.ExecuteWorkflow")]
    [TestCase("Elsa.DispatchWorkflow")]
    [TestCase("Elsa.BulkDispatchWorkflows")]
    public async Task A_workflow_to_start_whose_id_comes_to_nothing_faults(string type)
    {
        var trial = await new Trial(A.Definition(A.Activity("call", type).Script("workflowDefinitionId", "String", "null").With("waitForCompletion", "Boolean", "True").Object("items", "[1]"))).StartAsync();

        Assert.That(trial.OpenIncident.Reason, Does.StartWith("call.workflowDefinitionId:"));
    }

    private static int Around(Execution execution) => execution.Parent is { } parent ? 1 + Around(parent) : 0;

    private static JsonObject Each(string type, JsonObject body) => A.Activity("each", $"Elsa.{type}").Object("items", """["a","b","c"]""").Put("body", body);

    private static TestCaseData Row(string states, JsonObject root, int open, params string[] lines) => new TestCaseData(root, open, lines).SetName($"A fault in {states}");
}
