using System.Text.Json;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Portal.Delivering;

/// <summary>What the channel "email" finds in a message: plain text always, HTML where a template has it.</summary>
internal sealed record EmailPayload(string To, string Subject, string Text, string? Html = null);

/// <summary>What the channel "sms" finds in a message.</summary>
internal sealed record SmsPayload(string To, string Text);

internal static class Payloads
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <exception cref="UndeliverableException">The payload is not what the channel takes.</exception>
    public static TPayload Read<TPayload>(OutboxRow message)
        where TPayload : class
    {
        try
        {
            return JsonSerializer.Deserialize<TPayload>(message.Payload, Options) ?? throw new UndeliverableException("The payload is empty.");
        }
        catch (JsonException fault)
        {
            throw new UndeliverableException($"The payload is not what the channel {message.Channel} takes: {fault.Message}", fault);
        }
    }
}
