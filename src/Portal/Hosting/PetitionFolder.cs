using System.Collections.Immutable;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Petitioning;

namespace AidWorkflow.Portal.Hosting;

/// <summary>Reads workflows/petition: the laws of petitions, the subjects of the register and the templates of documents.</summary>
internal static class PetitionFolder
{
    /// <returns>An empty house where the folder is not there.</returns>
    public static (PetitionHouse House, ImmutableArray<FileFault> Faults) Read(string folder)
    {
        var (laws, subjects) = (new FileInfo(Path.Combine(folder, "laws.json")), new FileInfo(Path.Combine(folder, "subjects.json")));
        if (!laws.Exists || !subjects.Exists)
            return (PetitionHouse.Empty, []);
        var (house, faults) = PetitionHouse.Read(File.ReadAllText(laws.FullName), File.ReadAllText(subjects.FullName));
        var (templates, faulty) = Templates(folder);
        return (house with { Templates = templates }, [.. faults, .. faulty]);
    }

    /// <summary>A faulty template is left out; what it is for is not issued until it is mended.</summary>
    public static (PetitionTemplates Templates, ImmutableArray<FileFault> Faults) Templates(string folder)
    {
        var files = new DirectoryInfo(Path.Combine(folder, "templates"));
        return PetitionTemplates.Read(files.Exists ? files.EnumerateFiles("*.html").ToDictionary(file => file.Name, file => File.ReadAllText(file.FullName), StringComparer.Ordinal) : []);
    }
}
