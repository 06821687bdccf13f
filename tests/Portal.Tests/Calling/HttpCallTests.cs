using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;
using AidWorkflow.Portal.Calling;
using AidWorkflow.Portal.Delivering;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Calling;

/// <summary>Requests that workflows send: after the commit, to allowed hosts only, and what came of them.</summary>
[TestFixture]
internal sealed class HttpCallTests
{
    private static readonly Actor Machine = new(null, "command-line:test");

    private Office office = null!;
    private WebSink sink = null!;
    private HttpClient http = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(Provider.Sqlite);
        sink = await WebSink.OpenAsync();
        http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        http.Dispose();
        await sink.DisposeAsync();
        await office.DisposeAsync();
    }

    [TestCase("json", "200 404", "200,Done")]
    [TestCase("nothing", "200 404", "404,Done")]
    [TestCase("teapot", "200 404", "Unmatched,Done")]
    [TestCase("teapot", "", "Done")]
    [TestCase("away", "302", "302,Done")]
    public async Task The_flow_goes_on_by_the_status_that_came(string path, string expected, string lines)
    {
        Assert.That(await PlayAsync(Flow($"{sink.Address}/{path}", expected)), Is.EqualTo(lines.Split(',')));
    }

    [Test]
    public async Task Nobody_at_the_other_end_and_no_answer_in_time_are_ways_out_of_their_own()
    {
        Assert.That(await PlayAsync(Flow("http://127.0.0.1:1/", "200")), Is.EqualTo(new[] { "Failed" }));

        using var impatient = new HttpClient { Timeout = TimeSpan.FromMilliseconds(1) };
        Assert.That(await PlayAsync(Flow($"{sink.Address}/never", "200"), impatient), Is.EqualTo(new[] { "Timeout" }));
    }

    [Test]
    public async Task What_the_workflow_wrote_is_sent_under_a_key_of_its_own_and_the_answer_is_there_to_read()
    {
        var lines = await PlayAsync($$"""
            {
              "id": "", "definitionId": "reader", "name": "reader", "variables": [ { "id": "v", "name": "Answer", "typeName": "Object" } ],
              "root": { "id": "s", "type": "Elsa.Sequence", "version": 1, "activities": [
                { "id": "ask", "type": "Elsa.SendHttpRequest", "version": 1, {{Input("url", $"{sink.Address}/json")}}, {{Input("method", "POST")}}, {{Input("authorization", "Bearer x")}},
                  "content": { "typeName": "Object", "expression": { "type": "JavaScript", "value": "({ a: [1, '二'] })" } },
                  "requestHeaders": { "typeName": "Object", "expression": { "type": "Object", "value": "{\"X-Extra\":\"yes\"}" } },
                  "parsedContent": { "typeName": "Object", "memoryReference": { "id": "v" } } },
                { "id": "say", "type": "Elsa.WriteLine", "version": 1, "text": { "typeName": "String", "expression": { "type": "JavaScript", "value": "getAnswer().name + getAnswer().id" } } }
              ] } }
            """);

        var asked = sink.Requests.Last(request => request.Path == "json");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines, Is.EqualTo(new[] { "王7" }));
            Assert.That((asked.Method, asked.Authorization, asked.Extra, asked.ContentType), Is.EqualTo(("POST", "Bearer x", "yes", "application/json; charset=utf-8")));
            Assert.That(JsonNode.DeepEquals(JsonNode.Parse(asked.Body), JsonNode.Parse("""{ "a": [1, "二"] }""")), Is.True, asked.Body);
            Assert.That(asked.Key, Is.Not.Empty);
        }
    }

    [Test]
    public async Task The_activity_that_stands_in_it_runs_for_its_status()
    {
        static string Say(string text) => $$"""{ "id": "{{text}}", "type": "Elsa.WriteLine", "version": 1, {{Input("text", text)}} }""";
        var flow = $$"""
            { "id": "", "definitionId": "inside", "name": "inside", "root": { "id": "s", "type": "Elsa.Sequence", "version": 1, "activities": [
              { "id": "ask", "type": "Elsa.SendHttpRequest", "version": 1, {{Input("url", "ADDRESS")}},
                "expectedStatusCodes": [ { "statusCode": 200, "activity": {{Say("fine")}} } ], "unmatchedStatusCode": {{Say("other")}}, "failedToConnect": {{Say("nobody")}} },
              {{Say("after")}} ] } }
            """;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await PlayAsync(flow.Replace("ADDRESS", $"{sink.Address}/json", StringComparison.Ordinal)), Is.EqualTo(new[] { "fine", "after" }));
            Assert.That(await PlayAsync(flow.Replace("ADDRESS", $"{sink.Address}/teapot", StringComparison.Ordinal)), Is.EqualTo(new[] { "other", "after" }));
            Assert.That(await PlayAsync(flow.Replace("ADDRESS", "http://127.0.0.1:1/", StringComparison.Ordinal)), Is.EqualTo(new[] { "nobody", "after" }));
        }
    }

    [Test]
    public async Task An_answer_that_is_too_long_is_said_to_be_and_not_kept()
    {
        await PlayAsync(Flow($"{sink.Address}/large", "200"));

        var state = await office.ReadAsync(db => db.Set<InstanceRow>().OrderByDescending(row => row.UpdatedAt).Select(row => row.State).FirstAsync());
        Assert.That(state, Has.Length.LessThan(10_000));
    }

    [Test]
    public async Task A_host_that_is_not_allowed_is_never_asked_and_a_person_sees_it()
    {
        var before = sink.Requests.Count;
        var message = await StartAsync(Flow($"{sink.Address}/json", "200"));

        var refused = await Assert.ThrowsAsync<UndeliverableException>(() => Channel(allowed: "example.org").SendAsync(message, CancellationToken.None));

        Assert.That(refused!.Message, Does.Contain("127.0.0.1 is not allowed"));
        Assert.That(sink.Requests, Has.Count.EqualTo(before));
    }

    [Test]
    public async Task A_message_delivered_again_after_its_answer_asks_nobody()
    {
        var message = await StartAsync(Flow($"{sink.Address}/json", "200"));
        await Channel().SendAsync(message, CancellationToken.None);
        var after = sink.Requests.Count;

        await Channel().SendAsync(message, CancellationToken.None);

        Assert.That(sink.Requests, Has.Count.EqualTo(after));
    }

    [Test]
    public async Task For_an_instance_on_hold_nobody_is_asked_until_it_is_activated()
    {
        var before = sink.Requests.Count;
        var message = await StartAsync(Flow($"{sink.Address}/json", "200"));
        var bare = office.Services.GetRequiredService<BareInstances>();
        await bare.SuspendAsync(InstanceOf(message), "test", "somebody", CancellationToken.None);

        await Assert.ThrowsAsync<NotNowException>(() => Channel().SendAsync(message, CancellationToken.None));
        Assert.That(sink.Requests, Has.Count.EqualTo(before));

        await bare.ActivateAsync(InstanceOf(message), "test", "somebody", CancellationToken.None);
        await Channel().SendAsync(message, CancellationToken.None);
        Assert.That(sink.Requests, Has.Count.EqualTo(before + 1));
    }

    private HttpCallChannel Channel(string allowed = "127.0.0.1", HttpClient? client = null) => new(client ?? http, new HttpSettings { AllowedHosts = [allowed] },
        office.Services.GetRequiredService<IInstances>(), office.Services.GetRequiredService<IOwnedInstances>(), office.Services.GetRequiredService<BareInstances>());

    private async Task<string[]> PlayAsync(string flow, HttpClient? client = null)
    {
        var message = await StartAsync(flow);
        await Channel(client: client).SendAsync(message, CancellationToken.None);
        var instance = InstanceOf(message);
        var workflow = await office.Services.GetRequiredService<CompiledWorkflows>().GetAsync(
            await office.ReadAsync(db => db.Set<InstanceRow>().Where(row => row.Id == instance).Select(row => row.DefinitionVersionId).SingleAsync()), CancellationToken.None);
        var steps = await office.ReadAsync(db => db.Set<JournalRow>().Where(row => row.InstanceId == instance).OrderBy(row => row.Revision).ToListAsync());
        return [.. History.Tell(new Lineage(workflow), steps).Where(entry => entry.Event == "Line").Select(entry => entry.Detail!)];
    }

    private static InstanceId InstanceOf(OutboxRow message) => new(Guid.Parse(message.IdempotencyKey.Split('/')[0]));

    private async Task<OutboxRow> StartAsync(string flow)
    {
        var saved = await office.DoAsync((SaveDefinition act, CancellationToken token) => act.RunAsync(Machine, new(flow), token));
        await office.DoAsync((PublishDefinition act, CancellationToken token) => act.RunAsync(Machine, saved.DefinitionId, null, token));
        return (await office.DoAsync((StartWorkflow act, CancellationToken token) => act.RunAsync(Machine, saved.DefinitionId, null, null, token))).Writes.Messages.Single();
    }

    private static string Input(string name, string value) => $$"""
        "{{name}}": { "typeName": "String", "expression": { "type": "Literal", "value": "{{value}}" } }
        """;

    private static string Flow(string url, string expected)
    {
        string[] ports = [.. expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), "Unmatched status code", "Failed to connect", "Timeout", "Done"];
        var says = ports.Select((port, index) => $$"""{ "id": "say{{index}}", "type": "Elsa.WriteLine", "version": 1, {{Input("text", port.Split(' ')[0])}} }""");
        var links = ports.Select((port, index) => $$"""{ "source": { "activity": "ask", "port": "{{port}}" }, "target": { "activity": "say{{index}}", "port": "In" } }""");
        return $$"""
            { "id": "", "definitionId": "asks", "name": "asks", "root": { "id": "flow", "type": "Elsa.Flowchart", "version": 1,
              "activities": [ { "id": "ask", "type": "Elsa.FlowSendHttpRequest", "version": 1, {{Input("url", url)}},
                "expectedStatusCodes": { "typeName": "ICollection`1", "expression": { "type": "Object", "value": "[{{expected.Replace(' ', ',')}}]" } } }, {{string.Join(", ", says)}} ],
              "connections": [ {{string.Join(", ", links)}} ] } }
            """;
    }
}
