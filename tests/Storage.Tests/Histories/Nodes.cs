using AidWorkflow.Harness;
using AidWorkflow.Storage.Writing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AidWorkflow.Storage.Tests.Histories;

/// <summary>The processes on one database: two on a server, one on a file. One that is killed is replaced by a new one.</summary>
internal sealed class Nodes : IAsyncDisposable
{
    private readonly StorageOptions options;
    private readonly Func<IWriter, IWriter>? planted;
    private readonly Node?[] open;

    public Nodes(StorageOptions options, FakeClock clock, Func<IWriter, IWriter>? planted = null)
    {
        (this.options, Clock, this.planted) = (options, clock, planted);
        open = new Node?[options.Provider is Provider.Sqlite ? 1 : 2];
    }

    public FakeClock Clock { get; }

    public Stage Stage { get; } = new();

    public static async Task<Nodes> OnAsync(TestDatabase database, Func<IWriter, IWriter>? planted)
    {
        if (database.Provider is Provider.Postgres)
            await new ArmedDrops(database.Get<NpgsqlDataSource>()).PrepareAsync();
        return new Nodes(database.Options, database.Clock, planted);
    }

    /// <summary>One that lives.</summary>
    public async Task<Node> AnyAsync(int which)
    {
        var at = which % open.Length;
        if (open[at] is { IsDead: true } dead)
        {
            open[at] = null;
            await dead.DisposeAsync();
        }

        return open[at] ??= new Node(options, Clock, Stage, planted);
    }

    public async Task RestartAsync()
    {
        for (var at = 0; at < open.Length; at++)
        {
            if (open[at] is { } node)
                await node.DisposeAsync();
            open[at] = null;
        }
    }

    /// <summary>Forgets what a history wrote.</summary>
    public static Task ClearAsync(TestDatabase database) => database.ReadAsync(async db =>
    {
        foreach (var table in new[] { "instances", "bookmarks", "journal", "outbox", "incidents" })
        {
#pragma warning disable EF1002 // names made above
            await db.Database.ExecuteSqlRawAsync($"DELETE FROM {table}");
#pragma warning restore EF1002
        }

        return 0;
    });

    public async ValueTask DisposeAsync() => await RestartAsync();
}
