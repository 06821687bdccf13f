using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Portal.Benching;

/// <summary>The definitions of <c>bench/definitions</c>, brought along in the program.</summary>
internal static class BenchDefinitions
{
    public static WorkflowDefinition Read(string file) => WorkflowDefinition.Parse(Text(file));

    public static string Text(string file)
    {
        using var stream = typeof(BenchDefinitions).Assembly.GetManifestResourceStream(file)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
