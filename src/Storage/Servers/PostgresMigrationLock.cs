using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace AidWorkflow.Storage.Servers;

/// <summary>
/// Lets one node at a time migrate a database. EF locks its history table inside a transaction, so the lock is gone with the first migration
/// and a second node runs into the tables of the next one; this one belongs to a session of its own and ends with it.
/// </summary>
internal sealed class PostgresMigrationLock : IAsyncDisposable
{
    private const long Key = 0x4149_4457_4D49_4752; // "AIDWMIGR": ours among a server's advisory locks

    private readonly NpgsqlConnection session;

    private PostgresMigrationLock(NpgsqlConnection connection) => session = connection;

    /// <returns>Null where the database does not exist yet.</returns>
    public static async Task<PostgresMigrationLock?> TakeAsync(DatabaseFacade database, CancellationToken cancellation)
    {
        if (!await database.CanConnectAsync(cancellation))
            return null;
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.GetConnectionString()) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            await using var take = new NpgsqlCommand("SELECT pg_advisory_lock(@key)", connection);
            take.Parameters.AddWithValue("key", Key);
            await take.ExecuteNonQueryAsync(cancellation); // waits for another node to finish
            return new(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();
}
