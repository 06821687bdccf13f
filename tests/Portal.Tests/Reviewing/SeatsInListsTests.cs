using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Urging;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Reviewing;

/// <summary>Where a step has several seats, each person meets it once: in lists, in messages and when urged.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class SeatsInListsTests(Provider provider)
{
    private Office office = null!;
    private CaseId id;
    private ReviewTask task = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        office = await ReviewOffice.SeveralAsync(provider, "TownshipReview", ("people", "2"), ("agreement", "All"));
        id = (await office.SubmitCompleteAsync()).Id;
        task = await office.ReachAsync(id, "TownshipReview");
    }

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task A_step_of_two_is_one_line_and_one_message_and_is_gone_for_whoever_said_their_word()
    {
        Assert.That(await RowsAsync("township1", InboxTab.Team), Has.Count.EqualTo(1));
        Assert.That(await ToldOfTaskAsync("township1"), Is.EqualTo(1));

        await office.SaysAsync("township1", task.Id, Verdict.Approve);

        Assert.That(await RowsAsync("township1", InboxTab.Team), Is.Empty);
        Assert.That(await RowsAsync("township2", InboxTab.Team), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Whoever_has_one_of_the_seats_is_offered_no_other()
    {
        await office.AsAsync<ClaimTask, TaskId>("township1", (act, actor, token) => act.ClaimAsync(task.Id, actor, token));

        Assert.That(await RowsAsync("township1", InboxTab.Team), Is.Empty);
        Assert.That((await RowsAsync("township1", InboxTab.Mine)).Select(row => row.Id), Is.EqualTo(new[] { task.Id }));
        Assert.That((await RowsAsync("township2", InboxTab.Team)).Select(row => row.Id), Has.None.EqualTo(task.Id).And.Count.EqualTo(1));
    }

    [Test]
    public async Task Overdue_is_what_is_mine_or_free_and_a_case_with_a_further_signer_is_late_once()
    {
        var late = await office.ReachAsync(id, "DistrictReview");
        await office.AsAsync<ClaimTask, TaskId>("district1", (act, actor, token) => act.ClaimAsync(late.Id, actor, token));
        await office.AsAsync<ChangeSigners, RoundId>("district1", (act, actor, token) => act.AddAsync(late.Id, "district2", SignerPlace.Before, "请先把关", actor, token));
        office.Clock.Advance(TimeSpan.FromDays(60));

        var first = (await office.OpenAsync(id)).Single(one => one.State != TaskState.OnHold);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await RowsAsync("district1", InboxTab.Overdue)).Select(row => row.Id), Is.EqualTo(new[] { late.Id }), "it waits, and is theirs");
            Assert.That((await RowsAsync("district2", InboxTab.Overdue)).Select(row => row.Id), Is.EqualTo(new[] { first.Id }));
            Assert.That((await RowsAsync("district1", InboxTab.Waiting)).Select(row => row.Id), Is.EquivalentTo(new[] { late.Id, first.Id }), "both are seen there as before");
        }
    }

    [Test]
    public async Task Whoever_is_urged_is_told_once_and_not_after_their_word()
    {
        await office.SaysAsync("township1", task.Id, Verdict.Approve);

        await office.AsAsync<UrgeCase, int>("district1", async (act, actor, token) => (await act.UrgeAsync(id, actor, token)).Length);

        Assert.That(await ToldAsync("urge.received", "township2"), Is.EqualTo(1));
        Assert.That(await ToldAsync("urge.received", "township1"), Is.Zero);
    }

    [Test]
    public async Task What_waits_for_an_answer_stays_in_sight_of_whoever_asked_and_says_so()
    {
        await office.DelegateAsync("township1", task.Id, "station1");

        var row = (await RowsAsync("township1", InboxTab.Waiting)).Single(one => one.Id == task.Id);

        Assert.That(row.Waits, Is.True);
        Assert.That(await RowsAsync("township1", InboxTab.Mine), Is.Empty);
    }

    [Test]
    public async Task Lists_know_the_proposed_amount_from_the_first_step_on()
    {
        var first = (await office.SubmitCompleteAsync()).Id;
        var proposed = await office.ReadAsync(db => db.Set<AidCase>().Where(one => one.Id == first).Select(one => one.ProposedCents).SingleAsync());

        Assert.That(proposed, Is.Positive);
        Assert.That((await RowsAsync("station1", InboxTab.Team)).Select(row => row.Cents), Has.Some.EqualTo(proposed));
    }

    private Task<IReadOnlyList<InboxRow>> RowsAsync(string userName, InboxTab tab) => office.AskAsync(async all =>
    {
        var account = await all.GetRequiredService<IUnitOfWork>().Db.Set<Account>().SingleAsync(one => one.UserName == userName);
        var page = await ActivatorUtilities.CreateInstance<InboxReading>(all).ReadAsync(account, tab, InboxFilter.None, 1, [Role.TownshipReviewer], CancellationToken.None);
        Assert.That(page.Counts[tab], Is.EqualTo(page.Rows.Count));
        return page.Rows;
    });

    private Task<int> ToldAsync(string occasion, string userName) => office.ReadAsync(async db =>
    {
        var account = await db.Set<Account>().SingleAsync(one => one.UserName == userName);
        return await db.Set<Notification>().CountAsync(told => told.Case == id && told.Occasion == occasion && told.Account == account.Id);
    });

    /// <summary>How many messages of this step's tasks somebody has.</summary>
    private Task<int> ToldOfTaskAsync(string userName) => office.ReadAsync(async db =>
    {
        var account = await db.Set<Account>().SingleAsync(one => one.UserName == userName);
        var seats = await db.Set<ReviewTask>().Where(one => one.RoundId == task.RoundId).Select(one => one.Id).ToListAsync();
        var told = await db.Set<Notification>().Where(one => one.Case == id && one.Occasion == Occasions.TaskAssigned && one.Account == account.Id).Select(one => one.IdempotencyKey).ToListAsync();
        return told.Count(key => seats.Exists(seat => key.Contains(seat.ToString(), StringComparison.Ordinal)));
    });
}
