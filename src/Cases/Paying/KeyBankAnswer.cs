using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Cases.Paying;

/// <param name="Cents">The amount as the bank states it, keyed as well: it guards against the wrong line.</param>
public sealed record KeyedReading(PaymentId Payment, AnswerStatus Status, long Cents, string Reason);

/// <summary>Takes an answer of the bank from paper or screen: it counts when two different people read the same.</summary>
public sealed class KeyBankAnswer(IUnitOfWork work, BatchSignatures signatures, Answers answers, AuditTrail audit, TimeProvider time)
{
    /// <returns>True when this was the second reading and the answer now waits to be booked; false when a second person must still key it.</returns>
    public async Task<bool> KeyAsync(BatchId id, KeyedReading read, Actor actor, AccountId? actingFor, CancellationToken cancellation)
    {
        var batch = await signatures.OpenAsync(id, actor, actingFor, [Role.FinanceMaker, Role.FinanceChecker, Role.FinanceReleaser], cancellation);
        batch.Require(BatchState.Sent, BatchState.Reconciled, BatchState.Closed);
        var line = await work.Db.Set<PayoutLine>().FindAsync([id, read.Payment], cancellation) ?? throw new RefusedException("payment.unknown", "payment");
        if (line.Cents != read.Cents)
            throw new RefusedException("answer.amount-differs", "amount", ("said", Yuan.Said(read.Cents)), ("sent", Yuan.Said(line.Cents)));
        var earlier = (await answers.NewestAsync(id, cancellation)).GetValueOrDefault(read.Payment);
        if (!Answers.MayFollow(earlier, read.Status))
            throw new RefusedException("answer.contradicts", "status", ("said", read.Status), ("earlier", earlier!.Status));

        if (earlier?.Status == read.Status)
            return true; // the bank said so before: the same answer again changes nothing
        var waiting = await work.Db.Set<KeyedAnswer>().FindAsync([read.Payment], cancellation);
        if (waiting is null || IsSame(waiting, actor, actingFor))
        {
            Keep(waiting, read, actor, actingFor);
            audit.Record($"fund:{batch.Fund}", "bank-answer.keyed", actor, ("payment", read.Payment.ToString()), ("status", read.Status.ToString()));
            return false;
        }

        if (waiting.Status != read.Status)
            throw new RefusedException("answer.keys-differ", "status", ("first", waiting.Status), ("second", read.Status));
        work.Db.Remove(waiting);
        batch.TakeAnswers();
        answers.Store(id, read.Payment, earlier, read.Status, Reason(waiting.Reason, read.Reason));
        audit.Record($"fund:{batch.Fund}", "bank-answer.confirmed", actor,
            ("payment", read.Payment.ToString()), ("status", read.Status.ToString()), ("first", waiting.Account.ToString()), ("actingFor", actingFor?.ToString()));
        return true;
    }

    private void Keep(KeyedAnswer? waiting, KeyedReading read, Actor actor, AccountId? actingFor)
    {
        if (waiting is not null)
        {
            (waiting.Status, waiting.Cents, waiting.Reason, waiting.At) = (read.Status, read.Cents, Cut(read.Reason), time.GetUtcNow());
            return;
        }

        work.Db.Add(new KeyedAnswer
        {
            Payment = read.Payment,
            Account = actor.Account!.Value,
            ActingFor = actingFor,
            Person = actor.Person,
            Status = read.Status,
            Cents = read.Cents,
            Reason = Cut(read.Reason),
            At = time.GetUtcNow(),
        });
    }

    private static bool IsSame(KeyedAnswer waiting, Actor actor, AccountId? actingFor) =>
        waiting.Account == actor.Account
        || waiting.ActingFor == actor.Account
        || (actingFor is { } represented && (waiting.Account == represented || waiting.ActingFor == represented))
        || (actor.Person is not null && waiting.Person == actor.Person);

    private static string Reason(string first, string second) => Cut(string.Equals(first.Trim(), second.Trim(), StringComparison.Ordinal) ? first : $"{first} / {second}");

    private static string Cut(string reason) => reason.Length <= 500 ? reason : reason[..500];
}
