using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Designing;

/// <summary>The draft of a service: written by several, published with a reason, given up, brought back. Each test has a service of its own.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class ServiceDraftTests(Provider provider)
{
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
    public async Task Several_files_are_one_save_and_of_two_who_save_the_second_is_told_and_nothing_is_lost()
    {
        const string Service = "serious-illness-relief";
        var before = await ReadAsync(Service);

        var first = await SaveAsync(Service, before.Stamp, ("workflow.json", Described(before, "one")), ("templates/new.applicant.in-app.en.hbs", "Hello"));
        var refused = await Assert.ThrowsAsync<RefusedException>(() => SaveAsync(Service, before.Stamp, ("workflow.json", Described(before, "two"))));
        var same = await SaveAsync(Service, first.Stamp, ("workflow.json", Described(before, "one")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.IsDraft, first.Number, first.BasedOn, first.Published), Is.EqualTo((true, before.Number + 1, (int?)before.Number, (int?)before.Number)));
            Assert.That(first.Files, Contains.Key("templates/new.applicant.in-app.en.hbs"));
            Assert.That(refused!.Code, Is.EqualTo("service.draft-changed-meanwhile"));
            Assert.That(Texts.Say(refused, "en"), Does.Contain("admin1"));
            Assert.That((await ReadAsync(Service)).Files["workflow.json"], Does.Contain("\"one\""));
            Assert.That(same.Stamp, Is.EqualTo(first.Stamp));
            Assert.That(await RecordedAsync(Service, "service.draft-saved"), Is.EqualTo(1), "one sitting of one writer");
        }

        await office.DoAsync((DiscardServiceDraft act, CancellationToken token) => act.RunAsync(admin, Service, first.Stamp, token));
        Assert.That((await ReadAsync(Service)).Stamp, Is.EqualTo(before.Stamp));

        var kept = (await office.DoAsync((RestoreDraft act, CancellationToken token) => act.ListAsync(admin, $"service:{Service}", token))).Single();
        await office.DoAsync((RestoreDraft act, CancellationToken token) => act.RunAsync(admin, kept.Id, token));
        Assert.That((await ReadAsync(Service)).Stamp, Is.EqualTo(first.Stamp), "what was given up is brought back whole");
    }

    [Test]
    public async Task A_version_published_meanwhile_is_replaced_only_when_that_is_confirmed()
    {
        const string Service = "sudden-accident-relief";
        var before = await ReadAsync(Service);
        var mine = await SaveAsync(Service, before.Stamp, ("workflow.json", Described(before, "mine")));
        await PublishFromFolderAsync(Service);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => PublishAsync(Service, new("合并", mine.Stamp)));
        var drafted = await ReadAsync(Service);
        var published = await PublishAsync(Service, new("合并", mine.Stamp, OverNewer: true));
        var versions = await office.ReadAsync(db => db.Set<ServiceVersion>().Where(one => one.ServiceId == Service).OrderBy(one => one.Number).ToListAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused!.Code, Is.EqualTo("service.published-meanwhile"));
            Assert.That((drafted.IsDraft, drafted.Stamp), Is.EqualTo((true, mine.Stamp)), "the folder does not write over what is edited here");
            Assert.That((published.Number, published.PublishedBy, published.Reason), Is.EqualTo((before.Number + 2, admin.Name, "合并")));
            Assert.That(versions.Select(one => one.State), Is.EqualTo(new[] { ServiceState.Retired, ServiceState.Retired, ServiceState.Published }));
            Assert.That(await RecordedAsync(Service, "service.published"), Is.EqualTo(3));
        }
    }

    [Test]
    public async Task Publishing_twice_at_once_makes_one_version_and_what_is_wrong_is_told_whole_and_in_Production_demo_values_too()
    {
        const string Service = "hardship-aid";
        var before = await ReadAsync(Service);
        var broken = JsonNode.Parse(before.Files["workflow.json"])!;
        foreach (var step in broken["root"]!["activities"]!.AsArray().Where(step => step!["role"] is not null))
            step!.AsObject().Remove("role");
        var wrong = await SaveAsync(Service, before.Stamp, ("workflow.json", broken.ToJsonString()), ("form.json", "{"));
        var refused = await Assert.ThrowsAsync<NotPublishableException>(() => PublishAsync(Service, new("试", wrong.Stamp)));
        var whole = await SaveAsync(Service, wrong.Stamp, ("workflow.json", Described(before, "whole")), ("form.json", before.Files["form.json"]));

        var demo = await Assert.ThrowsAsync<NotPublishableException>(() => office.AskAsync(services =>
        {
            var check = new PublishCheck(new ServiceHouse(Production: true), services.GetRequiredService<IWorkflowCheck>());
            var act = ActivatorUtilities.CreateInstance<PublishServiceDraft>(services, ActivatorUtilities.CreateInstance<ServiceDraftCheck>(services, check));
            return act.RunAsync(admin, Service, new("正式环境", whole.Stamp), CancellationToken.None);
        }));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            try
            {
                return (await PublishAsync(Service, new("两人同时", whole.Stamp))).Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
            catch (RefusedException late)
            {
                return late.Code;
            }
        }));
        var nothing = await Assert.ThrowsAsync<RefusedException>(() => PublishAsync(Service, new("再发", null)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused!.Faults.Select(fault => fault.File).Distinct(), Is.EquivalentTo(new[] { "form.json", "workflow.json" }));
            Assert.That(refused.Faults.Count(fault => fault.Place.EndsWith(".role", StringComparison.Ordinal)), Is.GreaterThan(5));
            Assert.That(demo!.Faults.Select(fault => fault.Code).Distinct(), Is.EqualTo(new[] { "service.demo-values" }));
            Assert.That(outcomes, Has.One.EqualTo($"{before.Number + 1}"));
            Assert.That(outcomes, Has.One.Matches<string>(one => one is "service.no-draft" or "service.draft-changed-meanwhile" or "service.draft-unchanged"));
            Assert.That(nothing!.Code, Is.EqualTo("service.no-draft"));
        }
    }

    [TestCase("../secret.json", "service.file-unfit")]
    [TestCase("templates/x.exe", "service.file-unfit")]
    public void A_file_of_no_service_is_refused(string file, string code) =>
        Assert.That(async () => await SaveAsync("hardship-aid", null, (file, "{}")), Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo(code));

    [TestCase("station1")]
    [TestCase("decider1")]
    public async Task Nobody_but_the_administrator_of_the_whole_area_writes_publishes_or_gives_up(string userName)
    {
        var other = await office.AsAsync(userName);
        async Task<string> CodeAsync<TAct, T>(Func<TAct, CancellationToken, Task<T>> act)
            where TAct : notnull => (await Assert.ThrowsAsync<RefusedException>(() => office.DoAsync(act)))!.Code;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await CodeAsync((SaveServiceDraft act, CancellationToken token) => act.RunAsync(other, "hardship-aid", new(new Dictionary<string, string?>()), token)), Is.EqualTo("definition.not-yours"));
            Assert.That(await CodeAsync((PublishServiceDraft act, CancellationToken token) => act.RunAsync(other, "hardship-aid", new("x"), token)), Is.EqualTo("definition.not-yours"));
            Assert.That(await CodeAsync((DiscardServiceDraft act, CancellationToken token) => act.RunAsync(other, "hardship-aid", null, token)), Is.EqualTo("definition.not-yours"));
            Assert.That(await CodeAsync((RestoreDraft act, CancellationToken token) => act.ListAsync(other, "service:hardship-aid", token)), Is.EqualTo("definition.not-yours"));
        }
    }

    private Task<EditedService> ReadAsync(string service) => office.DoAsync((EditedServices services, CancellationToken token) => services.GetAsync(service, token));

    private Task<EditedService> SaveAsync(string service, string? stamp, params (string File, string Text)[] files) => office.DoAsync((SaveServiceDraft act, CancellationToken token) =>
        act.RunAsync(admin, service, new(files.ToDictionary(file => file.File, file => (string?)file.Text), stamp), token));

    private Task<ServiceVersion> PublishAsync(string service, ServicePublishing publishing) =>
        office.DoAsync((PublishServiceDraft act, CancellationToken token) => act.RunAsync(admin, service, publishing, token));

    /// <summary>The folder of the service has changed, and the house starts again.</summary>
    private Task<IReadOnlyList<SeedResult>> PublishFromFolderAsync(string service) => office.DoAsync(async (SeedServices act, CancellationToken token) =>
    {
        var version = await office.ReadAsync(db => db.Set<ServiceVersion>().SingleAsync(one => one.ServiceId == service && one.State == ServiceState.Published, token));
        var files = EditedService.Of(version).Files.ToDictionary(file => file.Key, file => file.Value);
        files["workflow.json"] = Described(EditedService.Of(version), "from the folder");
        return (IReadOnlyList<SeedResult>)await act.RunAsync([ServicePackage.Parse(service, files)], token);
    });

    private Task<int> RecordedAsync(string service, string act) => office.ReadAsync(db => db.Set<AuditEntry>().CountAsync(entry => entry.Stream == $"service:{service}" && entry.Act == act));

    private static string Described(EditedService service, string words)
    {
        var json = JsonNode.Parse(service.Files["workflow.json"])!;
        json["description"] = words;
        return json.ToJsonString();
    }
}
