using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace AidWorkflow.Storage.Writing;

/// <summary>The connection broke within the commit itself: what was asked may have been done, and is to be looked up before it is asked again.</summary>
public sealed class CommitInDoubtException(Exception inner) : Exception("The connection broke within the commit; whether it was done is not known.", inner);

/// <summary>Tells a database that does not answer for now from a fault: nothing was written, and the same may be asked again later.</summary>
public static class DatabaseBusy
{
    public static bool Is(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            var busy = inner switch
            {
                // Another process holds the file: SQLITE_BUSY, SQLITE_LOCKED.
                SqliteException sqlite => sqlite.SqliteErrorCode is 5 or 6,
                // Out of reach, out of connections, or held by somebody for longer than a statement may take.
                DbException other => other.IsTransient,
                _ => false,
            };
            if (busy)
                return true;
        }

        return false;
    }
}
