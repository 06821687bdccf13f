using System.Net;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Serving;

/// <summary>What anybody reads of a notice, and what nobody does.</summary>
[TestFixture]
internal sealed class NoticePagesTests
{
    private Office office = null!;
    private WebApplication portal = null!;
    private HttpClient browser = null!;
    private System.Text.Json.Nodes.JsonObject answers = null!;
    private AidCase aidCase = null!;
    private PublicNotice notice = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(Provider.Sqlite);
        answers = office.Answers();
        aidCase = await office.SubmitAsync(answers, "hardship-aid", "identityCard", "dischargePapers", "bankCard", "signedPromise", "hardshipStatement", "householdRegister");
        await office.AgreeAsync(await office.ReachAsync(aidCase.Id, "TownshipReview"));
        notice = await NoticeAsync();
        portal = PortalHost.Build(office.Settings, "Development", port: 0, office.Clock);
        await portal.StartAsync();
        browser = new HttpClient { BaseAddress = new Uri(portal.Urls.Single()) };
    }

    [TearDown]
    public async Task CloseAsync()
    {
        browser.Dispose();
        await portal.DisposeAsync();
        await office.DisposeAsync();
    }

    [Test]
    public void It_is_up_from_the_day_of_posting_and_seven_whole_days_after_it()
    {
        var today = LocalDay.Today(office.Clock);

        Assert.That((notice.FromDay, notice.ToDay, notice.Days), Is.EqualTo((today, today.AddDays(7), 7)), "the day of posting is not counted: Civil Code, art. 201");
        Assert.That(notice.TextZh, Does.Contain($"公示期自{today:yyyy年M月d日}至{today.AddDays(7):yyyy年M月d日}"));
    }

    [TestCase("zh-CN", "帮扶援助公示", "拟对下列家庭给予困难帮扶援助", "<html lang=\"zh-CN\"")]
    [TestCase("en", "Public notices of aid", "is proposed for the following household", "<html lang=\"en\"")]
    public async Task Anybody_reads_it_in_the_browsers_language(string language, string title, string words, string html)
    {
        var (_, list) = await GetAsync("/notices", language);
        var (status, page) = await GetAsync($"/notices/{notice.Id}", language);
        var (sheetStatus, sheet) = await GetAsync($"/notices/{notice.Id}/sheet", language);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(list, Does.Contain(title).And.Contain(html).And.Contain($"/notices/{notice.Id}"));
            Assert.That((status, sheetStatus), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)));
            Assert.That(page, Does.Contain(words).And.Contain(html));
            Assert.That(sheet, Does.Contain(words).And.Match("/assets/[0-9a-f]+/sheet.css"));
            Assert.That(page + sheet + list, Does.Not.Contain("<style").And.Not.Contain(" style=").And.Not.Contain("<script>"));
        }
    }

    [Test]
    public async Task Nothing_of_the_person_is_there_but_what_the_notice_itself_says()
    {
        var (_, list) = await GetAsync("/notices", "zh-CN");
        var (_, page) = await GetAsync($"/notices/{notice.Id}", "zh-CN");
        var (_, sheet) = await GetAsync($"/notices/{notice.Id}/sheet", "zh-CN");

        foreach (var secret in new[] { "applicantName", "citizenId", "mobile", "accountNumber", "bankName" }.Select(key => (string)answers[key]!).Append(aidCase.ReceiptNumber!).Append(aidCase.Id.ToString()))
            Assert.That(list + page + sheet, Does.Not.Contain(secret));
    }

    [Test]
    public async Task The_list_is_of_the_district_or_township_that_was_asked_for()
    {
        foreach (var (area, isThere) in new[] { ("", true), ("370402", true), ("370402001", true), ("370402002", false), ("370403", false), ("3704", false), ("nonsense'--", false) })
        {
            var (status, list) = await GetAsync($"/notices?area={Uri.EscapeDataString(area)}", "en");
            Assert.That((status, list.Contains($"/notices/{notice.Id}", StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.OK, isThere)), area);
        }
    }

    [TestCase("zh-CN", "家庭 3 人", "拟助", "编号")]
    [TestCase("en", "household of 3", "proposed", "no.")]
    public async Task Two_notices_of_one_place_and_day_are_told_apart_in_the_list(string language, string household, string proposed, string number)
    {
        var other = (await office.SubmitCompleteAsync()).Id;
        await office.UntilAsync(other, "PublicNotice");
        var (_, list) = await GetAsync("/notices", language);
        var (_, page) = await GetAsync($"/notices/{notice.Id}", language);

        var lines = System.Text.RegularExpressions.Regex.Matches(list, "<li>.*?</li>", System.Text.RegularExpressions.RegexOptions.Singleline, TimeSpan.FromSeconds(1))
            .Select(line => System.Text.RegularExpressions.Regex.Replace(line.Value, "<[^>]+>|\\s+", " ", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1))).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines, Has.Length.EqualTo(2).And.Unique);
            Assert.That(lines, Has.All.Contain(household).And.All.Contain(proposed).And.All.Contain(number));
            Assert.That(page, Does.Contain(PublicNotice.NumberOf(notice.Id)));
        }
    }

    [Test]
    public async Task With_its_last_day_it_is_gone_even_before_the_step_that_ends_it()
    {
        office.Clock.MoveTo(LocalDay.At(notice.ToDay, new TimeOnly(23, 59)));
        var last = await GetAsync($"/notices/{notice.Id}", "zh-CN");
        office.Clock.Advance(TimeSpan.FromMinutes(1));
        var after = await GetAsync($"/notices/{notice.Id}", "zh-CN");
        var sheet = await GetAsync($"/notices/{notice.Id}/sheet", "en");
        var list = await GetAsync("/notices", "en");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(last.Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That((after.Status, sheet.Status), Is.EqualTo((HttpStatusCode.Gone, HttpStatusCode.Gone)));
            Assert.That(after.Text, Does.Contain("公示期已满").And.Not.Contain("拟对下列家庭"));
            Assert.That(sheet.Text, Does.Contain("has ended"));
            Assert.That(list.Text, Does.Contain("No notice stands at present").And.Not.Contain(notice.Id.ToString()));
        }
    }

    [Test]
    public async Task One_that_is_held_says_so_and_shows_nothing()
    {
        await office.DoAsync((RaiseObjection act, CancellationToken token) => act.RaiseAsync(notice.Id, "请再核实。", Actor.System, token));

        var (status, text) = await GetAsync($"/notices/{notice.Id}", "en");

        Assert.That((status, text.Contains("held because of an objection", StringComparison.Ordinal), text.Contains("household", StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.Gone, true, false)));
    }

    [Test]
    public async Task One_that_was_withdrawn_says_so()
    {
        await office.DoAsync((EndApplication act, CancellationToken token) => act.EndAsync(aidCase.Id, EndReason.Withdrawn, "家里情况好转。", Actor.System, token));

        var (status, text) = await GetAsync($"/notices/{notice.Id}", "zh-CN");

        Assert.That((status, text.Contains("公示已撤回", StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.Gone, true)));
    }

    [Test]
    public async Task One_for_the_board_only_is_for_the_village_and_staff_of_its_area()
    {
        await office.ReadAsync(db => db.Set<PublicNotice>().ExecuteUpdateAsync(set => set.SetProperty(posted => posted.Channels, "board")));
        await using var site = await Website.OpenAsync(office);
        var (helper, elsewhere, applicant) = (await site.SignedInAsync("village1"), await site.SignedInAsync("station-370402-002"), await site.SignedInAsync("applicant1"));

        var page = await GetAsync($"/notices/{notice.Id}", "en");
        var sheet = await GetAsync($"/notices/{notice.Id}/sheet", "en");
        var list = await GetAsync("/notices", "en");
        var (hung, listed) = (await helper.GetAsync($"/notices/{notice.Id}/sheet"), await helper.GetAsync("/notices"));
        var (other, otherList) = (await elsewhere.GetAsync($"/notices/{notice.Id}/sheet"), await elsewhere.GetAsync("/notices"));
        var person = await applicant.GetAsync($"/notices/{notice.Id}/sheet");
        office.Clock.MoveTo(LocalDay.At(notice.ToDay.AddDays(1), new TimeOnly(0, 1)));
        var over = await (await site.SignedInAsync("village1")).GetAsync($"/notices/{notice.Id}/sheet"); // the session of a week ago is over

        using (Assert.EnterMultipleScope())
        {
            Assert.That((page.Status, sheet.Status, list.Text.Contains(notice.Id.ToString(), StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.NotFound, false)));
            Assert.That(sheet.Text, Does.Contain("board only. Please read it there").And.Not.Contain("is proposed for"));
            Assert.That((hung.Status, listed.Html.Contains(notice.Id.ToString(), StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.OK, true)));
            Assert.That(hung.Words, Does.Contain("拟对下列家庭"));
            Assert.That((other.Status, otherList.Html.Contains(notice.Id.ToString(), StringComparison.Ordinal), person.Status), Is.EqualTo((HttpStatusCode.NotFound, false, HttpStatusCode.NotFound)));
            Assert.That((over.Status, over.Words.Contains("拟对下列家庭", StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.Gone, false)));
        }
    }

    [TestCase("/notices/00000000-0000-0000-0000-000000000000", HttpStatusCode.NotFound)]
    [TestCase("/notices/nonsense", HttpStatusCode.NotFound)]
    [TestCase("/notices?page=-4", HttpStatusCode.OK)]
    [TestCase("/notices?page=999999999", HttpStatusCode.OK)]
    public async Task An_odd_address_is_answered_and_every_answer_carries_the_headers(string path, HttpStatusCode status)
    {
        var answer = await browser.GetAsync(path);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(status));
            Assert.That(answer.Headers.GetValues("Content-Security-Policy").Single(), Does.Contain("default-src 'self'").And.Not.Contain("unsafe"));
        }
    }

    private Task<PublicNotice> NoticeAsync() => office.ReadAsync(db => db.Set<PublicNotice>().AsNoTracking().SingleAsync());

    private async Task<(HttpStatusCode Status, string Text)> GetAsync(string path, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptLanguage.ParseAdd(language);
        using var answer = await browser.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
