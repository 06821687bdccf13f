using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>Closes a day of a desk's register, by name, also where nobody came (每日零报).</summary>
public sealed class CloseRegisterDay(IUnitOfWork work, Desks desks, AuditTrail audit, IIds ids, TimeProvider time)
{
    public const int MostNote = 1000;

    /// <exception cref="RefusedException">matter.desk-none, register.day-ahead, register.closed-before, register.note-long</exception>
    public async Task<RegisterDay> RunAsync(DateOnly day, string? note, Actor actor, CancellationToken cancellation)
    {
        var desk = await desks.OfAsync(actor, cancellation);
        var now = time.GetUtcNow();
        if (day > LocalDay.Of(now))
            throw new RefusedException("register.day-ahead", "day", ("day", day));
        if (note?.Length > MostNote)
            throw new RefusedException("register.note-long", "note", ("most", MostNote));
        if (await work.Db.Set<RegisterDay>().AsNoTracking().FirstOrDefaultAsync(one => one.UnitId == desk.Unit && one.Day == day, cancellation) is { } closed)
            throw new RefusedException("register.closed-before", "day", ("day", day), ("at", closed.ClosedAt));
        var matters = await work.Db.Set<Matter>().AsNoTracking().Where(matter => matter.UnitId == desk.Unit && matter.ReceivedOn == day).ToListAsync(cancellation);
        var made = RegisterDay.Close(new(ids.Next()), desk.Unit, day, matters, string.IsNullOrWhiteSpace(note) ? null : note.Trim(), actor.Account!.Value, now);
        work.Db.Add(made);
        audit.Record($"unit:{desk.Unit}", "register.closed", actor, ("day", $"{day:yyyy-MM-dd}"), ("matters", $"{made.Matters}"), ("petitions", $"{made.Petitions}"));
        return made;
    }
}

/// <summary>Signs a closed day: the head of the station first, the leader in charge after them.</summary>
public sealed class SignRegisterDay(IUnitOfWork work, Scopes scopes, AuditTrail audit, TimeProvider time)
{
    /// <exception cref="RefusedException">register.unknown, register.signed-before, register.own</exception>
    public async Task<RegisterDay> RunAsync(RegisterDayId id, Actor actor, CancellationToken cancellation)
    {
        var day = await work.Db.Set<RegisterDay>().FirstOrDefaultAsync(one => one.Id == id, cancellation) ?? throw new RefusedException("register.unknown");
        var (head, leader) = (await MayAsync(Role.UnitHead), await MayAsync(Role.Leader));
        if (!head && !leader)
            throw new RefusedException("register.unknown");
        if (day.ClosedBy == actor.Account)
            throw new RefusedException("register.own");
        if (head && day.HeadBy is null)
            day.SignAsHead(actor.Account!.Value, time.GetUtcNow());
        else if (leader && day is { HeadBy: not null, LeaderBy: null })
            day.SignAsLeader(actor.Account!.Value, time.GetUtcNow());
        else
            throw new RefusedException(day.HeadBy is null ? "register.head-first" : "register.signed-before");
        audit.Record($"unit:{day.UnitId}", "register.signed", actor, ("day", $"{day.Day:yyyy-MM-dd}"), ("as", day.LeaderBy is null ? "head" : "leader"));
        return day;

        async Task<bool> MayAsync(Role role) => await (await scopes.OfAsync(actor, [role], cancellation)).SeesAsync(day.UnitId, work.Db, cancellation);
    }
}
