using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Storage;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Tests.Funding;

/// <summary>Whatever is posted, in whatever order: no account is ever below zero, and budget = available + reserved + committed + paid + returned.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class LedgerLawTests(Provider provider)
{
    private MoneyWorld world = null!;
    private int keys;

    [OneTimeSetUp]
    public async Task StartAsync() => world = await MoneyWorld.StartAsync(provider);

    [OneTimeTearDown]
    public async Task EndAsync() => await world.DisposeAsync();

#pragma warning disable NUnit1027 // FsCheck gives the argument
    [FsCheck.NUnit.Property(MaxTest = 15, Arbitrary = [typeof(Tries)])]
    public async Task The_ledger_balances_after_any_sequence_of_postings(Try[] tries)
#pragma warning restore NUnit1027
    {
        var fund = await world.FundAsync(1_000);
        CaseId[] cases = [world.NewCase(), world.NewCase(), world.NewCase()];
        var model = new Model(1_000);

        foreach (var attempt in tries)
        {
            var posting = new Posting(attempt.Kind, fund, attempt.Kind is PostingKind.Budget ? null : cases[attempt.Case], attempt.Cents, $"law {++keys}", Actor.System)
            {
                From = attempt.Late && attempt.Kind is PostingKind.Return ? FundAccount.Paid : null,
                Backwards = attempt.Late && attempt.Kind is PostingKind.Budget,
            };
            Assert.That(await PostedAsync(posting), Is.EqualTo(model.Post(posting)), $"{posting}");
        }

        var balance = await world.BalanceAsync(fund);
        var differences = (await world.LedgerDifferencesAsync()).Where(difference => difference.Fund == fund);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(differences, Is.Empty);
            Assert.That(
                (long[])[balance.Available, balance.Reserved, balance.Committed, balance.Paid, balance.Returned],
                Is.EqualTo(model.OfFund).And.All.GreaterThanOrEqualTo(0));
        }
    }

    private async Task<bool> PostedAsync(Posting posting)
    {
        try
        {
            await world.ActAsync<Funds>(funds => funds.PostAsync(posting, default));
            return true;
        }
        catch (RefusedException)
        {
            return false;
        }
    }

    public sealed record Try(PostingKind Kind, int Case, int Cents, bool Late);

    /// <summary>The ledger as one would keep it on paper.</summary>
    private sealed class Model(long budget)
    {
        private readonly Dictionary<(CaseId?, FundAccount), long> accounts = new() { [(null, FundAccount.Available)] = budget };

        public long[] OfFund =>
            [.. new[] { FundAccount.Available, FundAccount.Reserved, FundAccount.Committed, FundAccount.Paid, FundAccount.Returned }
                .Select(account => accounts.Where(held => held.Key.Item2 == account).Sum(held => held.Value))];

        public bool Post(Posting posting)
        {
            var (from, to) = (Key(posting.Credit, posting.Case), Key(posting.Debit, posting.Case));
            if (posting.Credit is not FundAccount.Budget && accounts.GetValueOrDefault(from) < posting.Cents)
                return false;
            accounts[from] = accounts.GetValueOrDefault(from) - posting.Cents;
            accounts[to] = accounts.GetValueOrDefault(to) + posting.Cents;
            return true;
        }

        private static (CaseId?, FundAccount) Key(FundAccount account, CaseId? aidCase) =>
            (account is FundAccount.Available or FundAccount.Budget ? null : aidCase, account);
    }

    public static class Tries
    {
        /// <summary>Uniform chance seldom empties a fund, and never reaches the bank.</summary>
        private static readonly PostingKind[] Often = [PostingKind.Reserve, PostingKind.Reserve, PostingKind.Commit, PostingKind.Commit, PostingKind.Pay];

        public static Arbitrary<Try[]> Any() => Arb.From(
            (from kind in Gen.Elements([.. Enum.GetValues<PostingKind>(), .. Often])
             from aidCase in Gen.Choose(0, 2)
             from cents in Gen.Choose(1, 400)
             from late in Gen.Elements(true, false)
             select new Try(kind, aidCase, cents, late)).ArrayOf(30));
    }
}
