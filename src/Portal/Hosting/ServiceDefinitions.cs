using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Hosting;

/// <summary>The engine's definitions are those of service versions: the database is the truth, and a version never changes.</summary>
internal sealed class ServiceDefinitions(IServiceScopeFactory scopes, ServiceCatalogue services) : IDefinitions
{
    public async Task<WorkflowDefinition?> FindAsync(string versionId, CancellationToken cancellation)
    {
        if (ServiceDefinition.TryPlace(versionId) is not var (version, file))
            return null;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Db;
        return await db.Set<ServiceVersion>().AnyAsync(known => known.Id == version, cancellation)
            ? ServiceDefinition.Of(version, await services.GetAsync(db, version, cancellation), file)
            : null;
    }

    /// <summary>Of the published version; where a service is published no more, of the one that was last. A draft is nobody's to start.</summary>
    public async Task<WorkflowDefinition?> PublishedAsync(string definitionId, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Db;
        var versions = await db.Set<ServiceVersion>().AsNoTracking().Where(version => version.State != ServiceState.Draft)
            .Select(version => new { version.Id, version.ServiceId, version.Number, Published = version.State == ServiceState.Published }).ToListAsync(cancellation);
        foreach (var version in versions.OrderByDescending(version => version.Published).ThenBy(version => version.ServiceId, StringComparer.Ordinal).ThenByDescending(version => version.Number))
        {
            var package = await services.GetAsync(db, version.Id, cancellation);
            if (ServiceDefinition.FileOf(package, definitionId) is { } file)
                return ServiceDefinition.Of(version.Id, package, file);
        }

        return null;
    }
}
