using System.Net;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Api;

/// <summary>Whatever is wrong with a request is told as a problem: a status, a code that stays, words in the reader's language, and the fields at fault.</summary>
[TestFixture]
internal sealed class ApiProblemTests
{
    private Office office = null!;
    private Website site = null!;
    private CaseId own;
    private TaskId task;
    private Caller applicant = null!;
    private Caller station = null!;
    private Caller maker = null!;
    private Caller admin = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(Provider.Sqlite);
        site = await Website.OpenAsync(office);
        own = await office.SendAsync("applicant1", office.Answers());
        task = (await office.TasksAsync(own)).Single().Id;
        (applicant, station, maker, admin) = (await site.CallerAsync(office, "applicant1"), await site.CallerAsync(office, "station1"), await site.CallerAsync(office, "maker1"), await site.CallerAsync(office, "admin1"));
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        foreach (var caller in new[] { applicant, station, maker, admin })
            caller.Dispose();
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [Test]
    public async Task Each_row_of_bad_input_is_a_problem_with_its_status_code_and_field()
    {
        var draft = (string)(await applicant.PostAsync("/api/drafts", new { service = "hardship-aid" })).Ok()["id"]!;
        var nowhere = Guid.Empty;
        var city = await office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.Level == UnitLevel.City).Select(unit => unit.Id.Value).SingleAsync());
        (string What, Func<Task<Reply>> Send, int Status, string Code, string? Field)[] rows =
        [
            ("no such address", () => applicant.GetAsync("/api/nothing"), 404, "request.not-found", null),
            ("no such method", () => applicant.DeleteAsync("/api/services"), 405, "request.method", null),
            ("no token", () => new Caller(new Uri(site.Address), null).GetAsync("/api/applications"), 401, "request.not-signed-in", null),
            ("a token nobody issued", () => new Caller(new Uri(site.Address), $"aid_{nowhere:N}_x").GetAsync("/api/applications"), 401, "request.not-signed-in", null),
            ("a token that is none", () => new Caller(new Uri(site.Address), "hello").GetAsync("/api/applications"), 401, "request.not-signed-in", null),
            ("no JSON", () => applicant.SendRawAsync("/api/drafts", "{ nonsense"), 400, "request.unreadable", "$"),
            ("not JSON", () => applicant.SendRawAsync("/api/drafts", "service=x", "application/x-www-form-urlencoded"), 415, "request.media-type", null),
            ("a field nobody asks for", () => applicant.SendRawAsync("/api/drafts", """{"service":"hardship-aid","unit":"x"}"""), 400, "request.unreadable", "$.unit"),
            ("a verdict that is none", () => station.PostAsync($"/api/tasks/{task}/decision", new { verdict = "Perhaps" }), 400, "request.unreadable", "$.verdict"),
            ("a verdict by its number", () => station.PostAsync($"/api/tasks/{task}/decision", new { verdict = 0 }), 400, "request.unreadable", "$.verdict"),
            ("nothing at all", () => station.PostAsync($"/api/tasks/{task}/decision", new { }), 400, "request.field-missing", "verdict"),
            ("nothing where something is needed", () => station.SendRawAsync($"/api/tasks/{task}/decision", """{"verdict":"Complete","visit":{"visitedOn":"2022-03-07","method":"Home","findings":null,"familyMember":"x","familySigned":true}}"""), 400, "request.field-missing", "visit.findings"),
            ("money that is no whole cents", () => station.PostAsync($"/api/tasks/{task}/decision", new { verdict = "Complete", cents = "100" }), 400, "request.unreadable", "$.cents"),
            ("a misspelt filter", () => applicant.GetAsync("/api/applications?pages=2"), 400, "request.query-unknown", "pages"),
            ("a day that there is not", () => station.GetAsync("/api/tasks?arrivedFrom=2026-13-45"), 400, "request.query-unreadable", "arrivedFrom"),
            ("a tab that there is not", () => station.GetAsync("/api/tasks?tab=mine"), 400, "request.query-unreadable", "tab"),
            ("a place by a stale stamp", () => applicant.PutAsync($"/api/drafts/{draft}/place", new { unit = city, stand = "elsewhere" }), 400, "draft.place-changed", "unit"),
            ("a topic by a stale stamp", () => applicant.PutAsync($"/api/drafts/{draft}/topics/account", new { answers = new JsonObject { ["bankName"] = "枣庄银行" }, stand = "elsewhere" }), 409, "draft.changed-elsewhere", null),
            ("no such service", () => applicant.PostAsync("/api/drafts", new { service = "gold" }), 400, "service.unknown", "service"),
            ("no such draft", () => applicant.GetAsync($"/api/drafts/{nowhere}"), 404, "draft.unknown", null),
            ("a topic nobody asks", () => applicant.PutAsync($"/api/drafts/{draft}/topics/gold", new { answers = new JsonObject() }), 404, "draft.topic-unknown", null),
            ("a question nobody asks", () => applicant.PutAsync($"/api/drafts/{draft}/answers", new { answers = new JsonObject { ["gold"] = "yes" } }), 400, "draft.question-unknown", "gold"),
            ("a draft without a place", () => applicant.PostAsync($"/api/drafts/{draft}/submission", new { }), 400, "draft.no-unit", "unit"),
            ("an empty file", () => applicant.UploadAsync($"/api/drafts/{draft}/papers/identityCard", []), 400, "document.empty", "identityCard"),
            ("a file that is no paper", () => applicant.UploadAsync($"/api/drafts/{draft}/papers/identityCard", "#!/bin/sh"u8.ToArray(), "a.sh"), 400, "document.type", "file"),
            ("a file that is too large", () => applicant.UploadAsync("/api/files", new byte[UploadDocument.MostBytes + 1]), 400, "document.too-large", "file"),
            ("somebody else's application", () => station.GetAsync($"/api/applications/{own}"), 404, "case.unknown", null),
            ("a supplement nobody asked for", () => applicant.GetAsync($"/api/applications/{own}/supplement"), 409, "supplement.none-asked", null),
            ("reconsideration of what was not refused", () => applicant.PostAsync($"/api/applications/{own}/reconsideration", new { reasons = "有新单据。" }), 409, "reconsideration.not-refused", null),
            ("a receipt number of nobody", () => applicant.PostAsync("/api/progress", new { number = "X-1", tail = "0000" }), 404, "case.unknown", null),
            ("somebody else's task", () => applicant.GetAsync($"/api/tasks/{task}"), 404, "task.unknown", null),
            ("a decision that is not theirs", () => applicant.PostAsync($"/api/tasks/{task}/decision", new { verdict = "Complete" }), 403, "task.not-yours", null),
            ("a verdict that the step does not know", () => station.PostAsync($"/api/tasks/{task}/decision", new { verdict = "Approve" }), 400, "decision.verdict-not-possible", "verdict"),
            ("nothing that is missing", () => station.PostAsync($"/api/tasks/{task}/decision", new { verdict = "Incomplete" }), 400, "completeness.nothing-listed", "missing"),
            ("a case elsewhere", () => applicant.GetAsync($"/api/cases/{own}"), 404, "case.unknown", null),
            ("a delivery of nothing", () => station.PostAsync($"/api/cases/{own}/delivery", new { document = nowhere, on = "2022-03-07", method = "Post" }), 400, "document.unknown-issued", "document"),
            ("a death without proof", () => station.PostAsync($"/api/cases/{own}/death", new { on = "2022-03-06", proof = "" }), 400, "death.proof-missing", "proof"),
            ("a day that is none", () => station.PostAsync($"/api/cases/{own}/death", new { on = "yesterday", proof = "x" }), 400, "request.unreadable", "$.on"),
            ("no such notice", () => applicant.GetAsync($"/api/notices/{nowhere}"), 404, "request.not-found", null),
            ("an objection to nothing", () => applicant.PostAsync($"/api/notices/{nowhere}/objection", new { words = "不对" }), 404, "notice.unknown", null),
            ("a fund of nobody", () => maker.PostAsync("/api/payouts", new { fund = nowhere, template = "demo-csv-utf8" }), 400, "fund.unknown", "fund"),
            ("a budget of less than nothing", () => maker.PostAsync("/api/funds", new { key = "shandong-hardship-aid", year = 2023, owner = city, source = "Provincial", nameZh = "甲", nameEn = "A", budgetCents = -1, reason = "x" }), 400, "fund.amount-out-of-range", "budgetCents"),
            ("no such roll", () => maker.GetAsync($"/api/payouts/{nowhere}"), 404, "batch.unknown", null),
            ("the desk of another office", () => station.GetAsync("/api/admin/stuck"), 404, "request.not-found", null),
            ("a year of nothing", () => admin.PostAsync("/api/admin/calendar", new { year = 2027, offDays = Array.Empty<string>(), makeUpDays = Array.Empty<string>(), source = "" }), 400, "calendar.source-missing", "source"),
            ("no such job", () => admin.PostAsync("/api/admin/jobs/gold"), 404, "job.unknown", null),
            ("a token by a token", () => admin.PostAsync("/api/admin/tokens", new { name = "x", userName = "admin1", lastDay = "2022-04-01" }), 403, "token.by-session-only", null),
            ("an empty key", () => applicant.PostAsync("/api/drafts", new { service = "hardship-aid" }, ""), 400, "idempotency.key-empty", "Idempotency-Key"),
            ("a key of blanks", () => applicant.PostAsync("/api/drafts", new { service = "hardship-aid" }, "  "), 400, "idempotency.key-empty", "Idempotency-Key"),
            ("a key that is too long", () => applicant.PostAsync("/api/drafts", new { service = "hardship-aid" }, new string('k', 201)), 400, "idempotency.key-too-long", "Idempotency-Key"),
        ];

        using (Assert.EnterMultipleScope())
        {
            foreach (var (what, send, status, code, field) in rows)
            {
                var reply = await send();
                Assert.That((int)reply.Status, Is.EqualTo(status), $"{what}: {reply.Text}");
                Assert.That(reply.MediaType, Is.EqualTo("application/problem+json"), what);
                Assert.That(reply.Code, Is.EqualTo(code), what);
                Assert.That((string?)reply.Body?["title"], Does.Match("[a-z]{3}").And.Not.Match(@"\p{IsCJKUnifiedIdeographs}{3}"), what);
                if (field is not null)
                    Assert.That(reply.Body?["errors"]?[field]?[0]?["code"], Is.Not.Null, $"{what}: {reply.Text}");
            }

            Assert.That(site.Errors, Is.Empty, "none of it is a mistake of ours");
        }
    }

    [Test]
    public async Task Everything_that_is_wrong_is_told_at_once_by_the_fields_of_the_request_and_in_the_readers_language()
    {
        var accepted = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "ProvincialDecision");
        using var city = await site.CallerAsync(office, await office.HolderAsync(accepted), "zh-CN");

        var refused = await city.PostAsync($"/api/tasks/{accepted.Id}/decision", new { verdict = "Refuse", external = new { documentNumber = "", decidedOn = "2099-01-01", cents = 0, compared = false } });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(refused.Body!["errors"]!.AsObject().Select(field => field.Key), Is.EquivalentTo(new[] { "external.documentNumber", "external.decidedOn", "external.scan", "opinion" }));
            Assert.That((string?)refused.Body["title"], Does.Match(@"\p{IsCJKUnifiedIdeographs}{3}"));
        }
    }

    [Test]
    public async Task An_id_is_no_right_to_a_paper_that_somebody_else_uploaded()
    {
        var asked = await office.SendAsync("applicant1", office.Answers());
        await office.DecideAsync("station1", new((await office.TasksAsync(asked)).Single().Id, Cases.Reviewing.Verdict.Incomplete) { Missing = [new("householdRegister", null)] });
        var foreign = (string)(await station.UploadAsync("/api/files", "%PDF-1.4"u8.ToArray())).Ok()["file"]!;
        var mine = (string)(await applicant.UploadAsync("/api/files", "%PDF-1.4"u8.ToArray())).Ok()["file"]!;

        var refused = await SupplyAsync(foreign);
        var taken = await SupplyAsync(mine, "supply");
        var again = await SupplyAsync(mine, "supply");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Code, Is.EqualTo("document.not-uploaded"));
            Assert.That(taken.Status, Is.EqualTo(HttpStatusCode.OK), taken.Text);
            Assert.That(again.Text, Is.EqualTo(taken.Text));
        }

        Task<Reply> SupplyAsync(string file, string? key = null) => applicant.PostAsync($"/api/applications/{asked}/supplement", new { papers = new[] { new { key = "householdRegister", file } } }, key);
    }
}
