using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Paying;

/// <summary>What the bank has said so far of the payments of a batch, and what a new answer would change.</summary>
public sealed class Answers(IUnitOfWork work, TimeProvider time)
{
    /// <summary>The newest answer to each payment of the batch that has one.</summary>
    internal async Task<Dictionary<PaymentId, BankAnswer>> NewestAsync(BatchId batch, CancellationToken cancellation) =>
        (await work.Db.Set<BankAnswer>().AsNoTracking().Where(answer => answer.Batch == batch).ToListAsync(cancellation))
        .GroupBy(answer => answer.Payment)
        .ToDictionary(group => group.Key, group => group.MaxBy(answer => answer.Sequence)!);

    /// <summary>Whether the bank may say this after what it said before. A payment that came back does not leave again.</summary>
    internal static bool MayFollow(BankAnswer? earlier, AnswerStatus next) => (earlier?.Status, next) switch
    {
        (null or AnswerStatus.Unknown, _) => true,
        (AnswerStatus.Settled, AnswerStatus.Returned) => true, // a late return
        var (said, same) => said == same,
    };

    /// <summary>Stores the answer, to be booked by <see cref="SettleLine"/>; false when the bank had said the same before.</summary>
    internal bool Store(BatchId batch, PaymentId payment, BankAnswer? earlier, AnswerStatus status, string reason)
    {
        if (earlier?.Status == status)
            return false;
        work.Db.Add(new BankAnswer
        {
            Payment = payment,
            Sequence = (earlier?.Sequence ?? 0) + 1,
            Batch = batch,
            Status = status,
            Reason = reason,
            At = time.GetUtcNow(),
        });
        return true;
    }
}
