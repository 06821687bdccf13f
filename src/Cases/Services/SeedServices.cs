using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Approving;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Services;

public enum Seeded
{
    Unchanged,
    Published,

    /// <summary>Stored as a draft: the house has edited the service meanwhile, or the check found faults.</summary>
    Drafted,

    /// <summary>Could not be read; nothing was stored.</summary>
    Broken,
}

public sealed record SeedResult(string ServiceId, Seeded Outcome, int? Number, ServiceVersionId? Version, ImmutableArray<FileFault> Faults);

/// <summary>The folder workflows/ seeds the database, which is the truth from then on. Running cases keep the version they have.</summary>
public sealed class SeedServices(IUnitOfWork work, IIds ids, TimeProvider time, PublishCheck check, FourEyes fourEyes, AuditTrail audit)
{
    public async Task<ImmutableArray<SeedResult>> RunAsync(ImmutableArray<ServiceReading> readings, CancellationToken cancellation)
    {
        var results = ImmutableArray.CreateBuilder<SeedResult>(readings.Length);
        foreach (var reading in readings)
            results.Add(reading.Package is { } package
                ? await SeedAsync(package, cancellation)
                : new SeedResult(reading.Name, Seeded.Broken, null, null, reading.Faults));
        return results.MoveToImmutable();
    }

    private async Task<SeedResult> SeedAsync(ServicePackage package, CancellationToken cancellation)
    {
        var versions = await work.Db.Set<ServiceVersion>().Where(version => version.ServiceId == package.Id).ToListAsync(cancellation);
        var hash = ServiceContent.Hash(package.Files);
        if (versions.Where(version => version.Source == ServiceSource.Folder).MaxBy(version => version.Number) is { } known && known.ContentHash == hash)
            return new SeedResult(package.Id, Seeded.Unchanged, known.Number, known.Id, []);

        var now = time.GetUtcNow();
        var latest = versions.MaxBy(version => version.Number);
        var values = await SeedValuesAsync(package, cancellation);
        var version = new ServiceVersion(
            ServiceVersionId.Of(ids.Next()), package.Id, (latest?.Number ?? 0) + 1, hash, ServiceContent.Pack(package.Files), ServiceSource.Folder, now);
        work.Db.Add(version);
        var faults = check.Run(package, RuleValues.At(package.Id, DateOnly.FromDateTime(now.ToOffset(TimeSpan.FromHours(8)).DateTime), values));
        var isEdited = versions.Exists(former => former is { Source: ServiceSource.Editor, State: ServiceState.Published });
        var isAlone = fourEyes.IsRequired && versions.Exists(former => former.State == ServiceState.Published); // the first version comes with the installation
        var publish = faults.IsEmpty && !isEdited && !isAlone;
        if (publish)
        {
            foreach (var former in versions.Where(former => former.State == ServiceState.Published))
                former.Retire();
            version.Publish(now);
        }
        else
        {
            work.Db.Add(Notification.ToRole(NotificationId.Of(ids.Next()), "administrator", "service.drafted", $"service-drafted:{package.Id}:{version.Number}", now,
                !faults.IsEmpty ? "service.drafted-faults" : isEdited ? "service.drafted-edited" : "service.drafted-four-eyes",
                ("service", package.Description.Name), ("id", package.Id), ("number", version.Number), ("count", faults.Length)));
        }

        audit.Record($"service:{package.Id}", publish ? "service.published" : "service.drafted", Actor.System,
            ("number", $"{version.Number}"), ("hash", hash), ("source", "folder"), ("faults", $"{faults.Length}"));
        return new SeedResult(package.Id, publish ? Seeded.Published : Seeded.Drafted, version.Number, version.Id, faults);
    }

    // Rows that the database has are never touched by a file: only days that no row begins on are added.
    private async Task<List<RuleValue>> SeedValuesAsync(ServicePackage package, CancellationToken cancellation)
    {
        var rows = await work.Db.Set<RuleValue>().Where(value => value.ServiceId == package.Id).ToListAsync(cancellation);
        foreach (var seed in package.Seeds.OrderBy(seed => seed.From).Where(seed => !rows.Any(row => row.Key == seed.Key && row.From == seed.From)))
        {
            var added = new RuleValue(RuleValueId.Of(ids.Next()), package.Id, seed.Key, seed.From, seed.To, seed.Json, seed.Demo, seed.Source);
            RuleTimeline.Insert([.. rows.Where(row => row.Key == seed.Key)], added);
            rows.Add(added);
            work.Db.Add(added);
        }

        return rows;
    }
}
