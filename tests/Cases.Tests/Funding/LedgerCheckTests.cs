using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Tests.Funding;

/// <summary>A check that finds nothing proves nothing until it has found something.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class LedgerCheckTests(Provider provider)
{
    [Test]
    public async Task A_balance_that_somebody_changed_by_hand_is_found()
    {
        await using var world = await MoneyWorld.StartAsync(provider);

        await world.WriteAsync((db, cancellation) =>
            db.Set<FundBalance>().ExecuteUpdateAsync(set => set.SetProperty(balance => balance.Available, balance => balance.Available + 1), cancellation));

        Assert.That((await world.LedgerDifferencesAsync()).Select(difference => difference.What), Is.EquivalentTo(["Available", "Budget against all accounts"]));
    }

    [Test]
    public async Task An_entry_that_somebody_removed_is_found_in_fund_and_case()
    {
        await using var world = await MoneyWorld.StartAsync(provider);
        var aidCase = world.NewCase();
        await world.ActAsync<Funds>(funds => funds.ReserveAsync(world.Fund, aidCase, 7_00, "kept", Actor.System, default));

        await world.WriteAsync((db, cancellation) => db.Set<LedgerEntry>().Where(entry => entry.Case == aidCase).ExecuteDeleteAsync(cancellation));

        Assert.That(
            (await world.LedgerDifferencesAsync()).Select(difference => (difference.What, difference.Case, difference.Kept - difference.Entries)),
            Is.EquivalentTo(new (string, CaseId?, long)[] { ("Available", null, -7_00), ("Reserved", null, 7_00), ("Reserved", aidCase, 7_00) }));
    }

    [Test]
    public async Task An_entry_of_a_case_that_holds_nothing_is_found()
    {
        await using var world = await MoneyWorld.StartAsync(provider);
        var aidCase = world.NewCase();
        await world.ActAsync<Funds>(funds => funds.ReserveAsync(world.Fund, aidCase, 7_00, "lost", Actor.System, default));

        await world.WriteAsync((db, cancellation) => db.Set<CaseFunding>().Where(held => held.Case == aidCase).ExecuteDeleteAsync(cancellation));

        Assert.That((await world.LedgerDifferencesAsync()).Select(difference => (difference.Case, difference.What)), Is.EqualTo(new[] { ((CaseId?)aidCase, "Reserved") }));
    }
}
