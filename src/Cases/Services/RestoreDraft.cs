using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Approving;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Services;

/// <summary>Brings a draft back that was written over or given up. What stands there now is kept in its turn.</summary>
public sealed class RestoreDraft(IUnitOfWork work, DefinitionRights rights, EditedServices services, DefinitionLibrary library, Overwriting overwriting, SaveServiceDraft saveService, SaveDefinition saveDefinition, FourEyes fourEyes)
{
    /// <summary>What can be brought back, newest first.</summary>
    /// <param name="subject">"service:hardship-aid" or "definition:letter".</param>
    /// <exception cref="RefusedException">definition.not-yours</exception>
    public async Task<IReadOnlyList<OverwrittenDraft>> ListAsync(Actor actor, string subject, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        return await work.Db.Set<OverwrittenDraft>().AsNoTracking().Where(draft => draft.Subject == subject).OrderByDescending(draft => draft.OverwrittenAt).Take(50).ToListAsync(cancellation);
    }

    /// <exception cref="RefusedException">definition.not-yours, definition.overwritten-unknown</exception>
    public async Task<bool> RunAsync(Actor actor, OverwrittenDraftId id, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        var kept = await work.Db.Set<OverwrittenDraft>().AsNoTracking().FirstOrDefaultAsync(draft => draft.Id == id, cancellation) ?? throw new RefusedException("definition.overwritten-unknown");
        if (kept.Subject.Split(':', 2) is ["service", var service])
        {
            var files = ServiceContent.Unpack(kept.Content).ToDictionary(file => file.Key, file => (string?)file.Value, StringComparer.Ordinal);
            var now = await services.GetAsync(service, cancellation);
            foreach (var gone in now.Files.Keys.Where(file => !files.ContainsKey(file)))
                files[gone] = null;
            if (now.IsDraft)
                await overwriting.KeepNewAsync(new(kept.Subject, ServiceContent.Pack(now.Files), now.ChangedBy!, now.ChangedAt, now.Stamp), actor, stamp: "", cancellation);
            await saveService.RunAsync(actor, service, new(files, now.Stamp), cancellation);
        }
        else
        {
            var content = WorkflowDefinition.Parse(kept.Content);
            var now = await library.LatestAsync(content.DefinitionId, cancellation);
            if (now is { State: DefinitionState.Draft })
                await overwriting.KeepNewAsync(DraftBefore.Of(now), actor, stamp: "", cancellation);
            await saveDefinition.SaveAsync(actor, content, now?.Stamp, cancellation);
        }

        await fourEyes.CopyWritersAsync(kept.Writers, kept.WrittenBy, kept.Subject, cancellation);
        return true;
    }
}
