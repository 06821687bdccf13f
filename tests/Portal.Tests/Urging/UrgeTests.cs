using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Urging;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Urging;

/// <summary>催办: often enough to help, never often enough to harass, and never more than words.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class UrgeTests(Provider provider)
{
    private Office office = null!;
    private CaseId id;

    [SetUp]
    public async Task Open()
    {
        office = await Office.OpenAsync(provider);
        id = await office.SendAsync("applicant1", office.Answers());
    }

    [TearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task The_applicant_and_somebody_of_the_staff_may_each_urge_once_a_day_and_whoever_has_the_step_is_told()
    {
        await UrgeAsync("applicant1");
        await UrgeAsync("decider1");

        await office.RefusesAsync("urge.too-often", () => UrgeAsync("applicant1"));
        await office.RefusesAsync("urge.too-often", () => UrgeAsync("decider1"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await UrgesAsync()).Select(urge => (urge.Step, urge.IsByApplicant, urge.ToldAbove)), Is.EquivalentTo(new[] { ("Completeness", true, false), ("Completeness", false, false) }));
            Assert.That(await ToldAsync("urge.received", "station1"), Is.EqualTo(2));
            Assert.That(await office.AuditAsync(id), Does.Contain("case.urged"));
        }

        office.Clock.Advance(TimeSpan.FromDays(1));
        await UrgeAsync("applicant1");
        Assert.That(await UrgesAsync(), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Another_passage_through_a_step_may_be_urged_the_same_day()
    {
        await UrgeAsync("applicant1");
        await office.StepAsync(id);

        await UrgeAsync("applicant1");

        Assert.That((await UrgesAsync()).Select(urge => urge.Step), Is.EquivalentTo(new[] { "Completeness", "VillageOpinion" }));
    }

    [Test]
    public async Task The_third_urge_of_a_passage_is_told_to_the_unit_above_and_changes_nothing_about_who_decides()
    {
        var task = (await office.TasksAsync(id)).Single();
        await UrgeAsync("applicant1");
        await UrgeAsync("decider1");
        Assert.That(await ToldAsync("urge.told-above", null), Is.Zero);

        await UrgeAsync("district1");

        var after = (await office.TasksAsync(id)).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await UrgesAsync()).Count(urge => urge.ToldAbove), Is.EqualTo(1));
            Assert.That(await ToldAsync("urge.told-above", null), Is.GreaterThan(0));
            Assert.That(await ToldAsync("urge.told-above", "station1"), Is.Zero);
            Assert.That((after.Id, after.AssigneeId, after.State, after.UnitId), Is.EqualTo((task.Id, task.AssigneeId, task.State, task.UnitId)));
        }
    }

    [Test]
    public async Task After_the_limit_of_a_step_the_first_urge_is_told_above()
    {
        var due = await office.ReadAsync(db => db.Set<CaseClock>().Where(clock => clock.CaseId == id && clock.RoundId != null).Select(clock => clock.DueOn).SingleAsync());
        office.Clock.MoveTo(LocalDay.At(due.AddDays(1), new TimeOnly(9, 0)));

        await UrgeAsync("applicant1");

        Assert.That((await UrgesAsync()).Single().ToldAbove, Is.True);
    }

    [Test]
    public async Task Whoever_urged_sees_when_the_step_s_people_looked_and_the_first_look_counts()
    {
        await UrgeAsync("applicant1");
        var (round, clerk) = ((await office.TasksAsync(id)).Single().RoundId, (await office.AsAsync("station1")).Account!.Value);
        office.Clock.Advance(TimeSpan.FromHours(1));
        await SeeAsync(round, clerk);
        var seen = office.Clock.GetUtcNow();
        office.Clock.Advance(TimeSpan.FromHours(1));
        await SeeAsync(round, clerk);

        var urge = (await UrgesAsync()).Single();
        Assert.That((urge.SeenAt, urge.SeenById), Is.EqualTo(((DateTimeOffset?)seen, (AccountId?)clerk)));
    }

    [Test]
    public async Task Nobody_urges_themselves_or_a_case_elsewhere_or_one_that_waits_for_the_applicant()
    {
        await office.RefusesAsync("urge.own", () => UrgeAsync("station1"));
        await office.HireAsync("elsewhere", Role.DistrictReviewer, UnitLevel.District, "370403");
        await office.RefusesAsync("case.not-yours", () => UrgeAsync("elsewhere"));
        await office.DecideAsync("station1", new((await office.TasksAsync(id)).Single().Id, Verdict.Incomplete) { Missing = [new("householdRegister", "请补交")] });

        await office.RefusesAsync("urge.nobody", () => UrgeAsync("applicant1"));
    }

    [Test]
    public async Task Urging_twice_at_once_counts_once()
    {
        var actor = await office.AsAsync("applicant1");
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                await office.DoAsync((UrgeCase act, CancellationToken token) => act.UrgeAsync(id, actor, token));
                return "urged";
            }
            catch (RefusedException refused)
            {
                return refused.Code;
            }
        }));

        Assert.That(all.Count(one => one == "urged"), Is.EqualTo(1), string.Join(' ', all));
        Assert.That(await UrgesAsync(), Has.Count.EqualTo(1));
    }

    private Task<ImmutableArray<UrgeId>> UrgeAsync(string by) => office.AsAsync(by, (UrgeCase act, Actor actor, CancellationToken token) => act.UrgeAsync(id, actor, token));

    private Task<bool> SeeAsync(RoundId round, AccountId who) => office.DoAsync((SeeUrges act, CancellationToken _) =>
    {
        act.See(round, who);
        return Task.FromResult(true);
    });

    private Task<List<Urge>> UrgesAsync() => office.ReadAsync(db => db.Set<Urge>().AsNoTracking().Where(urge => urge.CaseId == id).ToListAsync());

    /// <summary>How many messages of that kind there are, to somebody or to anybody.</summary>
    private async Task<int> ToldAsync(string code, string? userName)
    {
        var account = userName is null ? null : (await office.AsAsync(userName)).Account;
        return await office.ReadAsync(db => db.Set<Notification>().CountAsync(message => message.Occasion == code && (account == null || message.Account == account)));
    }
}
