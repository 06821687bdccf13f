using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Meeting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Handling;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Meetings;

/// <summary>What a meeting did, and did not do, with a case can be read wherever somebody looks for it.</summary>
[TestFixture]
internal sealed class MeetingTraceTests
{
    private Hall hall = null!;

    private Office Office => hall.Office;

    [SetUp]
    public async Task OpenAsync() => hall = await Hall.OpenAsync();

    [TearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [TestCase("zh-CN", "会议（局办公会纪要〔2022〕3号）暂缓：补充核查后再议。", "会议暂缓")]
    [TestCase("en", "(局办公会纪要〔2022〕3号): 补充核查后再议。", "deferred at the meeting")]
    public async Task What_a_meeting_put_off_says_so_in_its_history_and_on_its_task_and_the_trail_has_it(string language, string onTask, string inHistory)
    {
        var id = (await Office.WaitingAsync(1)).Single();
        var task = (await Office.TasksAsync(id)).Single();
        var list = await Office.FrozenAsync();
        var minutes = (await Office.MinutesAsync(list)).With(task.Id, result => result with { Outcome = MeetingOutcome.Defer, Reason = "补充核查后再议。" });
        await Office.ConfirmAsync(list, await Office.EnterAsync(list, minutes));
        await Office.CarryOutAsync(list);
        var decider = await hall.SignInAsync("decider1", language);

        var (_, taskPage) = await decider.GetAsync($"/tasks/{task.Id}");
        var (_, casePage) = await decider.GetAsync($"/cases/{id}");

        var entry = await Office.ReadAsync(db => db.Set<AuditEntry>().SingleAsync(entry => entry.Stream == $"case:{id}" && entry.Act == CheckMinutes.DeferredAct));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(taskPage, Does.Contain(onTask).And.Contain("name=\"verdict\""), "it may be decided here again");
            Assert.That(casePage, Does.Contain(inHistory).And.Contain("补充核查后再议。").And.Contain("局办公会纪要〔2022〕3号"));
            Assert.That(entry.Facts, Does.Contain("局办公会纪要〔2022〕3号").And.Contain($"{task.Id}").And.Contain($"{list}"));
        }
    }

