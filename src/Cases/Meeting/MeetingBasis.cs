using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Meeting;

/// <summary>The meeting that a single decision rests on, kept in the decision's detail.</summary>
/// <param name="List">The number of the list.</param>
/// <param name="Minutes">The number of the minutes; null where the case was only returned from the list.</param>
public sealed record MeetingBasis(MeetingId Meeting, string? List, string? Minutes, DateOnly? HeldOn)
{
    public int? Present { get; init; }
    public int? For { get; init; }
    public int? Against { get; init; }
    public string? Withdrew { get; init; }

    private static readonly JsonSerializerOptions Shape = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>As a letter or the page of the case names it.</summary>
    [JsonIgnore]
    public LocalText Words => Minutes is null || HeldOn is not { } day
        ? new($"会议名单 {List}", $"meeting list {List}")
        : new($"{Texts.Day(day, "zh-CN")}会议（{Minutes}）", $"the meeting of {Texts.Day(day, "en")} ({Minutes})");

    /// <summary>The detail of a decision with the meeting in it.</summary>
    internal string Into(string? detail)
    {
        var whole = detail is null ? new JsonObject() : (JsonObject)JsonNode.Parse(detail)!;
        whole["meeting"] = JsonSerializer.SerializeToNode(this, Shape);
        return whole.ToJsonString(Shape);
    }

    /// <returns>Null where the decision rests on no meeting.</returns>
    public static MeetingBasis? Of(string? detail) => detail?.Contains("\"meeting\"", StringComparison.Ordinal) == true
        ? JsonNode.Parse(detail)?["meeting"]?.Deserialize<MeetingBasis>() : null;
}
