using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Funding;

/// <summary>A place where the books do not agree. <see cref="Entries"/> is what the ledger adds up to, <see cref="Kept"/> what the balance says; cents.</summary>
public sealed record LedgerDifference(FundId Fund, CaseId? Case, string What, long Entries, long Kept);

/// <summary>Adds the ledger up and compares: entries with balances per fund and per case, and each fund's budget with where it went.</summary>
public sealed class LedgerCheck(IUnitOfWork work)
{
    /// <summary>Nothing when every cent agrees.</summary>
    public async Task<IReadOnlyList<LedgerDifference>> DifferencesAsync(CancellationToken cancellation) =>
        [.. await OfFundsAsync(cancellation), .. await OfCasesAsync(cancellation)];

    private async Task<List<LedgerDifference>> OfFundsAsync(CancellationToken cancellation)
    {
        var moved = new Dictionary<(FundId Fund, FundAccount Account), long>();
        foreach (var sum in await work.Db.Set<LedgerEntry>().GroupBy(entry => new { entry.Fund, entry.Debit, entry.Credit })
            .Select(group => new { group.Key.Fund, group.Key.Debit, group.Key.Credit, Cents = group.Sum(entry => entry.Cents) }).ToListAsync(cancellation))
        {
            moved[(sum.Fund, sum.Debit)] = moved.GetValueOrDefault((sum.Fund, sum.Debit)) + sum.Cents;
            moved[(sum.Fund, sum.Credit)] = moved.GetValueOrDefault((sum.Fund, sum.Credit)) - sum.Cents;
        }

        var differences = new List<LedgerDifference>();
        foreach (var balance in await work.Db.Set<FundBalance>().AsNoTracking().ToListAsync(cancellation))
        {
            foreach (var (account, kept) in Accounts(balance))
            {
                var entries = moved.GetValueOrDefault((balance.Fund, account));
                if (account is FundAccount.Budget)
                    entries = -entries;
                if (entries != kept || kept < 0)
                    differences.Add(new LedgerDifference(balance.Fund, null, account.ToString(), entries, kept));
            }

            var held = balance.Available + balance.Reserved + balance.Committed + balance.Paid + balance.Returned;
            if (held != balance.Budget)
                differences.Add(new LedgerDifference(balance.Fund, null, "Budget against all accounts", held, balance.Budget));
        }

        return differences;
    }

    private async Task<List<LedgerDifference>> OfCasesAsync(CancellationToken cancellation)
    {
        var moved = new Dictionary<(FundId Fund, CaseId Case, FundAccount Account), long>();
        foreach (var sum in await work.Db.Set<LedgerEntry>().Where(entry => entry.Case != null)
            .GroupBy(entry => new { entry.Fund, entry.Case, entry.Debit, entry.Credit })
            .Select(group => new { group.Key.Fund, group.Key.Case, group.Key.Debit, group.Key.Credit, Cents = group.Sum(entry => entry.Cents) })
            .ToListAsync(cancellation))
        {
            var (debit, credit) = ((sum.Fund, sum.Case!.Value, sum.Debit), (sum.Fund, sum.Case.Value, sum.Credit));
            moved[debit] = moved.GetValueOrDefault(debit) + sum.Cents;
            moved[credit] = moved.GetValueOrDefault(credit) - sum.Cents;
        }

        var differences = new List<LedgerDifference>();
        foreach (var held in await work.Db.Set<CaseFunding>().AsNoTracking().ToListAsync(cancellation))
            foreach (var account in OfCase)
            {
                moved.Remove((held.Fund, held.Case, account), out var entries);
                if (entries != held.In(account) || entries < 0)
                    differences.Add(new LedgerDifference(held.Fund, held.Case, account.ToString(), entries, held.In(account)));
            }

        differences.AddRange(moved.Where(rest => rest.Value != 0 && OfCase.Contains(rest.Key.Account))
            .Select(rest => new LedgerDifference(rest.Key.Fund, rest.Key.Case, rest.Key.Account.ToString(), rest.Value, 0)));
        return differences;
    }

    private static readonly FundAccount[] OfCase = [FundAccount.Reserved, FundAccount.Committed, FundAccount.Paid, FundAccount.Returned];

    private static IEnumerable<(FundAccount Account, long Kept)> Accounts(FundBalance balance) =>
    [
        (FundAccount.Budget, balance.Budget),
        (FundAccount.Available, balance.Available),
        (FundAccount.Reserved, balance.Reserved),
        (FundAccount.Committed, balance.Committed),
        (FundAccount.Paid, balance.Paid),
        (FundAccount.Returned, balance.Returned),
    ];
}
