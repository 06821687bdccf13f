using System.Net;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Phrasing;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Reviewing;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Inbox;

/// <summary>Several are decided from the list as it was narrowed, with what one needs to choose them, and after one question.</summary>
[TestFixture]
internal sealed class ManyPageTests
{
    private Office office = null!;
    private Website site = null!;
    private ReviewTask first = null!;
    private ReviewTask second = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(Provider.Sqlite);
        site = await Website.OpenAsync(office);
        first = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        second = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [TestCase("zh-CN")]
    [TestCase("en")]
    public async Task The_way_from_the_inbox_keeps_its_tab_filter_search_and_order(string language)
    {
        var (reviewer, number) = (await site.SignedInAsync("district1", language), (await CaseAsync(first)).ReceiptNumber!);
        var list = await reviewer.GetAsync($"/tasks?tab=Team&q={number}&sort=Amount");

        Assert.That(list.Html, Does.Contain($"href=\"/tasks/many?tab=Team&amp;q={number}&amp;sort=Amount\""));
        var many = await reviewer.GetAsync($"/tasks/many?tab=Team&q={number}&sort=Amount");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(many.Html, Does.Contain($"value=\"{first.Id}\"").And.Not.Contain($"value=\"{second.Id}\""));
            Assert.That(many.Html, Does.Contain($"action=\"/tasks/many?tab=Team&amp;q={number}&amp;sort=Amount\""), "what is decided leads back to the same list");
            Assert.That((await reviewer.GetAsync("/tasks/many?tab=Mine")).Html, Does.Not.Contain("name=\"task\""));
            Assert.That((await reviewer.GetAsync("/tasks/many?step=TownshipReview")).Html, Does.Not.Contain("name=\"task\""));
            Assert.That((await reviewer.GetAsync("/tasks/many?arrivedFrom=soon")).Words, Does.Contain("soon"), "what cannot be read is told");
        }
    }

    [Test]
    public async Task A_saved_view_leads_to_what_it_narrows()
    {
        var reviewer = await site.SignedInAsync("district2", "en");
        await (await reviewer.GetAsync("/tasks")).PostAsync("/tasks/views", ("name", "Largest"), ("query", "tab=Team&step=DistrictReview&sort=Amount"));

        Assert.That((await reviewer.GetAsync("/tasks/many")).Html, Does.Contain("href=\"/tasks/many?tab=Team&amp;step=DistrictReview&amp;sort=Amount\">Largest</a>"));
    }

    [TestCase("zh-CN", "上一环节：", "退回过 1 次")]
    [TestCase("en", "before: ", "sent back 1 time")]
    public async Task A_row_says_the_place_who_had_it_before_and_how_often_it_was_sent_back(string language, string before, string returned)
    {
        var task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        await office.SaysAsync("district2", task.Id, Verdict.Return, "请再核实", "TownshipReview");
        task = await office.ReachAsync(task.CaseId, "DistrictReview");
        var aidCase = await CaseAsync(task);
        var place = await office.ReadAsync(db => db.Set<Cases.Organisation.Unit>().Where(unit => unit.Id == aidCase.UnitId).Select(unit => language == "en" ? unit.NameEn : unit.NameZh).SingleAsync());

        var many = await (await site.SignedInAsync("district1", language)).GetAsync($"/tasks/many?q={aidCase.ReceiptNumber}");

        Assert.That(many.Words, Does.Contain(place).And.Contain(before).And.Contain(returned));
    }

    [TestCase("zh-CN", "确认全部同意 2 件？", "不包括在内", "没有勾选")]
    [TestCase("en", "Agree to 2 cases?", "left out", "not chosen")]
    public async Task It_is_asked_once_how_many_what_they_come_to_and_what_is_left_out(string language, string title, string leftOut, string notChosen)
    {
        var (alone, other) = (await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview"), await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview"));
        await office.ReadAsync(db => db.Set<AidCase>().Where(one => one.Id == alone.CaseId).ExecuteUpdateAsync(set => set.SetProperty(one => one.RelativeOfStaff, true)));
        var sum = (await CaseAsync(first)).ProposedCents!.Value + (await CaseAsync(second)).ProposedCents!.Value;
        var page = await (await site.SignedInAsync("district1", language)).GetAsync("/tasks/many");

        var asked = await page.PostAsync("/tasks/many?tab=Team", [("verdict", "Approve"), ("opinion", "同意"), .. new[] { first, second, alone }.Select(task => ("task", task.Id.ToString())), .. new[] { first, second, alone, other }.Select(task => ("named", $"{task.Id} N {task.Id}"))]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((asked.Status, asked.Words), Is.EqualTo((HttpStatusCode.OK, asked.Words)));
            Assert.That(asked.Words, Does.Contain(title).And.Contain(Yuan.Said(sum)).And.Contain(leftOut).And.Contain(notChosen));
            Assert.That(asked.Html, Does.Contain($"name=\"task\" value=\"{first.Id}\"").And.Not.Contain($"name=\"task\" value=\"{alone.Id}\""), "what cannot be done is not sent with the word");
            Assert.That((await office.OpenAsync(first.CaseId)).Single().Step, Is.EqualTo("DistrictReview"));
        }

        var back = await asked.PostAsync("/tasks/many?tab=Team", ("sure", "no"), ("verdict", "Approve"), ("opinion", "写了一半"), ("task", first.Id.ToString()));
        Assert.That(back.Html, Does.Match($"value=\"{first.Id}\" checked").And.Contain("写了一半"), "nothing that was chosen or written is lost");
    }

    [TestCase("zh-CN")]
    [TestCase("en")]
    public async Task A_phrase_of_the_service_says_of_each_case_its_own_amount_in_the_language_of_the_record(string language)
    {
        var (one, two) = (await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview"), await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview"));
        await office.ReadAsync(db => db.Set<AidCase>().Where(aid => aid.Id == two.CaseId).ExecuteUpdateAsync(set => set.SetProperty(aid => aid.ProposedCents, 1234_00)));
        var reviewer = await site.SignedInAsync("district2", language);
        await office.DoAsync(async (KeepPhrase act, CancellationToken token) => await act.KeepAsync($"一并核对，同意（{language}）。", (await office.AsAsync("district2")).Account!.Value, token));
        var many = await reviewer.GetAsync("/tasks/many");
        var phrase = "经审核，情况属实，符合{service}条件，建议给予 {amount}。";
        Assert.That(many.Html, Does.Contain($"data-phrase=\"{phrase}\"").And.Contain($"data-phrase=\"一并核对，同意（{language}）。\""));

        var asked = await many.PostAsync("/tasks/many", ("verdict", "Approve"), ("opinion", phrase), ("task", two.Id.ToString()));
        Assert.That(asked.Words, Does.Contain("建议给予 1,234.00 元。"), "what will be written is shown before");
        await many.PostAsync("/tasks/many", ("verdict", "Approve"), ("opinion", phrase), ("task", one.Id.ToString()), ("task", two.Id.ToString()), ("sure", "yes"));

        var said = await office.ReadAsync(db => db.Set<Decision>().AsNoTracking().Where(decision => decision.TaskId == one.Id || decision.TaskId == two.Id).ToDictionaryAsync(decision => decision.TaskId, decision => decision.Opinion));
        Assert.That(said[one.Id], Does.Contain("符合生活困难一次性帮扶条件").And.EndWith($"建议给予 {Yuan.Said((await CaseAsync(one)).ProposedCents!.Value)} 元。"));
        Assert.That(said[two.Id], Does.EndWith("建议给予 1,234.00 元。").And.Not.Contain("{"));
    }

    [Test]
    public async Task An_opinion_with_an_amount_is_not_written_where_none_is_proposed()
    {
        var task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        await office.ReadAsync(db => db.Set<AidCase>().Where(aid => aid.Id == task.CaseId).ExecuteUpdateAsync(set => set.SetProperty(aid => aid.ProposedCents, (long?)null)));
        var page = await (await site.SignedInAsync("district2")).GetAsync("/tasks/many");

        var done = await page.PostAsync("/tasks/many", ("verdict", "Approve"), ("opinion", "给予 {amount}"), ("task", task.Id.ToString()), ("sure", "yes"));

        Assert.That(done.Words, Does.Contain("还没有拟助金额"));
        Assert.That((await office.OpenAsync(task.CaseId)).Single().Step, Is.EqualTo("DistrictReview"));
    }

    [TestCase("zh-CN", "已提出意见，同意", "已退回")]
    [TestCase("en", "agreed", "sent back")]
    public async Task What_was_done_says_what_and_when(string language, string agreed, string sentBack)
    {
        var (yes, no) = (await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview"), await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview"));
        await office.SaysAsync("district2", yes.Id, Verdict.Approve, "同意");
        await office.SaysAsync("district2", no.Id, Verdict.Return, "请再核实", "TownshipReview");
        var at = await office.ReadAsync(db => db.Set<Decision>().Where(decision => decision.TaskId == no.Id).Select(decision => decision.At).SingleAsync());
        var reviewer = await site.SignedInAsync("district2", language);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await reviewer.GetAsync($"/tasks?tab=Done&q={(await CaseAsync(yes)).ReceiptNumber}")).Words, Does.Contain(agreed));
            Assert.That((await reviewer.GetAsync($"/tasks?tab=Done&q={(await CaseAsync(no)).ReceiptNumber}")).Words, Does.Contain($"{sentBack} {at.ToOffset(TimeSpan.FromHours(8)):yyyy-MM-dd HH:mm}"));
        }
    }

    private Task<AidCase> CaseAsync(ReviewTask task) => office.ReadAsync(db => db.Set<AidCase>().AsNoTracking().SingleAsync(one => one.Id == task.CaseId));
}
