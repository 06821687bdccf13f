using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Harness;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>The table of bad input: each a clear error, nothing lost, nothing half done. Decisions are in <see cref="BadDecisionTests"/>, plan files in <see cref="Replaying.ReplayTests"/>.</summary>
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
    [TestCase("members", "nobody")]
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
    public async Task The_same_submit_twice_opens_one_case()
    {
        var answers = office.Answers();

        var first = await office.SubmitAsync(answers);
        var second = await office.SubmitAsync((JsonObject)answers.DeepClone());

        Assert.That(second.Id, Is.EqualTo(first.Id));
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
    [TestCase("service.json", "[]")]
    [TestCase("reconsideration.json", "{ nonsense")]
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

    [Test]
    public async Task A_file_of_the_bank_with_wrong_totals_or_a_payment_that_nobody_sent_is_refused_whole()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "Payout");
        var batch = await office.BatchAsync(opened.Id);
        await office.SendAsync(batch);
        var sent = (await office.PaymentsAsync(opened.Id)).Single();
        var (checker, yuan, one) = (await office.AsAsync("checker1"), $"{sent.Cents / 100m:0.00}", $"{sent.EndToEndId},{sent.Cents / 100m:0.00},成功,");

        foreach (var (told, lines) in new (string, string[])[]
        {
            ("answer.total", [one, $"合计,1,{(sent.Cents + 1) / 100m:0.00}"]),
            ("answer.count", [one, $"合计,2,{yuan}"]),
            ("answer.no-totals", [one]),
            ("answer.unknown-payment", [one, $"{Guid.Empty:N},1.00,成功,", $"合计,2,{sent.Cents / 100m + 1:0.00}"]),
            ("answer.amount-differs", [$"{sent.EndToEndId},{(sent.Cents + 1) / 100m:0.00},成功,", $"合计,1,{(sent.Cents + 1) / 100m:0.00}"]),
        })
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(string.Join("\r\n", [.. lines.Prepend("付款编号,金额,状态,原因"), ""]));
            IEnumerable<string> codes = [];
            await RefusedAsync("answer.faulty", async () =>
            {
                try
                {
                    await office.DoAsync((ImportReturnFile act, CancellationToken token) => act.ImportAsync(batch, "return.csv", bytes, checker, null, token));
                }
                catch (RefusedException refused)
                {
                    codes = [.. ((AnswerFaults)refused.Values["faults"]!).All.Select(fault => fault.What.Code)];
                    throw;
                }
            }, "file");
            Assert.That(codes, Does.Contain(told));
        }
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

    private Task RefusedAsync(string code, Func<Task> act, string? field = null) => office.RefusesAsync(code, act, field);
}
