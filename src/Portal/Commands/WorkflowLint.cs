using System.CommandLine;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Portal.Hosting;

namespace AidWorkflow.Portal.Commands;

/// <summary>Everything that is wrong in definitions and service folders: file, place and reason. A broken file does not hide the others.</summary>
internal static class WorkflowLint
{
    public static async Task<int> RunAsync(SharedOptions shared, ParseResult parsed, string[] paths, CancellationToken cancellation)
    {
        var files = await DefinitionFolder.LintAsync(paths, KnownActivities.Catalog, cancellation);
        List<Finding> findings =
        [
            .. files.SelectMany(file => file.Faults.Select(fault => new Finding(file.File, fault.Severity, fault.Path, fault.Code, fault.Reason))),
            .. paths.Where(Directory.Exists).SelectMany(folder => OfServices(folder, shared.Language)),
        ];

        var output = parsed.InvocationConfiguration.Output;
        var errors = findings.Count(finding => finding.Severity == Severity.Error);
        if (shared.Json(parsed))
        {
            await output.WriteLineAsync(SharedOptions.ToJson(new { files = files.Count, errors, findings }));
            return errors == 0 ? 0 : 1;
        }

        foreach (var finding in findings)
            await output.WriteLineAsync($"{finding.File} {finding.Place}: {Word(shared, finding.Severity)} {finding.Code}: {finding.Reason}");
        await output.WriteLineAsync(shared.Say((
            $"检查了 {files.Count} 个流程定义：{errors} 个错误，{findings.Count - errors} 个警告。",
            $"{files.Count} definitions checked: {errors} errors, {findings.Count - errors} warnings.")));
        return errors == 0 ? 0 : 1;
    }

    private static IEnumerable<Finding> OfServices(string folder, string language) => ServiceFolder.ReadAll(folder)
        .SelectMany(reading => reading.Faults.Select(fault =>
            new Finding(Path.Combine(folder, reading.Name, fault.File), Severity.Error, fault.Place, fault.Code, fault.Reason(language))));

    private static string Word(SharedOptions shared, Severity severity) =>
        shared.Say(severity == Severity.Error ? ("错误", "error") : ("警告", "warning"));

    private sealed record Finding(string File, Severity Severity, string Place, string Code, string Reason);
}
