using System.Collections.Immutable;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Petitioning;

namespace AidWorkflow.Portal.Hosting;

/// <summary>Reads workflows/petition: the laws of petitions and the subjects of the register.</summary>
internal static class PetitionFolder
{
    /// <returns>An empty house where the folder is not there.</returns>
    public static (PetitionHouse House, ImmutableArray<FileFault> Faults) Read(string folder)
    {
        var (laws, subjects) = (new FileInfo(Path.Combine(folder, "laws.json")), new FileInfo(Path.Combine(folder, "subjects.json")));
        return laws.Exists && subjects.Exists ? PetitionHouse.Read(File.ReadAllText(laws.FullName), File.ReadAllText(subjects.FullName)) : (PetitionHouse.Empty, []);
    }
}
