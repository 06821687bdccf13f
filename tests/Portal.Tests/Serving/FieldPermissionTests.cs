using System.Net;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Correcting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Api;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Intervening;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Serving;

/// <summary>Field permissions per step hold over HTTP: in pages, the API, letters and messages, on read and on write.</summary>
[TestFixture]
internal sealed class FieldPermissionTests
{
    private Office office = null!;
    private Website site = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(Provider.Sqlite);
        site = await Website.OpenAsync(office);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    /// <summary>Elsewhere the client's values are merged, whatever the node allows; here each is asked for at the server.</summary>
    [Test]
    public async Task Nobody_writes_what_a_step_may_not_whatever_is_posted()
    {
        var opened = await office.SubmitCompleteAsync();
        var form = Flows.Hardship().Form;
        var before = await AnswersAsync(opened.Id);
        foreach (var step in new[] { "Completeness", "VillageOpinion", "HomeVisit", "TownshipReview", "DistrictReview" })
        {
            var task = await office.ReachAsync(opened.Id, step);
            var holder = await office.HolderAsync(task);
            var page = await (await site.SignedInAsync(holder)).GetAsync($"/tasks/{task.Id}");
            using var program = await site.CallerAsync(office, holder);
            var view = AnswerSight.AtTask(Flows.Hardship(), step, task.Role).Form;
            foreach (var field in form.Fields.Where(field => view.To(field.Key) < FieldAccess.Edit))
            {
                JsonNode value = field.Type == FieldType.Members ? new JsonArray(new JsonObject { [field.Columns[0].Key] = "外人" }) : "改写";
                var posted = await page.PostAsync($"/tasks/{task.Id}/answers", ("asked", field.Key), field.Type == FieldType.Members ? ($"answers.{field.Key}[0].{field.Columns[0].Key}", "外人") : ($"answers.{field.Key}", "改写"), ("why", "试试"));
                var sent = await program.PostAsync($"/api/tasks/{task.Id}/answers", new { answers = new JsonObject { [field.Key] = value }, why = "试试" });

                using (Assert.EnterMultipleScope())
                {
                    Assert.That(posted.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity), $"{step} {field.Key}");
                    Assert.That(posted.Words, Does.Contain($"当前环节不能修改“{field.Label.Zh}”").And.Contain("退回有权修改的环节"));
                    Assert.That((sent.Status, sent.Code), Is.EqualTo((HttpStatusCode.BadRequest, "form.field-not-editable")), $"{step} {field.Key}: {sent.Text}");
                    Assert.That(sent.Body!["errors"]![field.Key], Is.Not.Null, field.Key);
                }
            }
        }

