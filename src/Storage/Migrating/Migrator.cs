using AidWorkflow.Storage.Model;
using AidWorkflow.Storage.Servers;
using AidWorkflow.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Storage.Migrating;

internal sealed class Migrator(IServiceScopeFactory scopes) : IMigrator
{
    /// <summary>An index or derived rows of millions take longer than any question that somebody waits for.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromHours(2);

    public async Task MigrateAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = Db(scope).Database;
        database.SetCommandTimeout(MostTime);
        await using IAsyncDisposable? alone = database.IsSqlite() ? await SqliteMigrationLock.TakeAsync(database, cancellation)
            : database.IsNpgsql() ? await PostgresMigrationLock.TakeAsync(database, cancellation)
            : null;
        await database.MigrateAsync(cancellation);
    }

    public async Task<IReadOnlyList<string>> PendingAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return [.. await Db(scope).Database.GetPendingMigrationsAsync(cancellation)];
    }

    public string Script()
    {
        using var scope = scopes.CreateScope();
        return Script(scope.ServiceProvider.GetRequiredService<AidContext>());
    }

    internal static string Script(AidContext db) => db.GetService<Microsoft.EntityFrameworkCore.Migrations.IMigrator>()
        .GenerateScript(options: db is SqliteAidContext ? MigrationsSqlGenerationOptions.Script : MigrationsSqlGenerationOptions.Idempotent);

    private static AidContext Db(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<AidContext>();
}
