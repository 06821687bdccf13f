using System.Text.Json.Nodes;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Portal.Tests.Api;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Designing;

/// <summary>What Elsa's clients are told of instances: where they stand and what happened, and nothing of what they hold.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class InstanceCallsTests(Provider provider)
{
    private const string Instances = "/elsa/api/workflow-instances";

    private Office office = null!;
    private Website site = null!;
    private Caller admin = null!;
    private AidCase young = null!;
    private AidCase old = null!;
    private string instance = "";

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        site = await Website.OpenAsync(office);
        admin = await site.CallerAsync(office, "admin1");
        old = await office.SubmitCompleteAsync();
        await office.UntilAsync(old.Id, "HomeVisit");
        young = await office.SubmitCompleteAsync();
        instance = await office.ReadAsync(db => db.Set<CaseRun>().Where(run => run.CaseId == old.Id).Select(run => run.Id.ToString()).SingleAsync());
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        admin.Dispose();
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [Test]
    public async Task Instances_are_listed_by_definition_state_incidents_and_words_and_the_look_is_recorded()
    {
        var all = await ListAsync(new { page = 0, pageSize = 1, definitionIds = Array.Empty<string>(), statuses = Array.Empty<string>(), orderDirection = "Descending" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(((int)all["totalCount"]!, Names(all).Single()), Is.EqualTo((2, young.ReceiptNumber)), "newest first");
            Assert.That(((int)all["items"]![0]!["version"]!, (string)all["items"]![0]!["subStatus"]!), Is.EqualTo((1, "Suspended")));
            Assert.That(Names(await ListAsync(new { searchTerm = old.ReceiptNumber })), Is.EqualTo(new[] { old.ReceiptNumber }));
            Assert.That(Names(await ListAsync(new { searchTerm = instance })), Is.EqualTo(new[] { old.ReceiptNumber }));
            Assert.That(Names(await ListAsync(new { definitionIds = new[] { "hardship-aid" }, statuses = new[] { "Running" }, subStatuses = new[] { "Suspended" }, hasIncidents = false })), Has.Count.EqualTo(2));
            Assert.That(Names(await ListAsync(new { definitionIds = new[] { "sudden-accident-relief" } })), Is.Empty);
            Assert.That(Names(await ListAsync(new { statuses = new[] { "Finished" } })), Is.Empty);
            Assert.That(Names(await ListAsync(new { hasIncidents = true })), Is.Empty);
            Assert.That((await admin.PostAsync(Instances, new { timestampFilters = new[] { new { column = "CreatedAt" } } })).Code, Is.EqualTo("instance.filter-by-time"));
            (await admin.PostAsync(Instances, new { statuses = new[] { "Whatever" } })).ShouldBe(400);
            Assert.That(await office.ReadAsync(db => db.Set<AuditEntry>().AnyAsync(entry => entry.Act == "personal.listed" && entry.Subject == "list:instances")), Is.True);
        }
    }

    [Test]
    public async Task One_is_shown_with_its_places_journal_and_executions_and_without_any_value()
    {
        var one = (await admin.GetAsync($"{Instances}/{instance}")).Ok();
        var journal = (await admin.PostAsync($"{Instances}/{instance}/journal?skip=0&take=100", new { filter = new { activityNodeIds = new[] { "Workflow1:flow:completeness" }, excludedActivityTypes = new[] { "Elsa.Flowchart" } } })).Ok();
        var faults = (await admin.PostAsync($"{Instances}/{instance}/journal", new { filter = new { eventNames = new[] { "Faulted" } } })).Ok();
        var second = (await admin.GetAsync($"{Instances}/{instance}/journal?skip=1&take=1")).Ok();
        var stats = (await admin.PostAsync("/elsa/api/activity-executions/report", new { workflowInstanceId = instance, activityNodeIds = new[] { "Workflow1:flow:completeness", "Workflow1:flow:homeVisit" } })).Ok()["stats"]!.AsArray();
        var visits = (await admin.GetAsync($"/elsa/api/activity-execution-summaries/list?WorkflowInstanceId={instance}&ActivityNodeId=Workflow1%3Aflow%3AhomeVisit")).Ok()["items"]!.AsArray();
        var visit = (await admin.GetAsync($"/elsa/api/activity-executions/by-id?id={(string)visits[0]!["id"]!}")).Ok();
        var state = (await admin.GetAsync($"{Instances}/{instance}/execution-state")).Ok();
        var values = (await admin.GetAsync($"{Instances}/{instance}/variables")).Ok();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(((string)one["name"]!, (string)one["status"]!, (string)one["definitionId"]!), Is.EqualTo((old.ReceiptNumber, "Running", "hardship-aid")));
            Assert.That(one["workflowState"]!["bookmarks"]!.AsArray().Select(place => (string)place!["activityNodeId"]!), Is.EqualTo(new[] { "Workflow1:flow:homeVisit" }));
            Assert.That(journal["items"]!.AsArray().Select(entry => (string)entry!["eventName"]!), Is.EqualTo(new[] { "Started", "Suspended", "Resumed", "Completed" }));
            Assert.That((int)faults["totalCount"]!, Is.Zero);
            Assert.That((second["items"]!.AsArray().Count, (int)second["items"]![0]!["sequence"]!), Is.EqualTo((1, 1)));
            Assert.That(stats.Select(place => ((string)place!["activityId"]!, (int)place["completedCount"]!, (bool)place["isBlocked"]!)), Is.EquivalentTo(new[] { ("completeness", 1, false), ("homeVisit", 0, true) }));
            Assert.That(((string)visit["status"]!, (bool)visit["hasBookmarks"]!, visit["completedAt"]), Is.EqualTo(("Running", true, (JsonNode?)null)));
            Assert.That((string)state["workflowSubStatus"]!, Is.EqualTo("Suspended"));
            Assert.That((values["items"]!.AsArray().Count, one["workflowState"]!["input"]!.AsObject().Count, visit["outputs"]!.AsObject().Count), Is.EqualTo((0, 0, 0)));
            Assert.That(await office.ReadAsync(db => db.Set<AuditEntry>().AnyAsync(entry => entry.Act == "personal.viewed" && entry.Subject == $"case:{old.Id}")), Is.True);
        }
    }

    [TestCase("/workflow-definitions/hardship-aid/execute", "definition.started-by-application")]
    [TestCase("/bulk-actions/delete/workflow-definitions/by-definition-ids", "definition.kept")]
    [TestCase("/cancel/workflow-instances/1", "instance.ended-at-its-page")]
    [TestCase("/alterations/submit", "instance.moved-at-its-page")]
    [TestCase("/identity/login", "account.signs-in-elsewhere")]
    public async Task What_this_house_does_otherwise_is_refused_in_words_that_say_where_it_is_done(string address, string code)
    {
        var refused = await admin.PostAsync("/elsa/api" + address, new { });
        refused.ShouldBe(409);
        Assert.That(refused.Code, Is.EqualTo(code));
    }

    [Test]
    public async Task Nobody_but_an_administrator_is_told_of_any_and_one_that_is_not_there_is_not_found()
    {
        using var station = await site.CallerAsync(office, "station1");
        (await station.PostAsync(Instances, new { })).ShouldBe(404);
        (await station.GetAsync($"{Instances}/{instance}")).ShouldBe(404);
        (await admin.GetAsync($"{Instances}/01a1697d-9400-7a42-92f3-0490e8ffee49")).ShouldBe(404);
        (await admin.GetAsync($"/elsa/api/activity-executions/by-id?id={instance}.9999")).ShouldBe(404);
        Assert.That(site.Errors, Is.Empty);
    }

    private async Task<JsonNode> ListAsync(object asked) => (await admin.PostAsync(Instances, asked)).Ok();

    private static List<string?> Names(JsonNode list) => [.. list["items"]!.AsArray().Select(one => (string?)one!["name"])];
}
