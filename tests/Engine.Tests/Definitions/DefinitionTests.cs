using System.Globalization;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Primitives;
using FsCheck;
using FsCheck.Fluent;

namespace AidWorkflow.Engine.Tests.Definitions;

[TestFixture]
internal sealed class DefinitionTests
{
    [FsCheck.NUnit.Property(MaxTest = 200)]
    public Property Reading_and_writing_a_definition_loses_nothing() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var json = (JsonObject)RandomJson(new Random(seed), 4, isObject: true)!;
        json["root"] = new JsonObject { ["type"] = "Elsa.Flowchart", ["id"] = "flow", ["activities"] = RandomJson(new Random(seed), 3, isObject: false) };
        var definition = WorkflowDefinition.Parse(json.ToJsonString());
        CompiledWorkflow.Compile(definition, ElsaActivities.With());

        var back = JsonNode.Parse(definition.ToJson());

        return JsonNode.DeepEquals(back, json);
    });

    [TestCase("{", "not-json")]
    [TestCase("[]", "not-a-definition")]
    [TestCase("{\"id\":\"x\"}", "no-root")]
    [TestCase("{\"id\":\"x\",\"id\":\"y\",\"root\":{}}", "repeated-property")]
    public void A_file_that_is_no_definition_says_why(string json, string code)
    {
        var refusal = Assert.Catch<DefinitionException>(() => WorkflowDefinition.Parse(json))!;

        Assert.That(refusal.Fault.Code, Is.EqualTo(code));
    }

    [Test]
    public async Task Older_files_name_links_flat_and_flags_at_the_top()
    {
        var definition = WorkflowDefinition.Parse("""
            {
              "Id": "old-1", "DefinitionId": "old", "Name": "Old", "usableAsActivity": true,
              "root": {
                "type": "Elsa.Flowchart", "id": "flow",
                "activities": { "$values": [
                  { "type": "Elsa.WriteLine", "id": "b", "text": "second" },
                  { "type": "Elsa.WriteLine", "id": "a", "CanStartWorkflow": true, "text": { "typeName": "String", "expression": { "type": "Literal", "value": "first" } } } ] },
                "connections": [ { "source": "a", "target": "b", "sourcePort": "Done", "targetPort": "In" } ]
              }
            }
            """);

        var trial = await new Trial(definition).StartAsync();

        Assert.That(definition.UsableAsActivity, Is.True);
        Assert.That(trial.Lines, Is.EqualTo(["first", "second"]));
    }

    [Test]
    public async Task A_link_to_an_activity_that_went_missing_comes_back_with_it()
    {
        var flowchart = A.Flowchart("a b");
        flowchart["customProperties"] = JsonNode.Parse("""
            { "notFoundConnections": [ { "source": { "activity": "a", "port": "Done" }, "target": { "activity": "b", "port": "In" } },
                                       { "source": { "activity": "a", "port": "Done" }, "target": { "activity": "gone", "port": "In" } } ] }
            """);

        var trial = await new Trial(A.Definition(flowchart)).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(["a", "b"]));
    }

    [Test]
    public async Task Inputs_that_are_null_or_have_no_type_name_are_unset()
    {
        var line = A.Activity("a", "Elsa.WriteLine");
        line["text"] = JsonNode.Parse("""{ "expression": { "type": "Literal", "value": "never" } }""");
        var empty = A.Activity("b", "Elsa.WriteLine");
        empty["text"] = null;
        var flowchart = A.Flowchart("");
        flowchart["activities"] = new JsonArray(line, empty);
        flowchart["connections"] = new JsonArray(JsonNode.Parse("""{"source":"a","sourcePort":"Done","target":"b"}"""));

        var trial = await new Trial(A.Definition(flowchart)).StartAsync();

        Assert.That(trial.Lines, Is.EqualTo(["", ""]));
    }

    [Test]
    public void A_drawing_names_the_ways_and_dashes_those_that_go_back()
    {
        var compiled = CompiledWorkflow.Compile(A.Flow("s! d?True a:Event x.", "s -> d", "d.True -> a", "d.False -> x", "a -> d"), ElsaActivities.With());

        Assert.That(Mermaid.Draw(compiled), Is.EqualTo("""
            flowchart TD
                n1(["s"])
                n2{"d"}
                n3("a")
                n4(["x"])
                n1 --> n2
                n2 -->|"True"| n3
                n2 -->|"False"| n4
                n3 -.-> n2

            """.ReplaceLineEndings("\n")));
        Assert.That(Drawing.Svg(compiled), Does.StartWith("<svg").And.Contain(">True</text>").And.Contain("stroke-dasharray"));
    }

    private static JsonNode? RandomJson(Random random, int depth, bool isObject)
    {
        switch (isObject ? 0 : random.Next(depth > 0 ? 7 : 5))
        {
            case 1:
                return JsonValue.Create(random.Next(-100, 100));
            case 2:
                return JsonValue.Create(new[] { "", "文字 \"quoted\"", "<b>&'", "😀", "line\nbreak" }[random.Next(5)]);
            case 3:
                return JsonNode.Parse(new[] { "1.10", "1e3", "true", "-0.5", "12345678901234567890" }[random.Next(5)]);
            case 4:
                return null;
            case 5:
                return new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => RandomJson(random, depth - 1, isObject: false))]);
            default:
                var json = new JsonObject();
                string[] names = ["id", "type", "name", "metadata", "customProperties", "variables", "inputs", "outcomes", "options", "text", "connections", "Extra"];
                for (var rest = random.Next(5); rest > 0; rest--)
                    json[$"{names[random.Next(names.Length)]}{(random.Next(3) == 0 ? random.Next(9).ToString(CultureInfo.InvariantCulture) : "")}"] = depth > 0 ? RandomJson(random, depth - 1, isObject: false) : null;
                return json;
        }
    }
}
