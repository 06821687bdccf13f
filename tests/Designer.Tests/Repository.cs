using System.Runtime.CompilerServices;

namespace AidWorkflow.Designer.Tests;

/// <summary>Where things lie in the repository.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Workflows => Path.Combine(Root, "workflows");

    /// <summary>The definitions of Elsa's own tests, where they are at hand beside the repository; else null.</summary>
    public static string? Conformance
    {
        get
        {
            for (var folder = new DirectoryInfo(Root); folder is not null; folder = folder.Parent)
            {
                var beside = Path.Combine(folder.FullName, "..", "shared", "conformance", "definitions");
                if (Directory.Exists(beside))
                    return Path.GetFullPath(beside);
            }

            return null;
        }
    }

    public static string Recorded(string file) => File.ReadAllText(Path.Combine(Root, "tests", "Designer.Tests", "Recorded", file));

    private static string Find([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
