using System.Runtime.InteropServices;
using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Paying;

[StructLayout(LayoutKind.Auto)]
public readonly record struct CountAndCents(int Count, long Cents)
{
    public static CountAndCents operator +(CountAndCents one, CountAndCents other) => new(one.Count + other.Count, one.Cents + other.Cents);
}

/// <summary>The control totals of a batch that went out. A line without an answer is unknown.</summary>
public sealed record BatchTotals(CountAndCents Sent, CountAndCents Settled, CountAndCents Returned, CountAndCents Unknown)
{
    /// <summary>Must always hold: what was sent is settled, returned or unknown, in count and in money.</summary>
    public bool Agree => Sent == Settled + Returned + Unknown;

    /// <summary>Sent is the frozen control total of the bank file (of the batch, before there is one); the rest is added up from the lines.</summary>
    public static async Task<BatchTotals> OfAsync(IUnitOfWork work, PayoutBatch batch, CancellationToken cancellation)
    {
        var sums = await work.Db.Set<PayoutLine>().Where(line => line.Batch == batch.Id).GroupBy(line => line.State)
            .Select(group => new { State = group.Key, Count = group.Count(), Cents = group.Sum(line => line.Cents) })
            .ToDictionaryAsync(sum => sum.State, sum => new CountAndCents(sum.Count, sum.Cents), cancellation);
        var file = await work.Db.Set<StoredBankFile>().Where(file => file.Batch == batch.Id).Select(file => new { file.Count, file.Cents }).FirstOrDefaultAsync(cancellation);
        return new BatchTotals(
            file is null ? new CountAndCents(batch.Count, batch.Cents) : new CountAndCents(file.Count, file.Cents),
            sums.GetValueOrDefault(LineState.Settled),
            sums.GetValueOrDefault(LineState.Returned),
            sums.GetValueOrDefault(LineState.Unknown));
    }
}
