using System.Globalization;
using Microsoft.Data.Sqlite;

namespace AidWorkflow.Storage.Sqlite;

internal static class SqliteSettings
{
    /// <summary>
    /// What is acknowledged survives a power loss (FULL syncs the log at every commit). Readers never wait for the lane, nor it for them;
    /// the time-out is for another process on the same file. A checkpoint copies the log back every 4,000 pages, about 16 MB.
    /// </summary>
    public static string OfTheLane(SqliteConnection connection) =>
        $"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; {Patience(connection)} PRAGMA foreign_keys=ON; "
        + "PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;";

    public static string OfAReader(SqliteConnection connection) => $"{Patience(connection)} PRAGMA query_only=ON; PRAGMA cache_size=-16384;";

    /// <summary>The connection string with what every connection of ours needs.</summary>
    public static string Complete(string connection) => new SqliteConnectionStringBuilder(connection)
    {
        ForeignKeys = true,
        Pooling = true,
        Cache = SqliteCacheMode.Private,
    }.ConnectionString;

    private static string Patience(SqliteConnection connection) => string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout={connection.DefaultTimeout * 1000};");
}
