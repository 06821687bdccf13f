using System.Net;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Serving;

/// <summary>The same thing open in two windows: the second is told what the first did, and keeps its words. Without script.</summary>
[TestFixture]
internal sealed partial class TwoWindowsTests
{
    private Office office = null!;
    private Website site = null!;

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

    [Test]
    public async Task A_topic_that_was_changed_meanwhile_is_not_overwritten_unseen_and_other_topics_are_free()
    {
        var draft = await office.DraftAsync("applicant1", office.Answers());
        var reader = await site.SignedInAsync("applicant1");
        var topic = $"/drafts/{draft}/topics/account";
        var (first, second, household) = (await reader.GetAsync(topic), await reader.GetAsync(topic), await reader.GetAsync($"/drafts/{draft}/topics/household"));
        Task<ReadPage> KeepAsync(ReadPage page, string holder) => page.PostAsync(topic, ("page.stand", Stand(page)), ("accountName", holder), ("bankName", "枣庄银行"), ("accountNumber", "6217000000000000004"));

        Assert.That((await KeepAsync(first, "李秀兰")).Status, Is.EqualTo(HttpStatusCode.SeeOther));
        var told = await KeepAsync(second, "王建国");
        var stands = await reader.GetAsync(topic);
        var same = await KeepAsync(second, "李秀兰");
        var other = await household.PostAsync($"/drafts/{draft}/topics/household", ("page.stand", Stand(household)), ("householdSize", "2"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((told.Status, told.Words.Contains("李秀兰", StringComparison.Ordinal), told.Html.Contains("value=\"王建国\"", StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.Conflict, true, true)));
            Assert.That(stands.Html, Does.Contain("value=\"李秀兰\"").And.Not.Contain("王建国"));
            Assert.That(same.Status, Is.Not.EqualTo(HttpStatusCode.Conflict), "it is what is kept already");
            Assert.That(other.Status, Is.Not.EqualTo(HttpStatusCode.Conflict), "another topic");
            Assert.That((await KeepAsync(told, "王建国")).Status, Is.EqualTo(HttpStatusCode.SeeOther));
        }
    }

    [TestCase("zh-CN", "现在没有要补交的内容")]
    [TestCase("en", "Nothing is asked for any more")]
    public async Task A_second_supplement_is_told_and_shown_back(string language, string told)
    {
        var id = await office.SendAsync("applicant1", office.Answers());
        var task = (await office.TasksAsync(id)).Single();
        await office.DecideAsync("station1", new(task.Id, Verdict.Incomplete) { Missing = [new("registeredAddress", "请写到门牌")] });
        var page = await (await site.SignedInAsync("applicant1", language)).GetAsync($"/applications/{id}/supplement");

        var first = await page.PostAsync($"/applications/{id}/supplement", ("registeredAddress", "山东省枣庄市市中区东湖街道1号"));
        var second = await page.PostAsync($"/applications/{id}/supplement", ("registeredAddress", "山东省枣庄市市中区东湖街道2号"));

        Assert.That(first.Location, Does.EndWith("?done=supplied"), first.Words);
        Assert.That((second.Status, second.Words), Is.EqualTo((HttpStatusCode.Conflict, second.Words)));
        Assert.That(second.Words, Does.Contain(told).And.Contain("东湖街道2号"));
    }

    [TestCase("zh-CN", "您刚才写的没有提交")]
    [TestCase("en", "What you have just written was not taken")]
    public async Task A_task_that_was_decided_in_another_window_gives_the_words_back(string language, string told)
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        var task = (await office.ReachAsync(id, "VillageOpinion")).Id;
        var page = await (await site.SignedInAsync("village1", language)).GetAsync($"/tasks/{task}");

        var first = await page.PostAsync($"/tasks/{task}/decision", ("verdict", "Approve"), ("opinion", "情况属实，同意。"));
        var second = await page.PostAsync($"/tasks/{task}/decision", ("verdict", "Refuse"), ("opinion", "邻居说有车，不同意。"));

        Assert.That(first.Status, Is.EqualTo(HttpStatusCode.SeeOther), first.Words);
        Assert.That(second.Words, Does.Contain(told).And.Contain("邻居说有车，不同意。").And.Contain(language == "en" ? "already" : "已"));
        Assert.That((await office.TasksAsync(id)).Select(next => next.Step), Is.All.EqualTo("HomeVisit"), "the first counts");
    }

