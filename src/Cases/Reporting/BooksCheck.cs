using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reporting;

/// <summary>Two places of the house say different things.</summary>
/// <param name="Where">The fund, case, batch or stream.</param>
/// <param name="One">What the first says: the ledger, the trail.</param>
/// <param name="Other">What the other keeps.</param>
public sealed record BooksDifference(string Where, string What, string One, string Other);

/// <summary>What was looked at, and every difference.</summary>
/// <param name="Words">Of how many decisions the words were compared too: the trail of older versions has no digest of them.</param>
public sealed record BooksReport(long Postings, int Cases, int Payments, int Decisions, int Words, int BankFiles, IReadOnlyList<BooksDifference> Differences);

/// <summary>
/// Compares ledger, cases, payments, batches, bank files and decisions with one another and with the trail, without opening anything that is encrypted. Reads only, and beside running
/// work: what two reads torn by a commit seem to say is asked once more.
/// </summary>
public sealed class BooksCheck(IUnitOfWork work, LedgerCheck ledger, CaseCheck cases, PaymentCheck payments, DecisionCheck decisions)
{
    public async Task<BooksReport> RunAsync(CancellationToken cancellation)
    {
        var db = work.Db;
        var differences = await OnceAsync(cancellation);
        if (differences.Count > 0)
        {
            var again = (await OnceAsync(cancellation)).ToLookup(difference => (difference.Where, difference.What));
            differences = [.. differences.Where(difference => again.Contains((difference.Where, difference.What)))];
        }

        return new(
            await db.Set<LedgerEntry>().LongCountAsync(cancellation), await db.Set<AidCase>().CountAsync(cancellation), await db.Set<Payment>().CountAsync(cancellation),
            await db.Set<Decision>().CountAsync(cancellation), await db.Set<AuditEntry>().CountAsync(entry => entry.Act == "task.decided" && entry.Facts.Contains("\"digest\""), cancellation),
            await db.Set<StoredBankFile>().CountAsync(cancellation), differences);
    }

    private async Task<List<BooksDifference>> OnceAsync(CancellationToken cancellation) =>
    [
        .. (await ledger.DifferencesAsync(cancellation)).Select(one => new BooksDifference(one.Case is { } id ? $"case {id}" : $"fund {one.Fund}", $"ledger against balance: {one.What}", Yuan.Of(one.Entries), Yuan.Of(one.Kept))),
        .. await PostingsAsync(cancellation),
        .. await cases.DifferencesAsync(cancellation),
        .. await SignaturesAsync(cancellation),
        .. (await payments.DifferencesAsync(cancellation)).Select(one => new BooksDifference(one.Where, one.What, $"{one.One.Count}, {Yuan.Of(one.One.Cents)}", $"{one.Other.Count}, {Yuan.Of(one.Other.Cents)}")),
        .. await BankFilesAsync(cancellation),
        .. await decisions.DifferencesAsync(cancellation),
    ];

    /// <summary>Each posting takes something from one account and brings it to another.</summary>
    private async Task<IEnumerable<BooksDifference>> PostingsAsync(CancellationToken cancellation) =>
        (await work.Db.Set<LedgerEntry>().AsNoTracking().Where(entry => entry.Cents <= 0 || entry.Debit == entry.Credit).ToListAsync(cancellation))
        .Select(entry => new BooksDifference($"fund {entry.Fund}", $"posting {entry.Id} does not balance", $"{entry.Debit}", $"{entry.Credit} {Yuan.Of(entry.Cents)}"));

    /// <summary>Whoever signed a batch is who did so by the trail.</summary>
    private async Task<IEnumerable<BooksDifference>> SignaturesAsync(CancellationToken cancellation)
    {
        var did = (await work.Db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Act == "batch.locked" || entry.Act == "batch.checked" || entry.Act == "batch.released")
                .Select(entry => new { entry.Act, entry.ActorAccount, entry.Facts }).ToListAsync(cancellation))
            .Select(entry => (Number: (string?)JsonNode.Parse(entry.Facts)!["batch"], Role: SignsAs(entry.Act), Account: $"{entry.ActorAccount}")).ToHashSet();
        return (await work.Db.Set<BatchSignature>().AsNoTracking().Join(work.Db.Set<PayoutBatch>(), signature => signature.Batch, batch => batch.Id,
                (signature, batch) => new { batch.Number, signature.Role, signature.Account }).ToListAsync(cancellation))
            .Where(signed => !did.Contains((signed.Number, signed.Role, $"{signed.Account}")))
            .Select(signed => new BooksDifference($"batch {signed.Number}", $"signature of the {signed.Role} against the trail", "nobody of that account", $"{signed.Account}"));
    }

    private static Role SignsAs(string act) => act switch
    {
        "batch.locked" => Role.FinanceMaker,
        "batch.checked" => Role.FinanceChecker,
        _ => Role.FinanceReleaser,
    };

    /// <summary>The digest of a bank file is the one that its release left in the trail.</summary>
    private async Task<List<BooksDifference>> BankFilesAsync(CancellationToken cancellation)
    {
        var released = (await work.Db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Act == "batch.released").Select(entry => entry.Facts).ToListAsync(cancellation))
            .Select(facts => (string?)JsonNode.Parse(facts)!["file"]).ToHashSet(StringComparer.Ordinal);
        return [.. (await work.Db.Set<StoredBankFile>().AsNoTracking().Select(file => new { file.FileName, file.Hash }).ToListAsync(cancellation))
            .Where(file => !released.Contains(file.Hash)).Select(file => new BooksDifference($"bank file {file.FileName}", "digest against the trail", "none", file.Hash))];
    }
}
