using System.Collections.Immutable;
using System.Text;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Services;

/// <summary>The folder workflows/ as it stands on disk.</summary>
public static class ServiceFolder
{
    /// <summary>Templates here serve every service that has none of the same name.</summary>
    public const string Shared = "shared";

    private static readonly string[] Rooms = ["", "templates", "documents"];
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Every folder that has a service.json, in the order of names. A broken one does not stop the others.</summary>
    public static ImmutableArray<ServiceReading> ReadAll(string root) =>
        [.. Directory.EnumerateDirectories(root)
            .Where(folder => File.Exists(Path.Combine(folder, "service.json")) || File.Exists(Path.Combine(folder, "form.json")))
            .Order(StringComparer.Ordinal)
            .Select(Read)];

    internal static ServiceReading Read(string folder)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        var faults = new List<FileFault>();
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        Gather(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(folder))!, Shared), files, faults);
        Gather(folder, files, faults);
        var reading = ServicePackage.Parse(name, files);
        return faults.Count == 0 ? reading : reading with { Package = null, Faults = [.. faults, .. reading.Faults] };
    }

    private static void Gather(string folder, Dictionary<string, string> files, List<FileFault> faults)
    {
        foreach (var room in Rooms.Where(room => Directory.Exists(Path.Combine(folder, room))))
            foreach (var path in Directory.EnumerateFiles(Path.Combine(folder, room)).Where(path => Path.GetExtension(path) is ".json" or ".hbs"))
            {
                var key = room.Length == 0 ? Path.GetFileName(path) : $"{room}/{Path.GetFileName(path)}";
                try
                {
                    files[key] = Strict.GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF'); // ReadAllText would guess another encoding from the first bytes
                }
                catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or DecoderFallbackException)
                {
                    faults.Add(new FileFault(key, "", "file.unreadable", [("detail", unreadable.Message)]));
                }
            }
    }
}
