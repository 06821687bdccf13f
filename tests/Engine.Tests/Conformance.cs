using System.Text.Json.Nodes;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Primitives;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Tests;

/// <summary>
/// What Elsa's own test suite asserts of its definitions, asked of ours. The cases stand beside the repository
/// (<c>../shared/conformance</c>); without them the tests are skipped aloud. Our own definitions cover the same semantics.
/// </summary>
[TestFixture]
internal sealed class Conformance
{
    private static readonly string? Folder = FindFolder();

    // They need C#, which no engine of ours evaluates: they must load, and say so.
    private static readonly HashSet<string> NeedCSharp = ["output-mapping-set-output", "workflow-output-mapping"];

    private static IEnumerable<TestCaseData> Cases()
    {
        if (Folder is null)
            return [new TestCaseData(new JsonObject()).SetName("The conformance cases are absent")];
        return JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "cases.json")))!.AsArray().OfType<JsonObject>()
            .Select(json => new TestCaseData(json).SetName($"Elsa: {json["id"]}"));
    }

    [TestCaseSource(nameof(Cases))]
    public async Task A_definition_of_Elsas_suite_gives_what_Elsa_asserts(JsonObject given)
    {
        if (Folder is null)
            Assert.Ignore("SKIPPED: ../shared/conformance is not here, so Elsa's own cases were not run");

        var files = await DefinitionFolder.LintAsync(given["definitions"]!.AsArray().Select(file => Path.Combine(Folder, "definitions", (string)file!)),
            ElsaActivities.With(), CancellationToken.None);
        Assert.That(files.Where(file => file.Definition is null), Is.Empty, "every definition loads");
        if ((string?)given["kind"] != "run")
        {
            Publish(given, files);
            return;
        }

        if (NeedCSharp.Contains((string)given["id"]!))
        {
            Assert.That(files.SelectMany(file => file.Faults).Select(fault => fault.Code), Has.Some.AnyOf("unsupported-expression", "unknown-activity"));
            return;
        }

        var set = new DefinitionSet(files.Select(file => file.Definition!));
        var start = set.Find((string?)given["start"] ?? set.All[0].Id) ?? set.All[0];
        var options = new RunnerOptions { Mode = (string?)given["flowchartMode"] == "token" ? FlowchartMode.Token : FlowchartMode.Counter };
        var result = await new Rehearsal(set, ElsaActivities.With(), new FakeClock(), options)
            .RunAsync(start, given["input"]?.DeepClone() as JsonObject, resumeAll: true, CancellationToken.None);
        Check(given["expect"]!.AsObject(), result);
        CheckMore((string)given["id"]!, result);
    }

    private static void Check(JsonObject expected, Rehearsed result)
    {
        using (Assert.EnterMultipleScope())
        {
            if (expected["lines"] is JsonArray lines)
                Assert.That(result.Lines, Is.EqualTo(Texts(lines)));
            if (expected["linesContain"] is JsonArray some)
                Assert.That(result.Lines, Is.SupersetOf(Texts(some)));
            if (expected["linesNotContain"] is JsonArray none)
                Assert.That(result.Lines.Intersect(Texts(none)), Is.Empty);
            if ((string?)expected["status"] is { } status)
                Assert.That(result.Instance.Status.ToString(), Is.EqualTo(status), Incidents(result));
            if ((string?)expected["subStatus"] is { } subStatus)
                Assert.That(result.Instance.SubStatus.ToString(), Is.EqualTo(subStatus), Incidents(result));
            if (expected["output"] is JsonObject output)
                Assert.That(JsonNode.DeepEquals(result.Output, output), Is.True, result.Output.ToJsonString());
            foreach (var once in Texts(expected["completedOnce"] as JsonArray ?? []))
                Assert.That(result.Journal.Count(entry => entry.ActivityId == once && entry.Event == "Completed"), Is.EqualTo(1));
        }
    }

    /// <summary>What the case file says in words only.</summary>
    private static void CheckMore(string id, Rehearsed result)
    {
        switch (id)
        {
            case "executeworkflow-correlation":
                Assert.That(result.Instances.Single(instance => instance.DefinitionId == "child-workflow").CorrelationId, Is.EqualTo("test-correlation-123"));
                return;
            case "input-output-consumer-provider":
                Assert.That((string?)result.Variables["Variable1"], Is.EqualTo("Hello World!"));
                return;
        }
    }

    private static void Publish(JsonObject given, IReadOnlyList<DefinitionFile> files)
    {
        var errors = files.SelectMany(file => file.Faults).Where(fault => fault.Severity == Severity.Error).ToList();
        if ((string?)given["id"] == "import-publish-cron-bad")
            Assert.That(errors, Has.Exactly(1).Matches<DefinitionFault>(fault => fault!.Code == "bad-cron"));
        else
            Assert.That(errors, Is.Empty);
    }

    private static IEnumerable<string> Texts(JsonArray list) => list.Select(item => (string)item!);

    private static string Incidents(Rehearsed result) => string.Join("; ", result.Incidents.Select(incident => incident.Reason));

    private static string? FindFolder()
    {
        for (var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory); folder is not null; folder = folder.Parent)
        {
            var beside = Path.Combine(folder.FullName, "..", "shared", "conformance");
            if (File.Exists(Path.Combine(folder.FullName, "AidWorkflow.sln")) && Directory.Exists(beside))
                return Path.GetFullPath(beside);
        }

        return null;
    }
}
