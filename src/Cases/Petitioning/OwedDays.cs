using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>A desk, and the days of a stretch on which it owes a closed register: working days, and days of rest on which it is on duty.</summary>
public sealed record OwingDesk(UnitId Unit, LocalText Name, IReadOnlyList<DateOnly> Days);

/// <summary>
/// Which desk owes which days. A desk is a unit at which somebody receives people on the day; it owes days from the first that it entered anything on or closed, so that a house which has not begun to keep its register
/// here is asked for nothing.
/// </summary>
public sealed class OwedDays(IUnitOfWork work, Calendars calendars)
{
    /// <param name="within">Only desks of this unit and below it; null for all.</param>
    public async Task<IReadOnlyList<OwingDesk>> OfAsync(DateOnly from, DateOnly to, UnitId? within, CancellationToken cancellation)
    {
        var calendar = await calendars.CurrentAsync(cancellation);
        var held = await work.Db.Set<RoleAssignment>().AsNoTracking()
            .Where(one => one.Role == Role.DeskClerk && one.ValidFrom <= to && (one.ValidTo == null || from < one.ValidTo))
            .Where(one => work.Db.Set<Account>().Any(account => account.Id == one.AccountId && account.Active))
            .Where(one => within == null || work.Db.Set<UnitAncestor>().Any(line => line.UnitId == one.UnitId && line.AncestorId == within && line.ValidTo == null))
            .Select(one => new { one.UnitId, one.ValidFrom, one.ValidTo }).ToListAsync(cancellation);
        var units = held.Select(one => one.UnitId).Distinct().ToArray();
        var begun = await BegunAsync(units, cancellation);
        var names = await work.Db.Set<Unit>().AsNoTracking().Where(unit => units.Contains(unit.Id)).OrderBy(unit => unit.DivisionCode).Select(unit => new { unit.Id, Name = new LocalText(unit.NameZh, unit.NameEn) }).ToListAsync(cancellation);
        var duty = await work.Db.Set<DutyPeriod>().AsNoTracking().Where(period => period.From <= to && period.To >= from)
            .SelectMany(period => work.Db.Set<UnitAncestor>().Where(line => line.AncestorId == period.UnitId && line.ValidTo == null && units.Contains(line.UnitId)), (period, line) => new { line.UnitId, period.From, period.To })
            .ToListAsync(cancellation);
        return [.. names.Select(unit => new OwingDesk(unit.Id, unit.Name, [.. Days(from, to).Where(day =>
            begun.TryGetValue(unit.Id, out var first) && first <= day && held.Exists(one => one.UnitId == unit.Id && one.ValidFrom <= day && (one.ValidTo is not { } end || day < end))
            && (calendar.IsWorkingDay(day).IsWorking || duty.Exists(period => period.UnitId == unit.Id && period.From <= day && day <= period.To)))]))];
    }

    /// <summary>The same, without the days that were closed.</summary>
    public async Task<IReadOnlyList<OwingDesk>> OpenAsync(DateOnly from, DateOnly to, UnitId? within, CancellationToken cancellation)
    {
        var closed = (await work.Db.Set<RegisterDay>().AsNoTracking().Where(day => day.Day >= from && day.Day <= to).Select(day => new { day.UnitId, day.Day }).ToListAsync(cancellation)).Select(day => (day.UnitId, day.Day)).ToHashSet();
        return [.. (await OfAsync(from, to, within, cancellation)).Select(desk => desk with { Days = [.. desk.Days.Where(day => !closed.Contains((desk.Unit, day)))] })];
    }

    private async Task<Dictionary<UnitId, DateOnly>> BegunAsync(UnitId[] units, CancellationToken cancellation)
    {
        var entered = await work.Db.Set<Matter>().Where(matter => units.Contains(matter.UnitId)).GroupBy(matter => matter.UnitId).Select(group => new { Unit = group.Key, First = group.Min(matter => matter.ReceivedOn) }).ToListAsync(cancellation);
        var closed = await work.Db.Set<RegisterDay>().Where(day => units.Contains(day.UnitId)).GroupBy(day => day.UnitId).Select(group => new { Unit = group.Key, First = group.Min(day => day.Day) }).ToListAsync(cancellation);
        return entered.Concat(closed).GroupBy(one => one.Unit).ToDictionary(group => group.Key, group => group.Min(one => one.First));
    }

    private static IEnumerable<DateOnly> Days(DateOnly from, DateOnly to)
    {
        for (var day = from; day <= to; day = day.AddDays(1))
            yield return day;
    }
}
