using AidWorkflow.Cases.Accounts;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Integrating;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Funds;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Payouts;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace AidWorkflow.Portal.Tests.Serving;

[TestFixture]
[CancelAfter(60_000)]
internal sealed class LiveNewsTests
{
    private Office office = null!;

    [SetUp]
    public async Task Open() => office = await Office.OpenAsync(Provider.Sqlite, with: services => services.AddScoped<InboxReading>().AddScoped<PayoutReading>().AddScoped<FundDesk>().AddSingleton<Arrivals>().AddSingleton<LiveNews>()
        .AddSingleton<IHostApplicationLifetime>(new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance)));

    [TearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task An_open_inbox_hears_of_a_task_that_comes_and_of_nothing_twice(CancellationToken cancellation)
    {
        var clerk = (await office.AsAsync("station1")).Account!.Value;
        await using var stream = office.Services.GetRequiredService<LiveNews>().OfAsync(new(clerk), cancellation).GetAsyncEnumerator(cancellation);
        await stream.MoveNextAsync();
        var before = stream.Current.Data;

        var next = stream.MoveNextAsync();
        office.Clock.Advance(LiveNews.Every);
        var still = next.IsCompleted;
        await office.SubmitCompleteAsync();
        office.Clock.Advance(LiveNews.Every);
        await next;

        Assert.That((before.Team, before.Newest, still, stream.Current.Data.Team), Is.EqualTo((0, (string?)null, false, 1)));
        Assert.That(stream.Current.Data.Newest, Is.Not.Null);
    }

    [Test]
    public async Task A_task_that_another_process_wrote_is_told_at_the_next_short_look_and_as_new(CancellationToken cancellation)
    {
        var clerk = (await office.AsAsync("station1")).Account!.Value;
        await using var stream = office.Services.GetRequiredService<LiveNews>().OfAsync(new(clerk), cancellation).GetAsyncEnumerator(cancellation);
        await stream.MoveNextAsync();

        var next = stream.MoveNextAsync();
        await office.SubmitCompleteAsync();
        office.Clock.Advance(LiveNews.Soon);
        await next;

        Assert.That((stream.Current.Data.Team, stream.Current.Data.Unseen), Is.EqualTo((1, 1)));
        Assert.That(LiveNews.Soon + Arrivals.Fresh, Is.LessThan(TimeSpan.FromSeconds(2)));
    }

    [Test]
    public async Task An_open_roll_hears_when_a_line_is_settled_and_nobody_else_hears_of_it(CancellationToken cancellation)
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "Payout");
        var batch = await office.BatchAsync(opened.Id);
        await office.SendAsync(batch);
        var live = office.Services.GetRequiredService<LiveNews>();
        await using var stream = live.OfRollAsync(new((await office.AsAsync("checker1")).Account!.Value), batch, cancellation).GetAsyncEnumerator(cancellation);
        await using var foreign = live.OfRollAsync(new((await office.AsAsync("station1")).Account!.Value), batch, cancellation).GetAsyncEnumerator(cancellation);
        await stream.MoveNextAsync();
        var before = stream.Current.Data.Stands;

        var next = stream.MoveNextAsync();
        office.Clock.Advance(LiveNews.Every);
        var still = next.IsCompleted;
        await office.AnswerAsync(batch);
        office.Clock.Advance(LiveNews.Every);
        await next;
        while (stream.Current.Data.Stands == "Sent/0/0/1/1") // an answer that is not booked yet is news too
        {
            var booked = stream.MoveNextAsync();
            office.Clock.Advance(LiveNews.Every);
            await booked;
        }

        Assert.That((before, still, stream.Current.Data.Stands), Is.EqualTo(("Sent/0/0/1/0", false, "Sent/1/0/0/0")));
        Assert.That(await foreign.MoveNextAsync(), Is.False);
    }

    [Test]
    public async Task What_is_not_theirs_is_no_news_for_them(CancellationToken cancellation)
    {
        var elsewhere = (await office.AsAsync("station-370402-002")).Account!.Value;
        await office.SubmitCompleteAsync();

        await using var stream = office.Services.GetRequiredService<LiveNews>().OfAsync(new(elsewhere), cancellation).GetAsyncEnumerator(cancellation);
        await stream.MoveNextAsync();

        Assert.That((stream.Current.Data.Team, stream.Current.Data.Newest), Is.EqualTo((0, (string?)null)));
    }

    [Test]
    public async Task Whose_session_has_ended_is_told_that_nothing_more_comes()
    {
        await using var site = await Website.OpenAsync(office);

        var answer = await new Reader(new Uri(site.Address), "zh-CN").GetAsync("/tasks/news");

        Assert.That(answer.Status, Is.EqualTo(System.Net.HttpStatusCode.NoContent));
        Assert.That((await answer.Reader.GetAsync($"/payouts/{Guid.Empty}/news")).Status, Is.EqualTo(System.Net.HttpStatusCode.NoContent));
    }

    [TestCase("closed")]
    [TestCase("signed out")]
    [TestCase("another secret")]
    [TestCase("role ended")]
    [TestCase("token taken back")]
    public async Task A_stream_ends_with_what_it_rests_on(string ended, CancellationToken cancellation)
    {
        var clerk = (await office.AsAsync("station1")).Account!.Value;
        var issued = await office.DoAsync((IssueToken act, CancellationToken token) => act.IssueAsync(new("listener", "station1", LocalDay.Today(office.Clock)), Actor.System, token));
        await office.DoAsync(async (ResetSignIn act, CancellationToken token) => await act.PasswordAsync(clerk, "hash", "stamp", Actor.System, token));
        var listener = ended == "token taken back" ? new Listener(clerk, Token: issued.Id) : new Listener(clerk, Stamp: "stamp");
        await using var stream = office.Services.GetRequiredService<LiveNews>().OfAsync(listener, cancellation).GetAsyncEnumerator(cancellation);
        Assert.That(await stream.MoveNextAsync(), Is.True);

        var next = stream.MoveNextAsync();
        office.Clock.Advance(TimeSpan.FromSeconds(1));
        _ = ended switch
        {
            "closed" => await office.DoAsync(async (CloseAccount act, CancellationToken token) => await act.RunAsync(clerk, Actor.System, token) >= 0),
            "signed out" => await office.DoAsync((SignInLog act, CancellationToken token) => act.NoteAsync(clerk, SignInLog.Left, null, null, token)),
            "another secret" => await office.DoAsync(async (ResetSignIn act, CancellationToken token) => (await act.PasswordAsync(clerk, "hash", "another", Actor.System, token)).Active),
            "role ended" => await office.DoAsync(async (EndRole act, CancellationToken token) => (await act.RunAsync(await HeldAsync(clerk), LocalDay.Today(office.Clock), Actor.System, token)).ValidTo is not null),
            _ => await office.DoAsync(async (RevokeToken act, CancellationToken token) => (await act.RevokeAsync(issued.Id, Actor.System, token)) == issued.Id),
        };
        office.Clock.Advance(LiveNews.Every);

        Assert.That(await next, Is.False, "nothing more is told");
        Assert.That(cancellation.IsCancellationRequested, Is.False, "by itself");
    }

    private Task<RoleAssignmentId> HeldAsync(AccountId account) => office.ReadAsync(db => db.Set<RoleAssignment>().Where(held => held.AccountId == account).Select(held => held.Id).SingleAsync());

    [Test]
    public async Task A_stream_ends_after_a_while_so_that_the_browser_shows_again_who_it_is(CancellationToken cancellation)
    {
        var clerk = (await office.AsAsync("station1")).Account!.Value;
        await using var stream = office.Services.GetRequiredService<LiveNews>().OfAsync(new(clerk), cancellation).GetAsyncEnumerator(cancellation);
        await stream.MoveNextAsync();

        var more = true;
        for (var ticks = LiveNews.Longest / LiveNews.Every; more && ticks >= 0; ticks--)
        {
            var next = stream.MoveNextAsync().AsTask();
            while (!next.IsCompleted)
            {
                office.Clock.Advance(LiveNews.Every);
                await Task.Yield();
            }

            more = await next;
        }

        Assert.That(more, Is.False);
    }
}
