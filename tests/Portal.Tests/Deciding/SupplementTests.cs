using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>What is supplied later counts as if it had been there from the first, and money comes from the right purse.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class SupplementTests(Provider provider)
{
    private static readonly string[] Papers = ["identityCard", "dischargePapers", "bankCard", "signedPromise", "hardshipStatement", "householdRegister"];

    private Office office = null!;

    [SetUp]
    public async Task OpenAsync() => office = await Office.OpenAsync(provider);

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task A_corrected_account_is_the_one_that_is_paid()
    {
        var opened = await office.SubmitAsync(office.Answers(), "hardship-aid", Papers);
        var task = (await office.TasksAsync(opened.Id)).Single();
        await office.DecideAsync("station1", new(task.Id, Verdict.Incomplete) { Missing = [new("accountNumber", "少一位")] });

        await office.DoAsync((SupplyMissing act, CancellationToken token) =>
            act.SupplyAsync(new(opened.Id, new JsonObject { ["accountNumber"] = "6217000000000000004" }, []), Actor.System, token));

        var accounts = await office.ReadAsync(db => db.Set<PayeeAccount>().AsNoTracking().Where(account => account.PersonId == opened.ApplicantId).ToListAsync());
        Assert.That(accounts, Has.Count.EqualTo(2));
        Assert.That(accounts.Where(account => account.ClosedOn is null), Has.Exactly(1).Items, "the first one is closed, not overwritten");
    }

    [TestCase("VillageOpinion")]
    [TestCase("TownshipReview")]
    [TestCase("DistrictReview")]
    public async Task A_case_sent_back_for_a_paper_is_looked_at_again_by_everybody_and_stands_nowhere_else(string step)
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        var task = await office.ReachAsync(id, step);
        await office.DecideAsync(await office.HolderAsync(task), new(task.Id, Verdict.Return, "缺户口簿") { ReturnTo = "Supplement", Missing = [new("householdRegister", "请补交清晰的原件照片")] });
        var asked = await OpenAsync(id);

        var file = await office.UploadAsync("householdRegister");
        await office.DoAsync((SupplyMissing act, CancellationToken token) => act.SupplyAsync(new(id, [], [new("householdRegister", file)]), Actor.System, token));
        var supplied = await OpenAsync(id);
        var check = (await office.TasksAsync(id)).Single();
        await Casework.RefusedAsync("completeness.accepted-already", () => office.DecideAsync("station1", new(check.Id, Verdict.NotAccept, "户籍不在本地")));
        await office.UntilAsync(id, "Payout");
        await office.PayAsync(id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(asked, Is.EqualTo(new[] { "Supplement" }));
            Assert.That(supplied, Is.EqualTo(new[] { "Completeness" }));
            Assert.That(await OpenAsync(id), Is.Empty);
            Assert.That((await office.CaseAsync(id)).Outcome, Is.EqualTo(CaseOutcome.Paid));
            Assert.That(await office.ReadAsync(db => db.Set<CaseRun>().CountAsync(run => run.CaseId == id && run.EndedAt == null)), Is.Zero);
        }
    }

    [Test]
    public async Task While_the_applicant_supplements_in_one_branch_the_time_of_the_other_runs_on()
    {
        var id = await office.AccidentAsync();
        var batch = await office.BatchAsync(id);
        await office.SendAsync(batch);
        await office.AnswerAsync(batch, returned: true);
        var before = await ClocksAsync(id);
        var task = (await office.TasksAsync(id)).Single(task => task.Step == "VillageOpinion");

        await office.DecideAsync(await office.HolderAsync(task), new(task.Id, Verdict.Return, "缺户口簿") { ReturnTo = "Supplement", Missing = [new("householdRegister", "请补交清晰的原件照片")] });
        var meanwhile = await ClocksAsync(id);
        var file = await office.UploadAsync("householdRegister");
        await office.DoAsync((SupplyMissing act, CancellationToken token) => act.SupplyAsync(new(id, [], [new("householdRegister", file)]), Actor.System, token));

        var other = before.Keys.Single(kind => kind == "CorrectFirstPayee");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(meanwhile[other], Is.EqualTo((ClockState.Running, Holder.Us)), "the station corrects the account without the applicant's papers");
            Assert.That(meanwhile["case"], Is.EqualTo((ClockState.Paused, Holder.Applicant)), "the whole case cannot end before they supply");
            Assert.That((await ClocksAsync(id))["case"], Is.EqualTo((ClockState.Running, Holder.Us)));
        }
    }

    private async Task<Dictionary<string, (ClockState State, Holder Holder)>> ClocksAsync(CaseId id) =>
        (await office.ReadAsync(db => db.Set<CaseClock>().AsNoTracking().Where(clock => clock.CaseId == id && (clock.State == ClockState.Running || clock.State == ClockState.Paused)).ToListAsync()))
        .ToDictionary(clock => clock.Kind, clock => (clock.State, clock.Holder));

    private Task<List<string>> OpenAsync(CaseId id) =>
        office.ReadAsync(db => db.Set<Round>().Where(round => round.CaseId == id && round.State == RoundState.Open).Select(round => round.Step).ToListAsync());

    [Test]
    public async Task A_relative_on_the_staff_who_is_named_only_then_is_visited_by_the_district()
    {
        var opened = await office.SubmitAsync(office.Answers(), "hardship-aid", Papers);
        var task = (await office.TasksAsync(opened.Id)).Single();
        await office.DecideAsync("station1", new(task.Id, Verdict.Incomplete) { Missing = [new("staffRelative", "请核实"), new("staffRelativeDetail", "请核实")] });
        await office.DoAsync((SupplyMissing act, CancellationToken token) =>
            act.SupplyAsync(new(opened.Id, new JsonObject { ["staffRelative"] = true, ["staffRelativeDetail"] = "王五，区局科员，姐弟" }, []), Actor.System, token));

        await office.UntilAsync(opened.Id, "TownshipReview");

        Assert.That(await office.ReadAsync(db => db.Set<Round>().AnyAsync(round => round.CaseId == opened.Id && round.Step == "DistrictVisit" && round.State == RoundState.Settled)), Is.True);
    }

    [Test]
    public async Task What_the_case_says_of_the_household_follows_the_supplemented_answers()
    {
        var opened = await office.SubmitAsync(office.Answers(), "hardship-aid", Papers);
        var task = (await office.TasksAsync(opened.Id)).Single();
        await office.DecideAsync("station1", new(task.Id, Verdict.Incomplete) { Missing = [new("householdSize", "与户口簿不符")] });

        await office.DoAsync((SupplyMissing act, CancellationToken token) =>
            act.SupplyAsync(new(opened.Id, new JsonObject { ["householdSize"] = "7" }, []), Actor.System, token));

        var after = await office.ReadAsync(db => db.Set<AidCase>().AsNoTracking().SingleAsync(aidCase => aidCase.Id == opened.Id));
        Assert.That(after.HouseholdSize, Is.EqualTo(7));
    }

    [Test]
    public async Task The_purse_of_another_district_is_never_touched()
    {
        await office.ReadAsync(db => db.Set<Fund>().ExecuteDeleteAsync());
        var elsewhere = await office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.Level == UnitLevel.District && unit.DivisionCode == "370403").Select(unit => unit.Id).SingleAsync());
        await office.DoAsync((OpenFund act, CancellationToken token) => act.OpenAsync(
            new NewFund("shandong-hardship-aid-2022-370403", "薛城", "Xuecheng", 2022, FundSource.District, elsewhere, 100_000_00, IsDemo: true), Actor.System, token));
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "DistrictDecision");

        var refused = (await Assert.ThrowsAsync<RefusedException>(() => office.AgreeAsync(task)))!;

        Assert.That(refused.Code, Is.EqualTo("fund.none-for-year"));
    }

    [Test]
    public async Task The_scan_of_the_provinces_paper_is_kept_with_the_case()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "ProvincialDecision");
        var scan = await office.UploadAsync("scan");

        await office.DecideAsync("citydecider1", new(task.Id, Verdict.Approve)
        {
            External = new("鲁退役军人〔2022〕1号", LocalDay.Today(office.Clock), await office.ProposedAsync(opened.Id), scan),
        });

        Assert.That(await office.ReadAsync(db => db.Set<StoredFile>().Where(file => file.Id == scan).Select(file => file.Linked).SingleAsync()), Is.True);
    }
}
