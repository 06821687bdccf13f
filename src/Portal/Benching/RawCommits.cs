using AidWorkflow.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace AidWorkflow.Portal.Benching;

/// <summary>
/// What this machine's database does at best when every commit changes one row and is durable: the measure our steps are held
/// against. Each caller has its own connection, row and prepared statement.
/// </summary>
internal sealed class RawCommits : IAsyncDisposable
{
    private const string Table = "CREATE TABLE bench_raw (id INTEGER PRIMARY KEY, number INTEGER NOT NULL)";
    private const string Update = "UPDATE bench_raw SET number = number + 1 WHERE id = ";

    private readonly List<System.Data.Common.DbConnection> connections = [];
    private readonly List<System.Data.Common.DbCommand> commands = [];

    /// <param name="file">Where the SQLite file is to stand: the same disk as the one that is compared.</param>
    public static async Task<RawCommits> OpenAsync(BenchPlace place, string file, int callers, CancellationToken cancellation)
    {
        var raw = new RawCommits();
        for (var caller = 0; caller < callers; caller++)
        {
            System.Data.Common.DbConnection connection = place.Provider == Provider.Sqlite
                ? new SqliteConnection($"Data Source={file};Pooling=False")
                : new NpgsqlConnection(place.Connection);
            raw.connections.Add(connection);
            await connection.OpenAsync(cancellation);
            if (place.Provider == Provider.Sqlite)
                await raw.RunAsync(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000;", cancellation);
            if (caller == 0)
                await raw.RunAsync(connection, $"DROP TABLE IF EXISTS bench_raw; {Table}", cancellation);
            await raw.RunAsync(connection, $"INSERT INTO bench_raw VALUES ({caller}, 0)", cancellation);
            var command = connection.CreateCommand();
            command.CommandText = Update + caller.ToString(System.Globalization.CultureInfo.InvariantCulture);
            await command.PrepareAsync(cancellation);
            raw.commands.Add(command);
        }

        return raw;
    }

    public Task<int> CommitAsync(int caller, CancellationToken cancellation) => commands[caller].ExecuteNonQueryAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        foreach (var command in commands)
            await command.DisposeAsync();
        foreach (var connection in connections)
            await connection.DisposeAsync();
    }

    private async Task RunAsync(System.Data.Common.DbConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
