using AidWorkflow.Engine.Ports;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AidWorkflow.Storage.Writing;

/// <summary>Tells a race that was lost, which the act runs again, from a fault, which it must not hide.</summary>
internal static class LostRaces
{
    public static bool Is(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            var lost = inner switch
            {
                DbUpdateConcurrencyException => true,
                // Somebody wrote the same key: UNIQUE, PRIMARY KEY, ROWID.
                SqliteException sqlite => sqlite.SqliteExtendedErrorCode is 2067 or 1555 or 2579,
                PostgresException postgres => postgres.SqlState is PostgresErrorCodes.UniqueViolation
                    or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable,
                // Unique index, unique key, deadlock victim, snapshot conflict, lock timeout.
                SqlException sqlServer => sqlServer.Number is 2601 or 2627 or 1205 or 3960 or 1222,
                _ => false,
            };
            if (lost)
                return true;
        }

        return false;
    }

    /// <summary>The exception an act is to see.</summary>
    public static Exception Told(Exception exception) =>
        exception is LostRaceException || !Is(exception) ? exception : new LostRaceException("A row was changed by somebody else meanwhile.", exception);
}
