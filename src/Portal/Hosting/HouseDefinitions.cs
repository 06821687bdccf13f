using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Hosting;

/// <summary>The engine's definitions: those of service versions, and those that belong to no service. The database is the truth, and a version never changes.</summary>
internal sealed class HouseDefinitions(IServiceScopeFactory scopes, ServiceCatalogue services) : IDefinitions
{
    public async Task<WorkflowDefinition?> FindAsync(string versionId, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (ServiceDefinition.TryPlace(versionId) is not var (version, file))
            return await Library(scope).RunnableAsync(versionId, cancellation);
        var db = scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Db;
        return await db.Set<ServiceVersion>().AnyAsync(known => known.Id == version, cancellation)
            ? ServiceDefinition.Of(version, await services.GetAsync(db, version, cancellation), file)
            : null;
    }

    /// <summary>A service's own first, then the library's. Of the published version; where a service is published no more, of the one that was last. A draft is nobody's to start.</summary>
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

        return await Library(scope).PublishedAsync(definitionId, cancellation);
    }

    /// <summary>A service's definitions use no other workflow like an activity: they are versioned with it, whole.</summary>
    public async Task<IWorkflowActivities?> UsedByAsync(WorkflowDefinition definition, CancellationToken cancellation)
    {
        if (ServiceDefinition.TryPlace(definition.Id) is not null)
            return null;
        await using var scope = scopes.CreateAsyncScope();
        return await Library(scope).UsedByAsync(definition, drafts: false, cancellation);
    }

    private static DefinitionLibrary Library(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<DefinitionLibrary>();
}
