using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Correcting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Api;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Intervening;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Inbox;

/// <summary>Whoever comes back to a case is told what became of it since they looked, and nothing that their step does not see.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class SinceTests(Provider provider)
{
    private Office office = null!;
    private Website site = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        site = await Website.OpenAsync(office);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [TestCase("zh-CN", "您第一次查看此案", "自您上次查看（2022-03-07 09:00）以来没有变化")]
    [TestCase("en", "This is your first look", "Nothing has changed since you looked on 2022-03-07 09:00")]
    public async Task The_first_look_says_that_it_is_one_and_a_later_one_that_nothing_changed(string language, string first, string nothing)
    {
        var opened = await office.SubmitCompleteAsync();
        var task = (await office.TasksAsync(opened.Id)).Single();
        var reader = await site.SignedInAsync("station1", language);

        var one = await reader.GetAsync($"/tasks/{task.Id}");
        var soon = await reader.GetAsync($"/tasks/{task.Id}");
        office.Clock.Advance(TimeSpan.FromHours(1));
        var later = await reader.GetAsync($"/tasks/{task.Id}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(one.Words, Does.Contain(first));
            Assert.That(soon.Words, Does.Contain(first), "a reload is the same look");
            Assert.That(later.Words, Does.Contain(nothing).And.Not.Contain(first));
            Assert.That(await LooksAsync(opened.Id), Is.EqualTo(3), "each look is written once, and nothing beside it");
        }
    }

    [TestCase("zh-CN", "保险赔付和责任方赔偿（元）：", "拟助金额：", "理由核对")]
    [TestCase("en", "Paid by insurance or by who caused it (yuan):", "Proposed amount:", "理由核对")]
    public async Task A_colleagues_correction_is_told_from_what_to_what_with_the_amount_that_follows_it(string language, string label, string amount, string why)
    {
        var opened = await office.SubmitAsync(office.AccidentAnswers(), "sudden-accident-relief", Casework.AccidentPapers);
        var task = await office.ReachAsync(opened.Id, "TownshipReview");
        var (mine, theirs) = (await site.SignedInAsync("township1", language), await site.SignedInAsync("township2", language));
        await mine.GetAsync($"/tasks/{task.Id}");
        await theirs.GetAsync($"/tasks/{task.Id}");
        office.Clock.Advance(TimeSpan.FromHours(1));

        await CorrectAsync(task, "township2", new() { ["compensated"] = "49000.00" }, why);
        var told = Since(await mine.GetAsync($"/tasks/{task.Id}"));
        var own = Since(await theirs.GetAsync($"/tasks/{task.Id}"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(told, Does.Contain($"{label} 3500.00 → 49000.00").And.Contain(why));
            Assert.That(told, Does.Match($"{amount} [\\d,.]+ (元|yuan) → [\\d,.]+ (元|yuan)"));
            Assert.That(own, Does.Not.Contain("49000.00"), "what one did oneself is not news");
            Assert.That(own, Does.Contain(amount), "what follows from it is");
        }
    }

    [Test]
    public async Task An_answer_that_the_step_hides_is_told_to_have_changed_and_not_how()
    {
        var form = (JsonObject)JsonNode.Parse(Flows.Hardship().Files["form.json"])!;
        form["steps"]!["TownshipReview"] = JsonNode.Parse("""{ "fields": { "residenceAddress": "hidden" } }""");
        await office.PublishAsync(("form.json", form.ToJsonString()));
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "TownshipReview");
        var reader = await site.SignedInAsync("township1");
        await reader.GetAsync($"/tasks/{task.Id}");
        office.Clock.Advance(TimeSpan.FromHours(1));

        await office.DecideAsync("township2", new(task.Id, Verdict.Return, "地址不对，再去一次") { ReturnTo = "HomeVisit" });
        await CorrectAsync((await office.TasksAsync(opened.Id)).First(), "township2", new() { ["residenceAddress"] = "东湖镇新村 8 号" }, "实地核对门牌");
        var again = await office.ReachAsync(opened.Id, "TownshipReview");
        var told = Since(await reader.GetAsync($"/tasks/{again.Id}"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(told, Does.Contain("有改动（本环节不能查看内容）").And.Contain("地址不对，再去一次"));
            Assert.That(told, Does.Not.Contain("新村 8 号").And.Not.Contain("实地核对门牌"));
        }
    }

    [Test]
    public async Task Papers_that_came_and_what_was_decided_meanwhile_are_told_in_the_api_too()
    {
        var opened = await office.SubmitCompleteAsync();
        var village = await office.ReachAsync(opened.Id, "VillageOpinion");
        var station = await site.CallerAsync(office, "station1");
        var township = await site.CallerAsync(office, "township1");
        var visit = await office.ReachAsync(opened.Id, "HomeVisit");
        Assert.That((bool)(await township.GetAsync($"/api/tasks/{visit.Id}")).Ok()["since"]!["isFirst"]!, Is.True);
        office.Clock.Advance(TimeSpan.FromHours(1));

        var review = await office.ReachAsync(opened.Id, "TownshipReview");
        await office.DecideAsync("township2", new(review.Id, Verdict.Return, "银行卡看不清，请重拍") { ReturnTo = "Supplement", Missing = [new("bankCard", "看不清"), new("bankName", "写全称")] });
        office.Clock.Advance(TimeSpan.FromDays(1));
        var card = new LinkedFile("bankCard", await office.UploadAsync("card-again"));
        await office.DoAsync((SupplyMissing act, CancellationToken token) => act.SupplyAsync(new SupplyCommand(opened.Id, new() { ["bankName"] = "枣庄银行市中支行营业部" }, [card]), Actor.System, token));
        var again = await office.ReachAsync(opened.Id, "TownshipReview");
        var since = (await township.GetAsync($"/api/tasks/{again.Id}")).Ok()["since"]!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((bool)since["isFirst"]!, Is.False);
            Assert.That(since["answers"]!.AsArray().Select(answer => ((string)answer!["key"]!, (string)answer["to"]!, (string)answer["by"]!)), Is.EqualTo(new[] { ("bankName", "枣庄银行市中支行营业部", "the system") }));
            Assert.That((string)since["answers"]![0]!["from"]!, Is.Not.Empty.And.Not.EqualTo("枣庄银行市中支行营业部"));
            Assert.That(since["papers"]!.AsArray().Select(paper => ((string)paper!["fileName"]!, (bool)paper["again"]!)), Is.EqualTo(new[] { ("card-again.pdf", true) }));
            Assert.That(since["events"]!.AsArray().Select(past => (string)past!["what"]!), Has.Some.StartsWith("Township review: ").And.Some.EqualTo("Supplied what was missing"));
        }

        office.Clock.Advance(TimeSpan.FromHours(1));
        Assert.That((await township.GetAsync($"/api/tasks/{again.Id}")).Ok()["since"]!["papers"]!.AsArray(), Is.Empty, "told once");
        Assert.That((await station.GetAsync($"/api/tasks/{village.Id}")).Status, Is.EqualTo(System.Net.HttpStatusCode.NotFound));
    }

    private async Task<CorrectionReceipt> CorrectAsync(ReviewTask task, string userName, JsonObject answers, string why)
    {
        var actor = await office.AsAsync(userName);
        return await office.DoAsync((CorrectAnswers act, CancellationToken token) => act.CorrectAsync(new(task.Id, (JsonObject)answers.DeepClone(), why), actor, token));
    }

    private Task<int> LooksAsync(CaseId id) => office.ReadAsync(db => db.Set<AuditEntry>().CountAsync(entry => entry.Subject == $"case:{id}" && entry.Act == "personal.viewed"));

    /// <summary>The words of that part of the page.</summary>
    private static string Since(ReadPage page)
    {
        var from = page.Html.IndexOf("id=\"since\"", StringComparison.Ordinal);
        Assert.That(from, Is.Positive, page.Words);
        return (page with { Html = page.Html[from..page.Html.IndexOf("class=\"desk\"", from, StringComparison.Ordinal)] }).Words;
    }
}
