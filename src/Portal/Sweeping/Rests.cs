using System.Collections.Concurrent;
using AidWorkflow.Storage.Sending;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>Rows that failed for no reason of the field, with longer and longer rests: one that always fails is not tried each second. Each node knows its own.</summary>
internal sealed class Rests(TimeProvider time)
{
    private readonly ConcurrentDictionary<object, (int Attempts, DateTimeOffset Until)> resting = [];

    public bool Has(object row) => resting.TryGetValue(row, out var rest) && time.GetUtcNow() < rest.Until;

    public void Add(object row)
    {
        var attempts = resting.TryGetValue(row, out var rest) ? rest.Attempts + 1 : 1;
        resting[row] = (attempts, time.GetUtcNow() + Backoff.After(attempts, Random.Shared.NextDouble()));
    }

    public void Remove(object row) => resting.TryRemove(row, out _);
}
