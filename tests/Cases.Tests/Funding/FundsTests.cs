using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Tests.Funding;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class FundsTests(Provider provider)
{
    private MoneyWorld world = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => world = await MoneyWorld.StartAsync(provider);

    [OneTimeTearDown]
    public async Task EndAsync() => await world.DisposeAsync();

    [TearDown]
    public async Task The_books_agree_after_every_test() => Assert.That(await world.LedgerDifferencesAsync(), Is.Empty);

    [Test]
    public async Task Fifty_deciders_at_once_cannot_overspend_and_nobody_is_turned_away_for_the_crowd()
    {
        var fund = await world.FundAsync(30 * 4_000_00);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(decider => Task.Run(() => DecideAsync(fund, decider))));

        var balance = await world.BalanceAsync(fund);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Count(answer => answer is "granted"), Is.EqualTo(30));
            Assert.That(answers.Count(answer => answer is "fund.insufficient"), Is.EqualTo(20));
            Assert.That(balance.Available, Is.Zero);
            Assert.That(balance.Reserved, Is.EqualTo(30 * 4_000_00));
        }
    }

    [Test]
    public async Task One_cent_more_than_there_is_is_refused_and_changes_nothing()
    {
        var fund = await world.FundAsync(100_00);

        var refusal = await world.RefusedAsync<Funds>("fund.insufficient", funds => funds.ReserveAsync(fund, world.NewCase(), 100_01, "too much", Actor.System, default));

        var entries = await world.ReadAsync(db => db.Set<LedgerEntry>().CountAsync(entry => entry.Fund == fund && entry.Kind == PostingKind.Reserve));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Texts.Say(refusal, "en"), Does.Contain("100.00 yuan is available, 100.01 yuan is needed"));
            Assert.That(entries, Is.Zero);
            Assert.That((await world.BalanceAsync(fund)).Available, Is.EqualTo(100_00));
        }
    }

    [Test]
    public async Task The_same_key_posts_once()
    {
        var fund = await world.FundAsync(100_00);
        var aidCase = world.NewCase();

        for (var again = 0; again < 3; again++)
            await world.ActAsync<Funds>(funds => funds.ReserveAsync(fund, aidCase, 40_00, "once", Actor.System, default));

        Assert.That((await world.BalanceAsync(fund)).Reserved, Is.EqualTo(40_00));
    }

    [Test]
    public async Task The_same_key_at_the_same_moment_posts_once()
    {
        var fund = await world.FundAsync(100_00);
        var aidCase = world.NewCase();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(caller => Task.Run(() =>
            world.ActAsync<Funds>(funds => funds.ReserveAsync(fund, aidCase, 10_00, "at once", Actor.System, default)))));

        Assert.That((await world.BalanceAsync(fund)).Reserved, Is.EqualTo(10_00));
    }

    [Test]
    public async Task A_key_is_not_good_for_another_posting()
    {
        var fund = await world.FundAsync(100_00);
        await world.ActAsync<Funds>(funds => funds.ReserveAsync(fund, world.NewCase(), 40_00, "taken", Actor.System, default));

        Assert.That(
            () => world.ActAsync<Funds>(funds => funds.ReserveAsync(fund, world.NewCase(), 41_00, "taken", Actor.System, default)),
            Throws.InvalidOperationException);
    }

    [Test]
    public async Task A_case_cannot_give_back_what_another_case_holds()
    {
        var fund = await world.FundAsync(100_00);
        await world.ActAsync<Funds>(funds => funds.ReserveAsync(fund, world.NewCase(), 40_00, "of the other", Actor.System, default));

        await world.RefusedAsync<Funds>("fund.not-reserved", funds => funds.ReleaseAsync(fund, world.NewCase(), 1, "not mine", Actor.System, default));
    }

    [Test]
    public async Task A_later_gate_that_grants_less_gives_the_rest_back()
    {
        var fund = await world.FundAsync(100_00);
        var aidCase = world.NewCase();
        await world.ActAsync<Funds>(funds => funds.ReserveAsync(fund, aidCase, 40_00, "granted", Actor.System, default));

        await world.ActAsync<Funds>(funds => funds.ReduceReservationAsync(fund, aidCase, 25_00, "province", Actor.System, default));
        await world.ActAsync<Funds>(funds => funds.ReduceReservationAsync(fund, aidCase, 25_00, "province", Actor.System, default));

        var balance = await world.BalanceAsync(fund);
        Assert.That((balance.Available, balance.Reserved), Is.EqualTo((75_00L, 25_00L)));
    }

    [Test]
    public async Task A_reservation_cannot_be_reduced_to_more_than_it_is()
    {
        var fund = await world.FundAsync(100_00);
        var aidCase = world.NewCase();
        await world.ActAsync<Funds>(funds => funds.ReserveAsync(fund, aidCase, 40_00, "less", Actor.System, default));

        await world.RefusedAsync<Funds>("fund.not-reserved", funds => funds.ReduceReservationAsync(fund, aidCase, 40_01, "more", Actor.System, default));
    }

    [Test]
    public async Task An_act_that_releases_and_reserves_needs_only_the_difference()
    {
        var fund = await world.FundAsync(50_00);
        var (one, other) = (world.NewCase(), world.NewCase());
        await world.ActAsync<Funds>(funds => funds.ReserveAsync(fund, one, 50_00, "all of it", Actor.System, default));

        await world.ActAsync<Funds>(async funds =>
        {
            await funds.ReserveAsync(fund, other, 50_00, "to the other", Actor.System, default);
            await funds.ReleaseAsync(fund, one, 50_00, "from the one", Actor.System, default);
        });

        Assert.That((await world.BalanceAsync(fund)).Reserved, Is.EqualTo(50_00));
    }

    [TestCase(0)]
    [TestCase(-1)]
    public async Task Nothing_and_less_than_nothing_cannot_be_reserved(long cents) =>
        await world.RefusedAsync<Funds>("fund.amount-not-positive", funds => funds.ReserveAsync(world.Fund, world.NewCase(), cents, $"cents {cents}", Actor.System, default));

    [Test]
    public async Task An_unknown_fund_is_refused() =>
        await world.RefusedAsync<Funds>("fund.unknown", funds => funds.ReserveAsync(FundId.Of(Guid.Empty), world.NewCase(), 1, "nowhere", Actor.System, default));

    [Test]
    public async Task A_budget_grows_and_is_cut_but_never_below_what_was_granted()
    {
        var fund = await world.FundAsync(100_00);
        await world.ActAsync<Funds>(funds => funds.ReserveAsync(fund, world.NewCase(), 60_00, "granted before the cut", Actor.System, default));

        await world.ActAsync<ChangeBudget>(act => act.ChangeAsync(fund, 10_00, "document 7", Actor.System, default));
        await world.ActAsync<ChangeBudget>(act => act.ChangeAsync(fund, -50_00, "document 8", Actor.System, default));
        await world.RefusedAsync<ChangeBudget>("fund.budget-too-low", act => act.ChangeAsync(fund, -1, "document 9", Actor.System, default));

        var balance = await world.BalanceAsync(fund);
        Assert.That((balance.Budget, balance.Available, balance.Reserved), Is.EqualTo((60_00L, 0L, 60_00L)));
    }

    [Test]
    public async Task A_code_names_one_fund()
    {
        var asked = new NewFund("ONE-2022", "一", "One", 2022, FundSource.City, world.Unit, 0, false);
        await world.ActAsync<OpenFund>(act => act.OpenAsync(asked, Actor.System, default));

        await world.RefusedAsync<OpenFund>("fund.code-taken", act => act.OpenAsync(asked, Actor.System, default));
    }

    private async Task<string> DecideAsync(FundId fund, int decider)
    {
        try
        {
            await world.ActAsync<Funds>(funds => funds.ReserveAsync(fund, world.NewCase(), 4_000_00, $"decider {decider}", Actor.System, default));
            return "granted";
        }
        catch (RefusedException refused)
        {
            return refused.Code;
        }
    }
}
