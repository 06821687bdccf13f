using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reporting;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Overseeing;

/// <summary>A service in a year, with the year before beside it.</summary>
public sealed record ServiceLine(LocalText Name, GrantUnit Unit, int Count, long Cents, int CountBefore, long CentsBefore);

public sealed record FiguresView(int Year, ImmutableArray<int> Years, ImmutableArray<ServiceLine> Services, YearReport Now, YearReport Before)
{
    /// <summary>January to December.</summary>
    public required ImmutableArray<MonthFigure> Months { get; init; }
    public required ImmutableArray<MonthFigure> MonthsBefore { get; init; }
}

/// <summary>The figures of a year for leaders of the whole house: they are of every case, so a leader of a part of it does not get them.</summary>
public sealed class FiguresReading(IUnitOfWork work, Scopes scopes, YearFigures figures, MonthFigures months, ServiceCatalogue services, TimeProvider time)
{
    /// <returns>Null when cases lie outside the reader's area.</returns>
    public async Task<FiguresView?> ReadAsync(int? year, Actor actor, CancellationToken cancellation)
    {
        var db = work.Db;
        var scope = await scopes.OfAsync(actor, [Role.Leader], cancellation);
        foreach (var city in await db.Set<Unit>().AsNoTracking().Where(unit => unit.Level == UnitLevel.City && unit.ValidTo == null).Select(unit => unit.Id).ToListAsync(cancellation))
            if (!await scope.SeesAsync(city, db, cancellation))
                return null;
        var last = LocalDay.Today(time).Year;
        var first = await db.Set<AidCase>().AsNoTracking().OrderBy(one => one.AppliedAt).Select(one => (DateOnly?)one.AppliedOn).FirstOrDefaultAsync(cancellation);
        ImmutableArray<int> years = [.. Enumerable.Range(first?.Year ?? last, last - (first?.Year ?? last) + 1).Reverse()];
        var chosen = year is { } wanted && years.Contains(wanted) ? wanted : last;
        var (now, before) = (await figures.OfAsync(chosen, cancellation), await figures.OfAsync(chosen - 1, cancellation));
        var lines = ImmutableArray.CreateBuilder<ServiceLine>();
        foreach (var id in await db.Set<ServiceVersion>().AsNoTracking().Where(version => version.State == ServiceState.Published).OrderBy(version => version.ServiceId).Select(version => version.Id).ToListAsync(cancellation))
        {
            var service = (await services.GetAsync(db, id, cancellation)).Description;
            var (this1, that) = (now.Services.FirstOrDefault(line => line.Id == service.Id), before.Services.FirstOrDefault(line => line.Id == service.Id));
            lines.Add(new(service.Name, service.Unit, this1?.Count ?? 0, this1?.Cents ?? 0, that?.Count ?? 0, that?.Cents ?? 0));
        }

        return new FiguresView(chosen, years, lines.ToImmutable(), now, before)
        {
            Months = await months.OfAsync(chosen, cancellation),
            MonthsBefore = await months.OfAsync(chosen - 1, cancellation),
        };
    }
}
