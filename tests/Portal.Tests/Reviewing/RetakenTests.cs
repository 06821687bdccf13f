using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Dossiers;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Reviewing;

/// <summary>What was taken back counts nowhere (取回): not as a return, a passage or the step before, and the way of the case is shown as if the step had never been left.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class RetakenTests(Provider provider)
{
    private Office office = null!;
    private CaseId id;
    private ReviewTask task = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        id = (await office.SubmitCompleteAsync()).Id;
        task = await office.ReachAsync(id, "DistrictReview");
        office.Clock.Advance(TimeSpan.FromDays(1));
    }

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task A_return_that_was_taken_back_is_shown_and_counted_nowhere()
    {
        await using var site = await Website.OpenAsync(office);
        var reader = await site.SignedInAsync("district1");
        var (before, arrived) = (await RowAsync("district1", InboxTab.Team), LocalDay.Of(task.CreatedAt));
        var way = await WayAsync();
        await reader.GetAsync($"/tasks/{task.Id}");
        office.Clock.Advance(TimeSpan.FromMinutes(5));
        var said = await office.SaysAsync("district1", task.Id, Verdict.Return, "请再核实", "TownshipReview");
        office.Clock.Advance(TimeSpan.FromMinutes(5));
        await office.TakeBackAsync("district1", said.Decision);

        var row = await RowAsync("district1", InboxTab.Mine);
        var page = await reader.GetAsync($"/tasks/{row.Id}");
        var story = await office.AskAsync(async all =>
        {
            var db = all.GetRequiredService<IUnitOfWork>().Db;
            var rounds = await db.Set<Round>().AsNoTracking().Where(round => round.CaseId == id).OrderBy(round => round.OpenedAt).ThenBy(round => round.Id).ToListAsync();
            return await ActivatorUtilities.CreateInstance<AidWorkflow.Portal.Following.OwnStory>(all).OfAsync(await db.Set<Cases.Applying.AidCase>().SingleAsync(one => one.Id == id), rounds, [], CancellationToken.None);
        });
        using (Assert.EnterMultipleScope())
        {
            Assert.That((row.Returns, row.Visit, row.Before, LocalDay.Of(row.ArrivedAt)), Is.EqualTo((0, 1, before.Before, arrived)));
            Assert.That(before.Before?.Step, Is.Not.Null.And.Not.EqualTo("DistrictReview"));
            Assert.That(page.Words, Does.Not.Contain("退回过").And.Not.Contain("您第一次查看此案").And.Contain("自您上次查看"));
            Assert.That(await WayAsync(), Is.EqualTo(way), "no step twice, and each with its day");
            Assert.That(story.Select(one => one.What.Zh), Has.None.Contains("退回"));
            Assert.That(await office.AskAsync(all => DecideOneOfMany.ReturnsAsync(all.GetRequiredService<IUnitOfWork>().Db, id, CancellationToken.None)), Is.Zero);
        }
    }

    [Test]
    public async Task What_was_left_by_taking_back_is_no_passage_and_a_return_that_stands_is_one()
    {
        var said = await office.SaysAsync("district1", task.Id, Verdict.Approve);
        office.Clock.Advance(TimeSpan.FromMinutes(5));
        await office.TakeBackAsync("district1", said.Decision);
        office.Clock.Advance(TimeSpan.FromMinutes(5));
        var again = (await office.OpenAsync(id)).Single();
        await office.SaysAsync("district1", again.Id, Verdict.Approve);
        var first = await office.OpenRoundAsync(id);
        office.Clock.Advance(TimeSpan.FromMinutes(5));
        await office.SaysAsync("decider1", (await office.OpenAsync(id)).Single().Id, Verdict.Return, "请再核实", "DistrictReview");
        var back = await office.OpenRoundAsync(id);
        var row = await RowAsync("district1", InboxTab.Team);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Step, first.Visit), Is.EqualTo(("DistrictDecision", 1)), "nobody had decided there");
            Assert.That((back.Step, back.Visit), Is.EqualTo(("DistrictReview", 2)));
            Assert.That((row.Returns, row.Before?.Step), Is.EqualTo((1, "DistrictDecision")));
        }
    }

    [Test]
    public async Task The_step_before_is_neither_whoever_was_asked_nor_whoever_stood_aside()
    {
        var before = await RowAsync("district1", InboxTab.Team);
        var asked = await office.DelegateAsync("district1", task.Id, "township1");
        office.Clock.Advance(TimeSpan.FromHours(1));
        await office.SaysAsync("township1", asked, Verdict.Advise, "收入属实");
        office.Clock.Advance(TimeSpan.FromHours(1));
        var given = await office.TransferAsync("district1", task.Id, "district2");
        var theirs = await RowAsync("district2", InboxTab.Mine);
        office.Clock.Advance(TimeSpan.FromHours(1));
        await office.HireAsync("district3", Role.DistrictReviewer, UnitLevel.District, ReviewOffice.District);
        await office.SaysAsync("district2", given, Verdict.Recuse, "申请人是我的同学");
        var other = await RowAsync("district3", InboxTab.Team);

        Assert.That(new[] { theirs.Before, other.Before }, Is.All.EqualTo(before.Before));
    }

    private Task<InboxRow> RowAsync(string userName, InboxTab tab) => office.AskAsync(async all =>
    {
        var account = await all.GetRequiredService<IUnitOfWork>().Db.Set<Account>().SingleAsync(one => one.UserName == userName);
        return (await ActivatorUtilities.CreateInstance<InboxReading>(all).ReadAsync(account, tab, InboxFilter.None, 1, [Role.DistrictReviewer], CancellationToken.None)).Rows.Single(row => row.Case == id);
    });

    private Task<System.Collections.Immutable.ImmutableArray<Passage>> WayAsync() => office.AskAsync(async all =>
        await Passage.OfAsync(all.GetRequiredService<IUnitOfWork>().Db, await all.GetRequiredService<CaseFiles>().LoadAsync(id, Actor.System, CancellationToken.None), CancellationToken.None));
}
