using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Paying;

/// <summary>What the bank answered and nobody booked yet: the sweep's work, so that a crash between import and booking loses nothing.</summary>
public sealed class UnsettledLines(IUnitOfWork work)
{
    /// <summary>Payments with a stored answer that is not booked, oldest answer first, each once.</summary>
    public async Task<IReadOnlyList<PaymentId>> FirstAsync(int most, CancellationToken cancellation)
    {
        var waiting = await work.Db.Set<BankAnswer>().AsNoTracking().Where(answer => answer.AppliedAt == null)
            .OrderBy(answer => answer.At).ThenBy(answer => answer.Payment)
            .Take(most).Select(answer => answer.Payment).ToListAsync(cancellation);
        return [.. waiting.Distinct()];
    }
}
