namespace AidWorkflow.Portal.Hosting;

internal static partial class Log
{
    [LoggerMessage(701, LogLevel.Error, "Calendar {File} is broken and left out: {Problem}")]
    public static partial void CalendarBroken(this ILogger logger, string file, string problem);

    [LoggerMessage(702, LogLevel.Error, "Bank file template {File} is broken at {Place} and left out: {Reason}")]
    public static partial void BankTemplateBroken(this ILogger logger, string file, string place, string reason);

    [LoggerMessage(703, LogLevel.Warning, "Personal data are sealed with demo keys: good for looking around, never for real people")]
    public static partial void DemoKeys(this ILogger logger);

    [LoggerMessage(704, LogLevel.Error, "Service {Service}: {Fault}")]
    public static partial void ServiceFault(this ILogger logger, string service, string fault);

    [LoggerMessage(705, LogLevel.Error, "The rule for meetings in {File} is broken and left out: {Problem}")]
    public static partial void MeetingRuleBroken(this ILogger logger, string file, string problem);

    [LoggerMessage(706, LogLevel.Error, "{File} of petitions is broken at {Place}, so that nothing can be registered: {Reason}")]
    public static partial void PetitionFileBroken(this ILogger logger, string file, string place, string reason);
}
