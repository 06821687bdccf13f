namespace AidWorkflow.Portal.SigningIn;

internal static partial class Log
{
    [LoggerMessage(620, LogLevel.Warning, "Signing in with an account of the organisation was refused: {Reason}")]
    public static partial void OrganisationRefused(this ILogger logger, string? reason);
}
