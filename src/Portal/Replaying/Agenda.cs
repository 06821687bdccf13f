namespace AidWorkflow.Portal.Replaying;

/// <summary>Something that somebody does at some moment of the replay, once.</summary>
/// <param name="Key">The same for ever for the same deed: committed with it.</param>
internal sealed record Deed(string Key, DateTimeOffset At, Func<string, CancellationToken, Task> DoAsync);

/// <summary>What is going to be done, earliest first. A deed that is on it already is not put on again.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Deed, (DateTimeOffset At, long Order)> queue = new();
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private long order;

    public DateTimeOffset? NextAt => queue.TryPeek(out _, out var priority) ? priority.At : null;

    public void Add(Deed deed)
    {
        if (known.Add(deed.Key))
            queue.Enqueue(deed, (deed.At, order++));
    }

    public Deed Take() => queue.Dequeue();
}
