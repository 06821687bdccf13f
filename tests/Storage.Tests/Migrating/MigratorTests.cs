using System.Runtime.CompilerServices;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Harness;
using AidWorkflow.Storage.Migrating;
using AidWorkflow.Storage.Model;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Storage.Tests.Migrating;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
[CancelAfter(120_000)]
internal sealed class MigratorTests(Provider provider)
{
    [Test]
    public async Task An_empty_database_is_brought_to_the_present_schema_and_works(CancellationToken cancellation)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(provider);
        var migrator = database.Get<IMigrator>();
        Assert.That(await migrator.PendingAsync(cancellation), Is.Not.Empty);

        await migrator.MigrateAsync(cancellation);

        Assert.That(await migrator.PendingAsync(cancellation), Is.Empty);
        var step = A.Start(A.Bookmark());
        await database.Get<ISteps>().CommitAsync(step, cancellation);
        Assert.That(await database.Get<IInstances>().FindAsync(step.Instance.Id, cancellation), Is.Not.Null);
    }

    [Test]
    public async Task Several_nodes_may_start_at_once_and_again(CancellationToken cancellation)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(provider);
        await using var second = database.AnotherNode();

        await Task.WhenAll(database.Get<IMigrator>().MigrateAsync(cancellation), second.GetRequiredService<IMigrator>().MigrateAsync(cancellation));
        await second.GetRequiredService<IMigrator>().MigrateAsync(cancellation);

        Assert.That(await database.Get<IMigrator>().PendingAsync(cancellation), Is.Empty);
    }
}

[TestFixture]
[CancelAfter(120_000)]
internal sealed class MigrationsTests
{
    private const string Remedy = "Run src/Storage/add-migration.sh with a name for the change.";

    private static IEnumerable<AidContext> Contexts() =>
        [new SqliteDesign().CreateDbContext([]), new PostgresDesign().CreateDbContext([]), new SqlServerDesign().CreateDbContext([])];

    [Test]
    public void The_migrations_of_every_provider_hold_the_present_model()
    {
        var behind = Contexts().Where(context => context.Database.HasPendingModelChanges()).Select(context => context.GetType().Name);

        Assert.That(behind, Is.Empty, Remedy);
    }

    [Test]
    public void The_script_for_SQL_Server_is_what_its_migrations_say()
    {
        using var context = new SqlServerDesign().CreateDbContext([]);

        Assert.That(Lines(File.ReadAllText(ScriptFile())), Is.EqualTo(Lines(Migrator.Script(context))), Remedy);
    }

    [Test]
    public void The_script_for_SQL_Server_names_only_columns_that_it_can_index()
    {
        // nvarchar(max) cannot be a key; EF gives an unbounded key 450 characters, which this finds before a server does.
        Assert.That(File.ReadAllText(ScriptFile()), Does.Not.Contain("nvarchar(450)"), "Give the string a HasMaxLength in its configuration.");
    }

    [Test]
    public async Task A_start_that_was_killed_while_it_migrated_a_file_does_not_stop_the_next(CancellationToken cancellation)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(Provider.Sqlite);
        await using (var left = new SqliteConnection(database.Options.Connection))
        {
            await left.OpenAsync(cancellation);
            await using var command = left.CreateCommand();
            command.CommandText = """CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER PRIMARY KEY, "Timestamp" TEXT NOT NULL); INSERT INTO "__EFMigrationsLock" VALUES (1, '2022-03-07')""";
            await command.ExecuteNonQueryAsync(cancellation);
        }

        await database.Get<IMigrator>().MigrateAsync(cancellation);

        Assert.That(await database.Get<IMigrator>().PendingAsync(cancellation), Is.Empty);
    }

    private static string[] Lines(string script) => script.ReplaceLineEndings("\n").Trim().Split('\n');

    private static string ScriptFile([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../../src/Storage/Migrations/sqlserver.sql");
}
