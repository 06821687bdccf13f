using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace AidWorkflow.Architecture.Tests;

/// <summary>The rooms as they were compiled and as they are written: what an assembly really uses, and its sources.</summary>
internal static class House
{
    private const string Prefix = "AidWorkflow.";

    /// <summary>The folder of the solution, found from where the tests run.</summary>
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> RoomsUsedBy(string room) =>
        [.. AssembliesUsedBy(room).Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..])];

    /// <summary>The rooms a project may see, used or not: a reference nobody uses is an open door all the same.</summary>
    public static IReadOnlyList<string> RoomsOpenTo(string room) =>
        [.. XDocument.Load(Path.Combine(Root, "src", room, $"{room}.csproj")).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))];

    public static IReadOnlyList<string> AssembliesUsedBy(string room) => Read(room, metadata =>
        metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)));

    /// <summary>Full names of the types of other assemblies.</summary>
    public static IReadOnlyList<string> TypesUsedBy(string room) => Read(room, metadata =>
        metadata.TypeReferences.Select(handle => metadata.GetTypeReference(handle))
            .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}"));

    /// <summary>Names of the methods and fields of other assemblies.</summary>
    public static IReadOnlyList<string> MembersUsedBy(string room) => Read(room, metadata =>
        metadata.MemberReferences.Select(handle => metadata.GetString(metadata.GetMemberReference(handle).Name)));

    /// <summary>Hand-written C# under a folder of the repository, as path from the root and text.</summary>
    public static IEnumerable<(string Path, string Text)> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(Root, file).Replace('\\', '/'), File.ReadAllText(file)));

    private static IReadOnlyList<string> Read(string room, Func<MetadataReader, IEnumerable<string>> names)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"{Prefix}{room}.dll"));
        using var file = new PEReader(stream);
        return [.. names(file.GetMetadataReader()).Distinct().Order(StringComparer.Ordinal)];
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AidWorkflow.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
    }
}
