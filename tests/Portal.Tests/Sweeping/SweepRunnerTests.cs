using AidWorkflow.Portal.Sweeping;
using Microsoft.Extensions.Logging.Abstractions;

namespace AidWorkflow.Portal.Tests.Sweeping;

[TestFixture]
internal sealed class SweepRunnerTests
{
    private readonly SweepLog log = new();

    [Test]
    public async Task A_sweep_runs_until_nothing_is_due()
    {
        var sweep = new Sweep([3, 2, 0, 9]);

        var done = await Runner().RunAsync(sweep, CancellationToken.None);

        Assert.That((done, sweep.Rounds), Is.EqualTo((5, 3)));
    }

    [Test]
    public async Task A_sweep_that_never_ends_yields_to_its_schedule()
    {
        var sweep = new Sweep(Enumerable.Repeat(1, 1000));

        await Runner().RunAsync(sweep, CancellationToken.None);

        Assert.That(sweep.Rounds, Is.LessThan(1000));
    }

    [Test]
    public async Task A_failure_is_remembered_and_does_not_stop_the_schedule()
    {
        await Runner().RunAsync(new Sweep(Broken()), CancellationToken.None);

        Assert.That(log.Rounds.Single(), Is.EqualTo(new SweepRound("test", FakeClock.Monday, 1, "the bank is closed")));

        static IEnumerable<int> Broken()
        {
            yield return 1;
            throw new InvalidOperationException("the bank is closed");
        }
    }

    private SweepRunner Runner() => new(log, new FakeClock(FakeClock.Monday), NullLogger<SweepRunner>.Instance);

    private sealed class Sweep(IEnumerable<int> rounds) : ISweep
    {
        private readonly IEnumerator<int> rounds = rounds.GetEnumerator();

        public string Name => "test";

        public int Rounds { get; private set; }

        public Task<int> SweepAsync(CancellationToken cancellation)
        {
            Rounds++;
            rounds.MoveNext();
            return Task.FromResult(rounds.Current);
        }
    }
}
