using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Reporting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Reviewing;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>A hearing (听证) is called: the applicant is told, and the time stands still until its record is there or it is called off.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class HearingTests(Provider provider)
{
    private const string Step = "TownshipReview";

    private Office office = null!;
    private CaseId id;
    private ReviewTask task = null!;
    private StoredFileId paper;

    [SetUp]
    public async Task Open()
    {
        office = await Office.OpenWithAsync(provider, "hearing", "service.json", service => service["clocks"]![Step] = new System.Text.Json.Nodes.JsonObject { ["hearing"] = true });
        id = (await office.SubmitCompleteAsync()).Id;
        task = await office.ReachAsync(id, Step);
        paper = await office.UploadAsync("invitation");
    }

    [TearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task The_times_of_step_and_case_stand_still_until_the_record_is_entered_and_its_days_are_given_back()
    {
        var before = await ClocksAsync();
        var wait = await CallAsync();
        var called = await ClocksAsync();
        office.Clock.Advance(TimeSpan.FromDays(7));
        await office.AsAsync("township1", (HoldHearing act, Actor actor, CancellationToken token) => act.RecordAsync(new(wait, "各方无异议", paper), actor, token));

        var after = await ClocksAsync();
        var calendar = await office.AskAsync(all => all.GetRequiredService<Calendars>().CurrentAsync(CancellationToken.None));
        var spans = await office.AskAsync(all => all.GetRequiredService<CaseTimes>().OfAsync(id, CancellationToken.None));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(called.Select(clock => (clock.State, clock.Holder)), Has.All.EqualTo((ClockState.Paused, Holder.Hearing)));
            Assert.That(called.Select(clock => clock.Kind), Is.EquivalentTo(new[] { "case", Step }));
            Assert.That(after.Select(clock => (clock.State, clock.Holder)), Has.All.EqualTo((ClockState.Running, Holder.Us)));
            foreach (var clock in after)
                Assert.That(clock.DueOn, Is.EqualTo(calendar.Shift(before.Single(one => one.Kind == clock.Kind).DueOn, 5).On), "five working days lie in a week");
            Assert.That(spans.Where(span => span.By == HeldBy.Hearing).Sum(span => span.Length.TotalDays), Is.EqualTo(7).Within(0.01));
            Assert.That(await office.AuditAsync(id), Does.Contain("hearing.called").And.Contain("hearing.recorded"));
        }
    }

    [Test]
    public async Task The_applicant_is_told_day_and_place_and_when_it_is_called_off()
    {
        var wait = await CallAsync();
        await office.AsAsync("township1", (HoldHearing act, Actor actor, CancellationToken token) => act.CallOffAsync(wait, "申请人住院", actor, token));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await office.MessagesAsync(id, Occasions.HearingCalled)).Single().In("zh-CN").Body, Does.Contain("街道会议室").And.Contain("2022年"));
            Assert.That((await office.MessagesAsync(id, Occasions.HearingCalledOff)).Single().In("en").Body, Does.Contain("called off").And.Contain("申请人住院"));
            Assert.That((await ClocksAsync()).Select(clock => clock.State), Has.All.EqualTo(ClockState.Running));
            Assert.That(await office.AuditAsync(id), Does.Contain("hearing.called-off"));
        }
    }

    [Test]
    public async Task It_is_called_only_where_the_service_says_so_with_a_day_a_place_and_an_invitation_and_recorded_on_its_day()
    {
        using (Assert.EnterMultipleScope())
        {
            await Casework.RefusedAsync("hearing.day-past", () => CallAsync(call => call with { On = LocalDay.Today(office.Clock).AddDays(-1) }));
            await Casework.RefusedAsync("hearing.place-missing", () => CallAsync(call => call with { Place = " " }));
            await Casework.RefusedAsync("hearing.paper-missing", () => CallAsync(call => call with { Paper = null }));
            await Casework.RefusedAsync("task.not-yours", () => CallAsync(call => call, "decider1"));
            var wait = await CallAsync();
            await Casework.RefusedAsync("agency.waits-already", () => CallAsync());
            await Casework.RefusedAsync("hearing.not-yet", () => office.AsAsync("township1", (HoldHearing act, Actor actor, CancellationToken token) => act.RecordAsync(new(wait, "无", paper), actor, token)));
            await Casework.RefusedAsync("hearing.pending", () => office.AgreeAsync(task));
            await Casework.RefusedAsync("agency.unknown", () => office.AsAsync("township1", (AskAgency act, Actor actor, CancellationToken token) => act.AnswerAsync(new(wait, "无", null), actor, token)));
        }

        var off = await office.ReadAsync(db => db.Set<AgencyWait>().Where(one => one.CaseId == id).Select(one => one.Id).SingleAsync());
        await office.AsAsync("township1", (HoldHearing act, Actor actor, CancellationToken token) => act.CallOffAsync(off, "双方已经谈妥", actor, token));
        await office.AgreeAsync(task);
        await office.EndNoticeAsync(id);
        task = (await office.TasksAsync(id)).Single();
        await Casework.RefusedAsync("hearing.not-here", () => CallAsync(call => call, "district1"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Of_a_hearing_that_is_called_and_a_word_that_settles_nothing_at_once_the_slower_looks_again(bool hearingFirst)
    {
        await office.StaffAsync();
        await office.AddSignerAsync("township1", task.Id, "district3", SignerPlace.Beside);
        var theirs = (await office.TasksAsync(id)).Single(one => one.Named);
        var (caller, signer) = (await office.AsAsync("township1"), await office.AsAsync("district3"));
        await using var calling = office.Services.CreateAsyncScope();
        await using var saying = office.Services.CreateAsyncScope();
        await calling.ServiceProvider.GetRequiredService<HoldHearing>().CallAsync(new(task.Id, LocalDay.Today(office.Clock).AddDays(5), "街道会议室", "申请人及邻居", "收入争议", paper), caller, CancellationToken.None);
        await saying.ServiceProvider.GetRequiredService<DecideTask>().DecideAsync(new(theirs.Id, Verdict.Approve, "情况属实"), signer, CancellationToken.None);
        var (first, second) = hearingFirst ? (calling, saying) : (saying, calling);

        await first.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(CancellationToken.None);

        await Assert.ThrowsAsync<Engine.Ports.LostRaceException>(() => second.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(CancellationToken.None));
    }

    [Test]
    public async Task Whoever_is_asked_for_an_answer_calls_none_and_whoever_stood_aside_ends_none()
    {
        await office.StaffAsync();
        var wait = await CallAsync();
        await office.AsAsync("township1", (HoldHearing act, Actor actor, CancellationToken token) => act.CallOffAsync(wait, "改期", actor, token));
        await office.SaysAsync("township2", task.Id, Verdict.Recuse, "我是申请人的表亲");
        task = (await office.TasksAsync(id)).Single();
        wait = await CallAsync();
        await Casework.RefusedAsync("task.stood-aside", () => office.AsAsync("township2", (HoldHearing act, Actor actor, CancellationToken token) => act.CallOffAsync(wait, "不必听证", actor, token)));
        await office.AsAsync("township1", (HoldHearing act, Actor actor, CancellationToken token) => act.CallOffAsync(wait, "改期", actor, token));

        var asked = await office.AsAsync<GiveTask, TaskId>("township1", (act, actor, token) => act.DelegateAsync(task.Id, "district3", "收入是否属实？", actor, token));

        await Casework.RefusedAsync("agency.not-here", () => CallAsync(call => call with { Task = asked }, "district3"));
    }

    [Test]
    public async Task Where_the_case_ends_before_the_hearing_the_applicant_is_told_that_there_is_none()
    {
        await CallAsync();

        await office.AsAsync("admin1", (TerminateCase act, Actor actor, CancellationToken token) => act.TerminateAsync(id, "重复立案", actor, token));

        Assert.That((await office.MessagesAsync(id, Occasions.HearingCalledOff)).Single().In("zh-CN").Body, Does.Contain("不再需要听证"));
    }

    private Task<AgencyWaitId> CallAsync(Func<HearingCall, HearingCall>? change = null, string who = "township1")
    {
        var call = new HearingCall(task.Id, LocalDay.Today(office.Clock).AddDays(5), "街道会议室", "申请人及邻居", "收入争议", paper);
        return office.AsAsync(who, (HoldHearing act, Actor actor, CancellationToken token) => act.CallAsync(change?.Invoke(call) ?? call, actor, token));
    }

    private Task<List<CaseClock>> ClocksAsync() => office.ReadAsync(db => db.Set<CaseClock>().AsNoTracking()
        .Where(clock => clock.CaseId == id && (clock.State == ClockState.Running || clock.State == ClockState.Paused)).ToListAsync());
}
