using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Notifying;

/// <summary>A message in every language as one JSON text, and how the house writes JSON with Chinese in it.</summary>
internal static class NotificationTexts
{
    public static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Pack(Func<string, RenderedMessage> said)
    {
        var texts = new JsonObject();
        foreach (var language in Texts.Languages)
            texts[language] = said(language) is var message ? new JsonObject { ["title"] = message.Title, ["body"] = message.Body } : null;
        return texts.ToJsonString(Readable);
    }

    public static RenderedMessage Unpack(string packed, string language)
    {
        using var texts = JsonDocument.Parse(packed);
        var text = texts.RootElement.GetProperty(language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "zh-CN" : "en");
        return new RenderedMessage(text.GetProperty("title").GetString()!, text.GetProperty("body").GetString()!);
    }
}
