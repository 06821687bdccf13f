using System.Text.Json.Nodes;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Tests.Api;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Designing;

/// <summary>The form, the papers and the templates of a service as their editors read and write them: in the one draft that the drawing has too.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class ServiceFilesTests(Provider provider)
{
    private const string Services = "/elsa/api/services";

    private Office office = null!;
    private Website site = null!;
    private Caller admin = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        site = await Website.OpenAsync(office);
        admin = await site.CallerAsync(office, "admin1");
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        admin.Dispose();
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [Test]
    public async Task Writing_the_files_as_they_stand_makes_no_draft()
    {
        foreach (var service in (string[])["hardship-aid", "serious-illness-relief", "sudden-accident-relief"])
        {
            var read = await DraftAsync(service);
            var files = read["files"]!.AsObject().ToDictionary(file => file.Key, file => (string)file.Value!);
            var kept = (await admin.PostAsync($"{Services}/{service}/draft", new { files, stamp = (string)read["stamp"]! })).Ok();

            Assert.That(files.Keys, Is.EquivalentTo(new[] { "documents.json", "form.json" }));
            Assert.That(((bool)kept["isDraft"]!, (string)kept["stamp"]!), Is.EqualTo((false, (string)read["stamp"]!)), service);
        }

        Assert.That(await office.ReadAsync(db => db.Set<ServiceDraft>().CountAsync()), Is.Zero);
    }

    [Test]
    public async Task A_form_goes_into_the_draft_of_the_drawing_and_a_stale_save_is_told_who_and_when()
    {
        const string Service = "sudden-accident-relief";
        var read = await DraftAsync(Service);
        var first = await SaveAsync(Service, read, "The one who applies");
        var stale = await SaveAsync(Service, read, "Another title");
        var drawing = (await admin.GetAsync($"/elsa/api/workflow-definitions/by-definition-id/{Service}?versionOptions=Latest")).Ok();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((bool)first.Ok()["isDraft"]!, Is.True);
            Assert.That((stale.Code, (int)stale.Status), Is.EqualTo(("service.draft-changed-meanwhile", 409)));
            Assert.That((string)stale.Body!["title"]!, Does.Contain("admin1"));
            Assert.That((string)drawing["customProperties"]!["AidWorkflow:Stamp"]!, Is.EqualTo((string)first.Ok()["stamp"]!), "one draft and one stamp");
            Assert.That((string)(await DraftAsync(Service))["files"]!["form.json"]!, Does.Contain("The one who applies"));
        }

        (await admin.PostAsync($"/elsa/api/workflow-definitions/{Service}/discard")).Ok();
    }

    [Test]
    public async Task What_is_wrong_is_told_at_its_place_and_by_the_checks_of_publishing()
    {
        const string Service = "hardship-aid";
        var form = JsonNode.Parse((string)(await DraftAsync(Service))["files"]!["form.json"]!)!;
        form["sections"]![0]!["fields"]![1]!["label"]!["en"] = "";
        form["steps"]!["finance"]!["fields"]!["applicantName"] = "edit";
        var broken = await CheckAsync(Service, form);
        form["sections"]![0]!["fields"]![1]!["label"]!["en"] = "Name";
        var unfit = await CheckAsync(Service, form);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(broken, Does.Contain(("form.json", "$.sections[0].fields[1].label.en", "file.not-text")));
            Assert.That(unfit, Is.EqualTo(new[] { ("form.json", "$.steps.finance.fields.applicantName", "form-file.step-writes-nothing") }));
            Assert.That(await CheckAsync(Service, JsonNode.Parse((string)(await DraftAsync(Service))["files"]!["form.json"]!)!), Is.Empty);
        }
    }

    [Test]
    public async Task Columns_of_the_table_of_access_are_desks_and_the_steps_at_which_officials_are_asked()
    {
        var steps = (await DraftAsync("hardship-aid"))["steps"]!.AsArray();

        Assert.That(steps.Where(step => (bool)step!["isDesk"]!).Select(step => (string)step!["name"]!), Does.Contain("apply").And.Contain("village").And.Contain("audit"));
        Assert.That(steps.Where(step => !(bool)step!["isDesk"]!).Select(step => (string)step!["name"]!), Does.Contain("HomeVisit").And.Contain("TownshipReview").And.Not.Contain("Start"));
    }

    [Test]
    public async Task Values_are_tried_by_a_call_that_keeps_nothing()
    {
        var tried = (await admin.PostAsync($"{Services}/hardship-aid/rules/trial", new Dictionary<string, object> { ["year"] = 2022, ["values"] = new Dictionary<string, object> { ["cap-per-case"] = "100.00" } })).Ok();
        var wrong = await admin.PostAsync($"{Services}/hardship-aid/rules/trial", new Dictionary<string, object> { ["year"] = 2022, ["values"] = new Dictionary<string, object> { ["cap-per-case"] = 100 } });

        Assert.That(((int)tried["year"]!, (int)tried["left"]!, tried["cases"]!.AsArray().Count), Is.EqualTo((2022, 0, 0)));
        Assert.That(wrong.Code, Is.EqualTo("rules.value-malformed"));
    }

    [Test]
    public async Task Nobody_but_an_administrator_reads_or_writes_them()
    {
        using var station = await site.CallerAsync(office, "station1");

        Assert.That((int)(await station.GetAsync($"{Services}/hardship-aid/draft")).Status, Is.EqualTo(404));
        Assert.That((int)(await station.PostAsync($"{Services}/hardship-aid/draft", new { files = new { } })).Status, Is.EqualTo(404));
        Assert.That((await admin.GetAsync($"{Services}/no-such-service/draft")).Code, Is.EqualTo("service.unknown"));
    }

    private async Task<JsonNode> DraftAsync(string service) => (await admin.GetAsync($"{Services}/{service}/draft?files=form.json,documents.json")).Ok();

    private Task<Reply> SaveAsync(string service, JsonNode read, string title)
    {
        var form = JsonNode.Parse((string)read["files"]!["form.json"]!)!;
        form["sections"]![0]!["title"]!["en"] = title;
        return admin.PostAsync($"{Services}/{service}/draft", new { files = new Dictionary<string, string> { ["form.json"] = form.ToJsonString() }, stamp = (string)read["stamp"]! });
    }

    private async Task<List<(string File, string Path, string Code)>> CheckAsync(string service, JsonNode form) =>
        [.. (await admin.PostAsync($"{Services}/{service}/check", new { files = new Dictionary<string, string> { ["form.json"] = form.ToJsonString() } })).Ok()["items"]!.AsArray()
            .Select(one => ((string)one!["file"]!, (string)one["path"]!, (string)one["code"]!))];
}
