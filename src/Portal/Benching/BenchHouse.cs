using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Replaying;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Storage.Migrating;
using Microsoft.Data.Sqlite;

namespace AidWorkflow.Portal.Benching;

/// <summary>The composed house on a database for measuring; a SQLite file goes away with it.</summary>
internal sealed class BenchHouse : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private BenchHouse(string folder, ServiceProvider services)
    {
        Folder = folder;
        this.services = services;
    }

    public string Folder { get; }

    /// <summary>The database, where it is SQLite's.</summary>
    public string File => Path.Combine(Folder, "bench.db");

    public Approvals Approvals => services.GetRequiredService<Approvals>();

    public Reviewers Reviewers => services.GetRequiredService<Reviewers>();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public static Task<BenchHouse> OpenAsync(BenchPlace place, CancellationToken cancellation) => OpenAsync(place, TimeProvider.System, cancellation);

    public static async Task<BenchHouse> OpenAsync(BenchPlace place, TimeProvider clock, CancellationToken cancellation)
    {
        var house = Build(place, services => services.AddSingleton(clock).AddSingleton<Approvals>().AddSweeps());
        await house.services.GetRequiredService<IMigrator>().MigrateAsync(cancellation);
        return house;
    }

    /// <summary>With the demo organisation and its services, on a Monday morning whose working calendar is published.</summary>
    public static async Task<BenchHouse> OpenOfficeAsync(BenchPlace place, CancellationToken cancellation)
    {
        var clock = new ReplayClock(LocalDay.At(new DateOnly(2022, 3, 7), new TimeOnly(9, 0)));
        var house = Build(place, services => services
            .AddSingleton<TimeProvider>(clock)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error))
            .AddSingleton<Reviewers>());
        await house.services.GetRequiredService<Preparation>().RunAsync(cancellation);
        return house;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }

    private static BenchHouse Build(BenchPlace place, Action<IServiceCollection> more)
    {
        var folder = Directory.CreateTempSubdirectory("aidworkflow-bench-").FullName;
        var keys = Path.Combine(folder, "keys.json");
        KeyRing.CreateDemo(keys);
        var settings = new PortalSettings
        {
            Demo = new DemoSettings { Enabled = true },
            Keys = new KeySettings { File = keys },
            Database = new DatabaseSettings
            {
                Provider = place.Provider,
                File = Path.Combine(folder, "bench.db"),
                Connection = place.Connection,
                MigrateAtStart = true,
            },
        };
        var composed = new ServiceCollection();
        more(composed); // first: a clock of its own stands
        return new BenchHouse(folder, composed.AddAidWorkflow(settings).BuildServiceProvider());
    }
}
