using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Services;
using AidWorkflow.Cases.StandingIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Approving;

/// <summary>
/// Decides a proposal. Approving publishes in the same commit. Nobody decides over what they proposed or wrote a part of themselves, under another account of
/// the same person, or while they stand in for whoever did.
/// </summary>
public sealed class DecideProposal(
    IUnitOfWork work, DefinitionRights rights, ProposedDrafts drafts, FourEyes fourEyes, PublishServiceDraft services, PublishDefinition library, Colleagues colleagues, AuditTrail audit, TimeProvider time)
{
    /// <param name="stamp">Of the draft as the approver has it before them.</param>
    /// <param name="remark">What they say to it; may be empty.</param>
    /// <exception cref="RefusedException">
    /// definition.not-yours, publishing.no-proposal, publishing.changed-since, publishing.own, publishing.no-account, and what publishing the draft is refused for
    /// </exception>
    public async Task<PublishProposal> ApproveAsync(Actor actor, string subject, string stamp, string? remark, CancellationToken cancellation)
    {
        var proposal = await RequireAsync(actor, subject, cancellation);
        var draft = await drafts.GetAsync(subject, cancellation);
        if (proposal.Stamp != draft.Stamp || stamp != draft.Stamp)
            throw new RefusedException("publishing.changed-since");
        await RequireAnotherAsync(actor, proposal, draft, cancellation);
        if (subject.Split(':', 2) is ["service", var service])
            await services.PublishAsync(actor, service, new(proposal.Reason, proposal.Stamp, proposal.OverNewer), proposal.ProposedBy, cancellation);
        else
            await library.ApprovedAsync(actor, subject.Split(':', 2)[1], cancellation);
        Settle(proposal, ProposalState.Approved, actor, remark, draft.Name);
        return proposal;
    }

    /// <exception cref="RefusedException">definition.not-yours, publishing.no-proposal, publishing.own, publishing.no-account, publishing.remark-missing, service.reason-too-long</exception>
    public async Task<PublishProposal> RefuseAsync(Actor actor, string subject, string reason, CancellationToken cancellation)
    {
        var proposal = await RequireAsync(actor, subject, cancellation);
        if (string.IsNullOrWhiteSpace(reason))
            throw new RefusedException("publishing.remark-missing", "reason");
        var draft = await drafts.GetAsync(subject, cancellation);
        await RequireAnotherAsync(actor, proposal, draft, cancellation);
        Settle(proposal, ProposalState.Refused, actor, reason, draft.Name);
        return proposal;
    }

    /// <exception cref="RefusedException">definition.not-yours, publishing.no-proposal, publishing.not-own</exception>
    public async Task<PublishProposal> WithdrawAsync(Actor actor, string subject, CancellationToken cancellation)
    {
        var proposal = await RequireAsync(actor, subject, cancellation);
        if (!IsSame(actor, proposal.ProposerId, proposal.ProposerPersonId, proposal.ProposedBy))
            throw new RefusedException("publishing.not-own", null, ("by", proposal.ProposedBy));
        proposal.Decide(ProposalState.Withdrawn, actor, time.GetUtcNow());
        audit.Record(subject, "publishing.withdrawn", actor, ("number", $"{proposal.Number}"));
        return proposal;
    }

    /// <summary>Why this one may not decide; null where they may.</summary>
    internal async Task<RefusedException?> ObstacleAsync(Actor actor, PublishProposal proposal, ProposedDraft draft, CancellationToken cancellation)
    {
        if (actor.Account is not { } account)
            return new("publishing.no-account");
        var writers = await drafts.WritersAsync(proposal.Subject, cancellation);
        if (IsSame(actor, proposal.ProposerId, proposal.ProposerPersonId, proposal.ProposedBy))
            return new("publishing.own", null, ("by", proposal.ProposedBy));
        if (writers.FirstOrDefault(writer => IsSame(actor, writer.AccountId, writer.PersonId, writer.Name)) is { } own)
            return new("publishing.own", null, ("by", own.Name));
        if (IsSame(actor, null, null, draft.ChangedBy)) // of a draft begun before its writers were kept
            return new("publishing.own", null, ("by", draft.ChangedBy));

        // Whoever stands in for somebody speaks for them.
        var today = LocalDay.Today(time);
        var theirs = writers.Select(writer => writer.AccountId).Append(proposal.ProposerId).OfType<AccountId>().Distinct().ToArray();
        return await work.Db.Set<Deputy>().AnyAsync(deputy => deputy.AccountId == account && theirs.Contains(deputy.PrincipalId) && deputy.ValidFrom <= today && today < deputy.ValidTo, cancellation)
            ? new("publishing.deputy") : null;
    }

    private async Task RequireAnotherAsync(Actor actor, PublishProposal proposal, ProposedDraft draft, CancellationToken cancellation)
    {
        if (await ObstacleAsync(actor, proposal, draft, cancellation) is { } refused)
            throw refused;
    }

    private async Task<PublishProposal> RequireAsync(Actor actor, string subject, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        return await fourEyes.OpenAsync(subject, cancellation) ?? throw new RefusedException("publishing.no-proposal");
    }

    private void Settle(PublishProposal proposal, ProposalState state, Actor actor, string? remark, string name)
    {
        var said = string.IsNullOrWhiteSpace(remark) ? null : remark.Trim();
        if (said?.Length > PublishServiceDraft.LongestReason)
            throw new RefusedException("service.reason-too-long", "remark", ("most", PublishServiceDraft.LongestReason));
        proposal.Decide(state, actor, time.GetUtcNow(), said);
        var code = state == ProposalState.Approved ? "publishing.approved" : "publishing.refused";
        audit.Record(proposal.Subject, code, actor, ("number", $"{proposal.Number}"), ("proposed-by", proposal.ProposedBy), ("remark", said ?? ""));
        if (proposal.ProposerId is { } proposer)
            colleagues.Tell(new HouseMessage(null, code, $"publishing:{proposal.Id}:{state}", ("name", name), ("number", proposal.Number), ("by", actor.Name), ("remark", said ?? "")), proposer);
    }

    internal static bool IsSame(Actor actor, AccountId? account, PersonId? person, string name) =>
        (account is not null && account == actor.Account) || (person is not null && person == actor.Person) || AccountName(name) == AccountName(actor.Name);

    /// <summary>Without the program that acted for the account.</summary>
    private static string AccountName(string name) => name.Split('/')[0];
}
