using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Clocks;

/// <summary>Starts, pauses and stops the clocks of a case together with their reminders, in the commit of the act that asks for it.</summary>
public sealed class CaseClocks(IUnitOfWork work, Calendars calendars, IIds ids)
{
    /// <summary>Reminders that this act made or read, by their clock.</summary>
    private readonly Dictionary<ClockId, List<Reminder>> held = [];

    /// <param name="on">The local day of the event that starts it; it does not count.</param>
    public async Task<CaseClock> StartAsync(
        CaseId caseId, RoundId? round, ClockPlan plan, DateOnly on, Holder holder, CancellationToken cancellation)
    {
        var calendar = await calendars.CurrentAsync(cancellation);
        var clock = CaseClock.Start(new ClockId(ids.Next()), caseId, round, plan, on, holder, calendar);
        work.Db.Add(clock);
        held.Add(clock.Id, []);
        foreach (var rung in plan.Ladder.IsDefault ? [] : plan.Ladder.Distinct())
        {
            var reminder = Reminder.For(clock, rung, new ReminderId(ids.Next()));
            reminder.Move(clock, calendar);

            // A rung that lies before the clock's own start would remind of nothing.
            if (LocalDay.Of(reminder.DueAt!.Value) <= on)
                continue;
            work.Db.Add(reminder);
            held[clock.Id].Add(reminder);
        }

        return clock;
    }

    /// <summary>What a clock waited for was taken back: it goes on under another round. Rungs that were done stay done; those that fell due meanwhile are done now.</summary>
    /// <param name="since">When the case was on hold after it had stopped.</param>
    /// <param name="ladder">Of the step, as when it started.</param>
    internal async Task<CaseClock> GoOnAsync(CaseClock stopped, RoundId round, ImmutableArray<Pause> since, ImmutableArray<Rung> ladder, Holder holder, CancellationToken cancellation)
    {
        var calendar = await calendars.CurrentAsync(cancellation);
        var clock = stopped.GoOn(new ClockId(ids.Next()), round, since, holder, calendar);
        work.Db.Add(clock);
        held.Add(clock.Id, []);
        var (id, start) = (stopped.Id, stopped.StartedOn);
        var done = await work.Db.Set<Reminder>().AsNoTracking().Where(reminder => reminder.ClockId == id && reminder.SentAt != null).ToListAsync(cancellation);
        foreach (var reminder in (ladder.IsDefault ? [] : ladder.Distinct()).Select(rung => Reminder.For(clock, rung, new ReminderId(ids.Next()))))
        {
            reminder.Move(clock, calendar);
            if (LocalDay.Of(reminder.DueAt!.Value) <= start || done.Exists(reminder.IsSameRung))
                continue;
            work.Db.Add(reminder);
            held[clock.Id].Add(reminder);
        }

        return clock;
    }

    public async Task PauseAsync(CaseClock clock, DateOnly on, Holder holder, CancellationToken cancellation)
    {
        clock.Pause(on, holder);
        await MoveRemindersAsync(clock, cancellation);
    }

    public Task ResumeAsync(CaseClock clock, DateOnly on, CancellationToken cancellation) => ResumeAsync(clock, on, Holder.Us, cancellation);

    /// <param name="holder">Against whom it counts from now on.</param>
    public async Task ResumeAsync(CaseClock clock, DateOnly on, Holder holder, CancellationToken cancellation)
    {
        clock.Resume(on, await calendars.CurrentAsync(cancellation), holder);
        await MoveRemindersAsync(clock, cancellation);
    }

    /// <summary>Reminders not yet sent go; those sent stay as history.</summary>
    public Task StopAsync(CaseClock clock, DateOnly on, ClockState how, CancellationToken cancellation)
    {
        clock.Stop(on, how);
        var id = clock.Id;
        if (held.Remove(id, out var reminders))
            work.Db.RemoveRange(reminders.Where(reminder => reminder.SentAt is null));
        else
            work.Within((db, token) => db.Set<Reminder>().Where(reminder => reminder.ClockId == id && reminder.SentAt == null).ExecuteDeleteAsync(token));
        return Task.CompletedTask;
    }

    /// <summary>Every clock of the case that has not stopped, those started in this very act included.</summary>
    public async Task<IReadOnlyList<CaseClock>> OpenAsync(CaseId caseId, CancellationToken cancellation)
    {
        await work.Db.Set<CaseClock>().Where(clock => clock.CaseId == caseId).LoadAsync(cancellation);
        return [.. work.Db.Set<CaseClock>().Local.Where(clock => clock.CaseId == caseId && clock.IsOpen).OrderBy(clock => clock.Id.Value)];
    }

    private async Task MoveRemindersAsync(CaseClock clock, CancellationToken cancellation)
    {
        var calendar = await calendars.CurrentAsync(cancellation);
        foreach (var reminder in await UnsentAsync(clock.Id, cancellation))
            reminder.Move(clock, calendar);
    }

    private async Task<IReadOnlyList<Reminder>> UnsentAsync(ClockId id, CancellationToken cancellation)
    {
        if (!held.TryGetValue(id, out var reminders))
            held.Add(id, reminders = await work.Db.Set<Reminder>().Where(reminder => reminder.ClockId == id && reminder.SentAt == null).ToListAsync(cancellation));
        return reminders;
    }
}
