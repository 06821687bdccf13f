using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Defining;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Approving;

/// <param name="Open">What waits for a decision; null where nothing does.</param>
/// <param name="Obstacle">Why the reader may not decide it; null where they may, or nothing waits.</param>
/// <param name="IsOwn">The reader proposed it.</param>
/// <param name="Past">What was decided, newest first.</param>
public sealed record ProposalView(bool IsRequired, PublishProposal? Open, RefusedException? Obstacle, bool IsOwn, ImmutableArray<PublishProposal> Past);

/// <summary>Reads what was proposed of a draft, and what became of it.</summary>
public sealed class Proposals(IUnitOfWork work, DefinitionRights rights, FourEyes fourEyes, ProposedDrafts drafts, DecideProposal deciding)
{
    private const int Most = 100;

    /// <exception cref="RefusedException">definition.not-yours</exception>
    public async Task<ProposalView> OfAsync(Actor actor, string subject, CancellationToken cancellation)
    {
        await rights.RequireReaderAsync(actor, cancellation);
        var all = await work.Db.Set<PublishProposal>().AsNoTracking().Where(proposal => proposal.Subject == subject).OrderByDescending(proposal => proposal.ProposedAt).Take(Most).ToListAsync(cancellation);
        var open = all.FirstOrDefault(proposal => proposal.State == ProposalState.Open);
        var obstacle = open is null ? null : await deciding.ObstacleAsync(actor, open, await drafts.GetAsync(subject, cancellation), cancellation);
        var isOwn = open is not null && DecideProposal.IsSame(actor, open.ProposerId, open.ProposerPersonId, open.ProposedBy);
        return new(fourEyes.IsRequired, open, obstacle, isOwn, [.. all.Where(proposal => proposal.State != ProposalState.Open)]);
    }

    /// <summary>Subjects of which something waits.</summary>
    /// <exception cref="RefusedException">definition.not-yours</exception>
    public async Task<IReadOnlySet<string>> WaitingAsync(Actor actor, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        return (await work.Db.Set<PublishProposal>().Where(proposal => proposal.State == ProposalState.Open).Select(proposal => proposal.Subject).ToListAsync(cancellation)).ToHashSet(StringComparer.Ordinal);
    }
}
