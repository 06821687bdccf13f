using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Cases.Visiting;
using AidWorkflow.Harness;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class BadInputTests(Provider provider)
{
    private Office office = null!;

    [OneTimeSetUp]
    public async Task Open() => office = await Office.OpenAsync(provider);

    [OneTimeTearDown]
    public async Task Close() => await office.DisposeAsync();

    [TestCase("citizenId", "370402196508010012")]
    [TestCase("citizenId", "370402203008010010")]
    [TestCase("householdSize", -1)]
    [TestCase("householdSize", "three")]
    [TestCase("requestedAmount", "-5.00")]
    [TestCase("requestedAmount", "lots")]
    [TestCase("requestedAmount", "99999.00")]
    [TestCase("situation", "rich")]
    [TestCase("nonsense", "x")]
    [TestCase("promise", false)]
    public async Task A_form_with_a_fault_names_the_field_and_opens_nothing(string field, object value)
    {
        var answers = office.Answers();
        answers[field] = JsonValue.Create(value);
        var before = await office.ReadAsync(DatabaseState.DigestAsync);

        var refused = (await Assert.ThrowsAsync<MalformedFormException>(() => office.SubmitAsync(answers)))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Faults.Select(fault => fault.Field), Does.Contain(field));
            Assert.That(refused.Faults.Select(fault => fault.Say("zh-CN")), Has.All.Match(@"\p{IsCJKUnifiedIdeographs}").And.None.Contains("{"));
            Assert.That(refused.Faults.Select(fault => fault.Say("en")), Has.All.Match("[a-z]{3}").And.None.Contains("{"));
            Assert.That(await office.ReadAsync(DatabaseState.DigestAsync), Is.EqualTo(before));
        }
    }

    [Test]
    public async Task A_service_that_does_not_exist_is_refused() => await RefusedAsync("service.unknown", () => office.SubmitAsync(office.Answers(), "no-such-service-at-all"));

    [Test]
    public async Task A_paper_that_the_service_does_not_ask_for_is_refused()
    {
        var paper = new LinkedFile("catPhotos", await office.UploadAsync("catPhotos"));

        await RefusedAsync("document.unknown", () => office.SubmitWithAsync(office.Answers(), "hardship-aid", [paper]), "catPhotos");
    }

    [TestCase("virus.exe", new byte[] { 0x4D, 0x5A, 0x90 }, "document.type")]
    [TestCase("virus.pdf", new byte[] { 0x4D, 0x5A, 0x90 }, "document.content")]
    [TestCase("empty.pdf", new byte[0], "document.empty")]
    public async Task A_file_of_a_forbidden_type_is_refused(string name, byte[] content, string code) =>
        await RefusedAsync(code, () => office.DoAsync((UploadDocument act, CancellationToken _) => Task.FromResult(act.Upload(name, content, Actor.System))));

    [Test]
    public async Task A_file_above_ten_megabytes_is_refused() => await RefusedAsync("document.too-large", () =>
        office.DoAsync((UploadDocument act, CancellationToken _) => Task.FromResult(act.Upload("big.pdf", new byte[UploadDocument.MostBytes + 1], Actor.System))));

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
    public async Task The_same_submit_twice_opens_one_case()
    {
        var answers = office.Answers();

        var first = await office.SubmitAsync(answers);
        var second = await office.SubmitAsync((JsonObject)answers.DeepClone());

        Assert.That(second.Id, Is.EqualTo(first.Id));
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

        await RefusedAsync("return.step-not-possible", () => office.DecideAsync("township1", new(task.Id, Verdict.Return, "请补。") { ReturnTo = "DistrictDecision" }), "returnTo");
        await RefusedAsync("return.step-not-possible", () => office.DecideAsync("township1", new(task.Id, Verdict.Return, "请补。") { ReturnTo = "nonsense" }), "returnTo");
        await RefusedAsync("return.step-not-possible", () => office.DecideAsync("township1", new(task.Id, Verdict.Return, "请补。")), "returnTo");
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

        var review = await office.ReachAsync(opened.Id, "TownshipReview");
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

    [Test]
    public async Task A_supplement_of_what_was_not_asked_for_or_with_something_still_missing_is_refused()
    {
        var opened = await office.SubmitAsync(office.Answers(), "hardship-aid", "identityCard");
        await RefusedAsync("supplement.none-asked", () => SupplyAsync([]));
        var task = (await office.TasksAsync(opened.Id)).Single();
        await office.DecideAsync("station1", new(task.Id, Verdict.Incomplete) { Missing = [new("bankCard", null), new("dischargePapers", "复印件不清")] });
        var (card, papers) = (new LinkedFile("bankCard", await office.UploadAsync("bankCard")), new LinkedFile("dischargePapers", await office.UploadAsync("dischargePapers")));

        await RefusedAsync("supplement.still-missing", () => SupplyAsync([card]), "dischargePapers");
        await RefusedAsync("supplement.not-asked-for", () => SupplyAsync([card, papers, new("householdRegister", card.File)]), "householdRegister");
        await RefusedAsync("document.not-uploaded", () => SupplyAsync([card, new("dischargePapers", StoredFileId.Of(Guid.Empty))]), "dischargePapers");

        Task<CaseId> SupplyAsync(LinkedFile[] files) => office.DoAsync((SupplyMissing act, CancellationToken token) =>
            act.SupplyAsync(new SupplyCommand(opened.Id, [], [.. files]), Actor.System, token));
    }

    [Test]
    public async Task Nobody_supplements_withdraws_or_asks_again_for_an_application_that_is_not_theirs()
    {
        var opened = await office.SubmitAsync(office.Answers(), "hardship-aid", "identityCard");
        var task = (await office.TasksAsync(opened.Id)).Single();
        await office.DecideAsync("station1", new(task.Id, Verdict.Incomplete) { Missing = [new("bankCard", null)] });
        var card = new LinkedFile("bankCard", await office.UploadAsync("bankCard"));

        foreach (var stranger in new[]
        {
            await office.HireAsync("stranger", Role.Applicant, UnitLevel.Village, "370402001001"),
            await office.HireAsync("station-elsewhere", Role.StationClerk, UnitLevel.Township, "370402002"),
            await office.AsAsync("leader1"),
        })
        {
            await RefusedAsync("case.not-yours", () => office.DoAsync((SupplyMissing act, CancellationToken token) => act.SupplyAsync(new SupplyCommand(opened.Id, [], [card]), stranger, token)));
            await RefusedAsync("case.not-yours", () => office.DoAsync((EndApplication act, CancellationToken token) => act.EndAsync(opened.Id, EndReason.Withdrawn, "不办了。", stranger, token)));
            await RefusedAsync("case.not-yours", () => office.DoAsync((RequestReconsideration act, CancellationToken token) => act.RequestAsync(opened.Id, "请复核。", stranger, token)));
        }
    }

    [Test]
    public async Task A_delivery_before_the_issue_in_the_future_or_twice_is_refused_and_so_is_reconsideration_without_or_too_late()
    {
        var opened = await office.SubmitCompleteAsync();
        await RefusedAsync("reconsideration.not-refused", () => AskAsync("有新单据。"));
        var task = await office.ReachAsync(opened.Id, "DistrictDecision");
        await office.DecideAsync("decider1", new(task.Id, Verdict.Refuse, "未达到标准。"));
        var document = await office.ReadAsync(db => db.Set<IssuedDocument>().Where(issued => issued.CaseId == opened.Id && issued.Kind == DocumentKind.Refusal).Select(issued => issued.Id).SingleAsync());
        var today = LocalDay.Today(office.Clock);

        await RefusedAsync("reconsideration.reasons-missing", () => AskAsync(" "), "reasons");
        await RefusedAsync("reconsideration.not-delivered", () => AskAsync("有新单据。"));
        await RefusedAsync("delivery.before-issue", () => DeliverAsync(document, today.AddDays(-1)), "on");
        await RefusedAsync("delivery.in-future", () => DeliverAsync(document, today.AddDays(1)), "on");
        await RefusedAsync("document.unknown-issued", () => DeliverAsync(IssuedDocumentId.Of(Guid.Empty), today));
        await DeliverAsync(document, today);
        await RefusedAsync("delivery.already-recorded", () => DeliverAsync(document, today));
        office.Clock.Advance(TimeSpan.FromDays(120));
        await RefusedAsync("reconsideration.too-late", () => AskAsync("有新单据。"));

        Task<CaseId> AskAsync(string reasons) => office.DoAsync((RequestReconsideration act, CancellationToken token) => act.RequestAsync(opened.Id, reasons, Actor.System, token));
        async Task DeliverAsync(IssuedDocumentId id, DateOnly on) =>
            await office.AsAsync("station1", (ConfirmDelivery act, Actor station, CancellationToken token) => act.ConfirmAsync(id, on, DeliveryMethod.InPerson, station, token));
    }

    [TestCase("workflow.json", "{ nonsense")]
    [TestCase("form.json", """{ "sections": [ { "key": "a", "title": { "zh-CN": "甲", "en": "A" }, "fields": [ { "key": "b", "type": "colour" } ] } ] }""")]
    [TestCase("rules.json", """{ "formula": 17 }""")]
    [TestCase("documents.json", "")]
    public async Task A_broken_file_of_a_service_is_named_with_place_and_reason_and_the_other_services_still_load(string file, string text)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("workflows-").FullName;
        foreach (var original in System.IO.Directory.EnumerateFiles(office.Settings.WorkflowFolder(""), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(office.Settings.WorkflowFolder(""), original));
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(original, copy);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "hardship-aid", file), text);
        var before = await office.ReadAsync(DatabaseState.DigestAsync);

        var seeded = await office.DoAsync((SeedServices act, CancellationToken token) => act.RunAsync(ServiceFolder.ReadAll(folder), token));

        var broken = seeded.Single(result => result.ServiceId == "hardship-aid");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(broken.Outcome, Is.EqualTo(Seeded.Broken));
            Assert.That(broken.Faults.Select(fault => fault.File), Does.Contain(file));
            Assert.That(broken.Faults.Select(fault => fault.Say("zh-CN")), Has.All.Match(@"\p{IsCJKUnifiedIdeographs}"));
            Assert.That(broken.Faults.Select(fault => fault.Place), Has.Some.Not.Empty);
            Assert.That(seeded.Where(result => result != broken).Select(result => result.Outcome), Has.All.EqualTo(Seeded.Unchanged).And.Exactly(2).Items);
            Assert.That(await office.ReadAsync(DatabaseState.DigestAsync), Is.EqualTo(before), "the version that runs is untouched");
        }

        System.IO.Directory.Delete(folder, recursive: true);
    }

    [TestCase("{ nonsense", "calendar.")]
    [TestCase("""{ "source": "test", "years": { "2027": { "offDays": [] } } }""", "calendar.year-empty")]
    [TestCase("""{ "source": "test", "years": { "2027": { "offDays": ["soon"] } } }""", "calendar.day-malformed")]
    public async Task A_calendar_file_that_is_empty_or_malformed_is_named_and_its_year_stays_unknown(string text, string code)
    {
        var before = await office.ReadAsync(DatabaseState.DigestAsync);

        var reading = CalendarFile.Read(text, "bad.json");
        await office.DoAsync((LoadCalendarYear act, CancellationToken token) => act.RunAsync(reading.Years, Actor.System, token));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(reading.Problems.Select(problem => problem.Code), Has.Some.StartsWith(code));
            Assert.That(reading.Problems.Select(problem => Texts.Say(problem, "en")), Has.Some.Contains("bad.json"));
            Assert.That(await office.ReadAsync(DatabaseState.DigestAsync), Is.EqualTo(before));
        }
    }

    /// <param name="field">The field that the refusal names; null where it is the state of things that stands against it.</param>
    private async Task RefusedAsync(string code, Func<Task> act, string? field = null)
    {
        var before = await office.ReadAsync(DatabaseState.DigestAsync);
        var refused = (await Assert.ThrowsAsync<RefusedException>(() => act()))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Code, Is.EqualTo(code));
            Assert.That(Texts.Has(code, "zh-CN") && Texts.Has(code, "en"), Is.True);
            Assert.That(Texts.Say(refused, "zh-CN"), Does.Match(@"\p{IsCJKUnifiedIdeographs}").And.Not.Contain("{"));
            Assert.That(Texts.Say(refused, "en"), Does.Match("[a-z]{3}").And.Not.Contain("{"));
            if (field is not null)
                Assert.That(refused.Field, Is.EqualTo(field));
            Assert.That(await office.ReadAsync(DatabaseState.DigestAsync), Is.EqualTo(before));
        }
    }
}
