using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Cases.Notifying;

/// <summary>
/// Addresses and words of e-mail and text messages, as the outbox keeps them: <c>{ "algorithm", "key", "sealed" }</c>, bound to their message, so that a
/// copied row opens nowhere else.
/// </summary>
public static class SealedPayload
{
    public static string Seal(MessageId id, JsonObject payload, FieldProtector protector)
    {
        var kept = protector.Seal(payload.ToJsonString(NotificationTexts.Readable), Place(id));
        var (algorithm, key) = FieldProtector.SealedWith(kept);
        return new JsonObject { ["algorithm"] = algorithm.ToString(), ["key"] = key, ["sealed"] = Convert.ToBase64String(kept) }.ToJsonString();
    }

    /// <exception cref="JsonException">It is not a sealed payload.</exception>
    /// <exception cref="UnreadableFieldException">It was changed, moved, or sealed with a key that is not here.</exception>
    public static string Open(OutboxRow message, FieldProtector protector)
    {
        using var payload = JsonDocument.Parse(message.Payload);
        return payload.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("sealed", out var kept) && kept.TryGetBytesFromBase64(out var bytes)
            ? protector.Open(bytes, Place(message.Id))
            : throw new JsonException("it is not sealed");
    }

    private static string Place(MessageId id) => $"outbox.payload:{id}";
}
