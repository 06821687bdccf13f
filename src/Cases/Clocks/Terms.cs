using System.Runtime.InteropServices;

namespace AidWorkflow.Cases.Clocks;

/// <summary>What a statutory limit is counted in. The rule names it; it is never converted.</summary>
public enum TimeUnit
{
    WorkingDays,
    CalendarDays,
    Months,
}

/// <summary>A length of statutory time, such as 20 working days.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Term(int Count, TimeUnit Unit)
{
    public static Term WorkingDays(int count) => new(count, TimeUnit.WorkingDays);

    public static Term CalendarDays(int count) => new(count, TimeUnit.CalendarDays);

    public static Term Months(int count) => new(count, TimeUnit.Months);
}

/// <summary>The last day on which a thing is still in time. Provisional while it rests on a year whose calendar is not published.</summary>
public readonly record struct Deadline(DateOnly On, bool Provisional);

/// <summary>Whether a day is worked, and whether that is known or only computed.</summary>
public readonly record struct DayKind(bool IsWorking, bool Provisional);

public readonly record struct DayCount(int Days, bool Provisional);

/// <summary>What happens to a limit in calendar days or months whose last day is not worked.</summary>
public enum Roll
{
    /// <summary>It ends all the same: limits of the authority.</summary>
    None,

    /// <summary>It ends on the next working day: limits of a citizen, who cannot hand anything in on a holiday.</summary>
    ToNextWorkingDay,
}

/// <summary>In whose hands a case is. A clock runs against us only while we hold it.</summary>
public enum Holder
{
    Us,
    Applicant,
    OtherAgency,
    Notice,

    /// <summary>Nobody: an administrator keeps the case on hold.</summary>
    Hold,

    /// <summary>Nobody, until a hearing was held.</summary>
    Hearing,
}

/// <summary>
/// Days that do not count: those after <see cref="From"/> up to and including <see cref="Until"/>, just as the day of the event that
/// starts a clock does not count. Null <see cref="Until"/>: still paused.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Pause(DateOnly From, DateOnly? Until, Holder Holder)
{
    internal bool Covers(DateOnly day) => day > From && (Until is not { } until || day <= until);
}
