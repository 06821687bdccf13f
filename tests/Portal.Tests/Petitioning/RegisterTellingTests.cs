using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Petitioning;

/// <summary>Registers are summed up for the section at the end of each day, days that were not closed are asked for, and limits are told in time: each once.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class RegisterTellingTests(Provider provider)
{
    private Office office = null!;
    private Actor desk = null!;
    private Actor second = null!;
    private Actor rights = null!;
    private Actor head = null!;
    private UnitId unit;

    private DateOnly Today => LocalDay.Today(office.Clock);

    /// <summary>A Friday; the next working day is Monday.</summary>
    private static readonly DateOnly Friday = new(2022, 5, 13);

    [SetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        MoveTo(Friday, 9);
        unit = await office.ReadAsync(db => db.Set<Unit>().Where(one => one.DivisionCode == "370402").Select(one => one.Id).SingleAsync());
        (desk, rights) = (await office.AsAsync("desk1"), await office.AsAsync("rights1"));
        (second, head) = (await office.HireAsync("desk-second", Role.DeskClerk, UnitLevel.District, "370402"), await office.HireAsync("bureau-head", Role.UnitHead, UnitLevel.District, "370402"));
    }

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task At_five_the_section_and_the_city_get_the_days_summary_once_and_not_on_a_day_of_rest()
    {
        await RegisterAsync(new MatterCommand(MatterKind.OpinionNote, "other", "情况") { IsUrgent = true }, Petition());
        await CloseDayAsync(Today);
        await SweepAsync(Friday, 16, 59);
        var early = await ToldAsync("register.summary");

        await SweepAsync(Friday, 17, 0);
        await SweepAsync(Friday, 17, 30);
        await SweepAsync(Friday.AddDays(1), 18, 0);
        var told = await ToldAsync("register.summary");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(early, Is.Empty);
            Assert.That(told.Count(one => one.Account == rights.Account), Is.EqualTo(1));
            Assert.That(told.Single(one => one.Account == rights.Account).In("zh-CN").Body, Is.EqualTo("接访点 1 个，已封账 1 个，未封账：无。登记 2 件，其中信访 1 件；1 人次；紧急 1 件。"));
            Assert.That(told.Select(one => one.Account), Does.Contain((await office.AsAsync("cityrights1")).Account));
        }
    }

    [Test]
    public async Task A_summary_that_a_stopped_portal_missed_is_made_up_for()
    {
        await CloseDayAsync(Today);

        await SweepAsync(Friday.AddDays(3), 8, 0); // Monday, before anything of that day

        Assert.That((await ToldAsync("register.summary")).Where(one => one.Account == rights.Account).Select(one => one.In("en").Title), Is.EqualTo(new[] { "Registers of 13 May 2022" }));
    }

    [Test]
    public async Task A_day_that_was_not_closed_is_asked_for_on_the_next_working_day_from_the_second_on_of_the_head_too_and_until_it_is_closed()
    {
        await RegisterAsync(Petition());
        await SweepAsync(Friday.AddDays(1), 9, 0); // a Saturday asks nobody
        var saturday = await ToldAsync("register.open-days");
        await SweepAsync(Friday.AddDays(3), 8, 29);
        await SweepAsync(Friday.AddDays(3), 8, 30);
        await SweepAsync(Friday.AddDays(3), 12, 0);
        var monday = await ToldAsync("register.open-days");
        await SweepAsync(Friday.AddDays(4), 8, 30);
        var tuesday = await ToldAsync("register.open-days");
        foreach (var day in (int[])[0, 3])
            await CloseDayAsync(Friday.AddDays(day));
        await CloseDayAsync(Today);
        await SweepAsync(Friday.AddDays(5), 8, 30);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(saturday, Is.Empty);
            Assert.That(monday.Select(one => one.Account), Is.EquivalentTo(new[] { desk.Account, second.Account }));
            Assert.That(monday[0].In("zh-CN").Body, Does.Contain("2022-05-13").And.Not.Contain("05-14"));
            Assert.That(tuesday.Skip(2).Select(one => one.Account), Is.EquivalentTo(new[] { desk.Account, second.Account, head.Account }));
            Assert.That(await ToldAsync("register.open-days"), Has.Count.EqualTo(tuesday.Count), "all are closed");
        }
    }

    [Test]
    public async Task On_duty_a_day_of_rest_is_owed_and_whoever_was_on_duty_is_asked()
    {
        await CloseDayAsync(Today);
        var saturday = Friday.AddDays(1);
        await office.DoAsync((PlanDuty act, CancellationToken token) => act.OpenAsync(new(unit, saturday, saturday, new("演练", "Exercise")), rights, token));
        await office.DoAsync((PlanDuty act, CancellationToken token) => act.TurnAsync(saturday, second.Account!.Value, rights, token));

        await SweepAsync(saturday, 17, 0);
        await SweepAsync(Friday.AddDays(3), 8, 30);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await ToldAsync("register.summary")).Where(one => one.Account == rights.Account).Select(one => one.In("en").Title), Is.EquivalentTo(new[] { "Registers of 13 May 2022", "Registers of 14 May 2022" }));
            Assert.That((await ToldAsync("register.open-days")).Select(one => one.Account), Is.EqualTo(new[] { second.Account }));
        }
    }

    [Test]
    public async Task Duty_is_planned_in_ones_own_area_from_today_on_and_what_is_wrong_is_named()
    {
        var elsewhere = await office.AsAsync("rights-370403");
        var wrong = (await Assert.ThrowsAsync<RefusedException>(() => office.DoAsync((PlanDuty act, CancellationToken token) => act.OpenAsync(new(unit, Today.AddDays(-1), Today.AddDays(60), new("", "")), rights, token))))!;
        var foreign = (await Assert.ThrowsAsync<RefusedException>(() => office.DoAsync((PlanDuty act, CancellationToken token) => act.OpenAsync(new(unit, Today, Today, new("值班", "Duty")), elsewhere, token))))!;
        var nobody = (await Assert.ThrowsAsync<RefusedException>(() => office.DoAsync((PlanDuty act, CancellationToken token) => act.TurnAsync(Today, rights.Account!.Value, rights, token))))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(wrong.Others.Prepend(wrong).Select(one => one.Code), Is.EquivalentTo(new[] { "duty.name", "duty.long", "duty.past" }));
            Assert.That((foreign.Code, foreign.Field, nobody.Code, nobody.Field), Is.EqualTo(("duty.not-yours", "unit", "duty.person", "person")));
        }
    }

    [Test]
    public async Task Limits_that_end_within_five_working_days_are_told_to_whoever_has_to_see_to_them_and_overdue_ones_to_the_head()
    {
        var accused = await office.HireAsync("accused-officer", Role.RightsOfficer, UnitLevel.District, "370402");
        var id = await RegisterAsync(Petition());
        var accusation = await RegisterAsync(new MatterCommand(MatterKind.Petition, "conduct", "反映某人") { Class = PetitionClass.Accusation, Accused = ["accused-officer"] });
        await SweepAsync(new(2022, 5, 19), 8, 30); // registering ends on Saturday 28 May
        var early = await ToldAsync("petition.limits");
        await SweepAsync(new(2022, 5, 23), 8, 30);
        await SweepAsync(new(2022, 5, 23), 9, 30);
        var ahead = await ToldAsync("petition.limits");
        foreach (var one in (MatterId[])[id, accusation])
            await office.DoAsync((RecordPetitionStep act, CancellationToken token) => act.RunAsync(new(one, PetitionEventKind.Arrived, Today), rights, token));
        await SweepAsync(new(2022, 6, 13), 8, 30); // objecting, notifying and registering have ended
        var late = (await ToldAsync("petition.limits")).Skip(ahead.Count).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(early, Is.Empty);
            Assert.That(ahead.Select(one => one.Account), Is.EqualTo(new[] { desk.Account }), "whoever received them");
            Assert.That(ahead[0].In("zh-CN").Body, Does.Contain(id.ToString()).And.Contain(accusation.ToString()).And.Contain("2022-05-28"));
            Assert.That(late.Single(one => one.Account == head.Account).Texts, Does.Contain(id.ToString()).And.Not.Contain(accusation.ToString()), "of an accusation no head");
            Assert.That(late.Where(one => one.Account == accused.Account).Select(one => one.Texts), Is.All.Not.Contain(accusation.ToString()).And.Not.Empty);
        }
    }

    [Test]
    public async Task What_was_sent_on_and_has_not_arrived_after_a_week_is_asked_after_until_it_has()
    {
        MoveTo(new(2022, 7, 4), 9);
        var id = await RegisterAsync(Petition());
        await office.DoAsync((RecordPetitionStep act, CancellationToken token) => act.RunAsync(new(id, PetitionEventKind.Forwarded, Today, Words: "薛城区退役军人事务局"), desk, token));
        await SweepAsync(new(2022, 7, 8), 8, 30);
        var before = await OfAsync(id);
        await SweepAsync(new(2022, 7, 11), 8, 30);
        var asked = await OfAsync(id);
        await office.DoAsync((RecordPetitionStep act, CancellationToken token) => act.RunAsync(new(id, PetitionEventKind.Arrived, Today), rights, token));
        await office.DoAsync((RecordPetitionStep act, CancellationToken token) => act.RunAsync(new(id, PetitionEventKind.Accepted, Today), rights, token));
        await SweepAsync(new(2022, 7, 12), 8, 30);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Is.Empty);
            Assert.That(asked.Select(one => one.Account), Is.EqualTo(new[] { desk.Account }), "whoever received it");
            Assert.That(asked.Single().In("zh-CN").Body, Does.Contain("是否收到"));
            Assert.That(asked.Single().In("en").Body, Does.Contain("not arrived"));
            Assert.That(await OfAsync(id), Has.Count.EqualTo(asked.Count), "it has arrived");
        }

        async Task<List<Notification>> OfAsync(MatterId matter) => [.. (await ToldAsync("petition.limits")).Where(one => one.Texts.Contains(matter.ToString()))];
    }

    private void MoveTo(DateOnly day, int hour, int minute = 0) => office.Clock.MoveTo(LocalDay.At(day, new TimeOnly(hour, minute)));

    private async Task SweepAsync(DateOnly day, int hour, int minute)
    {
        MoveTo(day, hour, minute);
        await office.SweepAsync(RegisterSweep.Key);
    }

    private Task<List<Notification>> ToldAsync(string occasion) => office.ReadAsync(db => db.Set<Notification>().AsNoTracking().Where(told => told.Occasion == occasion).OrderBy(told => told.CreatedAt).ThenBy(told => told.Id).ToListAsync());

    private static MatterCommand Petition() => new(MatterKind.Petition, "pension", "要求落实待遇") { Class = PetitionClass.Claim, Branch = ClaimBranch.PetitionHandling };

    private async Task<MatterId> RegisterAsync(params MatterCommand[] matters) =>
        (await office.DoAsync((RegisterVisit act, CancellationToken token) => act.RunAsync(new(MatterChannel.Visit, Today) { Name = "王大山", Matters = [.. matters] }, desk, token)))[0].Id;

    private Task<RegisterDay> CloseDayAsync(DateOnly day) => office.DoAsync((CloseRegisterDay act, CancellationToken token) => act.RunAsync(day, null, desk, token));
}
