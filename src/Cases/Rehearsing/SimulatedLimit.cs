using System.Collections.Immutable;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;

namespace AidWorkflow.Cases.Rehearsing;

/// <summary>A rung of the ladder of a limit, and the day on which it would be done.</summary>
public sealed record SimulatedRung(DateOnly On, RungTo To, RungDoes Does);

/// <summary>A limit in a simulated case, as it ran: of a step that is over what happened, of one at which the case waits what will happen where nobody acts.</summary>
/// <param name="Due">Its last day.</param>
/// <param name="Amber">The day from which it is amber; null where it never was.</param>
/// <param name="Late">By how many days of its own kind it was past at the end; 0 where it was not, or only days of rest lay between.</param>
/// <param name="Rungs">Who is reminded or told, in order.</param>
public sealed record SimulatedLimit(ServiceTerm Term, Deadline Due, DateOnly? Amber, DateOnly? Red, bool IsLate, int Late, ImmutableArray<SimulatedRung> Rungs)
{
    /// <summary>So long after its last day a limit is looked at that nothing has ended.</summary>
    private const int Beyond = 60;

    /// <param name="on">The day on which it begins, which does not count.</param>
    /// <param name="met">When it was; null where the case waits.</param>
    /// <param name="pauses">Days that do not count, all of them over.</param>
    internal static SimulatedLimit Of(WorkingCalendar calendar, ServiceTerm written, ClockRule rule, DateOnly on, DateTimeOffset? met, IReadOnlyList<Pause> pauses)
    {
        DateOnly? until = met is { } moment ? LocalDay.Of(moment) : null;
        var term = written.ToTerm();
        var due = calendar.After(on, term, Roll.None, pauses);
        var last = until ?? due.On.AddDays(Beyond);
        var pressed = Pressed(calendar, term.Unit, due.On, rule, on, last);
        return new(written, due, pressed.Amber, pressed.Red, until > due.On, until > due.On ? Between(calendar, term.Unit, due.On, until.Value) : 0,
        [
            .. (rule.Ladder.IsDefault ? [] : rule.Ladder.Distinct()).Select(rung => (Day: calendar.Shift(due.On, rung.Days).On, rung))
                .Where(one => one.Day > on && (met is null || LocalDay.At(one.Day, one.rung.At) < met)).OrderBy(one => one.Day).ThenBy(one => one.rung.At).Select(one => new SimulatedRung(one.Day, one.rung.To, one.rung.Does)),
        ]);
    }

    private static (DateOnly? Amber, DateOnly? Red) Pressed(WorkingCalendar calendar, TimeUnit unit, DateOnly due, ClockRule rule, DateOnly from, DateOnly until)
    {
        DateOnly? amber = null;
        for (var day = from; day <= until; day = day.AddDays(1))
        {
            var left = Between(calendar, unit, day, due);
            var pressure = rule.At(left == 0 && day > due ? -1 : left); // past it, though no working day has gone by since
            if (pressure == Pressure.Red)
                return (amber, day);
            if (pressure == Pressure.Amber)
                amber ??= day;
        }

        return (amber, null);
    }

    private static int Between(WorkingCalendar calendar, TimeUnit unit, DateOnly from, DateOnly to) =>
        unit == TimeUnit.WorkingDays ? calendar.WorkingDaysBetween(from, to).Days : to.DayNumber - from.DayNumber;
}
