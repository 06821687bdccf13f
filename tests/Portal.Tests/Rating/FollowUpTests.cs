using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Rating;
using AidWorkflow.Portal.Rating;
using AidWorkflow.Portal.SigningIn;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Rating;

/// <summary>Whoever puts their name to one of the two lowest levels is called back, what went wrong is put right within five working days, and they are told; a wrong rating is appealed and decided by somebody else.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class FollowUpTests(Provider provider)
{
    private Office office = null!;
    private Actor desk = null!;
    private Actor rights = null!;
    private Actor head = null!;

    private DateOnly Today => LocalDay.Today(office.Clock);

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        (desk, rights) = (await office.AsAsync("desk1"), await office.AsAsync("rights1"));
        head = await office.HireAsync("rating-head", Role.UnitHead, UnitLevel.District, "370402");
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task It_is_called_back_put_right_and_told_in_this_order_and_each_step_once()
    {
        var id = await RatedAsync(2, named: true);
        var early = await CodeAsync(act => act.RectifyAsync(id, Today, "已整改", head, CancellationToken.None));
        var silent = (await Assert.ThrowsAsync<RefusedException>(() => DoAsync(act => act.CallAsync(id, Today.AddDays(1), " ", head, CancellationToken.None))))!;
        await DoAsync(act => act.CallAsync(id, Today, "嫌等得久", head, CancellationToken.None));
        var twice = await CodeAsync(act => act.CallAsync(id, Today, "再问", rights, CancellationToken.None));
        await DoAsync(act => act.RectifyAsync(id, Today, "增设窗口", rights, CancellationToken.None));
        await DoAsync(act => act.TellAsync(id, Today, "电话告知，表示认可", head, CancellationToken.None));

        var one = await FollowAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((early, twice), Is.EqualTo(("follow-up.not-now", "follow-up.not-now")));
            Assert.That(silent.Others.Prepend(silent).Select(refusal => refusal.Field), Is.EquivalentTo(new[] { "on", "words" }));
            Assert.That((one!.State, one.CalledBy, one.RectifiedBy, one.ToldBy), Is.EqualTo((FollowUpState.Done, head.Account, rights.Account, head.Account)));
            Assert.That(System.Text.Encoding.UTF8.GetString(one.RectifyWords!), Does.Not.Contain("窗口"));
        }
    }

    [Test]
    public async Task Without_a_name_or_with_a_better_level_nobody_is_called_and_it_counts_all_the_same()
    {
        var (unnamed, content) = (await RatedAsync(1, named: false), await RatedAsync(3, named: true));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await FollowAsync(unnamed), await FollowAsync(content)), Is.EqualTo(((RatingFollowUp?)null, (RatingFollowUp?)null)));
            Assert.That(await office.ReadAsync(db => db.Set<ServiceRating>().Where(one => one.Id == unnamed || one.Id == content).CountAsync()), Is.EqualTo(2));
        }
    }

    [Test]
    public async Task Whoever_answered_is_rated_too_and_does_not_follow_it_up()
    {
        var matter = await EnterAsync(desk, "13800003333");
        await office.DoAsync((RecordVisitStep act, CancellationToken token) => act.RunAsync(new(matter, VisitEventKind.Answered, Today, "已告知"), rights, token));
        await RateAsync(matter, 1, named: true);

        Assert.That(await CodeAsync(act => act.CallAsync(RatedId.Of(matter), Today, "回访", rights, CancellationToken.None)), Is.EqualTo("follow-up.own"));
        await DoAsync(act => act.CallAsync(RatedId.Of(matter), Today, "回访", head, CancellationToken.None));
    }

    [Test]
    public async Task Five_working_days_run_over_the_holiday_the_office_is_reminded_and_overdue_is_shown()
    {
        office.Clock.MoveTo(LocalDay.At(new(2022, 4, 28), new(9, 0))); // a Thursday before the holiday of 30 April to 4 May; 7 May is worked
        var id = await RatedAsync(1, named: true);
        var due = new DateOnly(2022, 5, 9);
        var list = await ListAsync(head);
        office.Clock.MoveTo(LocalDay.At(new(2022, 5, 6), new(9, 0)));
        await office.SweepAsync(RatingSweep.Key);
        var before = await TellingsAsync(id);
        office.Clock.MoveTo(LocalDay.At(new(2022, 5, 7), new(9, 0)));
        await office.SweepAsync(RatingSweep.Key);
        await office.SweepAsync(RatingSweep.Key);
        var soon = await TellingsAsync(id);
        office.Clock.MoveTo(LocalDay.At(new(2022, 5, 11), new(9, 0)));
        await office.SweepAsync(RatingSweep.Key);
        var late = (await ListAsync(head)).Single(row => row.Id == id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(list.Single(row => row.Id == id), Has.Property("Due").EqualTo(due).And.Property("DaysLeft").EqualTo(5));
            Assert.That(before, Is.Empty, "two working days are left");
            Assert.That(soon, Is.EquivalentTo(new[] { (head.Account, "rating.due-soon"), (rights.Account, "rating.due-soon"), ((await office.AsAsync("cityrights1")).Account, "rating.due-soon") }), "once a day");
            Assert.That((await TellingsAsync(id)).Select(told => told.Item2), Has.Exactly(3).EqualTo("rating.overdue"));
            Assert.That(late.DaysLeft, Is.EqualTo(-2));
        }
    }

    [Test]
    public async Task An_appeal_is_decided_by_somebody_who_neither_made_it_nor_is_rated_and_leaves_an_upheld_one_out_of_the_figures()
    {
        var id = await RatedAsync(1, named: true, receives: rights);
        var own = await CodeAsync(act => act.CallAsync(id, Today, "x", rights, CancellationToken.None));
        await DoAsync(act => act.AppealAsync(id, AppealReason.Mistaken, "点错了档次，已电话核实", head, CancellationToken.None));
        var again = await CodeAsync(act => act.AppealAsync(id, AppealReason.Malicious, "x", rights, CancellationToken.None));
        var mine = await CodeAsync(act => act.DecideAppealAsync(id, true, "属实", head, CancellationToken.None));
        var rated = await CodeAsync(act => act.DecideAppealAsync(id, true, "属实", rights, CancellationToken.None));
        var before = await CountedAsync();
        var city = await office.AsAsync("cityrights1");
        await DoAsync(act => act.DecideAppealAsync(id, true, "属实", city, CancellationToken.None));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((own, again, mine, rated), Is.EqualTo(("follow-up.own", "follow-up.appealed-before", "follow-up.own-appeal", "follow-up.own")));
            Assert.That(await CountedAsync(), Is.EqualTo(before - 1));
            Assert.That(await office.ReadAsync(db => db.Set<ServiceRating>().AnyAsync(one => one.Id == id)), Is.True, "the row stays");
            Assert.That((await FollowAsync(id))!.State, Is.EqualTo(FollowUpState.LeftOut));
            Assert.That(await CodeAsync(act => act.CallAsync(id, Today, "x", head, CancellationToken.None)), Is.EqualTo("follow-up.not-now"));
        }
    }

    [Test]
    public async Task Only_the_office_over_the_place_sees_it_and_a_matter_is_rated_once_when_it_is_over()
    {
        var id = await RatedAsync(2, named: true);
        var elsewhere = await CodeAsync(async act => await act.CallAsync(id, Today, "x", await office.AsAsync("rights-370403"), CancellationToken.None));
        var clerk = await CodeAsync(act => act.CallAsync(id, Today, "x", desk, CancellationToken.None));
        var open = await EnterAsync(desk, "13800002222");
        var twice = (await Assert.ThrowsAsync<RefusedException>(() => RateAsync(MatterId.Of(id.Value), 5, true)))!;
        var early = (await Assert.ThrowsAsync<RefusedException>(() => RateAsync(open, 5, false)))!;
        var nobody = await EnterAsync(desk, "", "已答复");
        var unreachable = (await Assert.ThrowsAsync<RefusedException>(() => RateAsync(nobody, 1, true)))!;

        Assert.That((elsewhere, clerk, twice.Code, early.Code, unreachable.Field), Is.EqualTo(("follow-up.unknown", "follow-up.unknown", "rating.given-before", "rating.matter-open", "named")));
    }

    private async Task<RatedId> RatedAsync(int stars, bool named, Actor? receives = null)
    {
        if (receives is not null)
            await SeatAsync(receives);
        var matter = await EnterAsync(receives ?? desk, "13800002222", "已答复");
        await RateAsync(matter, stars, named);
        return RatedId.Of(matter);
    }

    /// <summary>Sits at the desk of the district too.</summary>
    private async Task SeatAsync(Actor actor)
    {
        var unit = await office.ReadAsync(db => db.Set<Unit>().Where(one => one.DivisionCode == "370402" && one.Level == UnitLevel.District).Select(one => one.Id).SingleAsync());
        await office.DoAsync((AssignRole act, CancellationToken token) => act.RunAsync(actor.Account!.Value, Role.DeskClerk, unit, Today, null, Actor.System, token));
    }

    private async Task<MatterId> EnterAsync(Actor by, string phone, string result = "") => (await office.DoAsync((RegisterVisit act, CancellationToken token) => act.RunAsync(
        new(MatterChannel.Visit, Today) { Name = "王大山", Phone = phone, Matters = [new(MatterKind.HelpRequest, "hardship", "问救助") { Result = result }] }, by, token))).Single().Id;

    private Task<MatterId> RateAsync(MatterId matter, int stars, bool named) => office.DoAsync((RateMatter act, CancellationToken token) => act.RecordAsync(new(matter, stars, "等了两小时", named), desk, token));

    private Task<RatedId> DoAsync(Func<FollowRating, Task<RatedId>> act) => office.DoAsync((FollowRating ready, CancellationToken _) => act(ready));

    private async Task<string> CodeAsync(Func<FollowRating, Task<RatedId>> act) => (await Assert.ThrowsAsync<RefusedException>(() => DoAsync(act)))!.Code;

    private Task<RatingFollowUp?> FollowAsync(RatedId id) => office.ReadAsync(db => db.Set<RatingFollowUp>().FirstOrDefaultAsync(one => one.Id == id));

    private async Task<List<(AccountId?, string)>> TellingsAsync(RatedId id)
    {
        var mark = id.ToString();
        return [.. (await office.ReadAsync(db => db.Set<Notification>().Where(one => one.IdempotencyKey.Contains(mark) && one.Occasion.StartsWith("rating.")).ToListAsync())).Select(one => (one.Account, one.Occasion))];
    }

    private async Task<IReadOnlyList<FollowUpRow>> ListAsync(Actor actor)
    {
        var visitor = await VisitorAsync(actor);
        return await office.AskAsync(async all => await new FollowUpReading(all.GetRequiredService<IUnitOfWork>(), all.GetRequiredService<FollowUpSight>(), all.GetRequiredService<Calendars>(), all.GetRequiredService<Cases.Applying.Vault>(), office.Clock).ListAsync(visitor, CancellationToken.None));
    }

    /// <summary>Ratings of the visit desk as the leader reads them.</summary>
    private async Task<int> CountedAsync()
    {
        var leader = await office.AsAsync("leader1");
        return await office.AskAsync(async all => (await new RatingReading(
            all.GetRequiredService<IUnitOfWork>(), all.GetRequiredService<Scopes>(), all.GetRequiredService<Cases.Services.ServiceCatalogue>(), all.GetRequiredService<RatingRights>(), all.GetRequiredService<Cases.Applying.Vault>(), office.Clock).ReadAsync(leader, CancellationToken.None)).Services.Sum(row => row.Count));
    }

    private async Task<Visitor> VisitorAsync(Actor actor)
    {
        var account = await office.ReadAsync(db => db.Set<Account>().SingleAsync(one => one.Id == actor.Account));
        return new(account, [.. await office.ReadAsync(db => db.Set<RoleAssignment>().Where(held => held.AccountId == account.Id).ToListAsync())]);
    }
}
