using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Services;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>The money of a year: proposed by one person of finance, confirmed by another, missed in time, and granted from.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class FundOpeningTests(Provider provider)
{
    private const string Key = "shandong-hardship-aid";
    private const string Paper = "鲁退役军人发〔2023〕1 号";

    private Office office = null!;

    [SetUp]
    public async Task OpenAsync() => office = await Office.OpenAsync(provider);

    [TearDown]
    public async Task CloseAsync()
    {
        await office.BooksAgreeAsync();
        Assert.That((await office.AskAsync(all => AuditVerifier.VerifyAsync(all.GetRequiredService<IUnitOfWork>().Db, CancellationToken.None))).Problems, Is.Empty);
        await office.DisposeAsync();
    }

    [Test]
    public async Task What_is_refused_in_January_for_want_of_a_fund_is_granted_once_two_people_of_finance_opened_it()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "DistrictDecision");
        office.Clock.MoveTo(LocalDay.At(new DateOnly(2023, 1, 6), new TimeOnly(9, 0)));

        var refused = (await Assert.ThrowsAsync<RefusedException>(() => office.AgreeAsync(task)))!;
        var missing = await MissingAsync("maker1");
        var proposal = await ProposeAsync(2023, 50_000_00);
        var between = (await Assert.ThrowsAsync<RefusedException>(() => office.AgreeAsync(task)))!;
        var fund = await ConfirmAsync("checker1", proposal);
        await office.AgreeAsync(task);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((refused.Code, between.Code), Is.EqualTo(("fund.none-for-year", "fund.none-for-year")), "a proposal is no money");
            Assert.That(Texts.Say(refused, "en"), Does.Contain($"{Key} for 2023").And.Contain("/funds/new"));
            Assert.That(missing.Select(one => (one.Key, one.Year, one.Districts.Length, one.Waiting)), Is.EqualTo([(Key, 2023, 0, 1)]));
            Assert.That(await MissingAsync("maker1"), Is.Empty);
            Assert.That((await office.CaseAsync(opened.Id)).FundId, Is.EqualTo(fund));
            Assert.That((await BalanceAsync(fund)).Budget, Is.EqualTo(50_000_00));
            Assert.That(await TrailAsync(fund), Is.EqualTo(["fund.proposed", "fund.opened"]));
        }
    }

    [Test]
    public async Task Nobody_confirms_what_they_proposed_and_a_stranger_to_the_unit_does_neither()
    {
        var proposal = await ProposeAsync(2023, 0);
        var maker = (await office.AsAsync("maker1")).Account!.Value;
        var city = await CityAsync();
        await office.DoAsync((AssignRole act, CancellationToken token) => act.RunAsync(maker, Role.FinanceChecker, city, LocalDay.Today(office.Clock), null, Actor.System, token));
        var elsewhere = await office.HireAsync("district-checker", Role.FinanceChecker, UnitLevel.District, "370402");

        var own = (await Assert.ThrowsAsync<RefusedException>(() => ConfirmAsync("maker1", proposal)))!;
        var name = await office.ReadAsync(db => db.Set<Account>().Where(account => account.UserName == "maker1").Select(account => account.NameZh).SingleAsync());
        Assert.That((own.Code, Texts.Say(own, "zh-CN")), Is.EqualTo(("fund.same-person", $"该事项由 {name} 提出，须由另一人确认。")), "by name, and not by account");
        await Casework.RefusedAsync("fund.not-yours", () => office.DoAsync((SettleProposal act, CancellationToken token) => act.ConfirmAsync(proposal, elsewhere, token)));
        await Casework.RefusedAsync("fund.not-yours", () => ProposeAsync(2023, 0, by: "checker1"));
        await Casework.RefusedAsync("fund.already-proposed", () => ProposeAsync(2023, 0));
        await Casework.RefusedAsync("fund.code-taken", () => ProposeAsync(2022, 0));
        var fund = await ConfirmAsync("releaser1", proposal);
        await Casework.RefusedAsync("fund.proposal-settled", () => ConfirmAsync("checker1", proposal));

        Assert.That((await BalanceAsync(fund)).Budget, Is.Zero, "a fund may be opened before its money comes");
    }

    [Test]
    public async Task Two_who_confirm_at_the_same_moment_book_once()
    {
        var fund = await FundAsync();
        var proposal = await ChangeAsync(fund, 1_000_00);
        var people = new[] { await office.AsAsync("checker1"), await office.AsAsync("releaser1") };

        var answers = await Task.WhenAll(people.Select(async who =>
        {
            try
            {
                await office.DoAsync((SettleProposal act, CancellationToken token) => act.ConfirmAsync(proposal, who, token));
                return "confirmed";
            }
            catch (RefusedException refused)
            {
                return refused.Code;
            }
        }));

        Assert.That(answers, Is.EquivalentTo(["confirmed", "fund.proposal-settled"]));
        Assert.That((await BalanceAsync(fund)).Budget, Is.EqualTo(101_000_00));
    }

    [Test]
    public async Task A_budget_is_never_less_than_what_was_granted_even_when_that_was_granted_after_the_proposal()
    {
        var fund = await FundAsync();
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "DistrictDecision");
        var all = await ChangeAsync(fund, -100_000_00);
        await office.AgreeAsync(task);
        var held = (await office.HeldAsync(opened.Id)).Reserved;

        await Casework.RefusedAsync("fund.budget-too-low", () => ConfirmAsync("checker1", all));
        await Casework.RefusedAsync("fund.budget-too-low", () => ChangeAsync(fund, -100_000_00 + held - 1));
        await Casework.RefusedAsync("fund.reason-missing", () => ChangeAsync(fund, 100, " "));
        await Casework.RefusedAsync("fund.budget-unchanged", () => ChangeAsync(fund, 0));
        await DeclineAsync(all);
        await ConfirmAsync("checker1", await ChangeAsync(fund, -100_000_00 + held));

        var balance = await BalanceAsync(fund);
        Assert.That((balance.Budget, balance.Available, balance.Reserved), Is.EqualTo((held, 0L, held)));
    }

    [TestCase("nonsense", 2023, FundSource.Provincial, "fund.key-unknown")]
    [TestCase(Key, 2031, FundSource.Provincial, "fund.year-out-of-range")]
    [TestCase(Key, 2023, FundSource.District, "fund.source-misfit")]
    public async Task A_fund_from_which_nothing_could_be_granted_is_not_opened(string key, int year, FundSource source, string code) =>
        await Casework.RefusedAsync(code, async () => await ProposeAsync(year, 0, key: key, source: source));

    [Test]
    public async Task The_next_year_is_missed_from_December_by_finance_and_administrators_of_the_place()
    {
        var district = await office.HireAsync("district-admin", Role.Administrator, UnitLevel.District, "370402");
        office.Clock.MoveTo(LocalDay.At(new DateOnly(2022, 11, 30), new TimeOnly(23, 59)));
        var november = await MissingAsync("maker1");
        office.Clock.MoveTo(LocalDay.At(new DateOnly(2022, 12, 1), new TimeOnly(0, 0)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(november, Is.Empty);
            Assert.That((await MissingAsync("maker1")).Select(one => (one.Year, one.Services.Length)), Is.EqualTo([(2023, 3)]));
            Assert.That(await OfAsync(district), Has.Length.EqualTo(1));
            Assert.That(await MissingAsync("station1"), Is.Empty, "nobody of the station can do anything about it");
        }

        await OpenAtAsync("370403", FundSource.Provincial);
        Assert.That((await MissingAsync("admin1")).Single().Districts, Is.Not.Empty.And.None.Matches<Cases.Forms.LocalText>(name => name is { Zh: "薛城区" }), "one district has a purse of its own");
    }

    /// <summary>A service says by its file which fund pays and whose gates the money passes: district money ends at the district.</summary>
    [Test]
    public async Task Money_of_the_district_is_granted_by_the_district_alone()
    {
        await PublishAsync("xuecheng-aid", "district");
        var maker = await office.HireAsync("district-maker", Role.FinanceMaker, UnitLevel.District, "370402");
        var checker = await office.HireAsync("district-checker", Role.FinanceChecker, UnitLevel.District, "370402");
        var district = await office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.DivisionCode == "370402" && unit.Level == UnitLevel.District).Select(unit => unit.Id).SingleAsync());
        var proposal = await office.DoAsync((ProposeFund act, CancellationToken token) => act.OpenAsync(new("xuecheng-aid", 2022, district, FundSource.District, "区级帮扶资金", "District aid", 20_000_00, "区财政〔2022〕3 号"), maker, token));
        var fund = await office.DoAsync((SettleProposal act, CancellationToken token) => act.ConfirmAsync(proposal, checker, token));

        var opened = await office.SubmitCompleteAsync();
        await office.AgreeAsync(await office.ReachAsync(opened.Id, "DistrictDecision"));
        await office.UntilAsync(opened.Id, "Payout");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await office.ReadAsync(db => db.Set<Fund>().Where(one => one.Id == fund).Select(one => one.Code).SingleAsync()), Is.EqualTo("xuecheng-aid-2022-370402"));
            Assert.That((await office.PaymentsAsync(opened.Id)).Single(), Has.Property(nameof(Payment.Fund)).EqualTo(fund).And.Property(nameof(Payment.State)).EqualTo(PaymentState.Ready));
            Assert.That(await office.ReadAsync(db => db.Set<Cases.Reviewing.Round>().Where(round => round.CaseId == opened.Id).Select(round => round.Step).ToListAsync()), Does.Not.Contain("CityCheck").And.Not.Contain("ProvincialDecision"));
        }
    }

    [Test]
    public async Task A_purse_that_goes_another_way_than_the_service_is_not_granted_from_however_near()
    {
        var (provincial, district) = (await FundAsync(), await office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.DivisionCode == "370402" && unit.Level == UnitLevel.District).Select(unit => unit.Id).SingleAsync()));
        await office.DoAsync((OpenFund act, CancellationToken token) => act.OpenAsync(new NewFund($"{Key}-2022-370402", "区", "district", 2022, FundSource.District, district, 100_000_00, IsDemo: true), Actor.System, token));
        var opened = await office.SubmitCompleteAsync();

        await office.AgreeAsync(await office.ReachAsync(opened.Id, "DistrictDecision"));

        Assert.That((await office.CaseAsync(opened.Id)).FundId, Is.EqualTo(provincial));
    }

    /// <summary>As an administrator does it: the folder of the service is changed and the portal started anew.</summary>
    private async Task PublishAsync(string key, string route)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("portal-test-").FullName;
        foreach (var name in new[] { "hardship-aid", "shared" })
            foreach (var file in System.IO.Directory.EnumerateFiles(Path.Combine(Office.Root(), "workflows", name), "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(folder, Path.GetRelativePath(Path.Combine(Office.Root(), "workflows"), file));
                System.IO.Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }

        var place = Path.Combine(folder, "hardship-aid", "service.json");
        var service = JsonNode.Parse(await File.ReadAllTextAsync(place))!;
        service["fund"] = new JsonObject { ["key"] = key, ["route"] = route };
        await File.WriteAllTextAsync(place, service.ToJsonString());
        var seeded = await office.DoAsync((SeedServices act, CancellationToken token) => act.RunAsync(ServiceFolder.ReadAll(folder), token));
        Assert.That(seeded.Single(), Has.Property(nameof(SeedResult.Outcome)).EqualTo(Seeded.Published).And.Property(nameof(SeedResult.Number)).EqualTo(2));
    }

    private async Task<ProposalId> ProposeAsync(int year, long cents, string by = "maker1", string key = Key, FundSource source = FundSource.Provincial)
    {
        var city = await CityAsync();
        return await office.AsAsync(by, (ProposeFund act, Actor actor, CancellationToken token) => act.OpenAsync(new(key, year, city, source, "省级帮扶资金", "Provincial aid", cents, Paper), actor, token));
    }

    private Task<ProposalId> ChangeAsync(FundId fund, long cents, string reason = Paper) =>
        office.AsAsync("maker1", (ProposeFund act, Actor actor, CancellationToken token) => act.ChangeAsync(fund, cents, reason, actor, token));

    private Task<FundId> ConfirmAsync(string by, ProposalId proposal) => office.AsAsync(by, (SettleProposal act, Actor actor, CancellationToken token) => act.ConfirmAsync(proposal, actor, token));

    private Task<FundId> DeclineAsync(ProposalId proposal) => office.AsAsync("maker1", (SettleProposal act, Actor actor, CancellationToken token) => act.DeclineAsync(proposal, "有误，撤回", actor, token));

    private async Task OpenAtAsync(string code, FundSource source)
    {
        var unit = await office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.DivisionCode == code && unit.Level == UnitLevel.District).Select(unit => unit.Id).SingleAsync());
        await office.DoAsync((OpenFund act, CancellationToken token) => act.OpenAsync(new NewFund($"{Key}-2023-{code}", "区", "district", 2023, source, unit, 100, IsDemo: false), Actor.System, token));
    }

    private async Task<System.Collections.Immutable.ImmutableArray<MissingFund>> MissingAsync(string userName) => await OfAsync(await office.AsAsync(userName));

    private Task<System.Collections.Immutable.ImmutableArray<MissingFund>> OfAsync(Actor actor) =>
        office.AskAsync(all => all.GetRequiredService<MissingFunds>().OfAsync(actor, [Role.FinanceMaker, Role.Administrator], CancellationToken.None));

    private Task<UnitId> CityAsync() => office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.Level == UnitLevel.City).Select(unit => unit.Id).SingleAsync());

    private Task<FundId> FundAsync() => office.ReadAsync(db => db.Set<Fund>().Select(fund => fund.Id).SingleAsync());

    private Task<FundBalance> BalanceAsync(FundId fund) => office.ReadAsync(db => db.Set<FundBalance>().AsNoTracking().SingleAsync(balance => balance.Fund == fund));

    private Task<List<string>> TrailAsync(FundId fund) => office.ReadAsync(db => db.Set<AuditEntry>().Where(entry => entry.Stream == $"fund:{fund}").OrderBy(entry => entry.Number).Select(entry => entry.Act).ToListAsync());
}
