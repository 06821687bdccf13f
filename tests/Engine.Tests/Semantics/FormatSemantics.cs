using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Primitives;

namespace AidWorkflow.Engine.Tests.Semantics;

/// <summary>What of Elsa's JSON changes what runs, and what does not.</summary>
[TestFixture]
internal sealed class FormatSemantics
{
    [TestCase("""[{"source":{"activity":"a","port":"Done"},"target":{"activity":"b","port":"In"},"vertices":[{"x":1,"y":2}]}]""")]
    [TestCase("""[{"source":"a","target":"b","sourcePort":"Done","targetPort":"In"}]""")]
    [TestCase("""[{"Source":{"Activity":"a","Port":"Done"},"Target":{"Activity":"b"}}]""")]
    [TestCase("""{"$values":[{"source":"a","target":"b","sourcePort":"Done"}]}""")]
    [TestCase("""{"source":{"activity":"a","port":"Done"},"target":{"activity":"b","port":"In"}}""")]
    [TestCase("""[{"source":"a","target":"b"}]""")]
    [TestCase("""[{"source":"a","target":"b","sourcePort":"Done"},{"source":{"activity":"a","port":"Done"},"target":{"activity":"b","port":"In"}}]""", Description = "written twice")]
    [TestCase("""[{"source":{"activity":"a","port":"Done"},"target":{"activity":"b","port":"In"}},{"source":{"activity":"b","port":"Done"},"target":{"activity":"gone","port":"In"}}]""")]
    public async Task Links_are_read_in_every_form_and_one_to_nowhere_leads_nowhere(string connections) =>
        Assert.That((await new Trial(A.Definition(A.Flowchart("b a").Put("connections", JsonNode.Parse(connections)))).StartAsync()).Lines, Is.EqualTo(["a", "b"]));

    [TestCase("\"canStartWorkflow\":true")]
    [TestCase("\"CanStartWorkflow\":true")]
    [TestCase("\"customProperties\":{\"canStartWorkflow\":true}")]
    [TestCase("\"customProperties\":{\"CanStartWorkflow\":\"True\"}")]
    public async Task The_flag_of_where_to_start_is_read_in_every_place(string flag)
    {
        var start = (JsonObject)JsonNode.Parse($$"""{"id":"start","type":"Elsa.WriteLine","version":1,"text":"started",{{flag}}}""")!;

        Assert.That((await new Trial(A.Definition(A.Flowchart("first").And(start))).StartAsync()).Lines, Is.EqualTo(["started"]));
    }

    [Test]
    public async Task A_branch_without_a_name_is_none()
    {
        var fork = A.Activity("f", "Elsa.FlowFork").With("branches", "String[]", new JsonArray("One", null));

        Assert.That((await new Trial(A.Definition(A.Flowchart("a", "f.One -> a").And(fork))).StartAsync()).Lines, Is.EqualTo(["a"]));
    }

    [Test]
    public async Task What_the_key_start_of_a_flowchart_says_does_not_count() =>
        Assert.That((await new Trial(A.Definition(A.Flowchart("a b").Put("start", "b"))).StartAsync()).Lines, Is.EqualTo(["a"]));

    [TestCase("""{"typeName":"String","expression":{"type":"Literal","value":"said"}}""", "said")]
    [TestCase("""{"typeName":"Obsolete.Type, Gone","expression":{"type":"Literal","value":"said"},"memoryReference":{"id":"x"}}""", "said")]
    [TestCase("""{"TypeName":"String","Expression":{"Type":"literal","Value":"said"}}""", "said")]
    [TestCase("\"said\"", "said")]
    [TestCase("7", "7")]
    [TestCase("true", "True")]
    [TestCase("null", "")]
    [TestCase("""{"expression":{"type":"Literal","value":"never"}}""", "")]
    [TestCase("""{"typeName":"String"}""", "")]
    [TestCase("""{"typeName":"String","expression":{"type":"Object","value":"said"}}""", "said")]
    [TestCase("""{"typeName":"String","expression":{"type":"Object","value":{"a":1}}}""", "{\"a\":1}")]
    [TestCase("""{"typeName":"String","expression":{"type":"Variable","value":{"id":"v-n","name":"n"}}}""", "5")]
    [TestCase("""{"typeName":"String","expression":{"type":"Input","value":{"name":"Given"}}}""", "in")]
    [TestCase("""{"typeName":"String","expression":{"type":"JavaScript","value":"getN() + 1"}}""", "6")]
    [TestCase("""{"typeName":"String","expression":{"type":"JavaScript","value":"const x = getN(); return x * 2;"}}""", "10")]
    public async Task An_input_is_read_in_every_form(string text, string line)
    {
        var root = A.Activity("w", "Elsa.WriteLine").Put("text", JsonNode.Parse(text));

        var trial = await new Trial(A.Definition(root, A.Variables("n:Int32=5"), inputs: """[{"name":"Given","type":"String"}]""")).StartAsync("""{"Given":"in"}""");

        Assert.That(trial.Lines, Is.EqualTo([line]));
    }

