using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Services;

/// <param name="Reason">Why, for those who read the history.</param>
/// <param name="Stamp">Of the draft as whoever publishes has it before them; null where they do not know of stamps.</param>
/// <param name="OverNewer">Also where a version was published that the draft knows nothing of, whose changes are then gone from the new one.</param>
public sealed record ServicePublishing(string Reason, string? Stamp = null, bool OverNewer = false);

/// <summary>Makes a version of the draft: new cases take it from now on, running ones keep theirs.</summary>
public sealed class PublishServiceDraft(IUnitOfWork work, DefinitionRights rights, EditedServices services, ServiceDraftCheck check, AuditTrail audit, IIds ids, TimeProvider time)
{
    public const int LongestReason = 1000;

    /// <exception cref="NotPublishableException">With every fault.</exception>
    /// <exception cref="RefusedException">
    /// definition.not-yours, service.unknown, service.no-draft, service.reason-missing, service.reason-too-long, service.draft-changed-meanwhile, service.draft-unchanged, service.published-meanwhile
    /// </exception>
    public async Task<ServiceVersion> RunAsync(Actor actor, string serviceId, ServicePublishing publishing, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        var reason = publishing.Reason.Trim();
        if (reason.Length == 0)
            throw new RefusedException("service.reason-missing", "reason");
        if (reason.Length > LongestReason)
            throw new RefusedException("service.reason-too-long", "reason", ("most", LongestReason));
        var edited = await services.GetAsync(serviceId, cancellation);
        if (publishing.Stamp is not null && publishing.Stamp != edited.Stamp)
            throw SaveServiceDraft.ChangedMeanwhile(edited);
        var draft = await work.Db.Set<ServiceDraft>().FirstOrDefaultAsync(draft => draft.ServiceId == serviceId, cancellation)
            ?? throw new RefusedException("service.no-draft", null, ("service", serviceId));
        var versions = await work.Db.Set<ServiceVersion>().Where(version => version.ServiceId == serviceId).ToListAsync(cancellation);
        var former = versions.Where(version => version.State == ServiceState.Published).MaxBy(version => version.Number);
        if (former?.ContentHash == draft.Stamp)
            throw new RefusedException("service.draft-unchanged", null, ("number", former.Number));
        if (former is not null && former.Number > draft.BasedOn && !publishing.OverNewer)
            throw new RefusedException("service.published-meanwhile", null, ("number", former.Number), ("by", former.PublishedBy ?? "workflows/"), ("at", former.PublishedAt), ("based", draft.BasedOn));
        if ((await check.ReadAsync(serviceId, edited.Files, cancellation)).Faults is { IsEmpty: false } faults)
            throw new NotPublishableException(faults);

        var now = time.GetUtcNow();
        foreach (var one in versions.Where(version => version.State == ServiceState.Published))
            one.Retire();
        var published = new ServiceVersion(ServiceVersionId.Of(ids.Next()), serviceId, versions.Max(version => version.Number) + 1, draft.Stamp, draft.Files, ServiceSource.Editor, now);
        published.Publish(now, actor.Name, reason);
        work.Db.Add(published);
        work.Db.Remove(draft);
        audit.Record($"service:{serviceId}", "service.published", actor, ("number", $"{published.Number}"), ("hash", published.ContentHash), ("reason", reason));
        return published;
    }
}
