using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Mending;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Administering;

/// <summary>A task that nobody sees, because nobody holds its role at its unit.</summary>
public sealed record UnheldRow(CaseId Case, string? ReceiptNumber, string Step, Role Role, LocalText Unit, UnitId UnitId, DateTimeOffset Since);

/// <summary>What waits for an administrator.</summary>
public sealed record StuckView(IReadOnlyList<OpenIncident> Incidents, IReadOnlyList<ParkedMessage> Messages, ImmutableArray<UnheldRow> Unheld)
{
    /// <summary>How many of each are shown at once.</summary>
    public const int Most = 100;

    /// <summary>The year whose notice of working days should be loaded by now.</summary>
    public int? MissingYear { get; init; }

    /// <summary>Steps that stand open and ask nobody.</summary>
    public IReadOnlyList<UnaskedRound> Unasked { get; init; } = [];

    /// <summary>Funds without which nothing can be granted in the administrator's area.</summary>
    public ImmutableArray<MissingFund> MissingFunds { get; init; } = [];
}

/// <summary>Somebody with a role at a unit.</summary>
public sealed record Holding(AccountId Account, string UserName, string NameZh, string NameEn, Role Role, bool Active);

/// <summary>A unit with who does what there.</summary>
public sealed record UnitRow(UnitId Id, LocalText Name, UnitLevel Level, string Code, int Below, ImmutableArray<Holding> Holders, DateOnly? Closed);

/// <summary>A unit, the way up to the administrator's own, and what lies directly below it.</summary>
public sealed record UnitView(ImmutableArray<UnitRow> Above, UnitRow At, ImmutableArray<UnitRow> Below);

/// <summary>Reads the house for its administrators: only what lies in their area.</summary>
public sealed class HouseReading(IUnitOfWork work, Scopes scopes, Stuck stuck, UnheldTasks unheld, UnaskedRounds unasked, MissingFunds funds, TimeProvider time)
{
    public async Task<StuckView> StuckAsync(Actor actor, CancellationToken cancellation)
    {
        var tasks = await unheld.OfAsync(actor, StuckView.Most, cancellation);
        var (cases, units) = (tasks.Select(task => task.CaseId).Distinct().ToArray(), tasks.Select(task => task.UnitId).Distinct().ToArray());
        var numbers = await work.Db.Set<AidCase>().AsNoTracking().Where(one => cases.Contains(one.Id)).ToDictionaryAsync(one => one.Id, one => one.ReceiptNumber, cancellation);
        var names = await work.Db.Set<Unit>().AsNoTracking().Where(unit => units.Contains(unit.Id)).ToDictionaryAsync(unit => unit.Id, unit => new LocalText(unit.NameZh, unit.NameEn), cancellation);
        return new StuckView(
            await stuck.IncidentsAsync(actor, StuckView.Most, cancellation), await stuck.MessagesAsync(actor, StuckView.Most, cancellation),
            [.. tasks.Select(task => new UnheldRow(task.CaseId, numbers.GetValueOrDefault(task.CaseId), task.Step, task.Role,
                names.GetValueOrDefault(task.UnitId) ?? LocalText.Same(""), task.UnitId, task.CreatedAt))])
        {
            Unasked = await unasked.OfAsync(actor, StuckView.Most, cancellation),
            MissingFunds = await funds.OfAsync(actor, [Role.Administrator], cancellation),
        };
    }

    /// <param name="at">Null for the unit that the administrator administers.</param>
    /// <returns>Null when there is none, or it lies elsewhere.</returns>
    public async Task<UnitView?> UnitAsync(UnitId? at, Actor actor, CancellationToken cancellation)
    {
        var (db, today) = (work.Db, LocalDay.Today(time));
        var scope = await scopes.OfAsync(actor, [Role.Administrator], cancellation);
        if (scope.IsEmpty || await db.Set<Unit>().AsNoTracking().FirstOrDefaultAsync(unit => unit.Id == (at ?? scope.Roots[0]), cancellation) is not { } here
            || !await scope.SeesAsync(here.Id, db, cancellation))
            return null;
        var below = await db.Set<Unit>().AsNoTracking().Where(unit => unit.ParentId == here.Id && unit.ValidTo == null).OrderBy(unit => unit.DivisionCode).ToListAsync(cancellation);
        var above = new List<Unit>();
        for (var parent = here.ParentId; parent is { } id && await scope.SeesAsync(id, db, cancellation);)
        {
            above.Insert(0, await db.Set<Unit>().AsNoTracking().FirstAsync(unit => unit.Id == id, cancellation));
            parent = above[0].ParentId;
        }

        UnitId[] shown = [here.Id, .. below.Select(unit => unit.Id)];
        var counts = await db.Set<Unit>().Where(unit => unit.ParentId != null && shown.Contains(unit.ParentId.Value) && unit.ValidTo == null)
            .GroupBy(unit => unit.ParentId!.Value).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellation);
        var held = (await db.Set<RoleAssignment>().AsNoTracking()
            .Where(one => shown.Contains(one.UnitId) && one.ValidFrom <= today && (one.ValidTo == null || today < one.ValidTo))
            .Join(db.Set<Account>(), one => one.AccountId, account => account.Id, (one, account) => new { one.UnitId, one.Role, account.Id, account.UserName, account.NameZh, account.NameEn, account.Active })
            .ToListAsync(cancellation)).ToLookup(one => one.UnitId);

        UnitRow Row(Unit unit) => new(unit.Id, new(unit.NameZh, unit.NameEn), unit.Level, unit.DivisionCode, counts.GetValueOrDefault(unit.Id),
            [.. held[unit.Id].OrderBy(one => one.Role).ThenBy(one => one.UserName, StringComparer.Ordinal).Select(one => new Holding(one.Id, one.UserName, one.NameZh, one.NameEn, one.Role, one.Active))], unit.ValidTo);
        return new UnitView([.. above.Select(Row)], Row(here), [.. below.Select(Row)]);
    }
}
