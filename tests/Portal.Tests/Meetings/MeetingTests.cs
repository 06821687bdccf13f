using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Meeting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Meetings;

/// <summary>What lies on a meeting's list, from gathering to the cut-off, and what becomes of it there.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class MeetingTests(Provider provider)
{
    private Office office = null!;

    [SetUp]
    public async Task OpenAsync() => office = await Office.OpenAsync(provider);

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task What_lies_on_a_frozen_list_is_not_decided_singly_until_it_is_taken_off_with_a_reason()
    {
        var id = (await office.WaitingAsync(1)).Single();
        var task = (await office.TasksAsync(id)).Single();
        var list = await office.OpenListAsync();
        await office.GatherAsync(list);
        await office.FreezeAsync(list);
        var singly = new DecideCommand(task.Id, Verdict.Refuse, "未达到标准。");

        await Casework.RefusedAsync("task.before-meeting", () => office.DecideAsync("decider1", singly));
        await Casework.RefusedAsync("task.before-meeting", () => office.DecideAsync("decider1", new(task.Id, Verdict.Return, "请核实。") { ReturnTo = "DistrictReview" }));
        await Casework.RefusedAsync("meeting.reason-missing", () => TakeAsync(list, task.Id, " "));
        await TakeAsync(list, task.Id, "申请人要求尽快答复。");
        await office.DecideAsync("decider1", singly);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await office.ItemsAsync(list)).Single().State, Is.EqualTo(ItemState.TakenOff));
            Assert.That((await office.SheetAsync(list)).Lines, Has.Length.EqualTo(1), "what was printed stays printed");
        }
    }

    [Test]
    public async Task Until_it_is_frozen_a_listed_case_is_decided_singly_and_the_sheet_does_not_have_it()
    {
        var cases = await office.WaitingAsync(2);
        var list = await office.OpenListAsync();
        await office.GatherAsync(list);
        var task = (await office.TasksAsync(cases[0])).Single();

        await office.DecideAsync("decider1", new(task.Id, Verdict.Refuse, "未达到标准。"));
        await office.FreezeAsync(list);

        Assert.That((await office.SheetAsync(list)).Lines.Select(line => line.Case), Is.EqualTo(new[] { cases[1] }));
    }

    [Test]
    public async Task Single_cases_come_and_go_until_the_cut_off_and_a_task_lies_on_one_list_at_a_time()
    {
        var cases = await office.WaitingAsync(2);
        var (first, second) = ((await office.TasksAsync(cases[0])).Single().Id, (await office.TasksAsync(cases[1])).Single().Id);
        var (list, other) = (await office.OpenListAsync(), await office.OpenListAsync());

        await AddAsync(list, first);
        Assert.That(await office.GatherAsync(other), Is.EqualTo(1), "the one that no list has");
        await Casework.RefusedAsync("meeting.not-gatherable", () => AddAsync(list, second));
        await TakeAsync(other, second, reason: null);
        await AddAsync(list, second);
        office.Clock.Advance(TimeSpan.FromDays(2));
        await Casework.RefusedAsync("meeting.cut-off-passed", () => TakeAsync(list, first, "不再上会"));
        await Casework.RefusedAsync("meeting.cut-off-passed", () => office.GatherAsync(list));
        await office.SweepAsync(MeetingSweep.Key);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await office.ListAsync(list)).State, Is.EqualTo(MeetingState.Frozen), "the cut-off froze it");
            Assert.That((await office.SheetAsync(list)).Lines, Has.Length.EqualTo(2));
            Assert.That((await office.ListAsync(other)).State, Is.EqualTo(MeetingState.Dissolved), "nothing was on it");
        }
    }

    [Test]
    public async Task A_claim_does_not_keep_a_case_from_the_meeting()
    {
        var id = (await office.WaitingAsync(1)).Single();
        var task = (await office.TasksAsync(id)).Single();
        await office.AsAsync("decider2", (ClaimTask act, Actor actor, CancellationToken token) => act.ClaimAsync(task.Id, actor, token));
        var list = await office.FrozenAsync();
        Assert.That((await office.TasksAsync(id)).Single().AssigneeId, Is.Null, "the meeting has it now");
        await office.AsAsync("decider2", (ClaimTask act, Actor actor, CancellationToken token) => act.ClaimAsync(task.Id, actor, token));

        await office.ConfirmAsync(list, await office.EnterAsync(list, await office.MinutesAsync(list)));
        await office.CarryOutAsync(list);

        Assert.That((await office.ItemsAsync(list)).Single().State, Is.EqualTo(ItemState.Decided));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Of_a_freezing_and_a_single_decision_at_once_the_second_looks_again(bool frozenFirst)
    {
        var id = (await office.WaitingAsync(1)).Single();
        var task = (await office.TasksAsync(id)).Single();
        var list = await office.OpenListAsync();
        await office.GatherAsync(list);
        var (district, decider) = (await office.AsAsync("district1"), await office.AsAsync("decider1"));
        await using var freezing = office.Services.CreateAsyncScope();
        await using var deciding = office.Services.CreateAsyncScope();
        await freezing.ServiceProvider.GetRequiredService<FreezeList>().FreezeAsync(list, district, CancellationToken.None);
        await deciding.ServiceProvider.GetRequiredService<DecideTask>().DecideAsync(new(task.Id, Verdict.Refuse, "未达到标准。"), decider, CancellationToken.None);
        var (first, second) = frozenFirst ? (freezing, deciding) : (deciding, freezing);

        await first.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(CancellationToken.None);

        await Assert.ThrowsAsync<LostRaceException>(() => second.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(CancellationToken.None));
    }

    [Test]
    public async Task Several_are_returned_with_one_reason_and_a_result_each()
    {
        var cases = await office.WaitingAsync(3);
        var list = await office.FrozenAsync();
        var tasks = (await office.ItemsAsync(list)).ToDictionary(item => item.CaseId, item => item.TaskId);
        await WithdrawAsync(cases[1]);
        var decider = await office.AsAsync("decider1");
        await Casework.RefusedAsync("meeting.none-chosen", () => ReturnAsync([], "请核实收入。", decider));
        await Casework.RefusedAsync("meeting.reason-missing", () => ReturnAsync([tasks[cases[0]]], " ", decider));
        var foreign = await ReturnAsync([tasks[cases[0]]], "请核实收入。", await office.AsAsync("district1"));

        var results = await ReturnAsync([tasks[cases[0]], tasks[cases[1]]], "请核实收入。", decider);

        var items = (await office.ItemsAsync(list)).ToDictionary(item => item.CaseId);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(foreign.Single().Refusal?.Code, Is.EqualTo("meeting.not-yours"), "returning is the decider's");
            Assert.That(results.Select(result => (result.State, result.Refusal?.Code)), Is.EqualTo(new[] { (ItemState.Returned, null), (ItemState.Listed, "task.gone") }));
            Assert.That((await office.TasksAsync(cases[0])).Single().Step, Is.EqualTo("TownshipReview"));
            Assert.That((await office.ReadAsync(db => db.Set<Decision>().SingleAsync(one => one.TaskId == tasks[cases[0]]))).Opinion, Is.EqualTo("请核实收入。"));
            Assert.That((items[cases[0]].State, items[cases[2]].State), Is.EqualTo((ItemState.Returned, ItemState.Listed)), "whoever was not chosen stays before the meeting");
        }

        Task<System.Collections.Immutable.ImmutableArray<ListedResult>> ReturnAsync(TaskId[] chosen, string reason, Actor actor) => office.AskAsync(services =>
            services.GetRequiredService<ReturnSeveral>().ReturnAsync(list, chosen, "TownshipReview", reason, actor, CancellationToken.None));
    }

    [Test]
    public async Task Only_the_bureau_itself_prepares_its_lists()
    {
        foreach (var foreign in new[] { "township1", "city1", "citydecider1", "maker1", "admin1" })
            await Casework.RefusedAsync("meeting.not-yours", () => office.OpenListAsync(foreign));
        var neighbour = await office.HireAsync("neighbour", Role.DistrictDecider, UnitLevel.District, "370403");
        await office.WaitingAsync(1);
        var list = await office.FrozenAsync();

        await Casework.RefusedAsync("meeting.not-yours", async () => await office.EnterAsync(list, await office.MinutesAsync(list), "neighbour"));
        var task = (await office.ItemsAsync(list)).Single().TaskId;
        await Casework.RefusedAsync("meeting.not-yours", () => office.DoAsync((TakeOffList act, CancellationToken token) => act.TakeAsync(list, task, "理由", neighbour, token)));
    }

    [Test]
    public async Task The_printed_sheet_cannot_be_changed_unseen()
    {
        await office.WaitingAsync(2);
        var (one, other) = (await office.OpenListAsync(), await office.OpenListAsync());
        var tasks = await office.ReadAsync(db => db.Set<ReviewTask>().Where(task => task.Kind == RoundKind.Decision).Select(task => task.Id).ToListAsync());
        await AddAsync(one, tasks[0]);
        await AddAsync(other, tasks[1]);
        await office.FreezeAsync(one);
        await office.FreezeAsync(other);
        var minutes = await office.MinutesAsync(one);

        await office.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE meeting_lists SET sheet_hash = 'sha256:00' WHERE id = {one.Value}"));

        await Casework.RefusedAsync("meeting.sheet-changed", () => office.EnterAsync(one, minutes));
    }

    [Test]
    public async Task A_list_that_is_called_off_gives_its_cases_free()
    {
        var id = (await office.WaitingAsync(1)).Single();
        var list = await office.FrozenAsync();

        await office.AsAsync("district1", (DissolveMeeting act, Actor actor, CancellationToken token) => act.DissolveAsync(list, "会议延期。", actor, token));

        await office.DecideAsync("decider1", new((await office.TasksAsync(id)).Single().Id, Verdict.Refuse, "未达到标准。"));
        Assert.That((await office.CaseAsync(id)).Outcome, Is.EqualTo(CaseOutcome.Refused));
    }

    private Task<TaskId> AddAsync(MeetingId list, TaskId task) => office.AsAsync("district1", (GatherCases act, Actor actor, CancellationToken token) => act.AddAsync(list, task, actor, token));

    private Task<TaskId> TakeAsync(MeetingId list, TaskId task, string? reason) => office.AsAsync("district1", (TakeOffList act, Actor actor, CancellationToken token) => act.TakeAsync(list, task, reason, actor, token));

    private Task<CaseId> WithdrawAsync(CaseId id) => office.AsAsync("station1", (EndApplication act, Actor actor, CancellationToken token) => act.EndAsync(id, EndReason.Withdrawn, "不再申请。", actor, token));
}
