using System.Net;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Serving;

/// <summary>What an applicant is told before, while and after an application is sent.</summary>
[TestFixture]
internal sealed class DraftPagesTests
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

    [TestCase("zh-CN", "您填写的银行账号也出现在另一份申请里")]
    [TestCase("en", "The bank account you gave also stands in another application")]
    public async Task The_question_says_which_likeness_it_is_about_and_nothing_of_anybody_else(string language, string words)
    {
        var earlier = office.Answers();
        var other = await office.SubmitAsync(earlier, "hardship-aid", Drafting.Papers);
        var answers = office.Answers();
        answers["accountNumber"] = earlier["accountNumber"]!.DeepClone();
        var draft = await office.DraftAsync("applicant1", answers, Drafting.Papers);
        var page = await (await site.SignedInAsync("applicant1", language)).GetAsync($"/drafts/{draft}/check");
        Assert.That(page.Words, Does.Not.Contain(words));

        var asked = await page.PostAsync($"/drafts/{draft}/submit");

        Assert.That(asked.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(asked.Words, Does.Contain(words));
        Assert.That(asked.Words, Does.Not.Contain((await office.CaseAsync(other.Id)).ReceiptNumber).And.Not.Contain((string)earlier["applicantName"]!).And.Not.Contain("审计"));
        asked.EveryFaultLeadsToItsField();

        var brief = await asked.PostHiddenAsync($"/drafts/{draft}/submit", ("reason", "嗯"));
        Assert.That(brief.Words, Does.Contain(words), "still asked the same");
        var sent = await asked.PostHiddenAsync($"/drafts/{draft}/submit", ("reason", "本人没有银行卡，由亲属代收"));
        Assert.That(sent.Location, Does.EndWith("/receipt"), sent.Words);
    }

    [TestCase("zh-CN", "须同时符合：.*退役军人或其他优抚对象.*户籍在枣庄市.*并有以下任一情形：.*低保.*其他特殊困难")]
    [TestCase("en", "All of these:.*veteran.*registered in Zaozhuang.*And any one of these:.*minimum-living.*Another special hardship")]
    public async Task Who_can_apply_keeps_what_all_must_hold_apart_from_what_one_must(string language, string words) =>
        Assert.That((await (await site.SignedInAsync("applicant1", language)).GetAsync("/services/hardship-aid")).Words, Does.Match(words));

    [TestCase("zh-CN", "，并选择“是”后再提交。", "勾选")]
    [TestCase("en", "and choose “Yes” before you send the form.", "tick")]
    public async Task A_promise_between_two_buttons_is_chosen_and_not_ticked(string language, string words, string not)
    {
        var draft = await office.DraftAsync("applicant1", office.Answers(), Drafting.Papers);
        var page = await (await site.SignedInAsync("applicant1", language)).GetAsync($"/drafts/{draft}/topics/promise");

        var refused = await page.PostHiddenAsync($"/drafts/{draft}/topics/promise", ("promise", "no"));

        Assert.That(refused.Html, Does.Contain("type=\"radio\""));
        Assert.That(refused.Words, Does.Contain(words).And.Not.Contain(not));
    }

    [TestCase("zh-CN", "已预填，请核对", "填了一部分")]
    [TestCase("en", "Filled in, please check", "Partly filled in")]
    public async Task A_topic_that_was_filled_in_beforehand_is_not_called_empty(string language, string words, string partly)
    {
        var actor = await office.AsAsync("station1");
        var answers = office.Answers();
        answers.Remove("accountNumber");
        var draft = await office.DoAsync((WriteDraft act, CancellationToken token) => act.BeginAsync("hardship-aid", Intake.Station, answers, actor, token));

        var overview = await (await site.SignedInAsync("station1", language)).GetAsync($"/drafts/{draft}");

        Assert.That(overview.Words, Does.Contain(words).And.Contain(partly));
    }

    [TestCase("zh-CN", "还缺：", "银行")]
    [TestCase("en", "Still missing:", "ank")]
    public async Task What_is_still_missing_is_listed_before_anything_is_sent(string language, string words, string paper)
    {
        var draft = await office.DraftAsync("applicant1", office.Answers(), [.. Drafting.Papers.Where(paper => paper != "bankCard")]);
        var applicant = await site.SignedInAsync("applicant1", language);

        Assert.That((await applicant.GetAsync($"/drafts/{draft}")).Words, Does.Match($"{words}.*{paper}"));
        var check = await applicant.GetAsync($"/drafts/{draft}/check");
        Assert.That(check.Words, Does.Match($"{words}.*{paper}"));
        var station = language == "en" ? "take the papers and your identity card to the veterans' service station" : "请带上材料和身份证到户籍所在地的镇（街）退役军人服务站";
        Assert.That(check.Words, Does.Contain(station));
        Assert.That((await applicant.GetAsync($"/drafts/{draft}/papers")).Words, Does.Contain(station));
        Assert.That(check.Html, Does.Contain("/papers#f-bankCard").And.Not.Contain("/submit"));
    }

    [TestCase("zh-CN", "家庭人口填的是 3 人，列出的家庭成员连本人共 2 人")]
    [TestCase("en", "The household has 3 people by your answer, and 2 by the members listed")]
    public async Task A_household_that_counts_differently_is_asked_about_and_can_be_sent(string language, string words)
    {
        var draft = await office.DraftAsync("applicant1", office.Answers(), Drafting.Papers);

        var check = await (await site.SignedInAsync("applicant1", language)).GetAsync($"/drafts/{draft}/check");

        Assert.That(check.Words, Does.Contain(words));
        Assert.That((await check.PostAsync($"/drafts/{draft}/submit")).Location, Does.EndWith("/receipt"));
    }

    [TestCase("2", "spouse")]
    [TestCase("1", "self")]
    public async Task Who_counts_themselves_or_leaves_themselves_out_is_not_asked(string size, string relation)
    {
        var answers = office.Answers();
        answers["householdSize"] = size;
        answers["members"]![0]!["relation"] = relation;
        var draft = await office.DraftAsync("applicant1", answers, Drafting.Papers);

        Assert.That((await (await site.SignedInAsync("applicant1")).GetAsync($"/drafts/{draft}/check")).Words, Does.Not.Contain("请核对："));
    }

    [TestCase("zh-CN", "请核对：该账号不符合银行卡校验规则", "已保存")]
    [TestCase("en", "Please check: This number does not pass the bank-card check", "It is kept")]
    public async Task A_card_number_that_looks_mistyped_is_asked_about_once_and_stands(string language, string words, string kept)
    {
        var answers = office.Answers();
        answers["householdSize"] = "2";
        var draft = await office.DraftAsync("applicant1", answers, Drafting.Papers);
        var topic = $"/drafts/{draft}/topics/account";
        var page = await (await site.SignedInAsync("applicant1", language)).GetAsync(topic);
        Assert.That(page.Words, Does.Not.Contain(words));
        var fields = new[] { ("accountName", (string)answers["accountName"]!), ("bankName", (string)answers["bankName"]!), ("accountNumber", "6226000000000004") };

        var asked = await page.PostAsync(topic, fields);
        var again = await asked.PostAsync(topic, fields);
        var check = await page.Reader.GetAsync($"/drafts/{draft}/check");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(asked.Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(asked.Words, Does.Contain(words).And.Contain(kept));
            Assert.That(asked.Html, Does.Match("aria-describedby=\"[^\"]*f-accountNumber-caution"));
            Assert.That((again.Status, again.Location), Is.EqualTo((HttpStatusCode.SeeOther, $"/drafts/{draft}/check")));
            Assert.That(check.Words, Does.Contain(words));
        }

        Assert.That((await check.PostAsync($"/drafts/{draft}/submit")).Location, Does.EndWith("/receipt"));
    }

    [Test]
    public async Task In_english_a_question_is_named_as_it_stands_and_brackets_are_english()
    {
        var draft = await office.DraftAsync("applicant1", office.Answers(), Drafting.Papers);
        var reader = await site.SignedInAsync("applicant1", "en");
        var topic = await reader.GetAsync($"/drafts/{draft}/topics/account");
        var faulty = await topic.PostAsync($"/drafts/{draft}/topics/account", ("accountName", ""));
        var papers = await reader.GetAsync($"/drafts/{draft}/papers");
        await topic.PostAsync($"/drafts/{draft}/topics/account", ("accountName", "王"), ("bankName", "枣庄银行"), ("accountNumber", "6217000000000000004"));
        var check = await reader.GetAsync($"/drafts/{draft}/check");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(faulty.Words, Does.Contain("Fill in “Account holder”."));
            Assert.That(papers.Words, Does.Contain(".pdf (1 KB)").And.Not.Contain("（"));
            Assert.That(check.Words, Does.Contain("(1 file)").And.Not.Contain("（"));
        }
    }

    [TestCase("zh-CN", "这份申请已经提交")]
    [TestCase("en", "This application was already sent")]
    public async Task A_draft_that_was_sent_leads_to_what_it_became(string language, string words)
    {
        var answers = office.Answers();
        var draft = await office.DraftAsync("applicant1", answers, Drafting.Papers);
        var applicant = await site.SignedInAsync("applicant1", language);
        var check = await applicant.GetAsync($"/drafts/{draft}/check");
        var sent = await check.PostAsync($"/drafts/{draft}/submit");
        var number = await office.ReadAsync(db => db.Set<AidCase>().Select(one => one.ReceiptNumber).SingleAsync());

        foreach (var page in new[] { "", "/check", "/papers", "/place", "/topics/account", "/go" })
        {
            var read = await applicant.GetAsync($"/drafts/{draft}{page}");
            Assert.That(read.Words, Does.Contain(words).And.Contain(number), page);
            Assert.That(read.Html, Does.Contain(sent.Location!.Replace("/receipt", "", StringComparison.Ordinal)));
        }

        var late = await check.PostAsync($"/drafts/{draft}/topics/account", ("accountName", "改一改"));
        Assert.That((late.Status, late.Words.Contains(number!, StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.Conflict, true)));
    }

    [Test]
    public async Task Two_taps_at_once_end_on_one_receipt_and_log_no_error()
    {
        var draft = await office.DraftAsync("applicant1", office.Answers(), Drafting.Papers);
        var check = await (await site.SignedInAsync("applicant1")).GetAsync($"/drafts/{draft}/check");

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => check.PostAsync($"/drafts/{draft}/submit")));

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(HttpStatusCode.SeeOther));
        Assert.That(answers.Select(answer => answer.Location).Distinct(), Has.Exactly(1).Items);
        Assert.That(await office.ReadAsync(db => db.Set<AidCase>().CountAsync()), Is.EqualTo(1));
        Assert.That(site.Errors, Is.Empty);
    }

    [Test]
    public async Task Of_two_submits_that_ran_side_by_side_the_second_loses_before_it_inserts()
    {
        var draft = await office.DraftAsync("applicant1", office.Answers(), Drafting.Papers);
        var actor = await office.AsAsync("applicant1");
        await using var first = site.Services.CreateAsyncScope();
        await using var second = site.Services.CreateAsyncScope();
        await first.ServiceProvider.GetRequiredService<SubmitDraft>().SubmitAsync(draft, null, actor, CancellationToken.None);
        await second.ServiceProvider.GetRequiredService<SubmitDraft>().SubmitAsync(draft, null, actor, CancellationToken.None);

        await first.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(CancellationToken.None);
        await Assert.ThrowsAsync<LostRaceException>(() => second.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(CancellationToken.None));

        Assert.That(site.Errors, Is.Empty, "nothing was tried that the database had to refuse");
    }

    [TestCase("zh-CN", "为“是”，请填写", "“家庭成员”第 2 行：")]
    [TestCase("en", "Only if “", "row 2: ")]
    public async Task A_question_that_depends_on_another_says_when_and_a_faulty_row_says_which(string language, string condition, string row)
    {
        var draft = await office.DraftAsync("applicant1", office.Answers(), Drafting.Papers);
        var applicant = await site.SignedInAsync("applicant1", language);
        Assert.That((await Task.WhenAll(Topics().Select(topic => applicant.GetAsync($"/drafts/{draft}/topics/{topic}")))).Select(page => page.Words), Has.Some.Contains(condition));

        var household = await applicant.GetAsync($"/drafts/{draft}/topics/household");
        var refused = await household.PostAsync($"/drafts/{draft}/topics/household", ("householdSize", "3"),
            ("members[0].name", "李秀兰"), ("members[0].relation", "spouse"), ("members[1].name", "王小明"), ("members[1].relation", "child"), ("members[1].citizenId", "370402"));

        Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(refused.Words, Does.Contain(row));
        refused.EveryFaultLeadsToItsField();
    }

    private static IEnumerable<string> Topics() => JsonNode.Parse(File.ReadAllText(Path.Combine(Office.Root(), "workflows", "hardship-aid", "form.json")))!["sections"]!.AsArray().Select(section => (string)section!["key"]!);
}
