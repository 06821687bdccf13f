using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Serving;

/// <summary>What staff see of a task, and what the page keeps from them until they ask.</summary>
[TestFixture]
internal sealed class TaskPagesTests
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

    [Test]
    public async Task Each_missing_thing_is_told_with_its_own_note_beside_it()
    {
        var id = await office.SendAsync("applicant1", office.Answers());
        var task = (await office.TasksAsync(id)).Single();
        var page = await (await site.SignedInAsync("station1")).GetAsync($"/tasks/{task.Id}");

        var sent = await page.PostAsync($"/tasks/{task.Id}/decision", ("verdict", "Incomplete"), ("missing", "identityCard"), ("missing", "accountNumber"),
            ("missing.identityCard", "背面看不清"), ("missing.accountNumber", "少一位"), ("missing.bankCard", "没有勾选的不算"));

        Assert.That(sent.Status, Is.EqualTo(HttpStatusCode.SeeOther), sent.Words);
        var request = await office.ReadAsync(db => db.Set<SupplementRequest>().AsNoTracking().SingleAsync());
        Assert.That(request.Items, Is.EqualTo(new[] { new MissingItem("identityCard", "背面看不清"), new MissingItem("accountNumber", "少一位") }));
        var applicant = await site.SignedInAsync("applicant1");
        Assert.That((await applicant.GetAsync($"/applications/{id}")).Words, Does.Contain("申请人身份证（正反面）：背面看不清"));
        Assert.That((await applicant.GetAsync($"/applications/{id}/supplement")).Words, Does.Match("请在 .+ 前补交.*背面看不清.*申请人身份证.*您已交过：identityCard.pdf.*少一位.*您上次填的：.*银行账号"));
    }

    [Test]
    public async Task A_paper_that_was_supplied_again_stands_where_the_first_one_stands()
    {
        var id = await office.SendAsync("applicant1", office.Answers());
        await office.DecideAsync("station1", new((await office.TasksAsync(id)).Single().Id, Verdict.Incomplete) { Missing = [new("identityCard", "背面看不清")] });
        var (applicant, again) = (await office.AsAsync("applicant1"), await office.UploadAsync("better"));
        await office.DoAsync((SupplyMissing act, CancellationToken token) => act.SupplyAsync(new SupplyCommand(id, [], [new("identityCard", again)]), applicant, token));

        var page = await (await site.SignedInAsync("station1")).GetAsync($"/tasks/{(await office.TasksAsync(id)).Single().Id}");

        Assert.That(new[] { "identityCard.pdf", "better.pdf", "householdRegister.pdf" }.Select(name => page.Words.IndexOf(name, StringComparison.Ordinal)), Is.Ordered.And.All.Positive);
    }

    [TestCase("zh-CN")]
    [TestCase("en")]
    public async Task Every_refusal_at_the_completeness_check_stands_beside_what_it_speaks_of(string language)
    {
        var opened = await office.SubmitAsync(office.Answers(), "hardship-aid", "identityCard");
        var task = (await office.TasksAsync(opened.Id)).Single();
        var page = await (await site.SignedInAsync("station1", language)).GetAsync($"/tasks/{task.Id}");
        var address = $"/tasks/{task.Id}/decision";

        (await page.PostAsync(address, ("verdict", "Complete"))).EveryFaultLeadsToItsField(); // identity not proved
        (await page.PostAsync(address, ("verdict", "Complete"), ("identityProved", "yes"))).EveryFaultLeadsToItsField(); // papers missing
        (await page.PostAsync(address, ("verdict", "Incomplete"))).EveryFaultLeadsToItsField(); // nothing ticked
        (await page.PostAsync(address, ("verdict", "NotAccept"))).EveryFaultLeadsToItsField(); // no opinion
        (await page.PostAsync(address, ("verdict", "Approve"))).EveryFaultLeadsToItsField(); // not a verdict of this step
        (await page.PostAsync(address, ("verdict", "Incomplete"), ("missing", "bankCard"), ("missing.bankCard", new string('长', 301)))).EveryFaultLeadsToItsField();
    }

    [TestCase("zh-CN", "显示完整号码")]
    [TestCase("en", "Show them in full")]
    public async Task Numbers_are_masked_until_somebody_asks_and_the_look_is_on_record(string language, string button)
    {
        var answers = office.Answers();
        answers["members"] = new JsonArray(new JsonObject { ["name"] = "李秀兰", ["relation"] = "spouse", ["citizenId"] = "370402196508010011" });
        var (identity, account) = ((string)answers["citizenId"]!, (string)answers["accountNumber"]!);
        var opened = await office.SubmitAsync(answers, "hardship-aid", Drafting.Papers);
        var task = (await office.TasksAsync(opened.Id)).Single();
        var page = await (await site.SignedInAsync("station1", language)).GetAsync($"/tasks/{task.Id}");

        Assert.That(Bare(page), Does.Not.Contain(identity).And.Not.Contain(account).And.Not.Contain("370402196508010011"));
        Assert.That(page.Words, Does.Contain(identity[..6] + "********" + identity[^4..]).And.Contain(account[^4..]).And.Contain(button));
        Assert.That(await LooksAsync(opened.Id), Is.Zero);

        var shown = await page.PostAsync($"/tasks/{task.Id}/numbers", ("opinion", "写了一半"));

        Assert.That(Bare(shown), Does.Contain(identity).And.Contain(account).And.Contain("370402196508010011"));
        Assert.That(shown.Html, Does.Contain("写了一半"), "what was written stays");
        Assert.That(await LooksAsync(opened.Id), Is.EqualTo(1));
        Assert.That(Bare(await shown.Reader.GetAsync($"/tasks/{task.Id}")), Does.Not.Contain(identity), "for that one view only");
    }

    [Test]
    public async Task Who_may_not_see_numbers_at_all_is_not_offered_them_and_a_stranger_learns_nothing()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "VillageOpinion");
        var village = await (await site.SignedInAsync("village1")).GetAsync($"/tasks/{task.Id}");
        Assert.That(village.Html, Does.Not.Contain("/numbers"));

        var stranger = await site.SignedInAsync("maker1");
        var answer = await (await stranger.GetAsync("/payouts")).PostAsync($"/tasks/{task.Id}/numbers");
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(answer.Words, Does.Contain("没有找到该任务"));
    }

    [TestCase("zh-CN", "起办理此任务")]
    [TestCase("en", "has had this task since 2022-03-07")]
    public async Task A_task_that_a_colleague_has_says_so_and_offers_nothing_to_decide(string language, string words)
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "DistrictReview");
        await office.AsAsync("district2", (ClaimTask act, Actor actor, CancellationToken token) => act.ClaimAsync(task.Id, actor, token));
        var colleague = await office.ReadAsync(db => db.Set<Cases.Organisation.Account>().AsNoTracking().SingleAsync(account => account.UserName == "district2"));

        var page = await (await site.SignedInAsync("district1", language)).GetAsync($"/tasks/{task.Id}");

        Assert.That(page.Words, Does.Contain(language == "en" ? colleague.NameEn : colleague.NameZh).And.Contain(language == "en" ? words[..26] : words));
        Assert.That(page.Html, Does.Not.Contain("name=\"verdict\"").And.Not.Contain("/release\""));
        Assert.That(page.Words, Does.Contain((await office.CaseAsync(opened.Id)).ReceiptNumber), "reading is allowed");

        var own = await (await site.SignedInAsync("district2", language)).GetAsync($"/tasks/{task.Id}");
        Assert.That(own.Html, Does.Contain("name=\"verdict\""));
    }

    [TestCase("zh-CN", "第一调查员", "第二调查员", "由我办理")]
    [TestCase("en", "first investigator", "second investigator", "mine")]
    public async Task Of_two_investigators_each_row_says_which_it_is_and_which_is_mine(string language, string first, string second, string mine)
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "HomeVisit");
        var township = await site.SignedInAsync("township1", language);

        Assert.That((await township.GetAsync("/tasks?tab=Team")).Words, Does.Contain(first).And.Not.Contain(second), "a person has one of the two");

        await office.AsAsync("township1", (ClaimTask act, Actor actor, CancellationToken token) => act.ClaimAsync(task.Id, actor, token));
        Assert.That((await township.GetAsync("/tasks?tab=Mine")).Words, Does.Contain(first).And.Contain(mine).And.Not.Contain(second));
        Assert.That((await township.GetAsync("/tasks?tab=Team")).Words, Does.Not.Contain(second));
        Assert.That((await (await site.SignedInAsync("township2", language)).GetAsync("/tasks?tab=Team")).Words, Does.Contain(second).And.Not.Contain(first));
    }

    [TestCase("zh-CN", "今天到期")]
    [TestCase("en", "due today")]
    public async Task On_its_last_day_a_task_is_due_today_and_has_not_no_days_left(string language, string words)
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        var task = await office.ReachAsync(id, "VillageOpinion");
        var due = await office.ReadAsync(db => db.Set<CaseClock>().Where(clock => clock.CaseId == id && clock.Kind == "VillageOpinion").Select(clock => clock.DueOn).SingleAsync());
        office.Clock.MoveTo(LocalDay.At(due, new TimeOnly(9, 0)));

        var page = await (await site.SignedInAsync("village1", language)).GetAsync($"/tasks/{task.Id}");

        Assert.That(page.Words, Does.Contain(words).And.Not.Contain("剩 0").And.Not.Match("\\b0 working days"));
    }

    [TestCase("zh-CN", "已过期限", "今天到期", "剩 0")]
    [TestCase("en", "past its limit", "due today", "0 working days")]
    public async Task On_the_days_of_rest_after_its_last_day_a_task_is_past_its_limit_and_not_due_today(string language, string words, string wrong, string empty)
    {
        var calendar = await office.AskAsync(all => all.GetRequiredService<Calendars>().CurrentAsync(CancellationToken.None));
        while (calendar.IsWorkingDay(calendar.After(LocalDay.Today(office.Clock), Term.WorkingDays(5)).On.AddDays(1)).IsWorking)
            office.Clock.Advance(TimeSpan.FromDays(1)); // until what begins today falls due before a day of rest
        var id = (await office.SubmitCompleteAsync()).Id;
        var task = await office.ReachAsync(id, "VillageOpinion");
        var due = await office.ReadAsync(db => db.Set<CaseClock>().Where(clock => clock.CaseId == id && clock.Kind == "VillageOpinion").Select(clock => clock.DueOn).SingleAsync());
        office.Clock.MoveTo(LocalDay.At(due.AddDays(1), new TimeOnly(9, 0)));
        var page = await (await site.SignedInAsync("village1", language)).GetAsync($"/tasks/{task.Id}");

        Assert.That(page.Words, Does.Contain(words).And.Not.Contain(wrong).And.Not.Contain(empty));
    }

    [Test]
    public async Task In_english_no_role_or_state_is_left_in_chinese()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "DistrictReview");
        var reader = await site.SignedInAsync("district1", "en");

        var page = await reader.GetAsync($"/tasks/{task.Id}");

        var staff = await office.ReadAsync(db => db.Set<Cases.Organisation.Account>().Where(account => account.NameZh != account.NameEn).Select(account => account.NameZh).ToListAsync());
        Assert.That(staff.Where(name => page.Words.Contains(name, StringComparison.Ordinal)), Is.Empty);
        Assert.That(page.Words, Does.Match("(?i)Reviewer, Donghu").And.Contain("Home visit"));
    }

    [Test]
    public async Task A_paper_that_came_with_a_supplement_says_when()
    {
        var opened = await office.SubmitAsync(office.Answers(), "hardship-aid", Drafting.Papers);
        var task = (await office.TasksAsync(opened.Id)).Single();
        await office.DecideAsync("station1", new(task.Id, Verdict.Incomplete) { Missing = [new("bankCard", "看不清")] });
        office.Clock.Advance(TimeSpan.FromDays(2));
        var card = new LinkedFile("bankCard", await office.UploadAsync("card-again"));
        await office.DoAsync((SupplyMissing act, CancellationToken token) => act.SupplyAsync(new SupplyCommand(opened.Id, [], [card]), Actor.System, token));

        var page = await (await site.SignedInAsync("station1")).GetAsync($"/tasks/{(await office.TasksAsync(opened.Id)).Single().Id}");

        Assert.That(page.Words, Does.Contain("card-again.pdf 2022-03-09 补交"));
        Assert.That(Regex.Count(page.Words, "补交"), Is.EqualTo(1), "the first papers are not marked");
    }

    [TestCase("zh-CN", "收款账号与他人申请相同", "元")]
    [TestCase("en", "Same bank account as in another person's application", "yuan")]
    public async Task A_likeness_that_was_passed_by_is_shown_with_the_other_case_and_the_reason(string language, string words, string unit)
    {
        var earlier = office.Answers();
        var first = await office.SubmitAsync(earlier, "hardship-aid", Drafting.Papers);
        await office.ReachAsync(first.Id, "DistrictDecision");
        var answers = office.Answers();
        answers["accountNumber"] = earlier["accountNumber"]!.DeepClone();
        var id = await office.SendAsync("applicant1", answers, "本人没有银行卡，由亲属代收");
        var known = await office.CaseAsync(first.Id);

        var page = await (await site.SignedInAsync("station1", language)).GetAsync($"/tasks/{(await office.TasksAsync(id)).Single().Id}");

        Assert.That(page.Words, Does.Contain(words).And.Contain(known.ReceiptNumber).And.Contain("本人没有银行卡，由亲属代收").And.Contain($"{known.ProposedCents / 100m:#,##0.00} {unit}"));
        Assert.That(page.Words, Does.Not.Contain((string)earlier["applicantName"]!), "nothing of the other person");
    }

    [TestCase("zh-CN", "收款账号与他人申请相同", "2022-03-09 补交")]
    [TestCase("en", "Same bank account as in another person's application", "supplied 2022-03-09")]
    public async Task The_page_of_the_case_shows_likenesses_and_supplements_as_the_task_does(string language, string likeness, string supplied)
    {
        var earlier = office.Answers();
        var first = await office.SubmitAsync(earlier, "hardship-aid", Drafting.Papers);
        var answers = office.Answers();
        answers["accountNumber"] = earlier["accountNumber"]!.DeepClone();
        var id = await office.SendAsync("applicant1", answers, "本人没有银行卡，由亲属代收");
        await office.DecideAsync("station1", new((await office.TasksAsync(id)).Single().Id, Verdict.Incomplete) { Missing = [new("bankCard", "看不清")] });
        office.Clock.Advance(TimeSpan.FromDays(2));
        await office.DoAsync(async (SupplyMissing act, CancellationToken token) =>
            await act.SupplyAsync(new SupplyCommand(id, [], [new LinkedFile("bankCard", await office.UploadAsync("card-again"))]), Actor.System, token));

        var page = await (await site.SignedInAsync("station1", language)).GetAsync($"/cases/{id}");
        var figures = await (await site.SignedInAsync("leader1", language)).GetAsync($"/cases/{id}");

        Assert.That(page.Words, Does.Contain(likeness).And.Contain(first.ReceiptNumber).And.Contain("本人没有银行卡，由亲属代收").And.Contain($"card-again.pdf {supplied}"));
        Assert.That(page.Words, Does.Not.Contain((string)earlier["applicantName"]!), "nothing of the other person");
        Assert.That(figures.Words, Does.Not.Contain(likeness).And.Not.Contain("card-again.pdf"), "for those who read the papers only");
    }

    [TestCase("zh-CN", "村（社区）意见必填")]
    [TestCase("en", "A village opinion needs your words")]
    public async Task A_village_that_agrees_without_a_word_is_asked_for_its_opinion(string language, string words)
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "VillageOpinion");
        var page = await (await site.SignedInAsync("village1", language)).GetAsync($"/tasks/{task.Id}");

        var silent = await page.PostAsync($"/tasks/{task.Id}/decision", ("verdict", "Approve"), ("opinion", "  "));
        var spoken = await page.PostAsync($"/tasks/{task.Id}/decision", ("verdict", "Approve"), ("opinion", "住院花费属实，家里困难，同意。"));

        Assert.That((silent.Status, spoken.Status), Is.EqualTo((HttpStatusCode.UnprocessableEntity, HttpStatusCode.SeeOther)));
        Assert.That(silent.Words, Does.Contain(words));
        silent.EveryFaultLeadsToItsField();
    }

    [TestCase("zh-CN", "已请申请人补正", "申请人补正", "已填写调查记录", "已提出意见，同意")]
    [TestCase("en", "asked the applicant for what is missing", "Applicant supplements", "wrote down the visit", "agreed")]
    public async Task After_a_decision_the_inbox_says_what_was_done_and_who_is_next(string language, string asked, string applicant, string visited, string agreed)
    {
        var incomplete = (await office.TasksAsync((await office.SubmitAsync(office.Answers(), "hardship-aid", Drafting.Papers)).Id)).Single();
        var station = await site.SignedInAsync("station1", language);
        var sent = await (await (await station.GetAsync($"/tasks/{incomplete.Id}")).PostAsync($"/tasks/{incomplete.Id}/decision", ("verdict", "Incomplete"), ("missing", "bankCard"))).FollowAsync();
        var opened = await office.SubmitCompleteAsync();
        var village = await office.ReachAsync(opened.Id, "VillageOpinion");
        var helper = await site.SignedInAsync("village1", language);
        var opinion = await (await (await helper.GetAsync($"/tasks/{village.Id}")).PostAsync($"/tasks/{village.Id}/decision", ("verdict", "Approve"), ("opinion", "情况属实。"))).FollowAsync();
        var visit = await office.ReachAsync(opened.Id, "HomeVisit");
        var township = await site.SignedInAsync("township1", language);
        var address = (await (await township.GetAsync($"/tasks/{visit.Id}")).PostAsync($"/tasks/{visit.Id}/decision", ("verdict", "Complete"), ("visit.visitedOn", "2022-03-07"), ("visit.method", "Home"),
            ("visit.findings", "情况属实。"), ("visit.familyMember", "家属"), ("visit.familySigned", "yes"))).Location!;
        var wrote = await township.GetAsync(address);
        var others = await (await site.SignedInAsync("township2", language)).GetAsync(address);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(sent.Words, Does.Match($"{asked}.*(下一步|Next).*{applicant}"));
            Assert.That(opinion.Words, Does.Match($"{agreed}.*(下一步：入户调查|Next: Home visit)"));
            Assert.That(wrote.Words, Does.Contain(visited));
            Assert.That(others.Words, Does.Not.Contain(visited), "what a colleague did is not told");
        }
    }

    private Task<int> LooksAsync(CaseId id)
    {
        var subject = $"case:{id}";
        return office.ReadAsync(db => db.Set<AuditEntry>().CountAsync(entry => entry.Subject == subject && entry.Act == "personal.viewed" && entry.Facts.Contains("numbers in full")));
    }

    private static string Bare(ReadPage page) => page.Words.Replace(" ", "", StringComparison.Ordinal);
}
