using System.Globalization;
using System.Net;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Serving;

/// <summary>What binds is shown once more before it binds.</summary>
[TestFixture]
internal sealed class DecisionPagesTests
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

    [TestCase("zh-CN", "确认批准？", "省级审批", "元")]
    [TestCase("en", "Grant this amount?", "the province may lower it", "yuan")]
    public async Task An_amount_is_granted_only_after_it_was_shown_once_more(string language, string title, string follows, string unit)
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "DistrictDecision");
        var cents = (await office.CaseAsync(opened.Id)).ProposedCents!.Value;
        var decider = await site.SignedInAsync("decider1", language);
        var page = await decider.GetAsync($"/tasks/{task.Id}");

        var check = await page.PostAsync($"/tasks/{task.Id}/decision", ("verdict", "Approve"), ("cents", Plain(cents)), ("opinion", "按规定审定。"));

        Assert.That(check.Status, Is.EqualTo(HttpStatusCode.OK), check.Words);
        Assert.That(check.Words, Does.Contain(title).And.Contain(follows).And.Contain($"{cents / 100m:#,##0.00} {unit}").And.Contain("按规定审定。"));
        Assert.That(check.Words, Does.Contain((await office.CaseAsync(opened.Id)).ReceiptNumber));
        Assert.That((await office.CaseAsync(opened.Id)).ApprovedCents, Is.Null, "nothing is granted by asking");

        var back = await check.PostHiddenAsync($"/tasks/{task.Id}/decision", ("sure", "no"));
        Assert.That(back.Html, Does.Contain("按规定审定。"), "what was written is still there");

        var done = await check.PostHiddenAsync($"/tasks/{task.Id}/decision", ("sure", "yes"));
        Assert.That(done.Location, Does.StartWith("/tasks?decision="), done.Words);
        Assert.That((await office.CaseAsync(opened.Id)).ApprovedCents, Is.EqualTo(cents));
    }

    [TestCase("zh-CN", "是同一户吗？")]
    [TestCase("en", "Is it one household with application")]
    public async Task Of_an_application_that_came_later_the_decider_is_asked_whether_it_is_one_household(string language, string question)
    {
        var (husband, wife) = (office.Answers(), office.Answers());
        var first = await office.SubmitAsync(husband, "hardship-aid", Drafting.Papers);
        await office.UntilAsync(first.Id, "DistrictReview");
        wife["members"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject
        {
            ["name"] = (string)husband["applicantName"]!,
            ["relation"] = "spouse",
            ["citizenId"] = (string)husband["citizenId"]!,
        });
        var linked = await Task.WhenAll(Drafting.Papers.Select(async key => new LinkedFile(key, await office.UploadAsync(key))));
        var second = (await office.DoAsync((SubmitApplication act, CancellationToken token) => act.SubmitAsync(
            new SubmitCommand("hardship-aid", wife, first.UnitId, Intake.Station, "twin") { Documents = [.. linked], OverrideReason = "夫妻各自申请，请核对。" }, Actor.System, token))).Id;
        var number = (await office.CaseAsync(second)).ReceiptNumber!;
        var task = await office.ReachAsync(first.Id, "DistrictDecision");
        var decider = await site.SignedInAsync("decider1", language);
        var page = await decider.GetAsync($"/tasks/{task.Id}");
        var cents = ("cents", Plain((await office.CaseAsync(first.Id)).ProposedCents!.Value));

        var unanswered = await page.PostAsync($"/tasks/{task.Id}/decision", ("verdict", "Approve"), cents, ("opinion", "按规定审定。"));
        var check = await page.PostAsync($"/tasks/{task.Id}/decision", ("verdict", "Approve"), cents, ("opinion", "按规定审定。"), ($"household.{number}", "yes"));
        var done = await check.PostHiddenAsync($"/tasks/{task.Id}/decision", ("sure", "yes"));

        Assert.That(page.Words, Does.Contain(question).And.Contain(number));
        Assert.That(unanswered.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        unanswered.EveryFaultLeadsToItsField();
        Assert.That(done.Location, Does.StartWith("/tasks?decision="), done.Words);
        Assert.That((await office.CaseAsync(first.Id)).HouseholdId, Is.EqualTo((await office.CaseAsync(second)).HouseholdId));
    }

    [TestCase("zh-CN", "请填写户名", "请填写开户银行")]
    [TestCase("en", "Enter", "bank")]
    public async Task Everything_wrong_with_a_correction_is_told_at_once(string language, string holder, string bank)
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "Payout");
        var batch = await office.BatchAsync(opened.Id);
        await office.SendAsync(batch);
        await office.AnswerAsync(batch, returned: true);
        var task = (await office.TasksAsync(opened.Id)).Single();
        var page = await (await site.SignedInAsync(await office.HolderAsync(task), language)).GetAsync($"/tasks/{task.Id}");

        var refused = await page.PostAsync($"/tasks/{task.Id}/decision", ("verdict", "Complete"), ("accountNumber", "12"), ("successor.name", "李"), ("successor.citizenId", "1"));

        Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(refused.Words, Does.Contain(holder).And.Contain(bank));
        foreach (var field in new[] { "payee-name", "accountNumber", "payee-bankName", "correction", "successor-citizenId", "successor-proof", "payee-heir" })
            Assert.That(refused.Html, Does.Contain($"<a href=\"#f-{field}\">"), field);
        refused.EveryFaultLeadsToItsField();
    }

    [TestCase("zh-CN", "元超过规则测算的")]
    [TestCase("en", "yuan is more than the")]
    public async Task What_the_rules_refuse_is_told_before_anybody_is_asked_to_confirm(string language, string words)
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "DistrictDecision");
        var page = await (await site.SignedInAsync("decider1", language)).GetAsync($"/tasks/{task.Id}");

        var refused = await page.PostAsync($"/tasks/{task.Id}/decision", ("verdict", "Approve"), ("cents", "1234567.50"));

        Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(refused.Words, Does.Contain("1,234,567.50").And.Contain(words));
        refused.EveryFaultLeadsToItsField();
    }

    [TestCase("zh-CN", "申请人填写“急需先行救助”：否", "不先行发放，案件继续办理")]
    [TestCase("en", "The applicant asks for help at once: no", "Do not pay in advance; the case goes on")]
    public async Task Not_to_pay_in_advance_refuses_nothing_else(string language, string asked, string words)
    {
        var answers = office.Answers("sudden-accident-relief");
        foreach (var (key, value) in new[] { ("situation", "traffic"), ("consequence", "home-damaged"), ("eventOn", "2022-03-04"), ("loss", "51200.00"), ("compensated", "3500.00") })
            answers[key] = value;
        answers["urgent"] = false;
        answers.Remove("urgentReason");
        var opened = await office.SubmitAsync(answers, "sudden-accident-relief",
            "identityCard", "dischargePapers", "bankCard", "signedPromise", "eventProof", "damagePhotos", "treatmentProof", "deathProof", "compensationProof", "householdRegister");
        var task = await office.ReachAsync(opened.Id, "EmergencyAuthorise");
        var page = await (await site.SignedInAsync("decider1", language)).GetAsync($"/tasks/{task.Id}");

        Assert.That(page.Words, Does.Contain(asked).And.Contain(words).And.Not.Contain("不予批准").And.Not.Contain("Refuse"));

        var check = await page.PostAsync($"/tasks/{task.Id}/decision", ("verdict", "Refuse"), ("opinion", "申请人表示不急需。"));
        Assert.That(check.Words, Does.Contain(words), check.Words);
        await check.PostHiddenAsync($"/tasks/{task.Id}/decision", ("sure", "yes"));

        var after = await office.CaseAsync(opened.Id);
        Assert.That((after.IsOpen, after.DecidedOn), Is.EqualTo((true, (DateOnly?)null)), "nothing is decided about the case");
        var next = (await office.TasksAsync(opened.Id)).Single();
        Assert.That(next.Step, Is.EqualTo("VillageOpinion"));
        var history = await (await site.SignedInAsync("village1", language)).GetAsync($"/tasks/{next.Id}");
        Assert.That(history.Words.ToUpperInvariant(), Does.Contain(words.ToUpperInvariant()));
    }

    [Test]
    public async Task What_another_body_decided_is_written_down_only_by_whoever_compared_it()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "ProvincialDecision");
        var page = await (await site.SignedInAsync("citydecider1")).GetAsync($"/tasks/{task.Id}");

        var refused = await page.PostAsync($"/tasks/{task.Id}/decision", ("verdict", "Approve"), ("external.documentNumber", "鲁〔2022〕1号"), ("external.decidedOn", "2022-03-07"), ("external.cents", "100"));

        Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        refused.EveryFaultLeadsToItsField();
        Assert.That((await office.TasksAsync(opened.Id)).Single().Id, Is.EqualTo(task.Id));
    }

    [TestCase("zh-CN", "请填写批复日期，照批复上的落款日期", "请填写批复文号", "请上传上级批复的扫描件", "勾选")]
    [TestCase("en", "Enter the date that stands on the decision document", "Enter the number", "Upload the scan", "tick that you have")]
    public async Task Everything_wrong_with_what_another_body_decided_is_told_at_once(string language, string date, string number, string scan, string compared)
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "ProvincialDecision");
        var page = await (await site.SignedInAsync("citydecider1", language)).GetAsync($"/tasks/{task.Id}");

        var refused = await page.PostAsync($"/tasks/{task.Id}/decision", ("verdict", "Approve"), ("external.documentNumber", " "), ("external.decidedOn", "三月七日"), ("external.cents", "99999999"), ("opinion", "照批复登记。"));

        Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(refused.Words, Does.Contain(date).And.Contain(number).And.Contain(scan).And.Contain(compared).And.Contain("99,999,999.00"));
        Assert.That(refused.Html, Does.Contain("照批复登记。").And.Contain("value=\"99999999\""), "what was written is still there");
        refused.EveryFaultLeadsToItsField();
    }

    [Test]
    public async Task A_roll_is_released_only_after_it_was_shown_once_more()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "Payout");
        var batch = await office.BatchAsync(opened.Id);
        await office.CheckAsync(batch);
        var releaser = await site.SignedInAsync("releaser1");
        var page = await releaser.GetAsync($"/payouts/{batch}");

        var check = await page.PostAsync($"/payouts/{batch}/release");

        var payment = (await office.PaymentsAsync(opened.Id)).Single();
        Assert.That(check.Words, Does.Contain("确认放款？").And.Contain(payment.PayeeName).And.Contain($"{payment.Cents / 100m:#,##0.00} 元").And.Contain("不能再退回"));
        Assert.That(await StateAsync(batch), Is.EqualTo(BatchState.Checked));

        await check.PostAsync($"/payouts/{batch}/release", ("sure", "yes"));
        Assert.That(await StateAsync(batch), Is.EqualTo(BatchState.Released));
    }

    [Test]
    public async Task Whoever_looks_at_a_roll_stands_in_the_access_log_and_whoever_may_not_learns_nothing()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "Payout");
        var batch = await office.BatchAsync(opened.Id);

        var seen = await (await site.SignedInAsync("checker1")).GetAsync($"/payouts/{batch}");
        var station = await site.SignedInAsync("station1");
        var (hidden, unknown) = (await station.GetAsync($"/payouts/{batch}"), await station.GetAsync($"/payouts/{opened.Id}"));

        var subject = $"batch:{batch}";
        var looks = await office.ReadAsync(db => db.Set<AuditEntry>().Where(entry => entry.Subject == subject).Select(entry => entry.ActorName).ToListAsync());
        Assert.That(seen.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((hidden.Status, hidden.Words), Is.EqualTo((HttpStatusCode.NotFound, unknown.Words)), "as if there were none");
        Assert.That(looks, Is.EqualTo(new[] { "checker1" }));
    }

    [Test]
    public async Task A_return_file_that_is_not_there_is_asked_for_beside_its_field()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "Payout");
        var batch = await office.BatchAsync(opened.Id);
        await office.SendAsync(batch);
        var page = await (await site.SignedInAsync("maker1")).GetAsync($"/payouts/{batch}");

        (await page.PostAsync($"/payouts/{batch}/answer")).EveryFaultLeadsToItsField();
    }

    [TestCase("zh-CN", "确认不予受理？", "案件办结")]
    [TestCase("en", "Turn this application away?", "The case is closed")]
    public async Task An_application_is_turned_away_only_after_it_was_shown_once_more(string language, string title, string follows)
    {
        var opened = await office.SubmitCompleteAsync();
        var task = (await office.TasksAsync(opened.Id)).Single();
        var page = await (await site.SignedInAsync("station1", language)).GetAsync($"/tasks/{task.Id}");

        var check = await page.PostAsync($"/tasks/{task.Id}/decision", ("verdict", "NotAccept"), ("opinion", "户籍不在本区。"));

        Assert.That(check.Words, Does.Contain(title).And.Contain(follows).And.Contain("户籍不在本区。"));
        Assert.That((await office.CaseAsync(opened.Id)).IsOpen, Is.True, "nothing is closed by asking");

        var done = await check.PostHiddenAsync($"/tasks/{task.Id}/decision", ("sure", "yes"));
        Assert.That(done.Location, Does.StartWith("/tasks?decision="), done.Words);
        Assert.That((await office.CaseAsync(opened.Id)).Outcome, Is.EqualTo(CaseOutcome.NotAccepted));
    }

    [Test]
    public async Task An_opinion_that_ends_the_case_is_shown_once_more_and_one_that_does_not_is_taken_at_once()
    {
        var opened = await office.SubmitCompleteAsync();
        var review = await office.ReachAsync(opened.Id, "DistrictReview");
        var reviewer = await (await site.SignedInAsync(await office.HolderAsync(review))).GetAsync($"/tasks/{review.Id}");
        var goesOn = await reviewer.PostAsync($"/tasks/{review.Id}/decision", ("verdict", "Refuse"), ("opinion", "收入不符。"));
        Assert.That(goesOn.Location, Does.StartWith("/tasks?decision="), goesOn.Words);
        var city = await office.ReachAsync(opened.Id, "CityCheck");
        var checker = await (await site.SignedInAsync(await office.HolderAsync(city), "en")).GetAsync($"/tasks/{city.Id}");

        var asked = await checker.PostAsync($"/tasks/{city.Id}/decision", ("verdict", "Refuse"), ("opinion", "材料不实。"));

        Assert.That(asked.Words, Does.Contain("“Disagree”: close the case with it?").And.Contain("the case is closed as refused"));
        Assert.That((await office.CaseAsync(opened.Id)).IsOpen, Is.True);
        await asked.PostHiddenAsync($"/tasks/{city.Id}/decision", ("sure", "yes"));
        Assert.That((await office.CaseAsync(opened.Id)).Outcome, Is.EqualTo(CaseOutcome.Refused));
    }

    private static string Plain(long cents) => (cents / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private Task<BatchState> StateAsync(BatchId batch) => office.ReadAsync(db => db.Set<PayoutBatch>().Where(one => one.Id == batch).Select(one => one.State).SingleAsync());
}
