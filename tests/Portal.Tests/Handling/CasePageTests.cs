using System.Net;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Handling;

/// <summary>The page of a case: who sees it, what it tells, and how documents are delivered.</summary>
[TestFixture]
internal sealed class CasePageTests
{
    private Hall hall = null!;

    private Office Office => hall.Office;

    [OneTimeSetUp]
    public async Task OpenAsync() => hall = await Hall.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [Test]
    public async Task Staff_of_its_area_see_the_case_and_each_look_is_on_record()
    {
        var opened = await Office.SubmitCompleteAsync();
        await Office.UntilAsync(opened.Id, "TownshipReview");

        foreach (var (who, language, words) in new[] { ("station1", "zh-CN", "办理记录"), ("decider1", "en", "Documents issued"), ("auditor1", "zh-CN", "期限"), ("city1", "en", "Limits") })
        {
            var (status, page) = await (await hall.SignInAsync(who, language)).GetAsync($"/cases/{opened.Id}");
            Assert.That((status, page.Contains(words, StringComparison.Ordinal), page.Contains(opened.ReceiptNumber!, StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.OK, true, true)), who);
        }

        var looked = await Office.ReadAsync(db => db.Set<AuditEntry>().Where(entry => entry.Act == "personal.viewed" && entry.Subject == $"case:{opened.Id}").Select(entry => entry.ActorName).ToListAsync());
        Assert.That(looked, Is.EquivalentTo(new[] { "station1", "decider1", "auditor1", "city1" }));
    }

