using AidWorkflow.Cases.Acting;
namespace AidWorkflow.Portal.Sweeping;

internal static partial class Log
{
    [LoggerMessage(501, LogLevel.Debug, "Sweep {Sweep} did {Done}")]
    public static partial void Swept(this ILogger logger, string sweep, int done);

    [LoggerMessage(502, LogLevel.Error, "Sweep {Sweep} failed; it is tried again on its next round")]
    public static partial void SweepFailed(this ILogger logger, string sweep, Exception fault);

    [LoggerMessage(503, LogLevel.Warning, "The due bookmark {Bookmark} was refused: {Reason}")]
    public static partial void TimerRefused(this ILogger logger, AidWorkflow.Engine.Instances.BookmarkId bookmark, string reason);

    [LoggerMessage(508, LogLevel.Warning, "The due bookmark {Bookmark} cannot go on now; the message {Message} tries it again")]
    public static partial void TimerHandedOver(this ILogger logger, AidWorkflow.Engine.Instances.BookmarkId bookmark, AidWorkflow.Engine.Instances.MessageId message, Exception fault);

    [LoggerMessage(504, LogLevel.Warning, "The reminder {Reminder} was refused: {Reason}")]
    public static partial void ReminderRefused(this ILogger logger, AidWorkflow.Cases.Clocks.ReminderId reminder, string reason);

    [LoggerMessage(509, LogLevel.Warning, "The account {Account} could not be told of its reminders: {Reason}")]
    public static partial void ReminderUntold(this ILogger logger, AidWorkflow.Cases.Acting.AccountId account, string reason);

    [LoggerMessage(505, LogLevel.Warning, "Asking about the overdue supplement of clock {Clock} was refused: {Reason}")]
    public static partial void SupplementRefused(this ILogger logger, AidWorkflow.Cases.Acting.ClockId clock, string reason);

    [LoggerMessage(506, LogLevel.Error, "What the bank answered on the payment {Payment} could not be booked: {Reason}")]
    public static partial void BankAnswerRefused(this ILogger logger, AidWorkflow.Cases.Acting.PaymentId payment, string reason);

    [LoggerMessage(507, LogLevel.Error, "The case {Case} could not be marked by whom its form names: {Reason}")]
    public static partial void MarkRefused(this ILogger logger, AidWorkflow.Cases.Acting.CaseId @case, string reason);

    [LoggerMessage(509, LogLevel.Error, "The meeting list {Meeting} could not be gone on with: {Reason}")]
    public static partial void MeetingRefused(this ILogger logger, AidWorkflow.Cases.Meeting.MeetingId meeting, string reason);

    [LoggerMessage(510, LogLevel.Error, "{Kind} of {Day} could not be told to {Whom}: {Reason}")]
    public static partial void RegisterUntold(this ILogger logger, AidWorkflow.Cases.Petitioning.RegisterTold kind, System.Guid whom, System.DateOnly day, string reason);

    [LoggerMessage(511, LogLevel.Error, "Nobody could be reminded of the rating {Rating}: {Reason}")]
    public static partial void RatingUntold(this ILogger logger, AidWorkflow.Cases.Acting.RatedId rating, string reason);

    [LoggerMessage(508, LogLevel.Warning, "What the clock starts by {Trigger} was refused: {Reason}")]
    public static partial void TriggerRefused(this ILogger logger, AidWorkflow.Cases.Defining.TriggerId trigger, string reason);

    [LoggerMessage(509, LogLevel.Warning, "Task {Task} could not be taken where it belongs: {Reason}")]
    public static partial void DisplacedTaskRefused(this ILogger logger, TaskId task, string reason);
}
