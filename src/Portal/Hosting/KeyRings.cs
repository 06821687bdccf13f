using AidWorkflow.Cases.Protecting;
using AidWorkflow.Portal.Commands;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Hosting;

/// <summary>Where the data keys come from: the site's own file, or outside Production a demo file that is made on first use.</summary>
internal static class KeyRings
{
    /// <exception cref="WrongInputException">The file cannot be used, or Production is given demo keys.</exception>
    public static KeyRing Open(PortalSettings settings)
    {
        try
        {
            var ring = settings.Keys.File is { Length: > 0 } file ? KeyRing.Read(file) : Demo(settings.Database);
            return ring.IsDemo && settings.Production
                ? throw new WrongInputException(("生产环境不得使用演示密钥。", "Production must not run with demo keys."))
                : ring;
        }
        catch (KeyRingException fault)
        {
            throw new WrongInputException(($"密钥文件无法使用：{fault.Message}", fault.Message), fault);
        }
    }

    /// <summary>Beside the SQLite file, so that a demo database and the keys that open it stay together.</summary>
    private static KeyRing Demo(DatabaseSettings database)
    {
        var file = Path.GetFullPath(database.Provider == Provider.Sqlite ? Path.ChangeExtension(database.File, ".demo-keys.json") : ".data/demo-keys.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        try
        {
            return File.Exists(file) ? KeyRing.Read(file) : KeyRing.CreateDemo(file);
        }
        catch (IOException) when (File.Exists(file))
        {
            return KeyRing.Read(file); // Another process made it at the same moment.
        }
    }
}
