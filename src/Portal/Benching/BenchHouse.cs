using AidWorkflow.Portal.Hosting;
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

    public Approvals Approvals => services.GetRequiredService<Approvals>();

    public static async Task<BenchHouse> OpenAsync(BenchPlace place, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("aidworkflow-bench-").FullName;
        var settings = new PortalSettings
        {
            Database = new DatabaseSettings { Provider = place.Provider, File = Path.Combine(folder, "bench.db"), Connection = place.Connection },
        };
        var house = new BenchHouse(folder, new ServiceCollection().AddAidWorkflow(settings).AddSingleton<Approvals>().BuildServiceProvider());
        await house.services.GetRequiredService<IMigrator>().MigrateAsync(cancellation);
        return house;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}
