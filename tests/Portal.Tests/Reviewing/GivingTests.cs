using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Reviewing;

/// <summary>A task is given to somebody, further signers are added and removed, and what was said is taken back.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class GivingTests(Provider provider)
{
    private Office office = null!;
    private CaseId id;
    private ReviewTask task = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        await office.StaffAsync();
        id = (await office.SubmitCompleteAsync()).Id;
        task = await office.ReachAsync(id, "TownshipReview");
    }

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task A_transfer_moves_the_responsibility_and_keeps_on_record_who_had_it()
    {
        var theirs = await office.TransferAsync("township1", task.Id, "township3");
        var gone = await office.ReadAsync(db => db.Set<ReviewTask>().SingleAsync(one => one.Id == task.Id));
        var now = (await office.OpenAsync(id)).Single();

        Assert.That((gone.State, gone.CancelledBecause), Is.EqualTo((TaskState.Cancelled, "reassigned")));
        Assert.That((now.Id, now.Named, now.GivenWords), Is.EqualTo((theirs, true, "外出学习一周")));
        Assert.That(await TogetherTests.CodeOfAsync(() => office.SaysAsync("township1", theirs, Verdict.Approve)), Is.EqualTo("task.claimed-by-other"));
        Assert.That((await office.SaysAsync("township3", theirs, Verdict.Approve)).Settled, Is.EqualTo("Approve"));
    }

    [Test]
    public async Task A_transfer_never_goes_to_oneself_in_circles_or_to_another_role()
    {
        Assert.That(await TogetherTests.CodeOfAsync(() => office.TransferAsync("township1", task.Id, "township1")), Is.EqualTo("give.not-to"));
        Assert.That(await TogetherTests.CodeOfAsync(() => office.TransferAsync("township1", task.Id, "district1")), Is.EqualTo("give.not-to"));
        var second = await office.TransferAsync("township1", task.Id, "township3");
        var third = await office.TransferAsync("township3", second, "township4");
        Assert.That(await TogetherTests.CodeOfAsync(() => office.TransferAsync("township4", third, "township1")), Is.EqualTo("give.not-to"));
        Assert.That(await TogetherTests.CodeOfAsync(() => office.TransferAsync("township4", third, "township3")), Is.EqualTo("give.not-to"));
    }

    [Test]
    public async Task A_delegate_answers_and_whoever_asked_decides()
    {
        var asked = await office.DelegateAsync("township1", task.Id, "station1");
        Assert.That(await TogetherTests.CodeOfAsync(() => office.SaysAsync("township1", task.Id, Verdict.Approve)), Is.EqualTo("task.on-hold"));
        Assert.That(await TogetherTests.CodeOfAsync(() => office.SaysAsync("station1", asked, Verdict.Approve)), Is.EqualTo("decision.verdict-not-possible"), "a delegate does not decide");
        Assert.That(await TogetherTests.CodeOfAsync(() => office.TransferAsync("station1", asked, "township3")), Is.EqualTo("give.advice"));
        var answer = await office.SaysAsync("station1", asked, Verdict.Advise, "收入属实");

        Assert.That(answer.Settled, Is.Null);
        var back = (await office.OpenAsync(id)).Single();
        Assert.That((back.Id, back.State), Is.EqualTo((task.Id, TaskState.InProgress)));
        Assert.That((await office.SaysAsync("township1", task.Id, Verdict.Approve)).Settled, Is.EqualTo("Approve"));
    }

    [Test]
    public async Task A_question_is_taken_back_and_the_delegate_has_nothing_to_answer()
    {
        var asked = await office.DelegateAsync("township1", task.Id, "station1");
        await office.RecallAsync("township1", task.Id);

        Assert.That(await TogetherTests.CodeOfAsync(() => office.SaysAsync("station1", asked, Verdict.Advise, "收入属实")), Is.EqualTo("task.gone"));
        Assert.That(await TogetherTests.CodeOfAsync(() => office.RecallAsync("township1", task.Id)), Is.EqualTo("give.nothing-asked"));
        Assert.That((await office.SaysAsync("township1", task.Id, Verdict.Approve)).Settled, Is.EqualTo("Approve"));
    }

    [TestCase(SignerPlace.Before)]
    [TestCase(SignerPlace.Beside)]
    [TestCase(SignerPlace.After)]
    public async Task A_further_signer_has_to_agree_in_this_case_only(SignerPlace place)
    {
        await office.AddSignerAsync("township1", task.Id, "district3", place);
        if (place == SignerPlace.Before)
            Assert.That(await TogetherTests.CodeOfAsync(() => office.SaysAsync("township1", task.Id, Verdict.Approve)), Is.EqualTo("task.on-hold"));
        else
            Assert.That((await office.SaysAsync("township1", task.Id, Verdict.Approve)).Settled, Is.Null);
        var theirs = (await office.OpenAsync(id)).Single(one => one.Named);
        var signed = await office.SaysAsync("district3", theirs.Id, Verdict.Approve);
        if (place == SignerPlace.Before)
            signed = await office.SaysAsync("township1", task.Id, Verdict.Approve);

        Assert.That(signed.Settled, Is.EqualTo("Approve"));
        var other = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "TownshipReview");
        Assert.That((await office.ReadAsync(db => db.Set<Round>().AsNoTracking().SingleAsync(round => round.Id == other.RoundId))).Plan.Seats, Has.Length.EqualTo(1), "the definition is as it was");
    }

    [Test]
    public async Task Signers_after_somebody_act_in_the_order_in_which_they_were_added()
    {
        await office.AddSignerAsync("township1", task.Id, "district3", SignerPlace.After);
        await office.AddSignerAsync("township1", task.Id, "district4", SignerPlace.After);

        await office.SaysAsync("township1", task.Id, Verdict.Approve);
        var first = (await office.OpenAsync(id)).Single();
        await office.SaysAsync("district3", first.Id, Verdict.Approve);
        var second = (await office.OpenAsync(id)).Single();

        Assert.That((await office.NameAsync(first.AssigneeId!.Value), await office.NameAsync(second.AssigneeId!.Value)), Is.EqualTo(("district3", "district4")));
        Assert.That((await office.SaysAsync("district4", second.Id, Verdict.Approve)).Settled, Is.EqualTo("Approve"));
    }

    [Test]
    public async Task A_signer_is_removed_while_they_have_not_acted_and_at_least_one_remains()
    {
        var round = await office.AddSignerAsync("township1", task.Id, "district3", SignerPlace.Beside);
        Assert.That(await TogetherTests.CodeOfAsync(() => office.RemoveSignerAsync("township2", round, "+1")), Is.EqualTo("mending.not-yours"), "whoever added them may, and an administrator");
        Assert.That(await TogetherTests.CodeOfAsync(() => office.RemoveSignerAsync("admin1", round, "1")), Is.EqualTo("signer.last"));
        await office.SaysAsync("township1", task.Id, Verdict.Approve);
        Assert.That(await TogetherTests.CodeOfAsync(() => office.RemoveSignerAsync("admin1", round, "1")), Is.EqualTo("signer.has-acted"));
        await office.RemoveSignerAsync("township1", round, "+1");

        Assert.That(await office.ReadAsync(db => db.Set<Round>().Where(one => one.Id == round).Select(one => one.Outcome).SingleAsync()), Is.EqualTo("Approve"), "nobody else is waited for");
        Assert.That(await office.FaultsAsync(id), Is.Empty);
    }

    [Test]
    public async Task Money_is_not_granted_by_taking_a_signer_out()
    {
        var decision = await office.ReachAsync(id, "DistrictDecision");
        var round = await office.AddSignerAsync("decider1", decision.Id, "decider3", SignerPlace.Beside);
        await office.DecideAsync("decider1", await office.YesAsync(decision));

        Assert.That(await TogetherTests.CodeOfAsync(() => office.RemoveSignerAsync("decider1", round, "+1")), Is.EqualTo("signer.settles"));
    }

    [Test]
    public async Task Somebody_of_a_lower_level_is_not_added_where_money_is_decided()
    {
        var decision = await office.ReachAsync(id, "DistrictDecision");
        Assert.That(await TogetherTests.CodeOfAsync(() => office.AddSignerAsync("decider1", decision.Id, "township1", SignerPlace.Beside)), Is.EqualTo("signer.not-to"));
    }

    [Test]
    public async Task An_opinion_is_taken_back_while_nobody_has_gone_on_from_it()
    {
        var district = await office.ReachAsync(id, "DistrictReview");
        var said = await office.SaysAsync("district1", district.Id, Verdict.Approve);
        var decision = (await office.OpenAsync(id)).Single();
        Assert.That(await TogetherTests.CodeOfAsync(() => office.TakeBackAsync("district2", said.Decision)), Is.EqualTo("take-back.not-yours"));
        await office.TakeBackAsync("district1", said.Decision);

        var again = (await office.OpenAsync(id)).Single();
        Assert.That((again.Step, again.AssigneeId), Is.EqualTo(("DistrictReview", (await office.AsAsync("district1")).Account)));
        Assert.That(await TogetherTests.CodeOfAsync(() => office.SaysAsync("decider1", decision.Id, Verdict.Refuse)), Is.EqualTo("task.gone"));
        Assert.That(await TogetherTests.CodeOfAsync(() => office.TakeBackAsync("district1", said.Decision)), Is.EqualTo("take-back.not-here"));
    }

    [Test]
    public async Task Nothing_is_taken_back_once_a_notice_hangs_or_somebody_decided()
    {
        var said = await office.SaysAsync("township1", task.Id, Verdict.Approve);
        Assert.That(await TogetherTests.CodeOfAsync(() => office.TakeBackAsync("township1", said.Decision)), Is.EqualTo("take-back.gone-on"), "the notice hangs in the village");
        var district = await office.ReachAsync(id, "DistrictReview");
        var theirs = await office.SaysAsync("district1", district.Id, Verdict.Approve);
        await office.UntilAsync(id, "CityCheck");
        Assert.That(await TogetherTests.CodeOfAsync(() => office.TakeBackAsync("district1", theirs.Decision)), Is.EqualTo("take-back.gone-on"));
    }

    [Test]
    public async Task A_task_of_a_case_on_hold_is_neither_claimed_nor_released()
    {
        await office.AsAsync<ClaimTask, TaskId>("township1", (act, actor, token) => act.ClaimAsync(task.Id, actor, token));
        await office.AsAsync<SuspendCase, CaseConsequences>("admin1", (act, actor, token) => act.SuspendAsync(id, "核查", actor, token));

        Assert.That(await TogetherTests.CodeOfAsync(() => office.AsAsync<ClaimTask, TaskId>("township1", (act, actor, token) => act.ClaimAsync(task.Id, actor, token))), Is.EqualTo("case.on-hold"));
        Assert.That(await TogetherTests.CodeOfAsync(() => office.AsAsync<ClaimTask, TaskId>("township1", (act, actor, token) => act.ReleaseAsync(task.Id, actor, token))), Is.EqualTo("case.on-hold"));
    }

    [Test]
    public async Task Two_transfers_at_once_make_one_new_task()
    {
        var both = await Task.WhenAll(TryAsync(() => office.TransferAsync("township1", task.Id, "township3")), TryAsync(() => office.TransferAsync("township2", task.Id, "township4")));

        Assert.That(both.Count(done => done), Is.EqualTo(1));
        Assert.That(await office.OpenAsync(id), Has.Count.EqualTo(1));
    }

    private static async Task<bool> TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (RefusedException)
        {
            return false;
        }
    }

    [Test]
    public async Task The_history_of_the_case_names_who_gave_it_to_whom_who_signs_too_and_what_was_taken_back()
    {
        await office.TransferAsync("township1", task.Id, "township3");
        var theirs = (await office.OpenAsync(id)).Single();
        var round = await office.AddSignerAsync("township3", theirs.Id, "district3", SignerPlace.After);
        var said = await office.SaysAsync("township3", theirs.Id, Verdict.Approve);
        var behind = (await office.OpenAsync(id)).Single().SeatKey;
        await office.TakeBackAsync("township3", said.Decision);
        await office.RemoveSignerAsync("township3", round, behind);

        var history = await office.AskAsync(async services =>
        {
            var file = await services.GetRequiredService<CaseFiles>().LoadAsync(id, Actor.System, CancellationToken.None);
            return await ActivatorUtilities.CreateInstance<Dossiers.HistoryReading>(services).ReadAsync(file, AnswerSight.AtTask(file.Service, task.Step, Cases.Organisation.Role.TownshipReviewer), CancellationToken.None);
        });
        var told = history.Where(one => one.Entry?.Act is "task.transferred" or "signer.added" or "signer.removed" or "task.taken-back").ToList();
        Assert.That(told.Select(one => one.What.Zh), Is.EqualTo(new[] { "转办", "镇街审核：加签", "镇街审核：取回意见，不再计入", "镇街审核：减签" }));
        var names = await office.ReadAsync(db => db.Set<Cases.Organisation.Account>().Where(one => one.UserName == "township3" || one.UserName == "district3").ToDictionaryAsync(one => one.UserName, one => one.NameZh));
        Assert.That(told.Select(one => one.Words!.Zh), Is.EqualTo(new[] { $"给{names["township3"]}；外出学习一周", $"给{names["district3"]}；请一并把关", "看错了材料", $"{names["district3"]}；不再需要" }));
    }

    [Test]
    public async Task A_village_helper_who_signs_too_owes_an_opinion_and_nobody_else_owes_one_for_it()
    {
        await office.AddSignerAsync("township1", task.Id, "village1", SignerPlace.Beside);
        var helper = (await office.OpenAsync(id)).Single(one => one.Id != task.Id);

        await office.SaysAsync("township1", task.Id, Verdict.Approve, opinion: null);

        Assert.That(await TogetherTests.CodeOfAsync(() => office.SaysAsync("village1", helper.Id, Verdict.Approve, opinion: null)), Is.EqualTo("opinion.village-missing"));
        Assert.That((await office.SaysAsync("village1", helper.Id, Verdict.Approve)).Settled, Is.EqualTo("Approve"));
    }

}
