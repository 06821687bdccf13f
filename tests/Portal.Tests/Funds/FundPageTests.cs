using System.Net;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Tests.Handling;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Funds;

/// <summary>Finance on its pages: warned in December, a fund opened by two people, its budget changed, and nothing for anybody else.</summary>
[TestFixture]
internal sealed partial class FundPageTests
{
    private Hall hall = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        hall = await Hall.OpenAsync();
        hall.Office.Clock.MoveTo(LocalDay.At(new DateOnly(2022, 12, 1), new TimeOnly(9, 0)));
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [Test]
    public async Task A_year_is_warned_of_proposed_confirmed_by_another_and_changed()
    {
        var (maker, checker, admin) = (await hall.SignInAsync("maker1", "en"), await hall.SignInAsync("checker1", "en"), await hall.SignInAsync("admin1"));
        const string English = "The fund shandong-hardship-aid is not open for 2023";
        async Task<bool[]> WarnedAsync() =>
        [
            (await maker.GetAsync("/funds")).Text.Contains(English, StringComparison.Ordinal), (await maker.GetAsync("/payouts")).Text.Contains(English, StringComparison.Ordinal),
            (await admin.GetAsync("/admin")).Text.Contains("2023 年资金 shandong-hardship-aid 尚未设立", StringComparison.Ordinal),
        ];
        var before = await WarnedAsync();
        var city = await hall.Office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.Level == UnitLevel.City).Select(unit => unit.Id).SingleAsync());
        (string, string)[] written =
        [
            ("key", "shandong-hardship-aid"), ("source", "Provincial"), ("year", "2023"), ("owner", city.ToString()), ("nameZh", "省级帮扶资金 2023"), ("nameEn", "Provincial aid 2023"), ("cents", "4,000,000"), ("reason", "鲁退役军人发〔2022〕88 号"),
        ];

        var (status, where) = await maker.PostAsync("/funds/new", "/funds/new", written);
        var own = await maker.GetAsync(where);
        var refused = await maker.PostAsync("/funds/new", $"{where}/confirm");
        var (_, listed) = await checker.GetAsync("/funds");
        var (_, desk) = await checker.GetAsync("/payouts");
        var (_, shown) = await checker.GetAsync(where);
        var confirmed = await checker.PostAsync(where, $"{where}/confirm");
        var fund = await hall.Office.ReadAsync(db => db.Set<Fund>().Where(fund => fund.Year == 2023).Select(fund => fund.Id).SingleAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That((before, await WarnedAsync()), Is.EqualTo((new[] { true, true, true }, new[] { false, false, false })));
            Assert.That((status, confirmed.Status), Is.EqualTo((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther)));
            Assert.That(own.Text, Does.Contain("It waits for the checker").And.Not.Contain("Confirm: open it"));
            Assert.That((refused.Status, refused.Text.Contains("does not have the finance role", StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.UnprocessableEntity, true)));
            Assert.That(listed, Does.Contain("Waits to be confirmed: open the fund, shandong-hardship-aid-2023, 4,000,000.00 yuan"));
            Assert.That(desk, Does.Contain("Waits to be confirmed"));
            Assert.That(shown, Does.Contain("Confirm: open it with 4,000,000.00 yuan").And.Contain("〔2022〕88 号"));
        }

        var (_, change) = await maker.PostAsync($"/funds/{fund}", $"/funds/{fund}/budget", ("direction", "less"), ("cents", "500000.50"), ("reason", "省厅调减"));
        Assert.That((await checker.GetAsync(change)).Text, Does.Contain("4,000,000.00 → 3,499,999.50"));
        await checker.PostAsync(change, $"{change}/confirm");
        Assert.That((await checker.GetAsync($"/funds/{fund}")).Text, Does.Contain("3,499,999.50").And.Contain("省厅调减"));
    }

    [Test]
    public async Task What_is_wrong_is_said_beside_its_field_and_nothing_written_is_lost()
    {
        var maker = await hall.SignInAsync("maker1", "en");
        var fund = await hall.Office.ReadAsync(db => db.Set<Fund>().Where(fund => fund.Year == 2022).Select(fund => fund.Id).SingleAsync());

        var opening = await maker.PostAsync("/funds/new", "/funds/new", ("key", "shandong-hardship-aid"), ("source", "District"), ("year", "2024"), ("owner", await UnitAsync()), ("nameZh", "甲"), ("cents", "1"));
        var change = await maker.PostAsync($"/funds/{fund}", $"/funds/{fund}/budget", ("direction", "less"), ("cents", "100000.01"), ("reason", "收回"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((opening.Status, change.Status), Is.EqualTo((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity)));
            foreach (var words in new[] { "do not go the way of this source", "A fund can be opened for 2022 or 2023", "Enter the name of the fund", "Say why, and by which paper", "value=\"甲\"" })
                Assert.That(opening.Text, Does.Contain(words));
            Assert.That(change.Text, Does.Contain("At most 100,000.00 yuan can be taken back").And.Contain("value=\"100000.01\""));
        }
    }

    [Test]
    public async Task A_cut_that_no_longer_fits_says_so_with_its_remedy_and_offers_no_confirmation()
    {
        var (maker, checker) = (await hall.SignInAsync("maker1", "en"), await hall.SignInAsync("checker1", "en"));
        var fund = await hall.Office.ReadAsync(db => db.Set<Fund>().Where(fund => fund.Year == 2022).Select(fund => fund.Id).SingleAsync());
        var available = await AvailableAsync();
        var (_, where) = await maker.PostAsync($"/funds/{fund}", $"/funds/{fund}/budget", ("direction", "less"), ("cents", $"{available / 100m:0.00}"), ("reason", "全部收回"));
        var fits = await checker.GetAsync(where);
        var meanwhile = CaseId.Of(Guid.CreateVersion7());
        await BookAsync((funds, token) => funds.ReserveAsync(fund, meanwhile, 100_00, "meanwhile", Actor.System, token));

        var (late, listed) = (await checker.GetAsync(where), await checker.GetAsync("/funds"));
        await BookAsync((funds, token) => funds.ReleaseAsync(fund, meanwhile, 100_00, "after", Actor.System, token));
        await checker.PostAsync(where, $"{where}/decline", ("note", "不收回"));

        var left = $"has only {(available - 100_00) / 100m:#,##0.00} yuan available by now";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(fits.Text, Does.Contain("the budget changes at once").And.Not.Contain("available by now"));
            Assert.That(late.Text, Does.Contain(left).And.Contain("Decline it").And.Not.Contain("the budget changes at once"));
            Assert.That(listed.Text, Does.Contain(left));
        }

        Task<bool> BookAsync(Func<AidWorkflow.Cases.Funding.Funds, CancellationToken, Task> book) => hall.Office.DoAsync(async (AidWorkflow.Cases.Funding.Funds funds, CancellationToken token) =>
        {
            await book(funds, token);
            return true;
        });

        Task<long> AvailableAsync() => hall.Office.ReadAsync(db => db.Set<FundBalance>().Where(balance => balance.Fund == fund).Select(balance => balance.Available).SingleAsync());
    }

    [Test]
    public async Task Others_see_no_more_than_before()
    {
        var fund = await hall.Office.ReadAsync(db => db.Set<Fund>().Where(fund => fund.Year == 2022).Select(fund => fund.Id).SingleAsync());
        var (leader, clerk) = (await hall.SignInAsync("leader1", "en"), await hall.SignInAsync("station1"));
        var elsewhere = await hall.HireAsync("district-maker", Role.FinanceMaker, UnitLevel.District, "370403");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await leader.GetAsync($"/funds/{fund}")).Text, Does.Contain("shandong-hardship-aid-2022").And.Not.Contain("Change the budget"));
            Assert.That((await leader.GetAsync("/funds/new")).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await clerk.GetAsync($"/funds/{fund}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await elsewhere.GetAsync($"/funds/{fund}")).Text, Does.Contain("没有找到这笔资金").And.Not.Contain("shandong"));
            Assert.That((await elsewhere.GetAsync("/funds/new")).Text, Does.Contain("薛城").And.Not.Match(Whole()));
        }
    }

    private async Task<string> UnitAsync() => (await hall.Office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.Level == UnitLevel.City).Select(unit => unit.Id).SingleAsync())).ToString();

    [GeneratedRegex("<option[^>]*>枣庄市", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Whole();
}
