using System.CommandLine;
using AidWorkflow.Storage;
using AidWorkflow.Storage.Migrating;

namespace AidWorkflow.Portal.Commands;

/// <summary><c>db migrate|script</c>: brings a database to this version, or prints the SQL that would.</summary>
internal static class DatabaseVerb
{
    public static Command Command(SharedOptions shared)
    {
        var migrate = new Command("migrate", shared.Say(("建立数据库或升级到本版本。", "Create the database or bring it to this version.")));
        migrate.SetAction((parsed, cancellation) => MigrateAsync(shared, parsed, cancellation));
        var script = new Command("script", shared.Say(("输出建库升级脚本（SQL），不连接数据库。", "Print the migrations as SQL, without touching a database.")));
        script.SetAction((parsed, cancellation) => ScriptAsync(shared, parsed, cancellation));
        return new Command("db", shared.Say(("数据库结构。", "The database's schema."))) { migrate, script };
    }

    private static async Task<int> MigrateAsync(SharedOptions shared, ParseResult parsed, CancellationToken cancellation)
    {
        var settings = shared.Settings(parsed);
        await using var services = Storage(settings.Database.Storage);
        var migrator = services.GetRequiredService<IMigrator>();
        settings.Database.PreparePlace();
        var pending = await migrator.PendingAsync(cancellation);
        await migrator.MigrateAsync(cancellation);

        var output = parsed.InvocationConfiguration.Output;
        if (shared.Json(parsed))
            await output.WriteLineAsync(SharedOptions.ToJson(new { applied = pending }));
        else if (pending.Count == 0)
            await output.WriteLineAsync(shared.Say(("数据库已是最新版本。", "The database is up to date.")));
        else
            await output.WriteLineAsync(shared.Say(($"已应用：{string.Join("、", pending)}", $"Applied: {string.Join(", ", pending)}")));
        return 0;
    }

    private static async Task<int> ScriptAsync(SharedOptions shared, ParseResult parsed, CancellationToken cancellation)
    {
        // The dialect is wanted, not a server that answers.
        var settings = shared.Settings(parsed, with => with with { Database = with.Database with { Connection = with.Database.Connection ?? "Server=localhost" } });
        await using var services = Storage(settings.Database.Storage);
        var (script, output) = (services.GetRequiredService<IMigrator>().Script(), parsed.InvocationConfiguration.Output);
        if (shared.Json(parsed))
            await output.WriteLineAsync(SharedOptions.ToJson(new { provider = settings.Database.Provider, script }));
        else
            await output.WriteAsync(script.AsMemory(), cancellation);
        return 0;
    }

    private static ServiceProvider Storage(StorageOptions options) => new ServiceCollection().AddAidStorage(options).BuildServiceProvider();
}
