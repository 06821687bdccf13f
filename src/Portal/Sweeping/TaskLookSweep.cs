using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>Removes what was kept of who opened a task, once the task is done.</summary>
internal sealed class TaskLookSweep(IActs acts) : ISweep
{
    public const string Key = "task-looks";

    private const int Most = 500;

    /// <summary>It goes through the looks at all open tasks, and nobody waits for it.</summary>
    public static readonly TimeSpan Rarely = TimeSpan.FromHours(1);

    public string Name => Key;

    public Task<int> SweepAsync(CancellationToken cancellation) => acts.RunAsync<RemoveLooks, int>((act, token) => act.RunAsync(Most, token), cancellation);
}
