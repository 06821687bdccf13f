namespace AidWorkflow.Cases.Clocks;

/// <summary>Days as they are counted in China: UTC+8 all year.</summary>
public static class LocalDay
{
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public static DateOnly Of(DateTimeOffset moment) => DateOnly.FromDateTime(moment.ToOffset(Offset).DateTime);

    public static DateOnly Today(TimeProvider time) => Of(time.GetUtcNow());

    /// <summary>The moment, in UTC, of a local time on a local day.</summary>
    public static DateTimeOffset At(DateOnly day, TimeOnly time) => new DateTimeOffset(day.ToDateTime(time), Offset).ToUniversalTime();
}
