using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <param name="To">The last day.</param>
public sealed record DutyPeriodCommand(UnitId Unit, DateOnly From, DateOnly To, LocalText Name);

/// <summary>The section, or the head, says on which days of rest the desks of their area are open, and who is on duty where.</summary>
public sealed class PlanDuty(IUnitOfWork work, Scopes scopes, AuditTrail audit, IIds ids, TimeProvider time)
{
    public const int MostName = 60;

    /// <summary>A period is a holiday or a session, not a year.</summary>
    public const int MostDays = 31;

    public static readonly Role[] Planners = [Role.RightsOfficer, Role.UnitHead];

    /// <exception cref="RefusedException">duty.not-yours, duty.name, duty.backwards, duty.long, duty.past</exception>
    public async Task<DutyPeriod> OpenAsync(DutyPeriodCommand command, Actor actor, CancellationToken cancellation)
    {
        await RequireAsync(command.Unit, "unit", actor, cancellation);
        var refusals = new Refusals();
        refusals.Require(command.Name.Zh.Trim().Length is > 0 and <= MostName && command.Name.En.Trim().Length is > 0 and <= MostName, new("duty.name", "name", ("most", MostName)));
        refusals.Require(command.To >= command.From, new("duty.backwards", "to", ("from", command.From), ("to", command.To)));
        refusals.Require(command.To.DayNumber - command.From.DayNumber < MostDays, new("duty.long", "to", ("most", MostDays)));
        refusals.Require(command.From >= LocalDay.Today(time), new("duty.past", "from"));
        refusals.ThrowIfAny();
        var period = new DutyPeriod { Id = DutyPeriodId.Of(ids.Next()), UnitId = command.Unit, From = command.From, To = command.To, NameZh = command.Name.Zh.Trim(), NameEn = command.Name.En.Trim() };
        work.Db.Add(period);
        audit.Record($"unit:{command.Unit}", "duty.opened", actor, ("from", $"{command.From:yyyy-MM-dd}"), ("to", $"{command.To:yyyy-MM-dd}"), ("name", period.NameZh));
        return period;
    }

    /// <summary>Days of it that are past stay owed: they were open.</summary>
    /// <exception cref="RefusedException">duty.unknown, duty.not-yours, duty.past</exception>
    public async Task CloseAsync(DutyPeriodId id, Actor actor, CancellationToken cancellation)
    {
        var period = await work.Db.Set<DutyPeriod>().FirstOrDefaultAsync(one => one.Id == id, cancellation) ?? throw new RefusedException("duty.unknown");
        await RequireAsync(period.UnitId, null, actor, cancellation);
        if (period.From <= LocalDay.Today(time))
            throw new RefusedException("duty.begun", null, ("from", period.From));
        work.Db.Remove(period);
        audit.Record($"unit:{period.UnitId}", "duty.closed", actor, ("from", $"{period.From:yyyy-MM-dd}"), ("to", $"{period.To:yyyy-MM-dd}"), ("name", period.NameZh));
    }

    /// <summary>Puts somebody who receives people on duty on a day, or takes them off it.</summary>
    /// <exception cref="RefusedException">duty.person: they receive nobody in the area; duty.past</exception>
    public async Task<bool> TurnAsync(DateOnly day, AccountId person, Actor actor, CancellationToken cancellation)
    {
        if (day < LocalDay.Today(time))
            throw new RefusedException("duty.past", "day");
        var desk = await work.Db.Set<RoleAssignment>().AsNoTracking()
            .Where(held => held.AccountId == person && held.Role == Role.DeskClerk && held.ValidFrom <= day && (held.ValidTo == null || day < held.ValidTo))
            .Join(work.Db.Set<Unit>(), held => held.UnitId, unit => unit.Id, (held, unit) => unit).OrderBy(unit => unit.DivisionCode).Select(unit => (UnitId?)unit.Id).FirstOrDefaultAsync(cancellation)
            ?? throw new RefusedException("duty.person", "person");
        if (!await MayAsync(desk, actor, cancellation))
            throw new RefusedException("duty.person", "person");
        var turn = await work.Db.Set<DutyTurn>().FirstOrDefaultAsync(one => one.UnitId == desk && one.Day == day && one.AccountId == person, cancellation);
        if (turn is null)
            work.Db.Add(new DutyTurn { UnitId = desk, Day = day, AccountId = person });
        else
            work.Db.Remove(turn);
        audit.Record($"unit:{desk}", turn is null ? "duty.turn-given" : "duty.turn-taken", actor, ("day", $"{day:yyyy-MM-dd}"), ("account", person.ToString()));
        return turn is null;
    }

    private async Task RequireAsync(UnitId unit, string? field, Actor actor, CancellationToken cancellation)
    {
        if (!await MayAsync(unit, actor, cancellation))
            throw new RefusedException("duty.not-yours", field);
    }

    private async Task<bool> MayAsync(UnitId unit, Actor actor, CancellationToken cancellation) => await (await scopes.OfAsync(actor, Planners, cancellation)).SeesAsync(unit, work.Db, cancellation);
}
