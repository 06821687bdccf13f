using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Awaiting;
using AidWorkflow.Portal.Tests.Api;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Inbox;

/// <summary>Of whom a case waits on, names are told to who may open its dossier; and each filter shows the rows that say so, and no others.</summary>
[TestFixture]
internal sealed class WaitSightTests
{
    private Office office = null!;
    private Website site = null!;
    private CaseId id;

    [SetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(Provider.Sqlite);
        site = await Website.OpenAsync(office);
        id = (await office.SubmitCompleteAsync()).Id;
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [Test]
    public async Task Colleagues_and_agencies_are_named_to_who_may_open_the_dossier_alone()
    {
        var task = await office.ReachAsync(id, "DistrictReview");
        await office.AsAsync("district1", (ClaimTask act, Actor actor, CancellationToken token) => act.ClaimAsync(task.Id, actor, token));
        var claimed = (await NamesAsync("township1"), await NamesAsync("admin1"), await NamesAsync("leader1"));
        var letter = await office.UploadAsync("letter");
        await office.AsAsync<AskAgency, AgencyWaitId>("district1", (act, actor, token) => act.AskAsync(new(task.Id, "民政局", "收入核对", letter), actor, token));
        var asked = (await NamesAsync("township1"), await NamesAsync("admin1"), await NamesAsync("leader1"));
        var pages = new List<string>();
        foreach (var path in new[] { "/cases/waiting", $"/cases/{id}", "/api/cases/waiting" })
            pages.Add((await (await site.SignedInAsync("admin1")).GetAsync(path)).Html);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(claimed, Is.EqualTo(("Reviewer, Shizhong District", "", "")));
            Assert.That(asked, Is.EqualTo(("民政局", "", "")));
            Assert.That(pages, Has.None.Contains("民政局"));
        }
    }

    [Test]
    public async Task A_filter_shows_what_the_row_says_and_nothing_else()
    {
        var task = await office.ReachAsync(id, "DistrictReview");
        await office.AsAsync("district1", (ClaimTask act, Actor actor, CancellationToken token) => act.ClaimAsync(task.Id, actor, token));
        var claimed = await FoundAsync();
        var letter = await office.UploadAsync("letter");
        await office.AsAsync<AskAgency, AgencyWaitId>("district1", (act, actor, token) => act.AskAsync(new(task.Id, "民政局", "收入核对", letter), actor, token));
        var asked = await FoundAsync();
        await office.AsAsync<SuspendCase, CaseConsequences>("admin1", (act, actor, token) => act.SuspendAsync(id, "核查举报", actor, token));
        var held = await FoundAsync();

        Assert.That(claimed, Is.EqualTo(new[] { WaitsOn.Person }));
        Assert.That(asked, Is.EqualTo(new[] { WaitsOn.Agency }));
        Assert.That(held, Is.Empty, "its row says that an administrator keeps it on hold");
    }

    [Test]
    public async Task What_somebody_decided_where_they_have_no_office_any_more_is_not_followed_any_further()
    {
        await office.ReachAsync(id, "DistrictReview");
        var who = (await office.AsAsync("township1")).Account!.Value;
        var before = await CountAsync("township1");
        foreach (var held in await office.ReadAsync(db => db.Set<RoleAssignment>().AsNoTracking().Where(one => one.AccountId == who && one.ValidTo == null).ToListAsync()))
            await office.DoAsync((EndRole act, CancellationToken token) => act.RunAsync(held.Id, LocalDay.Today(office.Clock), Actor.System, token));

        Assert.That(before, Is.EqualTo(1));
        Assert.That(await CountAsync("township1"), Is.Zero);
    }

    private async Task<int> CountAsync(string who)
    {
        using var program = await site.CallerAsync(office, who);
        return (int)(await program.GetAsync("/api/tasks/waiting")).Ok()["count"]!;
    }

    private async Task<string> NamesAsync(string who)
    {
        using var program = await site.CallerAsync(office, who);
        var waiters = (await program.GetAsync("/api/cases/waiting")).Ok()["items"]!.AsArray().Single()!["waiters"]!.AsArray();
        return string.Join("、", waiters.Select(waiter => waiter!["name"]?.ToString() ?? ""));
    }

    /// <summary>By which filters the case is found; each row found says of itself what was asked for.</summary>
    private async Task<List<WaitsOn>> FoundAsync()
    {
        var found = new List<WaitsOn>();
        using var program = await site.CallerAsync(office, "township1");
        foreach (var on in WaitReading.Choices)
        {
            var rows = (await program.GetAsync($"/api/cases/waiting?on={on}")).Ok()["items"]!.AsArray();
            Assert.That(rows.All(row => row!["waiters"]!.AsArray().Any(waiter => waiter!["on"]!.ToString() == $"{on}")), Is.True, $"{on}");
            if (rows.Count > 0)
                found.Add(on);
        }

        return found;
    }
}
