using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Approving;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Forms;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Services;

/// <summary>The publish check found faults; nothing was published.</summary>
public sealed class NotPublishableException(IReadOnlyList<FileFault> faults) : Exception(string.Join("; ", faults))
{
    public IReadOnlyList<FileFault> Faults { get; } = faults;
}

/// <summary>Publishes a draft: new cases take it from now on, running ones keep theirs.</summary>
public sealed class PublishService(IUnitOfWork work, TimeProvider time, PublishCheck check, ServiceCatalogue catalogue, FourEyes fourEyes, AuditTrail audit)
{
    /// <exception cref="NotPublishableException">With every fault.</exception>
    /// <exception cref="RefusedException">publishing.four-eyes, service.unknown-version</exception>
    public async Task RunAsync(Actor actor, ServiceVersionId id, CancellationToken cancellation)
    {
        fourEyes.RequireNone();
        var package = await catalogue.GetAsync(work.Db, id, cancellation);
        var versions = await work.Db.Set<ServiceVersion>().Where(version => version.ServiceId == package.Id).ToListAsync(cancellation);
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.ToOffset(TimeSpan.FromHours(8)).DateTime);
        if (check.Run(package, await catalogue.ValuesAsync(work.Db, package.Id, today, cancellation)) is { IsEmpty: false } faults)
            throw new NotPublishableException(faults);
        foreach (var former in versions.Where(former => former.State == ServiceState.Published && former.Id != id))
            former.Retire();
        var version = versions.First(version => version.Id == id);
        version.Publish(now, actor.Name);
        audit.Record($"service:{package.Id}", "service.published", actor, ("number", $"{version.Number}"), ("hash", version.ContentHash));
    }
}
