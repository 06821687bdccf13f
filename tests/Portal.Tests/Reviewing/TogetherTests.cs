using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reporting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Reviewing;

/// <summary>Several people decide one step, each way that an author can choose, on both databases.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class TogetherTests(Provider provider)
{
    private const string Step = "DistrictReview";

    [Test]
    public async Task All_have_to_agree_and_one_refusal_ends_the_round()
    {
        await using var office = await ReviewOffice.SeveralAsync(provider, Step, ("people", "3"), ("agreement", "All"));
        var id = await AtAsync(office);
        var tasks = await office.OpenAsync(id);
        Assert.That(tasks, Has.Count.EqualTo(3));

        var first = await office.SaysAsync("district1", tasks[0].Id, Verdict.Approve);
        Assert.That(first.Settled, Is.Null);
        Assert.That(await CodeOfAsync(() => office.SaysAsync("district1", tasks[1].Id, Verdict.Approve)), Is.EqualTo("task.same-person"));
        var last = await office.SaysAsync("district2", tasks[1].Id, Verdict.Refuse, "收入高于标准");

        Assert.That(last.Settled, Is.EqualTo("Refuse"));
        Assert.That(await office.ReadAsync(db => db.Set<ReviewTask>().Where(task => task.Id == tasks[2].Id).Select(task => task.CancelledBecause).SingleAsync()), Is.EqualTo("decided-by-other"));
    }

    [Test]
    public async Task One_after_the_other_the_next_task_exists_only_when_the_one_before_decided()
    {
        await using var office = await ReviewOffice.SeveralAsync(provider, Step, ("people", "2"), ("agreement", "Sequence"));
        var id = await AtAsync(office);
        var first = (await office.OpenAsync(id)).Single();
        await office.SaysAsync("district1", first.Id, Verdict.Approve);
        var second = (await office.OpenAsync(id)).Single();

        Assert.That(second.Id, Is.Not.EqualTo(first.Id));
        Assert.That((await office.SaysAsync("district2", second.Id, Verdict.Approve)).Settled, Is.EqualTo("Approve"));
    }

    [Test]
    public async Task Two_who_decide_the_last_two_seats_at_once_settle_the_round_once()
    {
        await using var office = await ReviewOffice.SeveralAsync(provider, Step, ("people", "2"), ("agreement", "All"));
        var id = await AtAsync(office);
        var tasks = await office.OpenAsync(id);
        var both = await Task.WhenAll(office.SaysAsync("district1", tasks[0].Id, Verdict.Approve), office.SaysAsync("district2", tasks[1].Id, Verdict.Approve));

        Assert.That(both.Count(receipt => receipt.Settled == "Approve"), Is.EqualTo(1));
        Assert.That(await office.FaultsAsync(id), Is.Empty);
        Assert.That(await office.ReadAsync(db => db.Set<Round>().CountAsync(round => round.CaseId == id && round.Step == "DistrictDecision")), Is.EqualTo(1), "the flow went on once");
    }

    [Test]
    public async Task A_vote_of_another_step_does_not_count_in_this_one()
    {
        await using var office = await Office.OpenAsync(provider, "two-votes", step =>
        {
            ReviewOffice.Set(step("TownshipReview"), ("people", "3"), ("agreement", "Vote"), ("passesAt", "2/3"));
            ReviewOffice.Set(step(Step), ("people", "3"), ("agreement", "Vote"), ("passesAt", "2/3"));
        });
        await office.StaffAsync();
        var id = await AtAsync(office);
        var tasks = await office.OpenAsync(id);

        Assert.That((await office.SaysAsync("district1", tasks[0].Id, Verdict.Approve)).Settled, Is.Null, "two agreed at the township, which is nothing here");
        Assert.That((await office.SaysAsync("district2", tasks[1].Id, Verdict.Approve)).Settled, Is.EqualTo("Approve"));
    }

    [Test]
    public async Task Two_deciders_agree_to_one_amount_and_it_is_granted_once()
    {
        await using var office = await ReviewOffice.SeveralAsync(provider, "DistrictDecision", ("people", "2"), ("agreement", "All"));
        var id = (await office.SubmitCompleteAsync()).Id;
        await office.UntilAsync(id, "DistrictDecision");
        var tasks = await office.OpenAsync(id);
        var proposed = (await office.CaseAsync(id)).ProposedCents!.Value;
        await office.DecideAsync("decider1", new(tasks[0].Id, Verdict.Approve, "核减") { Cents = proposed - 100_00 });
        Assert.That((await office.CaseAsync(id)).ApprovedCents, Is.Null, "one of two has not granted anything");

        Assert.That(await CodeOfAsync(() => office.DecideAsync("decider2", new(tasks[1].Id, Verdict.Approve, "按标准") { Cents = proposed })), Is.EqualTo("decision.amount-differs"));
        await office.DecideAsync("decider2", new(tasks[1].Id, Verdict.Approve, "同意核减") { Cents = proposed - 100_00 });

        Assert.That((await office.CaseAsync(id)).ApprovedCents, Is.EqualTo(proposed - 100_00));
        Assert.That(await office.DoAsync((MoneyAgrees check, CancellationToken token) => check.DifferencesAsync(token)), Is.Empty);
    }

    [Test]
    public async Task Whoever_stands_aside_does_nothing_more_in_the_case_and_somebody_else_is_asked()
    {
        await using var office = await ReviewOffice.SeveralAsync(provider, Step, ("people", "1"));
        var id = await AtAsync(office);
        var task = (await office.OpenAsync(id)).Single();
        Assert.That(await CodeOfAsync(() => office.SaysAsync("district1", task.Id, Verdict.Recuse, "")), Is.EqualTo("opinion.missing"));
        await office.SaysAsync("district1", task.Id, Verdict.Recuse, "申请人是我的同学");

        var again = (await office.OpenAsync(id)).Single();
        Assert.That((again.Id == task.Id, again.PreviousId), Is.EqualTo((false, (TaskId?)task.Id)));
        Assert.That(await CodeOfAsync(() => office.SaysAsync("district1", again.Id, Verdict.Approve)), Is.EqualTo("task.stood-aside"));
        Assert.That((await office.SaysAsync("district2", again.Id, Verdict.Approve)).Settled, Is.EqualTo("Approve"));
    }

    [Test]
    public async Task Money_is_not_granted_by_somebody_standing_aside()
    {
        await using var office = await ReviewOffice.SeveralAsync(provider, "DistrictDecision", ("people", "4"), ("agreement", "Vote"), ("passesAt", "2/3"));
        var id = (await office.SubmitCompleteAsync()).Id;
        await office.UntilAsync(id, "DistrictDecision");
        var tasks = await office.OpenAsync(id);
        await office.DecideAsync("decider1", await office.YesAsync(tasks[0]));
        await office.DecideAsync("decider2", await office.YesAsync(tasks[1]));

        var aside = await office.SaysAsync("decider3", tasks[2].Id, Verdict.Recuse, "申请人是我的亲戚"); // two of the three who are left would be enough
        Assert.That((aside.Settled, (await office.CaseAsync(id)).ApprovedCents, (await office.OpenAsync(id)).Count), Is.EqualTo(((string?)null, (long?)null, 2)));
        await office.DecideAsync("decider4", await office.YesAsync(tasks[3]));

        Assert.That((await office.CaseAsync(id)).ApprovedCents, Is.EqualTo((await office.CaseAsync(id)).ProposedCents));
        Assert.That(await office.DoAsync((MoneyAgrees check, CancellationToken token) => check.DifferencesAsync(token)), Is.Empty);
    }

    [Test]
    public async Task Nobody_refuses_by_standing_aside()
    {
        await using var office = await ReviewOffice.SeveralAsync(provider, Step, ("people", "3"), ("agreement", "Vote"), ("passesAt", "2/3"));
        var id = await AtAsync(office);
        var tasks = await office.OpenAsync(id);
        await office.SaysAsync("district1", tasks[0].Id, Verdict.Approve);
        await office.SaysAsync("district2", tasks[1].Id, Verdict.Abstain);
        var aside = await office.SaysAsync("district3", tasks[2].Id, Verdict.Recuse, "申请人是我的亲戚"); // one of the two who are left is less than two thirds

        Assert.That(aside.Settled, Is.Null);
        var again = (await office.OpenAsync(id)).Single();
        Assert.That(again.PreviousId, Is.EqualTo(tasks[2].Id));
        Assert.That((await office.SaysAsync("district4", again.Id, Verdict.Approve)).Settled, Is.EqualTo("Approve"));
    }

    [Test]
    public async Task What_was_sent_back_goes_straight_to_whoever_sent_it()
    {
        await using var office = await ReviewOffice.SeveralAsync(provider, Step, ("returnTo", "[\"TownshipReview\"]"), ("resubmission", "StraightBack"));
        var id = await AtAsync(office);
        await office.SaysAsync("district2", (await office.OpenAsync(id)).Single().Id, Verdict.Return, "请核实收入", "TownshipReview");
        var township = (await office.OpenAsync(id)).Single();
        await office.SaysAsync(await office.HolderAsync(township), township.Id, Verdict.Approve, "已核实");

        var back = (await office.OpenAsync(id)).Single();
        Assert.That((back.Step, back.AssigneeId), Is.EqualTo((Step, (await office.AsAsync("district2")).Account)), "not through the notice again, and to whoever asked");
    }

    [Test]
    public async Task Any_step_it_came_through_can_be_returned_to_and_none_that_comes_later()
    {
        await using var office = await ReviewOffice.SeveralAsync(provider, Step, ("returnTo", "[\"*\"]"));
        var id = await AtAsync(office);
        var round = await office.OpenRoundAsync(id);

        Assert.That(round.Plan.ReturnTo, Does.Contain("TownshipReview").And.Contain("HomeVisit").And.Contain("VillageOpinion").And.No.Member("DistrictReview").And.No.Member("DistrictDecision"));
    }

    [Test]
    public async Task A_return_under_countersign_loses_doubles_and_blocks_no_seat()
    {
        await using var office = await ReviewOffice.SeveralAsync(provider, Step, ("people", "3"), ("agreement", "All"), ("returnTo", "[\"TownshipReview\"]"));
        var id = await AtAsync(office);
        var first = await office.OpenAsync(id);
        await office.SaysAsync("district1", first[0].Id, Verdict.Approve);
        await office.SaysAsync("district2", first[1].Id, Verdict.Return, "请核实收入", "TownshipReview");
        Assert.That((await office.OpenAsync(id)).Select(task => task.Step), Is.EqualTo(new[] { "TownshipReview" }), "the third is asked no more");
        await office.UntilAsync(id, Step);
        var again = await office.OpenAsync(id);
        Assert.That(again.Select(task => task.SeatKey), Is.EqualTo(new[] { "1", "2", "3" }), "everybody anew, each once");

        await office.SaysAsync("district1", again[0].Id, Verdict.Approve);
        await office.SaysAsync("district2", again[1].Id, Verdict.Approve);
        Assert.That((await office.SaysAsync("district3", again[2].Id, Verdict.Approve)).Settled, Is.EqualTo("Approve"));
        Assert.That(await office.FaultsAsync(id), Is.Empty);
    }

    [Test]
    public async Task A_task_that_is_over_counts_for_nobody_so_that_the_step_can_always_finish()
    {
        await using var office = await ReviewOffice.SeveralAsync(provider, Step, ("people", "2"), ("agreement", "All"));
        var id = await AtAsync(office);
        var tasks = await office.OpenAsync(id);
        var theirs = await office.TransferAsync("district1", tasks[0].Id, "district3");
        await office.SaysAsync("district4", tasks[1].Id, Verdict.Recuse, "与申请人相识");
        var instead = (await office.OpenAsync(id)).Single(task => task.Id != theirs);

        await office.SaysAsync("district3", theirs, Verdict.Approve);
        Assert.That((await office.SaysAsync("district2", instead.Id, Verdict.Approve)).Settled, Is.EqualTo("Approve"), "what was given away and who stood aside are waited for no more");
    }

    [Test]
    public async Task A_step_is_never_there_without_the_task_that_it_asks()
    {
        await using var office = await Office.OpenAsync(provider);
        var id = (await office.SubmitCompleteAsync()).Id;

        for (var turn = 0; turn < 4; turn++)
        {
            var (round, task) = await office.ReadAsync(async db => (await db.Set<Round>().AsNoTracking().SingleAsync(one => one.CaseId == id && one.State == RoundState.Open), await db.Set<ReviewTask>().AsNoTracking().OrderBy(one => one.CreatedAt).LastAsync(one => one.CaseId == id)));
            Assert.That((task.RoundId, task.IsOpen, task.CreatedAt), Is.EqualTo((round.Id, true, round.OpenedAt)), "of one commit, no worker between them");
            await office.StepAsync(id);
        }
    }

    private static async Task<CaseId> AtAsync(Office office)
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        await office.UntilAsync(id, Step);
        return id;
    }

    internal static async Task<string?> CodeOfAsync<T>(Func<Task<T>> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (RefusedException refused)
        {
            return refused.Code;
        }
    }
}
