using System.Text.Json.Nodes;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Engine.Tests.Semantics;

/// <summary>Variables, inputs, outputs and names, and how scripts reach them, by Elsa's suite.</summary>
[TestFixture]
internal sealed class VariableSemantics
{
    private static IEnumerable<TestCaseData> Rows() =>
    [
        Row("SetVariable, then read", "LineNumber:Int32=5", A.Sequence("s", A.Set("LineNumber", "getLineNumber()"), A.Say("`Line ${getLineNumber()}`")), "Line 5"),
        Row("SetVariable by another variable", "a:String b:String",
            A.Sequence("s", A.Set("a", "'The value'"), A.Activity("set", "Elsa.SetVariable").Put("variable", JsonNode.Parse("""{"id":"v-b","name":"b"}""")).Of("value", "a"), A.Say("getB()")), "The value"),
        Row("WriteLine of a variable", "a:Int32=7", A.Activity("w", "Elsa.WriteLine").Of("text", "a"), "7"),
        Row("ForEach over an array variable", "lines:String[]=[\"one\",\"two\"]", A.Activity("each", "Elsa.ForEach").Of("items", "lines").Put("body", A.Say("getCurrentValue()")), "one", "two"),
        Row("the inner variable of a name is set and read", "Foo:String=Workflow",
            Scope("inner", "v-inner", "Foo", "String", "Default", A.Activity("set", "Elsa.SetVariable").Put("variable", JsonNode.Parse("""{"id":"v-inner","name":"Foo"}""")).With("value", "String", "Sequence Value"), A.Say("getVariable('Foo')")), "Sequence Value"),
        Row("a variable of a container starts at its default and ends with it", "",
            A.Sequence("s", Scope("c1", "v-c", "Counter", "Int32", "0", A.Say("`Counter: ${getCounter()}`"), A.Set("c", "getCounter() + 1"), A.Say("`Counter: ${getCounter()}`")), A.Say("`${getVariable('Counter')}`")), "Counter: 0", "Counter: 1", "null"),
        Row("containers in containers", "", Scope("o", "v-o", "Outer", "Int32", "10",
            A.Say("`Outer: ${getOuter()}`"), Scope("i", "v-i", "Inner", "Int32", "20", A.Say("`Inner: ${getInner()}`")), A.Say("`Outer again: ${getOuter()}`")), "Outer: 10", "Inner: 20", "Outer again: 10"),
        Row("defaults are converted from text", "i:Int32=42 s:String=Hello b:Boolean=True d:Double=1.5 o:JsonObject={\"x\":1} t:TimeSpan=00:00:05 n:Int32",
            A.Say("[typeof getI(), getI(), getS(), typeof getB(), getB(), getD(), getO().x, getT(), getN()].join()"), "number,42,Hello,boolean,true,1.5,1,00:00:05,"),
        Row("what is set is converted to the variable's type", "i:Int32", A.Sequence("s", A.Set("i", "'4'"), A.Say("`${typeof getI()} ${getI() + 1}`")), "number 5"),
        Row("WriteLine of a truth value says it as .NET does", "b:Boolean=true", A.Say("getB()"), "True"),
        Row("mutating a variable's object, sorting its list, replacing it by a spread copy", "user fruits",
            A.Sequence("s", A.Set("user", "({ Name: 'John Doe', Email: 'john@acme.com' })"), A.Set("fruits", "['Orange', 'Apple', 'Banana']"),
                Script("const u = getUser(); u.Name = 'Jane Doe'; setUser(u);"), A.Say("getUser().Name"),
                Script("const f = variables.fruits; f.sort(); variables.fruits = f;"), A.Say("getFruits().join(', ')"),
                Script("variables.user = { ...variables.user, Email: 'jane.doe@acme.com' };"), A.Say("variables.user.Email")), "Jane Doe", "Apple, Banana, Orange", "jane.doe@acme.com"),
        Row("names are read as they become in accessors", "magic_number:Int32=1 userName:String=u", A.Say("`${getMagicNumber()} ${getUserName()} ${variables.magic_number}`"), "1 u 1"),
        Row("Object expressions are read as JSON", "r", A.Sequence("s", A.Activity("set", "Elsa.SetVariable").Put("variable", JsonNode.Parse("""{"id":"v-r"}""")).Object("value", """{"a":[1,2]}"""), A.Say("getR().a[1]")), "2"),
        Row("an output bound to a variable, and getXFromY", "r",
            A.Sequence("s", A.Activity("Compute", "Elsa.RunJavaScript").With("script", "String", "({ x: 5 })").Into("result", "r"), A.Say("`${getR().x} ${getResultFromCompute().x} ${getOutputFrom('Compute', 'Result').x} ${getLastResult().x}`")), "5 5 5 5"),
        Row("the last output in a loop is that of the last pass", "r",
            A.Activity("each", "Elsa.ForEach").Object("items", "[1,2]").Put("body", A.Sequence("b", A.Activity("Twice", "Elsa.RunJavaScript").With("script", "String", "getCurrentValue() * 2"), A.Say("getResultFromTwice()"))), "2", "4"),
    ];

