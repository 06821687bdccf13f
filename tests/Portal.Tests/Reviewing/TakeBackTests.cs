using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Reviewing;

/// <summary>Taking back gives the taker their seat again and nothing else: what others said stands, and the limit goes on.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class TakeBackTests(Provider provider)
{
    private const string Step = "DistrictReview";

    [Test]
    public async Task The_limit_goes_on_as_if_it_had_never_stopped()
    {
        await using var office = await Office.OpenAsync(provider);
        var id = (await office.SubmitCompleteAsync()).Id;
        var task = await office.ReachAsync(id, Step);
        var before = await ClockAsync(office, task.RoundId);
        office.Clock.MoveTo(LocalDay.At(before.DueOn.AddDays(6), new TimeOnly(9, 0)));
        await office.SweepAsync("reminders");
        var reminded = await office.ReadAsync(db => db.Set<Reminder>().CountAsync(one => one.ClockId == before.Id && one.SentAt != null));
        var said = await office.SaysAsync("district1", task.Id, Verdict.Approve);
        office.Clock.Advance(TimeSpan.FromDays(1));
        await office.TakeBackAsync("district1", said.Decision);

        var again = (await office.OpenAsync(id)).Single();
        var after = await ClockAsync(office, again.RoundId);
        Assert.That((after.State, after.StartedOn, after.DueOn), Is.EqualTo((ClockState.Running, before.StartedOn, before.DueOn)));
        Assert.That(after.IsOverdue(LocalDay.Today(office.Clock)), Is.True);
        Assert.That((await ClockAsync(office, task.RoundId)).State, Is.EqualTo(ClockState.Ended), "one limit is not met and missed as well");
        Assert.That(reminded, Is.GreaterThan(0));
        Assert.That(await office.ReadAsync(db => db.Set<Reminder>().AnyAsync(one => one.ClockId == after.Id)), Is.False, "nobody is told a second time");
    }

    [Test]
    public async Task Days_on_which_the_case_was_on_hold_before_it_was_taken_back_count_against_nobody()
    {
        await using var office = await Office.OpenAsync(provider);
        var id = (await office.SubmitCompleteAsync()).Id;
        var task = await office.ReachAsync(id, Step);
        var before = await ClockAsync(office, task.RoundId);
        var said = await office.SaysAsync("district1", task.Id, Verdict.Approve);
        office.Clock.Advance(TimeSpan.FromDays(1));
        await office.AsAsync<SuspendCase, CaseConsequences>("admin1", (act, actor, token) => act.SuspendAsync(id, "核查举报", actor, token));
        var held = LocalDay.Today(office.Clock);
        office.Clock.Advance(TimeSpan.FromDays(14));
        await office.AsAsync<SuspendCase, CaseConsequences>("admin1", (act, actor, token) => act.ActivateAsync(id, "已查清", actor, token));
        office.Clock.Advance(TimeSpan.FromDays(1));
        await office.TakeBackAsync("district1", said.Decision);

        var after = await ClockAsync(office, (await office.OpenAsync(id)).Single().RoundId);
        Assert.That(after.Pauses, Is.EqualTo(new[] { new Pause(held, held.AddDays(14), Holder.Hold) }));
        Assert.That((after.StartedOn, after.State), Is.EqualTo((before.StartedOn, ClockState.Running)));
        Assert.That(after.DueOn, Is.GreaterThan(before.DueOn.AddDays(7)));
    }

    [Test]
    public async Task Nothing_is_taken_back_over_a_letter_that_has_gone_out_or_after_one_s_office_is_over()
    {
        await using var office = await Office.OpenAsync(provider);
        var id = (await office.SubmitCompleteAsync()).Id;
        var said = await office.SaysAsync("district1", (await office.ReachAsync(id, Step)).Id, Verdict.Approve);
        var next = (await office.OpenAsync(id)).Single();
        var letter = await office.UploadAsync("letter");
        var other = await office.SaysAsync("district1", (await office.ReachAsync((await office.SubmitCompleteAsync()).Id, Step)).Id, Verdict.Approve);
        await office.AsAsync<AskAgency, AgencyWaitId>("decider1", (act, actor, token) => act.AskAsync(new(next.Id, "民政局", "收入核对", letter), actor, token));

        Assert.That(await TogetherTests.CodeOfAsync(() => office.TakeBackAsync("district1", said.Decision)), Is.EqualTo("take-back.gone-on"));
        var who = (await office.AsAsync("district1")).Account!.Value;
        var held = await office.ReadAsync(db => db.Set<RoleAssignment>().AsNoTracking().SingleAsync(one => one.AccountId == who && one.Role == Role.DistrictReviewer));
        await office.DoAsync((EndRole act, CancellationToken token) => act.RunAsync(held.Id, LocalDay.Today(office.Clock), Actor.System, token));
        Assert.That(await TogetherTests.CodeOfAsync(() => office.TakeBackAsync("district1", other.Decision)), Is.EqualTo("take-back.not-yours"));
    }

    [TestCase("Vote")]
    [TestCase("All")]
    public async Task What_others_agreed_to_stands_and_only_the_takers_seat_is_asked(string agreement)
    {
        await using var office = await ReviewOffice.SeveralAsync(provider, Step, ("people", agreement == "All" ? "2" : "3"), ("agreement", agreement), ("passesAt", "2/3"));
        var id = await AtAsync(office);
        var tasks = await office.OpenAsync(id);
        var first = await office.SaysAsync("district1", tasks[0].Id, Verdict.Approve, "一");
        var second = await office.SaysAsync("district2", tasks[1].Id, Verdict.Approve, "二");
        Assert.That(second.Settled, Is.EqualTo("Approve"));
        await office.TakeBackAsync("district2", second.Decision);

        var open = await office.OpenAsync(id);
        Assert.That(open.Select(one => one.PreviousId), Does.Contain((TaskId?)tasks[1].Id));
        Assert.That(open, Has.Count.EqualTo(agreement == "All" ? 1 : 2), "in a vote the third had not said anything yet");
        var round = await office.OpenRoundAsync(id);
        var carried = await office.ReadAsync(db => db.Set<Decision>().AsNoTracking().SingleAsync(one => one.RoundId == round.Id));
        Assert.That((carried.AccountId, carried.Verdict, carried.Opinion), Is.EqualTo(((await office.AsAsync("district1")).Account, Verdict.Approve, "一")));
        Assert.That(carried.Detail, Does.Contain(first.Decision.ToString()));
        Assert.That(await TogetherTests.CodeOfAsync(() => office.SaysAsync("district1", open.Last().Id, Verdict.Approve)), Is.AnyOf("task.same-person", "task.claimed-by-other"));
        var mine = open.Single(one => one.PreviousId == tasks[1].Id);
        Assert.That(await office.NameAsync(mine.AssigneeId!.Value), Is.EqualTo("district2"));
        Assert.That((await office.SaysAsync("district2", mine.Id, Verdict.Approve, "还是同意")).Settled, Is.EqualTo("Approve"));
        Assert.That(await office.FaultsAsync(id), Is.Empty);
    }

    [Test]
    public async Task A_signer_of_this_case_is_still_one_after_taking_back()
    {
        await using var office = await Office.OpenAsync(provider);
        await office.StaffAsync();
        var id = (await office.SubmitCompleteAsync()).Id;
        var task = await office.ReachAsync(id, Step);
        await office.AddSignerAsync("district1", task.Id, "district3", SignerPlace.Beside);
        await office.SaysAsync("district3", (await office.OpenAsync(id)).Single(one => one.Named).Id, Verdict.Approve);
        var said = await office.SaysAsync("district1", task.Id, Verdict.Approve);
        await office.TakeBackAsync("district1", said.Decision);

        Assert.That((await office.OpenRoundAsync(id)).Plan.Seats, Has.Length.EqualTo(2));
        Assert.That((await office.OpenAsync(id)).Single().PreviousId, Is.EqualTo(task.Id), "the signer has agreed");
    }

    [Test]
    public async Task A_return_is_taken_back_while_nobody_has_acted_on_it()
    {
        await using var office = await ReviewOffice.SeveralAsync(provider, Step, ("people", "2"), ("agreement", "All"));
        var id = await AtAsync(office);
        var tasks = await office.OpenAsync(id);
        var before = await ClockAsync(office, tasks[0].RoundId);
        await office.SaysAsync("district1", tasks[0].Id, Verdict.Approve);
        var sent = await office.SaysAsync("district2", tasks[1].Id, Verdict.Return, "请核实收入", "TownshipReview");
        Assert.That((await office.OpenAsync(id)).Single().Step, Is.EqualTo("TownshipReview"));
        await office.TakeBackAsync("district2", sent.Decision);

        var again = (await office.OpenAsync(id)).Single();
        Assert.That((again.Step, again.PreviousId), Is.EqualTo((Step, (TaskId?)tasks[1].Id)));
        Assert.That((await ClockAsync(office, again.RoundId)).DueOn, Is.EqualTo(before.DueOn));
        Assert.That((await office.SaysAsync("district2", again.Id, Verdict.Approve)).Settled, Is.EqualTo("Approve"));
    }

    [Test]
    public async Task A_return_stands_once_the_step_before_has_acted_or_the_applicant_was_asked()
    {
        await using var office = await ReviewOffice.SeveralAsync(provider, Step, ("people", "2"), ("agreement", "All"));
        var id = await AtAsync(office);
        var sent = await office.SaysAsync("district2", (await office.OpenAsync(id))[0].Id, Verdict.Return, "请核实收入", "TownshipReview");
        await office.UntilAsync(id, Step);
        Assert.That(await TogetherTests.CodeOfAsync(() => office.TakeBackAsync("district2", sent.Decision)), Is.EqualTo("take-back.gone-on"));
        var asked = await office.DecideAsync("district2", new((await office.OpenAsync(id))[0].Id, Verdict.Return, "缺材料") { ReturnTo = StepNames.Supplement, Missing = [new("hardshipStatement", "请补交")] });

        Assert.That(await TogetherTests.CodeOfAsync(() => office.TakeBackAsync("district2", asked.Decision)), Is.EqualTo("take-back.return-stands"));
    }

    [Test]
    public async Task What_was_sent_back_out_of_a_sequence_comes_straight_back_with_what_was_agreed_before()
    {
        await using var office = await ReviewOffice.SeveralAsync(provider, Step, ("people", "2"), ("agreement", "Sequence"), ("returnTo", "[\"TownshipReview\"]"), ("resubmission", "StraightBack"));
        var id = await AtAsync(office);
        await office.SaysAsync("district1", (await office.OpenAsync(id)).Single().Id, Verdict.Approve);
        await office.SaysAsync("district2", (await office.OpenAsync(id)).Single().Id, Verdict.Return, "请核实收入", "TownshipReview");
        var township = (await office.OpenAsync(id)).Single();
        await office.SaysAsync(await office.HolderAsync(township), township.Id, Verdict.Approve, "已核实");

        var back = (await office.OpenAsync(id)).Single();
        Assert.That((back.Step, back.SeatKey, back.AssigneeId), Is.EqualTo((Step, "2", (await office.AsAsync("district2")).Account)));
        Assert.That((await office.SaysAsync("district2", back.Id, Verdict.Approve)).Settled, Is.EqualTo("Approve"), "the first has agreed already");
    }

    private static Task<CaseClock> ClockAsync(Office office, RoundId round) => office.ReadAsync(db => db.Set<CaseClock>().AsNoTracking().SingleAsync(clock => clock.RoundId == round));

    private static async Task<CaseId> AtAsync(Office office)
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        await office.UntilAsync(id, Step);
        return id;
    }
}
