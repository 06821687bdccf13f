using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Services;

/// <summary>The files of a service beside its workflows, as editors of forms and templates have them before them: in the same one draft as the drawing.</summary>
public sealed class ServiceDesk(DefinitionRights rights, EditedServices services, SaveServiceDraft save, ServiceDraftCheck check)
{
    /// <exception cref="RefusedException">definition.not-yours, service.unknown</exception>
    public async Task<EditedService> GetAsync(Actor actor, string serviceId, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        return await services.GetAsync(serviceId, cancellation);
    }

    /// <exception cref="RefusedException">What a save is refused for, service.draft-changed-meanwhile among it.</exception>
    public Task<EditedService> SaveAsync(Actor actor, string serviceId, ServiceChange change, CancellationToken cancellation) => save.RunAsync(actor, serviceId, change, cancellation);

    /// <summary>What would forbid publishing, with these files in the place of those of the draft.</summary>
    /// <exception cref="RefusedException">definition.not-yours, service.unknown</exception>
    public async Task<ImmutableArray<FileFault>> CheckAsync(Actor actor, string serviceId, IReadOnlyDictionary<string, string> over, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        return await check.RunAsync(serviceId, over, cancellation);
    }
}
