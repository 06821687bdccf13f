using System.Collections.Immutable;
using System.Text.Json;
using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Engine.Definitions;

/// <summary>A definition file and what is wrong in it; without a definition where it cannot be read at all.</summary>
public sealed record DefinitionFile(string File, WorkflowDefinition? Definition, ImmutableArray<DefinitionFault> Faults);

/// <summary>Reads definition files. A broken one is reported and holds up no other.</summary>
public static class DefinitionFolder
{
    /// <summary>What a definition has and no form, rule, calendar or template beside it.</summary>
    private static readonly string[] Signs = ["root", "definitionId", "activities", "connections", "isPublished", "toolVersion"];

    /// <summary>Reads all. In a folder a *.json that is sound and an object like no definition is somebody else's and left out; one that is no JSON, or a list, is nobody's.</summary>
    /// <param name="paths">Files, or folders searched for *.json.</param>
    public static async Task<IReadOnlyList<DefinitionFile>> ReadAsync(IEnumerable<string> paths, CancellationToken cancellation)
    {
        List<DefinitionFile> files = [];
        foreach (var path in paths.SelectMany(FilesAt).DistinctBy(found => Path.GetFullPath(found.File)))
        {
            if (await ReadAsync(path.File, path.IsNamed, cancellation) is { } file)
                files.Add(file);
        }

        return Twice(files);
    }

    /// <summary>Reads, then checks each against the others.</summary>
    /// <inheritdoc cref="ReadAsync(IEnumerable{string}, CancellationToken)"/>
    public static async Task<IReadOnlyList<DefinitionFile>> LintAsync(IEnumerable<string> paths, ActivityCatalog catalog, CancellationToken cancellation)
    {
        var files = await ReadAsync(paths, cancellation);
        var set = new DefinitionSet(files.Select(file => file.Definition).OfType<WorkflowDefinition>());
        return [.. files.Select(file => file.Definition is { } definition ? file with { Faults = [.. file.Faults, .. Lint.Check(definition, catalog, set)] } : file)];
    }

    private static async Task<DefinitionFile?> ReadAsync(string path, bool isNamed, CancellationToken cancellation)
    {
        try
        {
            var text = await File.ReadAllTextAsync(path, cancellation);
            if (!isNamed && IsSomebodyElses(path, text))
                return null;
            var definition = WorkflowDefinition.Parse(text);
            return JsonFault.In(text) is { } repeated ? new(path, null, [repeated]) : new(path, definition, []);
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

    private static IEnumerable<(string File, bool IsNamed)> FilesAt(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => (file, false))
        : [(path, true)];

    // Beside workflow.json stand form.json, rules.json and others.
    private static bool IsSomebodyElses(string file, string text)
    {
        if (Path.GetFileName(file).StartsWith("workflow", StringComparison.OrdinalIgnoreCase))
            return false;
        try
        {
            using var document = JsonDocument.Parse(text, WorkflowDefinition.Lenient);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && !document.RootElement.EnumerateObject().Any(property => Signs.Contains(property.Name, StringComparer.OrdinalIgnoreCase));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Each of two files that are the same version of a definition is told of the other: which of them counts is chance.</summary>
    private static List<DefinitionFile> Twice(List<DefinitionFile> files)
    {
        var same = files.Where(file => file.Definition is not null).ToLookup(file => (file.Definition!.DefinitionId, file.Definition.Version));
        return
        [
            .. files.Select(file => file.Definition is { } definition && same[(definition.DefinitionId, definition.Version)].FirstOrDefault(other => other != file) is { } other
                ? file with
                {
                    Faults =
                    [
                        .. file.Faults,
                        new(Severity.Warning, "$.version", "repeated-version", new(
                            $"{other.File} 也是“{definition.DefinitionId}”的第 {definition.Version} 版", $"{other.File} is version {definition.Version} of '{definition.DefinitionId}' too")),
                    ],
                }
                : file),
        ];
    }
}
