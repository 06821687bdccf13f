namespace AidWorkflow.Portal.Serving;

internal static partial class Log
{
    [LoggerMessage(601, LogLevel.Information, "Refused with {Code} ({Status})")]
    public static partial void Refused(this ILogger logger, string code, int status);

    [LoggerMessage(602, LogLevel.Error, "Broke at {Path}")]
    public static partial void Broke(this ILogger logger, Exception exception, string path);
}
