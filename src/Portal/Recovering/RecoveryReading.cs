using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Recovering;

/// <param name="CanBook">The reader keeps the books of the fund that paid.</param>
public sealed record RecoveryRow(OwedRecovery Owed, LocalText Service, LocalText Unit, bool CanBook);

public sealed record RecoveryView(ImmutableArray<RecoveryRow> Owed, DateOnly Today)
{
    /// <summary>In cents.</summary>
    public long TotalCents => Owed.Sum(row => row.Owed.OwedCents);
}

/// <summary>Reads what is owed back within the reader's area.</summary>
public sealed class RecoveryReading(IUnitOfWork work, Recoveries recoveries, ServiceCatalogue services, TimeProvider time)
{
    /// <summary>Those who may book what came in (<see cref="RecordRecovery"/>).</summary>
    private static readonly Role[] Finance = [Role.FinanceMaker, Role.FinanceChecker];

    public async Task<RecoveryView> ReadAsync(Visitor visitor, CancellationToken cancellation)
    {
        var owed = await recoveries.OwedAsync(visitor.Actor, cancellation);
        var (units, cases) = (owed.Select(one => one.Unit).Distinct().ToArray(), owed.Select(one => one.Case).ToArray());
        var names = await work.Db.Set<Unit>().AsNoTracking().Where(unit => units.Contains(unit.Id)).ToDictionaryAsync(unit => unit.Id, unit => new LocalText(unit.NameZh, unit.NameEn), cancellation);
        var keepers = await work.Db.Set<CaseFunding>().AsNoTracking().Where(held => cases.Contains(held.Case))
            .Join(work.Db.Set<Fund>(), held => held.Fund, fund => fund.Id, (held, fund) => new { held.Case, fund.Owner }).ToListAsync(cancellation);
        var mine = visitor.Roles.Where(held => Finance.Contains(held.Role)).Select(held => held.UnitId).ToHashSet();
        var rows = new List<RecoveryRow>();
        foreach (var one in owed)
        {
            var service = (await services.CurrentAsync(work.Db, one.ServiceId, cancellation)).Package.Description.Name;
            rows.Add(new(one, service, names[one.Unit], keepers.Any(keeper => keeper.Case == one.Case && mine.Contains(keeper.Owner))));
        }

        return new([.. rows], LocalDay.Today(time));
    }
}
