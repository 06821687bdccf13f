using Microsoft.Data.Sqlite;

namespace AidWorkflow.Storage.Sqlite;

internal static class SqliteSettings
{
    /// <summary>
    /// What is acknowledged survives a power loss (FULL syncs the log at every commit). Readers never wait for the lane, nor it for them;
    /// the time-out is for another process on the same file. A checkpoint copies the log back every 4,000 pages, about 16 MB.
    /// </summary>
    public const string OfTheLane =
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000; PRAGMA foreign_keys=ON; "
        + "PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;";

    public const string OfAReader = "PRAGMA busy_timeout=30000; PRAGMA query_only=ON; PRAGMA cache_size=-16384;";

    /// <summary>The connection string with what every connection of ours needs.</summary>
    public static string Complete(string connection) => new SqliteConnectionStringBuilder(connection)
    {
        ForeignKeys = true,
        DefaultTimeout = 30,
        Pooling = true,
        Cache = SqliteCacheMode.Private,
    }.ConnectionString;
}
