using System.Data.Common;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Storage.Migrating;
using AidWorkflow.Storage.Model;
using AidWorkflow.Storage.Reading;
using AidWorkflow.Storage.Sending;
using AidWorkflow.Storage.Servers;
using AidWorkflow.Storage.Sqlite;
using AidWorkflow.Storage.Writing;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AidWorkflow.Storage;

public static class StorageSetup
{
    /// <summary>The context, the unit of work, the engine's ports and the outbox on one database.</summary>
    public static IServiceCollection AddAidStorage(this IServiceCollection services, StorageOptions options)
    {
        services.AddLogging().AddSingleton(options);
        _ = options.Provider switch
        {
            Provider.Sqlite => services.AddSqlite(SqliteSettings.Complete(options.Connection)),
            Provider.Postgres => services.AddPostgres(Prepared(options.Connection)),
            Provider.SqlServer => services.AddSqlServer(options.Connection),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Provider, "An unknown provider."),
        };
        return services
            .AddScoped<IUnitOfWork, UnitOfWork>()
            .AddSingleton<ISteps, Steps>()
            .AddSingleton<EngineReads>()
            .AddSingleton<Instances>()
            .AddSingleton<IInstances>(all => all.GetRequiredService<Instances>())
            .AddSingleton<IDeadlines>(all => all.GetRequiredService<Instances>())
            .AddSingleton<IOutbox, Outbox>()
            .AddSingleton<IMigrator, Migrator>();
    }

    private static IServiceCollection AddSqlite(this IServiceCollection services, string connection)
    {
        // These connections stay open; a pool could hand a broken one to somebody else.
        var kept = new KeptStatements();
        var open = new DbContextOptionsBuilder<SqliteAidContext>().UseSqlite($"{connection};Pooling=False").Options;
        return services
            .AddDbContextPool<AidContext, SqliteAidContext>(context => context.UseSqlite(connection).AddInterceptors(kept))
            .AddSingleton<IActConnections>(_ => new OpenConnections(() => new SqliteAidContext(open)))
            .AddSingleton(Dialect.Sqlite)
            .AddSingleton<IReader>(_ => new SqliteReader(connection))
            .AddSingleton<IWriter>(all => new WriterLane(() => new SqliteAidContext(open), all.GetRequiredService<ILogger<WriterLane>>()));
    }

    private static IServiceCollection AddPostgres(this IServiceCollection services, string connection)
    {
        services
            .AddSingleton(_ => NpgsqlDataSource.Create(connection))
            .AddSingleton<DbDataSource>(all => all.GetRequiredService<NpgsqlDataSource>())
            .AddDbContextPool<AidContext, PostgresAidContext>((all, context) => context.UseNpgsql(all.GetRequiredService<NpgsqlDataSource>()));
        return services.AddServer(Dialect.Postgres);
    }

    private static IServiceCollection AddSqlServer(this IServiceCollection services, string connection)
    {
        services
            .AddSingleton(_ => SqlClientFactory.Instance.CreateDataSource(connection))
            .AddDbContextPool<AidContext, SqlServerAidContext>(context => context.UseSqlServer(connection));
        return services.AddServer(Dialect.SqlServer);
    }

    private static IServiceCollection AddServer(this IServiceCollection services, Dialect dialect) => services
        .AddSingleton(dialect)
        .AddSingleton<IActConnections, PooledConnections>()
        .AddSingleton<IReader, ServerReader>()
        .AddSingleton<IWriter, ServerWriter>();

    /// <summary>The same few statements come again and again: let the server plan each once a connection.</summary>
    private static string Prepared(string connection)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection);
        if (settings.MaxAutoPrepare == 0)
            settings.MaxAutoPrepare = 200;
        settings.AutoPrepareMinUsages = 2;
        return settings.ConnectionString;
    }
}
