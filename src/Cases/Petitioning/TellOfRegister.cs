using System.Runtime.InteropServices;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <param name="SummaryAt">When the section gets the day's summary, on days on which a desk is open.</param>
/// <param name="RemindAt">When people are told, on working days, of days that were not closed and of limits.</param>
public sealed record RegisterHours(TimeOnly SummaryAt, TimeOnly RemindAt);

/// <summary>Somebody who is to be told, of a day or on a day.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DueTelling(RegisterTold Kind, Guid Whom, DateOnly Day);

/// <summary>Who is to be told of registers and limits now and was not told yet.</summary>
public sealed class DueTellings(IUnitOfWork work, OwedDays owed, PetitionDeadlines deadlines, Calendars calendars, RegisterHours hours, TimeProvider time)
{
    /// <summary>A summary that a stopped portal missed is made up for, so many days back.</summary>
    private const int DaysBack = 3;

    public async Task<IReadOnlyList<DueTelling>> NowAsync(int most, CancellationToken cancellation)
    {
        if (!await work.Db.Set<Matter>().AnyAsync(cancellation) && !await work.Db.Set<RegisterDay>().AnyAsync(cancellation))
            return []; // a house that keeps no register here
        var now = time.GetUtcNow();
        var (today, clock) = (LocalDay.Of(now), TimeOnly.FromTimeSpan(now.ToOffset(LocalDay.Offset).TimeOfDay));
        var due = new List<DueTelling>();
        due.AddRange(await SummariesAsync(clock >= hours.SummaryAt ? today : today.AddDays(-1), cancellation));
        if (clock >= hours.RemindAt && (await calendars.CurrentAsync(cancellation)).IsWorkingDay(today).IsWorking)
        {
            due.AddRange((await owed.OpenAsync(today.AddDays(-TellOfRegister.ChasedDays), today.AddDays(-1), null, cancellation)).Where(desk => desk.Days.Count > 0).Select(desk => new DueTelling(RegisterTold.Chase, desk.Unit.Value, today)));
            due.AddRange((await deadlines.ByPersonAsync(today, cancellation)).Keys.Select(account => new DueTelling(RegisterTold.Limits, account.Value, today)));
        }

        var from = today.AddDays(-DaysBack);
        var told = (await work.Db.Set<RegisterTelling>().AsNoTracking().Where(telling => telling.Day >= from).ToListAsync(cancellation)).Select(telling => new DueTelling(telling.Kind, telling.Whom, telling.Day)).ToHashSet();
        return [.. due.Where(one => !told.Contains(one)).Take(most)];
    }

    /// <summary>Each section with each of the last days on which one of its desks was open.</summary>
    private async Task<IEnumerable<DueTelling>> SummariesAsync(DateOnly to, CancellationToken cancellation)
    {
        var sections = await work.Db.Set<RoleAssignment>().AsNoTracking()
            .Where(held => held.Role == Role.RightsOfficer && held.ValidFrom <= to && (held.ValidTo == null || to < held.ValidTo) && work.Db.Set<Account>().Any(account => account.Id == held.AccountId && account.Active))
            .Select(held => held.UnitId).Distinct().ToListAsync(cancellation);
        var desks = await owed.OfAsync(to.AddDays(1 - DaysBack), to, null, cancellation);
        var units = desks.Select(desk => desk.Unit).ToArray();
        var over = (await work.Db.Set<UnitAncestor>().AsNoTracking().Where(line => sections.Contains(line.AncestorId) && units.Contains(line.UnitId) && line.ValidTo == null).ToListAsync(cancellation)).ToLookup(line => line.UnitId, line => line.AncestorId);
        return desks.SelectMany(desk => desk.Days, (desk, day) => (desk.Unit, Day: day)).SelectMany(one => over[one.Unit], (one, section) => new DueTelling(RegisterTold.Summary, section.Value, one.Day)).Distinct();
    }
}

/// <summary>Tells one section, desk or person of registers and limits, once, in a commit of its own.</summary>
public sealed class TellOfRegister(IUnitOfWork work, OwedDays owed, PetitionDeadlines deadlines, Colleagues colleagues, Organisation.Directory directory, TimeProvider time)
{
    /// <summary>Days that were not closed are asked for so long.</summary>
    public const int ChasedDays = 10;

    /// <summary>A message lists so many and says how many more there are.</summary>
    private const int MostLines = 20;

