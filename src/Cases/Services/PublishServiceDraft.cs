using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Approving;
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
public sealed class PublishServiceDraft(IUnitOfWork work, DefinitionRights rights, EditedServices services, ServiceDraftCheck check, FourEyes fourEyes, AuditTrail audit, IIds ids, TimeProvider time)
{
    public const int LongestReason = 1000;

    /// <exception cref="NotPublishableException">With every fault.</exception>
    /// <exception cref="RefusedException">
    /// definition.not-yours, publishing.four-eyes, service.unknown, service.no-draft, service.reason-missing, service.reason-too-long, service.draft-changed-meanwhile, service.draft-unchanged,
    /// service.published-meanwhile
    /// </exception>
    public async Task<ServiceVersion> RunAsync(Actor actor, string serviceId, ServicePublishing publishing, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        fourEyes.RequireNone();
        return await PublishAsync(actor, serviceId, publishing, by: null, cancellation);
    }

    /// <param name="by">Who proposed it, where the actor only approved.</param>
    internal async Task<ServiceVersion> PublishAsync(Actor actor, string serviceId, ServicePublishing publishing, string? by, CancellationToken cancellation)
    {
        var reason = Reason(publishing);
        var (draft, versions) = await RequirePublishableAsync(serviceId, publishing, cancellation);
        var now = time.GetUtcNow();
        foreach (var one in versions.Where(version => version.State == ServiceState.Published))
            one.Retire();
        var published = new ServiceVersion(ServiceVersionId.Of(ids.Next()), serviceId, versions.Max(version => version.Number) + 1, draft.Stamp, draft.Files, ServiceSource.Editor, now);
        published.Publish(now, by ?? actor.Name, reason);
        work.Db.Add(published);
        work.Db.Remove(draft);
        await fourEyes.PublishedAsync($"service:{serviceId}", cancellation);
        audit.Record($"service:{serviceId}", "service.published", actor, [("number", $"{published.Number}"), ("hash", published.ContentHash), ("reason", reason), .. by is null ? [] : new[] { ("proposed-by", (string?)by) }]);
        return published;
    }

    /// <summary>What publishing the draft would be refused for; the same where it is only proposed.</summary>
    /// <returns>The draft and all versions, tracked.</returns>
    internal async Task<(ServiceDraft Draft, List<ServiceVersion> Versions)> RequirePublishableAsync(string serviceId, ServicePublishing publishing, CancellationToken cancellation)
    {
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
        var faults = (await check.ReadAsync(serviceId, edited.Files, cancellation)).Faults.RemoveAll(fault => fault.IsHint);
        if (!faults.IsEmpty)
            throw new NotPublishableException(faults);
        return (draft, versions);
    }

    /// <exception cref="RefusedException">service.reason-missing, service.reason-too-long</exception>
    internal static string Reason(ServicePublishing publishing) => publishing.Reason.Trim() switch
    {
        "" => throw new RefusedException("service.reason-missing", "reason"),
        { Length: > LongestReason } => throw new RefusedException("service.reason-too-long", "reason", ("most", LongestReason)),
        var reason => reason,
    };
}
