using Microsoft.Extensions.Logging;

namespace AidWorkflow.Storage.Sqlite;

internal static partial class Log
{
    [LoggerMessage(300, LogLevel.Error, "A batch of {Steps} steps was not committed; none of them was acknowledged")]
    public static partial void BatchFailed(this ILogger logger, int steps, Exception broken);

    [LoggerMessage(301, LogLevel.Warning, "The writer's connection did not close cleanly")]
    public static partial void ConnectionLost(this ILogger logger, Exception broken);
}
