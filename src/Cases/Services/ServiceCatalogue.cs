using System.Collections.Concurrent;
using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Services;

/// <summary>Packages by version, parsed once: a version never changes. One for the process.</summary>
public sealed class ServiceCatalogue
{
    private readonly ConcurrentDictionary<ServiceVersionId, ServicePackage> packages = new();

    /// <exception cref="RefusedException">There is no such version.</exception>
    public async Task<ServicePackage> GetAsync(DbContext db, ServiceVersionId id, CancellationToken cancellation)
    {
        if (packages.TryGetValue(id, out var known))
            return known;
        var version = await db.Set<ServiceVersion>().AsNoTracking().FirstOrDefaultAsync(version => version.Id == id, cancellation)
            ?? throw new RefusedException("service.unknown-version", null, ("version", id));
        var reading = ServicePackage.Parse(version.ServiceId, ServiceContent.Unpack(version.Files));
        return reading.Package is { } package
            ? packages.GetOrAdd(id, package)
            : throw new InvalidOperationException($"The stored version {id} cannot be read: {string.Join("; ", reading.Faults)}");
    }

    /// <summary>The version that a new case takes.</summary>
    /// <exception cref="RefusedException">No version of this service is published.</exception>
    public async Task<(ServiceVersionId Id, ServicePackage Package)> CurrentAsync(DbContext db, string serviceId, CancellationToken cancellation)
    {
        var id = await db.Set<ServiceVersion>().AsNoTracking()
            .Where(version => version.ServiceId == serviceId && version.State == ServiceState.Published)
            .OrderByDescending(version => version.Number)
            .Select(version => (ServiceVersionId?)version.Id)
            .FirstOrDefaultAsync(cancellation) ?? throw new RefusedException("service.unknown", "service", ("service", serviceId));
        return (id, await GetAsync(db, id, cancellation));
    }

    /// <summary>Rule values of a service in force on its rule date.</summary>
    public async Task<RuleValues> ValuesAsync(DbContext db, string serviceId, DateOnly on, CancellationToken cancellation) =>
        RuleValues.At(serviceId, on, await db.Set<RuleValue>().AsNoTracking()
            .Where(value => value.ServiceId == serviceId && value.From <= on && (value.To == null || value.To >= on))
            .ToListAsync(cancellation));
}
