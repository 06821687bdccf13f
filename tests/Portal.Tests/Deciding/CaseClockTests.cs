using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>The time for the whole case counts only the days on which it is ours.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class CaseClockTests(Provider provider)
{
    private Office office = null!;

    [OneTimeSetUp]
    public async Task Open() => office = await Office.OpenAsync(provider);

    [OneTimeTearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task It_stands_still_while_the_village_reads_and_while_the_province_decides_and_is_met_at_the_end()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        await office.UntilAsync(id, "TownshipReview");
        var running = await ClockAsync(id);
        await office.UntilAsync(id, "PublicNotice");
        var publicised = await ClockAsync(id);
        await office.UntilAsync(id, "DistrictReview");
        var back = await ClockAsync(id);
        await office.UntilAsync(id, "ProvincialDecision");
        var away = await ClockAsync(id);
        await office.UntilAsync(id, "Payout");
        var paying = await ClockAsync(id);
        await office.PayAsync(id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((running.State, running.Holder), Is.EqualTo((ClockState.Running, Holder.Us)));
            Assert.That((publicised.State, publicised.Holder), Is.EqualTo((ClockState.Paused, Holder.Notice)));
            Assert.That((back.State, back.Holder), Is.EqualTo((ClockState.Running, Holder.Us)));
            Assert.That(back.DueOn, Is.GreaterThan(running.DueOn), "the days of the notice do not count");
            Assert.That((away.State, away.Holder), Is.EqualTo((ClockState.Paused, Holder.OtherAgency)));
            Assert.That((paying.State, paying.Holder), Is.EqualTo((ClockState.Running, Holder.Us)));
            Assert.That((await ClockAsync(id)).State, Is.EqualTo(ClockState.Met));
            Assert.That(paying.Pauses.Select(pause => pause.Holder), Is.EqualTo(new[] { Holder.Notice, Holder.OtherAgency }));
        }
    }

    [Test]
    public async Task An_objection_brings_it_back_to_us()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        await office.UntilAsync(id, "PublicNotice");
        var notice = await office.ReadAsync(db => db.Set<PublicNotice>().AsNoTracking().SingleAsync(notice => notice.CaseId == id));

        await office.DoAsync((RaiseObjection act, CancellationToken token) => act.RaiseAsync(notice.Id, "他家有两套房。", Actor.System, token));

        Assert.That(await ClockAsync(id), Has.Property("State").EqualTo(ClockState.Running).And.Property("Holder").EqualTo(Holder.Us));
    }

    [Test]
    public async Task It_reminds_before_the_day_on_it_and_after_it()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        await office.UntilAsync(id, "VillageOpinion");

        var clock = await ClockAsync(id);

        var rungs = await office.ReadAsync(db => db.Set<Reminder>().Where(reminder => reminder.ClockId == clock.Id).Select(reminder => reminder.Offset).ToListAsync());
        Assert.That(rungs, Is.EquivalentTo(new[] { -3, 0, 2 }));
    }

    [Test]
    public async Task Of_a_withdrawn_case_it_ends_and_is_not_met()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        await office.UntilAsync(id, "PublicNotice");

        await office.DoAsync((EndApplication act, CancellationToken token) => act.EndAsync(id, EndReason.Withdrawn, "不再申请", Actor.System, token));

        Assert.That((await ClockAsync(id)).State, Is.EqualTo(ClockState.Ended));
    }

    private Task<CaseClock> ClockAsync(CaseId id) =>
        office.ReadAsync(db => db.Set<CaseClock>().AsNoTracking().SingleAsync(clock => clock.CaseId == id && clock.Kind == "case"));
}
