using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Portal.Delivering;

internal static partial class Log
{
    [LoggerMessage(401, LogLevel.Debug, "Message {Message} left by {Channel} at attempt {Attempt}")]
    public static partial void Sent(this ILogger logger, MessageId message, string channel, int attempt);

    [LoggerMessage(402, LogLevel.Warning, "Message {Message} did not leave by {Channel} at attempt {Attempt} ({Fault}); next attempt {Next}")]
    public static partial void Failed(this ILogger logger, MessageId message, string channel, int attempt, DateTimeOffset next, string fault);

    [LoggerMessage(403, LogLevel.Error, "Message {Message} is parked after attempt {Attempt} by {Channel} ({Fault}): a person has to look")]
    public static partial void Parked(this ILogger logger, MessageId message, string channel, int attempt, string fault);
}
