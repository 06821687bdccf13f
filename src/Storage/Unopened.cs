using System.Net.Sockets;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace AidWorkflow.Storage;

/// <summary>Tells a database that cannot be used at all, which an operator mends, from a fault of ours.</summary>
public static class Unopened
{
    /// <returns>What the database or the network said; null where it is something else.</returns>
    public static string? Reason(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            var said = inner switch
            {
                // Cannot be opened or written, damaged, or no database at all; no table: none of ours.
                SqliteException sqlite when sqlite.SqliteErrorCode is 3 or 8 or 10 or 11 or 14 or 26 || sqlite.Message.Contains("no such table", StringComparison.Ordinal) => sqlite.Message,
                PostgresException postgres => postgres.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
                    or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.UndefinedTable
                    ? postgres.MessageText : null,
                NpgsqlException { InnerException: SocketException or TimeoutException or IOException } npgsql => npgsql.InnerException?.Message,
                // Server not found or silent, unknown database, wrong login.
                SqlException sqlServer => sqlServer.Number is -2 or -1 or 0 or 2 or 53 or 4060 or 18456 ? sqlServer.Message : null,
                SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.ConnectionRefused or SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable } socket => socket.Message,
                _ => null,
            };
            if (said is not null)
                return said;
        }

        return null;
    }
}