        Assert.That(JsonNode.DeepEquals(await AnswersAsync(opened.Id), before), Is.True);
        Assert.That(await office.ReadAsync(db => db.Set<AnswerCorrection>().CountAsync()), Is.Zero);
        Assert.That(site.Errors, Is.Empty);
    }

    [TestCase("serious-illness-relief")]
    [TestCase("hardship-aid")]
    public async Task A_village_reads_neither_account_nor_illness_on_any_page_in_the_api_in_a_letter_or_a_message(string service)
    {
        var (answers, hidden) = service == "hardship-aid" ? (office.Answers(), new[] { "debt", "monthlyExpense" }) : (office.Answers(service), ["diagnosis"]);
        answers["bankName"] = "枣庄秘密银行";
        if (service != "hardship-aid")
            (answers["situation"], answers["diagnosis"], answers["admittedOn"], answers["bills"]) = ("own-illness", "秘密病名", "2021-09-23", new JsonArray(new JsonObject { ["settledOn"] = "2021-10-16", ["hospital"] = "枣庄秘密医院", ["total"] = "347311.00" }));
        var papers = service == "hardship-aid" ? [.. Drafting.Papers, "incomeProof"] : new[] { "identityCard", "dischargePapers", "bankCard", "signedPromise", "householdRegister", "diagnosisProof", "settlementSheets", "patientRelation", "otherAidProof" };
        var opened = await office.SubmitAsync(answers, service, papers);
        var task = await office.ReachAsync(opened.Id, "VillageOpinion");
        var secrets = new[] { "枣庄秘密银行", "秘密病名", "枣庄秘密医院", "347311", "347,311", answers["accountNumber"]!.ToString(), answers["accountNumber"]!.ToString()[^4..] + "\"", "bankCard.pdf", "收款银行卡", "diagnosisProof.pdf", "settlementSheets.pdf", "otherAidProof.pdf", "incomeProof.pdf" };
        var village = await site.SignedInAsync("village1");
        using var program = await site.CallerAsync(office, "village1");

        var read = new Dictionary<string, string>();
        foreach (var path in new[] { $"/tasks/{task.Id}", $"/cases/{opened.Id}", "/tasks?tab=Team", "/cases", "/messages" })
            read[path] = Whole(await village.GetAsync(path));
        var numbers = await (await village.GetAsync($"/tasks/{task.Id}")).PostAsync($"/tasks/{task.Id}/numbers");
        read["numbers"] = Whole(numbers);
        foreach (var path in new[] { $"/api/tasks/{task.Id}", $"/api/cases/{opened.Id}", "/api/tasks", "/api/cases", "/api/messages", $"/api/tasks/{task.Id}/ahead" })
            read[path] = Whole(await program.GetAsync(path));
        read["api numbers"] = Whole(await program.PostAsync($"/api/tasks/{task.Id}/numbers"));
        var cards = await office.ReadAsync(db => db.Set<CaseDocument>().AsNoTracking().Where(paper => paper.CaseId == opened.Id && paper.Key == "bankCard").Select(paper => paper.FileId).SingleAsync());

        using (Assert.EnterMultipleScope())
        {
            foreach (var (path, text) in read)
                foreach (var secret in secrets)
                    Assert.That(text, Does.Not.Contain(secret), path);
            var told = (await program.GetAsync($"/api/tasks/{task.Id}")).Ok()["dossier"]!["answers"]!.AsObject();
            foreach (var key in hidden.Concat(["accountNumber", "accountName", "bankName", "payeeReason"]))
                Assert.That(told.ContainsKey(key), Is.False, key);
            foreach (var place in new[] { $"/tasks/{task.Id}", $"/cases/{opened.Id}" })
                Assert.That((await village.GetAsync($"{place}/papers/{cards}")).Status, Is.EqualTo(HttpStatusCode.NotFound), place);
            Assert.That((await program.GetAsync($"/api/tasks/{task.Id}/papers/{cards}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(Whole(await (await site.SignedInAsync("township1")).GetAsync($"/cases/{opened.Id}")), Does.Contain("枣庄秘密银行").And.Contain("bankCard.pdf"), "the township reads it");
        }
    }

    [Test]
    public async Task A_letter_that_names_the_account_is_not_opened_by_who_does_not_see_it()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "Payout");
        var letter = await office.ReadAsync(db => db.Set<Cases.Deciding.IssuedDocument>().AsNoTracking().Where(one => one.CaseId == opened.Id && one.Kind == Cases.Deciding.DocumentKind.Approval).Select(one => one.Id).SingleAsync());
        using var village = await site.CallerAsync(office, "village1");
        using var township = await site.CallerAsync(office, "township1");

        var refused = await village.GetAsync($"/api/cases/{opened.Id}/documents/{letter}");

        Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.Forbidden, "document.withheld")));
        Assert.That(Whole(await (await site.SignedInAsync("village1")).GetAsync($"/cases/{opened.Id}")), Does.Not.Contain($"/documents/{letter}").And.Contain("文书"), "its number and day are told, its text is not offered");
        Assert.That((await township.GetAsync($"/api/cases/{opened.Id}/documents/{letter}")).Ok()["html"]!.ToString(), Does.Contain("尾号").Or.Contain("ending"));
    }

    [Test]
    public async Task A_masked_name_is_masked_in_the_inbox_on_the_task_in_lists_and_in_messages()
    {
        await PublishAsync(form => form["steps"]!["VillageOpinion"] = JsonNode.Parse("""{ "fields": { "applicantName": "masked", "members": "hidden" } }"""));
        var answers = office.Answers();
        var name = answers["applicantName"]!.ToString();
        var opened = await office.SubmitAsync(answers, "hardship-aid", Drafting.Papers);
        var task = await office.ReachAsync(opened.Id, "VillageOpinion");
        var village = await site.SignedInAsync("village1");
        var messages = await office.ReadAsync(db => db.Set<Notification>().AsNoTracking().Where(one => one.Case == opened.Id && one.Occasion == Occasions.TaskAssigned).ToListAsync());

        using (Assert.EnterMultipleScope())
        {
            foreach (var path in new[] { "/tasks?tab=Team", $"/tasks/{task.Id}", $"/cases/{opened.Id}", "/cases", "/messages" })
                Assert.That(Whole(await village.GetAsync(path)), Does.Not.Contain(name), path);
            Assert.That((await village.GetAsync("/tasks?tab=Team")).Words, Does.Contain(Mask.Name(name, Sight.Masked)));
            Assert.That(messages, Has.Count.GreaterThan(1));
            Assert.That((await (await site.SignedInAsync("township1")).GetAsync($"/cases/{opened.Id}")).Words, Does.Contain(name));
        }
    }

    [Test]
    public async Task Whoever_is_asked_for_advice_is_offered_no_correction_that_would_be_refused()
    {
        await PublishAsync(form => form["steps"]!["TownshipReview"] = JsonNode.Parse("""{ "fields": { "mobile": "edit" } }"""));
        var task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "TownshipReview");
        async Task<int> OfferedAsync(string who, TaskId id)
        {
            using var program = await site.CallerAsync(office, who);
            return (await program.GetAsync($"/api/tasks/{id}")).Ok()["dossier"]!["correctable"]!.AsArray().Count;
        }

        var before = await OfferedAsync("township1", task.Id);
        var asked = await Reviewing.ReviewOffice.DelegateAsync(office, "township1", task.Id, "station1");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Is.EqualTo(1));
            Assert.That(await OfferedAsync("station1", asked), Is.Zero);
            Assert.That(await OfferedAsync("township1", task.Id), Is.Zero, "it waits for the answer");
            Assert.That((await (await site.SignedInAsync("station1")).GetAsync($"/tasks/{asked}")).Html, Does.Not.Contain($"/tasks/{asked}/answers"));
        }
    }

    /// <summary>A row that shows 张* and is found by 张三 tells whoever guesses that they guessed right.</summary>
    [Test]
    public async Task Nobody_who_sees_a_name_masked_finds_its_case_by_guessing_it()
    {
        await PublishAsync(form => form["steps"]!["VillageOpinion"] = JsonNode.Parse("""{ "fields": { "applicantName": "masked" } }"""));
        var answers = office.Answers();
        var name = answers["applicantName"]!.ToString();
        var opened = await office.SubmitAsync(answers, "hardship-aid", Drafting.Papers);
        await office.ReachAsync(opened.Id, "VillageOpinion");
        var guesses = new[] { name, name[..1], name[1..] }.Distinct().Select(Uri.EscapeDataString).ToArray();
        async Task<int> FindAsync(string who, string list)
        {
            using var program = await site.CallerAsync(office, who);
            return (await program.GetAsync(list)).Ok()["items"]!.AsArray().Count;
        }

        using (Assert.EnterMultipleScope())
        {
            foreach (var who in new[] { "leader1", "village1" })
            {
                Assert.That(await FindAsync(who, $"/api/cases?search={opened.ReceiptNumber}"), Is.EqualTo(1), $"{who} by the number");
                foreach (var guess in guesses)
                {
                    Assert.That(await FindAsync(who, $"/api/cases?search={guess}"), Is.Zero, who);
                    Assert.That((await (await site.SignedInAsync(who)).GetAsync($"/cases?q={guess}")).Html, Does.Not.Contain($"/cases/{opened.Id}"), who);
                }
            }

            foreach (var guess in guesses)
            {
                Assert.That(await FindAsync("village1", $"/api/tasks?tab=Team&search={guess}"), Is.Zero);
                Assert.That(await FindAsync("township1", $"/api/cases?search={guess}"), Is.EqualTo(1), "whoever sees the name finds it");
            }

            Assert.That(await FindAsync("village1", "/api/tasks?tab=Team"), Is.EqualTo(1));
        }

        await office.ReachAsync(opened.Id, "TownshipReview");
        Assert.That(await FindAsync("township1", $"/api/tasks?tab=Team&search={guesses[0]}"), Is.EqualTo(1), "at another step it is not masked");
    }

    [TestCase("zh-CN", "可更正", "更正“联系电话”", "理由：电话核实", "工作人员更正了“联系电话”", "申请人原填")]
    [TestCase("en", "You may correct", "corrected “Telephone”", "Reason: 电话核实", "“Telephone” was corrected by the staff", "The applicant wrote")]
    public async Task A_clerk_corrects_on_the_page_and_history_answers_and_applicant_are_told(string language, string offered, string done, string reason, string told, string before)
    {
        var id = await office.SendAsync("applicant1", office.Answers());
        var task = (await office.TasksAsync(id)).Single();
        var old = (await AnswersAsync(id))["mobile"]!.ToString();
        var clerk = await site.SignedInAsync("station1", language);
        var page = await clerk.GetAsync($"/tasks/{task.Id}");

        var wrong = await page.PostAsync($"/tasks/{task.Id}/answers", ("asked", "mobile"), ("answers.mobile", "12"), ("why", "电话核实"));
        var both = await page.PostAsync($"/tasks/{task.Id}/answers", ("asked", "mobile"), ("answers.mobile", "abc"), ("why", ""));
        var silent = await page.PostAsync($"/tasks/{task.Id}/answers", ("asked", "mobile"), ("answers.mobile", "13900001234"), ("why", ""));
        var sent = await page.PostAsync($"/tasks/{task.Id}/answers", ("asked", "mobile"), ("answers.mobile", "13900001234"), ("why", "电话核实"));
        var after = await sent.FollowAsync();
        var own = await (await site.SignedInAsync("applicant1", language)).GetAsync($"/applications/{id}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.Words, Does.Contain(offered));
            Assert.That((wrong.Status, silent.Status, sent.Status), Is.EqualTo((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity, HttpStatusCode.SeeOther)), sent.Words);
            Assert.That(Whole(wrong), Does.Contain("value=\"12\""), "what was written stays");
            Assert.That(after.Words, Does.Contain(done).And.Contain(reason).And.Contain(old).And.Contain("13900001234").And.Contain(before));
            Assert.That(own.Words, Does.Contain(told).And.Contain("电话核实"));
            Assert.That(own.Words, Does.Not.Contain("东湖街道服务站更正"), "not by whom");
        }

        wrong.EveryFaultLeadsToItsField();
        silent.EveryFaultLeadsToItsField();
        both.EveryFaultLeadsToItsField();
        Assert.That(both.Html, Does.Contain("href=\"#f-why\"").And.Contain("mobile\">"), "the reason and the answer are told at once");
        Assert.That(site.Errors, Is.Empty);
    }

    [Test]
    public async Task The_history_tells_who_does_not_see_an_answer_that_it_was_corrected_and_neither_value_nor_reason()
    {
        await PublishAsync(form =>
        {
            form["steps"]!["Completeness"] = JsonNode.Parse("""{ "fields": { "debt": "edit" } }""");
            form["steps"]!["VillageOpinion"] = JsonNode.Parse("""{ "fields": { "debt": "hidden" } }""");
        });
        var opened = await office.SubmitCompleteAsync();
        var first = (await office.TasksAsync(opened.Id)).Single();
        using var station = await site.CallerAsync(office, "station1");
        (await station.PostAsync($"/api/tasks/{first.Id}/answers", new { answers = new { debt = "43210.00" }, why = "借条四万三" }, "once")).Ok();
        var again = (await station.PostAsync($"/api/tasks/{first.Id}/answers", new { answers = new { debt = "43210.00" }, why = "借条四万三" }, "once")).Ok();
        var task = await office.ReachAsync(opened.Id, "VillageOpinion");
        using var village = await site.CallerAsync(office, "village1");

        var (seen, known) = (Whole(await village.GetAsync($"/api/tasks/{task.Id}")), Whole(await station.GetAsync($"/api/cases/{opened.Id}")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)again["questions"]![0], Is.EqualTo("debt"));
            Assert.That(await office.ReadAsync(db => db.Set<AnswerCorrection>().CountAsync()), Is.EqualTo(1), "the same key is the same correction");
            Assert.That(seen, Does.Contain("corrected “").And.Not.Contain("43210").And.Not.Contain("借条四万三"));
            Assert.That(known, Does.Contain("43210").And.Contain("借条四万三"));
        }
    }

    [Test]
    public async Task Who_holds_two_roles_sees_at_each_task_what_it_allows_and_on_the_page_of_the_case_what_both_allow()
    {
        var answers = office.Answers();
        answers["bankName"] = "枣庄秘密银行";
        var opened = await office.SubmitAsync(answers, "hardship-aid", Drafting.Papers);
        var unit = await office.ReadAsync(db => db.Set<Cases.Organisation.Account>().Where(one => one.UserName == "village1").Join(db.Set<Cases.Organisation.RoleAssignment>(), one => one.Id, held => held.AccountId, (_, held) => held.UnitId).FirstAsync());
        var clerk = await office.AsAsync("station1");
        await office.DoAsync((Cases.Organisation.AssignRole act, CancellationToken token) => act.RunAsync(clerk.Account!.Value, Cases.Organisation.Role.VillageHelper, unit, new DateOnly(2022, 3, 7), null, Actor.System, token));
        var both = await site.SignedInAsync("station1");
        var task = (await office.TasksAsync(opened.Id)).Single();

        var (at, page) = (Whole(await both.GetAsync($"/tasks/{task.Id}")), Whole(await both.GetAsync($"/cases/{opened.Id}")));

        Assert.That(at, Does.Contain("枣庄秘密银行"), "the clerk checks the papers against it");
        Assert.That(page, Does.Not.Contain("枣庄秘密银行"));
    }

    [Test]
    public async Task The_phone_takes_no_answer_along_that_the_visit_does_not_see()
    {
        await PublishAsync(form => form["steps"]!["HomeVisit"] = JsonNode.Parse("""{ "fields": { "residenceAddress": "hidden", "applicantName": "masked" } }"""));
        var answers = office.Answers();
        answers["residenceAddress"] = "东湖镇秘密村 8 号";
        var task = await office.ReachAsync((await office.SubmitAsync(answers, "hardship-aid", Drafting.Papers)).Id, "HomeVisit");
        await office.AsAsync("township1", (ClaimTask act, Actor actor, CancellationToken token) => act.ClaimAsync(task.Id, actor, token));

        var kept = await (await site.SignedInAsync("township1")).GetAsync($"/visits/{task.Id}/kept");

        Assert.That(kept.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(System.Text.RegularExpressions.Regex.Unescape(kept.Html), Does.Contain("\"address\":\"\"").And.Not.Contain("秘密村").And.Not.Contain(answers["applicantName"]!.ToString()));
    }

    [TestCase("zh-CN", "办理前须填写", "本环节须先填写")]
    [TestCase("en", "To be filled in before you agree", "This step must fill in")]
    public async Task A_required_answer_is_asked_for_on_the_page_before_the_step_is_agreed_to(string language, string asked, string words)
    {
        await PublishAsync(form =>
        {
            form["steps"]!["VillageOpinion"] = JsonNode.Parse("""{ "fields": { "ethnicGroup": "required" } }""");
            form["steps"]!["apply"]!["fields"] = new JsonObject { ["ethnicGroup"] = "hidden" };
        });
        var answers = office.Answers();
        answers.Remove("ethnicGroup");
        var opened = await office.SubmitAsync(answers, "hardship-aid", Drafting.Papers);
        var task = await office.ReachAsync(opened.Id, "VillageOpinion");
        var page = await (await site.SignedInAsync("village1", language)).GetAsync($"/tasks/{task.Id}");

        var refused = await page.PostAsync($"/tasks/{task.Id}/decision", ("verdict", "Approve"), ("opinion", "情况属实。"));
        var filled = await refused.PostAsync($"/tasks/{task.Id}/answers", ("asked", "ethnicGroup"), ("answers.ethnicGroup", "回族"), ("why", "户口簿"));
        var agreed = await (await filled.FollowAsync()).PostAsync($"/tasks/{task.Id}/decision", ("verdict", "Approve"), ("opinion", "情况属实。"));

        Assert.That(page.Words, Does.Contain(asked).And.Not.Match("(民族（选填）|Ethnic group \\(optional\\))"));
        Assert.That(refused.Words, Does.Contain(words));
        refused.EveryFaultLeadsToItsField();
        Assert.That((refused.Status, filled.Status, agreed.Status), Is.EqualTo((HttpStatusCode.UnprocessableEntity, HttpStatusCode.SeeOther, HttpStatusCode.SeeOther)), agreed.Words);
        Assert.That((string?)(await AnswersAsync(opened.Id))["ethnicGroup"], Is.EqualTo("回族"));
    }

    /// <summary>With all that is not shown, as words and not as they are escaped.</summary>
    private static string Whole(ReadPage page) => WebUtility.HtmlDecode(page.Html);

    private static string Whole(Reply reply) => reply.Body?.ToJsonString(new(System.Text.Json.JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) ?? reply.Text;

    private Task PublishAsync(Action<JsonObject> change)
    {
        var form = (JsonObject)JsonNode.Parse(Flows.Hardship().Files["form.json"])!;
        change(form);
        return office.PublishAsync(("form.json", form.ToJsonString()));
    }

    private async Task<JsonObject> AnswersAsync(CaseId id)
    {
        var aidCase = await office.CaseAsync(id);
        return await office.AskAsync(services => Task.FromResult(services.GetRequiredService<Vault>().OpenAnswers(aidCase)));
    }
}