    [TestCaseSource(nameof(Rows))]
    public async Task A_variable(string variables, JsonObject root, string[] lines)
    {
        var trial = await new Trial(A.Definition(root, A.Variables(variables))).StartAsync();

        Assert.That(trial.Incidents.Values.Select(incident => incident.Reason), Is.Empty);
        Assert.That(trial.Lines, Is.EqualTo(lines));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [TestCase("setMagicNumber(42)")]
    [TestCase("variables.MagicNumber = 42")]
    [TestCase("setVariable('MagicNumber', 42)")]
    public async Task Each_way_to_set_a_variable_in_a_script_is_stored(string script)
    {
        var trial = await new Trial(A.Definition(A.Sequence("s", Script(script), A.Event("e")), A.Variables("MagicNumber:Int32=0"))).StartAsync();

        Assert.That(trial.Variable("MagicNumber"), Is.EqualTo("42"));
    }

    [TestCase("1 + 1", "2", "Done")]
    [TestCase("return 1 + 1", "2", "Done")]
    [TestCase("\"Hello \" + \"World\"", "\"Hello World\"", "Done")]
    [TestCase("return getN() * 10", "30", "Done")]
    [TestCase("setOutcome('Custom'); return 100", "100", "Custom")]
    [TestCase("setOutcomes(['One', 'Two', 'Three'])", null, "One,Two,Three")]
    [TestCase("", null, "Done,NoPort", Description = "nothing to run completes by default")]
    [TestCase("   ", null, "Done,NoPort")]
    [TestCase("null", null, "Done")]
    public async Task RunJavaScript_gives_its_value_and_the_outcomes_it_sets(string script, string? result, string outcomes)
    {
        string[] known = ["Done", "Custom", "One", "Two", "Three"];
        var flowchart = A.Flowchart($"{string.Join(' ', known)} NoPort", [.. known.Select(outcome => $"js.{outcome} -> {outcome}"), "js.null -> NoPort"])
            .And(A.Activity("js", "Elsa.RunJavaScript").With("script", "String", script).Into("result", "r"));

        var trial = await new Trial(A.Definition(A.Sequence("s", flowchart, A.Event("e")), A.Variables("n:Int32=3 r"))).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(outcomes.Split(',')));
        Assert.That(trial.Variable("r"), Is.EqualTo(result));
    }

    [TestCase("toJson({ a: [1, 'x', null], b: '审<' })", "{\"a\":[1,\"x\",null],\"b\":\"审\\u003C\"}")]
    [TestCase("parseJson('{\"a\":2}').a", "2")]
    [TestCase("[isNullOrWhiteSpace(' '), isNullOrWhiteSpace('x'), isNullOrWhiteSpace(null), isNullOrEmpty(''), isNullOrEmpty(' ')].join()", "true,false,true,true,false")]
    [TestCase("stringFromBase64(stringToBase64('审批'))", "审批")]
    [TestCase("bytesToString(bytesFromString('é'))", "é")]
    [TestCase("bytesFromString('é').join()", "195,169")]
    [TestCase("bytesToBase64(bytesFromBase64('AQID'))", "AQID")]
    [TestCase("bytesToString(stringToBase64('text'))", "text")]
    [TestCase("[newGuid(), newGuidString(), getGuidString()].every(g => g.length === 36 && parseGuid(g.toUpperCase()) === g)", "True")]
    [TestCase("[newShortGuid(), getShortGuid()].every(g => /^[A-Za-z0-9]{18,22}$/.test(g))", "True")]
    [TestCase("try { parseGuid('x') } catch (e) { e.message ?? e }", "'x' is not a guid")]
    [TestCase("try { stringFromBase64('?') } catch (e) { 'caught' }", "caught")]
    [TestCase("try { bytesToString([256]) } catch (e) { 'caught' }", "caught")]
    [TestCase("getVariable('gone') === null && getInput('gone') === null", "True")]
    public async Task Elsas_helpers_are_at_hand(string script, string line) =>
        Assert.That((await new Trial(A.Definition(A.Say(script))).StartAsync()).Lines, Is.EqualTo([line]));

