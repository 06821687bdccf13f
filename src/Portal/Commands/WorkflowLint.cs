using System.Collections.Immutable;
using System.CommandLine;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Portal.Hosting;

namespace AidWorkflow.Portal.Commands;

/// <summary>Everything that is wrong in definitions and service folders: file, place and reason. A broken file does not hide the others.</summary>
internal static class WorkflowLint
{
    /// <summary>The code under which a publish check says what the engine found.</summary>
    private const string Blocking = "workflow.fault";

    /// <summary>The codes under which the engine says that a file is no definition.</summary>
    private static readonly string[] Unreadable = ["not-json", "not-a-definition", "repeated-property"];

    private const string Calendars = "calendars";
    private const string Banks = "banks";

    private static readonly string[] Definitions = ["workflow.json", "reconsideration.json", "acceptance.json", "repayment.json"];

    public static async Task<int> RunAsync(SharedOptions shared, ParseResult parsed, string[] paths, CancellationToken cancellation)
    {
        var parts = paths.ToLookup(path => WholeOf(path) is not null);
        var files = await DefinitionFolder.LintAsync([.. parts[false]], KnownActivities.Catalog, cancellation);
        var findings = Once([
            .. files.SelectMany(file => file.Faults.Concat(OfPetitions(file)).Select(fault => new Finding(file.File, fault.Severity, fault.Path, fault.Code, shared.Say((fault.Why.Zh, fault.Why.En))))),
            .. parts[false].Where(Directory.Exists).SelectMany(folder => OfFolder(folder, shared.Language)),
            .. parts[true].SelectMany(part => OfFolder(WholeOf(part)!, shared.Language).Where(finding => IsIn(finding.File, part))),
        ]);
        if (files.Count == 0 && findings.Count == 0 && !parts[true].Any() && !parts[false].Any(path => Path.Exists(Path.Combine(path, Calendars)) || Path.Exists(Path.Combine(path, Banks))))
            throw new WrongInputException(($"{string.Join('、', paths)} 中没有可以检查的文件。", $"There is nothing in {string.Join(", ", paths)} that could be checked."));

        var output = parsed.InvocationConfiguration.Output;
        var errors = findings.Count(finding => finding.Severity == Severity.Error);
        if (shared.Json(parsed))
        {
            await output.WriteLineAsync(SharedOptions.ToJson(new { files = files.Count, errors, findings }));
            return findings.Count == 0 ? 0 : 1;
        }

        foreach (var finding in findings)
            await output.WriteLineAsync($"{finding.File} {finding.Place}: {Word(shared, finding.Severity)} {finding.Code}: {finding.Reason}");
        await output.WriteLineAsync(shared.Say((
            $"检查了 {files.Count} 个流程定义：{errors} 个错误，{findings.Count - errors} 个警告。",
            $"{files.Count} definitions checked: {errors} errors, {findings.Count - errors} warnings.")));
        return findings.Count == 0 ? 0 : 1;
    }

    /// <summary>The workflow of petitions against the law that lies beside it.</summary>
    private static ImmutableArray<DefinitionFault> OfPetitions(DefinitionFile file) =>
        file.Definition is { DefinitionId: PetitionRuns.DefinitionId or VisitRuns.DefinitionId } definition ? LawIn(Path.GetDirectoryName(Path.GetFullPath(file.File))!).Check(definition) : [];

    private static PetitionLint LawIn(string folder) => new(PetitionFolder.Read(folder).House, TimeProvider.System);

    /// <summary>What a part of a workflow folder is checked with: a calendar or a bank's template with its folder, a service's file with its service.</summary>
    /// <returns>Null where the path is no such part.</returns>
    private static string? WholeOf(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var folder = Directory.Exists(full) ? full : Path.GetDirectoryName(full)!;
        if (Path.GetFileName(folder) is Calendars or Banks)
            return Path.GetDirectoryName(folder);
        return File.Exists(full) && File.Exists(Path.Combine(folder, "service.json")) && !Definitions.Contains(Path.GetFileName(full), StringComparer.Ordinal) ? folder : null;
    }

