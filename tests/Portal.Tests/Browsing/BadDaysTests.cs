using AidWorkflow.Cases.Applying;
using AidWorkflow.Portal.Tests.Serving;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>An applicant on a day when things go wrong: it is told plainly, and nothing is lost or doubled.</summary>
[TestFixture]
internal sealed class BadDaysTests
{
    private const string Name = "[name=accountName]";
    private const string Send = "main form[action*='/topics/'] button.main";
    private const string Told = "[data-offline]:not([hidden])";

    private Screen screen = null!;

    [OneTimeSetUp]
    public async Task OpenAsync() => screen = await Screen.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await screen.DisposeAsync();

    [TestCase("zh-CN", "现在连不上系统。您填写的都还在这里")]
    [TestCase("en", "The service cannot be reached just now. What you wrote is still here")]
    [CancelAfter(90_000)]
    public async Task A_page_sent_while_the_system_is_away_stays_and_is_kept_once_when_it_is_back(string language, string told, CancellationToken cancellation)
    {
        var (page, topic) = await TopicAsync(language);
        var before = await DraftsAsync();
        await page.FillAsync(Name, "王建国");
        var button = await page.InnerTextAsync(Send);

        await screen.Site.GoAwayAsync();
        await page.ClickAsync(Send);
        await page.WaitForSelectorAsync(Told);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await page.InnerTextAsync(Told), Does.Contain(told));
            Assert.That(await page.InputValueAsync(Name), Is.EqualTo("王建国"));
            Assert.That((await page.Locator(Send).IsEnabledAsync(), await page.InnerTextAsync(Send)), Is.EqualTo((true, button)));
        }

        await Accessibility.CheckAsync(page);
        await screen.Site.ComeBackAsync();
        await page.SendAsync(Send);
        await page.GotoAsync(topic);
        Assert.That((await page.InputValueAsync(Name), await DraftsAsync()), Is.EqualTo(("王建国", before)));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A_proxy_that_answers_for_a_system_that_is_down_does_not_take_the_page_away(CancellationToken cancellation)
    {
        var (page, topic) = await TopicAsync("zh-CN");
        await page.FillAsync(Name, "王建国");

        await page.RouteAsync("**/topics/**", route => route.FulfillAsync(new() { Status = 502, ContentType = "text/html", Body = "<h1>502 Bad Gateway</h1>" }));
        await page.ClickAsync(Send);
        await page.WaitForSelectorAsync(Told);
        Assert.That((await page.InputValueAsync(Name), page.Url.Contains(topic, StringComparison.Ordinal)), Is.EqualTo(("王建国", true)));

        await page.UnrouteAsync("**/topics/**");
        await page.SendAsync(Send);
        await page.GotoAsync(topic);
        Assert.That(await page.InputValueAsync(Name), Is.EqualTo("王建国"));
    }

    [TestCase("zh-CN", "请再提交一次")]
    [TestCase("en", "Please send it again")]
    [CancelAfter(60_000)]
    public async Task Who_signed_out_in_another_window_signs_in_again_and_sends_what_was_written(string language, string heading, CancellationToken cancellation)
    {
        var (page, topic) = await TopicAsync(language);
        await page.FillAsync(Name, "王建国");
        await SignOutAsync(page);

        await page.ClickAsync(Send);
        await page.WaitForSelectorAsync("[name=userName]");
        await Accessibility.CheckAsync(page);
        await screen.EnterAsync(page, "applicant1");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain(heading).And.Contain("王建国"));
        await Accessibility.CheckAsync(page);

        await page.SendAsync("main button.main");
        await page.GotoAsync(topic);
        Assert.That(await page.InputValueAsync(Name), Is.EqualTo("王建国"));
    }

    [Test]
    [CancelAfter(90_000)]
    public async Task Whoever_signs_in_after_them_is_shown_nothing_and_the_page_waits_for_its_writer(CancellationToken cancellation)
    {
        var (page, topic) = await TopicAsync("zh-CN");
        await page.FillAsync(Name, "王建国");
        var other = await SignOutAsync(page);
        await screen.SignInAsync(other, "station1");

        await page.ClickAsync(Send);
        await page.WaitForSelectorAsync(Told);
        Assert.That(await page.InnerTextAsync(Told), Does.Contain("登录的账号变了"));
        await other.GotoAsync("/again");
        Assert.That(await other.InnerTextAsync("main"), Does.Not.Contain("王建国"));

        await SignOutAsync(page); // now the last who was here is the clerk, and the form is not theirs
        await page.ClickAsync(Send);
        await page.WaitForSelectorAsync($"{Told} >> text=您已退出登录");
        await screen.SignInAsync(other, "station1");
        await other.GotoAsync("/again");
        Assert.That(await other.InnerTextAsync("main"), Does.Not.Contain("王建国"));

        await SignOutAsync(page);
        await screen.SignInAsync(other, "applicant1");
        await page.SendAsync(Send);
        await page.GotoAsync(topic);
        Assert.That(await page.InputValueAsync(Name), Is.EqualTo("王建国"));
    }

    [TestCase("zh-CN", "这一页在别的窗口里改过")]
    [TestCase("en", "This page was changed in another window")]
    [CancelAfter(60_000)]
    public async Task Of_two_windows_on_one_topic_the_second_is_told_and_chooses(string language, string told, CancellationToken cancellation)
    {
        var (page, topic) = await TopicAsync(language);
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync(topic);
        await other.FillAsync(Name, "李秀兰");
        await other.SendAsync(Send);

        await page.FillAsync(Name, "王建国");
        await page.SendAsync(Send);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await page.InnerTextAsync(".summary"), Does.Contain(told).And.Contain("李秀兰"));
            Assert.That(await page.InputValueAsync(Name), Is.EqualTo("王建国"));
        }

        await Accessibility.CheckAsync(page);
        await page.SendAsync(Send);
        await page.GotoAsync(topic);
        Assert.That(await page.InputValueAsync(Name), Is.EqualTo("王建国"));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Two_taps_and_the_way_back_leave_one_application(CancellationToken cancellation)
    {
        var draft = await screen.Office.DraftAsync("applicant1", screen.Office.Answers(), Drafting.Papers);
        var page = await screen.SignedInAsync("applicant1", 390, "zh-CN");
        var before = await CasesAsync();
        await page.GotoAsync($"/drafts/{draft}");
        await page.GotoAsync($"/drafts/{draft}/check");

        await page.DblClickAsync("main button.main");
        await page.WaitForSelectorAsync(".receipt .number");
        var number = await page.InnerTextAsync(".receipt .number");
        await page.GoBackAsync();

        Assert.That(await page.InnerTextAsync("main"), Does.Contain("已经提交").And.Contain(number));
        Assert.That(await CasesAsync(), Is.EqualTo(before + 1));
    }

    /// <summary>Over a slow network a first visit must not be heavy, and nothing of it comes from anybody else.</summary>
    [TestCase("/services")]
    [TestCase("/sign-in")]
    [TestCase("/progress")]
    [CancelAfter(60_000)]
    public async Task A_first_visit_is_light_and_comes_from_this_house_alone(string path, CancellationToken cancellation)
    {
        var page = await screen.AnybodyAsync(390, "zh-CN");
        await page.GotoAsync(path);

        var loaded = await page.EvaluateAsync<System.Text.Json.JsonElement>("() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(one => ({ name: one.name, bytes: one.transferSize }))");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(loaded.GetArrayLength(), Is.GreaterThan(2));
            Assert.That(loaded.EnumerateArray().Sum(one => one.GetProperty("bytes").GetInt64()), Is.InRange(1, 150_000));
            Assert.That(loaded.EnumerateArray().Select(one => one.GetProperty("name").GetString()), Is.All.StartsWith(screen.Site.Address));
        }
    }

    private Task<int> DraftsAsync() => screen.Office.ReadAsync(db => db.Set<Draft>().CountAsync());

    private Task<int> CasesAsync() => screen.Office.ReadAsync(db => db.Set<AidCase>().CountAsync());

    private async Task<(IPage Page, string Topic)> TopicAsync(string language)
    {
        var office = screen.Office;
        var topic = $"/drafts/{await office.DraftAsync("applicant1", office.Answers())}/topics/account";
        var page = await screen.SignedInAsync("applicant1", 390, language);
        page.SetDefaultTimeout(15_000);
        await page.GotoAsync(topic);
        return (page, topic);
    }

    /// <summary>In another window of the same browser.</summary>
    private static async Task<IPage> SignOutAsync(IPage page)
    {
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync("/services");
        await other.ClickAsync("header details.menu summary");
        await other.ClickAsync("header details.menu form button");
        await other.WaitForSelectorAsync("header details.menu a[href^='/sign-in']", new() { State = WaitForSelectorState.Attached });
        return other;
    }
}
