using System.Runtime.CompilerServices;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Primitives;

namespace AidWorkflow.Activities.Tests;

[TestFixture]
internal sealed class ServiceDefinitionTests
{
    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Path.Combine(Root(), "workflows"), "*.json", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file) is "workflow.json" or "reconsideration.json" or "repayment.json")
        .Select(file => Path.GetRelativePath(Root(), file)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Files))]
    public void A_definition_of_a_service_compiles_without_a_fault_or_warning(string file)
    {
        var workflow = CompiledWorkflow.Compile(WorkflowDefinition.Parse(File.ReadAllText(Path.Combine(Root(), file))), ElsaActivities.With(AidActivities.All));

        Assert.That(workflow.Faults, Is.Empty);
    }

    [Test]
    public void Every_service_has_its_three_definitions() => Assert.That(Files(), Has.Exactly(9).Items);

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
