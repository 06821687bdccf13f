using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Cases.Services;

public enum Seeded
{
    Unchanged,
    Published,

    /// <summary>Stored as a draft: the house has edited the service, or the check found faults.</summary>
    Drafted,

    /// <summary>Could not be read; nothing was stored.</summary>
    Broken,
}

public sealed record SeedResult(string ServiceId, Seeded Outcome, int? Number, ServiceVersionId? Version, ImmutableArray<FileFault> Faults);

/// <summary>The folder workflows/ seeds the database, which is the truth from then on. Running cases keep the version they have.</summary>
public sealed class SeedServices(IUnitOfWork work, IIds ids, TimeProvider time, PublishCheck check)
{
    public Task<ImmutableArray<SeedResult>> RunAsync(ImmutableArray<ServiceReading> readings, CancellationToken cancellation) => throw new NotSupportedException($"{work.Db} {ids.Next()} {time.GetUtcNow()} {check is null}");
}
