using System.Diagnostics;
using System.Globalization;
using System.Text;
using AidWorkflow.Harness;

namespace AidWorkflow.Storage.Tests.Histories;

/// <summary>Histories whose process is really killed, again and again, while many work on the database at once.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
[CancelAfter(120_000)]
internal sealed class KilledHistoryTests(Provider provider)
{
    public const string Child = "play-for-ever";
    private const int Kills = 3;
    private const int MostEntries = 500;

    [Test]
    public async Task Killed_at_any_moment_nothing_is_lost_and_nothing_done_twice([Values(1, 2)] int seed, CancellationToken cancellation)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var nodes = new Nodes(database.Options, database.Clock);
        var ledger = new Ledger();
        using var history = new History(nodes, seed, ledger);
        var moments = new Random(seed);

        for (var run = 0; run < Kills; run++)
            await KillAsync(database.Options, seed, run, ledger, moments.Next(1, MostEntries), cancellation);

        Assert.That(ledger.Steps, Is.Not.Empty);
        Assert.That(await history.EndAsync(), Is.Empty, $"seed {seed}");
    }

    /// <summary>What the child does.</summary>
    internal static async Task PlayForEverAsync(StorageOptions options, int seed, int run)
    {
        await using var output = Console.OpenStandardOutput();
        await using var nodes = new Nodes(options, new FakeClock());
        using var history = new History(nodes, seed, new Ledger(line => output.Write(Encoding.UTF8.GetBytes(line + "\n"))));
        await history.PlayForEverAsync(run);
    }

    private static async Task KillAsync(StorageOptions options, int seed, int run, Ledger ledger, int entries, CancellationToken cancellation)
    {
        string[] arguments = [Child, options.Provider.ToString(), options.Connection, seed.ToString(CultureInfo.InvariantCulture), run.ToString(CultureInfo.InvariantCulture)];
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["exec", typeof(KilledHistoryTests).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var heard = 0;
        while (await child.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (ledger.Hear(line) && ++heard == entries)
                child.Kill();
        }

        await child.WaitForExitAsync(cancellation);
        Assert.That(child.ExitCode, Is.EqualTo(137), "killed with -9");
    }
}
