namespace AidWorkflow.Engine.Expressions.JavaScript.Builtins;

/// <summary>What toLocaleString and localeCompare can do here. What they cannot is refused: another shape or order than asked for would be a silent mistake.</summary>
internal static class Locales
{
    /// <returns>Which of the languages it is: the first where nothing is said.</returns>
    public static string Demand(JsRun run, JsValue locale, params ReadOnlySpan<string> languages)
    {
        if (locale.IsUndefined)
            return languages[0];
        var name = Coerce.ToText(run, locale);
        foreach (var language in languages)
        {
            if (name == language || name.StartsWith($"{language}-", StringComparison.OrdinalIgnoreCase))
                return language;
        }
        throw Throw.RangeError($"The locale '{name}' is not known here: leave it out, or say {string.Join(" or ", languages.ToArray())}");
    }

    public static void DemandOptions(JsValue options, params ReadOnlySpan<string> known)
    {
        foreach (var name in options.Object?.OwnKeys(onlyEnumerable: true) ?? [])
        {
            if (!known.Contains(name))
                throw Throw.RangeError($"The option '{name}' is not known here");
        }
    }
}
