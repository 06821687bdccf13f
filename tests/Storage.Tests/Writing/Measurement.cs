using System.Diagnostics;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Harness;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace AidWorkflow.Storage.Tests.Writing;

/// <summary>By hand, on a quiet machine: <c>dotnet test tests/Storage.Tests -c Release --filter "FullyQualifiedName~Measurement"</c>. Compare figures of one run only.</summary>
[TestFixture, Explicit("prints figures, asserts nothing")]
internal sealed class Measurement
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(3);

    [Test]
    public async Task Steps_against_raw_commits([Values(Provider.Sqlite, Provider.Postgres)] Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var steps = database.Get<ISteps>();
        var instances = database.Get<IInstances>();
        await RunAsync("warm up", 8, () => Start(steps));
        for (var round = 0; round < 2; round++)
        {
            foreach (var callers in provider is Provider.Sqlite ? new[] { 1 } : [1, 8])
                await RawAsync(database.Options, callers);
            foreach (var callers in new[] { 1, 8 })
            {
                await RunAsync("start", callers, () => Start(steps));
                await RunAsync("read, resume (4 statements)", callers, () => Resume(steps, instances));
            }
        }
    }

    private static Func<Task> Start(ISteps steps) => () => steps.CommitAsync(A.Start(A.Bookmark()), default);

    /// <summary>Each caller moves an instance of its own on and on: read, update, journal, one bookmark out and one in.</summary>
    private static Func<Task> Resume(ISteps steps, IInstances instances)
    {
        StepWrites? last = null;
        return async () =>
        {
            if (last is null)
            {
                await steps.CommitAsync(last = A.Start(A.Bookmark()), default);
                return;
            }

            var bookmark = await instances.BookmarkAsync(last.BookmarksCreated[0].Id, default);
            var instance = await instances.FindAsync(bookmark!.InstanceId, default);
            var next = A.Resume(last) with { BookmarksCreated = [A.Bookmark(instance!.Id)] };
            await steps.CommitAsync(next, default);
            last = next;
        };
    }

    private static async Task RunAsync(string name, int callers, Func<Func<Task>> caller)
    {
        long done = 0;
        var watch = Stopwatch.StartNew();
        var allocated = GC.GetTotalAllocatedBytes();
        var worked = Environment.CpuUsage.TotalTime;
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var act = caller();
            while (watch.Elapsed < Long)
            {
                await act();
                Interlocked.Increment(ref done);
            }
        })));
        var each = Math.Max(1, done);
        Print(name, callers, done / watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - worked) / each, (GC.GetTotalAllocatedBytes() - allocated) / each);
    }

    private static Task RawAsync(StorageOptions options, int callers) => RunAsync("raw single-row commits", callers, () =>
    {
        if (options.Provider is Provider.Sqlite)
        {
            var connection = new SqliteConnection(options.Connection);
            connection.Open();
            var command = connection.CreateCommand();
            command.CommandText = "PRAGMA synchronous=FULL; CREATE TABLE IF NOT EXISTS raw(id INTEGER PRIMARY KEY, n INTEGER); INSERT OR IGNORE INTO raw VALUES (1, 0)";
            command.ExecuteNonQuery();
            command.CommandText = "UPDATE raw SET n = n + 1 WHERE id = 1";
            return () =>
            {
                command.ExecuteNonQuery();
                return Task.CompletedTask;
            };
        }
        else
        {
            var row = Interlocked.Increment(ref rows);
            var connection = new NpgsqlConnection(options.Connection);
            connection.Open();
            var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE IF NOT EXISTS raw(id integer PRIMARY KEY, n integer)";
            lock (Gate)
                command.ExecuteNonQuery();
            command.CommandText = $"INSERT INTO raw VALUES ({row}, 0)";
            command.ExecuteNonQuery();
            command.CommandText = $"UPDATE raw SET n = n + 1 WHERE id = {row}";
            command.Prepare();
            return () => command.ExecuteNonQueryAsync();
        }
    });

    private static readonly Lock Gate = new();
    private static int rows;

    private static void Print(string name, int callers, double rate, TimeSpan worked, long bytes) =>
        TestContext.Out.WriteLine($"{name,-30} callers {callers}: {rate,8:F0}/s, each {worked.TotalMicroseconds,4:F0} us of processor, {bytes,6} B allocated");
}
