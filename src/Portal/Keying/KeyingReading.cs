using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Portal.Payouts;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Keying;

/// <summary>A line of the roll as the bank's answer to it is keyed.</summary>
/// <param name="Said">What the bank has said so far, booked or not.</param>
/// <param name="KeyedBy">Who keyed it first; what they keyed is not shown to the second, who reads the slip for himself.</param>
/// <param name="Mine">What I keyed myself, by whichever of my accounts: keyed again by me it is corrected, and not confirmed.</param>
public sealed record KeyingLine(BatchLine Line, AnswerStatus? Said, LocalText? KeyedBy, AnswerStatus? Mine)
{
    /// <summary>What the bank may still say: a payment that came back does not leave again.</summary>
    public ImmutableArray<AnswerStatus> Choices => Said switch
    {
        null or AnswerStatus.Unknown => [AnswerStatus.Settled, AnswerStatus.Returned, AnswerStatus.Unknown],
        AnswerStatus.Settled => [AnswerStatus.Returned],
        _ => [],
    };
}

public sealed record KeyingView(BatchView Roll, ImmutableArray<KeyingLine> Lines);

/// <summary>Reads what was keyed so far for a roll of the visitor's unit.</summary>
public sealed class KeyingReading(IUnitOfWork work, PayoutReading payouts)
{
    /// <exception cref="RefusedException">batch.unknown</exception>
    public async Task<KeyingView> ReadAsync(BatchId id, Visitor visitor, CancellationToken cancellation)
    {
        var db = work.Db;
        var roll = await payouts.BatchAsync(id, visitor, cancellation);
        var payments = roll.Lines.Select(line => line.Payment).ToArray();
        var keyed = await db.Set<KeyedAnswer>().AsNoTracking().Where(answer => payments.Contains(answer.Payment))
            .Join(db.Set<Account>(), answer => answer.Account, account => account.Id, (answer, account) => new { answer.Payment, answer.Account, answer.ActingFor, answer.Person, answer.Status, account.NameZh, account.NameEn })
            .ToDictionaryAsync(answer => answer.Payment, cancellation);
        var said = (await db.Set<BankAnswer>().AsNoTracking().Where(answer => answer.Batch == id).ToListAsync(cancellation))
            .GroupBy(answer => answer.Payment).ToDictionary(group => group.Key, group => group.MaxBy(answer => answer.Sequence)!.Status);
        return new KeyingView(roll, [.. roll.Lines.Select(line => new KeyingLine(
            line, said.TryGetValue(line.Payment, out var status) ? status : null,
            keyed.GetValueOrDefault(line.Payment) is { } first ? new LocalText(first.NameZh, first.NameEn) : null,
            keyed.GetValueOrDefault(line.Payment) is { } own && IsMine(own.Account, own.ActingFor, own.Person) ? own.Status : null))]);

        bool IsMine(AccountId account, AccountId? actingFor, PersonId? person) =>
            account == visitor.Account?.Id || actingFor == visitor.Account?.Id || (person is not null && person == visitor.Actor.Person);
    }
}
