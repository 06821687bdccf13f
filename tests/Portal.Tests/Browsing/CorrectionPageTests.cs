using System.Text.Json.Nodes;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Intervening;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>A reviewer corrects answers beside the decision, in a browser.</summary>
[TestFixture]
internal sealed class CorrectionPageTests
{
    private Screen screen = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        screen = await Screen.OpenAsync();
        var form = (JsonObject)JsonNode.Parse(Flows.Hardship().Files["form.json"])!;
        form["steps"]!["Completeness"] = JsonNode.Parse("""{ "fields": { "mobile": "edit", "mobileOwner": "edit", "residenceAddress": "edit", "members": "edit" } }""");
        form["steps"]!["VillageOpinion"] = JsonNode.Parse("""{ "fields": { "ethnicGroup": "required" } }""");
        await screen.Office.PublishAsync(("form.json", form.ToJsonString()));
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await screen.DisposeAsync();

    [TestCase("zh-CN", 1280, "更正申请内容", "已更正")]
    [TestCase("en", 1280, "Correct answers", "Corrected")]
    [TestCase("zh-CN", 390, "更正申请内容", "已更正")]
    public async Task A_clerk_corrects_a_telephone_and_a_table_without_touching_what_is_masked(string language, int width, string heading, string corrected)
    {
        var answers = screen.Office.Answers();
        var spouse = screen.Office.Answers()["citizenId"]!.ToString();
        answers["members"] = new JsonArray(new JsonObject { ["name"] = "家属甲", ["relation"] = "spouse", ["citizenId"] = spouse });
        var opened = await screen.Office.SubmitAsync(answers, "hardship-aid", Serving.Drafting.Papers);
        var task = (await screen.Office.TasksAsync(opened.Id)).Single();
        var page = await screen.SignedInAsync("station1", width, language);

        await page.GotoAsync($"/tasks/{task.Id}");
        await page.Locator($"section:has(h2:text-is('{heading}')) summary").ClickAsync();
        await Accessibility.CheckAsync(page);
        await page.FillAsync("[name='answers.mobile']", "13900001234");
        await page.FillAsync("[name='answers.members[0].name']", "家属乙");
        await page.ClickAsync("button[name=add][value=members]");
        await page.FillAsync("[name='answers.members[1].name']", "家属丙");
        await page.SelectOptionAsync("[name='answers.members[1].relation']", "child");
        await page.FillAsync("[name=why]", "核对户口簿第 2 页");
        await page.Locator($"section:has(h2:text-is('{heading}')) form button.button:not([name])").ClickAsync();
        await page.Locator(".tag", new() { HasTextString = corrected }).First.WaitForAsync();
        await Accessibility.CheckAsync(page);

        var kept = await screen.Office.AskAsync(async services => Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions
            .GetRequiredService<Cases.Applying.Vault>(services).OpenAnswers(await screen.Office.CaseAsync(opened.Id)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await page.Locator(".tag", new() { HasTextString = corrected }).CountAsync(), Is.EqualTo(2));
            Assert.That(kept["mobile"]!.ToString(), Is.EqualTo("13900001234"));
            Assert.That(kept["members"]!.AsArray().Select(member => $"{member!["name"]} {member["citizenId"]}"), Is.EqualTo(new[] { $"家属乙 {spouse}", "家属丙 " }), "the masked number stays the number that it was");
            Assert.That(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"), Is.True, "nothing is wider than the screen");
        }
    }

    [TestCase("zh-CN")]
    [TestCase("en")]
    public async Task What_a_step_owes_stands_open_beside_the_decision(string language)
    {
        var answers = screen.Office.Answers();
        answers.Remove("ethnicGroup");
        var opened = await screen.Office.SubmitAsync(answers, "hardship-aid", Serving.Drafting.Papers);
        var task = await screen.Office.ReachAsync(opened.Id, "VillageOpinion");
        var page = await screen.SignedInAsync("village1", 1280, language);

        await page.GotoAsync($"/tasks/{task.Id}");
        await page.FillAsync("[name=opinion]", "情况属实。");
        await page.ClickAsync("button[name=verdict][value=Approve]");

        await Accessibility.CheckAsync(page);
        Assert.That(await page.Locator("[name='answers.ethnicGroup']").IsVisibleAsync(), Is.True);
        Assert.That(await page.InputValueAsync("[name=opinion]"), Is.EqualTo("情况属实。"), "what was written stays");
    }
}
