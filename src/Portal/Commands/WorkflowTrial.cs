using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Running;
using AidWorkflow.Portal.Hosting;

namespace AidWorkflow.Portal.Commands;

/// <summary>Runs a definition in memory as an author tries it: what it writes, where it fails, and what it ends with.</summary>
internal static class WorkflowTrial
{
    public static async Task<int> RunAsync(SharedOptions shared, ParseResult parsed, string file, string? input, bool resumeAll, CancellationToken cancellation)
    {
        var start = (await WorkflowDraw.CompileAsync(file, cancellation)).Definition;
        var neighbours = await DefinitionFolder.ReadAsync([Path.GetDirectoryName(Path.GetFullPath(file))!], cancellation);
        var definitions = new DefinitionSet([start, .. neighbours.Select(neighbour => neighbour.Definition).OfType<WorkflowDefinition>().Where(other => other.Id != start.Id)]);
        var rehearsed = await new Rehearsal(definitions, KnownActivities.Catalog, TimeProvider.System).RunAsync(start, InputOf(input), resumeAll, cancellation);

        var output = parsed.InvocationConfiguration.Output;
        if (shared.Json(parsed))
        {
            await output.WriteLineAsync(SharedOptions.ToJson(new
            {
                status = rehearsed.Instance.SubStatus,
                rehearsed.Lines,
                rehearsed.Output,
                rehearsed.Variables,
                incidents = rehearsed.Incidents.Select(incident => new { incident.ActivityId, incident.ActivityType, incident.Reason }),
            }));
        }
        else
        {
            foreach (var line in rehearsed.Lines)
                await output.WriteLineAsync(line);
            foreach (var incident in rehearsed.Incidents)
                await output.WriteLineAsync(shared.Say(($"异常 {incident.ActivityId}（{incident.ActivityType}）：{incident.Reason}", $"Incident at {incident.ActivityId} ({incident.ActivityType}): {incident.Reason}")));
            if (rehearsed.Output.Count > 0)
                await output.WriteLineAsync(rehearsed.Output.ToJsonString());
            await output.WriteLineAsync(shared.Say(($"状态：{rehearsed.Instance.SubStatus}", $"Status: {rehearsed.Instance.SubStatus}")));
        }

        return rehearsed.Incidents.Length == 0 ? 0 : 1;
    }

    private static JsonObject? InputOf(string? input)
    {
        try
        {
            return input is null ? null : JsonNode.Parse(input) as JsonObject ?? throw new JsonException("It is no object.");
        }
        catch (JsonException fault)
        {
            throw new WrongInputException(($"--input 不是 JSON 对象：{fault.Message}", $"--input is not a JSON object: {fault.Message}"), fault);
        }
    }
}
