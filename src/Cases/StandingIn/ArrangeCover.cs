using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.StandingIn;

/// <summary>Another unit does the work of a role for a time. Whoever holds the covering role does it as themselves; the task stays the covered unit's.</summary>
public sealed class ArrangeCover(IUnitOfWork work, UnitTree tree, StandIns standIns, AuditTrail audit, IIds ids, TimeProvider time)
{
    /// <exception cref="RefusedException">
    /// cover.same, cover.duties, cover.role, role.wrong-level, unit.not-open, deputy.past, deputy.term, deputy.too-long, deputy.reason, cover.overlaps, and what <see cref="UnitTree"/> refuses.
    /// </exception>
    public async Task<CoverId> RunAsync(CoverSpec spec, Actor actor, CancellationToken cancellation)
    {
        var today = LocalDay.Today(time);
        var unit = await tree.ForChangeAsync(spec.Unit, today, actor, cancellation);
        var by = await tree.ForChangeAsync(spec.ByUnit, today, actor, cancellation);
        var refusals = new Refusals();
        foreach (var (one, role, field) in new[] { (unit, spec.Role, "role"), (by, spec.ByRole, "byRole") })
        {
            refusals.Require(one.IsOpen(spec.From), new RefusedException("unit.not-open", field == "role" ? "unit" : "byUnit", ("unit", one.Called()), ("on", spec.From)));
            refusals.Require(RoleLevels.Fits(role, one.Level), new RefusedException("role.wrong-level", field, ("role", role.Words()), ("unit", one.Called())));
        }

        refusals.Require((spec.Role, spec.Unit) != (spec.ByRole, spec.ByUnit), new RefusedException("cover.same", "byUnit"));
        refusals.Require(Duties.MayStandIn(spec.Role, [spec.ByRole], arranged: true), new RefusedException("cover.duties", "byRole", ("role", spec.Role.Words()), ("by", spec.ByRole.Words())));
        refusals.Require(spec.ByRole == spec.Role || Ladder.Above(spec.Role).Any(step => step.Role == spec.ByRole), new RefusedException("cover.role", "byRole", ("role", spec.Role.Words()), ("by", spec.ByRole.Words())));
        refusals.Require(spec.From >= today, new RefusedException("deputy.past", "from", ("on", spec.From)));
        refusals.Require(spec.To > spec.From, new RefusedException("deputy.term", "to", ("from", spec.From), ("to", spec.To.AddDays(-1))));
        refusals.Require(spec.To.DayNumber - spec.From.DayNumber <= NameDeputy.LongestDays, new RefusedException("deputy.too-long", "to", ("most", NameDeputy.LongestDays)));
        refusals.Require(spec.Reason.Trim() is { Length: > 0 and <= NameDeputy.LongestReason }, new RefusedException("deputy.reason", "reason", ("most", NameDeputy.LongestReason)));
        refusals.ThrowIfAny();

        await standIns.TouchAsync(cancellation);
        var (role2, covered, from, to) = (spec.Role, spec.Unit, spec.From, spec.To);
        if (await work.Db.Set<Cover>().AnyAsync(one => one.Role == role2 && one.UnitId == covered && one.ValidFrom < to && from < one.ValidTo && one.ByRole == spec.ByRole && one.ByUnitId == spec.ByUnit, cancellation))
            throw new RefusedException("cover.overlaps", "from", ("role", spec.Role.Words()), ("unit", unit.Called()));
        var made = Cover.Of(CoverId.Of(ids.Next()), spec with { Reason = spec.Reason.Trim() }, actor.Account, time.GetUtcNow());
        work.Db.Add(made);
        audit.Record($"unit:{spec.Unit}", "cover.arranged", actor, ("role", $"{spec.Role}"), ("by", $"{spec.ByUnit}"), ("byRole", $"{spec.ByRole}"),
            ("from", $"{spec.From:yyyy-MM-dd}"), ("to", $"{spec.To:yyyy-MM-dd}"), ("id", $"{made.Id}"));
        return made.Id;
    }
}

/// <summary>The unit does its own work again.</summary>
public sealed class EndCover(IUnitOfWork work, UnitTree tree, StandIns standIns, AuditTrail audit, TimeProvider time)
{
    /// <exception cref="RefusedException">cover.unknown, cover.over, and what <see cref="UnitTree"/> refuses.</exception>
    public async Task<Cover> RunAsync(CoverId id, Actor actor, CancellationToken cancellation)
    {
        var (cover, today) = (await work.Db.Set<Cover>().FindAsync([id], cancellation) ?? throw new RefusedException("cover.unknown"), LocalDay.Today(time));
        await tree.ForChangeAsync(cover.UnitId, today, actor, cancellation);
        if (cover.ValidTo <= today)
            throw new RefusedException("cover.over", null, ("on", cover.ValidTo.AddDays(-1)));
        await standIns.TouchAsync(cancellation);
        cover.End(today);
        audit.Record($"unit:{cover.UnitId}", "cover.ended", actor, ("role", $"{cover.Role}"), ("on", $"{today:yyyy-MM-dd}"), ("id", $"{cover.Id}"));
        return cover;
    }
}
