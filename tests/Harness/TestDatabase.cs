using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Storage;
using AidWorkflow.Storage.Model;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AidWorkflow.Harness;

/// <summary>
/// A database of its own for one fixture, with the tables of the present model. Begin a fixture that must hold on both with
/// <c>[TestFixture(Provider.Sqlite)] [TestFixture(Provider.Postgres)]</c>.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly SemaphoreSlim OnlyOneMakesTemplates = new(1, 1);
    private static readonly Dictionary<(Provider Provider, string Name), StorageOptions> Templates = [];

    private readonly ServiceProvider services;

    private TestDatabase(StorageOptions options, Action<IServiceCollection>? more)
    {
        Options = options;
        Clock = new FakeClock();
        services = Services(options, Clock, more);
    }

    public StorageOptions Options { get; }

    public Provider Provider => Options.Provider;

    public FakeClock Clock { get; }

    /// <summary>Storage with <see cref="Clock"/> and ids of it, and what the fixture added.</summary>
    public IServiceProvider Root => services;

    /// <param name="more">Services of the fixture beside those of storage.</param>
    public static async Task<TestDatabase> CreateAsync(Provider provider, Action<IServiceCollection>? more = null) =>
        new(await CopyAsync(await TemplateAsync(provider, "tables", MakeTablesAsync)), more);

    /// <summary>A copy of a database that is prepared once a process: an empty one, handed to <paramref name="prepare"/> the first time the name is asked for.</summary>
    public static async Task<TestDatabase> CreateAsync(Provider provider, string name, Func<StorageOptions, Task> prepare) =>
        new(await CopyAsync(await TemplateAsync(provider, name, prepare)), more: null);

    /// <summary>A database without a table, for tests of migrations.</summary>
    public static async Task<TestDatabase> CreateEmptyAsync(Provider provider) => new(await EmptyAsync(provider), more: null);

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>A scope as an act has one: its own context and unit of work. The caller disposes it.</summary>
    public AsyncServiceScope Scope() => services.CreateAsyncScope();

    /// <summary>Runs one act in a fresh scope and commits it.</summary>
    public async Task ActAsync(Func<IUnitOfWork, Task> act, CancellationToken cancellation = default)
    {
        await using var scope = Scope();
        var work = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
        await act(work);
        await work.CommitAsync(cancellation);
    }

    /// <summary>Reads committed data with a fresh context.</summary>
    public async Task<T> ReadAsync<T>(Func<AidContext, Task<T>> read)
    {
        await using var scope = Scope();
        return await read(scope.ServiceProvider.GetRequiredService<AidContext>());
    }

    /// <summary>Services of a second node on the same database.</summary>
    public ServiceProvider AnotherNode(Action<IServiceCollection>? more = null) => Services(Options, Clock, more);

    /// <summary>Services of a node on a database that another process made.</summary>
    public static ServiceProvider NodeOn(StorageOptions options, FakeClock clock, Action<IServiceCollection> more) => Services(options, clock, more);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await RemoveAsync(Options);
    }

    private static ServiceProvider Services(StorageOptions options, FakeClock clock, Action<IServiceCollection>? more)
    {
        var all = new ServiceCollection()
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton<IIds, TimeOrderedIds>()
            .AddAidStorage(options);
        more?.Invoke(all);
        return all.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    private static async Task<StorageOptions> EmptyAsync(Provider provider) => provider switch
    {
        Provider.Sqlite => StorageOptions.Sqlite(Path.Combine(Directory.CreateTempSubdirectory("aid-db-").FullName, "aid.db")),
        Provider.Postgres => new(provider, await (await PostgresServer.RunningAsync()).CreateDatabaseAsync(template: null, CancellationToken.None)),
        _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, "No server of it runs in tests."),
    };

    /// <summary>Tables take long to make, so a process makes them once and every fixture gets a copy.</summary>
    private static async Task<StorageOptions> TemplateAsync(Provider provider, string name, Func<StorageOptions, Task> prepare)
    {
        await OnlyOneMakesTemplates.WaitAsync();
        try
        {
            if (Templates.TryGetValue((provider, name), out var template))
                return template;
            template = await EmptyAsync(provider);
            await prepare(template);
            LetGo(template);
            Templates.Add((provider, name), template);
            if (provider is Provider.Sqlite)
                AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder(template), recursive: true);
            return template;
        }
        finally
        {
            OnlyOneMakesTemplates.Release();
        }
    }

    private static async Task MakeTablesAsync(StorageOptions options)
    {
        await using var root = Services(options, new FakeClock(), more: null);
        await using var scope = root.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AidContext>().Database.EnsureCreatedAsync();
    }

    private static async Task<StorageOptions> CopyAsync(StorageOptions template)
    {
        if (template.Provider is Provider.Postgres)
        {
            var name = new NpgsqlConnectionStringBuilder(template.Connection).Database;
            return template with { Connection = await (await PostgresServer.RunningAsync()).CreateDatabaseAsync(name, CancellationToken.None) };
        }

        var copy = await EmptyAsync(template.Provider);
        System.IO.File.Copy(File(template), File(copy));
        return copy;

        static string File(StorageOptions options) => new SqliteConnectionStringBuilder(options.Connection).DataSource;
    }

    private static async Task RemoveAsync(StorageOptions options)
    {
        LetGo(options);
        if (options.Provider is Provider.Postgres)
            await (await PostgresServer.RunningAsync()).DropDatabaseAsync(options.Connection, CancellationToken.None);
        else
            Directory.Delete(Folder(options), recursive: true);
    }

    /// <summary>Closes pooled connections: the last one to close writes SQLite's log back into the file.</summary>
    private static void LetGo(StorageOptions options)
    {
        if (options.Provider is Provider.Sqlite)
            SqliteConnection.ClearAllPools();
    }

    private static string Folder(StorageOptions options) =>
        Path.GetDirectoryName(new SqliteConnectionStringBuilder(options.Connection).DataSource)!;
}