    private static bool IsIn(string file, string part)
    {
        var (full, whole) = (Path.GetFullPath(file), Path.TrimEndingDirectorySeparator(Path.GetFullPath(part)));
        return full == whole || full.StartsWith(whole + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    private static IEnumerable<Finding> OfFolder(string folder, string language) => OfServices(folder, language).Concat(OfCalendars(folder, language)).Concat(OfBanks(folder, language));

    /// <summary>
    /// A file that cannot be read is said once, by whoever reads the service, the calendar or the bank's template; a fault of the engine once too, as the error that it is where publishing asks.
    /// </summary>
    private static List<Finding> Once(List<Finding> findings)
    {
        var told = findings.Where(finding => !Unreadable.Contains(finding.Code)).Select(finding => Path.GetFullPath(finding.File)).ToHashSet(StringComparer.Ordinal);
        var blocking = findings.Where(finding => finding.Code == Blocking).Select(Spot).ToHashSet();
        return
        [
            .. findings
                .Where(finding => !Unreadable.Contains(finding.Code) || !told.Contains(Path.GetFullPath(finding.File)))
                .Where(finding => finding.Code != Blocking || !findings.Exists(other => other.Code != Blocking && Spot(other) == Spot(finding)))
                .Select(finding => blocking.Contains(Spot(finding)) ? finding with { Severity = Severity.Error } : finding),
        ];

        static (string, string) Spot(Finding finding) => (Path.GetFullPath(finding.File), finding.Place);
    }

    /// <summary>The services of a folder, or the one service that it is, with all that publishing asks of them.</summary>
    private static IEnumerable<Finding> OfServices(string folder, string language)
    {
        var check = new PublishCheck(new ServiceHouse(Production: false), new WorkflowCheck(KnownActivities.Catalog, LawIn(Path.Combine(folder, "petition"))));
        var today = LocalDay.Today(TimeProvider.System);
        var (root, readings) = File.Exists(Path.Combine(folder, "service.json"))
            ? (Path.Combine(folder, ".."), [ServicePackage.Read(folder)])
            : (folder, ServiceFolder.ReadAll(folder));
        return readings.SelectMany(reading => (reading.Package is { } package ? check.Run(package, package.SeededValues(today)) : reading.Faults)
            .Select(fault => new Finding(FileOf(folder, root, reading.Name, fault.File), Severity.Error, fault.Place, fault.Code, fault.Reason(language))));
    }

    /// <summary>Where the file really stands: a template may be one that all services share.</summary>
    private static string FileOf(string folder, string root, string service, string file)
    {
        var own = root == folder ? Path.Combine(folder, service, file) : Path.Combine(folder, file);
        var shared = Path.Combine(root, ServiceFolder.Shared, file);
        return File.Exists(own) || !File.Exists(shared) ? own : shared;
    }

    private static IEnumerable<Finding> OfCalendars(string folder, string language) => Files(Path.Combine(folder, Calendars))
        .SelectMany(file => CalendarFile.Read(File.ReadAllText(file), Path.GetFileName(file)).Problems
            .Select(problem => new Finding(file, Severity.Error, "$", problem.Code, Texts.Say(problem, language))));

    private static IEnumerable<Finding> OfBanks(string folder, string language) => BankTemplates.Load(Path.Combine(folder, Banks)).Faults
        .Select(fault => new Finding(Path.Combine(folder, Banks, fault.File), Severity.Error, fault.Place, "bank-template.fault", fault.Reason.In(language)));

    private static IEnumerable<string> Files(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal) : Enumerable.Empty<string>();

    private static string Word(SharedOptions shared, Severity severity) =>
        shared.Say(severity == Severity.Error ? ("错误", "error") : ("警告", "warning"));

    private sealed record Finding(string File, Severity Severity, string Place, string Code, string Reason);
}