    [Test]
    public async Task Inputs_that_no_activity_has_and_drivers_that_are_not_here_change_nothing()
    {
        var delay = A.Activity("d", "Elsa.Delay").With("timeSpan", "TimeSpan", "00:00:05").Put("strategy", JsonNode.Parse("""{"typeName":"Gone","expression":{"type":"Literal","value":"x"}}""")).Put("autoBlockingThreshold", "x");
        var variables = """[{"id":"v","name":"v","typeName":"Int32","value":"1","storageDriverTypeName":"Elsa.Workflows.Services.WorkflowStorageDriver, Elsa.Workflows.Core"},{"id":"w","name":"w","typeName":"Object","storageDriverTypeName":"Nowhere.Driver, Nowhere"}]""";

        var trial = await new Trial(A.Definition(A.Sequence("s", delay, A.Say("`${getV()} ${getW()}`")), variables)).StartAsync("""{"Unknown":1}""");
        await trial.ResumeAsync("d");

        Assert.That(trial.Lines, Is.EqualTo(["1 null"]));
    }

    [TestCase("Int32", "4", "number 4")]
    [TestCase("System.Int32, System.Private.CoreLib", "4", "number 4")]
    [TestCase("UnregisteredClrType:System.Int64, System.Private.CoreLib, Version=8.0.0.0", "4", "number 4")]
    [TestCase("Long", "4", "number 4")]
    [TestCase("Double", "1.5", "number 1.5")]
    [TestCase("Decimal", "1.50", "number 1.5")]
    [TestCase("System.Boolean", "True", "boolean true")]
    [TestCase("System.Nullable`1[[System.Int32, System.Private.CoreLib]], System.Private.CoreLib", "4", "number 4")]
    [TestCase("String", "4", "string 4")]
    [TestCase("TimeSpan", "00:00:05", "string 00:00:05")]
    [TestCase("JSON", "{\"a\":1}", "object 1")]
    [TestCase("System.Dynamic.ExpandoObject, System.Linq.Expressions", "{\"a\":1}", "object 1")]
    [TestCase("System.Collections.Generic.List`1[[System.String, System.Private.CoreLib]], System.Private.CoreLib", "[\"a\"]", "object a")]
    [TestCase("System.Collections.Generic.Dictionary`2[[System.String, System.Private.CoreLib],[System.Object, System.Private.CoreLib]], System.Private.CoreLib", "{\"a\":1}", "object 1")]
    [TestCase("System.String[], System.Private.CoreLib", "[\"a\"]", "object a")]
    [TestCase("ObjectDictionary", "{\"_type\":\"ObjectDictionary\",\"a\":1}", "object 1")]
    [TestCase("Object", "text", "string text")]
    [TestCase("UnregisteredClrType:Acme.Order, Acme", "text", "string text")]
    public async Task A_default_is_converted_by_the_name_of_its_type_however_it_is_written(string typeName, string value, string line)
    {
        var variables = new JsonArray(new JsonObject { ["id"] = "v", ["name"] = "v", ["typeName"] = typeName, ["value"] = value }).ToJsonString();

        var trial = await new Trial(A.Definition(A.Say("const v = getV(); `${typeof v} ${v?.a ?? v}`"), variables)).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo([line]));
    }

    [TestCase("""{"_type":"ObjectDictionary","a":{"_type":"Acme.Thing, Acme","b":1}}""", """{"a":{"b":1}}""")]
    [TestCase("""{"_type":"String[]","_items":["a","b"]}""", """["a","b"]""")]
    [TestCase("""{"_type":"String[]","$values":["a",{"_type":"x","y":1}]}""", """["a",{"y":1}]""")]
    [TestCase("""{"_type":"JsonObject","_island":"{\"a\":[1,2]}"}""", """{"a":[1,2]}""")]
    [TestCase("""{"items":[1],"values":[2]}""", """{"items":[1],"values":[2]}""")]
    public async Task What_Elsas_serializer_notes_in_values_is_taken_off(string value, string plain)
    {
        foreach (var written in new[] { JsonNode.Parse(value)!, JsonValue.Create(value) })
        {
            var set = A.Activity("w", "Elsa.WriteLine").Put("text", new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = written } });
            if (written is JsonValue)
                set = A.Sequence("s", A.Activity("set", "Elsa.SetVariable").Put("variable", JsonNode.Parse("""{"id":"v-r"}""")).Object("value", value), A.Say("JSON.stringify(getR())"));

            Assert.That((await new Trial(A.Definition(set, A.Variables("r"))).StartAsync()).Lines, Is.EqualTo([plain]));
        }
    }

    [TestCase("v2", "Sub", null, null, "v2", Description = "a version id that is known wins")]
    [TestCase("gone", "Sub", null, "other", "v3", Description = "one that is not leaves the newest of the name")]
    [TestCase(null, "Sub", 1, null, "v1", Description = "the version that is said")]
    [TestCase(null, "Sub", 9, null, "v3", Description = "the newest where that version is not there")]
    [TestCase(null, "Nothing", null, "other", "o1", Description = "the definition id where no type of the name is there")]
    [TestCase("gone", "Nothing", null, "other", null, Description = "but not beside a version id")]
    public void A_workflow_used_as_an_activity_is_found_as_Elsa_finds_it(string? versionId, string typeName, int? version, string? definitionId, string? found)
    {
        WorkflowDefinition Version(string id, string name, string definition, int number)
        {
            var json = A.Definition(A.WriteLine("x"), name: name).Json;
            (json["id"], json["definitionId"], json["version"], json["isPublished"]) = (id, definition, number, true);
            return WorkflowDefinition.Of(json);
        }

        var set = new DefinitionSet([Version("v1", "Sub", "sub", 1), Version("v2", "Sub", "sub", 2), Version("v3", "Sub", "sub", 3), Version("o1", "Other one", "other", 1)]);

        Assert.That(set.Find(versionId, typeName, version, definitionId)?.Id, Is.EqualTo(found));
    }

    [TestCase("Subworkflow test", "SubworkflowTest")]
    [TestCase("CacheInvalidation_Child", "CacheInvalidationChild")]
    [TestCase("Input Output Logging 3 - Child", "InputOutputLogging3-Child")]
    public void The_name_of_a_definition_becomes_its_type(string name, string type) => Assert.That(A.Definition(A.WriteLine("x"), name: name).ActivityTypeName, Is.EqualTo(type));

    [TestCase("Race", "S A B After")]
    [TestCase("Cascade", "S A B After")]
    public async Task A_join_goes_by_its_own_mode_whatever_merge_mode_is_written_beside_it(string merge, string lines)
    {
        var flowchart = A.Flowchart("S A B j&WaitAll After", "S -> A", "S -> B", "A -> j", "B -> j", "j -> After");
        flowchart["activities"]![3]!["customProperties"] = new JsonObject { ["mergeMode"] = merge };

        Assert.That((await new Trial(A.Definition(flowchart), new() { Mode = Engine.Running.FlowchartMode.Token }).StartAsync()).Lines, Is.EqualTo(lines.Split(' ')));
    }

    [Test]
    public async Task An_activity_whose_type_is_gone_is_kept_whole_and_heals_when_it_comes_back()
    {
        var unknown = (JsonObject)JsonNode.Parse("""
            {"id":"u","nodeId":"Workflow1:flow:u","name":"u","type":"Acme.Greet","version":3,"customProperties":{"x":{"y":[1,null]}},"metadata":{"designer":{"position":{"x":1.5,"y":-2}}},
             "whom":{"typeName":"String","expression":{"type":"JavaScript","value":"'you'"}},"body":{"id":"in","type":"Acme.Inner","version":1}}
            """)!;
        var flowchart = A.Flowchart("a b", "a -> u", "u.Greeted -> b").And(unknown)
            .Put("customProperties", JsonNode.Parse("""{"notFoundConnections":[{"source":{"activity":"u","port":"Greeted"},"target":{"activity":"b","port":"In"}}]}"""));
        var text = A.Definition(flowchart).ToJson();

        var without = await new Trial(WorkflowDefinition.Parse(text)).StartAsync();
        Assert.That((without.Lines.Single(), without.OpenIncident.ActivityId), Is.EqualTo(("a", "u")));
        Assert.That(without.Workflow.Definition.ToJson(), Is.EqualTo(text));

        var with = await new Trial(WorkflowDefinition.Parse(without.Workflow.Definition.ToJson()), activities: [new Greet()]).StartAsync();
        Assert.That(with.Lines, Is.EqualTo(["a", "hello you", "b"]));
        Assert.That(with.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task Where_a_type_comes_back_a_person_tries_the_incident_again_and_the_flow_goes_on()
    {
        var definition = A.Definition(A.Flowchart("a u:Acme.Greet b", "a -> u", "u.Greeted -> b"));
        var trial = await new Trial(definition).StartAsync();
        var healed = CompiledWorkflow.Compile(definition, ElsaActivities.With(new Greet()));

        var burst = await new Engine.Running.Runner(new Engine.Ports.TimeOrderedIds(trial.Clock), trial.Clock)
            .RetryIncidentAsync(healed, trial.Instance, trial.OpenIncident.Id, "somebody", null, null, CancellationToken.None);

        Assert.That(burst.Lines, Is.EqualTo(["hello ", "b"]));
        Assert.That(burst.Writes.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    private sealed class Greet : Activity
    {
        private static readonly Input<string> Whom = new("whom", "");

        public override ActivityDescriptor Descriptor { get; } = new() { TypeName = "Acme.Greet", Category = "Test", DisplayName = new("", ""), Inputs = [Whom], Ports = [new("Greeted")] };

        protected internal override ValueTask<Outcome> ExecuteAsync(ActivityContext context)
        {
            context.WriteLine($"hello {context.Get(Whom)}");
            return new(Outcome.With("Greeted"));
        }
    }
}
