using System.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Storage;

/// <summary>Spans of commits.</summary>
public static class StorageTracing
{
    /// <summary>The name of the source.</summary>
    public const string Name = "AidWorkflow.Storage";

    private static readonly ActivitySource Source = new(Name);

    internal static Activity? Commit() => Source.StartActivity("commit");

    /// <summary>The lane of SQLite runs the writes of many acts: what is written there still belongs to the trace of its own act.</summary>
    internal static Func<DbContext, CancellationToken, Task> Following(Func<DbContext, CancellationToken, Task> write) => Activity.Current is not { } here ? write : async (db, cancellation) =>
    {
        Activity.Current = here;
        await write(db, cancellation);
    };
}
