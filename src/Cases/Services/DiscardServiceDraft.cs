using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Approving;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Defining;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Services;

/// <summary>Gives a draft up. What it said is kept like a draft that was written over, so that it can be brought back.</summary>
public sealed class DiscardServiceDraft(IUnitOfWork work, DefinitionRights rights, EditedServices services, Overwriting overwriting, FourEyes fourEyes, AuditTrail audit)
{
    /// <param name="stamp">Of the draft as whoever discards it has it before them; null where they do not know of stamps.</param>
    /// <exception cref="RefusedException">definition.not-yours, service.unknown, service.no-draft, service.draft-changed-meanwhile</exception>
    public async Task<bool> RunAsync(Actor actor, string serviceId, string? stamp, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        var edited = await services.GetAsync(serviceId, cancellation);
        if (stamp is not null && stamp != edited.Stamp)
            throw SaveServiceDraft.ChangedMeanwhile(edited);
        var draft = await work.Db.Set<ServiceDraft>().FirstOrDefaultAsync(draft => draft.ServiceId == serviceId, cancellation)
            ?? throw new RefusedException("service.no-draft", null, ("service", serviceId));
        await overwriting.KeepNewAsync(new($"service:{serviceId}", draft.Files, draft.ChangedBy, draft.ChangedAt, draft.Stamp), actor, stamp: "", cancellation);
        work.Db.Remove(draft);
        await fourEyes.GivenUpAsync($"service:{serviceId}", actor, cancellation);
        audit.Record($"service:{serviceId}", "service.draft-discarded", actor, ("number", $"{edited.Number}"));
        return true;
    }
}
