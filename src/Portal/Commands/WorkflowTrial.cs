using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Running;
using AidWorkflow.Portal.Hosting;

namespace AidWorkflow.Portal.Commands;

/// <param name="Paths">Definitions and folders of them.</param>
/// <param name="Start">Which of them to run; null: the first.</param>
/// <param name="Input">A JSON object, as text.</param>
internal sealed record Trial(string[] Paths, string? Start, string? Input, FlowchartMode Mode, bool ResumeAll);

/// <summary>Runs a definition in memory as an author tries it: what it writes, where it fails, and what it ends with.</summary>
internal static class WorkflowTrial
{
    /// <exception cref="WrongInputException">A file cannot be read as a definition, or none is called so.</exception>
    public static async Task<int> RunAsync(SharedOptions shared, ParseResult parsed, Trial trial, CancellationToken cancellation)
    {
        var definitions = await ReadAsync(trial.Paths, cancellation);
        var start = trial.Start is null ? definitions.All[0] : definitions.Find(trial.Start)
            ?? throw new WrongInputException(($"--start：所给文件中没有“{trial.Start}”。", $"--start: none of the files holds '{trial.Start}'."));
        var rehearsal = new Rehearsal(definitions, KnownActivities.Catalog, TimeProvider.System, new() { Mode = trial.Mode });
        Rehearsed rehearsed;
        try
        {
            rehearsed = await rehearsal.RunAsync(start, InputOf(trial.Input), trial.ResumeAll, cancellation);
        }
        catch (UnknownVersionException unknown)
        {
            throw new WrongInputException(($"所给文件中没有流程“{unknown.VersionId}”。", $"None of the files holds the workflow '{unknown.VersionId}'."), unknown);
        }

        var output = parsed.InvocationConfiguration.Output;
        if (shared.Json(parsed))
        {
            await output.WriteLineAsync(SharedOptions.ToJson(new
            {
                rehearsed.Lines,
                status = rehearsed.Instance.Status.ToString(),
                subStatus = rehearsed.Instance.SubStatus.ToString(),
                rehearsed.Output,
                rehearsed.Variables,
                incidents = rehearsed.Incidents.Select(incident => new { incident.ActivityId, incident.ActivityType, incident.Reason, Detail = incident.ActivityType == "Elsa.Fault" ? incident.Detail : null }), // of others it is for programmers
                journal = rehearsed.Journal.Select(entry => new { entry.Revision, entry.At, entry.Event, entry.ActivityId, entry.ActivityName, entry.ExecutionId, entry.Detail }),
            }));
        }
        else
        {
            foreach (var line in rehearsed.Lines)
                await output.WriteLineAsync(line);
            foreach (var incident in rehearsed.Incidents)
                await output.WriteLineAsync(shared.Say(($"异常 {incident.ActivityId}（{incident.ActivityType}）：{Texts.SayReason(incident.Reason, "zh-CN")}", $"Incident at {incident.ActivityId} ({incident.ActivityType}): {Texts.SayReason(incident.Reason, "en")}")));
            if (rehearsed.Output.Count > 0)
                await output.WriteLineAsync(rehearsed.Output.ToJsonString());
            await output.WriteLineAsync(shared.Say(($"状态：{Serving.StateWords.Of(rehearsed.Instance.SubStatus.ToString()).In("zh-CN")}", $"Status: {rehearsed.Instance.SubStatus}")));
        }

        return rehearsed.Incidents.Length == 0 ? 0 : 1;
    }

    /// <summary>All files, read before anything refers to another. A folder's other JSON files are no definitions and are passed over; a broken one is not.</summary>
    private static async Task<DefinitionSet> ReadAsync(string[] paths, CancellationToken cancellation)
    {
        var files = await DefinitionFolder.ReadAsync(paths, cancellation);
        var broken = files.Where(file => !file.Faults.IsEmpty).ToList();
        if (broken.Count > 0)
            throw new WrongInputException((
                string.Join(Environment.NewLine, broken.Select(file => $"{file.File} {file.Faults[0].Path}：{file.Faults[0].Why.Zh}")),
                string.Join(Environment.NewLine, broken.Select(file => $"{file.File} {file.Faults[0].Path}: {file.Faults[0].Reason}"))));
        return files.Count > 0 ? new(files.Select(file => file.Definition!))
            : throw new WrongInputException(($"{string.Join('、', paths)} 中没有流程定义。", $"There is no definition in {string.Join(", ", paths)}."));
    }

    /// <exception cref="WrongInputException">It is no JSON object.</exception>
    public static JsonObject? InputOf(string? input)
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
