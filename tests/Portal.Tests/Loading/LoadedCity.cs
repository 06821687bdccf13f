using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Harness;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Loading;
using AidWorkflow.Portal.Searching;
using AidWorkflow.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Loading;

/// <summary>A small city as seed-load makes it, on a Friday whose working calendar is published.</summary>
internal sealed class LoadedCity : IAsyncDisposable
{
    public static readonly DateOnly Today = new(2022, 4, 22);

    public static readonly LoadPlan Plan = new(Open: 100, Finished: 40, Staff: 24, Units: 30, Seed: 5);

    private readonly TestDatabase database;
    private readonly ServiceProvider services;

    private LoadedCity(TestDatabase database, ServiceProvider services, LoadResult result) => (this.database, this.services, Result) = (database, services, result);

    public LoadResult Result { get; }

    public IServiceProvider Services => services;

    public static async Task<LoadedCity> MakeAsync(Provider provider, LoadPlan? plan = null)
    {
        var place = await TestDatabase.CreateEmptyAsync(provider);
        var settings = SettingsOf(place.Options);
        LoadResult result;
        await using (var loading = SeedLoadVerb.Build(settings, Today))
            result = await loading.GetRequiredService<SeedLoad>().RunAsync(plan ?? Plan, LocalDay.At(Today, new TimeOnly(9, 0)), new Progress<int>(), CancellationToken.None);
        var clock = new Harness.FakeClock();
        clock.MoveTo(LocalDay.At(Today, new TimeOnly(9, 0)));
        var house = new ServiceCollection().AddSingleton<TimeProvider>(clock).AddLogging().AddAidWorkflow(settings).AddScoped<InboxReading>().AddScoped<InboxViewReading>().AddScoped<CaseSearch>();
        return new(place, house.BuildServiceProvider(validateScopes: true), result);
    }

    public async Task<T> AskAsync<T>(Func<IServiceProvider, Task<T>> ask)
    {
        await using var scope = services.CreateAsyncScope();
        return await ask(scope.ServiceProvider);
    }

    public Task<T> ReadAsync<T>(Func<DbContext, Task<T>> read) => AskAsync(all => read(all.GetRequiredService<IUnitOfWork>().Db));

    public Task<TResult> DoAsync<TAct, TResult>(Func<TAct, CancellationToken, Task<TResult>> act)
        where TAct : notnull => services.GetRequiredService<IActs>().RunAsync(act, CancellationToken.None);

    public Task<Account> AccountAsync(AccountId id) => ReadAsync(db => db.Set<Account>().AsNoTracking().SingleAsync(account => account.Id == id));

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
    }

    private static PortalSettings SettingsOf(StorageOptions options) => new()
    {
        Demo = new DemoSettings { Enabled = true },
        Database = new DatabaseSettings
        {
            Provider = options.Provider,
            File = options.Provider == Provider.Sqlite ? new SqliteConnectionStringBuilder(options.Connection).DataSource : "",
            Connection = options.Connection,
            MigrateAtStart = true,
        },
    };
}
