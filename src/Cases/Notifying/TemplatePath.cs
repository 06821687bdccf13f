using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Notifying;

/// <summary>What the name of a template file says.</summary>
internal sealed record TemplatePath(string Path, string Audience, string Channel, string Language, ImmutableArray<Variable> Variables, bool IsDocument)
{
    /// <summary>Null for a name that no event, audience, channel and language make.</summary>
    public static TemplatePath? Parse(string path)
    {
        var parts = path.Split('/', 2);
        if (parts.Length != 2)
            return null;
        var names = parts[1].Split('.');
        return (parts[0], names) switch
        {
            ("documents", [var kind, var language, "hbs"]) when DocumentKinds.Variables(kind) is { } variables && Speaks(language) =>
                new TemplatePath(path, "", "", language, variables, IsDocument: true),
            ("templates", [var occasion, var audience, var channel, var language, "hbs"])
                when Speaks(language) && Occasions.Channels(audience).Contains(channel, StringComparer.Ordinal) && Allowed(occasion, audience, channel) is { } variables =>
                new TemplatePath(path, audience, channel, language, variables, IsDocument: false),
            _ => null,
        };
    }

    private static ImmutableArray<Variable>? Allowed(string occasion, string audience, string channel)
    {
        if (TemplateBook.Variables(occasion, audience) is not { } variables)
            return null;
        if (audience != Notifying.Audience.Public && !Occasions.Find(occasion)!.Audiences.Contains(audience, StringComparer.Ordinal))
            return null;
        return channel == Notifying.Channel.Sms ? [.. variables.Where(variable => Occasions.SmsVariables.Contains(variable.Name, StringComparer.Ordinal))] : variables;
    }

    private static bool Speaks(string language) => Texts.Languages.Contains(language, StringComparer.Ordinal);
}
