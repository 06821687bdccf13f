using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Tests.Api;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Intervening;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Designing;

/// <summary>What runs on the drawing, and versions beside each other.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class LiveTests(Provider provider)
{
    private const string Definitions = "/elsa/api/workflow-definitions";

    private Office office = null!;
    private Website site = null!;
    private Caller admin = null!;
    private AidCase[] old = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        site = await Website.OpenAsync(office);
        admin = await site.CallerAsync(office, "admin1");

        // Three cases on version 1, two of them twelve days older; version 2 calls the same step otherwise.
        old = [await office.SubmitCompleteAsync(), await office.SubmitCompleteAsync()];
        office.Clock.Advance(TimeSpan.FromDays(12));
        await office.SubmitCompleteAsync();
        await office.PublishAsync(("workflow.json", Flows.Renamed()));
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        admin.Dispose();
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [Test]
    public async Task Cases_are_counted_at_their_step_by_version_and_time_and_each_number_is_the_length_of_its_list()
    {
        var young = await office.SubmitCompleteAsync();

        var waiting = (await admin.GetAsync($"{Definitions}/hardship-aid/live")).Ok()["waiting"]!.AsArray().Select(one => one!.AsObject()).ToList();
        var byStep = waiting.ToDictionary(one => ((string)one["versionId"]!, (string)one["activityId"]!));
        var (first, second) = (await VersionOfAsync(old[0].Id), await VersionOfAsync(young.Id));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(byStep.Keys.Where(place => place.Item1 == first), Is.EqualTo(new[] { (first, "completeness") }));
            Assert.That((int)byStep[(first, "completeness")]["count"]!, Is.EqualTo(3));
            Assert.That(byStep[(first, "completeness")]["over"]!.AsArray().Select(one => (int)one!), Is.EqualTo(new[] { 2, 2, 0 }));
            Assert.That((DateTimeOffset)byStep[(first, "completeness")]["oldestSince"]!, Is.EqualTo(office.Clock.GetUtcNow().AddDays(-12)));
            Assert.That(byStep[(second, "check")]["over"]!.AsArray().Select(one => (int)one!), Is.EqualTo(new[] { 0, 0, 0 }));
            foreach (var ((version, step), one) in byStep)
            {
                var list = (await admin.GetAsync($"/api/admin/instances?definition=hardship-aid&version={Uri.EscapeDataString(version)}&waitsAt={step}")).Ok();
                Assert.That((int)list["count"]!, Is.EqualTo((int)one["count"]!), step);
                Assert.That(list["items"]!.AsArray().Select(line => (string)line!["steps"]![0]!).Distinct(), Is.EqualTo(new[] { "Completeness" }), "by its name");
                Assert.That(list["items"]!.AsArray().Select(line => (DateTimeOffset)line!["waitingSince"]!), Is.Ordered, "longest first");
            }
        }
    }

    [Test]
    public async Task Who_administers_a_part_counts_its_cases_alone()
    {
        var elsewhere = await office.HireAsync("admin-elsewhere", Role.Administrator, UnitLevel.District, await DistrictOfCasesAsync() == "370402" ? "370403" : "370402");
        var here = await office.HireAsync("admin-here", Role.Administrator, UnitLevel.District, await DistrictOfCasesAsync());

        var counted = new List<int>();
        foreach (var actor in new[] { elsewhere, here, await office.AsAsync("admin1") })
            counted.Add((await office.DoAsync((LiveSteps act, CancellationToken token) => act.CountAsync("hardship-aid", actor, token))).Waiting.Sum(step => step.Count));

        Assert.That((counted[0], counted[1]), Is.EqualTo((0, counted[2])));
        Assert.That(counted[2], Is.GreaterThanOrEqualTo(old.Length + 1));
    }

    [Test]
    public async Task The_way_of_a_case_is_told_on_its_own_version_and_the_look_is_put_on_record()
    {
        var submitted = await office.SubmitCompleteAsync();
        await office.UntilAsync(submitted.Id, "VillageOpinion");
        var run = await office.ReadAsync(db => db.Set<CaseRun>().SingleAsync(one => one.CaseId == submitted.Id));
        var before = await LooksAsync(submitted.Id);

        var way = (await admin.GetAsync($"/elsa/api/instances/{run.Id}/way")).Ok();
        var missing = await admin.GetAsync("/elsa/api/instances/00000000-0000-0000-0000-000000000001/way");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((string)way["versionId"]!, Is.EqualTo(run.DefinitionVersionId));
            Assert.That(Standing(way, "check"), Is.EqualTo("Visited"));
            Assert.That(Standing(way, "villageOpinion"), Is.EqualTo("Current"));
            Assert.That(Standing(way, "homeVisit"), Is.Null);
            Assert.That(way["path"]!.AsArray().Where(one => (string)one!["activityId"]! == "check").Select(one => ((string)one!["event"]!, (string?)one["detail"])), Is.EqualTo(new[] { ("Started", null), ("Completed", "Complete") }));
            Assert.That(await LooksAsync(submitted.Id), Is.EqualTo(before + 1));
            missing.ShouldBe(404);
        }
    }

    [Test]
    public async Task What_failed_is_counted_apart_with_the_list_behind_it()
    {
        await office.DefineAsync(Flows.Flow("fails", """{ "id": "bang", "name": "bang", "type": "Elsa.Fault", "version": 1, "message": { "typeName": "String", "expression": { "type": "Literal", "value": "no" } } }"""));
        await office.StartAsync("fails");

        var live = (await admin.GetAsync($"{Definitions}/fails/live")).Ok();
        var list = (await admin.GetAsync("/api/admin/instances?definition=fails&failedAt=bang")).Ok();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(live["faults"]!.AsArray().Select(one => ((string)one!["activityId"]!, (int)one["count"]!)), Is.EqualTo(new[] { ("bang", 1) }));
            Assert.That(live["waiting"]!.AsArray(), Is.Empty);
            Assert.That((int)list["count"]!, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Two_versions_are_compared_with_the_terms_and_files_that_each_had()
    {
        const string Service = "serious-illness-relief";
        var model = (await admin.GetAsync($"{Definitions}/by-definition-id/{Service}?versionOptions=Latest")).Ok().AsObject();
        model["description"] = "drafted";
        var (step, term) = model["customProperties"]!["AidWorkflow:Terms"]!.AsObject().First();
        var before = (int)term!["count"]!;
        model["customProperties"]!["AidWorkflow:Terms"]![step]!["count"] = before + 1;
        (await admin.PostAsync(Definitions, new { model })).Ok();

        var asked = (await admin.GetAsync($"{Definitions}/{Service}/compare")).Ok();
        var same = (await admin.GetAsync($"{Definitions}/{Service}/compare?from=1&to=1")).Ok();
        var unknown = await admin.GetAsync($"{Definitions}/{Service}/compare?from=7");
        (await admin.PostAsync($"{Definitions}/{Service}/discard")).Ok();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(((int)asked["from"]!["version"]!, (bool)asked["from"]!["isPublished"]!, (bool)asked["to"]!["isDraft"]!), Is.EqualTo((1, true, true)));
            Assert.That(((int)asked["from"]!["terms"]![step]!["count"]!, (int)asked["to"]!["terms"]![step]!["count"]!), Is.EqualTo((before, before + 1)));
            Assert.That(asked["to"]!["files"]!.AsObject().Select(file => file.Key), Is.EquivalentTo(new[] { "workflow.json", "service.json" }));
            Assert.That((string)asked["to"]!["definition"]!["description"]!, Is.EqualTo("drafted"));
            Assert.That(same["from"]!["files"]!.AsObject(), Is.Empty);
            Assert.That(unknown.Code, Is.EqualTo("definition.version-unknown"));
        }
    }

    private Task<string> VersionOfAsync(CaseId id) => office.ReadAsync(db => db.Set<CaseRun>().Where(run => run.CaseId == id).Select(run => run.DefinitionVersionId).SingleAsync());

    private Task<string> DistrictOfCasesAsync() => office.ReadAsync(async db =>
    {
        var unit = await db.Set<Unit>().SingleAsync(one => one.Id == db.Set<AidCase>().Select(aidCase => aidCase.UnitId).First());
        while (unit.Level != UnitLevel.District)
            unit = await db.Set<Unit>().SingleAsync(one => one.Id == unit.ParentId);
        return unit.DivisionCode;
    });

    private Task<int> LooksAsync(CaseId id) => office.ReadAsync(db => db.Set<AuditEntry>().CountAsync(entry => entry.Act == "personal.viewed" && entry.Subject == $"case:{id}"));

    private static string? Standing(JsonNode way, string step) => (string?)way["steps"]!.AsArray().FirstOrDefault(one => (string)one!["activityId"]! == step)?["standing"];
}