    [Test]
    public async Task A_draft_is_sent_once_though_the_system_was_started_anew_between_its_page_and_the_press()
    {
        var before = await office.ReadAsync(db => db.Set<AidCase>().CountAsync());
        var draft = await office.DraftAsync("applicant1", office.Answers(), Drafting.Papers);
        var check = await (await site.SignedInAsync("applicant1")).GetAsync($"/drafts/{draft}/check");

        await site.GoAwayAsync();
        await site.ComeBackAsync();
        var sent = await check.PostAsync($"/drafts/{draft}/submit");
        await site.GoAwayAsync();
        await site.ComeBackAsync();
        var again = await check.PostAsync($"/drafts/{draft}/submit");

        Assert.That((sent.Status, again.Location), Is.EqualTo((HttpStatusCode.SeeOther, sent.Location)), sent.Words);
        Assert.That(await office.ReadAsync(db => db.Set<AidCase>().CountAsync()), Is.EqualTo(before + 1));
    }

    [Test]
    public async Task A_place_that_was_chosen_in_another_window_is_told_and_the_choice_kept_on_the_page()
    {
        var draft = await office.DraftAsync("applicant1", office.Answers());
        var villages = await office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.Level == UnitLevel.Village && unit.DivisionCode!.StartsWith("370402001")).OrderBy(unit => unit.DivisionCode).Select(unit => new { unit.Id, unit.ParentId }).Take(3).ToListAsync());
        var page = await (await site.SignedInAsync("applicant1")).GetAsync($"/drafts/{draft}/place?in={villages[0].ParentId}");
        Task<ReadPage> ChooseAsync(ReadPage from, UnitId village) => from.PostAsync($"/drafts/{draft}/place", ("page.stand", Stand(from)), ("in", $"{villages[0].ParentId}"), ("unit", $"{village}"));

        Assert.That((await ChooseAsync(page, villages[1].Id)).Status, Is.EqualTo(HttpStatusCode.SeeOther));
        var told = await ChooseAsync(page, villages[2].Id);

        Assert.That((told.Status, told.Words.Contains("在别的窗口里改过", StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.UnprocessableEntity, true)));
        Assert.That(told.Html, Does.Match($"value=\"{villages[2].Id}\"\\s+checked"));
        Assert.That((await ChooseAsync(told, villages[2].Id)).Status, Is.EqualTo(HttpStatusCode.SeeOther));
    }

    [Test]
    public async Task A_rating_that_was_changed_in_another_window_is_told_with_both()
    {
        var id = await office.SendAsync("applicant1", office.Answers());
        await office.DecideAsync("station1", new((await office.TasksAsync(id)).Single().Id, Verdict.NotAccept, "户籍不在本区。"));
        var address = $"/applications/{id}/rating";
        var page = await (await site.SignedInAsync("applicant1")).GetAsync(address);
        Task<ReadPage> RateAsync(ReadPage from, string stars, string words) => from.PostAsync(address, ("page.stand", Stand(from)), ("stars", stars), ("words", words));

        Assert.That((await RateAsync(page, "2", "等得太久")).Status, Is.EqualTo(HttpStatusCode.SeeOther));
        var told = await RateAsync(page, "5", "服务周到");

        Assert.That(told.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(told.Words, Does.Contain("在别的窗口里改过").And.Contain("现在保存的是：2 分 不满意；等得太久").And.Contain("服务周到"));
        Assert.That((await RateAsync(told, "5", "服务周到")).Status, Is.EqualTo(HttpStatusCode.SeeOther));
    }

    private static string Stand(ReadPage page) => Stamp().Match(page.Html).Groups["stand"].Value;

    [GeneratedRegex("name=\"page.stand\" value=\"(?<stand>[0-9a-z-]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Stamp();
}