    [Test]
    public async Task SetOutput_gives_each_output()
    {
        JsonObject Out(string name, string script) => A.Activity($"out-{name}", "Elsa.SetOutput").With("outputName", "String", name).Script("outputValue", "Object", script);

        var trial = await new Trial(A.Definition(A.Sequence("s", Out("FirstName", "'John'"), Out("LastName", "'Doe'"), Out("Age", "30")))).StartAsync();

        Assert.That(trial.Output.ToJsonString(), Is.EqualTo("""{"FirstName":"John","LastName":"Doe","Age":30}"""));
    }

    [Test]
    public async Task SetName_and_Correlate_name_the_instance()
    {
        var root = A.Sequence("s", A.Activity("n", "Elsa.SetName").With("value", "String", "Foo"), A.Activity("c", "Elsa.Correlate").Script("correlationId", "String", "`case-${getInput('Number')}`"),
            A.Say("`${getWorkflowInstanceName()} ${getCorrelationId()}`"));

        var trial = await new Trial(A.Definition(root)).StartAsync("""{"Number":7}""");

        Assert.That((trial.Instance.Name, trial.Instance.CorrelationId), Is.EqualTo(("Foo", "case-7")));
        Assert.That(trial.Lines, Is.EqualTo(["Foo case-7"]));
    }

    [Test]
    public async Task A_name_given_at_the_start_is_seen_by_the_run_and_kept()
    {
        var trial = await new Trial(A.Definition(A.Say("getWorkflowInstanceName()"))).StartAsync(name: "Given");

        Assert.That((trial.Lines.Single(), trial.Instance.Name), Is.EqualTo(("Given", "Given")));
    }

    [Test]
    public async Task Scripts_name_the_instance_too_and_read_what_it_is()
    {
        var root = A.Sequence("s", Script("setWorkflowInstanceName('Bar'); setCorrelationId('c-1')"),
            A.Say("[getWorkflowInstanceName(), getCorrelationId(), getWorkflowDefinitionId(), getWorkflowDefinitionVersionId(), getWorkflowDefinitionVersion(), getWorkflowInstanceId().length].join()"));

        Assert.That((await new Trial(A.Definition(root)).StartAsync()).Lines, Is.EqualTo(["Bar,c-1,Test,Test-1,1,36"]));
    }

    [Test]
    public async Task A_variable_that_changes_before_each_wait_is_stored_at_each()
    {
        var loop = A.Activity("while", "Elsa.While").Script("condition", "Boolean", "getCounter() > 0").Put("body", A.Sequence("b", A.Set("Counter", "getCounter() - 1"), A.Set("List", "getList().slice(1)"), A.Event("e")));
        var trial = await new Trial(A.Definition(loop, A.Variables("Counter:Int32=3 List:String[]=[\"Element1\",\"Element2\",\"Element3\"]"))).StartAsync();

        List<string> stored = [];
        for (; trial.Bookmarks.Count > 0; await trial.ResumeAsync("e"))
            stored.Add($"{trial.Variable("Counter")} {JsonNode.Parse(trial.Variable("List")!)!.AsArray().Count}");

        Assert.That(stored, Is.EqualTo(["2 2", "1 1", "0 0"]));
    }

    [Test]
    public async Task Inside_a_workflow_used_as_an_activity_its_own_input_wins_over_the_workflows()
    {
        var child = A.Definition(A.Sequence("c", A.Say("`${getInput1()} ${getInput('Input1')} ${variables.Input1}`")), inputs: """[{"name":"Input1","type":"String"}]""", name: "Child");
        var parent = A.Definition(A.Sequence("p", A.Activity("child", "Child").With("input1", "String", "Bound"), A.Say("getInput1()")), inputs: """[{"name":"Input1","type":"String"}]""");

        Assert.That((await new Trial(parent, workflows: new DefinitionSet([child])).StartAsync("""{"Input1":"Foo"}""")).Lines, Is.EqualTo(["Bound Bound Bound", "Foo"]));
    }

    private static JsonObject Script(string script) => A.Activity("js", "Elsa.RunJavaScript").With("script", "String", script);

    private static JsonObject Scope(string id, string variable, string name, string type, string value, params JsonObject[] activities) => A.Sequence(id, activities)
        .Put("variables", new JsonArray(new JsonObject { ["id"] = variable, ["name"] = name, ["typeName"] = type, ["value"] = value }));

    private static TestCaseData Row(string states, string variables, JsonObject root, params string[] lines) => new TestCaseData(variables, root, lines).SetName($"A variable: {states}");
}
