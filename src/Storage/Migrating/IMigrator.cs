namespace AidWorkflow.Storage.Migrating;

/// <summary>Brings the database to the schema of this version.</summary>
public interface IMigrator
{
    /// <summary>Creates what is missing. Safe to call at every start, and by several nodes at once.</summary>
    Task MigrateAsync(CancellationToken cancellation);

    /// <summary>The names of migrations that the database has not seen.</summary>
    Task<IReadOnlyList<string>> PendingAsync(CancellationToken cancellation);

    /// <summary>SQL that a database administrator can run on any earlier version; on SQLite, which knows no conditions, on an empty one.</summary>
    string Script();
}
