using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Rating;

/// <summary>Negative ratings with a name that are not put right yet and whose time ends within a working day, or has ended, and of which nobody was reminded today.</summary>
public sealed class DueFollowUps(IUnitOfWork work, Calendars calendars, RegisterHours hours, TimeProvider time)
{
    public async Task<IReadOnlyList<RatedId>> NowAsync(int most, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var (today, clock) = (LocalDay.Of(now), TimeOnly.FromTimeSpan(now.ToOffset(LocalDay.Offset).TimeOfDay));
        if (clock < hours.RemindAt)
            return [];
        var open = await work.Db.Set<RatingFollowUp>().AsNoTracking().Where(one => one.RectifiedOn == null && !one.IsTakenBack && one.IsUpheld != true && (one.RemindedOn == null || one.RemindedOn < today)).OrderBy(one => one.Since).ToListAsync(cancellation);
        if (open.Count == 0)
            return [];
        var calendar = await calendars.CurrentAsync(cancellation);
        return !calendar.IsWorkingDay(today).IsWorking ? [] : [.. open.Where(one => one.Due(calendar).On <= calendar.Shift(today, 1).On).Select(one => one.Id).Take(most)];
    }
}

/// <summary>Reminds the office over the place, once a day and in a commit of its own.</summary>
public sealed class RemindOfRating(IUnitOfWork work, FollowUpSight sight, Organisation.Directory directory, Colleagues colleagues, Calendars calendars, TimeProvider time)
{
    /// <returns>False where somebody else reminded them meanwhile, or nothing is left to remind of.</returns>
    public async Task<bool> RunAsync(RatedId id, CancellationToken cancellation)
    {
        var today = LocalDay.Today(time);
        var one = await work.Db.Set<RatingFollowUp>().FirstOrDefaultAsync(one => one.Id == id, cancellation);
        if (one is not { RectifiedOn: null, IsTakenBack: false } || one.IsUpheld == true || one.RemindedOn >= today)
            return false;
        one.RemindedOn = today;
        var due = one.Due(await calendars.CurrentAsync(cancellation)).On;
        var those = new List<Account>();
        foreach (var role in FollowUpSight.Office)
            foreach (var account in await directory.HoldersOverAsync(role, one.UnitId, today, cancellation))
                if (!await sight.IsRatedAsync(one, account.Id, cancellation))
                    those.Add(account);
        colleagues.Tell(due < today
            ? new HouseMessage(null, "rating.overdue", $"rating-overdue:{id}:{today:yyyy-MM-dd}", ("due", due), ("link", $"/ratings/negative/{id}"))
            : new HouseMessage(null, "rating.due-soon", $"rating-due:{id}:{today:yyyy-MM-dd}", ("due", due), ("link", $"/ratings/negative/{id}")), those.DistinctBy(account => account.Id));
        return true;
    }
}
