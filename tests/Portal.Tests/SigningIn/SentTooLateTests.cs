using System.Net;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Tests.SigningIn;

/// <summary>Whose session ends while they write loses nothing by it.</summary>
[TestFixture]
internal sealed class SentTooLateTests
{
    private const string Opinion = "住院花费属实，家里困难，同意。";

    private Office office = null!;
    private Website site = null!;
    private CaseId at;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(Provider.Sqlite);
        site = await Website.OpenAsync(office);
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [TestCase("zh-CN", "没有提交，也没有丢失", "再次提交")]
    [TestCase("en", "is not lost", "Send it again")]
    public async Task What_was_written_is_shown_again_after_signing_in_and_sent_once(string language, string told, string button)
    {
        var (id, task, signIn) = await TooLateAsync(language);
        Assert.That(signIn.Words, Does.Contain(told));
        Assert.That((await office.TasksAsync(id)).Single().Id.ToString(), Is.EqualTo(task), "nothing was decided");

        var again = await (await SignInAsync(signIn, "village1")).FollowAsync();
        Assert.That(again.Words, Does.Contain($"{(language == "en" ? "Opinion" : "意见")} {Opinion}").And.Contain(button));
        var sent = await again.PostHiddenAsync($"/tasks/{task}/decision");

        Assert.That(sent.Status, Is.EqualTo(HttpStatusCode.SeeOther), sent.Words);
        Assert.That((await office.TasksAsync(id)).Select(next => next.Step), Is.All.EqualTo("HomeVisit"));
        Assert.That((await again.Reader.GetAsync("/again")).Location, Is.EqualTo("/"), "what was taken waits no longer");
    }

    [Test]
    public async Task Somebody_else_at_the_same_browser_is_shown_nothing_of_it()
    {
        var (_, _, signIn) = await TooLateAsync("zh-CN");

        var landed = await (await SignInAsync(signIn, "station1")).FollowAsync();

        Assert.That((landed.Status, landed.Location), Is.EqualTo((HttpStatusCode.SeeOther, "/")));
    }

    [Test]
    public async Task What_was_written_waits_also_for_whoever_signed_out_in_another_window()
    {
        var (task, page) = await OpinionAsync("zh-CN");
        await page.PostAsync("/sign-out");

        var late = await page.PostAsync($"/tasks/{task}/decision", ("verdict", "Approve"), ("opinion", Opinion));
        var again = await (await SignInAsync(await late.FollowAsync(), "village1")).FollowAsync();

        Assert.That(again.Words, Does.Contain(Opinion));
    }

    /// <summary>The page of one stands open while another signs in and out at the same browser.</summary>
    [Test]
    public async Task What_one_wrote_is_never_kept_for_the_one_who_was_last_at_the_browser()
    {
        var (task, page) = await OpinionAsync("zh-CN");
        await page.PostAsync("/sign-out");
        var other = await (await page.Reader.GetAsync("/sign-in")).PostAsync("/sign-in", ("userName", "station1"), ("password", site.Password));
        await (await (await other.FollowAsync()).FollowAsync()).PostAsync("/sign-out");

        var late = await page.PostAsync($"/tasks/{task}/decision", ("verdict", "Approve"), ("opinion", Opinion));

        Assert.That(late.Location, Does.Contain("/sign-in").And.Not.Contain("again"));
        await (await page.Reader.GetAsync("/sign-in")).PostAsync("/sign-in", ("userName", "station1"), ("password", site.Password));
        Assert.That((await page.Reader.GetAsync("/again")).Location, Is.EqualTo("/"));
    }

    [Test]
    public async Task Who_lets_it_go_comes_back_to_the_page_and_it_is_gone()
    {
        var (_, task, signIn) = await TooLateAsync("zh-CN");
        var again = await (await SignInAsync(signIn, "village1")).FollowAsync();

        var dropped = await again.PostAsync("/again");

        Assert.That(dropped.Location, Is.EqualTo($"/tasks/{task}/decision"));
        Assert.That((await (await dropped.FollowAsync()).FollowAsync()).Words, Does.Contain("村级意见").And.Not.Contain(Opinion));
        Assert.That((await again.Reader.GetAsync("/again")).Location, Is.EqualTo("/"));
    }

    [Test]
    public async Task A_password_is_not_kept()
    {
        var page = await (await site.SignedInAsync("village1")).GetAsync("/account/password");
        office.Clock.Advance(TimeSpan.FromHours(10));

        var late = await page.PostAsync("/account/password", ("current", site.Password), ("password", "ganz-neu-2022"));

        Assert.That(late.Location, Does.Contain("/sign-in").And.Not.Contain("again"));
        Assert.That((await late.Reader.GetAsync("/again")).Location, Does.Contain("/sign-in"));
    }

    private async Task<(CaseId Case, string Task, ReadPage SignIn)> TooLateAsync(string language)
    {
        var (task, page) = await OpinionAsync(language);
        office.Clock.Advance(TimeSpan.FromHours(10));
        var late = await page.PostAsync($"/tasks/{task}/decision", ("verdict", "Approve"), ("opinion", Opinion));
        Assert.That(late.Status, Is.EqualTo(HttpStatusCode.Redirect));
        return (at, task, await late.FollowAsync());
    }

    private async Task<(string Task, ReadPage Page)> OpinionAsync(string language)
    {
        at = (await office.SubmitCompleteAsync()).Id;
        var task = (await office.ReachAsync(at, "VillageOpinion")).Id.ToString();
        return (task, await (await site.SignedInAsync("village1", language)).GetAsync($"/tasks/{task}"));
    }

    private Task<ReadPage> SignInAsync(ReadPage page, string userName)
    {
        Assert.That(page.Html, Does.Contain("name=\"back\" value=\"/again\""));
        return page.PostAsync("/sign-in", ("userName", userName), ("password", site.Password), ("back", "/again"));
    }
}
