using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>Two applicants of one household, or for one patient: their money does not go out twice, and a number written wrongly makes no kin of strangers.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class HouseholdTests(Provider provider)
{
    private const string Reason = "本人与配偶各自申请，请核对。";
    private static readonly string[] Papers = ["identityCard", "dischargePapers", "bankCard", "signedPromise", "hardshipStatement", "householdRegister"];
    private static readonly string[] IllnessPapers = ["identityCard", "dischargePapers", "bankCard", "signedPromise", "settlementSheets", "diagnosisProof", "householdRegister"];
    private readonly SyntheticPeople others = new(55);
    private Office office = null!;
    private int submissions;

    [OneTimeSetUp]
    public async Task Open() => office = await Office.OpenAsync(provider);

    [OneTimeTearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task Husband_and_wife_are_found_by_the_numbers_they_name_and_counted_as_one_once_the_clerk_says_so()
    {
        var (husband, wife) = (office.Answers(), office.Answers());
        Name(husband, wife, "spouse");
        Name(wife, husband, "spouse");
        var first = await SubmitAsync(husband);
        await office.UntilAsync(first.Id, "Payout");

        var asked = (await Assert.ThrowsAsync<RefusedException>(() => SubmitAsync(wife)))!;
        var second = await SubmitAsync(wife, Reason);
        await UnansweredAsync(second.Id);
        await AcceptAsync(second.Id, new HouseholdSaid(first.ReceiptNumber!, Same: true));
        var task = await office.ReachAsync(second.Id, "DistrictDecision");

        await office.RefusesAsync("decision.allowance-used", () => office.DecideAsync("decider1", new(task.Id, Verdict.Approve, "审定。") { Cents = 100_00 }), "cents");
        var counted = await office.CaseAsync(second.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((asked.Code, asked.Values["likenesses"]), Is.EqualTo(("duplicate.reason-missing", (object?)"duplicate.member-granted")), "what kind of likeness, and nothing of the other case");
            Assert.That(counted.HouseholdId, Is.EqualTo(first.HouseholdId));
            Assert.That(await office.ProposedAsync(second.Id), Is.Zero, "a household is granted once a year");
            Assert.That(await MembersAsync(first.HouseholdId!.Value), Is.EquivalentTo(new[] { first.ApplicantId, second.ApplicantId }));
            Assert.That(await office.AuditAsync(second.Id), Does.Contain("duplicate.overridden").And.Contain("household.joined"));
        }
    }

    [Test]
    public async Task One_form_is_enough_to_find_the_other_whoever_is_named_and_whichever_came_first()
    {
        var (father, mother, child) = (office.Answers(), office.Answers(), office.Answers());
        Name(mother, child, "child");
        var opened = await SubmitAsync(mother);

        await Casework.RefusedAsync("duplicate.reason-missing", () => SubmitAsync(child)); // named by the other form alone
        Name(father, child, "child");
        await Casework.RefusedAsync("duplicate.reason-missing", () => SubmitAsync(father)); // both name a third
        Name(child, mother, "parent");
        var seen = await SubmitAsync(child, Reason);

        var found = await NamingAsync(seen.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Select(one => one.Other.Id), Is.EqualTo(new[] { opened.Id }));
            Assert.That((found[0].IsAsked, found[0].Doubtful), Is.EqualTo((true, false)));
            Assert.That(seen.HouseholdId, Is.Not.EqualTo(opened.HouseholdId), "a number in a form joins nobody");
        }
    }

    [Test]
    public async Task A_number_written_wrongly_makes_no_kin_of_strangers_and_costs_nobody_their_grant()
    {
        var (stranger, applicant) = (office.Answers(), office.Answers());
        var first = await SubmitAsync(stranger);
        await office.UntilAsync(first.Id, "Payout");
        Name(applicant, stranger, "spouse", "王秀英");

        var second = await SubmitAsync(applicant, Reason);
        var doubtful = (await NamingAsync(second.Id)).Single().Doubtful;
        await Casework.RefusedAsync("household.apart-reason-missing", () => AcceptAsync(second.Id, new HouseholdSaid(first.ReceiptNumber!, Same: false), " "));
        await AcceptAsync(second.Id, new HouseholdSaid(first.ReceiptNumber!, Same: false), "户口簿上配偶号码末位不同，填写有误。");
        await office.UntilAsync(second.Id, "Payout");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(doubtful, Is.True, "the register knows the number under another name");
            Assert.That((await office.CaseAsync(second.Id)).ApprovedCents, Is.Positive);
            Assert.That(await MembersAsync(first.HouseholdId!.Value), Is.EqualTo(new[] { first.ApplicantId }));
            Assert.That(await office.AuditAsync(second.Id), Does.Contain("household.kept-apart"));
        }
    }

    [Test]
    public async Task What_a_supplement_names_is_asked_too_and_said_again_otherwise_they_part()
    {
        var (husband, wife) = (office.Answers(), office.Answers());
        var first = await SubmitAsync(husband);
        var second = await SubmitAsync(wife);
        Name(wife, husband, "spouse");
        await SupplementAsync(second.Id, wife);
        await UnansweredAsync(second.Id);
        await AcceptAsync(second.Id, new HouseholdSaid(first.ReceiptNumber!, Same: true));
        var joined = (await office.CaseAsync(second.Id)).HouseholdId;

        var review = await office.ReachAsync(second.Id, "TownshipReview");
        await office.DecideAsync("township1", new(review.Id, Verdict.Return, "两户早已分户。") { ReturnTo = "Supplement", Missing = [new(FormKeys.Members, "请补充")] });
        await SupplyAsync(second.Id, wife);
        await AcceptAsync(second.Id, new HouseholdSaid(first.ReceiptNumber!, Same: false), "分户证明在案。");

        var parted = await office.CaseAsync(second.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(joined, Is.EqualTo(first.HouseholdId));
            Assert.That(parted.HouseholdId, Is.Not.EqualTo(first.HouseholdId).And.Not.Null);
            Assert.That(await MembersAsync(first.HouseholdId!.Value), Is.EqualTo(new[] { first.ApplicantId }));
        }
    }

    [Test]
    public async Task Of_two_who_name_each_other_at_the_same_moment_the_second_is_asked()
    {
        var (husband, wife) = (office.Answers(), office.Answers());
        Name(husband, wife, "spouse");
        var (one, other) = (await CommandAsync("hardship-aid", husband, Papers, null), await CommandAsync("hardship-aid", wife, Papers, null));

        await using var first = office.Services.CreateAsyncScope();
        await using var second = office.Services.CreateAsyncScope();
        await first.ServiceProvider.GetRequiredService<SubmitApplication>().SubmitAsync(one, Actor.System, CancellationToken.None);
        await second.ServiceProvider.GetRequiredService<SubmitApplication>().SubmitAsync(other, Actor.System, CancellationToken.None);
        await first.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(CancellationToken.None);

        await Assert.ThrowsAsync<LostRaceException>(() => second.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(CancellationToken.None));
        await Casework.RefusedAsync("duplicate.reason-missing", () => SubmitAsync(wife));
    }

    [Test]
    public async Task One_illness_of_one_patient_is_paid_once_whoever_applies_for_it()
    {
        var patient = Illness(office.Answers("serious-illness-relief"), "own-illness");
        var opened = await SubmitAsync("serious-illness-relief", patient, IllnessPapers);
        var relative = Illness(office.Answers("serious-illness-relief"), "family-illness");
        (relative[FormKeys.PatientName], relative[FormKeys.PatientCitizenId]) = ((string)patient[FormKeys.ApplicantName]!, (string)patient[FormKeys.CitizenId]!);

        await Casework.RefusedAsync("duplicate.open-patient", () => SubmitAsync("serious-illness-relief", relative, IllnessPapers, Reason));
        relative["diagnosis"] = "肺部恶性肿瘤"; // the same bills in other words
        var asked = (await Assert.ThrowsAsync<RefusedException>(() => SubmitAsync("serious-illness-relief", relative, IllnessPapers)))!;
        relative["diagnosis"] = "肺癌";
        await office.UntilAsync(opened.Id, "Payout");
        await Casework.RefusedAsync("duplicate.same-cause", () => SubmitAsync("serious-illness-relief", relative, IllnessPapers, Reason));
        relative[FormKeys.PatientCitizenId] = others.Next("370402", LocalDay.Today(office.Clock)).CitizenId.Value;
        var another = await SubmitAsync("serious-illness-relief", relative, IllnessPapers);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(asked.Values["likenesses"], Is.EqualTo("duplicate.same-bills"));
            Assert.That(another.IsOpen, Is.True, "the same illness of another patient is another cause");
        }
    }

    [Test]
    public async Task An_application_that_comes_while_the_first_is_reviewed_is_asked_about_at_the_latest_by_who_decides_it()
    {
        var (husband, wife) = (office.Answers(), office.Answers());
        var first = await SubmitAsync(husband);
        var review = await office.ReachAsync(first.Id, "TownshipReview");
        Name(wife, husband, "spouse");
        var second = await SubmitAsync(wife, Reason);
        var told = await office.MessagesAsync(first.Id, "household.twin-arrived");
        var task = await office.ReachAsync(first.Id, "DistrictDecision");
        var cents = await office.ProposedAsync(first.Id);

        await Casework.RefusedAsync("household.unanswered", () => office.DecideAsync("decider1", new(task.Id, Verdict.Approve, "审定。") { Cents = cents }));
        await office.DecideAsync("decider1", new(task.Id, Verdict.Approve, "审定。") { Cents = cents, Households = [new(second.ReceiptNumber!, Same: true)] });
        var asked = (await NamingAsync(second.Id)).Single();
        await office.DecideAsync("station1", new((await office.TasksAsync(second.Id)).Single().Id, Verdict.Complete, "户口簿已核对。") { IdentityProved = true });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(told.Select(message => message.Account), Does.Contain((await office.AsAsync(await office.HolderAsync(review))).Account));
            Assert.That(asked.Said, Is.True, "what was said at the one case is known at the other");
            Assert.That((await office.CaseAsync(first.Id)).HouseholdId, Is.EqualTo((await office.CaseAsync(second.Id)).HouseholdId));
            Assert.That(await office.ProposedAsync(second.Id), Is.Zero, "a household is granted once a year");
        }
    }

    [Test]
    public async Task Answered_at_the_later_application_the_decider_of_the_first_reads_it_and_is_not_asked_again()
    {
        var (husband, wife) = (office.Answers(), office.Answers());
        var first = await SubmitAsync(husband);
        await office.UntilAsync(first.Id, "TownshipReview");
        Name(wife, husband, "spouse");
        var second = await SubmitAsync(wife, Reason);
        await AcceptAsync(second.Id, new HouseholdSaid(first.ReceiptNumber!, Same: true));

        await office.UntilAsync(first.Id, "CityCheck");

        Assert.That((await NamingAsync(first.Id)).Single().Said, Is.True);
        Assert.That(await office.ProposedAsync(second.Id), Is.Zero);
    }

    [Test]
    public async Task Cases_stored_before_forms_were_marked_are_found_once_the_job_has_marked_them()
    {
        var (husband, wife, alone) = (office.Answers(), office.Answers(), office.Answers());
        Name(husband, wife, "spouse");
        var (opened, other) = (await SubmitAsync(husband), await SubmitAsync(alone));
        await office.ReadAsync(db => db.Set<CaseMark>().ExecuteDeleteAsync());
        var unmarked = await SubmitAsync((JsonObject)wife.DeepClone());

        var sweeps = await office.AskAsync(async services =>
        {
            var sweep = services.GetServices<Portal.Sweeping.ISweep>().Single(sweep => sweep.Name == "case-marks");
            return (First: await sweep.SweepAsync(CancellationToken.None), Again: await sweep.SweepAsync(CancellationToken.None));
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(sweeps.First, Is.GreaterThanOrEqualTo(2));
            Assert.That(sweeps.Again, Is.Zero, "also a case whose form names nobody is done");
            Assert.That((await NamingAsync(unmarked.Id)).Select(one => one.Other.Id), Does.Contain(opened.Id).And.Not.Contain(other.Id));
        }
    }

    [Test]
    public async Task Whom_and_what_a_form_names_is_kept_as_an_index_alone()
    {
        var (husband, wife) = (office.Answers(), office.Answers());
        Name(husband, wife, "spouse");
        var opened = await SubmitAsync(husband);

        var kept = await office.ReadAsync(db => db.Set<CaseMark>().Where(mark => mark.CaseId == opened.Id && mark.Kind != MarkKind.Looked).Select(mark => mark.Index).ToListAsync());

        Assert.That(kept, Has.Count.EqualTo(1).And.None.Contains((string)wife[FormKeys.CitizenId]!));
    }

    private static void Name(JsonObject form, JsonObject whom, string relation, string? name = null) => form[FormKeys.Members] = new JsonArray(new JsonObject
    {
        [FormKeys.MemberName] = name ?? (string)whom[FormKeys.ApplicantName]!,
        [FormKeys.Relation] = relation,
        [FormKeys.CitizenId] = (string)whom[FormKeys.CitizenId]!,
    });

    private static JsonObject Illness(JsonObject answers, string situation)
    {
        (answers[FormKeys.Situation], answers["diagnosis"], answers["admittedOn"]) = (situation, "肺癌", "2021-09-23");
        answers[FormKeys.Bills] = new JsonArray(new JsonObject
        {
            [FormKeys.BillSettledOn] = "2021-10-16",
            ["hospital"] = "枣庄市立医院",
            [FormKeys.BillTotal] = "347300.00",
            ["basicInsurance"] = "170100.00",
            ["catastrophicInsurance"] = "73000.00",
        });
        return answers;
    }

    private Task<AidCase> SubmitAsync(JsonObject answers, string? reason = null) => SubmitAsync("hardship-aid", answers, Papers, reason);

    private async Task<AidCase> SubmitAsync(string service, JsonObject answers, string[] papers, string? reason = null)
    {
        var command = await CommandAsync(service, (JsonObject)answers.DeepClone(), papers, reason);
        return await office.DoAsync((SubmitApplication act, CancellationToken token) => act.SubmitAsync(command, Actor.System, token));
    }

    private async Task<SubmitCommand> CommandAsync(string service, JsonObject answers, string[] papers, string? reason)
    {
        var village = await office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.DivisionCode == "370402001001" && unit.Level == UnitLevel.Village).Select(unit => unit.Id).SingleAsync());
        var linked = await Task.WhenAll(papers.Select(async key => new LinkedFile(key, await office.UploadAsync(key))));
        return new SubmitCommand(service, answers, village, Intake.Station, $"household {Interlocked.Increment(ref submissions)}") { Documents = [.. linked], OverrideReason = reason };
    }

    private async Task AcceptAsync(CaseId id, HouseholdSaid said, string words = "户口簿已核对。") => await office.DecideAsync("station1",
        new((await office.TasksAsync(id)).Single(task => task.Kind == RoundKind.Completeness).Id, Verdict.Complete, words) { IdentityProved = true, Households = [said] });

    private async Task UnansweredAsync(CaseId id)
    {
        var task = (await office.TasksAsync(id)).Single();
        await Casework.RefusedAsync("household.unanswered", () => office.DecideAsync("station1", new(task.Id, Verdict.Complete, "材料齐全。") { IdentityProved = true }));
    }

    private async Task SupplementAsync(CaseId id, JsonObject answers)
    {
        await office.DecideAsync("station1", new((await office.TasksAsync(id)).Single().Id, Verdict.Incomplete) { Missing = [new(FormKeys.Members, "请填写配偶身份证号")] });
        await SupplyAsync(id, answers);
    }

    private Task<CaseId> SupplyAsync(CaseId id, JsonObject answers) => office.DoAsync((SupplyMissing act, CancellationToken token) =>
        act.SupplyAsync(new SupplyCommand(id, new JsonObject { [FormKeys.Members] = answers[FormKeys.Members]!.DeepClone() }, []), Actor.System, token));

    private Task<System.Collections.Immutable.ImmutableArray<NamingCase>> NamingAsync(CaseId id) => office.AskAsync(async services => await services.GetRequiredService<Households>()
        .OfAsync(await services.GetRequiredService<CaseFiles>().LoadAsync(id, Actor.System, CancellationToken.None), CancellationToken.None));

    private Task<List<PersonId>> MembersAsync(HouseholdId household) =>
        office.ReadAsync(db => db.Set<HouseholdMember>().Where(member => member.HouseholdId == household && member.ValidTo == null).Select(member => member.PersonId).ToListAsync());
}
