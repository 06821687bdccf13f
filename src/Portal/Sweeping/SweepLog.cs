using System.Collections.Concurrent;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>How a sweep last ended on this node.</summary>
/// <param name="Done">Pieces of work of that round.</param>
/// <param name="Fault">What it failed with; null when it did not.</param>
public sealed record SweepRound(string Name, DateTimeOffset At, int Done, string? Fault);

/// <summary>What the sweeps of this node last did, for the status page.</summary>
internal sealed class SweepLog
{
    private readonly ConcurrentDictionary<string, SweepRound> rounds = new(StringComparer.Ordinal);

    public IReadOnlyList<SweepRound> Rounds => [.. rounds.Values.OrderBy(round => round.Name, StringComparer.Ordinal)];

    public void Ended(SweepRound round) => rounds[round.Name] = round;
}
