using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reporting;

/// <param name="Count">Distinct persons or households, as the service counts.</param>
public sealed record ServiceFigure(string Id, GrantUnit Unit, int Count, long Cents);

/// <summary>How often something happened to cases that were applied for in the year.</summary>
public sealed record EventFigures(int Supplemented, int Objected, int ReturnedPayment, int Reconsidered);

/// <summary>What a year came to, asked from cases and payments each time: nothing of it is stored.</summary>
public sealed record YearReport(IReadOnlyList<ServiceFigure> Services, int Cases, IReadOnlyDictionary<string, int> Outcomes, EventFigures Events);

/// <summary>Computes the yearly lines of the performance table (paid within the year, by settlement date in local time).</summary>
public sealed class YearFigures(IUnitOfWork work, ServiceCatalogue services)
{
    public async Task<YearReport> OfAsync(int year, CancellationToken cancellation)
    {
        var (from, to) = (LocalDay.At(new(year, 1, 1), TimeOnly.MinValue), LocalDay.At(new(year + 1, 1, 1), TimeOnly.MinValue));
        var paid = await work.Db.Set<Payment>().AsNoTracking()
            .Where(payment => payment.State == PaymentState.Settled && payment.SettledAt >= from && payment.SettledAt < to)
            .Join(work.Db.Set<AidCase>(), payment => payment.Case, aidCase => aidCase.Id,
                (payment, aidCase) => new { aidCase.ServiceId, aidCase.ServiceVersionId, aidCase.ApplicantId, aidCase.HouseholdId, payment.Cents })
            .ToListAsync(cancellation);

        // What came back in the year was not paid out in it, whenever it had been paid.
        var recovered = await work.Db.Set<LedgerEntry>().AsNoTracking().Where(entry => (entry.Kind == PostingKind.Recover || entry.Kind == PostingKind.Restore) && entry.At >= from && entry.At < to)
            .Join(work.Db.Set<AidCase>(), entry => entry.Case, aidCase => (CaseId?)aidCase.Id, (entry, aidCase) => new { aidCase.ServiceId, Cents = entry.Kind == PostingKind.Recover ? entry.Cents : -entry.Cents })
            .GroupBy(line => line.ServiceId).Select(service => new { service.Key, Cents = service.Sum(line => line.Cents) })
            .ToDictionaryAsync(service => service.Key, service => service.Cents, cancellation);

        var figures = new List<ServiceFigure>();
        foreach (var service in paid.GroupBy(line => line.ServiceId).OrderBy(service => service.Key, StringComparer.Ordinal))
        {
            var unit = (await services.GetAsync(work.Db, service.First().ServiceVersionId, cancellation)).Description.Unit;
            var count = unit == GrantUnit.Household
                ? service.Select(line => line.HouseholdId?.Value ?? line.ApplicantId.Value).Distinct().Count()
                : service.Select(line => line.ApplicantId).Distinct().Count();
            figures.Add(new(service.Key, unit, count, service.Sum(line => line.Cents) - recovered.GetValueOrDefault(service.Key)));
        }

        var cases = work.Db.Set<AidCase>().AsNoTracking().Where(aidCase => aidCase.AppliedAt >= from && aidCase.AppliedAt < to);
        var outcomes = await cases.GroupBy(aidCase => aidCase.Outcome).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancellation);
        return new(figures, await cases.CountAsync(cancellation),
            outcomes.ToImmutableSortedDictionary(outcome => Name(outcome.Key), outcome => outcome.Count, StringComparer.Ordinal),
            await EventsAsync(cases, cancellation));
    }

    private async Task<EventFigures> EventsAsync(IQueryable<AidCase> cases, CancellationToken cancellation)
    {
        var db = work.Db;
        return new(
            await cases.CountAsync(aidCase => db.Set<SupplementRequest>().Any(request => request.CaseId == aidCase.Id && request.SuppliedAt != null), cancellation),
            await cases.CountAsync(aidCase => db.Set<Objection>().Any(objection => objection.CaseId == aidCase.Id), cancellation),
            await cases.CountAsync(aidCase => db.Set<Payment>().Any(payment => payment.Case == aidCase.Id && payment.ReturnedAt != null), cancellation),
            await cases.CountAsync(aidCase => db.Set<CaseRun>().Any(run => run.CaseId == aidCase.Id && run.Kind == RunKind.Reconsideration), cancellation));
    }

    private static string Name(CaseOutcome? outcome) => outcome switch
    {
        null => "open",
        CaseOutcome.NotAccepted => "notAccepted",
        _ => outcome.Value.ToString().ToLowerInvariant(),
    };
}
