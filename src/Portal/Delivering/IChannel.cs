using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Portal.Delivering;

/// <summary>
/// Hands one message of the outbox to the outside. It may be handed over again after a failure whose outcome is unknown,
/// so the message's idempotency key travels with it. Throwing means "not delivered, try again later".
/// </summary>
internal interface IChannel
{
    /// <summary>The value of <see cref="OutboxRow.Channel"/> it serves.</summary>
    string Name { get; }

    /// <exception cref="UndeliverableException">Trying again cannot help; a person has to look.</exception>
    /// <exception cref="NotNowException">Nothing failed; it is tried again however often it was tried.</exception>
    Task SendAsync(OutboxRow message, CancellationToken cancellation);
}

/// <summary>No later attempt can succeed: the payload, the address or the set-up is wrong.</summary>
internal sealed class UndeliverableException(string reason, Exception? inner = null) : Exception(reason, inner);

/// <summary>Whoever the message is for takes nothing at present, and will again.</summary>
internal sealed class NotNowException(string reason, Exception? inner = null) : Exception(reason, inner);
