using System.Collections.Immutable;
using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Engine.Definitions;

/// <summary>A definition file and what is wrong in it; without a definition where it cannot be read at all.</summary>
public sealed record DefinitionFile(string File, WorkflowDefinition? Definition, ImmutableArray<DefinitionFault> Faults);

/// <summary>Reads definition files. A broken one is reported and holds up no other.</summary>
public static class DefinitionFolder
{
    /// <param name="paths">Files, or folders searched for *.json.</param>
    public static async Task<IReadOnlyList<DefinitionFile>> ReadAsync(IEnumerable<string> paths, CancellationToken cancellation)
    {
        List<DefinitionFile> files = [];
        foreach (var path in paths.SelectMany(FilesAt))
            files.Add(await ReadAsync(path, cancellation));
        return files;
    }

    /// <summary>Reads, then checks each against the others. A *.json in a folder that has no root activity and no definition id is somebody else's file and left out.</summary>
    public static async Task<IReadOnlyList<DefinitionFile>> LintAsync(IEnumerable<string> paths, ActivityCatalog catalog, CancellationToken cancellation)
    {
        var files = await ReadAsync(paths, cancellation);
        var set = new DefinitionSet(files.Select(file => file.Definition).OfType<WorkflowDefinition>());
        return [.. files.Select(file => file.Definition is { } definition ? file with { Faults = Lint.Check(definition, catalog, set) } : file)];
    }

    private static async Task<DefinitionFile> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return new(path, WorkflowDefinition.Parse(await File.ReadAllTextAsync(path, cancellation)), []);
        }
        catch (DefinitionException broken)
        {
            return new(path, null, [broken.Fault]);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new(path, null, [new(Severity.Error, "$", "unreadable", new($"文件读不出来：{unreadable.Message}", unreadable.Message))]);
        }
    }

    private static IEnumerable<string> FilesAt(string path)
    {
        if (!Directory.Exists(path))
            return [path];
        return Directory.EnumerateFiles(path, "*.json", SearchOption.AllDirectories).Where(file => LooksLikeOne(file)).Order(StringComparer.Ordinal);
    }

    // Beside workflow.json stand form.json, rules.json and others; a broken file that names neither is none of ours.
    private static bool LooksLikeOne(string file) =>
        Path.GetFileName(file).StartsWith("workflow", StringComparison.OrdinalIgnoreCase) || File.ReadAllText(file) is var text
        && text.Contains("\"root\"", StringComparison.Ordinal) && text.Contains("\"definitionId\"", StringComparison.Ordinal);
}
