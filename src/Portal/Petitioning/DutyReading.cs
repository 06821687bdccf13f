using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Petitioning;

/// <param name="MayClose">It has not begun, and the reader plans duty there.</param>
public sealed record DutyPeriodRow(DutyPeriodId Id, DateOnly From, DateOnly To, LocalText Name, LocalText Unit, bool MayClose);

public sealed record DutyTurnRow(DateOnly Day, AccountId Account, LocalText Desk, LocalText Person, bool MayChange);

/// <summary>Somebody who receives people, and where.</summary>
public sealed record DutyClerk(AccountId Account, LocalText Person, LocalText Desk);

public sealed record DutyUnit(UnitId Id, LocalText Name);

/// <summary>What is planned from today on.</summary>
/// <param name="Units">Where the reader may plan periods; none where they only read.</param>
/// <param name="Clerks">Whom the reader may put on duty.</param>
public sealed record DutyView(ImmutableArray<DutyPeriodRow> Periods, ImmutableArray<DutyTurnRow> Turns, ImmutableArray<DutyUnit> Units, ImmutableArray<DutyClerk> Clerks);

/// <summary>Reads the periods and the rota of the reader's area; whoever receives people also sees what holds above them.</summary>
public sealed class DutyReading(IUnitOfWork work, Scopes scopes, TimeProvider time)
{
    private const int Most = 400;

    public async Task<DutyView> ReadAsync(Visitor visitor, CancellationToken cancellation)
    {
        var today = LocalDay.Today(time);
        var (area, plans) = (await scopes.OfAsync(visitor.Actor, MatterSight.Readers, cancellation), await scopes.OfAsync(visitor.Actor, PlanDuty.Planners, cancellation));
        var (roots, mine) = (area.Roots.ToArray(), plans.Roots.ToArray());
        var over = work.Db.Set<UnitAncestor>().Where(line => roots.Contains(line.UnitId) && line.ValidTo == null).Select(line => line.AncestorId);
        var below = work.Db.Set<UnitAncestor>().Where(line => roots.Contains(line.AncestorId) && line.ValidTo == null).Select(line => line.UnitId);
        var planned = (await work.Db.Set<UnitAncestor>().AsNoTracking().Where(line => mine.Contains(line.AncestorId) && line.ValidTo == null).Select(line => line.UnitId).ToListAsync(cancellation)).ToHashSet();
        var periods = await work.Db.Set<DutyPeriod>().AsNoTracking().Where(period => period.To >= today && (over.Contains(period.UnitId) || below.Contains(period.UnitId))).OrderBy(period => period.From).ThenBy(period => period.Id).Take(Most).ToListAsync(cancellation);
        var turns = await work.Db.Set<DutyTurn>().AsNoTracking().Where(turn => turn.Day >= today && below.Contains(turn.UnitId)).OrderBy(turn => turn.Day).ThenBy(turn => turn.UnitId).ThenBy(turn => turn.AccountId).Take(Most).ToListAsync(cancellation);
        var clerks = await work.Db.Set<RoleAssignment>().AsNoTracking().Where(held => held.Role == Role.DeskClerk && held.ValidFrom <= today && (held.ValidTo == null || today < held.ValidTo) && planned.Contains(held.UnitId))
            .Join(work.Db.Set<Account>().Where(account => account.Active), held => held.AccountId, account => account.Id, (held, account) => new { held.UnitId, account.Id }).ToListAsync(cancellation);
        var units = await UnitsAsync([.. mine, .. periods.Select(period => period.UnitId), .. turns.Select(turn => turn.UnitId), .. clerks.Select(clerk => clerk.UnitId)], cancellation);
        var people = await PeopleAsync([.. turns.Select(turn => turn.AccountId), .. clerks.Select(clerk => clerk.Id)], cancellation);
        return new(
            [.. periods.Select(period => new DutyPeriodRow(period.Id, period.From, period.To, period.Name, units[period.UnitId], period.From > today && planned.Contains(period.UnitId)))],
            [.. turns.Select(turn => new DutyTurnRow(turn.Day, turn.AccountId, units[turn.UnitId], people[turn.AccountId], planned.Contains(turn.UnitId)))],
            [.. mine.Select(unit => new DutyUnit(unit, units[unit]))],
            [.. clerks.Select(clerk => new DutyClerk(clerk.Id, people[clerk.Id], units[clerk.UnitId])).OrderBy(clerk => clerk.Desk.Zh, StringComparer.Ordinal)]);
    }

    private async Task<Dictionary<UnitId, LocalText>> UnitsAsync(UnitId[] ids, CancellationToken cancellation) =>
        await work.Db.Set<Unit>().AsNoTracking().Where(unit => ids.Contains(unit.Id)).ToDictionaryAsync(unit => unit.Id, unit => new LocalText(unit.NameZh, unit.NameEn), cancellation);

    private async Task<Dictionary<AccountId, LocalText>> PeopleAsync(AccountId[] ids, CancellationToken cancellation) =>
        await work.Db.Set<Account>().AsNoTracking().Where(account => ids.Contains(account.Id)).ToDictionaryAsync(account => account.Id, account => new LocalText(account.NameZh, account.NameEn), cancellation);
}
