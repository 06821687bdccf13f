using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace AidWorkflow.Storage;

/// <summary>The databases one model runs on.</summary>
public enum Provider
{
    Sqlite,
    Postgres,
    SqlServer,
}

/// <summary>Where the data is kept.</summary>
/// <param name="Connection">A connection string of the provider; for SQLite see <see cref="Sqlite"/>.</param>
public sealed record StorageOptions(Provider Provider, string Connection)
{
    /// <summary>How long somebody waits for a file that another process holds, before they are told and may send again.</summary>
    public const int PatienceSeconds = 8;

    /// <summary>A SQLite database in a file, which need not exist yet.</summary>
    /// <param name="patience">In seconds: how long another process may hold the file.</param>
    public static StorageOptions Sqlite(string file, int patience = PatienceSeconds) =>
        new(Provider.Sqlite, new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = patience }.ConnectionString);

    /// <returns>What is wrong with the connection string; null when it can be read.</returns>
    public static string? Unreadable(Provider provider, string connection)
    {
        try
        {
            DbConnectionStringBuilder read = provider switch
            {
                Provider.Sqlite => new SqliteConnectionStringBuilder(connection),
                Provider.Postgres => new NpgsqlConnectionStringBuilder(connection),
                _ => new SqlConnectionStringBuilder(connection),
            };
            return read.Count >= 0 ? null : "";
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException or KeyNotFoundException)
        {
            return unreadable.Message;
        }
    }

    /// <summary>Reads what a person writes on a command line: "sqlite", "postgres" or "sqlserver"; null when it is none of them.</summary>
    public static Provider? Named(string provider) =>
        Enum.TryParse<Provider>(provider, ignoreCase: true, out var named) && Enum.IsDefined(named) ? named : null;
}
