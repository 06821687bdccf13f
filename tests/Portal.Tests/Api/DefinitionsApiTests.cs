using System.Text.Json.Nodes;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Delivering;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Api;

/// <summary>Workflow definitions under /api/admin, as a program of an administrator has them.</summary>
[TestFixture]
internal sealed class DefinitionsApiTests
{
    private Office office = null!;
    private Website site = null!;
    private Caller admin = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(Provider.Sqlite);
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
    public async Task A_definition_is_written_checked_published_and_started()
    {
        var saved = (await admin.PostAsync("/api/admin/definitions", new { definition = Flow("letter", Say("hello")) })).Ok();
        var findings = (await admin.PostAsync("/api/admin/definitions/check", new { definition = Flow("letter", Unknown()) })).Ok();
        var published = (await admin.PostAsync("/api/admin/definitions/letter/publish")).Ok();
        var started = (await admin.PostAsync("/api/admin/definitions/letter/start", new { correlationId = "c" }, key: "once")).Ok();
        var again = (await admin.PostAsync("/api/admin/definitions/letter/start", new { correlationId = "c" }, key: "once")).Ok();
        var listed = (await admin.GetAsync("/api/admin/definitions")).Ok();
        var exported = (await admin.GetAsync("/api/admin/definitions/letter")).Ok();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(((int)saved["version"]!, (string)saved["state"]!), Is.EqualTo((1, "Draft")));
            Assert.That(findings.AsArray().Select(one => (string)one!["code"]!), Is.EqualTo(new[] { "unknown-activity" }));
            Assert.That((string)published["version"]!["state"]!, Is.EqualTo("Published"));
            Assert.That((string)started["subStatus"]!, Is.EqualTo("Finished"));
            Assert.That((string)again["instance"]!, Is.EqualTo((string)started["instance"]!));
            Assert.That(listed["items"]!.AsArray().Select(one => (string)one!["definitionId"]!), Does.Contain("letter"));
            Assert.That((string)exported["somethingOfAnEditor"]!, Is.EqualTo("kept"));
        }
    }

    [Test]
    public async Task What_is_wrong_is_said_at_its_place_and_of_two_writers_the_second_is_told()
    {
        var first = (await admin.PostAsync("/api/admin/definitions", new { definition = Flow("faulty", """{ "id": "x", "type": "Elsa.Delay", "version": 1 }""") })).Ok();
        var refused = await admin.PostAsync("/api/admin/definitions/faulty/publish");
        (await admin.PostAsync("/api/admin/definitions", new { definition = Flow("faulty", Say("b")), stamp = (string)first["stamp"]! })).Ok();
        var late = await admin.PostAsync("/api/admin/definitions", new { definition = Flow("faulty", Say("c")), stamp = (string)first["stamp"]! });
        var rootless = await admin.PostAsync("/api/admin/definitions", new { definition = new JsonObject { ["id"] = "x" } });

        using (Assert.EnterMultipleScope())
        {
            refused.ShouldBe(400);
            Assert.That(refused.Body!["errors"]!.AsObject().Select(error => error.Key), Does.Contain("$.root.activities[0].timeSpan"));
            Assert.That((late.Code, (int)late.Status), Is.EqualTo(("definition.changed-meanwhile", 409)));
            rootless.ShouldBe(400);
            Assert.That(rootless.Body!["errors"]!.AsObject().Select(error => error.Key), Is.EqualTo(new[] { "$.root" }));
        }
    }

    [Test]
    public async Task A_history_is_read_and_taken_in_again_once_for_a_key()
    {
        JsonObject[] versions = [Numbered(1), Numbered(3, isPublished: true), Numbered(4)];

        var kept = (await admin.PostAsync("/api/admin/definitions/history", new { versions, publishing = "AsMarked" }, key: "history")).Ok();
        var again = (await admin.PostAsync("/api/admin/definitions/history", new { versions, publishing = "AsMarked" }, key: "history")).Ok();
        var history = (await admin.GetAsync("/api/admin/definitions/chronicle/history")).Ok();
        var mixed = await admin.PostAsync("/api/admin/definitions/history", new { versions = new[] { Numbered(1), Flow("other", Say("x")).AsObject() } });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(kept.AsArray().Select(one => ((int)one!["version"]!["version"]!, (string)one["version"]!["state"]!)), Is.EqualTo(new[] { (1, "Retired"), (3, "Published"), (4, "Draft") }));
            Assert.That(again.ToJsonString(), Is.EqualTo(kept.ToJsonString()));
            Assert.That(history.AsArray().Select(one => ((int)one!["version"]!, (bool)one["isPublished"]!, (bool)one["isLatest"]!)), Is.EqualTo(new[] { (1, false, false), (3, true, false), (4, false, true) }));
            Assert.That(mixed.Code, Is.EqualTo("definition.several"));
        }

        static JsonObject Numbered(int version, bool isPublished = false)
        {
            var json = Flow("chronicle", Say($"text {version}")).AsObject();
            (json["id"], json["version"], json["isPublished"]) = ($"chronicle-{version}", version, isPublished);
            return json;
        }
    }

    [Test]
    public async Task Nobody_but_an_administrator_of_the_whole_area_sees_or_writes_definitions()
    {
        using var station = await site.CallerAsync(office, "station1");

        foreach (var answer in new[] { await station.GetAsync("/api/admin/definitions"), await station.PostAsync("/api/admin/definitions", new { definition = Flow("mine", Say("x")) }), await station.PostAsync("/api/admin/events", new { name = "e" }) })
            answer.ShouldBe(404);
    }

    [Test]
    public async Task An_event_told_from_outside_wakes_who_waits_and_a_task_is_completed_once()
    {
        await PublishAsync("hears", """{ "id": "e", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "bell" } } }""");
        await PublishAsync("asks", """{ "id": "t", "type": "Elsa.RunTask", "version": 1, "taskName": { "typeName": "String", "expression": { "type": "Literal", "value": "weigh" } }, "payload": { "typeName": "Object", "expression": { "type": "JavaScript", "value": "({ parcel: 7 })" } } }""");
        var (hears, asks) = (await StartAsync("hears"), await StartAsync("asks"));
        await office.SweepAsync(OutboxSweep.Key);
        var task = await office.ReadAsync(db => db.Set<BookmarkRow>().SingleAsync(row => row.InstanceId == asks));

        (await admin.PostAsync("/api/admin/events", new { name = "bell", payload = new { loud = true } })).Ok();
        await office.SweepAsync(OutboxSweep.Key);
        var open = (await admin.GetAsync("/api/admin/outside-tasks")).Ok()["items"]!.AsArray().Single(one => (string)one!["instance"]! == $"{asks}")!;
        var history = (await admin.GetAsync($"/api/admin/instances/{asks}")).Ok()["journal"]!.ToJsonString();
        var completed = (await admin.PostAsync($"/api/admin/outside-tasks/{(string)open["id"]!}/complete", new { result = 42 })).Ok();
        var again = await admin.PostAsync($"/api/admin/outside-tasks/{task.Id}/complete", new { result = 43 });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await StateAsync(hears), Is.EqualTo(InstanceSubStatus.Finished));
            Assert.That(((string)completed["instance"]!, await StateAsync(asks)), Is.EqualTo(($"{asks}", InstanceSubStatus.Finished)));
            Assert.That(((string)open["id"]!, (string)open["name"]!, (int)open["payload"]!["parcel"]!, (string)open["definition"]!), Is.EqualTo(($"{task.Id}", "weigh", 7, "asks")));
            Assert.That(history, Does.Contain($"weigh {task.Id}"));
            Assert.That((await admin.GetAsync("/api/admin/outside-tasks")).Ok()["items"]!.AsArray().Select(one => (string)one!["id"]!), Does.Not.Contain($"{task.Id}"));
            Assert.That((again.Code, (int)again.Status), Is.EqualTo(("workflow.task-unknown", 404)));
            Assert.That(await office.ReadAsync(db => db.Set<OutboxRow>().CountAsync(row => row.State == OutboxState.Parked)), Is.Zero);
        }
    }

    private async Task PublishAsync(string id, string activity)
    {
        (await admin.PostAsync("/api/admin/definitions", new { definition = Flow(id, activity) })).Ok();
        (await admin.PostAsync($"/api/admin/definitions/{id}/publish")).Ok();
    }

    private async Task<InstanceId> StartAsync(string id) => new(Guid.Parse((string)(await admin.PostAsync($"/api/admin/definitions/{id}/start", new { })).Ok()["instance"]!));

    private Task<InstanceSubStatus> StateAsync(InstanceId id) => office.ReadAsync(db => db.Set<InstanceRow>().Where(row => row.Id == id).Select(row => row.SubStatus).SingleAsync());

    private static string Unknown() => """{ "id": "x", "type": "Elsa.Python", "version": 1 }""";

    private static string Say(string text) => $$"""{ "id": "say", "type": "Elsa.WriteLine", "version": 1, "text": { "typeName": "String", "expression": { "type": "Literal", "value": "{{text}}" } } }""";

    private static JsonNode Flow(string id, string activity) => JsonNode.Parse($$"""
        { "definitionId": "{{id}}", "name": "{{id}}", "somethingOfAnEditor": "kept", "root": { "id": "s", "type": "Elsa.Sequence", "version": 1, "activities": [ {{activity}} ] } }
        """)!;
}
