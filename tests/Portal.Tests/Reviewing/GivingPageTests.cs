using System.Net;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Api;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Reviewing;

/// <summary>Tasks given to others, signers, and several decided at once, as people meet them on pages.</summary>
[TestFixture]
internal sealed class GivingPageTests
{
    private Office office = null!;
    private Website site = null!;
    private ReviewTask task = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(Provider.Sqlite);
        task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        site = await Website.OpenAsync(office);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [Test]
    public async Task A_question_is_asked_answered_and_decided_on()
    {
        var reviewer = await site.SignedInAsync("district1");
        var give = await reviewer.GetAsync($"/tasks/{task.Id}/give");
        var empty = await give.PostAsync($"/tasks/{task.Id}/delegate", ("delegate.to", "station1"), ("delegate.words", ""));
        Assert.That(empty.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        empty.EveryFaultLeadsToItsField();
        var asked = await (await give.PostAsync($"/tasks/{task.Id}/delegate", ("delegate.to", "station1"), ("delegate.words", "请核实收入"))).FollowAsync();
        Assert.That(asked.Words, Does.Contain("正在等待").And.Contain("收回").And.Not.Contain("已经办结"));

        var clerk = await site.SignedInAsync("station1");
        Assert.That((await clerk.GetAsync("/tasks?tab=Mine")).Words, Does.Contain("请您答复"));
        var theirs = (await office.OpenAsync(task.CaseId)).Single(one => one.Purpose == TaskPurpose.Advise);
        var page = await clerk.GetAsync($"/tasks/{theirs.Id}");
        Assert.That(page.Words, Does.Contain("请核实收入").And.Contain("由其作出决定").And.Not.Contain("转办、委派"));
        Assert.That((await page.PostAsync($"/tasks/{theirs.Id}/decision", ("verdict", "Advise"), ("opinion", "收入属实"))).Status, Is.EqualTo(HttpStatusCode.SeeOther));

        Assert.That((await reviewer.GetAsync($"/tasks/{task.Id}")).Words, Does.Contain("收入属实").And.Not.Contain("正在等待"));
    }

    [Test]
    public async Task A_signer_is_added_seen_by_both_and_removed_again()
    {
        var reviewer = await site.SignedInAsync("district1");
        var give = await reviewer.GetAsync($"/tasks/{task.Id}/give");
        var added = await (await give.PostAsync($"/tasks/{task.Id}/signers", ("signers.to", "district2"), ("place", "After"), ("signers.words", "请把关"), ("sure", "yes"))).FollowAsync();
        Assert.That(added.Words, Does.Contain("本环节的办理人").And.Contain("未轮到").And.Contain("减签"));
        await office.AsAsync<ClaimTask, TaskId>("district1", (act, actor, token) => act.ReleaseAsync(task.Id, actor, token));
        Assert.That((await reviewer.GetAsync($"/tasks/{task.Id}")).Words, Does.Contain($"{(await NameAsync("district1")).Zh}（"), "who may act, not the role alone");

        var removed = await (await (await reviewer.GetAsync($"/tasks/{task.Id}/give")).PostAsync($"/tasks/{task.Id}/signers/remove", ("seat", "+1"), ("remove.words", "不再需要"))).FollowAsync();
        Assert.That(removed.Words, Does.Contain("已减签"), "the inbox says what was done");
        Assert.That((await reviewer.GetAsync($"/tasks/{task.Id}")).Words, Does.Not.Contain("本环节的办理人"));
    }

    [TestCase("zh-CN", "Before", "您的任务先等待", "确认请")]
    [TestCase("en", "After", "asked when you have decided", "as a signer?")]
    public async Task Whoever_adds_a_signer_is_told_before_what_follows(string language, string place, string follows, string title)
    {
        var reviewer = await site.SignedInAsync("district1", language);
        var give = await reviewer.GetAsync($"/tasks/{task.Id}/give");

        var asked = await give.PostAsync($"/tasks/{task.Id}/signers", ("signers.to", "district2"), ("place", place), ("signers.words", "请把关"));
        Assert.That(asked.Words, Does.Contain(title).And.Contain(follows).And.Contain("请把关"));
        Assert.That(await office.OpenAsync(task.CaseId), Has.Count.EqualTo(1), "nobody is asked before it is confirmed");

        var back = await asked.PostAsync($"/tasks/{task.Id}/signers", ("signers.to", "district2"), ("place", place), ("signers.words", "请把关"), ("sure", "no"));
        Assert.That(back.Html, Does.Contain("请把关</textarea>").And.Match("value=\"district2\" selected"));
        var missing = await give.PostAsync($"/tasks/{task.Id}/signers", ("signers.to", ""), ("place", place), ("signers.words", ""));
        Assert.That(missing.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity), "what is missing is told at once");
    }

