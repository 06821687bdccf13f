using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Tests.Api;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Calling;

/// <summary>Requests that workflows wait for, as a caller sees them.</summary>
[TestFixture]
internal sealed class CalledWorkflowTests
{
    private static readonly Actor Machine = new(null, "command-line:test");

    private Office office = null!;
    private Website site = null!;
    private HttpClient http = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(Provider.Sqlite);
        site = await Website.OpenAsync(office);
        http = new() { BaseAddress = new Uri(site.Address) };
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        http.Dispose();
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [Test]
    public async Task A_request_starts_a_workflow_and_is_answered_with_what_it_wrote_after_the_commit()
    {
        await PublishAsync("greeter", Endpoint("/greet/{who}", "[\"POST\"]", start: true), Respond("({ to: getRequest().routeData.who, said: getRequest().content.text, asked: getRequest().query.q })", 201));

        var answer = await http.PostAsJsonAsync("/workflows/greet/wang?q=1", new { text = "你好" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Created));
            Assert.That(await answer.Content.ReadFromJsonAsync<JsonObject>(), Has.Property("Count").EqualTo(3));
            Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("wang").And.Contain("\"asked\":\"1\""));
            Assert.That(answer.Headers.GetValues("X-Told").Single(), Is.EqualTo("yes"));
            Assert.That(answer.Headers.Contains("Set-Cookie"), Is.False);
            Assert.That(string.Join(' ', answer.Headers.GetValues("Content-Security-Policy")), Does.Contain("sandbox"));
            Assert.That((await InstancesAsync("greeter")).Single().SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
            Assert.That((await http.GetAsync("/workflows/greet/wang")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound), "it waits for POST");
        }
    }

    [Test]
    public async Task An_instance_that_waits_for_a_request_is_found_by_its_correlation_and_goes_on_once()
    {
        await PublishAsync("waiter", Endpoint("paid", "[\"GET\"]", start: false), Respond("'thanks'", 200));
        foreach (var correlation in new[] { "a", "b" })
            await office.DoAsync((StartWorkflow act, CancellationToken token) => act.RunAsync(Machine, "waiter", correlation, null, token));

        var ambiguous = await http.GetAsync("/workflows/paid");
        var first = await http.GetAsync("/workflows/paid?correlationId=b");
        var again = await http.GetAsync("/workflows/paid?correlationId=b");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((ambiguous.StatusCode, (string?)(await ambiguous.Content.ReadFromJsonAsync<JsonObject>())!["code"]), Is.EqualTo((HttpStatusCode.Conflict, "workflow.call-ambiguous")));
            Assert.That((first.StatusCode, await first.Content.ReadAsStringAsync(), first.Content.Headers.ContentType!.MediaType), Is.EqualTo((HttpStatusCode.OK, "thanks", "text/plain")));
            Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await InstancesAsync("waiter")).Select(instance => (instance.CorrelationId, instance.SubStatus)),
                Is.EquivalentTo(new[] { ("a", InstanceSubStatus.Suspended), ("b", InstanceSubStatus.Finished) }));
        }
    }

    [Test]
    public async Task A_caller_who_must_be_known_needs_a_token_and_a_session_is_none()
    {
        await PublishAsync("secret", Endpoint("secret", "[\"GET\"]", start: true, authorize: true), Respond("'in'", 200));
        var admin = await site.SignedInAsync("admin1");

        using var program = await site.CallerAsync(office, "station1");
        var (stranger, session, known) = (await http.GetAsync("/workflows/secret"), await admin.GetAsync("/workflows/secret"), await program.GetAsync("/workflows/secret"));

        Assert.That((stranger.StatusCode, session.Status, known.Status), Is.EqualTo((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.OK)));
        var started = await office.ReadAsync(db => db.Set<AuditEntry>().Where(entry => entry.Stream == "definition:secret" && entry.Act == "workflow.triggered").ToListAsync());
        Assert.That(started.Select(entry => (entry.ActorName.StartsWith("station1/", StringComparison.Ordinal), entry.Facts.Contains("Elsa.HttpEndpoint", StringComparison.Ordinal))), Is.EqualTo(new[] { (true, true) }));
        Assert.That(await InstancesAsync("secret"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_token_of_an_account_that_was_closed_opens_nothing()
    {
        await PublishAsync("shut", Endpoint("shut", "[\"GET\"]", start: true, authorize: true), Respond("'in'", 200));
        await office.HireAsync("leaver", Role.StationClerk, UnitLevel.Township, "370402001");
        using var program = await site.CallerAsync(office, "leaver");
        var before = await program.GetAsync("/workflows/shut");
        await office.AskAsync(async services =>
        {
            var work = (IUnitOfWork)services.GetService(typeof(IUnitOfWork))!;
            (await work.Db.Set<Account>().SingleAsync(account => account.UserName == "leaver")).Deactivate();
            await work.CommitAsync(CancellationToken.None);
            return true;
        });

        Assert.That((before.Status, (await program.GetAsync("/workflows/shut")).Status), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.Unauthorized)));
    }

    [Test]
    public async Task An_answer_after_the_request_has_gone_is_a_fault_and_a_flow_without_one_is_accepted()
    {
        await PublishAsync("late", Endpoint("late", "[\"GET\"]", start: true),
            """{ "id": "wait", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "go" } } }""", Respond("'late'", 200));

        var answer = await http.GetAsync("/workflows/late");
        var waiting = await office.ReadAsync(db => db.Set<BookmarkRow>().SingleAsync(row => row.Stimulus == "go"));
        var burst = await office.AskAsync(services => ((Engine.Running.BareInstances)services.GetService(typeof(Engine.Running.BareInstances))!).ResumeAsync(waiting.Id, null, CancellationToken.None));

        Assert.That((answer.StatusCode, burst.SubStatus), Is.EqualTo((HttpStatusCode.Accepted, InstanceSubStatus.Faulted)));
        Assert.That(burst.Incidents.Single().Reason, Does.Contain("No request waits"));
    }

    [Test]
    public async Task A_flow_that_fails_before_it_answers_is_no_success()
    {
        await PublishAsync("fails", Endpoint("fails", "[\"GET\"]", start: true), """{ "id": "f", "type": "Elsa.Fault", "version": 1 }""");
        await PublishAsync("answers-first", Endpoint("answers-first", "[\"GET\"]", start: true), Respond("'here'", 200), """{ "id": "f", "type": "Elsa.Fault", "version": 1 }""");

        var (failed, answered) = (await http.GetAsync("/workflows/fails"), await http.GetAsync("/workflows/answers-first"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((failed.StatusCode, (string?)(await failed.Content.ReadFromJsonAsync<JsonObject>())!["code"]), Is.EqualTo((HttpStatusCode.InternalServerError, "workflow.call-faulted")));
            Assert.That(answered.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That((await InstancesAsync("fails")).Single().SubStatus, Is.EqualTo(InstanceSubStatus.Faulted));
        }
    }

    [TestCase("{ broken", "application/json", HttpStatusCode.BadRequest, "workflow.call-not-json")]
    public async Task What_cannot_be_read_is_said_and_starts_nothing(string body, string type, HttpStatusCode status, string code)
    {
        await PublishAsync("strict", Endpoint("strict", "[\"POST\"]", start: true), Respond("'ok'", 200));
        using var content = new StringContent(body, Encoding.UTF8, type);

        var answer = await http.PostAsync("/workflows/strict", content);

        Assert.That((answer.StatusCode, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["code"]), Is.EqualTo((status, code)));
        Assert.That(await InstancesAsync("strict"), Is.Empty);
    }

    [Test]
    public async Task Nobody_waits_where_nothing_is_published()
    {
        var answer = await http.GetAsync("/workflows/nowhere");

        Assert.That((answer.StatusCode, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["code"]), Is.EqualTo((HttpStatusCode.NotFound, "workflow.call-unknown")));
    }

    private Task<List<InstanceRow>> InstancesAsync(string definition) => office.ReadAsync(db => db.Set<InstanceRow>().Where(row => row.DefinitionId == definition).ToListAsync());

    private async Task PublishAsync(string id, params string[] activities)
    {
        await office.DoAsync((SaveDefinition act, CancellationToken token) => act.RunAsync(Machine, new($$"""
            { "id": "", "definitionId": "{{id}}", "name": "{{id}}", "variables": [ { "id": "r", "name": "Request", "typeName": "Object" } ],
              "root": { "id": "s", "type": "Elsa.Sequence", "version": 1, "activities": [ {{string.Join(", ", activities)}} ] } }
            """), token));
        await office.DoAsync((PublishDefinition act, CancellationToken token) => act.RunAsync(Machine, id, null, token));
    }

    private static string Endpoint(string path, string methods, bool start, bool authorize = false) => $$"""
        { "id": "endpoint", "type": "Elsa.HttpEndpoint", "version": 1, "customProperties": { "canStartWorkflow": {{(start ? "true" : "false")}} },
          "path": { "typeName": "String", "expression": { "type": "Literal", "value": "{{path}}" } },
          "supportedMethods": { "typeName": "ICollection`1", "expression": { "type": "Object", "value": {{JsonValue.Create(methods)!.ToJsonString()}} } },
          "authorize": { "typeName": "Boolean", "expression": { "type": "Literal", "value": "{{authorize}}" } },
          "result": { "typeName": "Object", "memoryReference": { "id": "r" } } }
        """;

    private static string Respond(string content, int status) => $$"""
        { "id": "respond", "type": "Elsa.WriteHttpResponse", "version": 1,
          "statusCode": { "typeName": "HttpStatusCode", "expression": { "type": "Literal", "value": "{{status}}" } },
          "content": { "typeName": "Object", "expression": { "type": "JavaScript", "value": {{JsonValue.Create(content)!.ToJsonString()}} } },
          "responseHeaders": { "typeName": "HttpHeaders", "expression": { "type": "Object", "value": "{\"X-Told\":\"yes\",\"Set-Cookie\":\"a=b\"}" } } }
        """;
}
