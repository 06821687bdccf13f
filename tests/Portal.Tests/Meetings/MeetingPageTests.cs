using System.Net;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Meeting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Handling;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Meetings;

/// <summary>The pages of a meeting's list over HTTP: who sees and may do what, and what a refused form keeps.</summary>
[TestFixture]
internal sealed class MeetingPageTests
{
    private Hall hall = null!;

    private Office Office => hall.Office;

    [SetUp]
    public async Task OpenAsync() => hall = await Hall.OpenAsync();

    [TearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [TestCase("zh-CN", "在会议名单上", "已冻结")]
    [TestCase("en", "on a meeting", "frozen")]
    public async Task An_inbox_says_which_tasks_lie_on_a_meetings_list(string language, string listed, string frozen)
    {
        await Office.WaitingAsync(1);
        var decider = await hall.SignInAsync("decider1", language);
        var (_, free) = await decider.GetAsync("/tasks?tab=team");
        var list = await Office.OpenListAsync();
        await Office.GatherAsync(list);
        var (_, gathered) = await decider.GetAsync("/tasks?tab=team");
        await Office.FreezeAsync(list);
        var (_, held) = await decider.GetAsync("/tasks?tab=team");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(free, Does.Not.Contain(listed));
            Assert.That(gathered, Does.Contain(listed).And.Not.Contain(frozen));
            Assert.That(held, Does.Contain(listed).And.Contain(frozen));
        }
    }

