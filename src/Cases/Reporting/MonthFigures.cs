using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Paying;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reporting;

/// <summary>A month: what was applied for in it, what was credited, and what came back.</summary>
public sealed record MonthFigure(int Month, int Applications, int Payments, long PaidCents, long BackCents)
{
    public long NetCents => PaidCents - BackCents;
}

/// <summary>A year by its months in local time; together they are the year's figures.</summary>
public sealed class MonthFigures(IUnitOfWork work)
{
    public async Task<ImmutableArray<MonthFigure>> OfAsync(int year, CancellationToken cancellation)
    {
        var (from, to) = (LocalDay.At(new(year, 1, 1), TimeOnly.MinValue), LocalDay.At(new(year + 1, 1, 1), TimeOnly.MinValue));
        var applied = (await work.Db.Set<AidCase>().AsNoTracking().Where(one => one.AppliedAt >= from && one.AppliedAt < to).Select(one => one.AppliedOn).ToListAsync(cancellation))
            .ToLookup(day => day.Month);
        var paid = (await work.Db.Set<Payment>().AsNoTracking().Where(payment => payment.State == PaymentState.Settled && payment.SettledAt >= from && payment.SettledAt < to)
            .Select(payment => new { At = payment.SettledAt!.Value, payment.Cents }).ToListAsync(cancellation)).ToLookup(payment => LocalDay.Of(payment.At).Month, payment => payment.Cents);
        var back = (await work.Db.Set<LedgerEntry>().AsNoTracking().Where(entry => entry.Kind == PostingKind.Recover && entry.At >= from && entry.At < to)
            .Select(entry => new { entry.At, entry.Cents }).ToListAsync(cancellation)).ToLookup(entry => LocalDay.Of(entry.At).Month, entry => entry.Cents);
        return [.. Enumerable.Range(1, 12).Select(month => new MonthFigure(month, applied[month].Count(), paid[month].Count(), paid[month].Sum(), back[month].Sum()))];
    }
}
