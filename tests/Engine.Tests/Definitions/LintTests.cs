using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Primitives;
using Outcome = AidWorkflow.Engine.Authoring.Outcome;

namespace AidWorkflow.Engine.Tests.Definitions;

[TestFixture]
internal sealed class LintTests
{
    [Test]
    public void A_sound_definition_has_no_faults()
    {
        Assert.That(Check(A.Flow("s! d?True a:Event j x.", "s -> d", "d.True -> a", "d.False -> j", "a -> j", "j -> x")), Is.Empty);
    }

    [Test]
    public void Everything_wrong_is_said_in_one_go_with_its_place()
    {
        var flowchart = A.Flowchart("s! d?Perhaps a lost u:Some.Unknown w:Delay", "s -> d", "d.Maybe -> a", "d.True -> u", "u -> w", "a -> nowhere", "a -> s");
        flowchart["activities"]!.AsArray().Add(A.WriteLine("a"));

        var faults = Check(A.Definition(flowchart));

        Assert.That(faults.Select(fault => (fault.Severity, fault.Code, fault.Path)), Is.SupersetOf(new[]
        {
            (Severity.Error, "bad-value", "$.root.activities[1].condition.expression.value"),
            (Severity.Error, "unknown-port", "$.root.activities[1]"),
            (Severity.Error, "link-to-nowhere", "$.root.connections[4]"),
            (Severity.Error, "repeated-id", "$.root.activities[6]"),
            (Severity.Error, "missing-input", "$.root.activities[5].timeSpan"),
            (Severity.Warning, "unreachable", "$.root.activities[3]"),
            (Severity.Warning, "unknown-activity", "$.root.activities[4].type"),
            (Severity.Warning, "loop-without-wait", "$.root.activities[2]"),
        }));
    }

    [TestCase("[\"Near\", \"Far\"]", "Far", false)]
    [TestCase("[\"Near\"]", "Far", true)]
    public void Ways_out_that_an_editor_wrote_as_the_text_of_a_list_are_ways_out(string written, string port, bool isUnknown)
    {
        var flowchart = A.Flowchart("s! t:RunJavaScript a", "s -> t", $"t.{port} -> a");
        flowchart["activities"]!.AsArray().Single(one => (string?)one!["id"] == "t")!["possibleOutcomes"] =
            new JsonObject { ["typeName"] = "String[]", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = written } };

