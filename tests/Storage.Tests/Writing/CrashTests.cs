using System.Diagnostics;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Harness;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Storage.Tests.Writing;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
[CancelAfter(120_000)]
internal sealed class CrashTests(Provider provider)
{
    public const string Child = "write-for-ever";
    private const int Callers = 8;

    [Test]
    public async Task Every_acknowledged_step_is_there_after_a_kill_and_no_half_of_any_other(
        [Values(1, 40, 400, 1500)] int acknowledgements, CancellationToken cancellation)
    {
        await using var database = await TestDatabase.CreateAsync(provider);

        var acknowledged = await KillAfterAsync(acknowledgements, database.Options, cancellation);

        var revisions = await database.ReadAsync(db => db.Set<InstanceRow>().ToDictionaryAsync(instance => instance.Id, instance => instance.Revision, cancellation));
        var journal = await database.ReadAsync(db => db.Set<JournalRow>().Select(step => new { step.InstanceId, step.Revision }).ToListAsync(cancellation));
        var waiting = await database.ReadAsync(db => db.Set<BookmarkRow>().Select(bookmark => bookmark.InstanceId).ToListAsync(cancellation));
        var messages = await database.ReadAsync(db => db.Set<OutboxRow>().Select(message => message.IdempotencyKey).ToListAsync(cancellation));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(acknowledged, Has.Count.GreaterThanOrEqualTo(acknowledgements));
            Assert.That(acknowledged.Where(step => !revisions.TryGetValue(step.Instance, out var revision) || revision < step.Revision), Is.Empty, "acknowledged and lost");
            Assert.That(
                journal.GroupBy(step => step.InstanceId).ToDictionary(steps => steps.Key, steps => steps.Select(step => step.Revision).Order().ToArray()),
                Is.EquivalentTo(revisions.ToDictionary(instance => instance.Key, instance => Enumerable.Range(1, (int)instance.Value).Select(n => (long)n).ToArray())), "journal and instance disagree");
            Assert.That(waiting, Is.EquivalentTo(revisions.Keys), "every instance waits at exactly one place");
            Assert.That(messages, Is.EquivalentTo(journal.Select(step => $"{step.InstanceId}:{step.Revision}")), "every step sent its message once");
        }
    }

    /// <summary>What the child does: moves a few instances on, and says each step only when it is acknowledged.</summary>
    internal static async Task WriteForEverAsync(StorageOptions options)
    {
        await using var services = new ServiceCollection().AddAidStorage(options).BuildServiceProvider();
        var steps = services.GetRequiredService<ISteps>();
        await using var output = Console.OpenStandardOutput();
        var gate = new SemaphoreSlim(1);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            var step = WithMessage(A.Start(A.Bookmark()));
            while (true)
            {
                await steps.CommitAsync(step, default);
                await gate.WaitAsync();
                output.Write(System.Text.Encoding.UTF8.GetBytes($"{step.Instance.Id} {step.Instance.Revision}\n"));
                gate.Release();
                step = WithMessage(A.Resume(step) with { BookmarksCreated = [A.Bookmark(step.Instance.Id)] });
            }
        })));
    }

    private static StepWrites WithMessage(StepWrites step) => step with
    {
        Messages = [A.Message($"{step.Instance.Id}:{step.Instance.Revision}")],
    };

    private static async Task<List<(InstanceId Instance, long Revision)>> KillAfterAsync(int acknowledgements, StorageOptions options, CancellationToken cancellation)
    {
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["exec", typeof(CrashTests).Assembly.Location, Child, options.Provider.ToString(), options.Connection])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var acknowledged = new List<(InstanceId, long)>();
        while (await child.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (line.Split(' ') is not [var instance, var revision] || !long.TryParse(revision, out var number))
                continue; // cut off by the kill
            acknowledged.Add((InstanceId.Of(Guid.Parse(instance)), number));
            if (acknowledged.Count == acknowledgements)
                child.Kill();
        }

        await child.WaitForExitAsync(cancellation);
        Assert.That(child.ExitCode, Is.EqualTo(137), "killed with -9");
        return acknowledged;
    }
}
