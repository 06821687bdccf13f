using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Deciding;
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

/// <summary>Aid decided by list at the bureau's meeting: from gathering to a decision of each case.</summary>
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
    public async Task Each_case_gets_its_own_decision_that_names_the_meeting()
    {
        var cases = await office.WaitingAsync(4);
        var list = await office.FrozenAsync();
        var sheet = await office.SheetAsync(list);
        TaskId Task(int number) => sheet.Lines[number - 1].Task;
        var minutes = (await office.MinutesAsync(list))
            .With(Task(2), result => result with { Outcome = MeetingOutcome.OtherAmount, Cents = 1_000_00, Reason = "家庭收入有所好转，核减。" })
            .With(Task(3), result => result with { Outcome = MeetingOutcome.Refuse, Reason = "未达到救助标准。" })
            .With(Task(4), result => result with { Outcome = MeetingOutcome.Defer, Reason = "补充核查后再议。" });

        await office.ConfirmAsync(list, await office.EnterAsync(list, minutes));
        var results = await office.CarryOutAsync(list);

        var (approved, lowered, refused, deferred) = (sheet.Lines[0], await office.CaseAsync(sheet.Lines[1].Case), await office.CaseAsync(sheet.Lines[2].Case), sheet.Lines[3]);
        var decision = await office.ReadAsync(db => db.Set<Decision>().SingleAsync(one => one.TaskId == approved.Task));
        var decider = (await office.AsAsync("decider1")).Account;
        var basis = MeetingBasis.Of(decision.Detail)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(sheet.Lines.Select(line => line.Case), Is.EquivalentTo(cases));
            Assert.That(results.Select(result => result.State), Is.EqualTo(new[] { ItemState.Decided, ItemState.Decided, ItemState.Decided }));
            Assert.That((await office.CaseAsync(approved.Case)).ApprovedCents, Is.EqualTo(approved.Cents).And.GreaterThan(0));
            Assert.That(lowered.ApprovedCents, Is.EqualTo(1_000_00));
            Assert.That(refused.Outcome, Is.EqualTo(CaseOutcome.Refused));
            Assert.That((await office.TasksAsync(deferred.Case)).Single().Id, Is.EqualTo(deferred.Task), "what is put off stays where it is");
            Assert.That((decision.AccountId, decision.Verdict), Is.EqualTo((decider!.Value, Verdict.Approve)), "the authorised decider acts");
            Assert.That((basis.Meeting, basis.Minutes, basis.Present, basis.For), Is.EqualTo((list, "局办公会纪要〔2022〕3号", 3, 3)));
            Assert.That(JsonNode.Parse(decision.Detail!)!["proposal"], Is.Not.Null, "what it rests on besides is still there");
            Assert.That((await office.ListAsync(list)).State, Is.EqualTo(MeetingState.Closed));
            Assert.That(await office.ReadAsync(db => db.Set<AuditEntry>().Where(entry => entry.Stream == $"meeting:{list}").OrderBy(entry => entry.Number).Select(entry => entry.Act).ToListAsync()),
                Is.EqualTo(new[] { "meeting.opened", "meeting.gathered", "meeting.frozen", "meeting.entered", "meeting.confirmed", "meeting.closed" }));
            Assert.That(await office.ReadAsync(db => db.Set<AuditEntry>().Where(entry => entry.Stream == $"case:{approved.Case}" && entry.Act == "task.decided" && entry.Facts.Contains($"\"meeting\":\"{list}\"")).CountAsync()), Is.EqualTo(1));
        }

        var second = await office.OpenListAsync();
        Assert.That(await office.GatherAsync(second), Is.EqualTo(1), "what was put off comes to the next meeting");
        await office.BooksAgreeAsync();
    }

    [Test]
    public async Task Letters_name_the_meeting()
    {
        await office.WaitingAsync(1);
        var list = await office.FrozenAsync();
        var line = (await office.SheetAsync(list)).Lines.Single();
        var minutes = (await office.MinutesAsync(list)).With(line.Task, result => result with { Outcome = MeetingOutcome.Refuse, Reason = "未达到救助标准。" });

        await office.ConfirmAsync(list, await office.EnterAsync(list, minutes));
        await office.CarryOutAsync(list);

        var (zh, en) = await office.AskAsync(async services =>
        {
            var letter = await services.GetRequiredService<IUnitOfWork>().Db.Set<IssuedDocument>().SingleAsync(one => one.CaseId == line.Case && one.Kind == DocumentKind.Refusal);
            var vault = services.GetRequiredService<Vault>();
            return (vault.Open(letter.BodyZh, $"document.body:{letter.Id}"), vault.Open(letter.BodyEn, $"document.body-en:{letter.Id}"));
        });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(zh, Does.Contain("日会议（局办公会纪要〔2022〕3号）研究"));
            Assert.That(en, Does.Contain("as decided by the meeting of"));
        }
    }

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

    [Test]
    public async Task A_case_withdrawn_between_freezing_and_carrying_out_is_gone_and_never_decided([Values] bool afterEntry)
    {
        var cases = await office.WaitingAsync(2);
        var list = await office.FrozenAsync();
        var minutes = await office.MinutesAsync(list);
        if (!afterEntry)
            await WithdrawAsync(cases[0]);
        var digest = await office.EnterAsync(list, minutes);
        if (afterEntry)
            await WithdrawAsync(cases[0]);

        await office.ConfirmAsync(list, digest);
        await office.CarryOutAsync(list);

        var items = (await office.ItemsAsync(list)).ToDictionary(item => item.CaseId);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((items[cases[0]].State, items[cases[0]].Outcome, items[cases[0]].Why), Is.EqualTo((ItemState.Gone, (MeetingOutcome?)null, "cancelled")));
            Assert.That(items[cases[1]].State, Is.EqualTo(ItemState.Decided));
            Assert.That((await office.CaseAsync(cases[0])).ApprovedCents, Is.Null);
            Assert.That((await office.ListAsync(list)).State, Is.EqualTo(MeetingState.Closed));
        }
    }

    [Test]
    public async Task A_case_withdrawn_after_it_was_confirmed_is_passed_over_by_what_is_left_to_carry_out()
    {
        var cases = await office.WaitingAsync(2);
        var list = await office.FrozenAsync();
        await office.ConfirmAsync(list, await office.EnterAsync(list, await office.MinutesAsync(list)));
        await WithdrawAsync(cases[1]);

        await office.SweepAsync(MeetingSweep.Key);

        var items = (await office.ItemsAsync(list)).ToDictionary(item => item.CaseId);
        Assert.That((items[cases[0]].State, items[cases[1]].State), Is.EqualTo((ItemState.Decided, ItemState.Gone)));
    }

    [Test]
    public async Task Whoever_entered_it_may_not_check_it_and_it_is_compared_with_the_scan_as_it_stands()
    {
        await office.WaitingAsync(1);
        var list = await office.FrozenAsync();
        await Casework.RefusedAsync("meeting.not-yours", async () => await office.EnterAsync(list, await office.MinutesAsync(list), "district1"));
        var digest = await office.EnterAsync(list, await office.MinutesAsync(list));

        await Casework.RefusedAsync("meeting.same-person", () => office.ConfirmAsync(list, digest, "decider1"));
        await Casework.RefusedAsync("meeting.not-compared", () => office.ConfirmAsync(list, digest, compared: false));
        await Casework.RefusedAsync("meeting.not-yours", () => office.ConfirmAsync(list, digest, "city1"));
        await office.EnterAsync(list, await office.MinutesAsync(list) with { Number = "局办公会纪要〔2022〕4号" });
        await Casework.RefusedAsync("meeting.entry-changed", () => office.ConfirmAsync(list, digest));
        await office.ConfirmAsync(list, (await office.ListAsync(list)).EntryDigest!, "decider2");

        Assert.That((await office.ListAsync(list)).State, Is.EqualTo(MeetingState.Confirmed));
    }

    [Test]
    public async Task One_person_with_two_accounts_does_not_enter_and_check()
    {
        await office.WaitingAsync(1);
        var person = await office.ReadAsync(db => db.Set<Cases.People.Person>().Select(one => one.Id).FirstAsync());
        await office.HireAsync("decider3", Role.DistrictDecider, UnitLevel.District, "370402", person);
        await office.HireAsync("reviewer3", Role.DistrictReviewer, UnitLevel.District, "370402", person);
        var other = await office.SubmitCompleteAsync(); // not theirs
        await office.UntilAsync(other.Id, "DistrictDecision");
        var list = await office.OpenListAsync();
        var task = (await office.TasksAsync(other.Id)).Single().Id;
        await AddAsync(list, task);
        await office.FreezeAsync(list);

        var digest = await office.EnterAsync(list, await office.MinutesAsync(list), "decider3");

        await Casework.RefusedAsync("meeting.same-person", () => office.ConfirmAsync(list, digest, "reviewer3"));
    }

    [Test]
    public async Task An_entry_that_is_sent_back_is_entered_anew_and_decides_nothing_meanwhile()
    {
        var id = (await office.WaitingAsync(1)).Single();
        var list = await office.FrozenAsync();
        var minutes = await office.MinutesAsync(list);
        await office.EnterAsync(list, minutes);

        await office.AsAsync("district1", (CheckMinutes act, Actor actor, CancellationToken token) => act.SendBackAsync(list, "第 1 号金额与扫描件不符。", actor, token));
        await Casework.RefusedAsync("meeting.wrong-state", async () => await office.ConfirmAsync(list, (await office.ListAsync(list)).EntryDigest!));
        var digest = await office.EnterAsync(list, minutes with { Once = new(2, 1) });

        var again = await office.ListAsync(list);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await office.TasksAsync(id), Has.Count.EqualTo(1));
            Assert.That((again.Round, again.State, again.EntryDigest), Is.EqualTo((2, MeetingState.Entered, digest)));
            Assert.That(await office.AskAsync(services => Task.FromResult(services.GetRequiredService<Lists>().EarlierEntry(again)!.Once)), Is.EqualTo(new Votes(3, 0)), "what was sent back is kept to be compared");
        }
    }

    [Test]
    public async Task Too_little_in_the_fund_for_one_does_not_stop_the_others_and_more_money_mends_it()
    {
        await office.DisposeAsync();
        office = await Office.OpenAsync(provider, fundCents: 7_000_00);
        await office.WaitingAsync(3);
        var list = await office.FrozenAsync();
        var sheet = await office.SheetAsync(list);
        Assume.That(sheet.Lines.Select(line => line.Cents), Has.All.InRange(3_000_00, 4_000_00));
        var minutes = (await office.MinutesAsync(list)).With(sheet.Lines[2].Task, result => result with { Outcome = MeetingOutcome.Refuse, Reason = "未达到救助标准。" });
        var fund = await office.ReadAsync(db => db.Set<Cases.Funding.Fund>().SingleAsync());
        await office.DoAsync(async (Cases.Funding.ChangeBudget act, CancellationToken token) =>
        {
            await act.ChangeAsync(fund.Id, sheet.Lines[0].Cents + 1_00 - 7_000_00, "test", Actor.System, token);
            return true;
        });

        await office.ConfirmAsync(list, await office.EnterAsync(list, minutes));
        var results = await office.CarryOutAsync(list);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(results.Select(result => result.State), Is.EqualTo(new[] { ItemState.Decided, ItemState.Failed, ItemState.Decided }));
            Assert.That(results[1].Refusal?.Code, Is.EqualTo("fund.insufficient"));
            Assert.That((await office.ItemsAsync(list))[1].Why, Does.StartWith("fund.insufficient"));
            Assert.That((await office.ListAsync(list)).State, Is.EqualTo(MeetingState.Confirmed), "something of it is left to settle");
            await office.SweepAsync(MeetingSweep.Key);
            Assert.That((await office.ItemsAsync(list))[1].State, Is.EqualTo(ItemState.Failed), "nothing tries it again by itself");
        }

        await office.DoAsync(async (Cases.Funding.ChangeBudget act, CancellationToken token) =>
        {
            await act.ChangeAsync(fund.Id, 10_000_00, "test2", Actor.System, token);
            return true;
        });
        var again = await office.CarryOutAsync(list, again: true);

        Assert.That(again.Single().State, Is.EqualTo(ItemState.Decided));
        Assert.That((await office.ListAsync(list)).State, Is.EqualTo(MeetingState.Closed));
        await office.BooksAgreeAsync();
    }

    [Test]
    public async Task A_process_that_stops_in_the_middle_leaves_the_rest_to_the_next_and_decides_nothing_twice()
    {
        await office.WaitingAsync(3);
        var list = await office.FrozenAsync();
        await office.ConfirmAsync(list, await office.EnterAsync(list, await office.MinutesAsync(list)));
        var tasks = (await office.ItemsAsync(list)).Select(item => item.TaskId).ToArray();
        await office.DoAsync((CarryOutResult act, CancellationToken token) => act.CarryOutAsync(list, tasks[0], token));
        await using (var lost = office.Services.CreateAsyncScope()) // worked out, and gone before its commit
            await lost.ServiceProvider.GetRequiredService<CarryOutResult>().CarryOutAsync(list, tasks[1], CancellationToken.None);

        await office.SweepAsync(MeetingSweep.Key);
        await office.DoAsync((CarryOutResult act, CancellationToken token) => act.CarryOutAsync(list, tasks[0], token));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await office.ItemsAsync(list)).Select(item => item.State), Has.All.EqualTo(ItemState.Decided));
            Assert.That(await office.ReadAsync(db => db.Set<Decision>().CountAsync(decision => tasks.Contains(decision.TaskId))), Is.EqualTo(3));
        }

        await office.BooksAgreeAsync();
    }

    [Test]
    public async Task Two_who_carry_it_out_at_once_decide_each_case_once()
    {
        await office.WaitingAsync(3);
        var list = await office.FrozenAsync();
        await office.ConfirmAsync(list, await office.EnterAsync(list, await office.MinutesAsync(list)));
        var tasks = (await office.ItemsAsync(list)).Select(item => item.TaskId).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => office.CarryOutAsync(list))));
        await office.SweepAsync(MeetingSweep.Key);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await office.ItemsAsync(list)).Select(item => item.State), Has.All.EqualTo(ItemState.Decided));
            Assert.That(await office.ReadAsync(db => db.Set<Decision>().CountAsync(decision => tasks.Contains(decision.TaskId))), Is.EqualTo(3));
            Assert.That((await office.ListAsync(list)).State, Is.EqualTo(MeetingState.Closed));
        }
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
