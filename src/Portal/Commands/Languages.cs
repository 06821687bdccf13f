namespace AidWorkflow.Portal.Commands;

/// <summary>In which language the command line speaks: as told, else as the system's locale says, else English.</summary>
internal static class Languages
{
    public const string Chinese = "zh-CN";
    public const string English = "en";

    /// <summary>Read before the command line is parsed, because the help texts are part of what is parsed.</summary>
    public static string Chosen(IReadOnlyList<string> args)
    {
        for (var at = 0; at < args.Count; at++)
        {
            if (args[at] == "--language" && at + 1 < args.Count)
                return Named(args[at + 1]);
            if (args[at].StartsWith("--language=", StringComparison.Ordinal))
                return Named(args[at]["--language=".Length..]);
        }

        return Named(Environment.GetEnvironmentVariable("LC_ALL") is { Length: > 0 } all ? all : Environment.GetEnvironmentVariable("LANG") ?? "");
    }

    private static string Named(string locale) => locale.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Chinese : English;
}
