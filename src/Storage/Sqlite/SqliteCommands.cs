using Microsoft.Data.Sqlite;

namespace AidWorkflow.Storage.Sqlite;

internal static class SqliteCommands
{
    /// <summary>A command that is kept with its connection, so that SQLite compiles the statement once.</summary>
    public static SqliteCommand Prepare(SqliteConnection connection, string sql, int parameters = 0)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // only statements of this assembly
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 1; i <= parameters; i++)
            command.Parameters.Add(new SqliteParameter { ParameterName = $"@p{i}" });
        return command;
    }
}
