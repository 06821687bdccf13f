using System.IO.Compression;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Portal.Commands;

/// <summary>Definitions as files: one by one, in folders, or many in a zip file.</summary>
internal static class DefinitionFiles
{
    private const string Bundle = ".zip";

    public static bool IsBundle(string path) => Path.GetExtension(path).Equals(Bundle, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="WrongInputException">A path is not there, is no zip file, or none holds a JSON file.</exception>
    public static async Task<IReadOnlyList<DefinitionUpload>> ReadAsync(string[] paths, CancellationToken cancellation)
    {
        var uploads = new List<DefinitionUpload>();
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                foreach (var file in Directory.EnumerateFiles(path, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                    uploads.Add(new(file, await File.ReadAllTextAsync(file, cancellation)));
            }
            else if (!File.Exists(path))
            {
                throw new WrongInputException(($"找不到 {path}。", $"There is no {path}."));
            }
            else if (IsBundle(path))
            {
                uploads.AddRange(await UnpackAsync(path, cancellation));
            }
            else
            {
                uploads.Add(new(path, await File.ReadAllTextAsync(path, cancellation)));
            }
        }

        return uploads.Count > 0 ? uploads : throw new WrongInputException(("没有找到 JSON 文件。", "No JSON file was found."));
    }

    public static async Task WriteAsync(string path, IReadOnlyList<WorkflowDefinition> definitions, CancellationToken cancellation)
    {
        if (!IsBundle(path))
        {
            await File.WriteAllTextAsync(path, definitions.Single().ToJson() + "\n", cancellation);
            return;
        }

        await using var stream = File.Create(path);
        await using var archive = new ZipArchive(stream, ZipArchiveMode.Create);
        foreach (var definition in definitions)
        {
            await using var writer = new StreamWriter(await archive.CreateEntry(NameOf(definition)).OpenAsync(cancellation));
            await writer.WriteAsync(definition.ToJson().AsMemory(), cancellation);
        }
    }

    private static async Task<IReadOnlyList<DefinitionUpload>> UnpackAsync(string path, CancellationToken cancellation)
    {
        try
        {
            var uploads = new List<DefinitionUpload>();
            await using var archive = await ZipFile.OpenReadAsync(path, cancellation);
            foreach (var entry in archive.Entries.Where(entry => entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)))
            {
                using var reader = new StreamReader(await entry.OpenAsync(cancellation));
                uploads.Add(new($"{path}/{entry.FullName}", await reader.ReadToEndAsync(cancellation)));
            }

            return uploads;
        }
        catch (InvalidDataException broken)
        {
            throw new WrongInputException(($"{path} 不是 zip 文件。", $"{path} is no zip file."), broken);
        }
    }

    private static string NameOf(WorkflowDefinition definition) =>
        $"{string.Concat(definition.DefinitionId.Select(letter => Path.GetInvalidFileNameChars().Contains(letter) ? '_' : letter))}-{definition.Version}.json";
}
