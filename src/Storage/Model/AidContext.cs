using System.Reflection;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.People;
using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Storage.Model;

/// <summary>The one model. A derived context per provider carries that provider's migrations and nothing else.</summary>
public abstract class AidContext : DbContext
{
    private static readonly Assembly[] Rooms = [typeof(RefusedException).Assembly, typeof(AidContext).Assembly];

    protected AidContext(DbContextOptions options)
        : base(options) => base.ChangeTracker.AutoDetectChangesEnabled = false; // changes are looked for once, when they are saved, and not at every look at what is loaded

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        RaiseRevisions();
        TextCheck.Require(base.ChangeTracker);
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        RaiseRevisions();
        TextCheck.Require(base.ChangeTracker);
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var room in Rooms)
            modelBuilder.ApplyConfigurationsFromAssembly(room);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
        configurationBuilder.Conventions.Add(_ => new SnakeCase());
        configurationBuilder.Conventions.Add(_ => new Revised());
        foreach (var id in new[] { typeof(InstanceId).Assembly, typeof(CaseId).Assembly }.SelectMany(TypedIds))
            configurationBuilder.Properties(id).HaveConversion(typeof(TypedIdConverter<>).MakeGenericType(id));
    }

    /// <summary>Detects changes, and raises every changed <see cref="IRevised"/>.</summary>
    private void RaiseRevisions()
    {
        ChangeTracker.DetectChanges();
        foreach (var entry in ChangeTracker.Entries<IRevised>())
        {
            if (entry.State != EntityState.Modified)
                continue;
            var revision = entry.Property(row => row.Revision);
            revision.CurrentValue = revision.OriginalValue + 1;
        }
    }

    private static IEnumerable<Type> TypedIds(Assembly assembly) => assembly.GetTypes().Where(type =>
        type.IsValueType && type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(ITypedId<>)));
}

public sealed class SqliteAidContext(DbContextOptions<SqliteAidContext> options) : AidContext(options);

public sealed class PostgresAidContext(DbContextOptions<PostgresAidContext> options) : AidContext(options)
{
    /// <summary>What is looked for by its beginning is ordered by its letters' numbers, as SQLite always does.</summary>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<NameEnd>().Property(end => end.Text).UseCollation("C");
    }
}

public sealed class SqlServerAidContext(DbContextOptions<SqlServerAidContext> options) : AidContext(options)
{
    /// <summary>
    /// The filter of an index may name a column that is a truth; SQL Server has no such columns, only bits to compare. What is looked for by its beginning is ordered by its letters' numbers.
    /// </summary>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<NameEnd>().Property(end => end.Text).UseCollation("Latin1_General_100_BIN2");
        foreach (var index in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetIndexes()).Where(index => index.GetFilter() is { } filter && !filter.Contains(' ', StringComparison.Ordinal)))
            index.SetFilter($"{index.GetFilter()} = 1");
    }
}
