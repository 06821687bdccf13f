using System.CommandLine;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Portal.Hosting;

namespace AidWorkflow.Portal.Commands;

internal static class WorkflowDraw
{
    public static async Task<int> RunAsync(SharedOptions shared, ParseResult parsed, string file, bool svg, CancellationToken cancellation)
    {
        var workflow = await CompileAsync(file, cancellation);
        var (drawing, output) = (svg ? Drawing.Svg(workflow) : Mermaid.Draw(workflow), parsed.InvocationConfiguration.Output);
        if (shared.Json(parsed))
            await output.WriteLineAsync(SharedOptions.ToJson(new { format = svg ? "svg" : "mermaid", drawing }));
        else
            await output.WriteAsync(drawing.AsMemory(), cancellation);
        return 0;
    }

    /// <exception cref="WrongInputException">It cannot be read or has nothing to run.</exception>
    public static async Task<CompiledWorkflow> CompileAsync(string file, CancellationToken cancellation)
    {
        try
        {
            return CompiledWorkflow.Compile(WorkflowDefinition.Parse(await File.ReadAllTextAsync(file, cancellation)), KnownActivities.Catalog);
        }
        catch (DefinitionException broken)
        {
            throw new WrongInputException(($"{file} {broken.Fault.Path}：{broken.Fault.Why.Zh}", $"{file} {broken.Fault.Path}: {broken.Fault.Reason}"), broken);
        }
    }
}
