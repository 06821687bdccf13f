namespace AidWorkflow.Storage.Tests.Histories;

/// <summary>
/// Lets callers run one at a time and chooses by its random numbers who goes on, at each of their reads and commits: so callers overtake one another between a read and
/// the commit that rests on it, and the same seed overtakes in the same way.
/// </summary>
internal sealed class Turns(Random random) : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<TaskCompletionSource> parked = [];
    private readonly SemaphoreSlim quiet = new(0);
    private bool playing;

    /// <summary>Waits for the turn of whoever calls; at once where nobody takes turns.</summary>
    public Task NextAsync()
    {
        if (!playing)
            return Task.CompletedTask;
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
            parked.Add(turn);
        quiet.Release();
        return turn.Task;
    }

    public async Task PlayAsync(IReadOnlyCollection<Func<Task>> callers)
    {
        playing = true;
        var all = new List<Task>();
        foreach (var caller in callers)
        {
            all.Add(CallAsync(caller));
            await quiet.WaitAsync();
        }

        while (Choose() is { } turn)
        {
            turn.SetResult();
            await quiet.WaitAsync(); // until it parks again or has ended
        }

        playing = false;
        await Task.WhenAll(all);
    }

    public void Dispose() => quiet.Dispose();

    private TaskCompletionSource? Choose()
    {
        lock (gate)
        {
            if (parked.Count == 0)
                return null;
            var at = random.Next(parked.Count);
            var turn = parked[at];
            parked.RemoveAt(at);
            return turn;
        }
    }

    private async Task CallAsync(Func<Task> caller)
    {
        await NextAsync();
        try
        {
            await caller();
        }
        finally
        {
            quiet.Release();
        }
    }
}
