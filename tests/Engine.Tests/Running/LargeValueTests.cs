using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Tests.Running;

/// <summary>What a script hands to the workflow is counted like what it makes: shared parts are written out each time they occur.</summary>
[TestFixture]
internal sealed class LargeValueTests
{
    private const string Doubled = "let a = 'x'.repeat(100); for (let i = 0; i < 40; i++) a = [a, a]; ";

    [TestCase(Doubled + "return a")]
    [TestCase(Doubled + "setVariable('x', a)")]
    [TestCase(Doubled + "setX(a)")]
    [TestCase(Doubled + "variables.x = a")]
    [TestCase(Doubled + "return toJson(a).length")]
    [TestCase(Doubled + "setOutcomes(a)")]
    [TestCase("return Array(1e6).fill('x'.repeat(1000))")]
    [TestCase("return toJson(Array(1e6).fill('x'.repeat(1000))).length")]
    [TestCase("return 'x'.repeat(1e7)")]
    [TestCase("setX('x'.repeat(1e7))")]
    [TestCase("return bytesToBase64(bytesFromString('x'.repeat(1e7))).length")]
    [TestCase("let s = 'x'.repeat(1e6); for (;;) stringToBase64(s)")]
    [TestCase("let s = JSON.stringify([...Array(1e5).keys()]); for (;;) parseJson(s)")]
    [TestCase("setVariable('x', Array(1e5).fill('abcdefghij')); for (;;) getVariable('x')")]
    [TestCase("setCorrelationId('x'.repeat(129))")]
    [TestCase("setWorkflowInstanceName('x'.repeat(201))")]
    [TestCase("setOutcome('x'.repeat(201))")]
    public async Task A_value_that_is_too_large_is_an_incident_with_a_short_reason(string script)
    {
        var trial = await new Trial(Running(script)).StartAsync();

        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Faulted));
        Assert.That(trial.OpenIncident.Reason, Has.Length.LessThan(2_000));
        Assert.That(trial.Instance.State, Has.Length.LessThan(10_000_000));
    }

    [TestCase("throw new Error('x'.repeat(1e7))")]
    [TestCase("throw 'x'.repeat(1e7)")]
    public async Task What_a_script_throws_is_told_in_short(string script)
    {
        var trial = await new Trial(Running(script)).StartAsync();

        Assert.That(trial.OpenIncident.Reason, Has.Length.LessThan(2_000).And.Contain("xxx"));
    }

    [Test]
    public async Task A_loop_that_changes_large_values_again_and_again_is_stopped_before_the_step_takes_gigabytes()
    {
        var loop = A.Activity("loop", "Elsa.For").With("start", "Int32", 1).With("end", "Int32", 100_000).Put("body", A.Set("x", "(getX() || '') + 'x'.repeat(100000)"));
        var trial = await new Trial(A.Definition(loop, """[ { "id": "v-x", "name": "x", "typeName": "String" } ]""")).StartAsync();

        Assert.That(trial.Incidents.Values.Select(incident => incident.Reason), Has.Some.Contains("32 MB that one step may"));
    }

    [Test]
    public async Task What_an_author_lets_a_fault_say_is_kept_in_short()
    {
        var fault = A.Activity("f", "Elsa.Fault").With("message", "String", new string('x', 1_000_000)).With("code", "String", new string('y', 1_000_000));
        var trial = await new Trial(A.Definition(fault)).StartAsync();

        Assert.That((trial.OpenIncident.Reason.Length, trial.OpenIncident.Detail!.Length), Is.EqualTo((2_001, 20_001)));
    }

    [TestCase("Int32", "99999999999")]
    [TestCase("Int32", "3.5")]
    [TestCase("DateTime", "soon")]
    [TestCase("TimeSpan", "x")]
    [TestCase("Guid", "x")]
    public async Task A_value_that_is_not_of_the_variables_type_is_refused(string type, string value)
    {
        var trial = await new Trial(A.Definition(A.Event("e"), $$"""[ { "id": "v-n", "name": "n", "typeName": "{{type}}" } ]""")).StartAsync();

        await Assert.ThrowsAsync<UnfitValueException>(() => trial.SetVariableAsync("n", value));
    }

    [Test]
    public async Task A_list_of_ten_thousand_is_no_large_value()
    {
        var trial = await new Trial(Running("setX([...Array(1e4).keys()].map(n => ({ n, name: 'person ' + n }))); return toJson(getX()).length")).StartAsync();

        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task A_variable_set_from_outside_must_be_there_and_of_its_type()
    {
        var waiting = A.Definition(A.Event("e"), """[ { "id": "v-n", "name": "n", "typeName": "Int32" } ]""");
        var trial = await new Trial(waiting).StartAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Assert.ThrowsAsync<NoSuchVariableException>(() => trial.SetVariableAsync("m", "1")))!.Names, Is.EqualTo(new[] { "n" }));
            Assert.That((await Assert.ThrowsAsync<UnfitValueException>(() => trial.SetVariableAsync("n", "abc")))!.TypeName, Is.EqualTo("Int32"));
        }

        await trial.SetVariableAsync("n", "42");
        Assert.That(trial.Variable("n"), Is.EqualTo("42"), "a text that says a number is one");
    }

    private static WorkflowDefinition Running(string script) =>
        A.Definition(A.Activity("s", "Elsa.RunJavaScript").With("script", "String", script), """[ { "id": "v-x", "name": "x", "typeName": "Object" } ]""");
}
