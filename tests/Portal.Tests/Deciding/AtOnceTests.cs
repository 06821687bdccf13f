using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>What two people do at the same moment, each before the other's is written: nothing is granted twice.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class AtOnceTests(Provider provider)
{
    private static readonly string[] Papers = ["identityCard", "dischargePapers", "bankCard", "signedPromise", "hardshipStatement", "householdRegister"];
    private Office office = null!;
    private int submissions;

    [OneTimeSetUp]
    public async Task Open() => office = await Office.OpenAsync(provider);

    [OneTimeTearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task Of_two_applications_of_one_person_at_once_one_is_opened()
    {
        var answers = await KnownAsync();
        var (one, other) = (await CommandAsync(answers), await CommandAsync(answers));

        await RaceAsync<SubmitApplication>((act, token) => act.SubmitAsync(one, Actor.System, token), (act, token) => act.SubmitAsync(other, Actor.System, token));

        await Casework.RefusedAsync("duplicate.open-case", () => SubmitAsync(other));
        Assert.That(await OpenCasesAsync(answers), Is.EqualTo(1));
    }

    [Test]
    public async Task Of_two_applications_of_one_household_at_once_one_is_opened()
    {
        var (answers, spouse) = (await KnownAsync(), await KnownAsync());
        await ShareHouseholdAsync(answers, spouse);
        var (one, other) = (await CommandAsync(answers), await CommandAsync(spouse));

        await RaceAsync<SubmitApplication>((act, token) => act.SubmitAsync(one, Actor.System, token), (act, token) => act.SubmitAsync(other, Actor.System, token));

        await Casework.RefusedAsync("duplicate.open-household", () => SubmitAsync(other));
    }

    [Test]
    public async Task Of_many_applications_at_once_one_is_opened()
    {
        var answers = await KnownAsync();
        var commands = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CommandAsync(answers)));

        var opened = await Task.WhenAll(commands.Select(command => Task.Run(async () =>
        {
            try
            {
                await SubmitAsync(command);
                return true;
            }
            catch (RefusedException refused) when (refused.Code is "duplicate.open-case" or "act.contended")
            {
                return false;
            }
        })));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(opened.Count(one => one), Is.EqualTo(1));
            Assert.That(await OpenCasesAsync(answers), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Of_fifty_decisions_on_one_task_at_once_one_is_taken_and_the_others_are_told()
    {
        var opened = await SubmitAsync(await CommandAsync(office.Answers()));
        var task = (await office.TasksAsync(opened.Id)).Single();
        var (station, command) = (await office.AsAsync("station1"), new DecideCommand(task.Id, Verdict.NotAccept, "材料不实。"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () =>
        {
            try
            {
                await office.DoAsync((DecideTask act, CancellationToken token) => act.DecideAsync(command, station, token));
                return "taken";
            }
            catch (RefusedException refused)
            {
                return refused.Code;
            }
        })));

        var decisions = await office.ReadAsync(db => db.Set<Decision>().CountAsync(decision => decision.TaskId == task.Id));
        Assert.That((answers.Count(answer => answer == "taken"), answers.Count(answer => answer == "task.already-decided"), decisions), Is.EqualTo((1, 49, 1)));
    }

    [Test]
    public async Task Of_two_decisions_at_once_on_one_yearly_cap_the_second_is_computed_anew()
    {
        // A refused application that is looked at again, and a new one of the same household: once a year is granted.
        var answers = await KnownAsync();
        var again = (await SubmitAsync(await CommandAsync(answers))).Id;
        await office.UntilAsync(again, "DistrictDecision");
        await office.DecideAsync("decider1", new((await office.TasksAsync(again)).Single().Id, Verdict.Refuse, "未达到标准。"));
        var paper = await office.ReadAsync(db => db.Set<IssuedDocument>().Where(paper => paper.CaseId == again).Select(paper => paper.Id).SingleAsync());
        await office.AsAsync("station1", (ConfirmDelivery act, Actor station, CancellationToken token) => act.ConfirmAsync(paper, LocalDay.Today(office.Clock), DeliveryMethod.InPerson, station, token));
        var anew = (await SubmitAsync(await CommandAsync(answers))).Id;
        await office.UntilAsync(anew, "DistrictDecision");
        await office.AsAsync("station1", (RequestReconsideration act, Actor station, CancellationToken token) => act.RequestAsync(again, "有新单据。", station, token));
        await office.UntilAsync(again, "ReconsiderDecision");
        var (first, second) = (await ApprovalAsync(again), await ApprovalAsync(anew));
        var (city, district) = (await office.AsAsync("citydecider1"), await office.AsAsync("decider1"));

        await RaceAsync<DecideTask>((act, token) => act.DecideAsync(first, city, token), (act, token) => act.DecideAsync(second, district, token));

        await Casework.RefusedAsync("decision.allowance-used", () => office.DecideAsync("decider1", second));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await office.CaseAsync(again)).ApprovedCents, Is.EqualTo(first.Cents));
            Assert.That((await office.CaseAsync(anew)).ApprovedCents, Is.Null);
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Of_a_lower_grant_and_the_repayment_of_what_came_back_at_once_the_second_reads_the_case_anew(bool grantedFirst)
    {
        var (id, first, correction) = await TakenBackAsync();
        var grant = new DecideCommand((await office.ReachAsync(id, "DistrictDecision")).Id, Verdict.Approve, "核减") { Cents = first - 1_000_00 };
        var (station, district) = (await office.AsAsync("station1"), await office.AsAsync("decider1"));

        if (grantedFirst)
            await RaceAsync<DecideTask>((act, token) => act.DecideAsync(grant, district, token), (act, token) => act.DecideAsync(correction, station, token));
        else
            await RaceAsync<DecideTask>((act, token) => act.DecideAsync(correction, station, token), (act, token) => act.DecideAsync(grant, district, token));
        await office.DecideAsync(grantedFirst ? "station1" : "decider1", grantedFirst ? correction : grant);

        Assert.That((await office.CaseAsync(id)).ApprovedCents, Is.EqualTo(first - 1_000_00));
        Assert.That((await office.PaymentsAsync(id)).Where(payment => payment.State == PaymentState.Ready).Sum(payment => payment.Cents), Is.EqualTo(first - 1_000_00), "whichever came first, only what is granted is paid again");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Of_a_refusal_and_the_repayment_of_what_came_back_at_once_nothing_is_paid_again(bool refusedFirst)
    {
        var (id, _, correction) = await TakenBackAsync();
        var refusal = new DecideCommand((await office.ReachAsync(id, "DistrictDecision")).Id, Verdict.Refuse, "核查不实");
        var (station, district) = (await office.AsAsync("station1"), await office.AsAsync("decider1"));

        if (refusedFirst)
        {
            await RaceAsync<DecideTask>((act, token) => act.DecideAsync(refusal, district, token), (act, token) => act.DecideAsync(correction, station, token));
            await Casework.RefusedAsync("task.gone", () => office.DecideAsync("station1", correction));
        }
        else
        {
            await RaceAsync<DecideTask>((act, token) => act.DecideAsync(correction, station, token), (act, token) => act.DecideAsync(refusal, district, token));
            await office.DecideAsync("decider1", refusal);
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await office.CaseAsync(id)).Outcome, Is.EqualTo(CaseOutcome.Refused));
            Assert.That((await office.PaymentsAsync(id)).Where(payment => payment.State is PaymentState.Ready or PaymentState.Returned), Is.Empty, "whichever came first, nothing is paid again");
            Assert.That(await office.HeldAsync(id), Is.EqualTo((0L, 0L, 0L, 0L)));
            Assert.That(await office.TasksAsync(id), Is.Empty);
        }
    }

    [Test]
    public async Task An_equal_key_of_somebody_else_is_another_submission_and_never_their_case()
    {
        var (mine, theirs) = (office.Answers(), office.Answers());
        var (station, neighbour) = (await office.AsAsync("station1"), await office.AsAsync("village1"));
        var one = await CommandAsync(mine) with { Key = "draft:7" };
        var opened = await office.DoAsync((SubmitApplication act, CancellationToken token) => act.SubmitAsync(one, station, token));

        var again = await office.DoAsync((SubmitApplication act, CancellationToken token) => act.SubmitAsync(one, station, token));
        var another = await office.DoAsync(async (SubmitApplication act, CancellationToken token) => await act.SubmitAsync(await CommandAsync(theirs) with { Key = one.Key }, neighbour, token));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.Id, Is.EqualTo(opened.Id));
            Assert.That(another.Id, Is.Not.EqualTo(opened.Id));
            Assert.That(another.ApplicantId, Is.Not.EqualTo(opened.ApplicantId));
            Assert.That((await office.CaseAsync(opened.Id)).SubmissionKey, Does.Not.Contain("draft"), "the key is not kept in clear");
        }
    }

    [Test]
    public async Task A_likeness_that_is_passed_by_stands_in_the_audit_with_the_other_case()
    {
        var answers = office.Answers();
        var first = await SubmitAsync(await CommandAsync(answers));
        var shared = office.Answers();
        foreach (var key in new[] { FormKeys.AccountNumber, FormKeys.BankName })
            shared[key] = answers[key]!.DeepClone();

        var second = await SubmitAsync(await CommandAsync(shared) with { OverrideReason = "两人共用一个账户，已核对" });

        var facts = await office.ReadAsync(db => db.Set<Cases.Auditing.AuditEntry>().Where(entry => entry.Stream == $"case:{second.Id}" && entry.Act == "duplicate.overridden").Select(entry => entry.Facts).SingleAsync());
        Assert.That(facts, Does.Contain("duplicate.account").And.Contain(first.ReceiptNumber).And.Contain(first.Id.ToString()).And.Contain("已核对"));
    }

    [Test]
    public async Task A_cause_is_known_again_after_the_keys_were_changed()
    {
        var path = Path.Combine(Path.GetTempPath(), $"ring-{Guid.CreateVersion7()}.json");
        var ring = Cases.Protecting.KeyRing.Create(path);
        await using var house = await Office.OpenAsync(provider, with: services => services
            .AddTransient(_ => ring).AddTransient<Cases.Protecting.FieldProtector>().AddTransient<Vault>());
        var answers = house.Answers("sudden-accident-relief");
        foreach (var (key, value) in new[] { ("situation", "traffic"), ("consequence", "home-damaged"), ("eventOn", $"{LocalDay.Today(house.Clock).AddDays(-3):yyyy-MM-dd}"), ("loss", "51200.00"), ("compensated", "3500.00") })
            answers[key] = JsonValue.Create(value);
        var first = await house.SubmitAsync(answers, "sudden-accident-relief",
            "identityCard", "dischargePapers", "bankCard", "signedPromise", "eventProof", "damagePhotos", "treatmentProof", "deathProof", "compensationProof", "householdRegister");
        await house.UntilAsync(first.Id, "FirstPayout");

        ring = Cases.Protecting.KeyRing.Rotate(path);
        File.Delete(path);

        await Casework.RefusedAsync("duplicate.same-cause", () => house.DoAsync((SubmitApplication act, CancellationToken token) => act.SubmitAsync(
            new SubmitCommand("sudden-accident-relief", answers, first.UnitId, Intake.Station, "second") { OverrideReason = "已核实，情况属实。" }, Actor.System, token)));
    }

    /// <summary>Both are read and decided before either is written; the second to be written finds that it must look again.</summary>
    private async Task RaceAsync<TAct>(Func<TAct, CancellationToken, Task> one, Func<TAct, CancellationToken, Task> other)
        where TAct : notnull
    {
        await using var first = office.Services.CreateAsyncScope();
        await using var second = office.Services.CreateAsyncScope();
        await one(first.ServiceProvider.GetRequiredService<TAct>(), CancellationToken.None);
        await other(second.ServiceProvider.GetRequiredService<TAct>(), CancellationToken.None);
        await first.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(CancellationToken.None);
        await Assert.ThrowsAsync<LostRaceException>(() => second.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(CancellationToken.None));
    }

    /// <summary>Somebody whom the register knows from an application that was not accepted.</summary>
    private async Task<JsonObject> KnownAsync()
    {
        var answers = office.Answers();
        var earlier = await SubmitAsync(await CommandAsync(answers));
        await office.DecideAsync("station1", new((await office.TasksAsync(earlier.Id)).Single().Id, Verdict.NotAccept, "材料不实。"));
        return answers;
    }

    private async Task<SubmitCommand> CommandAsync(JsonObject answers)
    {
        var village = await office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.DivisionCode == "370402001001" && unit.Level == UnitLevel.Village).Select(unit => unit.Id).SingleAsync());
        var linked = await Task.WhenAll(Papers.Select(async key => new LinkedFile(key, await office.UploadAsync(key))));
        return new SubmitCommand("hardship-aid", answers, village, Intake.Station, $"submission {Interlocked.Increment(ref submissions)}") { Documents = [.. linked] };
    }

    /// <summary>An accident whose first payment came back: its formalities go on in one run, its repayment in another, and they share the case.</summary>
    private async Task<(CaseId Id, long First, DecideCommand Correction)> TakenBackAsync()
    {
        var id = await office.AccidentAsync();
        var batch = await office.BatchAsync(id);
        await office.SendAsync(batch);
        await office.AnswerAsync(batch);
        var first = (await office.CaseAsync(id)).PaidCents;
        await office.AnswerAsync(batch, returned: true);
        var task = (await office.TasksAsync(id)).Single(task => task.Kind == RoundKind.Correction);
        return (id, first, new(task.Id, Verdict.Complete) { Payee = await office.NewCardAsync(id, 61) });
    }

    private Task<AidCase> SubmitAsync(SubmitCommand command) => office.DoAsync((SubmitApplication act, CancellationToken token) => act.SubmitAsync(command, Actor.System, token));

    private async Task<DecideCommand> ApprovalAsync(CaseId id) =>
        new((await office.TasksAsync(id)).Single().Id, Verdict.Approve, "审定。") { Cents = await office.ProposedAsync(id) };

    private Task<PersonId> PersonAsync(JsonObject answers) => office.AskAsync(async services => (await services.GetRequiredService<PersonRegister>()
        .FindAsync(CitizenId.Parse((string)answers["citizenId"]!, LocalDay.Today(office.Clock)), CancellationToken.None))!.Id);

    private async Task<int> OpenCasesAsync(JsonObject answers)
    {
        var person = await PersonAsync(answers);
        return await office.ReadAsync(db => db.Set<AidCase>().CountAsync(aidCase => aidCase.ApplicantId == person && aidCase.Outcome == null));
    }

    private async Task ShareHouseholdAsync(JsonObject one, JsonObject other)
    {
        var (head, spouse) = (await PersonAsync(one), await PersonAsync(other));
        await office.DoAsync(async (PersonRegister register, CancellationToken token) =>
        {
            var household = (await register.GetAsync(head, token)).HouseholdId!.Value;
            (await register.GetAsync(spouse, token)).Join(household);
            return true;
        });
    }
}