    [TestCase("zh-CN", "已与签字扫描件逐项核对", "由会议决定", "依据：")]
    [TestCase("en", "I compared it with the signed scan", "is decided there", "by the meeting of")]
    public async Task Two_people_take_a_list_from_its_opening_to_a_decision(string language, string compared, string before, string basis)
    {
        var id = (await Office.WaitingAsync(1)).Single();
        var task = (await Office.TasksAsync(id)).Single();
        var (district, decider) = (await hall.SignInAsync("district1", language), await hall.SignInAsync("decider1", language));
        var unit = await Office.UnitAsync(UnitLevel.District, "370402");
        var today = LocalDay.Today(Office.Clock);

        var (status, list) = await district.PostAsync("/meetings", "/meetings", ("at", $"{unit}/DistrictDecision"), ("services", "hardship-aid"), ("plannedOn", $"{today.AddDays(1):yyyy-MM-dd}"), ("cutOffAt", $"{today:yyyy-MM-dd}T23:00"));
        Assert.That(status, Is.EqualTo(HttpStatusCode.SeeOther), list);
        Assert.That((await district.PostAsync(list, $"{list}/gather")).Text, Is.EqualTo($"{list}?added=1"));
        Assert.That((await district.PostAsync(list, $"{list}/add")).Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity), "nothing was chosen");
        var (_, gathered) = await district.GetAsync($"{list}?added=1");
        Assert.That((await district.PostAsync(list, $"{list}/freeze")).Text, Is.EqualTo(list));
        var (_, taskPage) = await decider.GetAsync($"/tasks/{task.Id}");
        var (_, sheet) = await decider.GetAsync($"{list}/sheet");
        (string, string)[] people = [("member1.name", "陈局长"), ("member1.attended", "yes"), ("chair", "1"), ("member2.name", "刘副局长"), ("member2.attended", "yes"), ("member3.name", "赵副局长")];
        var unread = await decider.PostAsync($"{list}/minutes", $"{list}/minutes", [("number", "纪要3号"), ("heldOn", $"{today:yyyy-MM-dd}"), ("r1.outcome", "OtherAmount"), ("r1.cents", "很多"), .. people], file: null);
        var entered = await decider.PostAsync($"{list}/minutes", $"{list}/minutes", [("number", "纪要3号"), ("heldOn", $"{today:yyyy-MM-dd}"), ("once.for", "2"), ("r1.outcome", "Approve"), .. people], file: "scan");
        Assert.That(entered.Text, Is.EqualTo(list));
        var own = await decider.PostAsync(list, $"{list}/confirm", ("digest", "x"), ("compared", "yes"));
        var (_, check) = await district.GetAsync($"{list}/check");
        var digest = (await Office.ReadAsync(db => db.Set<MeetingList>().Select(one => one.EntryDigest).SingleAsync()))!;
        var uncompared = await district.PostAsync($"{list}/check", $"{list}/confirm", ("digest", digest));
        var confirmed = await district.PostAsync($"{list}/check", $"{list}/confirm", ("digest", digest), ("compared", "yes"));
        var (_, done) = await district.GetAsync(confirmed.Text);
        var (_, casePage) = await district.GetAsync($"/cases/{id}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(taskPage, Does.Contain(before).And.Not.Contain("name=\"verdict\""));
            Assert.That(sheet, Does.Contain((await Office.CaseAsync(id)).ReceiptNumber!).And.Match("\\*\\*\\*\\*[0-9]{3}[0-9X]").And.Not.Match("[0-9]{17}[0-9X]"), "the end of the identity number alone");
            Assert.That(unread.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(unread.Text, Does.Contain("陈局长").And.Contain("很多"), "what was written is still there");
            Assert.That(own.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(check, Does.Contain(compared).And.Contain("陈局长"));
            Assert.That(uncompared.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(confirmed.Text, Is.EqualTo($"{list}?done=1"));
            Assert.That(gathered, Does.Contain(language == "en" ? "On the list now: 1 more case" : "已列入 1 件"));
            Assert.That(done[done.IndexOf("<tr class=\"sum\">", StringComparison.Ordinal)..], Does.Not.Contain(">0.00<"), "what was decided is in the sum");
            Assert.That(done, Does.Contain("4,000.00").Or.Contain("3,000.00"));
            Assert.That(casePage, Does.Contain("纪要3号").And.Contain(basis));
            Assert.That((await Office.CaseAsync(id)).Stage, Is.Not.EqualTo(CaseStage.Deciding));
            Assert.That(await Office.ReadAsync(db => db.Set<AuditEntry>().CountAsync(entry => entry.Subject == list.Replace("/meetings/", "meeting:", StringComparison.Ordinal) && entry.Act == "personal.viewed")), Is.GreaterThan(3), "looks are on record");
        }
    }

    [TestCase("zh-CN", "等您核对")]
    [TestCase("en", "wait for your check")]
    public async Task The_inbox_of_whoever_may_check_minutes_says_that_they_wait_and_the_message_leads_to_the_list(string language, string waits)
    {
        await Office.WaitingAsync(1);
        var list = await Office.FrozenAsync();
        var digest = await Office.EnterAsync(list, await Office.MinutesAsync(list));
        var (district, decider) = (await hall.SignInAsync("district1", language), await hall.SignInAsync("decider1", language));
        var neighbour = await hall.HireAsync("neighbour", Role.DistrictReviewer, UnitLevel.District, "370403");

        var (_, inbox) = await district.GetAsync("/tasks");
        var (_, own) = await decider.GetAsync("/tasks");
        var (_, elsewhere) = await neighbour.GetAsync("/tasks");
        var (_, messages) = await district.GetAsync("/messages");
        await Office.ConfirmAsync(list, digest);
        var (_, after) = await district.GetAsync("/tasks");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(inbox, Does.Contain(waits).And.Contain($"href=\"/meetings/{list}/check\""));
            Assert.That(own, Does.Not.Contain(waits), "whoever entered it does not check it");
            Assert.That(elsewhere, Does.Not.Contain(waits));
            Assert.That(messages, Does.Contain(waits).And.Contain($"<a href=\"/meetings/{list}\">"));
            Assert.That(after, Does.Not.Contain(waits), "and nothing is owed any more");
        }
    }

    [TestCase("zh-CN", "到截止时间自动冻结")]
    [TestCase("en", "by itself, at the cut-off")]
    public async Task A_frozen_list_says_who_froze_it_and_when(string language, string itself)
    {
        await Office.WaitingAsync(1);
        var byHand = await Office.FrozenAsync();
        var at = (await Office.ListAsync(byHand)).FrozenAt;
        await Office.WaitingAsync(1);
        var left = await Office.OpenListAsync();
        await Office.GatherAsync(left);
        Office.Clock.Advance(TimeSpan.FromDays(2));
        await Office.SweepAsync(MeetingSweep.Key);
        var seat = await hall.SignInAsync("decider1", language);
        var name = await Office.ReadAsync(db => db.Set<Account>().Where(account => account.UserName == "district1").Select(account => new { account.NameZh, account.NameEn }).SingleAsync());

        var (_, one) = await seat.GetAsync($"/meetings/{byHand}");
        var (_, other) = await seat.GetAsync($"/meetings/{left}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(one, Does.Match($"<li>(冻结|Frozen) · {(language == "en" ? name.NameEn : name.NameZh)} · <span class=\"num\">{at!.Value.ToOffset(LocalDay.Offset):yyyy-MM-dd HH:mm}"));
            Assert.That(other, Does.Contain(itself));
        }
    }

    [Test]
    public async Task Nobody_of_another_area_or_role_learns_of_a_list_and_overseers_see_masked_names_and_no_paper()
    {
        await Office.WaitingAsync(1);
        var list = $"/meetings/{await Office.FrozenAsync()}";
        var name = (await Office.SheetAsync(MeetingId.Of(Guid.Parse(list[10..])))).Lines.Single().Name;
        var neighbour = await hall.HireAsync("neighbour", Role.DistrictDecider, UnitLevel.District, "370403");
        var clerk = await hall.SignInAsync("station1");
        var leader = await hall.SignInAsync("leader1");
        var city = await hall.SignInAsync("city1");

        var (_, overseen) = await leader.GetAsync(list);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await neighbour.GetAsync(list)).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await neighbour.GetAsync("/meetings")).Text, Does.Not.Contain(list));
            Assert.That((await neighbour.PostAsync("/meetings", $"{list}/dissolve", ("dissolving", "试试"))).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await clerk.GetAsync(list)).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(overseen, Does.Not.Contain(name).And.Contain(name[..1] + "*"));
            Assert.That((await leader.GetAsync($"{list}/sheet")).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await leader.PostAsync(list, $"{list}/freeze")).Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That((await city.GetAsync(list)).Text, Does.Contain(name).And.Not.Contain("/dissolve"), "the city sees its area, and does nothing there");
        }
    }

    [Test]
    public async Task Several_are_returned_from_the_page_and_what_could_not_be_is_told_with_its_number()
    {
        var cases = await Office.WaitingAsync(2);
        var id = await Office.FrozenAsync();
        var list = $"/meetings/{id}";
        var items = await Office.ItemsAsync(id);
        await Office.AsAsync("station1", (EndApplication act, Cases.Acting.Actor actor, CancellationToken token) => act.EndAsync(cases[0], EndReason.Withdrawn, "不再申请。", actor, token));
        var gone = await Office.CaseAsync(cases[0]);
        var decider = await hall.SignInAsync("decider1");

        var none = await decider.PostAsync(list, $"{list}/return", ("reason", "请核实收入。"), ("step", "TownshipReview"));
        var answer = await decider.PostAsync(list, $"{list}/return", ("tasks", items[0].TaskId.ToString()), ("tasks", items[1].TaskId.ToString()), ("reason", "请核实收入。"), ("step", "TownshipReview"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(none.Text, Does.Contain("请至少选择一件申请"));
            Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(answer.Text, Does.Contain($"{gone.ReceiptNumber}: ").And.Contain("已退回"));
            Assert.That((await Office.TasksAsync(cases[1])).Single().Step, Is.EqualTo("TownshipReview"));
        }
    }
}
