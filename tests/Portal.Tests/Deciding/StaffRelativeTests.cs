using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reporting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Visiting;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>Near relatives of staff: a register of their own, a visit by the district, and recusal.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class StaffRelativeTests(Provider provider)
{
    private static readonly string[] Papers = ["identityCard", "dischargePapers", "bankCard", "signedPromise", "hardshipStatement", "householdRegister"];
    private Office office = null!;

    [OneTimeSetUp]
    public async Task Open() => office = await Office.OpenAsync(provider);

    [OneTimeTearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task The_district_visits_as_well_with_two_of_its_own_people()
    {
        var opened = await RelativeAsync("王五，区局科员，姐弟");
        await office.UntilAsync(opened.Id, "DistrictVisit");
        var tasks = await office.TasksAsync(opened.Id);
        var visit = new VisitReport(LocalDay.Today(office.Clock), VisitMethod.Home, "属实", "家属", FamilySigned: true);
        await Casework.RefusedAsync("task.not-yours", () => office.DecideAsync("township1", new(tasks[0].Id, Verdict.Complete) { Visit = visit }));
        await office.DecideAsync("district1", new(tasks[0].Id, Verdict.Complete) { Visit = visit });
        await Casework.RefusedAsync("task.same-person", () => office.DecideAsync("district1", new(tasks[1].Id, Verdict.Complete)));
        var before = await RegisterAsync("auditor1");

        await office.DecideAsync("district2", new(tasks[1].Id, Verdict.Complete));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(tasks, Has.Exactly(2).Items.And.All.Property("Role").EqualTo(Role.DistrictReviewer));
            Assert.That((await office.TasksAsync(opened.Id)).Single().Step, Is.EqualTo("TownshipReview"));
            Assert.That(before.Single(row => row.Case == opened.Id).DistrictVisitedOn, Is.Null, "one signature is no visit");
            Assert.That((await RegisterAsync("auditor1")).Single(row => row.Case == opened.Id).DistrictVisitedOn, Is.EqualTo(visit.VisitedOn));
            Assert.That(await RegisterAsync("district1"), Is.Empty, "the register is the auditors'");
        }
    }

    [Test]
    public async Task Anybody_else_is_visited_by_the_township_alone_and_is_not_in_the_register()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "TownshipReview");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await office.ReadAsync(db => db.Set<Round>().AnyAsync(round => round.CaseId == opened.Id && round.Step == "DistrictVisit")), Is.False);
            Assert.That((await RegisterAsync("auditor1")).Select(row => row.Case), Does.Not.Contain(opened.Id));
        }
    }

    [Test]
    public async Task Whoever_the_applicant_names_as_the_relative_stays_away()
    {
        var clerk = new SyntheticPeople(11).Next("370402", LocalDay.Today(office.Clock));
        var opened = await RelativeAsync($"{clerk.Name.Value}，东湖街道服务站，姐弟");
        var task = (await office.TasksAsync(opened.Id)).Single();
        var person = await office.DoAsync(async (PersonRegister register, CancellationToken token) =>
            (await register.EnterAsync(new NewPerson(clerk.Name, clerk.CitizenId, PersonCategory.Other, opened.UnitId), token)).Id);
        var (station, other) = ((await office.AsAsync("station1")) with { Person = person }, await office.AsAsync("station1"));
        var command = new DecideCommand(task.Id, Verdict.Complete, "齐全") { IdentityProved = true };

        await Casework.RefusedAsync("task.declared-relative", () => office.DoAsync((DecideTask act, CancellationToken token) => act.DecideAsync(command, station, token)));
        await office.DoAsync((DecideTask act, CancellationToken token) => act.DecideAsync(command, other, token));

        Assert.That((await office.CaseAsync(opened.Id)).AcceptedOn, Is.Not.Null);
    }

    private Task<AidCase> RelativeAsync(string detail)
    {
        var answers = office.Answers();
        answers["staffRelative"] = true;
        answers["staffRelativeDetail"] = detail;
        return office.SubmitAsync(answers, "hardship-aid", Papers);
    }

    private Task<IReadOnlyList<StaffRelativeCase>> RegisterAsync(string userName) =>
        office.AsAsync(userName, (StaffRelativeRegister query, Actor actor, CancellationToken token) => query.OfAsync(actor, token));
}
