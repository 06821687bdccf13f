using System.Text.Json.Nodes;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Portal.Intervening;

/// <summary>A value of an instance as far as it is shown: one may be larger than a browser or a program can take.</summary>
internal static class CutValue
{
    /// <summary>Characters of one value on a page.</summary>
    public const int OnPage = 2_000;

    /// <summary>Characters of one value on a terminal.</summary>
    public const int OnTerminal = 200;

    /// <summary>Characters of one value in an answer of the API.</summary>
    public const int InAnswer = 20_000;

    /// <summary>The text, or its beginning and how long it is.</summary>
    public static string Text(string text, int most) => text.Length <= most ? text : $"{Beginning(text, most)}… ({text.Length:N0})";

    /// <summary>Reasons of failures are short enough by themselves, and cut in the middle nobody would know them again.</summary>
    public static HistoryEntry Entry(HistoryEntry entry, int most) => entry is { Event: not "Faulted", Detail: { } detail } && detail.Length > most ? entry with { Detail = Text(detail, most) } : entry;

    /// <summary>The values, each too large one as the beginning of its JSON.</summary>
    public static (JsonObject Values, bool Cut) Values(JsonObject values, int most)
    {
        var (shown, cut) = (new JsonObject(), false);
        foreach (var (name, value) in values)
        {
            if (value?.ToJsonString() is { } text && text.Length > most)
                (shown[name], cut) = (Text(text, most), true);
            else
                shown[name] = value?.DeepClone();
        }

        return (shown, cut);
    }

    /// <summary>Not in the middle of a character that takes two.</summary>
    private static string Beginning(string text, int most) => char.IsHighSurrogate(text[most - 1]) ? text[..(most - 1)] : text[..most];
}
