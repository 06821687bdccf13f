using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reporting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Reviewing;

/// <summary>A task that is passed on keeps the day on which its step asked for it, so that nobody gains time or loses their place by that; when it came to its new owner stands beside.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class ArrivalTests(Provider provider)
{
    private Office office = null!;
    private ReviewTask late = null!;
    private ReviewTask young = null!;
    private DateOnly due;

    [SetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        late = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        due = await office.ReadAsync(db => db.Set<CaseClock>().Where(clock => clock.RoundId == late.RoundId).Select(clock => clock.DueOn).SingleAsync());
        office.Clock.MoveTo(LocalDay.At(due.AddDays(10), new TimeOnly(9, 0)));
        young = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        await office.AsAsync<ClaimTask, TaskId>("district2", (act, actor, token) => act.ClaimAsync(young.Id, actor, token));
        office.Clock.Advance(TimeSpan.FromDays(1));
    }

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task A_transfer_keeps_the_place_in_the_order_and_the_message_tells_the_limit_that_is_past()
    {
        var given = await office.TransferAsync("district1", late.Id, "district2");

        await ShouldKeepItsPlaceAsync(given);
        var spans = await office.AskAsync(all => all.GetRequiredService<CaseTimes>().OfAsync(late.CaseId, CancellationToken.None));
        var theirs = (await office.AsAsync("district2")).Account;
        Assert.That(spans.Where(span => span.Person == theirs).Select(span => span.From), Is.All.GreaterThanOrEqualTo(office.Clock.GetUtcNow()), "whose hour it was is whoever had it then");
    }

    [Test]
    public async Task A_hand_over_does_the_same()
    {
        await office.AsAsync<ClaimTask, TaskId>("district1", (act, actor, token) => act.ClaimAsync(late.Id, actor, token));
        var (leaver, successor) = ((await office.AsAsync("district1")).Account!.Value, (await office.AsAsync("district2")).Account!.Value);
        var given = await office.DoAsync((PassOn act, CancellationToken token) => act.RunAsync(late.Id, leaver, successor, "handed-over", Actor.System, token, "调离本单位"));

        await ShouldKeepItsPlaceAsync(given!.Value);
        var listed = await office.DoAsync(async (HandOverReading act, CancellationToken token) => await act.ReadAsync(successor, null, await office.AsAsync("admin1"), token));
        Assert.That(listed.Select(item => item.Task), Is.EqualTo(new[] { given.Value, young.Id }), "what waits longest first");
    }

    [Test]
    public async Task Hours_with_a_task_that_was_given_back_stay_with_whoever_had_it()
    {
        await office.AsAsync<ClaimTask, TaskId>("district2", (act, actor, token) => act.ReleaseAsync(young.Id, actor, token));
        office.Clock.Advance(TimeSpan.FromHours(2));
        await office.AsAsync<ClaimTask, TaskId>("district1", (act, actor, token) => act.ClaimAsync(young.Id, actor, token));
        office.Clock.Advance(TimeSpan.FromHours(3));
        var (one, two) = ((await office.AsAsync("district1")).Account, (await office.AsAsync("district2")).Account);
        var spans = await office.AskAsync(all => all.GetRequiredService<CaseTimes>().OfAsync(young.CaseId, CancellationToken.None));

        Assert.That(spans.Where(span => span.Step == "DistrictReview").TakeLast(3).Select(span => (span.Person, span.Length.TotalHours)),
            Is.EqualTo(new[] { (two, 24.0), ((AccountId?)null, 2.0), (one, 3.0) }));
    }

    private async Task ShouldKeepItsPlaceAsync(TaskId given)
    {
        var rows = await office.AskAsync(async all =>
        {
            var account = await all.GetRequiredService<IUnitOfWork>().Db.Set<Account>().SingleAsync(one => one.UserName == "district2");
            return (await ActivatorUtilities.CreateInstance<InboxReading>(all).ReadAsync(account, InboxTab.Mine, InboxFilter.None, 1, [Role.DistrictReviewer], CancellationToken.None)).Rows;
        });
        var news = await office.AskAsync(async all => await ActivatorUtilities.CreateInstance<InboxReading>(all).NewsAsync((await office.AsAsync("district2")).Account!.Value, CancellationToken.None));
        await office.SweepAsync(ReminderSweep.Key); // what somebody is handed at once is told in one go
        var message = await office.ReadAsync(db => db.Set<Notification>().SingleAsync(one => one.IdempotencyKey.Contains(given.ToString())));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(rows.Select(row => row.Id), Is.EqualTo(new[] { given, young.Id }));
            Assert.That((rows[0].ArrivedAt, rows[0].GivenAt), Is.EqualTo((late.CreatedAt, (DateTimeOffset?)office.Clock.GetUtcNow())));
            Assert.That(news.Newest, Is.EqualTo(given.ToString()), "to them it is the one that came last");
            Assert.That(message.In("zh-CN").Body, Does.Contain($"期限{due.Year}年{due.Month}月{due.Day}日已过"));
            Assert.That(message.In("en").Body, Does.Contain($"Its limit was {Texts.Day(due, "en")}"));
        }
    }
}