    [TestCase("zh-CN", "即从名单上移出")]
    [TestCase("en", "Deciding here takes it off that list")]
    public async Task While_its_list_is_gathered_the_task_says_that_deciding_it_takes_it_off_and_then_it_is_counted_no_more(string language, string words)
    {
        var cases = await Office.WaitingAsync(2);
        var task = (await Office.TasksAsync(cases[0])).Single();
        var decider = await hall.SignInAsync("decider1", language);
        var (_, before) = await decider.GetAsync($"/tasks/{task.Id}");
        var list = await Office.OpenListAsync();
        await Office.GatherAsync(list);
        var number = (await Office.ListAsync(list)).Number!;

        var (_, gathered) = await decider.GetAsync($"/tasks/{task.Id}");
        await Office.DecideAsync("decider1", new(task.Id, Verdict.Refuse, "未达到标准。"));

        var (_, lists) = await decider.GetAsync("/meetings");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Does.Not.Contain(words));
            Assert.That(gathered, Does.Contain(words).And.Contain(number).And.Contain("name=\"verdict\""));
            Assert.That(Cell(lists, language == "en" ? "Cases" : "件数"), Is.EqualTo("1"));
        }
    }

    [Test]
    public async Task Proposed_and_granted_are_two_sums_to_the_cent_wherever_a_list_stands()
    {
        await Office.WaitingAsync(4);
        var list = await Office.FrozenAsync();
        var lines = (await Office.SheetAsync(list)).Lines;
        var district = await hall.SignInAsync("district1");
        var (_, before) = await district.GetAsync($"/meetings/{list}");
        var minutes = (await Office.MinutesAsync(list))
            .With(lines[1].Task, result => result with { Outcome = MeetingOutcome.OtherAmount, Cents = 1_000_55, Reason = "核减。" })
            .With(lines[2].Task, result => result with { Outcome = MeetingOutcome.Refuse, Reason = "未达到标准。" })
            .With(lines[3].Task, result => result with { Outcome = MeetingOutcome.Defer });
        await Office.ConfirmAsync(list, await Office.EnterAsync(list, minutes));
        await Office.CarryOutAsync(list);

        var (_, page) = await district.GetAsync($"/meetings/{list}");
        var (_, lists) = await district.GetAsync("/meetings");
        var (_, sheet) = await district.GetAsync($"/meetings/{list}/sheet");

        var (proposed, granted) = (Said(lines.Sum(line => line.Cents)), Said(lines[0].Cents + 1_000_55));
        var sum = page[page.IndexOf("<tr class=\"sum\">", StringComparison.Ordinal)..];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Does.Not.Contain("批准金额"), "nothing is granted before the minutes");
            Assert.That((Cell(sum, "拟助金额（元）"), Cell(sum, "批准金额（元）")), Is.EqualTo((proposed, granted)));
            Assert.That((Cell(lists, "拟助合计（元）"), Cell(lists, "批准合计（元）")), Is.EqualTo((proposed, granted)));
            Assert.That(sheet, Does.Contain($"拟助金额合计 {proposed} 元").And.Contain($"批准 2 件，批准金额合计 {granted} 元"));
        }
    }

    [Test]
    public async Task What_leaves_a_frozen_list_stays_on_its_sheet_struck_out_with_who_when_and_why()
    {
        await Office.WaitingAsync(4);
        var list = await Office.FrozenAsync();
        var lines = (await Office.SheetAsync(list)).Lines;
        var hash = (await Office.ListAsync(list)).SheetHash;
        Office.Clock.Advance(TimeSpan.FromMinutes(7));
        await Office.AsAsync("district1", (TakeOffList act, Actor actor, CancellationToken token) => act.TakeAsync(list, lines[0].Task, "户籍有争议。", actor, token));
        await Office.AsAsync("decider1", (ReturnFromList act, Actor actor, CancellationToken token) => act.ReturnAsync(list, lines[1].Task, "TownshipReview", "请核实收入。", actor, token));
        await Office.AsAsync("station1", (EndApplication act, Actor actor, CancellationToken token) => act.EndAsync(lines[2].Case, EndReason.Withdrawn, "不再申请。", actor, token));
        var at = Spoken(Office.Clock.GetUtcNow());
        var names = await Office.ReadAsync(db => db.Set<Cases.Organisation.Account>().Where(account => account.UserName == "district1" || account.UserName == "decider1" || account.UserName == "station1").ToDictionaryAsync(account => account.UserName, account => account.NameZh));
        var decider = await hall.SignInAsync("decider1");

        var (_, sheet) = await decider.GetAsync($"/meetings/{list}/sheet");
        var (_, page) = await decider.GetAsync($"/meetings/{list}");

        var sections = sheet.Split("<section")[1..];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(sections.Select(section => section.StartsWith(" class=\"struck\"", StringComparison.Ordinal)), Is.EqualTo(new[] { true, true, true, false }), "and nobody's number changes");
            Assert.That(sections[0], Does.Contain("已移出，户籍有争议。").And.Contain($"（{names["district1"]} {at}）"));
            Assert.That(sections[1], Does.Contain("已退回，请核实收入。").And.Contain($"（{names["decider1"]} {at}）"));
            Assert.That(sections[2], Does.Contain("申请人撤回：不再申请。").And.Contain($"（{names["station1"]} {at}）"));
            Assert.That(sections[3], Does.Contain("□ 同意"));
            Assert.That(sheet, Does.Contain($"冻结后移出 3 件").And.Contain($"上会 1 件，拟助金额合计 {Said(lines[3].Cents)} 元").And.Contain(hash!), "what was frozen is what was frozen");
            Assert.That(page.Split("<tr class=\"struck\"").Length - 1, Is.EqualTo(3));
            Assert.That(page, Does.Contain($"{names["station1"]} {at}"));
        }

        await Casework.RefusedAsync("meeting.wrong-state", () => Office.GatherAsync(list)); // and nothing comes in their place
        await Office.EnterAsync(list, await Office.MinutesAsync(list));
        await Casework.RefusedAsync("meeting.wrong-state", () => Office.AsAsync("district1", (TakeOffList act, Actor actor, CancellationToken token) => act.TakeAsync(list, lines[3].Task, "户籍有争议。", actor, token)));
    }

    private static string Said(long cents) => Cases.Funding.Yuan.Said(cents);

    private static string Spoken(DateTimeOffset moment) => $"{moment.ToOffset(Cases.Clocks.LocalDay.Offset):yyyy-MM-dd HH:mm}";

    /// <summary>The first cell with this label.</summary>
    private static string Cell(string page, string label)
    {
        var at = page.IndexOf($"data-label=\"{label}\"", StringComparison.Ordinal);
        Assert.That(at, Is.GreaterThan(0), label);
        var from = page.IndexOf('>', at) + 1;
        return page[from..page.IndexOf('<', from)];
    }
}
