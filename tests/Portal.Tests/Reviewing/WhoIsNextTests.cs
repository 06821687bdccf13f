using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Reviewing;

/// <summary>Who is next is whoever the case really waits for: a seat that is out for an answer, the branch beside, the second visitor; and no day that is over is foretold.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class WhoIsNextTests(Provider provider)
{
    [Test]
    public async Task While_another_seat_waits_for_an_answer_the_step_waits_for_that_and_no_past_day_is_told()
    {
        await using var office = await ReviewOffice.SeveralAsync(provider, "DistrictReview", ("people", "2"), ("agreement", "All"));
        var task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        var other = (await office.OpenAsync(task.CaseId)).Single(one => one.Id != task.Id);
        await office.DelegateAsync("district2", other.Id, "township1");
        var due = await office.ReadAsync(db => db.Set<CaseClock>().Where(clock => clock.RoundId == task.RoundId).Select(clock => clock.DueOn).SingleAsync());
        office.Clock.MoveTo(LocalDay.At(due.AddDays(5), new TimeOnly(9, 0)));
        var actor = await office.AsAsync("district1");
        var (owner, adviser) = (await NameAsync(office, "district2"), await NameAsync(office, "township1"));

        var foreseen = await office.AskAsync(all => all.GetRequiredService<Foresight>().AfterAsync(task.Id, new(Verdict.Approve), actor, CancellationToken.None));
        var done = await office.SaysAsync("district1", task.Id, Verdict.Approve);
        await using var site = await Website.OpenAsync(office);
        var told = (await (await site.SignedInAsync("district1")).GetAsync($"/tasks?decision={done.Decision.Value}")).Words;

        var words = NextWords.Of(foreseen!);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(words.Zh, Is.EqualTo($"区级审核，待{adviser.Zh}答复后，由市中区的区（市）审核员办理（{owner.Zh}）"));
            Assert.That(words.En, Does.Contain($"once {adviser.En} has answered").And.Not.Contain("due"));
            Assert.That(foreseen!.Next.Single().By, Is.Null);
            Assert.That(told, Does.Contain($"下一步：{words.Zh}。"));
        }
    }

    [Test]
    public async Task Where_a_branch_waits_for_the_other_that_one_is_named()
    {
        await using var office = await RandomPlans.BranchedAsync(provider, "WalkAgain");
        var id = (await office.SubmitCompleteAsync()).Id;
        await office.UntilAsync(id, "PublicNotice");
        await office.EndNoticeAsync(id);
        var task = (await office.OpenAsync(id)).Single(one => one.Step == "DistrictReview");
        var actor = await office.AsAsync("district1");

        var foreseen = await office.AskAsync(all => all.GetRequiredService<Foresight>().AfterAsync(task.Id, new(Verdict.Approve), actor, CancellationToken.None));

        Assert.That((foreseen!.Ends, foreseen.Next.Length, foreseen.Beside.Single().Step), Is.EqualTo(((Cases.Applying.CaseOutcome?)null, 0, "Completeness")));
        Assert.That(NextWords.Of(foreseen).Zh, Does.StartWith("等同时进行的环节办完：受理审查，由").And.Not.Contain("系统继续办理"));
    }

    [Test]
    public async Task The_second_visitor_s_seat_says_what_it_waits_for_and_who_may_take_it()
    {
        await using var office = await Office.OpenAsync(provider);
        var id = (await office.SubmitCompleteAsync()).Id;
        var first = await office.ReachAsync(id, "HomeVisit");
        var writer = await office.HolderAsync(first);
        await office.DecideAsync(writer, await office.YesAsync(first));
        var second = (await office.OpenAsync(id)).Single();
        var (one, others) = (await NameAsync(office, writer), await office.AskAsync(async all =>
        {
            var file = await all.GetRequiredService<CaseFiles>().LoadAsync(id, Actor.System, CancellationToken.None);
            return (await all.GetRequiredService<Cases.Reviewing.Rounds>().WhoMayAsync(file, file.OpenRounds.Single(), file.Tasks.Single(), CancellationToken.None)).Select(account => account.NameZh).ToArray();
        }));

        await using var site = await Website.OpenAsync(office);
        var page = (await (await site.SignedInAsync(writer)).GetAsync($"/tasks/{second.Id}")).Words;
        var seats = page[page.IndexOf("本环节的办理人", StringComparison.Ordinal)..];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(seats, Does.Contain("另一人核对并签字").And.Contain("已办理").And.Contain("调查记录已填写，等其中一人核对签字").And.Not.Contain("办理中"));
            Assert.That(others, Is.Not.Empty.And.Not.Contain(one.Zh));
            Assert.That(seats, Does.Contain(others[0]));
        }
    }

    [Test]
    public async Task Whoever_claimed_a_visit_is_no_candidate_for_its_other_seat()
    {
        await using var office = await Office.OpenAsync(provider);
        var id = (await office.SubmitCompleteAsync()).Id;
        var first = await office.ReachAsync(id, "HomeVisit");
        var writer = await office.HolderAsync(first);
        await office.AsAsync<ClaimTask, TaskId>(writer, (act, actor, token) => act.ClaimAsync(first.Id, actor, token));
        var name = await NameAsync(office, writer);

        await using var site = await Website.OpenAsync(office);
        var page = (await (await site.SignedInAsync(writer)).GetAsync($"/tasks/{first.Id}")).Words;
        var seats = page[page.IndexOf("本环节的办理人", StringComparison.Ordinal)..];
        var free = seats[..seats.IndexOf("尚无人认领，可由其中一人办理", StringComparison.Ordinal)];

        Assert.That(free.Split(name.Zh), Has.Length.EqualTo(2), "once, for the seat that is theirs");
    }

    [Test]
    public async Task A_task_that_comes_back_with_an_answer_is_new_to_whoever_asked()
    {
        await using var office = await Office.OpenAsync(provider);
        var task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        await office.AsAsync<OpenTask, bool>("district1", (act, actor, token) => act.OpenAsync(task, null, actor, token));
        var asked = await office.DelegateAsync("district1", task.Id, "township1");
        var account = await office.ReadAsync(db => db.Set<Account>().SingleAsync(one => one.UserName == "district1"));
        Task<InboxNews> NewsAsync() => office.AskAsync(all => ActivatorUtilities.CreateInstance<InboxReading>(all).NewsAsync(account.Id, CancellationToken.None));
        var before = await NewsAsync();
        await office.RecallAsync("district1", task.Id);
        var recalled = await NewsAsync();
        asked = await office.DelegateAsync("district1", task.Id, "township1");

        await office.SaysAsync("township1", asked, Verdict.Advise, "收入属实");
        var after = await NewsAsync();
        var row = await office.AskAsync(async all => (await ActivatorUtilities.CreateInstance<InboxReading>(all).ReadAsync(account, InboxTab.Mine, InboxFilter.None, 1, [Role.DistrictReviewer], CancellationToken.None)).Rows.Single());

        Assert.That((before.Mine, before.Unseen, recalled.Mine, recalled.Unseen), Is.EqualTo((0, 0, 1, 0)), "whoever takes the question back knows it");
        Assert.That((after.Mine, after.Unseen, row.Unseen), Is.EqualTo((1, 1, true)));
    }

    private static Task<LocalText> NameAsync(Office office, string userName) => office.ReadAsync(db => db.Set<Account>().Where(one => one.UserName == userName).Select(one => new LocalText(one.NameZh, one.NameEn)).SingleAsync());
}