    [TestCase("zh-CN", "现在：", "镇街审核", "已经过", "没有到")]
    [TestCase("en", "Now: ", "Township review", "passed", "not reached")]
    public async Task The_drawing_of_the_workflow_shows_where_the_case_is_and_a_list_says_the_same(string language, string now, string step, string passed, string ahead)
    {
        var opened = await Office.SubmitCompleteAsync();
        await Office.UntilAsync(opened.Id, "TownshipReview");
        var station = await hall.SignInAsync("station1", language);

        var (_, page) = await station.GetAsync($"/cases/{opened.Id}");
        var (_, figures) = await (await hall.SignInAsync("leader1", language)).GetAsync($"/cases/{opened.Id}");
        await Office.DecideAsync("township1", new((await Office.TasksAsync(opened.Id)).Single().Id, Verdict.Refuse, "不同意"));
        var (_, later) = await station.GetAsync($"/cases/{opened.Id}");

        var drawing = page.Split("class=\"drawing\"")[1].Split("</svg>")[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Match($"{now}\\s*<strong>{step}</strong>"));
            Assert.That(drawing, Does.Match($"<g class=\"current\"><title>{step}[^<]*</title>.*▶").And.Contain("<g class=\"visited\">").And.Contain("<g class=\"ahead\">").And.Contain(">✓<"));
            Assert.That(drawing, Does.Contain($"<svg").And.Contain(language == "en" ? "<title>Workflow hardship-aid" : "<title>"));
            Assert.That(language != "en" || !drawing.Any(letter => letter > 0x2E80), "no Chinese on an English drawing");
            Assert.That(drawing, Does.Match($"<title>{(language == "en" ? "Start" : "开始")} [^<]*</title><rect[^>]*/><text[^>]*>[^<]*</text></g>"), "nothing is done where it starts");
            Assert.That(page.Split("class=\"waylist\"")[1], Does.Contain(passed).And.Contain(ahead));
            Assert.That(figures, Does.Not.Contain("class=\"drawing\""));
            Assert.That(later, Does.Not.Match($"{now}\\s*<strong>{step}</strong>"), "it moves with the case");
        }
    }

    [TestCase("station-370402-002")]
    [TestCase("township-370403-001")]
    [TestCase("decider-370403")]
    [TestCase("applicant1")]
    public async Task Whoever_is_not_of_its_area_is_told_that_there_is_no_such_page(string who)
    {
        var opened = await Office.SubmitCompleteAsync();
        var seat = await hall.SignInAsync(who);

        var page = await seat.GetAsync($"/cases/{opened.Id}");
        var act = await seat.PostAsync("/services", $"/cases/{opened.Id}/death", ("death.on", "2022-03-01"), ("death.proof", "死亡证明"));
        var place = await seat.GetAsync($"/cases/{opened.Id}/place/move");

        var person = await Office.ReadAsync(db => db.Set<Person>().AsNoTracking().SingleAsync(person => person.Id == opened.ApplicantId));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((page.Status, act.Status, place.Status), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound)));
            Assert.That(page.Text, Does.Not.Contain(person.Name).And.Not.Contain(opened.ReceiptNumber!));
            Assert.That(person.DeceasedOn, Is.Null);
        }
    }

    [Test]
    public async Task Whoever_did_not_sign_in_is_asked_to()
    {
        var opened = await Office.SubmitCompleteAsync();

        var (status, _) = await hall.Anybody().GetAsync($"/cases/{opened.Id}");

        Assert.That(status, Is.EqualTo(HttpStatusCode.Redirect));
    }

    [TestCase("leader1")]
    [TestCase("admin1")]
    public async Task Leaders_and_administrators_see_how_it_goes_and_nothing_of_the_person(string who)
    {
        var answers = Office.Answers();
        var opened = await Office.SubmitAsync(answers, "hardship-aid", "identityCard", "dischargePapers", "bankCard", "signedPromise", "hardshipStatement", "householdRegister");

        var (status, page) = await (await hall.SignInAsync(who)).GetAsync($"/cases/{opened.Id}");

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        foreach (var secret in new[] { "applicantName", "citizenId", "mobile", "accountNumber" })
            Assert.That(page, Does.Not.Contain((string)answers[secret]!));
        Assert.That(page, Does.Not.Contain($"/cases/{opened.Id}/death").And.Not.Contain($"/cases/{opened.Id}/papers"));
    }

    [Test]
    public async Task A_delivery_is_recorded_and_the_time_for_reconsideration_runs()
    {
        var opened = await RefusedAsync();
        var refusal = await RefusalAsync(opened.Id);
        var station = await hall.SignInAsync("station1");

        var tomorrow = await DeliverAsync(station, opened.Id, refusal, LocalDay.Today(Office.Clock).AddDays(1));
        var done = await DeliverAsync(station, opened.Id, refusal, LocalDay.Today(Office.Clock));
        var (_, page) = await station.GetAsync(done.Text);

        var stored = await Office.ReadAsync(db => db.Set<IssuedDocument>().AsNoTracking().SingleAsync(document => document.Id == refusal));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(tomorrow.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(tomorrow.Text, Does.Contain("送达日期不能晚于今天").And.Contain($"value=\"{LocalDay.Today(Office.Clock).AddDays(1):yyyy-MM-dd}\"").And.Contain("value=\"Post\" selected"), "what was typed is still there");
            Assert.That((done.Status, done.Text), Is.EqualTo((HttpStatusCode.SeeOther, $"/cases/{opened.Id}?done=delivery")));
            Assert.That((stored.DeliveredOn, stored.Method), Is.EqualTo(((DateOnly?)LocalDay.Today(Office.Clock), (DeliveryMethod?)DeliveryMethod.Post)));
            Assert.That(page, Does.Contain("申请复核期限").And.Contain("邮寄送达").And.Contain("代申请人申请复核"));
        }
    }

    [Test]
    public async Task Only_those_who_handle_cases_confirm_a_delivery()
    {
        var opened = await RefusedAsync();
        var refusal = await RefusalAsync(opened.Id);
        var village = await hall.SignInAsync("village1", "en");

        var (_, page) = await village.GetAsync($"/cases/{opened.Id}");
        var (status, text) = await DeliverAsync(village, opened.Id, refusal, LocalDay.Today(Office.Clock));

        Assert.That(page, Does.Not.Contain($"/cases/{opened.Id}/delivery"));
        Assert.That((status, text.Contains("There is a problem", StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.UnprocessableEntity, true)));
        Assert.That(await Office.ReadAsync(db => db.Set<IssuedDocument>().Where(document => document.Id == refusal).Select(document => document.DeliveredOn).SingleAsync()), Is.Null);
    }

    [Test]
    public async Task For_the_applicant_the_station_asks_for_reconsideration_once_the_refusal_is_delivered()
    {
        var opened = await RefusedAsync();
        var station = await hall.SignInAsync("station1");
        await DeliverAsync(station, opened.Id, await RefusalAsync(opened.Id), LocalDay.Today(Office.Clock));

        var empty = await station.PostAsync($"/cases/{opened.Id}", $"/cases/{opened.Id}/again", ("again.reasons", ""));
        var asked = await station.PostAsync($"/cases/{opened.Id}", $"/cases/{opened.Id}/again", ("again.reasons", "有新的费用单据。"));

        Assert.That((empty.Status, asked.Status), Is.EqualTo((HttpStatusCode.UnprocessableEntity, HttpStatusCode.SeeOther)));
        Assert.That(await Office.ReadAsync(db => db.Set<CaseRun>().AnyAsync(run => run.CaseId == opened.Id && run.Kind == RunKind.Reconsideration)), Is.True);
    }

    [Test]
    public async Task To_withdraw_is_offered_only_where_the_act_allows_it()
    {
        var id = (await Office.SubmitCompleteAsync()).Id;
        await Office.UntilAsync(id, "Payout");
        var helper = await hall.SignInAsync("village1");
        var form = $"action=\"/cases/{id}/withdrawal\"";

        var (_, waiting) = await helper.GetAsync($"/cases/{id}");
        var batch = await Office.BatchAsync(id);
        var (_, onRoll) = await helper.GetAsync($"/cases/{id}");
        await Office.SendAsync(batch);
        var (_, atBank) = await helper.GetAsync($"/cases/{id}");
        var (status, told) = await helper.PostAsync($"/cases/{id}", $"/cases/{id}/withdrawal", ("withdrawal.words", "不需要了"));
        await Office.AnswerAsync(batch, returned: true);
        var (_, cameBack) = await helper.GetAsync($"/cases/{id}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(waiting, Does.Contain(form));
            Assert.That(onRoll, Does.Not.Contain(form));
            Assert.That(atBank, Does.Not.Contain(form));
            Assert.That((status, told.Contains("money-on-its-way", StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.UnprocessableEntity, false)), told);
            Assert.That(cameBack, Does.Contain(form), "what the bank sent back can be stopped");
        }
    }

    [Test]
    public async Task Papers_and_documents_open_for_those_who_handle_the_case_only()
    {
        var opened = await RefusedAsync();
        var refusal = await RefusalAsync(opened.Id);
        var paper = await Office.ReadAsync(db => db.Set<CaseDocument>().Where(document => document.CaseId == opened.Id).Select(document => document.FileId).FirstAsync());
        var (station, leader) = (await hall.SignInAsync("station1"), await hall.SignInAsync("leader1"));

        var opens = (await station.GetAsync($"/cases/{opened.Id}/papers/{paper}"), await station.GetAsync($"/cases/{opened.Id}/documents/{refusal}"));
        var closed = (await leader.GetAsync($"/cases/{opened.Id}/papers/{paper}"), await leader.GetAsync($"/cases/{opened.Id}/documents/{refusal}"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((opens.Item1.Status, opens.Item2.Status), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)));
            Assert.That(opens.Item2.Text, Does.Contain("不予"));
            Assert.That((closed.Item1.Status, closed.Item2.Status), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.NotFound)));
        }
    }

    [TestCase("zh-CN")]
    [TestCase("en")]
    public async Task The_history_tells_the_whole_life_oldest_first(string language)
    {
        var opened = await Office.SubmitCompleteAsync();
        await Office.DecideAsync("station1", new((await Office.TasksAsync(opened.Id)).Single().Id, Verdict.Incomplete) { Missing = [new("bankCard", "看不清")] });
        Office.Clock.Advance(TimeSpan.FromDays(1));
        var card = new LinkedFile("bankCard", await Office.UploadAsync($"card-{language}"));
        await Office.DoAsync((SupplyMissing act, CancellationToken token) => act.SupplyAsync(new SupplyCommand(opened.Id, [], [card]), Cases.Acting.Actor.System, token));
        await Office.UntilAsync(opened.Id, "PublicNotice");
        var notice = await Office.ReadAsync(db => db.Set<PublicNotice>().AsNoTracking().SingleAsync(one => one.CaseId == opened.Id));
        await Office.DoAsync((RaiseObjection act, CancellationToken token) => act.RaiseAsync(notice.Id, "家里有两套房。", Cases.Acting.Actor.System, token));
        await Office.UntilAsync(opened.Id, "Payout");
        var batch = await Office.BatchAsync(opened.Id);
        await Office.SendAsync(batch);
        await Office.AnswerAsync(batch, returned: true);
        var station = await hall.SignInAsync("station1", language);
        await station.PostAsync($"/cases/{opened.Id}", $"/cases/{opened.Id}/death", ("death.on", "2022-03-01"), ("death.sure", "yes"), ("death.proof", "死亡证明第 30 号"));

        var (_, page) = await station.GetAsync($"/cases/{opened.Id}");

        string[] told = language == "en"
            ? ["Application sent", "asked the applicant for what is missing", "Supplied what was missing", "accepted", "wrote down the visit", "read and signed", "Public notice posted", "Objection to the public notice",
                "Answered the objection", "granted", "recorded the decision of the level above: agreed", "The public notice ended", "Payment sent to the bank", "Payment returned by the bank", "Recorded the death of the applicant"]
            : ["提交申请", "请申请人补正", "提交补正", "：受理", "填写调查记录", "核对调查记录并签字", "张贴公示", "对公示提出异议", "以新的意见答复公示异议", "区级审批：批准", "登记上级批复：同意", "公示期满", "款项送交银行", "银行退票", "登记申请人去世"];
        var history = page[page.IndexOf("<ul class=\"history\">", StringComparison.Ordinal)..];
        var places = told.Select(words => history.IndexOf(words, StringComparison.Ordinal)).ToArray();
        Assert.That(places, Has.All.GreaterThan(0), string.Join(", ", told.Where(words => !history.Contains(words, StringComparison.Ordinal))));
        Assert.That(places, Is.Ordered);
        Assert.That(history, Does.Contain("看不清").And.Contain("死亡证明第 30 号").And.Contain(language == "en" ? "somebody who objects" : "提出异议的人").And.Contain(language == "en" ? "by the page of the notice" : "网上提出").And.Not.Contain("：办结"));
    }

    [Test]
    public async Task The_scan_of_a_decision_from_outside_opens_for_those_who_read_the_papers_and_each_look_is_on_record()
    {
        var opened = await Office.SubmitCompleteAsync();
        await Office.UntilAsync(opened.Id, "Payout");
        var batch = await Office.BatchAsync(opened.Id);
        await Office.SendAsync(batch);
        await Office.AnswerAsync(batch, returned: true);
        var correction = (await Office.TasksAsync(opened.Id)).Single();
        var scan = (await Office.ReadAsync(db => db.Set<ExternalDecision>().AsNoTracking().SingleAsync(decision => decision.CaseId == opened.Id))).ScanId!.Value;
        var (city, station) = (await hall.SignInAsync("citydecider1"), await hall.SignInAsync("station1", "en"));

        var (_, page) = await city.GetAsync($"/cases/{opened.Id}");
        var onCase = await city.GetAsync($"/cases/{opened.Id}/papers/{scan}");
        var (_, task) = await station.GetAsync($"/tasks/{correction.Id}");
        var onTask = await station.GetAsync($"/tasks/{correction.Id}/papers/{scan}");
        var elsewhere = new List<HttpStatusCode>();
        foreach (var who in new[] { "leader1", "admin1", "maker1", "station-370402-002", "applicant1" })
            elsewhere.Add((await (await hall.SignInAsync(who)).GetAsync($"/cases/{opened.Id}/papers/{scan}")).Status);

        var looked = await Office.ReadAsync(db => db.Set<AuditEntry>().Where(entry => entry.Act == "personal.viewed" && entry.Subject == $"case:{opened.Id}" && entry.Facts.Contains($"paper {scan}")).Select(entry => entry.ActorName).ToListAsync());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Contain($"/cases/{opened.Id}/papers/{scan}").And.Contain("上级批复 鲁退役困助〔2022〕1号"));
            Assert.That(task, Does.Contain($"/tasks/{correction.Id}/papers/{scan}").And.Contain("Decision of the level above"));
            Assert.That((onCase.Status, onTask.Status), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)));
            Assert.That(elsewhere, Has.All.EqualTo(HttpStatusCode.NotFound));
            Assert.That(looked, Is.EquivalentTo(new[] { "citydecider1", "station1" }));
        }
    }

    private async Task<AidCase> RefusedAsync()
    {
        var opened = await Office.SubmitCompleteAsync();
        await Office.UntilAsync(opened.Id, "DistrictDecision");
        await Office.DecideAsync("decider1", new((await Office.TasksAsync(opened.Id)).Single().Id, Verdict.Refuse, "未达到标准。"));
        return opened;
    }

    private Task<Cases.Acting.IssuedDocumentId> RefusalAsync(Cases.Acting.CaseId id) =>
        Office.ReadAsync(db => db.Set<IssuedDocument>().Where(issued => issued.CaseId == id && issued.Kind == DocumentKind.Refusal).Select(issued => issued.Id).SingleAsync());

    private static Task<(HttpStatusCode Status, string Text)> DeliverAsync(Seat seat, Cases.Acting.CaseId id, Cases.Acting.IssuedDocumentId document, DateOnly on) => seat.PostAsync(
        $"/cases/{id}", $"/cases/{id}/delivery", ("delivery.document", $"{document}"), ("delivery.on", $"{on:yyyy-MM-dd}"), ("delivery.method", "Post"));
}
