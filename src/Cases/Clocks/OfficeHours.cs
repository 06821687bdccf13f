namespace AidWorkflow.Cases.Clocks;

/// <summary>When the house works, on every working day.</summary>
public sealed record OfficeHours(TimeOnly From, TimeOnly Until)
{
    /// <summary>How much of the time between two moments lies within it.</summary>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset until, WorkingCalendar calendar)
    {
        var sum = TimeSpan.Zero;
        for (var day = LocalDay.Of(from); day <= LocalDay.Of(until); day = day.AddDays(1))
        {
            if (!calendar.IsWorkingDay(day).IsWorking)
                continue;
            var (opens, closes) = (LocalDay.At(day, From), LocalDay.At(day, Until));
            var (start, end) = (opens > from ? opens : from, closes < until ? closes : until);
            if (end > start)
                sum += end - start;
        }

        return sum;
    }
}