    [TestCase("zh-CN", "今天已经催办过")]
    [TestCase("en", "You have urged them today")]
    public async Task Whoever_has_urged_as_often_as_a_day_allows_is_told_when_it_is_possible_again(string language, string said)
    {
        var decider = await site.SignedInAsync("decider1", language);
        var desk = await decider.GetAsync($"/cases/{task.CaseId}");
        Assert.That(desk.Html, Does.Contain($"/cases/{task.CaseId}/urge").And.Not.Contain("urged-out"));

        await desk.PostAsync($"/cases/{task.CaseId}/urge");
        var after = await decider.GetAsync($"/cases/{task.CaseId}");
        Assert.That(after.Words, Does.Contain(said));
        Assert.That(after.Html, Does.Not.Contain($"action=\"/cases/{task.CaseId}/urge\""));

        office.Clock.Advance(TimeSpan.FromDays(1));
        decider = await site.SignedInAsync("decider1", language);
        Assert.That((await decider.GetAsync($"/cases/{task.CaseId}")).Html, Does.Contain($"action=\"/cases/{task.CaseId}/urge\""));
    }

    [TestCase("zh-CN", ">补公示（尚未公示的）")]
    [TestCase("en", ">Public notice (no. 2 on the way)")]
    public async Task Steps_of_one_name_to_which_a_case_can_be_moved_are_told_apart_in_words(string language, string late)
    {
        var page = await (await site.SignedInAsync("admin1", language)).GetAsync($"/admin/cases/{task.CaseId}");

        Assert.That(page.Html, Does.Contain(late).And.Not.Contain("(publicNotice)").And.Not.Contain("(lateNotice)"));
    }

    [Test]
    public async Task Papers_that_are_one_file_are_told_of_once()
    {
        var page = await (await site.SignedInAsync("district1")).GetAsync($"/tasks/{task.Id}");

        Assert.That(page.Words.Split("是同一个文件"), Has.Length.EqualTo(2), "six papers, one file, one warning");
    }

    [Test]
    public async Task A_transfer_asks_for_everything_at_once_and_the_inbox_says_to_whom_it_went()
    {
        var reviewer = await site.SignedInAsync("district1");
        var give = await reviewer.GetAsync($"/tasks/{task.Id}/give");

        var empty = await give.PostAsync($"/tasks/{task.Id}/transfer", ("transfer.to", ""), ("transfer.words", ""));
        var done = await give.PostAsync($"/tasks/{task.Id}/transfer", ("transfer.to", "district2"), ("transfer.words", "请代为办理"));
        var told = await done.FollowAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(empty.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            empty.EveryFaultLeadsToItsField();
            Assert.That(empty.Words, Does.Contain("请选择人员").And.Contain("请写明原因"));
            Assert.That(told.Words, Does.Contain($"已转办给{(await NameAsync("district2")).Zh}"));
            Assert.That((await (await site.SignedInAsync("district2")).GetAsync(done.Location!)).Words, Does.Not.Contain("已转办给"), "nobody else is told that they did it");
        }
    }

    [TestCase("zh-CN", "不能取回：公示已经张贴")]
    [TestCase("en", "cannot be taken back: the public notice hangs")]
    public async Task What_can_no_longer_be_taken_back_says_why_and_is_not_offered(string language, string why)
    {
        var review = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "TownshipReview");
        var holder = await office.HolderAsync(review);
        await office.AgreeAsync(review); // the notice hangs now

        var page = await (await site.SignedInAsync(holder, language)).GetAsync($"/tasks/{review.Id}");

        Assert.That(page.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(page.Words, Does.Contain(why));
        Assert.That(page.Html, Does.Not.Contain("/take-back\""), "what would be refused is not offered");
        Assert.That(await TogetherTests.CodeOfAsync(() => office.AsAsync(holder, (TakeBack act, Actor actor, CancellationToken token) => act.OfTaskAsync(review.Id, "看错了", actor, token))), Is.EqualTo("take-back.gone-on"));
    }

