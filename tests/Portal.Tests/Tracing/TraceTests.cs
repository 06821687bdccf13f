using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Portal.Tracing;
using AidWorkflow.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace AidWorkflow.Portal.Tests.Tracing;

/// <summary>What an operator sees of a decision in a trace, and that nothing is collected unless somebody asks for it.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
[NonParallelizable] // spans of anybody would be heard
internal sealed class TraceTests(Provider provider)
{
    private const string Request = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    private readonly ConcurrentBag<Activity> ended = [];
    private readonly TaskCompletionSource delivered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ActivityTraceId followed;
    private Office office = null!;
    private Website site = null!;
    private ActivityListener listener = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        site = await Website.OpenAsync(office);
        listener = new ActivityListener
        {
            ShouldListenTo = source => TelemetrySetup.Sources.Contains(source.Name),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                ended.Add(span);
                if (span.OperationName == "deliver sms" && span.TraceId == followed)
                    delivered.TrySetResult();
                if (span.OperationName == Request && span.TraceId == followed)
                    answered.TrySetResult();
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        listener.Dispose();
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task One_trace_leads_from_the_request_to_the_message_that_leaves_because_of_it(CancellationToken cancellation)
    {
        var opened = await office.SubmitCompleteAsync();
        await office.SweepAsync("outbox");
        var task = (await office.TasksAsync(opened.Id)).Single();
        var station = await site.SignedInAsync("station1");
        var page = await station.GetAsync($"/tasks/{task.Id}");
        using var walk = new Activity("walk").Start(); // the browser's proxy would bring a trace too
        followed = walk.TraceId;

        var decided = await page.PostAsync($"/tasks/{task.Id}/decision", ("verdict", "Incomplete"), ("missing", "identityCard"), ("missing.identityCard", "背面看不清"));
        walk.Stop();
        await office.SweepAsync("outbox");
        await delivered.Task.WaitAsync(cancellation); // the portal's own schedule may have been first
        await answered.Task.WaitAsync(cancellation); // its span ends after the browser has the answer

        Assert.That(decided.Status, Is.EqualTo(HttpStatusCode.SeeOther), decided.Words);
        var trace = ended.Where(span => span.TraceId == walk.TraceId).ToList();
        var delivery = trace.Single(span => span.OperationName == "deliver sms");
        var act = trace.Single(span => span.OperationName == "act DecideTask");
        using (Assert.EnterMultipleScope())
        {
            var request = trace.Single(span => span.OperationName == Request);
            Assert.That((request.DisplayName, request.GetTagItem("http.route"), request.GetTagItem("http.response.status_code")),
                Is.EqualTo(("POST /tasks/{id:guid}/decision", (object?)"/tasks/{id:guid}/decision", (object?)303)));
            Assert.That(Above(act, trace), Has.Some.Property("OperationName").EqualTo(Request));
            Assert.That(trace.Where(span => span.OperationName is "burst" or "commit").Select(span => (span.OperationName, span.ParentSpanId)),
                Is.SupersetOf(new[] { ("burst", act.SpanId), ("commit", act.SpanId) }));
            Assert.That(Above(delivery, trace), Does.Contain(act), "the delivery hangs on the act that wanted it");
            Assert.That(trace.SelectMany(span => span.TagObjects).Select(tag => tag.Value?.ToString()), Has.None.Contains("背面看不清"), "no content leaves in a trace");
        }
    }

    /// <summary>Sweeps look several times a second: what they looked at and found nothing is no trace.</summary>
    [Test]
    public async Task What_found_nothing_to_do_is_not_exported_and_what_did_something_is()
    {
        await using var quiet = await Office.OpenAsync(provider);
        var sweeps = await quiet.AskAsync(services => Task.FromResult(services.GetServices<ISweep>().Select(sweep => sweep.Name).ToList()));
        foreach (var sweep in sweeps)
            await quiet.SweepAsync(sweep);
        using var exported = new Kept();
        using var traces = Sdk.CreateTracerProviderBuilder().AddSource(TelemetrySetup.Sources).AddProcessor(new SimpleActivityExportProcessor(exported)).Build();

        Activity.Current = null;
        foreach (var sweep in sweeps)
            await quiet.SweepAsync(sweep);
        var idle = exported.Names;
        await quiet.UploadAsync("a paper");

        Assert.That(idle, Is.Empty);
        Assert.That(exported.Names, Is.EqualTo(new[] { "commit", "act UploadDocument" }));
    }

    [Test]
    public async Task Traces_and_metrics_go_to_the_collector_that_is_named_and_else_nowhere()
    {
        var posted = new ConcurrentBag<string>();
        var builder = WebApplication.CreateSlimBuilder();
        await using var collector = builder.Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.Run(async context =>
        {
            posted.Add(context.Request.Path);
            await context.Request.Body.CopyToAsync(Stream.Null);
        });
        await collector.StartAsync();

        await AskAsync(new TelemetrySettings());
        var without = posted.Count;
        await AskAsync(new TelemetrySettings { Otlp = new Uri(collector.Urls.Single()) });

        Assert.That(without, Is.Zero);
        Assert.That(posted.Distinct(), Is.EquivalentTo(new[] { "/v1/traces", "/v1/metrics" }));
    }

    /// <summary>A portal that answers one request and stops, which sends what was collected.</summary>
    private async Task AskAsync(TelemetrySettings telemetry)
    {
        var portal = PortalHost.Build(office.Settings with { Telemetry = telemetry }, "Development", port: 0, office.Clock);
        await portal.StartAsync();
        using (var http = new HttpClient())
            await http.GetAsync(new Uri(portal.Urls.Single() + "/health/live"));
        await portal.StopAsync();
        await portal.DisposeAsync();
    }

    private sealed class Kept : BaseExporter<Activity>
    {
        private readonly ConcurrentQueue<string> names = new();

        public string[] Names => [.. names];

        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var span in batch)
                names.Enqueue(span.DisplayName);
            return ExportResult.Success;
        }
    }

    private static IEnumerable<Activity> Above(Activity span, List<Activity> trace)
    {
        for (var above = trace.FirstOrDefault(one => one.SpanId == span.ParentSpanId); above is not null; above = trace.FirstOrDefault(one => one.SpanId == above.ParentSpanId))
            yield return above;
    }
}
