using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Designing;

/// <summary>A whole service as one file, there and back.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class ServiceFileTests(Provider provider)
{
    private const string Service = "hardship-aid";

    private Office office = null!;
    private Actor admin = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        admin = await office.AsAsync("admin1");
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task Every_service_comes_back_as_it_went_and_the_same_files_give_the_same_text()
    {
        var services = await office.ReadAsync(db => db.Set<ServiceVersion>().Select(version => version.ServiceId).Distinct().ToListAsync());
        foreach (var service in services)
        {
            var file = await ExportAsync(service);
            var plan = await PlanAsync(service, file.Write());
            using (Assert.EnterMultipleScope())
            {
                Assert.That(ServiceFile.Read(file.Write()).Write(), Is.EqualTo(file.Write()), service);
                Assert.That((await ExportAsync(service)).Write(), Is.EqualTo(file.Write()), service);
                Assert.That((plan.Changes.Length, plan.Faults.Length), Is.EqualTo((0, 0)), service);
                Assert.That(file.Files.Keys, Is.SupersetOf(new[] { "service.json", "form.json", "workflow.json" }), service);
            }
        }

        Assert.That(services, Has.Count.GreaterThan(2));
        Assert.That(await office.ReadAsync(db => db.Set<ServiceDraft>().CountAsync()), Is.Zero);
    }

    [Test]
    public async Task Taking_one_in_is_told_file_by_file_first_and_makes_a_draft_alone()
    {
        var before = await ExportAsync(Service);
        var workflow = JsonNode.Parse(before.Files["workflow.json"])!;
        workflow["description"] = "from elsewhere";
        foreach (var step in workflow["root"]!["activities"]!.AsArray().Where(step => (string?)step!["id"] == "villageOpinion"))
            step!.AsObject().Remove("role");
        var file = before with { Files = before.Files.SetItem("workflow.json", workflow.ToJsonString()).Add("templates/new.applicant.in-app.en.hbs", "Hello").Remove("repayment.json") };

        var plan = await PlanAsync(Service, file.Write());
        var none = await office.ReadAsync(db => db.Set<ServiceDraft>().CountAsync());
        var stale = await CodeAsync(() => TakeAsync(file.Write(), "sha256:another"));
        var taken = await TakeAsync(file.Write(), plan.Stamp);
        var version = await office.DoAsync((ImportService act, CancellationToken token) => act.ExportAsync(admin, Service, before.Number, token));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(plan.Changes, Is.EqualTo(new[] { ("repayment.json", FileChange.Removed), ("templates/new.applicant.in-app.en.hbs", FileChange.Added), ("workflow.json", FileChange.Changed) }));
            Assert.That(plan.Faults.Where(fault => fault.Place.EndsWith(".role", StringComparison.Ordinal)).Select(fault => fault.File), Is.EqualTo(new[] { "workflow.json" }));
            Assert.That((none, stale), Is.EqualTo((0, "service.draft-changed-meanwhile")));
            Assert.That((taken.IsDraft, taken.Number), Is.EqualTo((true, before.Number + 1)));
            Assert.That(taken.Files, Is.EqualTo(file.Files));
            Assert.That(version.Write(), Is.EqualTo(before.Write()), "the version in force is as it was");
        }

        await office.DoAsync((DiscardServiceDraft act, CancellationToken token) => act.RunAsync(admin, Service, taken.Stamp, token));
    }

    [TestCase("{", "service-import.unreadable", "content")]
    [TestCase("[]", "service-import.no-service", "content")]
    [TestCase("{ \"format\": \"another/1\", \"service\": \"hardship-aid\", \"files\": { \"service.json\": \"{}\" } }", "service-import.no-service", "content")]
    [TestCase("{ \"format\": \"aidworkflow-service/1\", \"service\": \"other\", \"files\": { \"service.json\": \"{}\" } }", "service-import.other-service", "content")]
    [TestCase("{ \"format\": \"aidworkflow-service/1\", \"service\": \"hardship-aid\", \"hash\": \"sha256:00\", \"files\": { \"service.json\": \"{}\" } }", "service-import.damaged", "content")]
    [TestCase("{ \"format\": \"aidworkflow-service/1\", \"service\": \"hardship-aid\", \"files\": { \"form.json\": \"{ broken\" } }", "service-import.file-unreadable", "form.json")]
    [TestCase("{ \"format\": \"aidworkflow-service/1\", \"service\": \"hardship-aid\", \"files\": { \"form.json\": 7 } }", "service-import.file-unreadable", "form.json")]
    [TestCase("{ \"format\": \"aidworkflow-service/1\", \"service\": \"hardship-aid\", \"files\": { \"../form.json\": \"{}\" } }", "service.file-unfit", "files")]
    public async Task A_file_that_is_no_service_is_refused_by_name_and_changes_nothing(string content, string code, string field)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => PlanAsync(Service, content));

        Assert.That((refused!.Code, refused.Field), Is.EqualTo((code, field)));
        Assert.That(Texts.Say(refused, "zh-CN"), Is.Not.EqualTo(code));
        Assert.That(await CodeAsync(() => TakeAsync(content, "")), Is.EqualTo(code));
    }

    [Test]
    public async Task Nobody_but_an_administrator_of_the_whole_area_writes_or_takes_in()
    {
        var clerk = await office.AsAsync("station1");
        var file = (await ExportAsync(Service)).Write();

        Assert.That(await CodeAsync(() => office.DoAsync((ImportService act, CancellationToken token) => act.ExportAsync(clerk, Service, null, token))), Is.EqualTo("definition.not-yours"));
        Assert.That(await CodeAsync(() => office.DoAsync((ImportService act, CancellationToken token) => act.PlanAsync(clerk, Service, file, token))), Is.EqualTo("definition.not-yours"));
    }

    private Task<ServiceFile> ExportAsync(string service) => office.DoAsync((ImportService act, CancellationToken token) => act.ExportAsync(admin, service, null, token));

    private Task<ServiceImport> PlanAsync(string service, string content) => office.DoAsync((ImportService act, CancellationToken token) => act.PlanAsync(admin, service, content, token));

    private Task<EditedService> TakeAsync(string content, string stamp) => office.DoAsync((ImportService act, CancellationToken token) => act.RunAsync(admin, Service, content, stamp, token));

    private static async Task<string> CodeAsync<T>(Func<Task<T>> act) => (await Assert.ThrowsAsync<RefusedException>(() => act()))!.Code;
}
