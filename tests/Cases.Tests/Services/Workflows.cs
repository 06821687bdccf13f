using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Services;

namespace AidWorkflow.Cases.Tests.Services;

/// <summary>The services of the repository, and variations of them.</summary>
internal static class Workflows
{
    public const string Hardship = "hardship-aid";
    public const string Illness = "serious-illness-relief";
    public const string Accident = "sudden-accident-relief";

    private static readonly Lazy<Dictionary<string, ServicePackage>> Packages = new(() =>
        new[] { Hardship, Illness, Accident }.ToDictionary(id => id, id => Parse(id, Files(id)).Package ?? throw new InvalidOperationException(string.Join("\n", Parse(id, Files(id)).Faults))));

    public static string Folder { get; } = Find();

    public static ServicePackage Package(string id) => Packages.Value[id];

    /// <summary>The files of a service. Where its definition is not written yet, the smallest one stands in.</summary>
    public static Dictionary<string, string> Files(string id)
    {
        var files = new[] { Path.Combine(Folder, ServiceFolder.Shared), Path.Combine(Folder, id) }
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => (Key: Path.GetRelativePath(folder, file), File: file)))
            .ToDictionary(file => file.Key, file => File.ReadAllText(file.File));
        files.TryAdd("workflow.json", $$"""{ "definitionId": "{{id}}", "root": { "type": "Elsa.Flowchart", "activities": [] } }""");
        return files;
    }

    public static ServiceReading Parse(string id, IReadOnlyDictionary<string, string> files) => ServicePackage.Parse(id, files);

    /// <summary>The files with one JSON file changed.</summary>
    public static Dictionary<string, string> With(string id, string file, Action<JsonObject> change)
    {
        var files = Files(id);
        var json = (JsonObject)JsonNode.Parse(files[file])!;
        change(json);
        files[file] = json.ToJsonString();
        return files;
    }

    /// <summary>The values that the folder seeds, in force on a day.</summary>
    public static RuleValues Values(string id, DateOnly on)
    {
        var at = 0;
        return RuleValues.At(id, on, Package(id).Seeds.Select(seed =>
            new RuleValue(RuleValueId.Of(new Guid(++at, 0, 0, new byte[8])), id, seed.Key, seed.From, seed.To, seed.Json, seed.Demo, seed.Source)));
    }

    private static string Find([CallerFilePath] string here = "")
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(here)!);
        while (!File.Exists(Path.Combine(folder!.FullName, "AidWorkflow.sln")))
            folder = folder.Parent;
        return Path.Combine(folder.FullName, "workflows");
    }
}
