using System.Reflection;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Storage.Model;

/// <summary>The one model. A derived context per provider carries that provider's migrations and nothing else.</summary>
public abstract class AidContext(DbContextOptions options) : DbContext(options)
{
    private static readonly Assembly[] Rooms = [typeof(RefusedException).Assembly, typeof(AidContext).Assembly];

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        var detects = RaiseRevisions();
        try
        {
            return base.SaveChanges(acceptAllChangesOnSuccess);
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = detects;
        }
    }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var detects = RaiseRevisions();
        try
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = detects;
        }
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

    /// <summary>Detects changes once, raises every changed <see cref="IRevised"/>, and spares the save a second look.</summary>
    private bool RaiseRevisions()
    {
        var detects = ChangeTracker.AutoDetectChangesEnabled;
        if (detects)
            ChangeTracker.DetectChanges();
        ChangeTracker.AutoDetectChangesEnabled = false;
        foreach (var entry in ChangeTracker.Entries<IRevised>())
        {
            if (entry.State != EntityState.Modified)
                continue;
            var revision = entry.Property(row => row.Revision);
            revision.CurrentValue = revision.OriginalValue + 1;
        }

        return detects;
    }

    private static IEnumerable<Type> TypedIds(Assembly assembly) => assembly.GetTypes().Where(type =>
        type.IsValueType && type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(ITypedId<>)));
}

public sealed class SqliteAidContext(DbContextOptions<SqliteAidContext> options) : AidContext(options);

public sealed class PostgresAidContext(DbContextOptions<PostgresAidContext> options) : AidContext(options);

public sealed class SqlServerAidContext(DbContextOptions<SqlServerAidContext> options) : AidContext(options);
