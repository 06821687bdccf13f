using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Reviewing;

/// <summary>Faults that <see cref="RandomReviewTests"/> found in what people do one after the other, each named so that it stays away.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class NeverStuckTests(Provider provider)
{
    private Office office = null!;
    private CaseId id;

    [SetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        await office.HireAsync("admin-city", Role.Administrator, UnitLevel.City, "370400");
        id = (await office.SubmitCompleteAsync()).Id;
    }

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task A_return_to_the_applicant_keeps_the_time_standing_though_an_agency_had_been_asked()
    {
        var task = await office.ReachAsync(id, "TownshipReview");
        var letter = await office.UploadAsync("letter");
        await office.AsAsync<AskAgency, AgencyWaitId>("township1", (act, actor, token) => act.AskAsync(new(task.Id, "民政局", "收入核对", letter), actor, token));
        await office.DecideAsync("township1", new(task.Id, Verdict.Return, "请补交户口簿") { ReturnTo = "Supplement", Missing = [new("householdRegister", "请补交")] });

        Assert.That(await BranchTests.WholeAsync(office, id), Is.EqualTo((ClockState.Paused, Holder.Applicant)));
    }

    [Test]
    public async Task A_case_that_an_administrator_moves_ahead_of_its_applicant_waits_for_them_no_more()
    {
        var task = await office.ReachAsync(id, "VillageOpinion");
        await office.DecideAsync("village1", new(task.Id, Verdict.Return, "请补交户口簿") { ReturnTo = "Supplement", Missing = [new("householdRegister", "请补交")] });
        var moved = await JumpAsync("townshipReview");

        Assert.That(moved.Ends, Is.EqualTo(new[] { "Supplement" }));
        Assert.That(await office.ReadAsync(db => db.Set<Round>().Where(round => round.CaseId == id && round.State == RoundState.Open).Select(round => round.Step).ToListAsync()), Is.EqualTo(new[] { "TownshipReview" }),
            "or it would come to the township a second time when they supply");
        Assert.That(await office.FaultsAsync(id), Is.Empty);
    }

    [Test]
    public async Task A_woken_case_is_sent_back_to_steps_before_the_one_at_which_it_woke_and_has_its_time_again()
    {
        await office.UntilAsync(id, "TownshipReview");
        await EndAsync();
        await WakeAsync("townshipReview");
        var time = await BranchTests.WholeAsync(office, id);
        var task = (await office.OpenAsync(id)).Single();
        await office.SaysAsync(await office.HolderAsync(task), task.Id, Verdict.Return, "请重新走访", "HomeVisit");

        Assert.That(time, Is.EqualTo((ClockState.Running, Holder.Us)));
        Assert.That((await office.OpenAsync(id)).Select(open => open.Step).Distinct(), Is.EqualTo(new[] { "HomeVisit" }));
    }

    [Test]
    public async Task No_case_is_moved_or_woken_behind_a_decision_that_nobody_has_made()
    {
        await office.UntilAsync(id, "TownshipReview");
        await Casework.RefusedAsync("jump.nothing-granted", () => JumpAsync("cityCheck"));
        await Casework.RefusedAsync("jump.nothing-granted", () => JumpAsync("lateNotice"));
        await office.UntilAsync(id, "CityCheck");
        await EndAsync();

        await Casework.RefusedAsync("wake.not-reached", () => WakeAsync("cityCheck"));
        await WakeAsync("districtDecision");
        Assert.That((await office.OpenAsync(id)).Single().Step, Is.EqualTo("DistrictDecision"));
    }

    [Test]
    public async Task Whoever_stood_aside_keeps_no_task_of_the_case_from_the_others()
    {
        var task = await office.ReachAsync(id, "TownshipReview");
        await office.SaysAsync("township1", task.Id, Verdict.Recuse, "申请人是我的同学");
        var again = (await office.OpenAsync(id)).Single();

        await Casework.RefusedAsync("task.stood-aside", () => ClaimAsync("township1", again.Id));
        await ClaimAsync("township2", again.Id);
        Assert.That((await office.SaysAsync("township2", again.Id, Verdict.Approve)).Settled, Is.EqualTo("Approve"));
    }

    [Test]
    public async Task What_else_somebody_had_in_the_case_is_asked_of_others_when_they_stand_aside()
    {
        await office.StaffAsync();
        var task = await office.ReachAsync(id, "TownshipReview");
        await ClaimAsync("township1", task.Id);
        var question = await office.DelegateAsync("township1", task.Id, "township2");
        await office.RecallAsync("township1", task.Id);
        var asked = await office.DelegateAsync("township1", task.Id, "township3");
        await office.SaysAsync("township3", asked, Verdict.Recuse, "与申请人相识");

        Assert.That((await office.OpenAsync(id)).Single(), Has.Property(nameof(ReviewTask.Id)).EqualTo(task.Id).And.Property(nameof(ReviewTask.State)).Not.EqualTo(TaskState.OnHold), "whoever asked goes on");
        await Casework.RefusedAsync("task.gone", () => office.SaysAsync("township2", question, Verdict.Advise));
        await Casework.RefusedAsync("give.stood-aside", () => office.TransferAsync("township1", task.Id, "township3"));
    }

    [Test]
    public async Task A_letter_that_arrives_while_the_case_is_on_hold_starts_no_time_before_it_goes_on()
    {
        await office.DecideAsync("station1", new((await office.TasksAsync(id)).Single().Id, Verdict.Incomplete) { Missing = [new("householdRegister", "请补交")] });
        var letter = await office.ReadAsync(db => db.Set<IssuedDocument>().Where(document => document.CaseId == id).Select(document => document.Id).FirstAsync());
        await HoldAsync((act, actor, token) => act.SuspendAsync(id, "核查中", actor, token));
        office.Clock.Advance(TimeSpan.FromDays(3));
        await office.AsAsync<ConfirmDelivery, CaseId>("station1", (act, actor, token) => act.ConfirmAsync(letter, LocalDay.Today(office.Clock), DeliveryMethod.InPerson, actor, token));
        var held = await office.ReadAsync(db => db.Set<CaseClock>().AsNoTracking().Where(clock => clock.CaseId == id && clock.StoppedOn == null).ToListAsync());
        await HoldAsync((act, actor, token) => act.ActivateAsync(id, "核查完毕", actor, token));
        var on = await office.ReadAsync(db => db.Set<CaseClock>().AsNoTracking().SingleAsync(clock => clock.CaseId == id && clock.Kind == "Supplement" && clock.StoppedOn == null));

        Assert.That(held.Select(clock => (clock.State, clock.Holder)).Distinct(), Is.EqualTo(new[] { (ClockState.Paused, Holder.Hold) }));
        Assert.That((on.State, on.Holder), Is.EqualTo((ClockState.Running, Holder.Applicant)));
    }

    private Task<TaskId> ClaimAsync(string who, TaskId task) => office.AsAsync<ClaimTask, TaskId>(who, (act, actor, token) => act.ClaimAsync(task, actor, token));

    private Task<CaseConsequences> JumpAsync(string step) => office.AsAsync<JumpCase, CaseConsequences>("admin-city", (act, actor, token) => act.JumpAsync(new(id, step, "调整", Knowing: true), actor, token));

    private Task<CaseConsequences> EndAsync() => office.AsAsync<TerminateCase, CaseConsequences>("admin-city", (act, actor, token) => act.TerminateAsync(id, "终止", actor, token));

    private Task<CaseConsequences> WakeAsync(string step) => office.AsAsync<WakeCase, CaseConsequences>("admin-city", (act, actor, token) => act.WakeAsync(id, step, "误终止", actor, token));

    private Task<CaseConsequences> HoldAsync(Func<SuspendCase, Actor, CancellationToken, Task<CaseConsequences>> act) => office.AsAsync("admin-city", act);
}
