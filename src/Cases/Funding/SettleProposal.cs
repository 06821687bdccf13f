using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Cases.Funding;

/// <summary>Another person of finance than who proposed it, the checker or the releaser of the unit, confirms what was proposed and books it, or declines it.</summary>
public sealed class SettleProposal(IUnitOfWork work, TimeProvider time, OpenFund open, ChangeBudget change, FundPeople people, AuditTrail audit)
{
    public async Task<FundId> ConfirmAsync(ProposalId id, Actor actor, CancellationToken cancellation)
    {
        var proposal = await OpenAsync(id, actor, [Role.FinanceChecker, Role.FinanceReleaser], cancellation);
        if (proposal.IsOwn(actor))
            throw new RefusedException("fund.same-person", null, ("name", await people.NameAsync(proposal.ProposedBy, proposal.ProposedName, cancellation)));
        return await BookAsync(proposal, actor, cancellation);
    }

    /// <summary>Whoever proposed it may take it back as well.</summary>
    public async Task<FundId> DeclineAsync(ProposalId id, string note, Actor actor, CancellationToken cancellation)
    {
        var proposal = await OpenAsync(id, actor, [Role.FinanceMaker, Role.FinanceChecker, Role.FinanceReleaser], cancellation);
        if (string.IsNullOrWhiteSpace(note))
            throw new RefusedException("fund.reason-missing", "note");
        if (note.Length > 500)
            throw new RefusedException("fund.text-too-long", "note", ("most", 500));
        proposal.Settle(ProposalState.Declined, note.Trim(), actor, time.GetUtcNow());
        audit.Record($"fund:{proposal.Fund}", "fund.declined", actor, ("code", proposal.Code), ("cents", Yuan.Of(proposal.Cents)), ("note", proposal.Note));
        return proposal.Fund;
    }

    internal async Task<FundId> BookAsync(FundProposal proposal, Actor actor, CancellationToken cancellation)
    {
        proposal.Settle(ProposalState.Confirmed, null, actor, time.GetUtcNow());
        if (proposal.Opens)
            await open.OpenAsync(proposal.Fund, proposal.Asked, actor, cancellation);
        else
            await change.ChangeAsync(proposal.Fund, proposal.Cents, $"proposal:{proposal.Id}", actor, cancellation);
        return proposal.Fund;
    }

    private async Task<FundProposal> OpenAsync(ProposalId id, Actor actor, IReadOnlyList<Role> anyOf, CancellationToken cancellation)
    {
        var proposal = await work.Db.Set<FundProposal>().FindAsync([id], cancellation) ?? throw new RefusedException("fund.proposal-unknown");
        await people.RequireAsync(proposal.Owner, actor, anyOf, cancellation);
        if (proposal.State != ProposalState.Waiting)
            throw new RefusedException("fund.proposal-settled", null, ("name", await people.NameAsync(proposal.SettledBy, proposal.SettledName, cancellation)), ("at", proposal.SettledAt));
        return proposal;
    }
}
