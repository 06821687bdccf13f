using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Primitives;
using AidWorkflow.Engine.Running;
using FsCheck;
using FsCheck.Fluent;

namespace AidWorkflow.Engine.Tests.Definitions;

[TestFixture]
internal sealed class DefinitionTests
{
    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Reading_and_writing_a_definition_loses_nothing() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var json = new DefinitionWriter(seed).Write();
        var definition = WorkflowDefinition.Parse(json.ToJsonString());
        CompiledWorkflow.Compile(definition, ElsaActivities.With());
        Lint.Check(definition, ElsaActivities.With());

        return JsonNode.DeepEquals(JsonNode.Parse(definition.ToJson()), json);
    });

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public Property Whatever_a_definition_holds_it_runs_to_an_end_a_wait_or_an_incident() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var definition = WorkflowDefinition.Of(new DefinitionWriter(seed).Write());

        var mode = seed % 2 == 0 ? FlowchartMode.Token : FlowchartMode.Counter;

        // Each step checks that the journal rebuilds the state.
        var trial = new Trial(definition, new() { CallsPerBurst = 200, Mode = mode, ContinuesWithIncidents = seed % 3 == 0 }).StartAsync().GetAwaiter().GetResult();
        trial.ResumeAllAsync(atMost: 5).GetAwaiter().GetResult();

        return trial.Instance.SubStatus switch
        {
            InstanceSubStatus.Finished => trial.Bookmarks.Count == 0,
            InstanceSubStatus.Suspended => trial.Bookmarks.Count + trial.Incidents.Count > 0,
            InstanceSubStatus.Faulted => trial.Incidents.Count > 0,
            _ => false,
        };
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
    public void The_label_of_a_way_back_stands_beside_its_box_and_not_under_it()
    {
        var compiled = CompiledWorkflow.Compile(A.Flow("s! a:Event d?True x.", "s -> a", "a -> d", "d.True -> a", "d.False -> x"), ElsaActivities.With());

        var drawn = XElement.Parse(Drawing.Svg(compiled));
        var (label, box) = (drawn.Elements().Single(text => text.Value == "True"), BoxOf(drawn, "d"));
        Assert.That((int)label.Attribute("x")!, Is.GreaterThan(box.Right));
        Assert.That(drawn.Elements().Last(), Is.SameAs(label), "over everything else");
    }

    [Test]
    public void A_way_past_other_steps_runs_beside_their_boxes()
    {
        var compiled = CompiledWorkflow.Compile(A.Flow("s! d?True a:Event x.", "s -> d", "d.True -> a", "d.False -> x", "a -> x"), ElsaActivities.With());

        var drawn = XElement.Parse(Drawing.Svg(compiled));
        var (label, passed) = (drawn.Elements().Single(text => text.Value == "False"), BoxOf(drawn, "a"));
        var lane = drawn.Elements().Select(path => Regex.Match((string?)path.Attribute("d") ?? "", " (?<x>-?[0-9]+) -?[0-9]+ V", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))).Single(found => found.Success);
        Assert.That(int.Parse(lane.Groups["x"].Value, CultureInfo.InvariantCulture), Is.GreaterThan(passed.Right).Or.LessThan(passed.Left));
        Assert.That((int)label.Attribute("x")!, Is.GreaterThan(passed.Right).Or.LessThan(passed.Left));
    }

    [Test]
    public void A_page_may_hold_many_drawings_because_nothing_in_one_has_an_id()
    {
        var compiled = CompiledWorkflow.Compile(A.Flow("s! a:Event x.", "s -> a", "a -> x"), ElsaActivities.With());

        Assert.That(Drawing.Svg(compiled), Does.Not.Contain(" id=").And.Not.Contain("url("));
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

    [Test]
    public void A_drawing_names_the_branches_of_what_stands_in_it()
    {
        var body = new JsonObject { ["id"] = "b", ["type"] = "Elsa.Sequence", ["activities"] = new JsonArray(A.WriteLine("b1"), A.WriteLine("b2")) };
        var ask = A.Activity("ask", "Elsa.If");
        (ask["then"], ask["else"]) = (A.WriteLine("yes"), A.WriteLine("no"));
        var choose = A.Activity("choose", "Elsa.Switch");
        choose["cases"] = new JsonArray(new JsonObject { ["label"] = "red: dark", ["condition"] = new JsonObject { ["type"] = "Literal", ["value"] = true }, ["activity"] = A.WriteLine("r") });
        choose["default"] = A.WriteLine("other");
        var each = A.Activity("each", "Elsa.ParallelForEach");
        each["body"] = body;
        var flow = A.Flowchart("s!", "s -> ask", "ask -> choose", "choose -> each");
        foreach (var one in new[] { ask, choose, each })
            flow["activities"]!.AsArray().Add(one);
        var compiled = CompiledWorkflow.Compile(A.Definition(flow), ElsaActivities.With([]));

        var (svg, mermaid) = (Drawing.Svg(compiled), Mermaid.Draw(compiled));

        using (Assert.EnterMultipleScope())
        {
            foreach (var branch in new[] { "Then", "Else", "red: dark", "Default", "Body" })
            {
                Assert.That(svg, Does.Contain($">{branch}</text>"), branch);
                Assert.That(mermaid, Does.Contain($"|\"{branch}\"|"), branch);
            }

            foreach (var inside in new[] { "yes", "no", "r", "other", "b1", "b2" })
                Assert.That(svg, Does.Contain($">{inside}</text>"), inside);
        }
    }

    private static (int Left, int Right) BoxOf(XElement drawn, string step)
    {
        var box = drawn.Elements().Single(group => group.Name.LocalName == "g" && group.Elements().Any(text => text.Name.LocalName == "text" && text.Value == step)).Elements().Single(one => one.Name.LocalName == "rect");
        return ((int)box.Attribute("x")!, (int)box.Attribute("x")! + (int)box.Attribute("width")!);
    }
}
