using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.People;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>Whoever applies in somebody's place is that person's agent or guardian in the register, with proof and term.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class AgentTests(Provider provider)
{
    private static readonly string[] Papers = ["identityCard", "dischargePapers", "bankCard", "signedPromise", "hardshipStatement", "householdRegister", "agentProof"];

    private Office office = null!;
    private SyntheticPerson agent = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        agent = new SyntheticPeople(31).Next("370402", LocalDay.Today(office.Clock));
    }

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task An_agent_holds_from_the_day_the_paper_was_seen_until_the_day_written_in_it()
    {
        var opened = await ApplyAsync("relative", until: "2022-06-30");
        var before = await HeldAsync(opened.ApplicantId);
        await AcceptAsync(opened.Id);

        var held = (await HeldAsync(opened.ApplicantId)).Single();
        var by = await office.ReadAsync(db => db.Set<Person>().SingleAsync(person => person.Id == held.ByPersonId));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Is.Empty, "nobody has seen the paper yet");
            Assert.That((held.Role, held.ValidFrom, held.ValidTo), Is.EqualTo((RepresentativeRole.Agent, new DateOnly(2022, 3, 7), (DateOnly?)new DateOnly(2022, 7, 1))));
            Assert.That((held.Proof, held.ProofFileId), Is.EqualTo(("代办人身份证和授权委托书或监护证明", await PaperAsync(opened.Id))));
            Assert.That(by.Name, Is.EqualTo(agent.Name.Value));
            Assert.That(await office.AuditAsync(opened.Id), Does.Contain("representative.entered"));
        }
    }

    [Test]
    public async Task A_guardian_holds_without_end()
    {
        var opened = await ApplyAsync("guardian");
        await AcceptAsync(opened.Id);

        Assert.That((await HeldAsync(opened.ApplicantId)).Select(one => (one.Role, one.ValidTo)), Is.EqualTo(new[] { (RepresentativeRole.Guardian, (DateOnly?)null) }));
    }

    [Test]
    public async Task A_longer_power_of_attorney_takes_the_place_of_an_earlier_one()
    {
        var first = await ApplyAsync("relative", until: "2022-03-31");
        await AcceptAsync(first.Id);
        await office.DoAsync((EndApplication act, CancellationToken token) => act.EndAsync(first.Id, EndReason.Withdrawn, "撤回。", Actor.System, token));
        office.Clock.MoveTo(LocalDay.At(new DateOnly(2022, 3, 21), new TimeOnly(9, 0)));

        var second = await ApplyAsync("relative", until: "2022-06-30", key: "second", of: first);
        await AcceptAsync(second.Id);

        Assert.That((await HeldAsync(first.ApplicantId)).Select(one => (one.ValidFrom, one.ValidTo)), Is.EqualTo(new[]
        {
            (new DateOnly(2022, 3, 7), (DateOnly?)new DateOnly(2022, 3, 21)), (new DateOnly(2022, 3, 21), new DateOnly(2022, 7, 1)),
        }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task An_agent_speaks_no_longer_than_the_power_holds_and_its_giver_lives(bool died)
    {
        var account = await office.HireAsync("agent", Cases.Organisation.Role.Applicant, Cases.Organisation.UnitLevel.Village, "370402001001");
        var village = await office.ReadAsync(db => db.Set<Cases.Organisation.Unit>().Where(unit => unit.DivisionCode == "370402001001" && unit.Level == Cases.Organisation.UnitLevel.Village).Select(unit => unit.Id).SingleAsync());
        var linked = new List<LinkedFile>();
        foreach (var paper in Papers)
            linked.Add(new(paper, await office.UploadAsync(paper)));
        var id = (await office.DoAsync((SubmitApplication act, CancellationToken token) => act.SubmitAsync(
            new SubmitCommand("hardship-aid", Answers("relative", "2022-03-31"), village, Intake.Self, "by-agent") { Documents = [.. linked] }, account, token))).Id;
        await AcceptAsync(id);
        if (died)
            await office.AsAsync("station1", (RecordDeath act, Actor actor, CancellationToken token) => act.RecordAsync(new(id, LocalDay.Today(office.Clock), "死亡医学证明"), actor, token));
        else
            office.Clock.MoveTo(LocalDay.At(new DateOnly(2022, 4, 1), new TimeOnly(9, 0)));

        await Casework.RefusedAsync(died ? "case.not-yours" : "agent.power-ended", () => office.DoAsync((EndApplication act, CancellationToken token) => act.EndAsync(id, EndReason.Withdrawn, "代理人撤回", account, token)));
    }

    [Test]
    public async Task A_power_that_ended_before_its_paper_was_seen_is_shown_to_who_sees_it_and_gives_no_more_acts()
    {
        var account = await office.HireAsync("late-agent", Cases.Organisation.Role.Applicant, Cases.Organisation.UnitLevel.Village, "370402001001");
        var village = await office.ReadAsync(db => db.Set<Cases.Organisation.Unit>().Where(unit => unit.DivisionCode == "370402001001" && unit.Level == Cases.Organisation.UnitLevel.Village).Select(unit => unit.Id).SingleAsync());
        var linked = new List<LinkedFile>();
        foreach (var paper in Papers)
            linked.Add(new(paper, await office.UploadAsync(paper)));
        var opened = await office.DoAsync((SubmitApplication act, CancellationToken token) => act.SubmitAsync(
            new SubmitCommand("hardship-aid", Answers("relative", "2022-03-09"), village, Intake.Self, "by-late-agent") { Documents = [.. linked] }, account, token));
        office.Clock.MoveTo(LocalDay.At(new DateOnly(2022, 3, 10), new TimeOnly(9, 0)));

        await Casework.RefusedAsync("agent.power-ended", () => office.DoAsync((EndApplication act, CancellationToken token) => act.EndAsync(opened.Id, EndReason.Withdrawn, "代理人撤回", account, token)));
        var task = (await office.TasksAsync(opened.Id)).Single();
        await Casework.RefusedAsync("completeness.judgement-missing", () => office.DecideAsync("station1", new(task.Id, Cases.Reviewing.Verdict.Complete) { IdentityProved = true }));
        await office.DecideAsync("station1", new(task.Id, Cases.Reviewing.Verdict.Complete, "已电话核实，申请人本人同意。") { IdentityProved = true });

        Assert.That(await HeldAsync(opened.ApplicantId), Is.Empty, "nobody is entered on a power that is over");
        await Casework.RefusedAsync("agent.power-ended", () => office.DoAsync((EndApplication act, CancellationToken token) => act.EndAsync(opened.Id, EndReason.Withdrawn, "代理人撤回", account, token)));
    }

    [Test]
    public async Task Whoever_is_the_applicants_agent_gives_no_opinion_on_the_case()
    {
        var opened = await ApplyAsync("relative", until: "2022-06-30");
        var task = await office.ReachAsync(opened.Id, "VillageOpinion");
        var helper = (await office.AsAsync("village1")) with { Person = (await HeldAsync(opened.ApplicantId)).Single().ByPersonId };

        await Casework.RefusedAsync("task.own-case", () => office.DoAsync((Cases.Reviewing.DecideTask act, CancellationToken token) => act.DecideAsync(new(task.Id, Cases.Reviewing.Verdict.Approve, "属实"), helper, token)));
    }

    [Test]
    public async Task The_village_applies_by_its_office_and_is_nobodys_agent()
    {
        var opened = await ApplyAsync("village");
        await AcceptAsync(opened.Id);

        Assert.That(await HeldAsync(opened.ApplicantId), Is.Empty);
    }

    [Test]
    public async Task A_number_of_the_applicants_own_or_a_power_that_is_over_is_refused_beside_its_field()
    {
        var answers = Answers("relative", "2022-03-06");
        answers[FormKeys.AgentCitizenId] = (string?)answers[FormKeys.CitizenId];

        var refused = await Assert.ThrowsAsync<MalformedFormException>(() => office.SubmitAsync(answers, "hardship-aid", Papers));

        Assert.That(refused!.Faults.Select(fault => (fault.Field, fault.Say("en"))), Is.EquivalentTo(new[]
        {
            ("agentCitizenId", "Citizen identity number of that person cannot be the same as Citizen identity number."),
            ("agentUntil", "Power of attorney valid until cannot be before today (7 March 2022)."),
        }));
    }

    private JsonObject Answers(string relation, string? until)
    {
        var answers = office.Answers();
        answers[FormKeys.AgentName] = agent.Name.Value;
        answers[FormKeys.AgentRelation] = relation;
        answers[FormKeys.AgentMobile] = agent.Phone.Number;
        if (relation != "village")
            answers[FormKeys.AgentCitizenId] = agent.CitizenId.Value;
        if (until is not null)
            answers[FormKeys.AgentUntil] = until;
        return answers;
    }

    private JsonObject? last;

    private async Task<AidCase> ApplyAsync(string relation, string? until = null, string? key = null, AidCase? of = null)
    {
        var answers = of is null ? Answers(relation, until) : (JsonObject)last!.DeepClone();
        if (until is not null)
            answers[FormKeys.AgentUntil] = until;
        last = answers;
        if (key is null)
            return await office.SubmitAsync(answers, "hardship-aid", Papers);
        var linked = new List<LinkedFile>();
        foreach (var paper in Papers)
            linked.Add(new(paper, await office.UploadAsync(paper)));
        return await office.DoAsync((SubmitApplication act, CancellationToken token) => act.SubmitAsync(
            new SubmitCommand("hardship-aid", answers, of!.UnitId, Intake.Station, key) { Documents = [.. linked] }, Actor.System, token));
    }

    private async Task AcceptAsync(CaseId id)
    {
        var task = (await office.TasksAsync(id)).Single();
        await office.AgreeAsync(task);
    }

    private Task<List<Representative>> HeldAsync(PersonId person) =>
        office.ReadAsync(db => db.Set<Representative>().AsNoTracking().Where(one => one.PersonId == person).OrderBy(one => one.ValidFrom).ThenBy(one => one.Id).ToListAsync());

    private Task<StoredFileId?> PaperAsync(CaseId id) => office.ReadAsync(db => db.Set<CaseDocument>()
        .Where(document => document.CaseId == id && document.Key == "agentProof").Select(document => (StoredFileId?)document.FileId).SingleAsync());
}
