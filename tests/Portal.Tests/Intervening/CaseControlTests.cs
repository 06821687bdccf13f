using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static AidWorkflow.Portal.Tests.Deciding.Casework;

namespace AidWorkflow.Portal.Tests.Intervening;

/// <summary>跳转, 挂起, 激活, 终止, 唤醒: what an administrator does to a case, and what it never does.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class CaseControlTests(Provider provider)
{
    private Office office = null!;
    private Actor admin = null!;
    private CaseId id;

    [SetUp]
    public async Task Open()
    {
        office = await Office.OpenAsync(provider);
        admin = await office.HireAsync("admin-city", Role.Administrator, UnitLevel.City, "370400");
        id = (await office.SubmitCompleteAsync()).Id;
    }

    [TearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task On_hold_nobody_decides_and_no_reminder_goes_out_and_the_days_are_given_back()
    {
        var task = (await office.TasksAsync(id)).Single();
        var before = await ClocksAsync();
        await SuspendAsync();

        await RefusedAsync("case.on-hold", () => office.AgreeAsync(task));
        office.Clock.Advance(TimeSpan.FromDays(28));
        await office.SweepAsync(ReminderSweep.Key);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await office.ReadAsync(db => db.Set<Reminder>().AnyAsync(reminder => reminder.CaseId == id && reminder.SentAt != null)), Is.False);
            Assert.That(await office.ReadAsync(db => db.Set<Notification>().AnyAsync(message => message.Case == id && (message.Occasion == Occasions.Overdue || message.Occasion == Occasions.Reminder))), Is.False);
            Assert.That((await ClocksAsync()).Select(clock => (clock.State, clock.Holder)).Distinct(), Is.EqualTo(new[] { (ClockState.Paused, Holder.Hold) }));
        }

        await ActivateAsync();
        var after = await ClocksAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Select(clock => clock.State).Distinct(), Is.EqualTo(new[] { ClockState.Running }));
            Assert.That(after.Select(clock => clock.Holder), Is.EqualTo(before.Select(clock => clock.Holder)), "it counts against whom it counted before");
            foreach (var (was, now) in before.Zip(after))
                Assert.That(now.DueOn.DayNumber - was.DueOn.DayNumber, Is.GreaterThanOrEqualTo(28), now.Kind);
            Assert.That(await office.ReadAsync(db => db.Set<Reminder>().Where(reminder => reminder.CaseId == id).AllAsync(reminder => reminder.DueAt != null)), Is.True);
        }

        await office.AgreeAsync(task);
        Assert.That((await office.TasksAsync(id)).Select(next => next.Step), Is.EqualTo(new[] { "VillageOpinion" }));
        Assert.That(await office.AuditAsync(id), Does.Contain("case.suspended").And.Contain("case.activated"));
    }

    [Test]
    public async Task The_time_that_counted_against_the_applicant_does_again_after_the_hold()
    {
        await office.DecideAsync("station1", new((await office.TasksAsync(id)).Single().Id, Verdict.Incomplete) { Missing = [new("householdRegister", "请补交")] });
        var letter = await office.ReadAsync(db => db.Set<Cases.Deciding.IssuedDocument>().Where(document => document.CaseId == id).Select(document => document.Id).FirstAsync());
        await office.AsAsync("station1", (Cases.Deciding.ConfirmDelivery act, Actor actor, CancellationToken token) => act.ConfirmAsync(letter, LocalDay.Today(office.Clock), Cases.Deciding.DeliveryMethod.InPerson, actor, token));
        var before = (await ClocksAsync()).Select(clock => (clock.Kind, clock.State, clock.Holder)).ToList();
        Assert.That(before.Select(clock => clock.Holder), Does.Contain(Holder.Applicant));

        await SuspendAsync();
        await ActivateAsync();

        Assert.That((await ClocksAsync()).Select(clock => (clock.Kind, clock.State, clock.Holder)), Is.EquivalentTo(before));
    }

    [Test]
    public async Task Money_of_a_case_on_hold_is_put_on_no_roll()
    {
        await office.UntilAsync(id, "Payout");
        await SuspendAsync();

        await RefusedAsync("batch.not-ready", () => office.BatchAsync(id));

        await ActivateAsync();
        await office.PayAsync(id);
        Assert.That((await office.CaseAsync(id)).Outcome, Is.EqualTo(CaseOutcome.Paid));
        await office.BooksAgreeAsync();
    }

    [Test]
    public async Task A_decision_and_a_hold_at_once_end_as_if_one_had_come_first()
    {
        for (var turn = 0; turn < 5; turn++)
        {
            var other = (await office.SubmitCompleteAsync()).Id;
            var task = (await office.TasksAsync(other)).Single();
            var both = await Task.WhenAll(TriedAsync(() => office.AgreeAsync(task)), TriedAsync(() => office.DoAsync((SuspendCase act, CancellationToken token) => act.SuspendAsync(other, "核查", admin, token))));

            var steps = (await office.TasksAsync(other)).Select(open => open.Step).Single();
            using (Assert.EnterMultipleScope())
            {
                Assert.That(both[1], Is.EqualTo("done"));
                Assert.That(both[0], Is.AnyOf("done", "case.on-hold"));
                Assert.That(steps, Is.EqualTo(both[0] == "done" ? "VillageOpinion" : "Completeness"));
                Assert.That((await office.CaseAsync(other)).HeldAt, Is.Not.Null);
                Assert.That(await office.ReadAsync(db => db.Set<CaseClock>().AnyAsync(clock => clock.CaseId == other && clock.State == ClockState.Running)), Is.False, "no clock runs in a case on hold");
            }
        }
    }

    [Test]
    public async Task A_case_is_moved_back_and_ahead_with_its_steps_named_and_its_decisions_kept()
    {
        await office.UntilAsync(id, "TownshipReview");
        var decisions = await office.ReadAsync(db => db.Set<Decision>().CountAsync(decision => decision.CaseId == id));

        var back = await JumpAsync("villageOpinion");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(back.Ends, Is.EqualTo(new[] { "TownshipReview" }));
            Assert.That(back.Opens.Select(step => step.Step), Is.EqualTo(new[] { "VillageOpinion" }));
            Assert.That(back.Opens.Single().People, Is.Not.Empty);
            Assert.That((await office.TasksAsync(id)).Select(task => task.Step), Is.EqualTo(new[] { "VillageOpinion" }));
            Assert.That(await office.ReadAsync(db => db.Set<Decision>().CountAsync(decision => decision.CaseId == id)), Is.EqualTo(decisions));
            Assert.That(await office.ReadAsync(db => db.Set<ReviewTask>().Where(task => task.CaseId == id && task.Step == "TownshipReview").Select(task => task.CancelledBecause).SingleAsync()), Is.EqualTo("jumped"));
            Assert.That(await office.AuditAsync(id), Does.Contain("case.jumped"));
        }

        await JumpAsync("townshipReview");
        await office.UntilAsync(id, "DistrictReview");
        Assert.That((await office.TasksAsync(id)).Select(task => task.Step), Is.EqualTo(new[] { "DistrictReview" }));
    }

    [Test]
    public async Task Whoever_moves_a_case_over_a_notice_or_a_decision_says_so_and_nobody_is_paid_what_nobody_granted()
    {
        await office.UntilAsync(id, "TownshipReview");

        await office.RefusesAsync("jump.passes-over", () => JumpAsync("districtReview"), "knowing");
        await office.RefusesAsync("jump.nothing-granted", () => JumpAsync("payout", knowing: true), "step");
        await office.RefusesAsync("jump.no-such-step", () => JumpAsync("townshipReview"), "step");
        await office.RefusesAsync("jump.no-such-step", () => JumpAsync("closePaid"), "step");
        await office.RefusesAsync("instance.reason-missing", () => office.DoAsync((JumpCase act, CancellationToken token) => act.JumpAsync(new(id, "villageOpinion", " "), admin, token)), "reason");
        var over = await JumpAsync("districtReview", knowing: true);

        Assert.That(over.PassesOver, Is.EqualTo(new[] { "PublicNotice" }));
        var rounds = await office.ReadAsync(db => db.Set<Round>().AsNoTracking().Where(round => round.CaseId == id).ToListAsync());
        var moved = await office.CaseAsync(id);
        var story = (await office.AskAsync(services => ActivatorUtilities.CreateInstance<AidWorkflow.Portal.Following.OwnStory>(services).OfAsync(moved, rounds, [], CancellationToken.None))).Select(one => one.What.Zh).ToList();
        Assert.That(story, Does.Contain("工作人员调整了办理环节，继续办理").And.Not.Contain("退回前面的环节，再核实一次"), "the applicant is not told of a step back that there was not");
        Assert.That((await office.TasksAsync(id)).Select(task => task.Step), Is.EqualTo(new[] { "DistrictReview" }));
    }

    [Test]
    public async Task Moved_back_from_its_payout_a_case_pays_nothing_until_it_is_decided_anew()
    {
        await office.UntilAsync(id, "Payout");
        await JumpAsync("districtDecision");

        Assert.That((await office.PaymentsAsync(id)).Select(payment => payment.State), Is.EqualTo(new[] { Cases.Paying.PaymentState.Cancelled }));
        await office.UntilAsync(id, "Payout");
        await office.PayAsync(id);

        Assert.That((await office.CaseAsync(id)).Outcome, Is.EqualTo(CaseOutcome.Paid));
        await office.BooksAgreeAsync();
    }

    [Test]
    public async Task An_ended_case_releases_its_money_and_the_applicant_is_told_why()
    {
        await office.UntilAsync(id, "Payout");
        var granted = (await office.HeldAsync(id)).Reserved;

        var ended = await TerminateAsync("发现重复申领，请到服务站咨询。");

        var (held, closed) = (await office.HeldAsync(id), await office.CaseAsync(id));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((closed.Outcome, closed.Stage), Is.EqualTo(((CaseOutcome?)CaseOutcome.Ended, CaseStage.Closed)));
            Assert.That(held, Is.EqualTo((0L, 0L, 0L, 0L)));
            Assert.That((ended.ReleasedCents, ended.TellsApplicant), Is.EqualTo((granted, true)));
            Assert.That(ended.Ends, Is.EqualTo(new[] { "Payout" }));
            Assert.That(await office.TasksAsync(id), Is.Empty);
            Assert.That((await office.ReadAsync(db => db.Set<Notification>().Where(message => message.Case == id && message.Occasion == Occasions.Ended).ToListAsync())).Single().In("zh-CN").Body, Does.Contain("发现重复申领"));
            Assert.That(await office.ReadAsync(db => db.Set<CaseClock>().AnyAsync(clock => clock.CaseId == id && (clock.State == ClockState.Running || clock.State == ClockState.Paused))), Is.False);
        }

        await office.BooksAgreeAsync();
        await office.RefusesAsync("case.closed", () => TerminateAsync("again"));
    }

    [Test]
    public async Task A_case_on_hold_can_be_ended_and_its_open_tasks_say_so()
    {
        await SuspendAsync();
        await TerminateAsync("核查属实，予以终止。");

        Assert.That(await office.ReadAsync(db => db.Set<ReviewTask>().Where(task => task.CaseId == id).Select(task => task.CancelledBecause).SingleAsync()), Is.EqualTo("terminated"));
        Assert.That((await office.CaseAsync(id)).HeldAt, Is.Null);
    }

    [Test]
    public async Task What_went_to_the_bank_is_waited_for()
    {
        await office.UntilAsync(id, "Payout");
        await office.SendAsync(await office.BatchAsync(id));

        await RefusedAsync("case.money-on-its-way", () => TerminateAsync("迟了"));
        await RefusedAsync("case.money-on-its-way", () => JumpAsync("districtReview", knowing: true));
        Assert.That((await office.CaseAsync(id)).IsOpen, Is.True);
    }

    [Test]
    public async Task An_end_and_a_decision_at_once_leave_one_of_both_orders_and_books_that_agree()
    {
        for (var turn = 0; turn < 4; turn++)
        {
            var other = (await office.SubmitCompleteAsync()).Id;
            var task = await office.ReachAsync(other, "DistrictDecision");
            var yes = await office.YesAsync(task);
            var actor = await office.AsAsync("decider1");
            var both = await Task.WhenAll(
                TriedAsync(() => office.DoAsync((DecideTask act, CancellationToken token) => act.DecideAsync(yes, actor, token))),
                TriedAsync(() => office.DoAsync((TerminateCase act, CancellationToken token) => act.TerminateAsync(other, "终止", admin, token))));

            using (Assert.EnterMultipleScope())
            {
                Assert.That(both[1], Is.EqualTo("done"), "an end comes before or after a decision");
                Assert.That(both[0], Is.AnyOf("done", "task.gone", "case.closed", "act.contended"));
                Assert.That((await office.CaseAsync(other)).Outcome, Is.EqualTo(CaseOutcome.Ended));
                Assert.That((await office.HeldAsync(other)).Reserved, Is.Zero);
                Assert.That(await office.TasksAsync(other), Is.Empty);
            }
        }

        await office.BooksAgreeAsync();
    }

    [TestCase("completeness", "Completeness")]
    [TestCase("townshipReview", "TownshipReview")]
    public async Task An_ended_case_wakes_at_a_step_that_it_had_reached_and_goes_on_to_its_end(string activity, string step)
    {
        await office.UntilAsync(id, "DistrictDecision");
        await TerminateAsync("终止");
        var number = (await office.CaseAsync(id)).ReceiptNumber;

        var woken = await WakeAsync(activity);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(woken.Opens.Select(opened => opened.Step), Is.EqualTo(new[] { step }));
            Assert.That((await office.TasksAsync(id)).Select(task => task.Step), Is.EqualTo(new[] { step }), "nobody is asked for a step before it");
            Assert.That((await office.CaseAsync(id)).ReceiptNumber, Is.EqualTo(number));
        }

        await office.UntilAsync(id, "Payout");
        await office.PayAsync(id);
        Assert.That((await office.CaseAsync(id)).Outcome, Is.EqualTo(CaseOutcome.Paid));
        await office.BooksAgreeAsync();
    }

    [Test]
    public async Task Only_what_an_administrator_ended_is_woken_and_only_where_it_had_been()
    {
        await office.UntilAsync(id, "TownshipReview");
        await RefusedAsync("wake.not-terminated", () => WakeAsync("completeness"));
        await TerminateAsync("终止");
        await RefusedAsync("wake.not-reached", () => WakeAsync("districtDecision"));
        await RefusedAsync("wake.not-reached", () => WakeAsync("payout"));
        var other = (await office.SubmitCompleteAsync()).Id;
        await office.AsAsync("station1", (EndApplication act, Actor actor, CancellationToken token) => act.EndAsync(other, EndReason.Withdrawn, "不再申请", actor, token));

        await RefusedAsync("wake.not-terminated", () => office.DoAsync((WakeCase act, CancellationToken token) => act.WakeAsync(other, "completeness", "理由", admin, token)));
    }

    [Test]
    public async Task None_of_it_is_anybody_else_s()
    {
        var clerk = await office.AsAsync("station1");
        await RefusedAsync("mending.not-yours", () => office.DoAsync((SuspendCase act, CancellationToken token) => act.SuspendAsync(id, "理由", clerk, token)));
        await RefusedAsync("mending.not-yours", () => office.DoAsync((JumpCase act, CancellationToken token) => act.JumpAsync(new(id, "villageOpinion", "理由"), clerk, token)));
        await RefusedAsync("mending.not-yours", () => office.DoAsync((TerminateCase act, CancellationToken token) => act.TerminateAsync(id, "理由", clerk, token)));
        await RefusedAsync("mending.not-yours", () => office.DoAsync((WakeCase act, CancellationToken token) => act.WakeAsync(id, "completeness", "理由", clerk, token)));
        await RefusedAsync("mending.not-yours", () => office.DoAsync((EndApplication act, CancellationToken token) => act.EndAsync(id, EndReason.Terminated, "理由", clerk, token)));
        var elsewhere = await office.HireAsync("admin-elsewhere", Role.Administrator, UnitLevel.District, "370403");
        await RefusedAsync("mending.not-yours", () => office.DoAsync((SuspendCase act, CancellationToken token) => act.SuspendAsync(id, "理由", elsewhere, token)));
    }

    private Task<CaseConsequences> SuspendAsync() => office.DoAsync((SuspendCase act, CancellationToken token) => act.SuspendAsync(id, "核查中", admin, token));

    private Task<CaseConsequences> ActivateAsync() => office.DoAsync((SuspendCase act, CancellationToken token) => act.ActivateAsync(id, "核查完毕", admin, token));

    private Task<CaseConsequences> JumpAsync(string activity, bool knowing = false) => office.DoAsync((JumpCase act, CancellationToken token) => act.JumpAsync(new(id, activity, "系统管理员调整", knowing), admin, token));

    private Task<CaseConsequences> TerminateAsync(string reason) => office.DoAsync((TerminateCase act, CancellationToken token) => act.TerminateAsync(id, reason, admin, token));

    private Task<CaseConsequences> WakeAsync(string activity) => office.DoAsync((WakeCase act, CancellationToken token) => act.WakeAsync(id, activity, "误终止", admin, token));

    private Task<List<CaseClock>> ClocksAsync() => office.ReadAsync(db => db.Set<CaseClock>().AsNoTracking().Where(clock => clock.CaseId == id && (clock.State == ClockState.Running || clock.State == ClockState.Paused)).OrderBy(clock => clock.Id).ToListAsync());

    private static async Task<string> TriedAsync<T>(Func<Task<T>> act)
    {
        try
        {
            await act();
            return "done";
        }
        catch (RefusedException refused)
        {
            return refused.Code;
        }
    }
}