    /// <returns>False where they were told meanwhile, or there is nothing to tell any more.</returns>
    public async Task<bool> RunAsync(DueTelling due, CancellationToken cancellation)
    {
        if (await work.Db.Set<RegisterTelling>().AnyAsync(one => one.Kind == due.Kind && one.Whom == due.Whom && one.Day == due.Day, cancellation))
            return false;
        work.Db.Add(new RegisterTelling { Kind = due.Kind, Whom = due.Whom, Day = due.Day, At = time.GetUtcNow() });
        return due.Kind switch
        {
            RegisterTold.Summary => await SummariseAsync(new(due.Whom), due.Day, cancellation),
            RegisterTold.Chase => await ChaseAsync(new(due.Whom), due.Day, cancellation),
            _ => await RemindAsync(new(due.Whom), due.Day, cancellation),
        };
    }

    private async Task<bool> SummariseAsync(UnitId section, DateOnly day, CancellationToken cancellation)
    {
        var desks = (await owed.OfAsync(day, day, section, cancellation)).Where(desk => desk.Days.Count > 0).ToList();
        var open = (await owed.OpenAsync(day, day, section, cancellation)).Where(desk => desk.Days.Count > 0).Select(desk => desk.Name).ToList();
        var units = desks.Select(desk => desk.Unit).ToArray();
        var matters = await work.Db.Set<Matter>().AsNoTracking().Where(matter => matter.ReceivedOn == day && units.Contains(matter.UnitId)).Select(matter => new { matter.Kind, matter.People, matter.VisitId, matter.IsUrgent }).ToListAsync(cancellation);
        var message = new HouseMessage(null, "register.summary", $"register-summary:{section}:{day:yyyy-MM-dd}", ("day", day), ("desks", desks.Count), ("closed", desks.Count - open.Count),
            ("open", open.Count == 0 ? new LocalText("无", "none") : new LocalText(string.Join("、", open.Select(name => name.Zh)), string.Join(", ", open.Select(name => name.En)))),
            ("matters", matters.Count), ("petitions", matters.Count(matter => matter.Kind == MatterKind.Petition)), ("people", matters.GroupBy(matter => matter.VisitId).Sum(visit => visit.Max(one => one.People))), ("urgent", matters.Count(matter => matter.IsUrgent)));
        await colleagues.TellAsync(message, Role.RightsOfficer, section, cancellation);
        return true;
    }

    /// <summary>Whoever was on duty is asked, else all of the desk; from the second day on its head too.</summary>
    private async Task<bool> ChaseAsync(UnitId desk, DateOnly today, CancellationToken cancellation)
    {
        if ((await owed.OpenAsync(today.AddDays(-ChasedDays), today.AddDays(-1), desk, cancellation)).FirstOrDefault(one => one.Unit == desk) is not { Days.Count: > 0 } open)
            return false;
        var days = open.Days.ToArray();
        var turns = await work.Db.Set<DutyTurn>().AsNoTracking().Where(turn => turn.UnitId == desk && days.Contains(turn.Day)).Select(turn => turn.AccountId).Distinct().ToListAsync(cancellation);
        var clerks = await directory.HoldersAsync(Role.DeskClerk, desk, today, cancellation);
        var those = clerks.Where(account => turns.Contains(account.Id)).ToList() is { Count: > 0 } onDuty ? onDuty : [.. clerks];
        if (days.Length > 1)
            those.AddRange(await directory.HoldersAsync(Role.UnitHead, desk, today, cancellation));
        colleagues.Tell(new HouseMessage(null, "register.open-days", $"register-open:{desk}:{today:yyyy-MM-dd}", ("desk", open.Name), ("count", days.Length), ("days", string.Join("、", days.Select(day => $"{day:yyyy-MM-dd}")))), those.DistinctBy(account => account.Id));
        return true;
    }

    private async Task<bool> RemindAsync(AccountId account, DateOnly today, CancellationToken cancellation)
    {
        if (!(await deadlines.ByPersonAsync(today, cancellation)).TryGetValue(account, out var lines))
            return false;
        var (late, shown) = (lines.Count(line => line.Due < today), lines.OrderBy(line => line.Due).Take(MostLines).ToList());
        var more = lines.Count - shown.Count;
        LocalText Said(Func<DeadlineLine, LocalText> of) => new(string.Join('\n', shown.Select(line => of(line).Zh)), string.Join('\n', shown.Select(line => of(line).En)));
        var list = Said(line => LocalText.Of($"· {line.Number} {line.What.Zh} {line.Due:yyyy-MM-dd}{(line.Due < today ? "（已超期）" : "")} /matters/{line.Matter}", $"· {line.Number} {line.What.En} {line.Due:yyyy-MM-dd}{(line.Due < today ? " (overdue)" : "")} /matters/{line.Matter}"));
        if (more > 0)
            list = LocalText.Of($"{list.Zh}\n还有 {more} 件", $"{list.En}\nand {more} more");
        colleagues.Tell(new HouseMessage(null, "petition.limits", $"petition-limits:{today:yyyy-MM-dd}", ("count", lines.Count), ("late", late), ("list", list)), account);
        return true;
    }
}
