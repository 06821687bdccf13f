using AidWorkflow.Harness;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Storage;
using AidWorkflow.Storage.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Sweeping;

/// <summary>Two nodes on one PostgreSQL: they share one schedule, and a sweep runs on one of them at a time.</summary>
[TestFixture]
internal sealed class ScheduleTests
{
    [Test]
    [CancelAfter(120_000)]
    public async Task Two_nodes_share_one_schedule(CancellationToken cancellation)
    {
        var connection = await (await PostgresServer.RunningAsync()).CreateDatabaseAsync(null, cancellation);
        await using var one = await NodeAsync(connection, cancellation);
        await using var other = await NodeAsync(connection, cancellation);
        var (first, second) = (Log(one), Log(other));

        // Both are ready as soon as the shared schedule moves, whoever of them did the work.
        using var browser = new HttpClient();
        var ready = 0;
        while (ready < 2 || first.Rounds.Count + second.Rounds.Count == 0)
        {
            cancellation.ThrowIfCancellationRequested();
            ready = 0;
            foreach (var node in new[] { one, other })
                ready += (await browser.GetAsync(new Uri(new Uri(node.Urls.Single()), "/health/ready"), cancellation)).IsSuccessStatusCode ? 1 : 0;
        }

        var jobs = 0;
        await using (var scope = one.Services.CreateAsyncScope())
            jobs = await scope.ServiceProvider.GetRequiredService<AidContext>().Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM qrtz_job_details").SingleAsync(cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(jobs, Is.EqualTo(one.Services.GetServices<SweepPlan>().Count()));
            Assert.That(first.Rounds.Concat(second.Rounds).Where(round => round.Fault is not null), Is.Empty);
        }
    }

    private static SweepLog Log(WebApplication node) => node.Services.GetRequiredService<SweepLog>();

    private static async Task<WebApplication> NodeAsync(string connection, CancellationToken cancellation)
    {
        var settings = new PortalSettings { Database = new DatabaseSettings { Provider = Provider.Postgres, Connection = connection, MigrateAtStart = true } };
        var node = PortalHost.Build(settings, "Development", port: 0);
        await node.Services.GetRequiredService<Preparation>().RunAsync(cancellation);
        await node.StartAsync(cancellation);
        return node;
    }
}
