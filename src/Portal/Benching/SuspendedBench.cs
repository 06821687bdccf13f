using AidWorkflow.Engine.Instances;
using AidWorkflow.Storage;
using Microsoft.Data.Sqlite;

namespace AidWorkflow.Portal.Benching;

/// <summary>Whether resuming stays as fast when very many cases wait: a large and a small database, in turns.</summary>
internal static class SuspendedBench
{
    private const int Small = 1_000;
    private const int ResumesARound = 150;

    public static async Task RunAsync(BenchPlan plan, Figures figures, CancellationToken cancellation)
    {
        await using var small = await CrowdAsync(Small, cancellation);
        await using var large = await CrowdAsync(Math.Max(plan.Suspended, Small), cancellation);
        var (fast, slow) = (new List<StepTimes[]>(), new List<StepTimes[]>());
        for (var round = 0; round <= plan.Rounds; round++)
        {
            // One here, one there: whatever else the machine does meanwhile slows both alike.
            var (one, other) = (new StepTimes[ResumesARound], new StepTimes[ResumesARound]);
            for (var at = 0; at < ResumesARound; at++)
            {
                one[at] = await small.ResumeOneAsync(cancellation);
                other[at] = await large.ResumeOneAsync(cancellation);
            }

            if (round == 0)
                continue; // compiles and warms up
            fast.Add(one);
            slow.Add(other);
        }

        await SizeAsync(large, figures, cancellation);
        await SayAsync(small.Size, fast);
        await SayAsync(large.Size, slow);
        await figures.SayAsync(new
        {
            bench = "resume, large against small",
            database = Provider.Sqlite,
            medianRatio = Figures.Rounded(MedianOf(slow) / MedianOf(fast)),
            p99Ratio = Figures.Rounded(P99Of(slow) / P99Of(fast)),
        });

        Task SayAsync(int size, List<StepTimes[]> rounds) => figures.SayAsync(new
        {
            bench = "resume",
            database = Provider.Sqlite,
            suspended = size,
            medianMicroseconds = Figures.Rounded(MedianOf(rounds)),
            p99Microseconds = Figures.Rounded(P99Of(rounds)),
            reading = Part(rounds, times => times.Read),
            running = Part(rounds, times => times.Run),
            committing = Part(rounds, times => times.Commit),
        });
    }

    /// <summary>What a suspended instance takes on the disk, by pages of its tables and their indexes, and what the process takes in memory.</summary>
    private static async Task SizeAsync(Crowd crowd, Figures figures, CancellationToken cancellation)
    {
        GC.Collect();
        var memory = Figures.Rounded(Environment.WorkingSet / 1048576.0); // before the pages are counted, which goes through all of them
        await figures.SayAsync(new
        {
            bench = "suspended instances",
            database = Provider.Sqlite,
            suspended = crowd.Size,
            instanceBytes = await EachAsync("instances"),
            bookmarkBytes = await EachAsync("bookmarks"),
            journalBytes = await EachAsync("journal"),
            workingSetMegabytes = memory,
        });

        async Task<double> EachAsync(string table) => Figures.Rounded(await crowd.BytesAsync(table, cancellation) / (double)crowd.Size);
    }

    private static double MedianOf(List<StepTimes[]> rounds) => Figures.Median(rounds.Select(round => Figures.Median(round.Select(times => times.Whole))));

    private static double Part(List<StepTimes[]> rounds, Func<StepTimes, double> part) =>
        Figures.Rounded(Figures.Median(rounds.Select(round => Figures.Median(round.Select(part)))));

    private static double P99Of(List<StepTimes[]> rounds) => Figures.Median(rounds.Select(round => Figures.Percentile(round.Select(times => times.Whole), 0.99)));

    private static async Task<Crowd> CrowdAsync(int size, CancellationToken cancellation)
    {
        var house = await BenchHouse.OpenAsync(new BenchPlace(Provider.Sqlite, null), cancellation);
        var waiting = new InstanceId[size]; // ids and no texts: a million of those would be what is measured
        await Parallel.ForAsync(0, size, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellation }, async (at, token) =>
            waiting[at] = await house.Approvals.StartAsync(token));

        // A fixed seed: both databases are asked from all over, the same way in every run.
        new Random(20220101).Shuffle(waiting);
        return new Crowd(house, waiting);
    }

    /// <summary>A database in which many wait.</summary>
    private sealed class Crowd(BenchHouse house, InstanceId[] waiting) : IAsyncDisposable
    {
        private int next;

        public int Size => waiting.Length;

        public Task<StepTimes> ResumeOneAsync(CancellationToken cancellation) => house.Approvals.ResumeFirstAsync(waiting[next++].ToString(), cancellation);

        /// <summary>The bytes of a table with its indexes: the pages that would be free without it.</summary>
        public async Task<long> BytesAsync(string table, CancellationToken cancellation)
        {
            await using var connection = new SqliteConnection($"Data Source={house.File};Pooling=False");
            await connection.OpenAsync(cancellation);
            var size = await AskAsync("PRAGMA page_size");
            var before = await AskAsync("PRAGMA freelist_count");
            await AskAsync($"BEGIN; DROP TABLE {table}");
            var free = await AskAsync("PRAGMA freelist_count");
            await AskAsync("ROLLBACK");
            return (free - before) * size;

            async Task<long> AskAsync(string sql)
            {
                await using var command = connection.CreateCommand();
                command.CommandText = sql;
                return await command.ExecuteScalarAsync(cancellation) is long number ? number : 0;
            }
        }

        public ValueTask DisposeAsync() => house.DisposeAsync();
    }
}
