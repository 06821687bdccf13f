using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace AidWorkflow.Storage.Sqlite;

/// <summary>
/// Lets one process at a time migrate a file. EF's own lock on SQLite is a committed row, which a killed process leaves behind and every
/// later start waits for; this one is held by the operating system on a file beside it and ends with the process.
/// </summary>
internal sealed class SqliteMigrationLock : IAsyncDisposable
{
    private readonly SqliteConnection connection;
    private readonly SqliteTransaction held;

    private SqliteMigrationLock(SqliteConnection connection, SqliteTransaction held)
    {
        this.connection = connection;
        this.held = held;
    }

    public static async Task<SqliteMigrationLock> TakeAsync(DatabaseFacade database, CancellationToken cancellation)
    {
        var file = new SqliteConnectionStringBuilder(database.GetConnectionString()).DataSource;
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
            Directory.CreateDirectory(folder);
        var beside = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = $"{file}-migrating", Pooling = false, DefaultTimeout = 120 }.ConnectionString);
        await beside.OpenAsync(cancellation);
        var alone = beside.BeginTransaction(deferred: false); // waits for another start to finish
        var taken = new SqliteMigrationLock(beside, alone);
        try
        {
            if (File.Exists(file))
                await database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellation);
            return taken;
        }
        catch
        {
            await taken.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await held.DisposeAsync();
        await connection.DisposeAsync();
    }
}
