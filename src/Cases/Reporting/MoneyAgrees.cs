using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Paying;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reporting;

/// <summary>Compares to the cent what ledger, cases and bank files say was paid.</summary>
public sealed class MoneyAgrees(IUnitOfWork work, LedgerCheck ledger, PayoutCheck payouts)
{
    /// <returns>Every difference, in words; empty when all agree.</returns>
    public async Task<IReadOnlyList<string>> DifferencesAsync(CancellationToken cancellation)
    {
        var db = work.Db;
        var differences = new List<string>();
        differences.AddRange((await ledger.DifferencesAsync(cancellation)).Select(fault => fault.ToString()!));
        differences.AddRange((await payouts.DifferencesAsync(cancellation)).Select(fault => fault.ToString()!));

        var byLedger = await db.Set<FundBalance>().SumAsync(balance => balance.Paid, cancellation);
        var byCases = await db.Set<AidCase>().SumAsync(aidCase => aidCase.PaidCents, cancellation);
        var byBank = await db.Set<PayoutLine>().Where(line => line.State == LineState.Settled).SumAsync(line => line.Cents, cancellation);
        var recovered = await db.Set<LedgerEntry>().Where(entry => (entry.Kind == PostingKind.Recover || entry.Kind == PostingKind.Restore)).SumAsync(entry => entry.Kind == PostingKind.Recover ? entry.Cents : -entry.Cents, cancellation);
        if (byLedger != byCases)
            differences.Add($"ledger paid {Yuan.Of(byLedger)}, cases paid {Yuan.Of(byCases)}");
        if (byLedger + recovered != byBank)
            differences.Add($"ledger paid {Yuan.Of(byLedger)} and recovered {Yuan.Of(recovered)}, bank files settled {Yuan.Of(byBank)}");
        return differences;
    }
}
