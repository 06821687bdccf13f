using System.Text.Json;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Portal.Delivering;

/// <summary>What the channel "email" finds in a message: plain text always, HTML where a template has it.</summary>
internal sealed record EmailPayload(string To, string Subject, string Text, string? Html = null);

/// <summary>What the channel "sms" finds in a message.</summary>
internal sealed record SmsPayload(string To, string Text);

internal static class Payloads
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>Opens what the notifier sealed; a payload in clear is not taken, so that none ever stands in the outbox unnoticed.</summary>
    /// <exception cref="UndeliverableException">The payload is not what the channel takes, or does not open.</exception>
    public static TPayload Read<TPayload>(OutboxRow message, FieldProtector protector)
        where TPayload : class
    {
        try
        {
            return JsonSerializer.Deserialize<TPayload>(SealedPayload.Open(message, protector), Options) ?? throw new UndeliverableException("The payload is empty.");
        }
        catch (JsonException fault)
        {
            throw new UndeliverableException($"The payload is not what the channel {message.Channel} takes: {fault.Message}", fault);
        }
        catch (UnreadableFieldException fault)
        {
            throw new UndeliverableException(fault.Message, fault);
        }
    }
}
