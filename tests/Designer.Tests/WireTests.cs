using System.Text.Json.Nodes;
using AidWorkflow.Activities;
using AidWorkflow.Designer.Managing;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Primitives;

namespace AidWorkflow.Designer.Tests;

/// <summary>Shapes on the wire: what Elsa Studio was seen to get (Recorded), and that nothing of a file is lost on the way there and back.</summary>
[TestFixture]
internal sealed class WireTests
{
    private static readonly ActivityCatalog Catalog = ElsaActivities.With([.. AidActivities.All]);

    private static IEnumerable<TestCaseData> Files() =>
        from folder in new[] { Repository.Workflows, Repository.Conformance }.OfType<string>()
        from path in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        where JsonNode.Parse(File.ReadAllText(path)) is JsonObject json && json.Any(property => property.Key.Equals("root", StringComparison.OrdinalIgnoreCase) && property.Value is JsonObject)
        select new TestCaseData(path).SetArgDisplayNames(Path.GetRelativePath(folder, path));

    [TestCaseSource(nameof(Files))]
    public void A_definition_that_is_opened_and_saved_is_the_file_it_was(string path)
    {
        var stored = WorkflowDefinition.Parse(File.ReadAllText(path));
        var sent = Wire.Of(Version(stored));

        Assert.That(JsonNode.DeepEquals(Wire.Back(JsonNode.Parse(sent.ToJsonString())!.AsObject(), stored.Json), stored.Json), Is.True);
        Assert.That(((string?)sent["id"] ?? (string?)sent["Id"], Wire.StampOf(sent)), Is.EqualTo(("seven", "stamp")));
    }

    [Test]
    public void A_new_definition_leaves_what_is_ours_behind_and_keeps_the_rest()
    {
        var model = JsonNode.Parse("""{ "id": "x", "links": [], "customProperties": { "AidWorkflow:Stamp": "s", "AidWorkflow:Terms": {}, "Flowchart:ExecutionMode": "TokenBased" }, "root": { "id": "r" } }""")!.AsObject();

        Assert.That(Wire.Back(model, stored: null).ToJsonString(), Is.EqualTo("""{"id":"x","customProperties":{"Flowchart:ExecutionMode":"TokenBased"},"root":{"id":"r"}}"""));
    }

    [Test]
    public void A_definition_has_what_Elsa_gives_its_clients()
    {
        var recorded = JsonNode.Parse(Repository.Recorded("bench-approval-saved.json"))!["workflowDefinition"]!.AsObject();
        var sent = Wire.Of(Version(WorkflowDefinition.Of(recorded.DeepClone())));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(sent.Select(property => property.Key), Is.EquivalentTo(recorded.Select(property => property.Key)));
            Assert.That(JsonNode.DeepEquals(sent["root"], recorded["root"]), Is.True);
            Assert.That(sent["links"]!.AsArray().Select(link => link!.AsObject().Select(property => property.Key)), Has.All.EqualTo(recorded["links"]![0]!.AsObject().Select(property => property.Key)));
        }
    }

    [Test]
    public void A_descriptor_has_what_Elsa_gives_its_clients()
    {
        var recorded = JsonNode.Parse(Repository.Recorded("activities.json"))!["items"]!.AsArray().Select(one => one!.AsObject()).ToDictionary(one => (string)one["typeName"]!);
        var ours = Descriptors.All(Catalog, "en")["items"]!.AsArray().Select(one => one!.AsObject()).ToDictionary(one => (string)one["typeName"]!);
        var both = recorded.Keys.Intersect(ours.Keys).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(both, Has.Count.GreaterThan(25));
            foreach (var type in both)
            {
                Assert.That(ours[type].Select(property => property.Key), Is.SupersetOf(recorded[type].Select(property => property.Key).Except(["clrType"])), type); // a class of .NET: ours have none to offer
                foreach (var input in ours[type]["inputs"]!.AsArray().Where(one => recorded[type]["inputs"]!.AsArray().Any(other => Same(one!, other!))))
                {
                    var theirs = recorded[type]["inputs"]!.AsArray().Single(other => Same(input!, other!))!.AsObject();
                    Assert.That(input!.AsObject().Select(property => property.Key), Is.SupersetOf(theirs.Select(property => property.Key)), $"{type}.{input["name"]}");
                    Assert.That((bool)input["isWrapped"]!, Is.EqualTo((bool)theirs["isWrapped"]!), $"{type}.{input["name"]}");
                }
            }
        }

        static bool Same(JsonNode one, JsonNode other) => string.Equals((string)one["name"]!, (string)other["name"]!, StringComparison.OrdinalIgnoreCase);
    }

    [TestCase("zh-CN")]
    [TestCase("en")]
    public void Every_choice_of_a_step_of_ours_has_words_in_both_languages(string language)
    {
        var aid = AidActivities.All.Select(activity => Descriptors.Of(activity.Descriptor, language)).ToList();
        var texts = aid.SelectMany(one => one["inputs"]!.AsArray()).SelectMany(input => input!["uiSpecifications"]!.AsObject()
            .SelectMany(hint => hint.Value!["selectList"]!["items"]!.AsArray()).Select(item => ($"{input["name"]}", (string)item!["value"]!, (string)item["text"]!))).ToList();

        Assert.That(texts, Is.Not.Empty);
        Assert.That(texts.Where(one => language == "zh-CN" ? one.Item3.All(char.IsAscii) : one.Item3 == one.Item2 && one.Item3.Length > 12), Is.Empty);
    }

    [Test]
    public void The_palette_tells_which_field_a_branch_has_and_what_the_house_calls_steps_and_ways()
    {
        var palette = Descriptors.All(Catalog, "en");
        var branch = palette["items"]!.AsArray().Single(one => (string)one!["typeName"]! == "Aid.Branch")!;

        Assert.That(((string?)branch["inputs"]![0]!["editor"], (string?)branch["portsFrom"], (string?)branch["ports"]![0]!["displayName"]), Is.EqualTo(("branches", "branches", "Otherwise")));
        Assert.That(((string?)palette["house"]!["titles"]!["VillageOpinion"]!["words"], (string?)palette["house"]!["ways"]!["Provincial"]), Is.EqualTo(("Village opinion", "provincial fund")));
    }

    [TestCase("$.root.activities[1].role", "b")]
    [TestCase("$.root.activities[0].body.then", "inner")]
    [TestCase("$.root", "flow")]
    [TestCase("$.root.activities[9]", "flow")]
    [TestCase("$", null)]
    public void A_fault_is_about_the_innermost_step_on_its_path(string path, string? step)
    {
        var definition = JsonNode.Parse("""{ "id": "d", "root": { "id": "flow", "type": "F", "activities": [ { "id": "a", "type": "A", "body": { "id": "inner", "type": "I" } }, { "id": "b", "type": "B", "role": {} } ] } }""")!.AsObject();

        Assert.That(Place.StepAt(definition, path), Is.EqualTo(step));
    }

    private static ManagedVersion Version(WorkflowDefinition content) => new("seven", content.DefinitionId, 7, IsLatest: true, IsPublished: false, DateTimeOffset.UnixEpoch, content, "stamp");
}
