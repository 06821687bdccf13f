using System.Text.Json.Nodes;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Portal.Tests.Api;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Intervening;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Tests.Meetings;

/// <summary>The sheet of a meeting tells no more than the step that it was gathered from lets its reader see.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class SheetSightTests(Provider provider)
{
    private static readonly string[] Papers = ["identityCard", "dischargePapers", "bankCard", "signedPromise", "hardshipStatement", "householdRegister"];

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

    [Test]
    public async Task What_the_step_hides_is_neither_on_the_sheet_nor_in_what_is_frozen_and_its_digest_still_holds()
    {
        var form = (JsonObject)JsonNode.Parse(Flows.Hardship().Files["form.json"])!;
        form["steps"]!["DistrictDecision"] = JsonNode.Parse("""{ "fields": { "description": "hidden", "citizenId": "masked", "applicantName": "masked", "situation": "hidden" } }""");
        await office.PublishAsync(("form.json", form.ToJsonString()));
        var answers = office.Answers();
        answers[FormKeys.Description] = "全家仅靠一亩地为生";
        var opened = await office.SubmitAsync(answers, "hardship-aid", Papers);
        await office.UntilAsync(opened.Id, "DistrictDecision");
        var list = await office.FrozenAsync();
        var (name, number) = (Answer.Plain(answers[FormKeys.ApplicantName])!, Answer.Plain(answers[FormKeys.CitizenId])!);

        var frozen = (await office.SheetAsync(list)).Lines.Single();
        var decider = await site.SignedInAsync("decider1");
        var page = (await decider.GetAsync($"/meetings/{list}/sheet")).Html;
        using var program = await site.CallerAsync(office, "decider1");
        var told = (await program.GetAsync($"/api/meetings/{list}/sheet")).Text;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((frozen.Words, frozen.CitizenId, frozen.Name, frozen.Situation.Zh), Is.EqualTo(("", $"****{number[^4..]}", Cases.People.Mask.Name(name), "")));
            foreach (var (what, text) in new[] { ("page", page), ("API", told) })
            {
                Assert.That(text, Does.Contain(number[^4..]), what);
                foreach (var hidden in new[] { "全家仅靠一亩地为生", number, name })
                    Assert.That(text, Does.Not.Contain(hidden), what);
            }
        }
    }

    [Test]
    public async Task Both_visitors_stand_on_the_sheet_and_which_of_them_signed_as_the_second()
    {
        var opened = await office.SubmitAsync(office.Answers(), "hardship-aid", Papers);
        await office.UntilAsync(opened.Id, "DistrictDecision");
        var list = await office.FrozenAsync();

        var said = (await office.SheetAsync(list)).Lines.Single().Opinions.Where(one => one.Kind == Cases.Reviewing.RoundKind.HomeVisit).ToList();
        var page = (await (await site.SignedInAsync("decider1")).GetAsync($"/meetings/{list}/sheet")).Words;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(said.Select(one => one.Second), Is.EqualTo(new[] { false, true }));
            Assert.That(said.Select(one => one.By.Zh).Distinct().Count(), Is.EqualTo(2));
            Assert.That(page, Does.Match($"填写调查记录.*{said[0].By.Zh}.*核对调查记录并签字.*{said[1].By.Zh}"));
        }
    }

    [Test]
    public async Task Whoever_reads_the_sheet_sees_no_more_than_their_own_desk_does()
    {
        var form = (JsonObject)JsonNode.Parse(Flows.Hardship().Files["form.json"])!;
        form["steps"]![FormSteps.City]!["fields"]![FormKeys.Description] = "hidden";
        await office.PublishAsync(("form.json", form.ToJsonString()));
        var answers = office.Answers();
        answers[FormKeys.Description] = "全家仅靠一亩地为生";
        var opened = await office.SubmitAsync(answers, "hardship-aid", Papers);
        await office.UntilAsync(opened.Id, "DistrictDecision");
        var list = await office.FrozenAsync();

        var decider = (await (await site.SignedInAsync("decider1")).GetAsync($"/meetings/{list}/sheet")).Html;
        var reviewer = (await (await site.SignedInAsync("city1")).GetAsync($"/meetings/{list}/sheet")).Html;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(decider, Does.Contain("全家仅靠一亩地为生"));
            Assert.That(reviewer, Does.Not.Contain("全家仅靠一亩地为生").And.Contain((await office.ListAsync(list)).SheetHash!));
        }
    }
}
