using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Designer.Managing;

/// <summary>One side of a comparison.</summary>
/// <param name="Version">Null for nothing: what was never published is compared with that.</param>
/// <param name="Files">Of the service, all of them as that version has them; empty for a definition of the library.</param>
public sealed record ComparedVersion(ManagedVersion? Version, ImmutableSortedDictionary<string, string> Files);

/// <summary>Two versions of a definition beside each other, with what else the versions of its service hold.</summary>
public sealed class VersionComparison(IUnitOfWork work, DefinitionShelf shelf)
{
    /// <param name="from">A number, "Draft" or "Published", as <see cref="VersionWish"/> reads it.</param>
    /// <exception cref="RefusedException">definition.not-yours, definition.unknown, definition.version-unknown</exception>
    public async Task<(ComparedVersion From, ComparedVersion To)> RunAsync(Actor actor, string definitionId, string from, string to, CancellationToken cancellation) =>
        (await OneAsync(actor, definitionId, from, cancellation), await OneAsync(actor, definitionId, to, cancellation));

    private async Task<ComparedVersion> OneAsync(Actor actor, string definitionId, string wish, CancellationToken cancellation)
    {
        if (wish.Equals("Published", StringComparison.OrdinalIgnoreCase) && (await shelf.ListAsync(actor, VersionWish.Parse(wish), [definitionId], cancellation)).Count == 0)
            return new(null, ImmutableSortedDictionary<string, string>.Empty);
        var version = await shelf.GetAsync(actor, definitionId, VersionWish.Parse(wish), cancellation);
        if (version.Service is not { } service)
            return new(version, ImmutableSortedDictionary<string, string>.Empty);
        if (version.IsDraft)
            return new(version, service.Files);
        var stored = await work.Db.Set<ServiceVersion>().AsNoTracking().FirstAsync(one => one.ServiceId == service.ServiceId && one.Number == version.Version, cancellation);
        return new(version, EditedService.Of(stored).Files);
    }
}
