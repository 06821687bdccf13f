using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Visiting;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class BadDecisionTests(Provider provider)
{
    private Office office = null!;

    [OneTimeSetUp]
    public async Task Open() => office = await Office.OpenAsync(provider);

    [OneTimeTearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task A_task_of_another_unit_cannot_be_decided()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = (await office.TasksAsync(opened.Id)).Single();

        await RefusedAsync("task.not-yours", () => office.DecideAsync("station-370403-001", new(task.Id, Verdict.Complete) { IdentityProved = true }));
        await RefusedAsync("task.not-yours", () => office.DecideAsync("station-370402-002", new(task.Id, Verdict.Complete) { IdentityProved = true }));
        await RefusedAsync("task.not-yours", () => office.DecideAsync("decider1", new(task.Id, Verdict.Complete) { IdentityProved = true }));
    }

    [Test]
    public async Task Papers_that_are_missing_keep_a_case_from_being_accepted()
    {
        var opened = await office.SubmitAsync(office.Answers(), "hardship-aid", "identityCard");
        var task = (await office.TasksAsync(opened.Id)).Single();

        await RefusedAsync("completeness.still-missing", () => office.DecideAsync("station1", new(task.Id, Verdict.Complete) { IdentityProved = true }));
        await RefusedAsync("completeness.not-eligible", () => office.DecideAsync("station1", new(task.Id, Verdict.Complete)));
        await RefusedAsync("completeness.nothing-listed", () => office.DecideAsync("station1", new(task.Id, Verdict.Incomplete)));
    }

    [Test]
    public async Task Of_ten_clerks_at_once_one_decides_and_the_others_are_told_who_and_when()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = (await office.TasksAsync(opened.Id)).Single();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            try
            {
                await office.DecideAsync("station1", new(task.Id, Verdict.Complete) { IdentityProved = true });
                return "decided";
            }
            catch (RefusedException refused)
            {
                return $"{refused.Code} {refused.Values.GetValueOrDefault("name")}";
            }
        }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcomes.Where(outcome => outcome == "decided"), Has.Exactly(1).Items);
            Assert.That(outcomes.Where(outcome => outcome != "decided"), Has.All.StartsWith("task.already-decided 东湖街道服务站"));
            Assert.That(await office.ReadAsync(db => db.Set<Decision>().CountAsync(decision => decision.TaskId == task.Id)), Is.EqualTo(1));
            Assert.That(await office.TasksAsync(opened.Id), Has.Exactly(1).Items.And.All.Property("Step").EqualTo("VillageOpinion"));
        }
    }

    [Test]
    public async Task A_task_that_is_decided_already_names_who_and_when()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = (await office.TasksAsync(opened.Id)).Single();
        await office.AgreeAsync(task);

        await RefusedAsync("task.already-decided", () => office.DecideAsync("station1", new(task.Id, Verdict.Complete) { IdentityProved = true }));
    }

    [Test]
    public async Task A_return_to_a_step_that_is_not_allowed_or_without_a_word_is_refused()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "TownshipReview");

        await RefusedAsync("return.not-before", () => office.DecideAsync("township1", new(task.Id, Verdict.Return, "请补。") { ReturnTo = "DistrictDecision" }), "returnTo");
        await RefusedAsync("return.step-not-possible", () => office.DecideAsync("township1", new(task.Id, Verdict.Return, "请补。") { ReturnTo = "nonsense" }), "returnTo");
        await RefusedAsync("return.step-missing", () => office.DecideAsync("township1", new(task.Id, Verdict.Return, "请补。")), "returnTo");
        await RefusedAsync("opinion.missing", () => office.DecideAsync("township1", new(task.Id, Verdict.Return) { ReturnTo = "HomeVisit" }), "opinion");
        await RefusedAsync("completeness.nothing-listed", () => office.DecideAsync("township1", new(task.Id, Verdict.Return, "请补。") { ReturnTo = "Supplement" }), "missing");
        await RefusedAsync("completeness.unknown-item", () => office.DecideAsync("township1", new(task.Id, Verdict.Return, "请补。") { ReturnTo = "Supplement", Missing = [new("catPhotos", null)] }), "missing");
    }

    [Test]
    public async Task A_visit_that_is_not_written_down_as_it_must_be_is_refused()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "HomeVisit");
        var today = LocalDay.Today(office.Clock);

        await RefusedAsync("visit.report-missing", () => VisitAsync(null), "visit");
        await RefusedAsync("visit.in-future", () => VisitAsync(new(today.AddDays(1), VisitMethod.Home, "属实。", "家属", true)), "visit.visitedOn");
        await RefusedAsync("visit.family-signature-missing", () => VisitAsync(new(today, VisitMethod.Home, "属实。", "家属", false)), "visit.familyMember");
        await RefusedAsync("visit.family-signature-missing", () => VisitAsync(new(today, VisitMethod.Home, "属实。", " ", true)), "visit.familyMember");
        await RefusedAsync("visit.findings-missing", () => VisitAsync(new(today, VisitMethod.Home, " ", "家属", true)), "visit.findings");

        Task VisitAsync(VisitReport? report) => office.DecideAsync("township1", new(task.Id, Verdict.Complete) { Visit = report });
    }

    [Test]
    public async Task An_amount_that_is_missing_negative_or_above_what_the_rules_propose_is_refused()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "DistrictDecision");
        var most = await office.ProposedAsync(opened.Id);

        await RefusedAsync("decision.amount-missing", () => office.DecideAsync("decider1", new(task.Id, Verdict.Approve)), "cents");
        await RefusedAsync("decision.amount-missing", () => office.DecideAsync("decider1", new(task.Id, Verdict.Approve) { Cents = 0 }), "cents");
        await RefusedAsync("decision.amount-missing", () => office.DecideAsync("decider1", new(task.Id, Verdict.Approve) { Cents = -1 }), "cents");
        await RefusedAsync("decision.amount-above-proposal", () => office.DecideAsync("decider1", new(task.Id, Verdict.Approve) { Cents = most + 1 }), "cents");
        await RefusedAsync("decision.amount-above-proposal", () => office.DecideAsync("decider1", new(task.Id, Verdict.Approve) { Cents = long.MaxValue }), "cents");
        await RefusedAsync("opinion.missing", () => office.DecideAsync("decider1", new(task.Id, Verdict.Approve) { Cents = most - 1 }), "opinion");
        await RefusedAsync("opinion.missing", () => office.DecideAsync("decider1", new(task.Id, Verdict.Refuse)), "opinion");
        await RefusedAsync("decision.verdict-not-possible", () => office.DecideAsync("decider1", new(task.Id, Verdict.Complete)), "verdict");
    }

    [Test]
    public async Task Nothing_that_was_said_is_dropped()
    {
        var opened = await office.SubmitCompleteAsync();
        var (today, visited) = (LocalDay.Today(office.Clock), new VisitReport(LocalDay.Today(office.Clock), VisitMethod.Home, "属实。", "家属", true));
        var check = (await office.TasksAsync(opened.Id)).Single();
        await RefusedAsync("decision.missing-not-asked", () => office.DecideAsync("station1", new(check.Id, Verdict.Complete, "齐全。") { IdentityProved = true, Missing = [new("bankCard", "看不清")] }), "missing");
        await RefusedAsync("decision.part-not-asked", () => office.DecideAsync("station1", new(check.Id, Verdict.Complete, "齐全。") { IdentityProved = true, Visit = visited }), "visit");

        await RefusedAsync("decision.part-not-asked", () => office.DecideAsync("station1", new(check.Id, Verdict.Incomplete) { IdentityProved = true, Missing = [new("bankCard", "看不清")] }), "identityProved");
        await RefusedAsync("household.not-asked", () => office.DecideAsync("station1", new(check.Id, Verdict.Complete, "齐全。") { IdentityProved = true, Households = [new("370402-2022-99999", true)] }), "households");

        var review = await office.ReachAsync(opened.Id, "TownshipReview");
        await RefusedAsync("decision.part-not-asked", () => office.DecideAsync("township1", new(review.Id, Verdict.Approve, "同意。") { IdentityProved = true }), "identityProved");
        await RefusedAsync("decision.part-not-asked", () => office.DecideAsync("township1", new(review.Id, Verdict.Approve, "同意。") { Households = [new(opened.ReceiptNumber!, true)] }), "households");
        await RefusedAsync("decision.amount-not-asked", () => office.DecideAsync("township1", new(review.Id, Verdict.Approve, "同意。") { Cents = 5 }), "cents");
        await RefusedAsync("decision.return-not-asked", () => office.DecideAsync("township1", new(review.Id, Verdict.Approve, "同意。") { ReturnTo = "HomeVisit" }), "returnTo");
        await RefusedAsync("decision.missing-not-asked", () => office.DecideAsync("township1", new(review.Id, Verdict.Return, "再入户。") { ReturnTo = "HomeVisit", Missing = [new("bankCard", null)] }), "missing");
        await RefusedAsync("decision.part-not-asked", () => office.DecideAsync("township1", new(review.Id, Verdict.Approve, "同意。") { External = new("鲁〔2022〕1号", today, 1) }), "external");
        await RefusedAsync("decision.part-not-asked", () => office.DecideAsync("township1", new(review.Id, Verdict.Approve, "同意。") { Payee = new("王五", "6217000000000000004", "工行", "核对") }), "payee");
        await office.AgreeAsync(review);

        Assert.That((await office.TasksAsync(opened.Id)).Select(next => next.Step), Does.Not.Contain("TownshipReview"));
    }

    [Test]
    public async Task A_question_of_the_notice_is_owed_though_the_form_leaves_it_open()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.DecideAsync("station1", new((await office.TasksAsync(opened.Id)).Single().Id, Verdict.Incomplete) { Missing = [new("debt", "请写明欠款")] });

        var left = (await Assert.ThrowsAsync<MalformedFormException>(() => SupplyAsync([])))!;
        await Assert.ThrowsAsync<MalformedFormException>(() => SupplyAsync(new() { ["debt"] = "" }));
        await SupplyAsync(new() { ["debt"] = "1200.00" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(left.Faults.Select(fault => (fault.Field, fault.Code)), Is.EqualTo(new[] { ("debt", "form.required") }));
            Assert.That((await office.TasksAsync(opened.Id)).Single().Step, Is.EqualTo("Completeness"));
        }

        Task<CaseId> SupplyAsync(JsonObject answers) => office.DoAsync((SupplyMissing act, CancellationToken token) => act.SupplyAsync(new(opened.Id, answers, []), Actor.System, token));
    }

    [Test]
    public async Task A_village_opinion_is_what_the_village_says_and_not_a_tick()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "VillageOpinion");

        await RefusedAsync("opinion.village-missing", () => office.DecideAsync("village1", new(task.Id, Verdict.Approve)), "opinion");
        await RefusedAsync("opinion.village-missing", () => office.DecideAsync("village1", new(task.Id, Verdict.Approve, "  ")), "opinion");
        await RefusedAsync("opinion.village-missing", () => office.DecideAsync("village1", new(task.Id, Verdict.Refuse)), "opinion");

        await office.DecideAsync("village1", new(task.Id, Verdict.Approve, "情况属实。"));
        Assert.That((await office.TasksAsync(opened.Id)).Select(next => next.Step), Does.Not.Contain("VillageOpinion"));
    }

    [Test]
    public async Task Everything_wrong_with_the_provinces_decision_is_refused_together()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "ProvincialDecision");

        var refused = (await Assert.ThrowsAsync<RefusedException>(async () =>
            await office.DecideAsync(await office.HolderAsync(task), new(task.Id, Verdict.Refuse) { External = new("", LocalDay.Today(office.Clock).AddDays(1), 0) })))!;

        Assert.That(refused.Others.Prepend(refused).Select(one => one.Code), Is.EquivalentTo(new[] { "external.number-missing", "external.in-future", "external.scan-missing", "opinion.missing" }));
    }

    [Test]
    public async Task The_provinces_decision_is_refused_above_what_was_reserved_from_the_future_or_without_its_number_or_its_scan()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "ProvincialDecision");
        var (recorder, most, today) = (await office.HolderAsync(task), await office.ProposedAsync(opened.Id), LocalDay.Today(office.Clock));
        var scan = await office.UploadAsync("scan");
        var decided = (await office.CaseAsync(opened.Id)).DecidedOn!.Value;

        await RefusedAsync("external.report-missing", () => RecordAsync(Verdict.Approve, null), "external");
        await RefusedAsync("external.amount-above-reserved", () => RecordAsync(Verdict.Approve, new("鲁〔2022〕1号", today, most + 1, scan)), "external.cents");
        await RefusedAsync("external.amount-above-reserved", () => RecordAsync(Verdict.Approve, new("鲁〔2022〕1号", today, 0, scan)), "external.cents");
        await RefusedAsync("external.number-missing", () => RecordAsync(Verdict.Approve, new(" ", today, most, scan)), "external.documentNumber");
        await RefusedAsync("external.in-future", () => RecordAsync(Verdict.Approve, new("鲁〔2022〕1号", today.AddDays(1), most, scan)), "external.decidedOn");
        await RefusedAsync("external.before-district", () => RecordAsync(Verdict.Approve, new("鲁〔2022〕1号", decided.AddDays(-1), most, scan)), "external.decidedOn");
        await RefusedAsync("opinion.missing", () => RecordAsync(Verdict.Refuse, new("鲁〔2022〕1号", today, 0, scan)), "opinion");
        await RefusedAsync("external.scan-missing", () => RecordAsync(Verdict.Approve, new("鲁〔2022〕1号", today, most)), "external.scan");
        await RefusedAsync("external.scan-missing", () => RecordAsync(Verdict.Refuse, new("鲁〔2022〕1号", today, 0)), "external.scan");
        await RefusedAsync("document.not-uploaded", () => RecordAsync(Verdict.Approve, new("鲁〔2022〕1号", today, most, StoredFileId.Of(Guid.Empty))), "external.scan");

        Task RecordAsync(Verdict verdict, ExternalReport? report) => office.DecideAsync(recorder, new(task.Id, verdict) { External = report });
    }

    private Task RefusedAsync(string code, Func<Task> act, string? field = null) => office.RefusesAsync(code, act, field);
}
