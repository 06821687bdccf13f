using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.StandingIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Reorganising;

/// <summary>A unit that another may go to.</summary>
public sealed record UnitChoice(UnitId Id, LocalText Name, string Code);

/// <summary>Where a unit may go: under which others, and to which of its own level; and what is directly below it.</summary>
/// <param name="Opens">The level of a unit that is set up below it; null below a village.</param>
public sealed record UnitChoices(ImmutableArray<UnitChoice> Parents, ImmutableArray<UnitChoice> Peers, ImmutableArray<UnitChoice> Below, UnitLevel? Opens, bool IsRoot)
{
    /// <summary>Of the unit itself.</summary>
    public UnitLevel Level => Opens is { } below ? below - 1 : UnitLevel.Village;
}

/// <summary>What a change of a unit touches, counted before it is done.</summary>
/// <param name="Units">The unit with all below it.</param>
/// <param name="Tasks">Open tasks at those units.</param>
/// <param name="TasksAbove">Open tasks of those cases at offices above: they stay with whoever has them.</param>
/// <param name="Ending">Roles at the unit itself, which end where it closes.</param>
/// <param name="ByRole">Open tasks at the unit itself, where it closes: they go to whoever carries on.</param>
/// <param name="Covers">Covers of or by the unit, which end where it closes.</param>
/// <param name="Deputies">Deputies of people whose role ends.</param>
public sealed record UnitEffects(int Units, int Cases, int Tasks, int TasksAbove, ImmutableArray<(LocalText Name, string UserName, Role Role)> Ending, ImmutableArray<TasksOfRole> ByRole, int Covers, int Deputies);

/// <summary>Open tasks of a role.</summary>
/// <param name="Claimed">Of these, claimed by somebody who has no role at the unit that carries on: they are everybody's there.</param>
/// <param name="Named">Of these, somebody's by name: the same.</param>
public sealed record TasksOfRole(Role Role, int Open, int Claimed, int Named);

/// <summary>Works out what an administrator may do with a unit, and what it would move.</summary>
internal sealed class UnitDesk(IUnitOfWork work, Scopes scopes, TimeProvider time)
{
    public async Task<UnitChoices> ChoicesAsync(UnitId id, Actor actor, CancellationToken cancellation)
    {
        var db = work.Db;
        var unit = await db.Set<Unit>().AsNoTracking().FirstAsync(unit => unit.Id == id, cancellation);
        var roots = (await scopes.OfAsync(actor, [Role.Administrator], cancellation)).Roots.ToArray();
        var own = db.Set<UnitAncestor>().Where(line => roots.Contains(line.AncestorId) && line.ValidTo == null).Select(line => line.UnitId);
        var open = db.Set<Unit>().AsNoTracking().Where(other => other.ValidTo == null && other.Id != id);
        async Task<ImmutableArray<UnitChoice>> ListAsync(IQueryable<Unit> units) =>
            [.. (await units.OrderBy(other => other.DivisionCode).ToListAsync(cancellation)).Select(other => new UnitChoice(other.Id, new(other.NameZh, other.NameEn), other.DivisionCode))];

        var above = unit.ParentId is { } parent ? (await db.Set<Unit>().AsNoTracking().FirstAsync(other => other.Id == parent, cancellation)).Level : (UnitLevel?)null;
        return new(
            above is { } level ? await ListAsync(open.Where(other => other.Level == level && other.Id != unit.ParentId && own.Contains(other.Id))) : [],
            await ListAsync(open.Where(other => other.Level == unit.Level && own.Contains(other.Id))),
            await ListAsync(open.Where(other => other.ParentId == id)),
            unit.Level == UnitLevel.Village ? null : unit.Level + 1,
            above is null);
    }

    public async Task<UnitEffects> EffectsAsync(UnitId id, bool closes, CancellationToken cancellation)
    {
        var (db, today) = (work.Db, LocalDay.Today(time));
        var below = db.Set<UnitAncestor>().Where(line => line.AncestorId == id && line.ValidTo == null).Select(line => line.UnitId);
        var cases = db.Set<AidCase>().Where(one => one.Outcome == null && below.Contains(one.UnitId));
        var tasks = db.Set<ReviewTask>().Where(task => task.State == TaskState.Assigned || task.State == TaskState.InProgress || task.State == TaskState.OnHold);
        var ending = !closes ? [] : await db.Set<RoleAssignment>().AsNoTracking().Where(held => held.UnitId == id && (held.ValidTo == null || held.ValidTo > today))
            .Join(db.Set<Account>(), held => held.AccountId, account => account.Id, (held, account) => new { held.Role, account.UserName, account.NameZh, account.NameEn }).ToListAsync(cancellation);
        var mine = !closes ? [] : await tasks.Where(task => task.UnitId == id).Select(task => new { task.Role, task.Named, Claimed = task.AssigneeId != null }).ToListAsync(cancellation);
        var covers = !closes ? 0 : await db.Set<Cover>().CountAsync(cover => (cover.UnitId == id || cover.ByUnitId == id) && cover.ValidTo > today, cancellation);
        var leaving = db.Set<RoleAssignment>().Where(held => held.UnitId == id && (held.ValidTo == null || held.ValidTo > today)).Select(held => held.AccountId);
        var deputies = !closes ? 0 : await db.Set<Deputy>().CountAsync(deputy => deputy.ValidTo > today && leaving.Contains(deputy.PrincipalId), cancellation);
        return new(
            await below.CountAsync(cancellation), await cases.CountAsync(cancellation), await tasks.CountAsync(task => below.Contains(task.UnitId), cancellation),
            await tasks.CountAsync(task => !below.Contains(task.UnitId) && cases.Any(one => one.Id == task.CaseId), cancellation),
            [.. ending.OrderBy(one => one.Role).ThenBy(one => one.UserName, StringComparer.Ordinal).Select(one => (new LocalText(one.NameZh, one.NameEn), one.UserName, one.Role))],
            [.. mine.GroupBy(one => one.Role).OrderBy(one => one.Key).Select(one => new TasksOfRole(one.Key, one.Count(), one.Count(task => task.Claimed && !task.Named), one.Count(task => task.Named)))], covers, deputies);
    }
}
