using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Storage.Loading;

/// <summary>Rows of one table, in the order of their columns, with values as the provider keeps them: ids as Guid, days as DateOnly, moments as ticks.</summary>
public sealed record BulkRows(string Table, IReadOnlyList<string> Columns)
{
    public List<object?[]> Rows { get; } = [];
}

/// <summary>Fills tables past every act: for data of a size that no act would make in time. Nothing but a demo is filled so.</summary>
public interface IBulkLoad
{
    /// <summary>Writes the rows of all these tables in one transaction.</summary>
    Task WriteAsync(IReadOnlyCollection<BulkRows> tables, CancellationToken cancellation);

    /// <summary>Lets the database look at what it holds now, so that it plans by what is there.</summary>
    Task FinishAsync(CancellationToken cancellation);
}

public static class BulkLoading
{
    /// <summary>On SQLite and PostgreSQL; nobody loads SQL Server.</summary>
    public static IServiceCollection AddBulkLoad(this IServiceCollection services, StorageOptions options) => options.Provider switch
    {
        Provider.Sqlite => services.AddSingleton<IBulkLoad>(_ => new SqliteBulkLoad(options.Connection)),
        Provider.Postgres => services.AddSingleton<IBulkLoad>(_ => new PostgresBulkLoad(options.Connection)),
        _ => throw new NotSupportedException("Only SQLite and PostgreSQL are loaded."),
    };
}
