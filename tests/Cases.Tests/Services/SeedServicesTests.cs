using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Approving;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Mending;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Harness;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Tests.Services;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class SeedServicesTests(Provider provider)
{
    private TestDatabase database = null!;

    [SetUp]
    public async Task Begin() => database = await TestDatabase.CreateAsync(provider);

    [TearDown]
    public async Task End() => await database.DisposeAsync();

    [Test]
    public async Task An_unknown_service_becomes_version_one_and_is_published()
    {
        var result = await SeedAsync();
        var version = await VersionAsync(1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.Outcome, result.Number), Is.EqualTo((Seeded.Published, (int?)1)));
            Assert.That((version.State, version.Source, version.PublishedAt), Is.EqualTo((ServiceState.Published, ServiceSource.Folder, (DateTimeOffset?)database.Clock.GetUtcNow())));
            Assert.That(version.ContentHash, Does.StartWith("sha256:"));
        }
    }

    [Test]
    public async Task The_same_folder_again_changes_nothing()
    {
        await SeedAsync();

        Assert.That((await SeedAsync()).Outcome, Is.EqualTo(Seeded.Unchanged));
        Assert.That(await database.ReadAsync(db => db.Set<ServiceVersion>().CountAsync()), Is.EqualTo(1));
    }

    [Test]
    public async Task A_changed_folder_is_a_new_version_and_running_cases_keep_theirs()
    {
        var first = await SeedAsync();

        var second = await SeedAsync(Changed());
        var catalogue = new ServiceCatalogue();
        var current = await database.ReadAsync(db => catalogue.CurrentAsync(db, Workflows.Hardship, CancellationToken.None));
        var kept = await database.ReadAsync(db => catalogue.GetAsync(db, first.Version!.Value, CancellationToken.None));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((second.Outcome, second.Number), Is.EqualTo((Seeded.Published, (int?)2)));
            Assert.That(current.Id, Is.EqualTo(second.Version));
            Assert.That(current.Package.Description.Summary.En, Is.EqualTo("Changed"));
            Assert.That(kept.Description.Summary.En, Is.Not.EqualTo("Changed"));
            Assert.That((await VersionAsync(1)).State, Is.EqualTo(ServiceState.Retired));
        }
    }

    [Test]
    public async Task A_folder_that_changes_under_an_edited_service_becomes_a_draft_and_a_notice()
    {
        await SeedAsync();
        await EditAsync();

        var result = await SeedAsync(Changed());
        var again = await SeedAsync(Changed());

        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.Outcome, result.Number), Is.EqualTo((Seeded.Drafted, (int?)3)));
            Assert.That(again.Outcome, Is.EqualTo(Seeded.Unchanged));
            Assert.That((await VersionAsync(2)).State, Is.EqualTo(ServiceState.Published));
            var notice = await database.ReadAsync(db => db.Set<Notification>().SingleAsync());
            Assert.That((notice.Role, notice.In("en").Title), Is.EqualTo(("administrator", "New draft of One-off hardship grant")));
            Assert.That(notice.In("zh-CN").Body, Does.Contain("第 3 版"));
        }
    }

    [Test]
    public async Task A_folder_that_changes_again_under_an_edited_service_is_a_draft_again()
    {
        await SeedAsync();
        await EditAsync();
        await SeedAsync(Changed("Changed"));

        var again = await SeedAsync(Changed("Changed once more"));

        Assert.That((again.Outcome, (await VersionAsync(2)).State), Is.EqualTo((Seeded.Drafted, ServiceState.Published)));
    }

    [Test]
    public async Task In_Production_demo_values_are_not_published()
    {
        var result = await SeedAsync(production: true);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Outcome, Is.EqualTo(Seeded.Drafted));
            Assert.That(result.Faults.Select(fault => fault.Code).Distinct(), Is.EqualTo(new[] { "service.demo-values" }));
            Assert.That(async () => await database.ReadAsync(db => new ServiceCatalogue().CurrentAsync(db, Workflows.Hardship, CancellationToken.None)),
                Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("service.unknown"));
        }
    }

    [Test]
    public async Task A_broken_folder_stores_nothing_and_the_others_are_seeded()
    {
        var broken = Workflows.Parse(Workflows.Illness, new Dictionary<string, string> { ["service.json"] = "{" });
        var good = Workflows.Parse(Workflows.Hardship, Workflows.Files(Workflows.Hardship));

        var results = await SeedAsync([broken, good]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(results.Select(result => result.Outcome), Is.EqualTo(new[] { Seeded.Broken, Seeded.Published }));
            Assert.That(await database.ReadAsync(db => db.Set<ServiceVersion>().Select(version => version.ServiceId).ToListAsync()), Is.EqualTo(new[] { Workflows.Hardship }));
        }
    }

    [Test]
    public async Task A_new_rule_value_closes_the_one_before_and_the_rule_date_chooses()
    {
        await SeedAsync();
        await AddAsync("cap-per-case", new DateOnly(2022, 7, 1), "\"7000.00\"");

        var before = await ValueAsync(new DateOnly(2022, 6, 30));
        var after = await ValueAsync(new DateOnly(2022, 7, 1));

        Assert.That((before, after), Is.EqualTo(("\"6000.00\"", "\"7000.00\"")));
    }

    [TestCase("cap-per-case", "2022-01-01", "\"1\"", "市文件", "rules.value-exists")]
    [TestCase("cap-per-case", "2022-07-01", "-1", "市文件", "rules.value-malformed")]
    [TestCase("cap-per-case", "2022-07-01", "{", "市文件", "rules.value-malformed")]
    [TestCase("bands", "2022-07-01", "[]", "市文件", "rules.value-malformed")]
    [TestCase("no-such-rule", "2022-07-01", "\"1\"", "市文件", "rules.unused-value")]
    [TestCase("cap-per-case", "2022-07-01", "\"1\"", " ", "rules.source-missing")]
    public async Task A_bad_rule_value_is_refused(string key, string from, string json, string source, string code)
    {
        await SeedAsync();

        Assert.That(async () => await AddAsync(key, DateOnly.ParseExact(from, "yyyy-MM-dd"), json, source), Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo(code));
    }

    private static PublishCheck Check(bool production) => new(new ServiceHouse(production), new NothingToSay());

    private static ServiceReading Changed(string words = "Changed") =>
        Workflows.Parse(Workflows.Hardship, Workflows.With(Workflows.Hardship, "service.json", json => json["summary"] = new JsonObject { ["zh-CN"] = "已改", ["en"] = words }));

    private async Task<SeedResult> SeedAsync(ServiceReading? reading = null, bool production = false) =>
        (await SeedAsync([reading ?? Workflows.Parse(Workflows.Hardship, Workflows.Files(Workflows.Hardship))], production)).Single();

    private async Task<IReadOnlyList<SeedResult>> SeedAsync(System.Collections.Immutable.ImmutableArray<ServiceReading> readings, bool production = false)
    {
        IReadOnlyList<SeedResult> results = [];
        await database.ActAsync(async work =>
            results = await new SeedServices(work, database.Get<IIds>(), database.Clock, Check(production), Eyes(work), new AuditTrail(work, database.Clock)).RunAsync(readings, CancellationToken.None));
        return results;
    }

    private FourEyes Eyes(IUnitOfWork work) => new(work, new PublishingHouse(FourEyes: false), new AuditTrail(work, database.Clock), database.Clock);

    /// <summary>What an editor does: a version of its own, published.</summary>
    private Task EditAsync() => database.ActAsync(async work =>
    {
        var first = await work.Db.Set<ServiceVersion>().SingleAsync();
        var edited = new ServiceVersion(ServiceVersionId.Of(database.Get<IIds>().Next()), first.ServiceId, 2, "sha256:edited", first.Files, ServiceSource.Editor, database.Clock.GetUtcNow());
        first.Retire();
        edited.Publish(database.Clock.GetUtcNow());
        work.Db.Add(edited);
    });

    private Task AddAsync(string key, DateOnly from, string json, string source = "市文件") => database.ActAsync(work =>
        new AddRuleValue(work, database.Get<IIds>(), new ServiceCatalogue(), new MendingRights(work, new Scopes(work, database.Clock)), new AuditTrail(work, database.Clock), database.Clock).RunAsync(Actor.System, Workflows.Hardship, new(key, from, json, Demo: false, source, "市文件补登"), CancellationToken.None));

    private async Task<string> ValueAsync(DateOnly on) =>
        (await database.ReadAsync(db => new ServiceCatalogue().ValuesAsync(db, Workflows.Hardship, on, CancellationToken.None))).Rows["cap-per-case"].Json;

    private Task<ServiceVersion> VersionAsync(int number) => database.ReadAsync(db => db.Set<ServiceVersion>().SingleAsync(version => version.Number == number));
}
