using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Meeting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Meetings;

/// <summary>What a meeting decided becomes a decision of each case, once.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class MeetingCarryingOutTests(Provider provider)
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

    private Task<CaseId> WithdrawAsync(CaseId id) => office.AsAsync("station1", (EndApplication act, Actor actor, CancellationToken token) => act.EndAsync(id, EndReason.Withdrawn, "不再申请。", actor, token));
}
