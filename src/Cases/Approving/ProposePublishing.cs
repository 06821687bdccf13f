using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Cases.Approving;

/// <summary>Proposes that a draft be published. What could not be published is not proposed either.</summary>
public sealed class ProposePublishing(
    IUnitOfWork work, DefinitionRights rights, ProposedDrafts drafts, FourEyes fourEyes, PublishServiceDraft services,
    DefinitionLibrary definitions, DefinitionCheck library, AuditTrail audit, IIds ids, TimeProvider time)
{
    /// <param name="subject">"service:hardship-aid" or "definition:letter".</param>
    /// <exception cref="NotPublishableException">A service, with every fault.</exception>
    /// <exception cref="DefinitionFaultsException">A definition of the library with errors.</exception>
    /// <exception cref="RefusedException">
    /// definition.not-yours, publishing.not-asked, publishing.no-draft, publishing.proposed-already, service.reason-missing, service.reason-too-long, and what publishing the draft would be refused for
    /// </exception>
    public async Task<PublishProposal> RunAsync(Actor actor, string subject, ServicePublishing publishing, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        if (!fourEyes.IsRequired)
            throw new RefusedException("publishing.not-asked");
        var reason = PublishServiceDraft.Reason(publishing);
        if (await fourEyes.OpenAsync(subject, cancellation) is { } open)
            throw new RefusedException("publishing.proposed-already", null, ("by", open.ProposedBy), ("at", open.ProposedAt));
        var draft = await drafts.GetAsync(subject, cancellation);
        if (subject.Split(':', 2) is ["service", var service])
            await services.RequirePublishableAsync(service, publishing, cancellation);
        else
            await RequireFitAsync(draft, publishing, cancellation);

        var now = time.GetUtcNow();
        var proposal = new PublishProposal
        {
            Id = ProposalId.Of(ids.Next()),
            Subject = subject,
            Number = draft.Number,
            Stamp = draft.Stamp,
            Reason = reason,
            OverNewer = publishing.OverNewer,
            ProposedBy = actor.Name,
            ProposerId = actor.Account,
            ProposerPersonId = actor.Person,
            ProposedAt = now,
        };
        work.Db.Add(proposal);
        work.Db.Add(Notification.ToRole(NotificationId.Of(ids.Next()), "administrator", "publishing.proposed", $"publishing:{proposal.Id}", now, "publishing.proposed", ("name", draft.Name), ("number", draft.Number), ("by", actor.Name), ("reason", reason)));
        audit.Record(subject, "publishing.proposed", actor, ("number", $"{draft.Number}"), ("stamp", draft.Stamp), ("reason", reason));
        return proposal;
    }

    private async Task RequireFitAsync(ProposedDraft draft, ServicePublishing publishing, CancellationToken cancellation)
    {
        if (publishing.Stamp is not null && publishing.Stamp != draft.Stamp)
            throw new RefusedException("publishing.changed-since");
        var version = await definitions.RequireLatestAsync(draft.Subject.Split(':', 2)[1], cancellation);
        var faults = await library.RunAsync(version.Read(isLatest: true), cancellation);
        if (faults.Any(fault => fault.Severity == Severity.Error))
            throw new DefinitionFaultsException(version.DefinitionId, faults);
    }
}