    [Test]
    public async Task What_one_said_is_taken_back_from_the_page_of_the_finished_task()
    {
        var reviewer = await site.SignedInAsync("district1");
        await office.SaysAsync("district1", task.Id, Verdict.Approve);
        var page = await reviewer.GetAsync($"/tasks/{task.Id}");
        Assert.That(page.Words, Does.Contain("取回我的意见"));
        var faulty = await page.PostAsync($"/tasks/{task.Id}/take-back", ("words", ""));
        Assert.That(faulty.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That((await (await page.PostAsync($"/tasks/{task.Id}/take-back", ("words", "看错了"))).FollowAsync()).Words, Does.Contain("已取回意见，原意见留在记录里"));

        var again = (await office.OpenAsync(task.CaseId)).Single();
        Assert.That(again.Step, Is.EqualTo("DistrictReview"));
        var old = await reviewer.GetAsync($"/tasks/{task.Id}");
        Assert.That(old.Words, Does.Contain("取回，留在记录里"));
        Assert.That(old.Html, Does.Contain($"/tasks/{again.Id}"));
        Assert.That((await reviewer.GetAsync("/tasks?tab=Done")).Words, Does.Contain("已取回"));
        Assert.That(await TogetherTests.CodeOfAsync(() => office.SaysAsync("district1", task.Id, Verdict.Approve)), Is.EqualTo("task.taken-back"));
    }

    [Test]
    public async Task Whoever_stands_aside_finds_the_task_no_more_among_their_own()
    {
        var reviewer = await site.SignedInAsync("district1");
        var give = await reviewer.GetAsync($"/tasks/{task.Id}/give");
        Assert.That((await (await give.PostAsync($"/tasks/{task.Id}/stand-aside", ("aside.words", "申请人是我的同学"), ("sure", "yes"))).FollowAsync()).Words, Does.Contain("已回避"));

        var again = (await office.OpenAsync(task.CaseId)).Single();
        var refused = await (await reviewer.GetAsync($"/tasks/{again.Id}")).PostAsync($"/tasks/{again.Id}/decision", ("verdict", "Approve"), ("opinion", "同意"));
        Assert.That(refused.Words, Does.Contain("回避"));
    }

    [Test]
    public async Task Several_reviews_get_one_word_and_a_result_each()
    {
        await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        var reviewer = await site.SignedInAsync("district1");
        var page = await reviewer.GetAsync("/tasks/many");
        Assert.That((await page.PostAsync("/tasks/many", ("verdict", "Approve"))).Words, Does.Contain("请先勾选"));
        var asked = await page.PostAsync("/tasks/many", ("verdict", "Approve"), ("opinion", "同意"), ("task", task.Id.ToString()));
        Assert.That(asked.Words, Does.Contain("确认全部同意 1 件？").And.Not.Contain("办理结果"));
        Assert.That((await office.OpenAsync(task.CaseId)).Single().Step, Is.EqualTo("DistrictReview"), "asked once, and nothing is done before the answer");
        var done = await asked.PostAsync("/tasks/many", ("verdict", "Approve"), ("opinion", "同意"), ("task", task.Id.ToString()), ("sure", "yes"));

        Assert.That(done.Words, Does.Contain("办理结果").And.Contain("已办理"));
        Assert.That((await office.OpenAsync(task.CaseId)).Single().Step, Is.EqualTo("DistrictDecision"));

        var late = await page.PostAsync("/tasks/many", ("verdict", "Approve"), ("opinion", "同意"), ("task", task.Id.ToString()), ("named", $"{task.Id} 张* SQ7"), ("sure", "yes"));
        Assert.That(late.Words, Does.Contain("张* SQ7").And.Contain("未办理").And.Not.Contain(task.Id.ToString()), "what a colleague decided since is still called by its name");
    }

    [Test]
    public async Task A_program_learns_the_seats_the_question_and_what_it_may_not_see()
    {
        using var reviewer = await site.CallerAsync(office, "district1");
        (await reviewer.PostAsync($"/api/tasks/{task.Id}/signers", new { to = "district2", place = "After", words = "请把关" })).Ok();
        var asked = (Guid)(await reviewer.PostAsync($"/api/tasks/{task.Id}/delegate", new { to = "station1", words = "请核实收入" })).Ok()["task"]!;
        var seats = (await reviewer.GetAsync($"/api/tasks/{task.Id}")).Ok()["seats"]!.AsArray();
        Assert.That(seats.Select(seat => ((string?)seat!["key"], (string?)seat["state"], (int)seat["weight"]!, (int)seat["stage"]!, (bool)seat["mayRemove"]!)), Is.EqualTo(new[]
        {
            ("1", "Waits", 1, 0, false), ("+1", "NotAsked", 1, 1, true),
        }));
        (await reviewer.PostAsync($"/api/tasks/{task.Id}/signers/{(string?)seats[1]!["key"]}/remove", new { words = "不再需要" })).Ok();

        using var clerk = await site.CallerAsync(office, "station1");
        var given = (await clerk.GetAsync($"/api/tasks/{asked}")).Ok()["given"]!;
        Assert.That(((string?)given["words"], (bool)given["asksAnswer"]!, (string?)given["by"]), Is.EqualTo(("请核实收入", true, (await NameAsync("district1")).En)));
        (await clerk.GetAsync($"/api/tasks/{task.Id}/nominees")).ShouldBe(404);
        (await clerk.GetAsync($"/api/tasks/{task.Id}")).ShouldBe(404);
        (await reviewer.PostAsync("/api/tasks/many", new { tasks = new[] { task.Id.Value }, verdict = "Approve", opinion = "同意" })).ShouldBe(200);
    }

    private Task<LocalText> NameAsync(string userName) => office.ReadAsync(db => db.Set<Account>().Where(one => one.UserName == userName).Select(one => new LocalText(one.NameZh, one.NameEn)).SingleAsync());
}
