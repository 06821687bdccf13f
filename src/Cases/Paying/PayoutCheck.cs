using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Protecting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Paying;

/// <summary>A place where payments, ledger and bank files do not agree, in count or in cents.</summary>
public sealed record PayoutDifference(string Where, string What, CountAndCents One, CountAndCents Other);

/// <summary>Compares what was paid with the ledger, and batches with their lines and control totals. It opens nothing that is encrypted.</summary>
public sealed class PaymentCheck(IUnitOfWork work)
{
    /// <summary>Nothing when all agrees to the cent.</summary>
    public async Task<IReadOnlyList<PayoutDifference>> DifferencesAsync(CancellationToken cancellation) =>
        [.. await OfFundsAsync(cancellation), .. await OfBatchesAsync(cancellation)];

    private async Task<List<PayoutDifference>> OfFundsAsync(CancellationToken cancellation)
    {
        var sums = await work.Db.Set<Payment>().GroupBy(payment => new { payment.Fund, payment.State })
            .Select(group => new { group.Key.Fund, group.Key.State, Cents = group.Sum(payment => payment.Cents) }).ToListAsync(cancellation);
        var recovered = await work.Db.Set<LedgerEntry>().Where(entry => (entry.Kind == PostingKind.Recover || entry.Kind == PostingKind.Restore)).GroupBy(entry => entry.Fund)
            .Select(group => new { Fund = group.Key, Cents = group.Sum(entry => entry.Kind == PostingKind.Recover ? entry.Cents : -entry.Cents) }).ToDictionaryAsync(sum => sum.Fund, sum => sum.Cents, cancellation);
        long Sum(FundId fund, params PaymentState[] states) => sums.Where(sum => sum.Fund == fund && states.Contains(sum.State)).Sum(sum => sum.Cents);

        var differences = new List<PayoutDifference>();
        foreach (var balance in await work.Db.Set<FundBalance>().AsNoTracking().ToListAsync(cancellation))
        {
            Compare("paid and recovered", balance.Paid + recovered.GetValueOrDefault(balance.Fund), Sum(balance.Fund, PaymentState.Settled));
            Compare("committed", balance.Committed, Sum(balance.Fund, PaymentState.InBatch, PaymentState.Released, PaymentState.Unknown));

            void Compare(string what, long ledger, long payments)
            {
                if (ledger != payments)
                    differences.Add(new PayoutDifference($"fund {balance.Fund}", $"{what}: ledger against payments", new CountAndCents(0, ledger), new CountAndCents(0, payments)));
            }
        }

        return differences;
    }

    private async Task<List<PayoutDifference>> OfBatchesAsync(CancellationToken cancellation)
    {
        var differences = new List<PayoutDifference>();
        foreach (var batch in await work.Db.Set<PayoutBatch>().AsNoTracking().OrderBy(batch => batch.Number).ToListAsync(cancellation))
        {
            var totals = await BatchTotals.OfAsync(work, batch, cancellation);
            if (!totals.Agree)
                differences.Add(new PayoutDifference($"batch {batch.Number}", "sent against settled, returned and unknown", totals.Sent, totals.Settled + totals.Returned + totals.Unknown));
            if (totals.Sent != new CountAndCents(batch.Count, batch.Cents))
                differences.Add(new PayoutDifference($"batch {batch.Number}", "sent against the batch", totals.Sent, new CountAndCents(batch.Count, batch.Cents)));
        }

        return differences;
    }
}

/// <summary>The same, and bank files, byte for byte, with the batches they were rendered from.</summary>
public sealed class PayoutCheck(IUnitOfWork work, PaymentCheck payments, FieldProtector protector)
{
    /// <summary>Nothing when all agrees to the cent.</summary>
    public async Task<IReadOnlyList<PayoutDifference>> DifferencesAsync(CancellationToken cancellation)
    {
        var differences = new List<PayoutDifference>(await payments.DifferencesAsync(cancellation));
        foreach (var batch in await work.Db.Set<PayoutBatch>().AsNoTracking().OrderBy(batch => batch.Number).ToListAsync(cancellation))
            if (await work.Db.Set<StoredBankFile>().AsNoTracking().FirstOrDefaultAsync(file => file.Batch == batch.Id, cancellation) is { } file)
                differences.AddRange(OfFile(batch, file));
        return differences;
    }

    private IEnumerable<PayoutDifference> OfFile(PayoutBatch batch, StoredBankFile file)
    {
        var bytes = protector.OpenBytes(file.Bytes, StoredBankFile.Place(batch.Id));
        var said = new CountAndCents(file.Count, file.Cents);
        if (!Digest.Matches(bytes, file.Hash))
            yield return new PayoutDifference($"bank file {file.FileName}", "bytes against their digest", said, default);
        var read = BankFileContent.Of(Roll.Read(protector.OpenBytes(batch.Roll!, batch.RollPlace)).Template, bytes);
        if (read != said)
            yield return new PayoutDifference($"bank file {file.FileName}", "lines against control totals", read, said);
    }
}
