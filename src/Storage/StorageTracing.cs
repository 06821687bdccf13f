using System.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Storage;

/// <summary>Spans of commits.</summary>
public static class StorageTracing
{
    /// <summary>The name of the source.</summary>
    public const string Name = "AidWorkflow.Storage";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>Set on the span of an act once it has something to write: one without it looked and found nothing to do.</summary>
    public const string Wrote = "act.wrote";

    /// <param name="isEmpty">Whether there is nothing to write; then it is no commit worth a span.</param>
    internal static Activity? Commit(Func<bool> isEmpty)
    {
        if (!Source.HasListeners() || isEmpty())
            return null;
        Activity.Current?.SetTag(Wrote, true);
        return Source.StartActivity("commit");
    }

    /// <summary>The lane of SQLite runs the writes of many acts: what is written there still belongs to the trace of its own act.</summary>
    internal static Func<DbContext, CancellationToken, Task> Following(Func<DbContext, CancellationToken, Task> write) => Activity.Current is not { } here ? write : async (db, cancellation) =>
    {
        Activity.Current = here;
        await write(db, cancellation);
    };
}