        Assert.That(Check(A.Definition(flowchart)).Any(fault => fault.Code == "unknown-port"), Is.EqualTo(isUnknown));
    }

    [Test]
    public void What_a_trigger_leads_to_is_reached_though_the_usual_start_does_not_lead_there()
    {
        var flowchart = A.Flowchart("s! a e:Event b lost", "s -> a", "e -> b");
        flowchart["activities"]!.AsArray().Single(activity => (string?)activity!["id"] == "e")!["canStartWorkflow"] = true;

        Assert.That(Check(A.Definition(flowchart)).Select(fault => (fault.Code, fault.Path)), Is.EqualTo([("unreachable", "$.root.activities[4]")]));
    }

    [Test]
    public void A_variable_that_is_written_but_not_named_is_an_error()
    {
        var json = A.Activity("v", "Elsa.SetVariable");
        json["variable"] = JsonNode.Parse("""{ "typeName": "Object", "expression": { "type": "Variable", "value": { "id": "x" } } }""");

        Assert.That(Check(A.Definition(json)).Select(fault => (fault.Severity, fault.Code, fault.Path)), Is.EqualTo([(Severity.Error, "unknown-variable", "$.root.variable")]));
    }

    [Test]
    public void A_script_that_does_not_parse_is_an_error_at_its_place()
    {
        var definition = A.Definition(A.Activity("d", "Elsa.FlowDecision").Script("condition", "Boolean", "1 +"));

        Assert.That(Check(definition).Single(), Has.Property(nameof(DefinitionFault.Code)).EqualTo("bad-script")
            .And.Property(nameof(DefinitionFault.Path)).EqualTo("$.root.condition.expression.value"));
    }

    [Test]
    public void A_name_that_nothing_declares_is_pointed_out()
    {
        var definition = A.Definition(A.Activity("d", "Elsa.FlowDecision").Script("condition", "Boolean", "getAmount() > getLimit() && variables.Amount && getInput('x')"),
            variables: """[{"id":"v","name":"Amount","typeName":"Int32"}]""");

        Assert.That(Check(definition).Select(fault => fault.Reason), Is.EqualTo(["nothing here is called 'getLimit'"]));
    }

    [Test]
    public void Expressions_of_another_language_are_reported_and_load()
    {
        var json = A.Activity("w", "Elsa.WriteLine");
        json["text"] = JsonNode.Parse("""{ "typeName": "String", "expression": { "type": "Liquid", "value": "{{ x }}" } }""");

        Assert.That(Check(A.Definition(json)).Single().Code, Is.EqualTo("unsupported-expression"));
    }

    [Test]
    public void A_fork_whose_ways_never_meet_is_pointed_out()
    {
        var flowchart = A.Flowchart("a b", "f.One -> a", "f.Two -> b");
        flowchart["activities"]!.AsArray().Insert(0, A.Activity("f", "Elsa.FlowFork").With("branches", "String[]", "[\"One\",\"Two\"]"));

        Assert.That(Check(A.Definition(flowchart)).Select(fault => fault.Code), Is.EqualTo(["fork-without-join"]));
    }

    [TestCase("j&WaitAllActive", 1)]
    [TestCase("j", 1)]
    [TestCase("j&WaitAny", 0)]
    public void A_circle_on_one_of_the_ways_that_a_join_waits_for_is_pointed_out(string join, int warnings)
    {
        var flow = A.Flow($"s! a:Event again?False b:Event {join} x.", "s -> a", "s -> b", "a -> again", "again.True -> a", "again.False -> j", "b -> j", "j -> x");

        Assert.That(Check(flow).Select(fault => (fault.Severity, fault.Code)), Is.EqualTo(Enumerable.Repeat((Severity.Warning, "loop-before-join"), warnings)));
    }

    [Test]
    public void A_circle_around_everything_that_a_join_waits_for_is_none()
    {
        var flow = A.Flow("s! o:Event a:Event b:Event j again?False x.", "s -> o", "o -> a", "o -> b", "a -> j", "b -> j", "j -> again", "again.True -> o", "again.False -> x");

        Assert.That(Check(flow), Is.Empty);
    }

    [TestCase("0 0 * * * *", true)]
    [TestCase("*/5 * * * *", true)]
    [TestCase("0 0 12 ? JAN-MAR MON,7", true)]
    [TestCase("BadCronExpression", false)]
    [TestCase("61 * * * * *", false)]
    [TestCase("0 0 30 2 *", false)]
    public void A_cron_expression_is_checked(string cron, bool isGood)
    {
        var faults = Check(A.Definition(A.Activity("c", "Elsa.Cron").With("cronExpression", "String", cron)));

        Assert.That(faults.Select(fault => fault.Code), isGood ? Is.Empty : Is.EqualTo(["bad-cron"]));
    }

    [Test]
    public async Task A_broken_file_holds_up_no_other()
    {
        var folder = Directory.CreateTempSubdirectory();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "workflow-bad.json"), "{ \"id\": ");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "workflow-good.json"), A.Flow("a").ToJson());
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "form.json"), "{}");

        var files = await DefinitionFolder.LintAsync([folder.FullName, Path.Combine(folder.FullName, "absent.json")], ElsaActivities.With(), CancellationToken.None);

        Assert.That(files.Select(file => (Path.GetFileName(file.File), file.Definition is not null, file.Faults.FirstOrDefault()?.Code)), Is.EqualTo(new (string, bool, string?)[]
        {
            ("workflow-bad.json", false, "not-json"), ("workflow-good.json", true, null), ("absent.json", false, "unreadable"),
        }));
        folder.Delete(recursive: true);
    }

    [Test]
    public async Task Of_a_folder_only_what_is_sound_and_no_definition_is_left_out()
    {
        var folder = Directory.CreateTempSubdirectory();
        foreach (var (name, text) in new[]
        {
            ("a-torn", "{ \"a\":"), ("b-empty", ""), ("c-list", "[]"), ("d-rootless", """{ "definitionId": "x", "name": "x" }"""), ("e-binary", "\u0001\u0002PNG"),
            ("f-twice", """
                { "definitionId": "a",
                  "root": { "id": "s", "type": "Elsa.Sequence", "activities": [ {}, { "id": "a", "id": "b" } ] } }
                """),
            ("g-form", """{ "sections": [] }"""),
        })
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{name}.json"), text);

        var files = await DefinitionFolder.LintAsync([folder.FullName, Path.Combine(folder.FullName, "a-torn.json")], ElsaActivities.With(), CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(files.Select(file => $"{Path.GetFileNameWithoutExtension(file.File)} {file.Faults.Single().Code}"),
                Is.EqualTo(["a-torn not-json", "b-empty not-json", "c-list not-a-definition", "d-rootless no-root", "e-binary not-json", "f-twice repeated-property"]));
            Assert.That((files[^1].Faults[0].Path, files[^1].Faults[0].Reason), Is.EqualTo(("$.root.activities[1].id", "line 2: the property 'id' is there twice")));
            Assert.That(files.Select(file => file.Faults[0].Reason), Has.None.Match("isFinalBlock|LineNumber|same key|Parameter"));
        }

        folder.Delete(recursive: true);
    }

    [TestCase("""{ "definitionId": "a", "definitionId": "b", "root": { "id": "s", "type": "Elsa.Sequence" } }""", "$.definitionId")]
    [TestCase("""{ "definitionId": "a", "root": { "id": "s", "id": "t", "type": "Elsa.Sequence" } }""", "$.root.id")]
    public void A_property_that_is_there_twice_is_a_sentence_wherever_it_comes_from(string json, string path)
    {
        DefinitionFault fault;
        try
        {
            fault = Check(WorkflowDefinition.Of(JsonNode.Parse(json))).Single();
        }
        catch (DefinitionException broken)
        {
            fault = broken.Fault;
        }

        Assert.That((fault.Code, fault.Path), Is.EqualTo(("repeated-property", path)));
        Assert.That(fault.Reason, Does.StartWith("line 1: the property"));
    }

    [Test]
    public void What_nests_too_deeply_is_said_without_a_path_of_its_depth()
    {
        var broken = Assert.Throws<DefinitionException>(() => WorkflowDefinition.Parse(string.Concat(Enumerable.Repeat("{\"root\":", 300)) + "1" + new string('}', 300)));

        Assert.That((broken!.Fault.Code, broken.Fault.Path, broken.Fault.Reason), Is.EqualTo(("not-json", "$", "it nests more than 256 levels deep")));
    }

    [Test]
    public async Task Two_files_of_one_version_are_each_told_of_the_other()
    {
        var folder = Directory.CreateTempSubdirectory();
        foreach (var (name, version) in new[] { ("one", 1), ("other", 1), ("later", 2) })
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{name}.json"), A.Flow("a").Version(version).ToJson());

        var files = await DefinitionFolder.LintAsync([folder.FullName], ElsaActivities.With(), CancellationToken.None);

        Assert.That(files.SelectMany(file => file.Faults.Select(fault => $"{Path.GetFileName(file.File)} {fault.Severity} {fault.Code}")),
            Is.EqualTo(["one.json Warning repeated-version", "other.json Warning repeated-version"]));
        folder.Delete(recursive: true);
    }

    [Test]
    public void A_variable_an_input_and_an_output_that_nothing_declares_are_pointed_out()
    {
        var known = A.Definition(
            A.Sequence("s", A.Activity("w", "Elsa.WriteLine").Of("text", "x"), Loop(A.Activity("l", "Elsa.WriteLine").Put("text", Expression("Variable", "CurrentValue"))),
                A.Activity("i", "Elsa.WriteLine").Put("text", Expression("Input", "Name")), A.Activity("o", "Elsa.SetOutput").With("outputName", "String", "Out")),
            variables: A.Variables("x:String"), inputs: """[{"name":"name","type":"String"}]""", outputs: """[{"name":"Out","type":"String"}]""");
        var unknown = A.Definition(
            A.Sequence("s", A.Activity("w", "Elsa.WriteLine").Of("text", "x"), A.Activity("i", "Elsa.WriteLine").Put("text", Expression("Input", "Name")),
                A.Activity("o", "Elsa.SetOutput").With("outputName", "String", "Out")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Check(known), Is.Empty);
            Assert.That(Check(unknown).Select(fault => (fault.Severity, fault.Code)),
                Is.EqualTo(new[] { (Severity.Warning, "unknown-variable"), (Severity.Warning, "unknown-input"), (Severity.Warning, "unknown-output") }));
        }

        static JsonObject Loop(JsonObject body) => A.Activity("each", "Elsa.ForEach").Script("items", "Object", "[1]").Put("body", body);
        static JsonObject Expression(string type, string name) => new() { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = type, ["value"] = new JsonObject { ["name"] = name } } };
    }

    [TestCase("true", "Elsa.WriteLine", true)]
    [TestCase("return true;", "Elsa.WriteLine", true)]
    [TestCase("getX()", "Elsa.WriteLine", false)]
    [TestCase("true", "Elsa.Event", false)]
    [TestCase("true", "Elsa.Break", false)]
    [TestCase("true", "Elsa.Fault", false)]
    public void A_loop_without_end_in_which_nothing_waits_is_pointed_out(string condition, string body, bool isEndless)
    {
        var inside = A.Activity("b", body).With(body == "Elsa.WriteLine" ? "text" : "eventName", "String", "x");
        var loop = A.Activity("w", "Elsa.While").Script("condition", "Boolean", condition).Put("body", A.Sequence("s", inside));

        Assert.That(Check(A.Definition(loop, variables: A.Variables("X:Boolean"))).Select(fault => fault.Code), isEndless ? Is.EqualTo(["loop-without-wait"]) : Is.Empty);
    }

    [TestCase("Elsa.Timer", "interval", "00:00:00", Severity.Error)]
    [TestCase("Elsa.Timer", "interval", "-00:00:05", Severity.Error)]
    [TestCase("Elsa.Timer", "interval", "00:00:05", null)]
    [TestCase("Elsa.Delay", "timeSpan", "-00:00:05", Severity.Warning)]
    [TestCase("Elsa.Delay", "timeSpan", "00:00:05", null)]
    public void A_span_that_is_none_is_pointed_out(string type, string input, string span, Severity? severity)
    {
        var timer = A.Activity("t", type).With(input, "TimeSpan", span);
        timer["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };

        Assert.That(Check(A.Definition(timer)).Select(fault => (fault.Severity, fault.Code)), severity is { } said ? Is.EqualTo(new[] { (said, "bad-value") }) : Is.Empty);
    }

    [TestCase("""["GET", "post"]""", 0)]
    [TestCase("""["GETT", "FETCH"]""", 2)]
    [TestCase("[]", 1)]
    public void A_method_that_is_none_is_an_error(string methods, int errors)
    {
        var endpoint = A.Activity("e", "Elsa.HttpEndpoint").With("path", "String", "x").With("supportedMethods", "String[]", JsonNode.Parse(methods));

        Assert.That(Check(A.Definition(endpoint)).Select(fault => (fault.Severity, fault.Code)), Is.EqualTo(Enumerable.Repeat((Severity.Error, "bad-value"), errors)));
    }

    [TestCase("p", false)]
    [TestCase("*", false)]
    [TestCase("nobody", false)]
    [TestCase("a", true)]
    [TestCase("b", true)]
    [TestCase("j", true)]
    [TestCase("inner", true)]
    public void An_earlier_step_that_stands_in_the_branch_beside_or_comes_later_is_pointed_out(string named, bool isWrong)
    {
        var flow = A.Flowchart("s! p:Event j x.", "s -> p", "p -> a", "p -> b", "a -> j", "b -> j", "j -> x").And(
            A.Sequence("a", A.Activity("inner", "Test.Back")), A.Activity("b", "Test.Back").With("returnTo", "String[]", new JsonArray(named)));

        var faults = Lint.Check(A.Definition(flow), ElsaActivities.With(new Back())).Where(fault => fault.Code == "not-before").ToList();
        Assert.That(faults.Select(fault => fault.Severity), isWrong ? Is.EqualTo(new[] { Severity.Warning }) : Is.Empty);
    }

    private sealed class Back : Activity
    {
        public override ActivityDescriptor Descriptor { get; } = new()
        {
            TypeName = "Test.Back",
            Category = "Test",
            DisplayName = new("", ""),
            CanWait = true,
            Inputs = [new Input<string[]>("returnTo", []) { NamesEarlier = true }],
        };

        protected internal override ValueTask<Outcome> ExecuteAsync(ActivityContext context) => new(Outcome.Wait(context.NewBookmark()));
    }

    private static ImmutableArray<DefinitionFault> Check(WorkflowDefinition definition)
    {
        var faults = Lint.Check(definition, ElsaActivities.With());
        Assert.That(faults.Select(fault => fault.Why.Zh), Has.All.Match("[一-龥]"), "every finding is said in Chinese too");
        return faults;
    }
}
