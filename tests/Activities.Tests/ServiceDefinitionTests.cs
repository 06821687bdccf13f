using System.Runtime.CompilerServices;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Primitives;

namespace AidWorkflow.Activities.Tests;

[TestFixture]
internal sealed class ServiceDefinitionTests
{
    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Path.Combine(Root(), "workflows"), "*.json", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file) is "workflow.json" or "reconsideration.json" or "acceptance.json" or "repayment.json")
        .Select(file => Path.GetRelativePath(Root(), file)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Files))]
    public void A_definition_of_a_service_compiles_without_a_fault_or_warning(string file)
    {
        var workflow = CompiledWorkflow.Compile(WorkflowDefinition.Parse(File.ReadAllText(Path.Combine(Root(), file))), ElsaActivities.With(AidActivities.All));

        Assert.That(workflow.Faults, Is.Empty);
    }

    [Test]
    public void Every_service_has_its_four_definitions() =>
        Assert.That(Files().GroupBy(file => Path.GetDirectoryName(file)).Where(service => File.Exists(Path.Combine(Root(), service.Key!, "service.json"))).Select(service => service.Count()), Is.EqualTo(new[] { 4, 4, 4 }));

    /// <summary>The drawings of docs/workflows come from the definitions, so they cannot say anything else. UPDATE_SNAPSHOTS=1 draws them anew.</summary>
    [TestCaseSource(nameof(Files))]
    public void The_drawing_in_the_docs_is_of_this_definition(string file)
    {
        var workflow = CompiledWorkflow.Compile(WorkflowDefinition.Parse(File.ReadAllText(Path.Combine(Root(), file))), ElsaActivities.With(AidActivities.All));
        var name = $"{Path.GetFileName(Path.GetDirectoryName(file))}-{Path.GetFileNameWithoutExtension(file)}";
        var page = Path.Combine(Root(), "docs", "workflows", name + ".md");
        var drawn = $"# {workflow.Definition.Name}\n\n{workflow.Definition.Description}\n\n```mermaid\n{Mermaid.Draw(workflow).ReplaceLineEndings("\n").TrimEnd()}\n```\n";

        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(page)!);
            File.WriteAllText(page, drawn);
        }

        Assert.That(File.Exists(page) ? File.ReadAllText(page) : "", Is.EqualTo(drawn));
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
