using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Approving;

/// <summary>A draft that may be proposed, of a service or of the library.</summary>
/// <param name="ChangedBy">Who wrote it last.</param>
internal sealed record ProposedDraft(string Subject, string Name, int Number, string Stamp, string ChangedBy);

/// <summary>Finds the draft that a subject of the trail stands for.</summary>
public sealed class ProposedDrafts(IUnitOfWork work, EditedServices services, DefinitionLibrary library)
{
    /// <exception cref="RefusedException">publishing.no-draft, service.unknown, definition.unknown</exception>
    internal async Task<ProposedDraft> GetAsync(string subject, CancellationToken cancellation)
    {
        switch (subject.Split(':', 2))
        {
            case ["service", var id]:
                var edited = await services.GetAsync(id, cancellation);
                return edited.IsDraft ? new(subject, id, edited.Number, edited.Stamp, edited.ChangedBy!) : throw new RefusedException("publishing.no-draft");
            case [_, var id]:
                var latest = await library.RequireLatestAsync(id, cancellation);
                return latest.State == DefinitionState.Draft ? new(subject, latest.Name, latest.Version, latest.Stamp, latest.ChangedBy) : throw new RefusedException("publishing.no-draft");
            default:
                throw new RefusedException("publishing.no-draft");
        }
    }

    /// <summary>Everybody who may not approve it, as they wrote at it.</summary>
    internal async Task<IReadOnlyList<DraftWriter>> WritersAsync(string subject, CancellationToken cancellation) =>
        await work.Db.Set<DraftWriter>().AsNoTracking().Where(writer => writer.Subject == subject).ToListAsync(cancellation);
}
