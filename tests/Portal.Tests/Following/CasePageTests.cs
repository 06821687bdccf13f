using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Following;

/// <summary>What applicants read of their own case, and what their messages say.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class CasePageTests(Provider provider)
{
    private Office office = null!;
    private Website site = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        site = await Website.OpenAsync(office);
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [TearDown]
    public Task TheBooksAgree() => office.BooksAgreeAsync();

    [Test]
    public async Task Who_owes_money_back_reads_how_much_that_no_day_is_set_and_who_will_call()
    {
        var id = await office.AccidentAsync();
        await office.UntilAsync(id, "FirstPayout");
        await office.PayAsync(id);
        var paid = (await office.CaseAsync(id)).PaidCents;
        await office.GrantAsync(id, paid - 500_00);
        var message = (await office.MessagesAsync(id, Occasions.RecoveryOwed)).Single();
        var (zh, en) = (await ReadAsync(id), await ReadAsync(id, "en"));

        await office.GiveBackAsync(id, 200_00, "A");
        var later = await ReadAsync(id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.Person, Is.EqualTo((await office.CaseAsync(id)).ApplicantId));
            Assert.That(message.In("zh-CN").Body, Does.Contain($"多发的 500.00 元需要退回。目前没有规定退回期限。").And.Contain("东湖街道退役军人服务站").And.Contain("请不要自行转账").And.Not.Contain("复核"));
            Assert.That(message.In("en").Body, Does.Contain("500.00 yuan are to be given back. No deadline is set for it.").And.Contain("Do not transfer anything by yourself").And.Contain("Donghu Sub-district"));
            Assert.That(zh, Does.Contain("需要退回 500.00 元").And.Contain($"先行救助已付给您 {Yuan(paid)} 元，最后批准 {Yuan(paid - 500_00)} 元").And.Contain("目前没有规定退回期限").And.Contain("东湖街道退役军人服务站").And.Not.Contain("申请复核"));
            Assert.That(en, Does.Contain("500.00 yuan to be given back").And.Contain("The veterans' service station of Donghu Sub-district will call you or see you"));
            Assert.That(later, Does.Contain("需要退回 300.00 元").And.Contain("您已退回 200.00 元").And.Contain("收到您退回的 200.00 元"));
        }

        await office.GiveBackAsync(id, 300_00, "B");
        Assert.That(await ReadAsync(id), Does.Not.Contain("需要退回"));
    }

    [Test]
    public async Task Who_owes_everything_back_after_a_refusal_is_shown_the_way_to_reconsideration()
    {
        var id = await office.AccidentAsync();
        await office.UntilAsync(id, "FirstPayout");
        await office.PayAsync(id);
        await office.RefuseAsync(id);
        var message = (await office.MessagesAsync(id, Occasions.RecoveryOwed)).Single();
        var before = await ReadAsync(id);
        await DeliverAsync(id);

        var page = await (await site.SignedInAsync("applicant1")).GetAsync($"/applications/{id}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.In("zh-CN").Body, Does.Contain("最后批准 0.00 元").And.Contain("收到决定书后可以在决定书写明的时间内申请复核"));
            Assert.That(before, Does.Contain("收到决定书后可以在决定书写明的时间内申请复核"));
            Assert.That(page.Words, Does.Contain("可以申请复核").And.Not.Contain("收到决定书后可以"));
            Assert.That(page.Html, Does.Contain($"class=\"button\" href=\"/applications/{id}/again\""));
        }
    }

    [Test]
    public async Task A_case_whose_version_is_older_than_the_message_is_told_in_todays_words()
    {
        await using var older = await Office.OpenAsync(provider);
        var version = await older.ReadAsync(db => db.Set<ServiceVersion>().AsNoTracking().SingleAsync(version => version.ServiceId == Applicant.Accident));
        var files = JsonNode.Parse(version.Files)!.AsObject();
        foreach (var path in files.Select(file => file.Key).Where(path => path.StartsWith($"templates/{Occasions.RecoveryOwed}.", StringComparison.Ordinal)).ToArray())
            files.Remove(path);
        await older.ReadAsync(db => db.Set<ServiceVersion>().Where(one => one.Id == version.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.Files, files.ToJsonString()).SetProperty(one => one.ContentHash, "sha256:older")));
        var id = await older.AccidentAsync();
        await older.Services.GetRequiredService<Preparation>().RunAsync(CancellationToken.None); // the folder has more now: a new version

        await older.UntilAsync(id, "FirstPayout");
        await older.PayAsync(id);
        await older.RefuseAsync(id);

        var closed = await older.CaseAsync(id);
        Assert.That((closed.ServiceVersionId, closed.Outcome), Is.EqualTo((version.Id, CaseOutcome.Recovering)));
        Assert.That((await older.MessagesAsync(id, Occasions.RecoveryOwed)).Single().In("zh-CN").Title, Does.StartWith("有一笔先行救助款需要退回"));
    }

    [Test]
    public async Task A_payment_in_advance_is_followed_from_its_authorisation_to_the_account()
    {
        var id = await office.AccidentAsync();
        await office.UntilAsync(id, "FirstPayout");
        var cents = (await office.PaymentsAsync(id)).Single().Cents;
        var authorised = await ReadAsync(id);
        office.Clock.Advance(TimeSpan.FromDays(1));
        var batch = await office.BatchAsync(id);
        await office.SendAsync(batch);
        var sent = await ReadAsync(id);
        office.Clock.Advance(TimeSpan.FromDays(1));
        await office.AnswerAsync(batch);
        var (arrived, en) = (await ReadAsync(id), await ReadAsync(id, "en"));

        var sum = Yuan(cents);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(authorised, Does.Contain($"先行救助：已批准先付 {sum} 元").And.Contain("其他手续继续办理").And.Match("交银行 还没有 到账 还没有").And.Contain($"已批准先行救助 {sum} 元"));
            Assert.That(sent, Does.Match("交银行 \\d+ 月 \\d+ 日 到账 还没有").And.Contain($"先行救助款 {sum} 元已交银行"));
            Assert.That(arrived, Does.Match("到账 \\d+ 月 \\d+ 日").And.Contain($"先行救助款 {sum} 元已到账").And.Contain("村（社区）提出意见"));
            Assert.That(en, Does.Contain($"Paid in advance: {sum} yuan").And.Contain($"A first payment was authorised: {sum} yuan").And.Contain($"The first payment of {sum} yuan arrived"));
        }
    }

    [TestCase("zh-CN", "公示期间有人提出不同意见，公示已停止", "公示停止，重新核实", "镇街已重新审核")]
    [TestCase("en", "Somebody objected during the public notice. It was stopped", "it was stopped, and your application is looked at again", "The township reviewed it again")]
    public async Task An_objection_is_told_in_neutral_words_and_never_what_was_said(string language, string now, string story, string again)
    {
        var id = await office.ApplyAsync("hardship-aid", office.Answers(), Drafting.Papers);
        await office.ObjectAsync(id, "他家有两套房，隔壁老李说的。");
        var message = (await office.MessagesAsync(id, Occasions.ObjectionReceived)).Single(message => message.Person is not null);
        var page = await ReadAsync(id, language);
        await office.UntilAsync(id, "DistrictReview");
        var later = await ReadAsync(id, language);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Contain(now).And.Contain(story).And.Not.Contain("两套房").And.Not.Contain("老李"));
            Assert.That(message.In(language).Title + message.In(language).Body, Does.Contain(language == "en" ? "was stopped" : "公示已停止").And.Not.Contain("两套房"));
            Assert.That(later, Does.Not.Contain(now).And.Contain(story).And.Contain(again));
        }
    }

    [Test]
    public async Task The_story_says_of_each_step_what_came_of_it()
    {
        var id = await office.ApplyAsync("hardship-aid", office.Answers(), [.. Drafting.Papers.Where(paper => paper != "householdRegister")]);
        await office.DecideAsync("station1", new((await office.TasksAsync(id)).Single().Id, Verdict.Incomplete) { Missing = [new("householdRegister", null)] });
        var paper = await office.PaperAsync();
        office.Clock.Advance(TimeSpan.FromHours(1));
        await office.DoAsync((SupplyMissing act, CancellationToken token) => act.SupplyAsync(new(id, [], [new("householdRegister", paper)]), Actor.System, token));
        for (var stage = CaseStage.Checking; stage != CaseStage.Paying; stage = (await office.CaseAsync(id)).Stage)
        {
            office.Clock.Advance(TimeSpan.FromMinutes(1));
            await office.StepAsync(id);
        }

        await DeliverAsync(id);
        var batch = await office.BatchAsync(id);
        await office.SendAsync(batch);
        await office.AnswerAsync(batch, returned: true);
        var task = (await office.TasksAsync(id)).Single();
        office.Clock.Advance(TimeSpan.FromHours(1));
        await office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = await office.NewCardAsync(id, 23) });
        await office.PayAsync(id);
        var granted = (await office.CaseAsync(id)).ApprovedCents!.Value;

        var (zh, en) = (await ReadAsync(id), await ReadAsync(id, "en"));

        var sum = Yuan(granted);
        using (Assert.EnterMultipleScope())
        {
            InOrder(zh, "办理进度", "您提交了申请", "请您补充 1 样材料或信息", "发出《补正材料一次性告知书》", "您补交了材料或信息", "已受理，材料齐全", "村（社区）已提出意见", "镇街已入户调查", "镇街已审核",
                "已公示，没有人提出异议", "区（市）已审核", $"区（市）已批准 {sum} 元", "市里已核对", $"省里已批准 {sum} 元", "发出《困难帮扶援助审批决定书》", $"帮扶款 {sum} 元已交银行", $"帮扶款 {sum} 元被银行退回", "收款账户已核对",
                $"帮扶款 {sum} 元已交银行", $"帮扶款 {sum} 元已到账", "已发放");
            InOrder(en, "The way so far", "You applied", "You were asked for 1 more thing", "You added what was missing", "Accepted: your papers are complete", "The township visited you", "nobody objected", $"The district granted it: {sum} yuan",
                $"The province granted it: {sum} yuan", "Decision to grant aid", "came back from the bank", $"The payment of {sum} yuan arrived");
            Assert.That(zh, Does.Match("《困难帮扶援助审批决定书》（[^）]+）已送达您").And.Not.Contain("办结"));
        }
    }

    [Test]
    public async Task The_story_tells_of_a_death_and_of_who_goes_on()
    {
        var id = await office.ApplyAsync("hardship-aid", office.Answers(), Drafting.Papers);
        var day = new DateOnly(2022, 3, 7);
        var person = new SyntheticPeople(31).Next("370402", day);
        await office.AsAsync("station1", (RecordDeath act, Actor station, CancellationToken token) => act.RecordAsync(new DeathReport(id, LocalDay.Today(office.Clock), "死亡证明"), station, token));
        var proof = await office.PaperAsync();
        await office.AsAsync("station1", (TakeOverCase act, Actor station, CancellationToken token) => act.TakeOverAsync(
            new(id, new(person.Name.Value, person.CitizenId.Value, Kinship.Spouse, "户口簿") { ProofFile = proof },
                new(person.Name.Value, person.Account.Number, person.BankName, "承接人本人账户")), station, token));

        InOrder(await ReadAsync(id), "您提交了申请", "申请人去世", $"由{person.Name.Value}承接申请");
    }

    [TestCase("zh-CN", "复核审查", "区（市）核对", "您的理由：", "复核，由其他人员重新审查", "还没到")]
    [TestCase("en", "Other people look at it again", "The district checks", "Your reasons: ", "Reconsideration, by other people", "Still to come")]
    public async Task Who_asks_for_reconsideration_reads_the_reasons_given_and_who_looks_at_it_now(string language, string now, string wrong, string mine, string stage, string coming)
    {
        const string reasons = "住院费用 6,000 元没有算进去，附上新的结算单。";
        var answers = office.Answers();
        var id = await office.ApplyAsync("hardship-aid", answers, Drafting.Papers);
        await office.DecideAsync("decider1", new((await office.ReachAsync(id, "DistrictDecision")).Id, Verdict.Refuse, "未达到救助标准。"));
        await DeliverAsync(id);
        var applicant = await site.SignedInAsync("applicant1", language);
        var asked = await (await applicant.GetAsync($"/applications/{id}")).PostAsync($"/applications/{id}/again", ("reasons", reasons));

        var own = await ReadAsync(id, language);
        var task = (await office.TasksAsync(id)).Single();
        var reviewer = await (await site.SignedInAsync("city1", language)).GetAsync($"/tasks/{task.Id}");
        var progress = await (await new Reader(new Uri(site.Address), language).GetAsync("/progress")).PostAsync("/progress", ("number", (await office.CaseAsync(id)).ReceiptNumber!), ("tail", ((string)answers["citizenId"]!)[^4..]));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(asked.Status, Is.EqualTo(System.Net.HttpStatusCode.OK).Or.EqualTo(System.Net.HttpStatusCode.SeeOther), asked.Words);
            Assert.That(own, Does.Contain($"{mine}{reasons}").And.Contain(now).And.Not.Contain(wrong).And.Not.Contain(coming));
            Assert.That(reviewer.Words, Does.Contain(reasons));
            Assert.That(progress.Words, Does.Contain(stage));
            Assert.That(await office.ReadAsync(db => db.Set<CaseRun>().Where(run => run.CaseId == id && run.Kind == RunKind.Reconsideration).Select(run => run.Reasons).SingleAsync()),
                Is.Not.Null.And.Not.EqualTo(System.Text.Encoding.UTF8.GetBytes(reasons)), "the words lie open in the database");
        }
    }

    [Test]
    public async Task The_last_characters_of_a_receipt_cannot_be_tried_out()
    {
        var answers = office.Answers();
        var number = (await office.CaseAsync(await office.ApplyAsync("hardship-aid", answers, Drafting.Papers))).ReceiptNumber!;
        var (right, page) = (((string)answers["citizenId"]!)[^4..], await new Reader(new Uri(site.Address), "en").GetAsync("/progress"));
        Task<ReadPage> LookAsync(string tail) => page.PostAsync("/progress", ("number", number), ("tail", tail));

        for (var wrong = 0; wrong < 10; wrong++)
            Assert.That((await LookAsync("00X0")).Words, Does.Contain("No application has this receipt number"));
        var late = await LookAsync(right);
        office.Clock.Advance(TimeSpan.FromHours(1));
        var later = await LookAsync(right);

        Assert.That(late.Words, Does.Contain("looked up with wrong characters too often").And.Contain("ask at the station"));
        Assert.That(later.Words, Does.Contain(number).And.Contain("Papers are checked"));
    }

    [TestCase("zh-CN", "办理进度", "不予受理 ", "未予受理", "到服务站领取")]
    [TestCase("en", "The way so far", "Not accepted", "Not accepted", "fetch it at the station")]
    public async Task Who_was_not_accepted_is_told_it_once_and_how_to_come_by_the_letter_before_asking_again(string language, string story, string told, string outcome, string way)
    {
        var id = await office.ApplyAsync("hardship-aid", office.Answers(), Drafting.Papers);
        await office.DecideAsync("station1", new((await office.TasksAsync(id)).Single().Id, Verdict.NotAccept, "户籍不在本区。"));
        var reader = await site.SignedInAsync("applicant1", language);

        var page = await reader.GetAsync($"/applications/{id}");
        var early = await page.PostAsync($"/applications/{id}/again", ("reasons", "户籍在本区。"));

        var sofar = page.Words[page.Words.IndexOf(story, StringComparison.Ordinal)..];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Regex.Count(sofar, Regex.Escape(told)) + (told == outcome ? 0 : Regex.Count(sofar, outcome)), Is.EqualTo(1), sofar);
            Assert.That(early.Status, Is.EqualTo(System.Net.HttpStatusCode.UnprocessableEntity));
            Assert.That(early.Words, Does.Contain(way).And.Not.Contain("Record the delivery").And.Not.Contain("登记送达日期"));
        }
    }

    [TestCase("zh-CN", "困难帮扶援助审批决定书")]
    [TestCase("en", "Decision to grant aid")]
    public async Task A_paper_bears_the_name_and_number_of_the_link_that_led_to_it(string language, string name)
    {
        var id = await office.ApplyAsync("hardship-aid", office.Answers(), Drafting.Papers);
        await office.UntilAsync(id, "Payout");
        var paper = await office.ReadAsync(db => db.Set<IssuedDocument>().AsNoTracking().Where(issued => issued.CaseId == id).Select(issued => new { issued.Id, issued.Number }).SingleAsync());
        var reader = await site.SignedInAsync("applicant1", language);

        var (page, sheet) = (await reader.GetAsync($"/applications/{id}"), await reader.GetAsync($"/applications/{id}/papers/{paper.Id}"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.Html, Does.Match($"papers/{paper.Id}\">\\s*{name}\\s*<span class=\"num\">\\s*{paper.Number}\\s*</span>\\s*</a>"));
            Assert.That(sheet.Words, Does.Contain(name).And.Contain(paper.Number).And.Not.Contain("你").And.Not.Contain("单位"));
        }
    }

    [TestCase("zh-CN", "材料齐全后，村、镇会上门了解情况", "款项到账", "账户尾号")]
    [TestCase("en", "Then the village and township visit", "Payment received", "account ending in")]
    public async Task The_receipt_names_the_applicant_and_once_paid_the_money(string language, string next, string paid, string account)
    {
        var answers = office.Answers();
        var id = await office.ApplyAsync("hardship-aid", answers, Drafting.Papers);
        var before = await ReadAsync(id, language, "/receipt");
        await office.UntilAsync(id, "Payout");
        await office.PayAsync(id);

        var after = await ReadAsync(id, language, "/receipt");

        var closed = await office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Does.Contain((string)answers["applicantName"]!).And.Contain(closed.ReceiptNumber).And.Contain(next).And.Not.Contain(paid));
            Assert.That(after, Does.Contain(paid).And.Contain(Yuan(closed.PaidCents)).And.Contain($"{account} {((string)answers["accountNumber"]!)[^4..]}").And.Not.Contain(next));
            Assert.That(after, Does.Not.Contain((string)answers["accountNumber"]!));
        }
    }

    private async Task<string> ReadAsync(CaseId id, string language = "zh-CN", string page = "") => (await (await site.SignedInAsync("applicant1", language)).GetAsync($"/applications/{id}{page}")).Words;

    private async Task DeliverAsync(CaseId id)
    {
        foreach (var paper in await office.ReadAsync(db => db.Set<IssuedDocument>().AsNoTracking().Where(issued => issued.CaseId == id && issued.DeliveredOn == null).Select(issued => issued.Id).ToListAsync()))
            await office.AsAsync("station1", (ConfirmDelivery act, Actor station, CancellationToken token) => act.ConfirmAsync(paper, LocalDay.Today(office.Clock), DeliveryMethod.InPerson, station, token));
    }

    private static string Yuan(long cents) => (cents / 100m).ToString("#,##0.00", CultureInfo.InvariantCulture);

    private static void InOrder(string words, params string[] parts)
    {
        var at = 0;
        foreach (var part in parts)
        {
            var found = words.IndexOf(part, at, StringComparison.Ordinal);
            Assert.That(found, Is.GreaterThanOrEqualTo(0), $"'{part}' does not follow in: {words}");
            at = found < 0 ? at : found + part.Length;
        }
    }
}
