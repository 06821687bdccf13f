using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Deciding;

/// <summary>A decider's word on the amount. What is approved is reserved in the same commit, so no two approvals spend the same yuan.</summary>
public sealed class AmountDeciding(Proposals proposals, Grants grants, Households households, Turnstile turnstile)
{
    /// <exception cref="RefusedException">
    /// household.unanswered, household.apart-reason-missing, decision.amount-missing, decision.amount-above-proposal, decision.allowance-used, opinion.missing, fund.insufficient (on commit)
    /// </exception>
    public async Task<Conclusion> ConcludeAsync(CaseFile file, Round round, DecideCommand command, CancellationToken cancellation)
    {
        if (command.Verdict == Verdict.Approve || !command.Households.IsEmpty)
            await households.SettleAsync(file, command.Households, command.Opinion, cancellation); // another of the household may have applied since this case was accepted
        await turnstile.PassAsync(file.Case.ApplicantId, file.Case.HouseholdId, cancellation); // what others were granted counts towards the caps
        var proposal = await proposals.ComputeAsync(file, cancellation);
        var detail = JsonSerializer.Serialize(new { proposal = proposal.Amount, values = proposal.Values.Freeze(), part = round.Plan.Part });
        if (command.Verdict == Verdict.Refuse)
        {
            if (string.IsNullOrWhiteSpace(command.Opinion))
                throw new RefusedException("opinion.missing", "opinion");
            if (round.Plan.Part != Part.First) // nothing is paid in advance, and the case goes on
                file.Case.DecidedOn = file.Today;
            return new("Refuse") { Detail = detail };
        }

        if (command.Verdict != Verdict.Approve)
            throw new RefusedException("decision.verdict-not-possible", "verdict", ("verdict", command.Verdict));

        var most = round.Plan.Part == Part.First ? proposal.Amount.FirstPaymentCents ?? proposal.Amount.Cents : proposal.Amount.Cents;
        var cents = command.Cents ?? throw new RefusedException("decision.amount-missing", "cents");
        if (cents <= 0)
            throw new RefusedException("decision.amount-missing", "cents");
        if (cents > most && proposal.AllowanceUsed)
            throw new RefusedException("decision.allowance-used", "cents", ("cents", Yuan.Said(cents)), ("most", Yuan.Said(most)), ("times", proposal.Granted.Times), ("granted", Yuan.Said(proposal.Granted.Cents)));
        if (cents > most)
            throw new RefusedException("decision.amount-above-proposal", "cents", ("cents", Yuan.Said(cents)), ("most", Yuan.Said(most)));
        if (cents != most && string.IsNullOrWhiteSpace(command.Opinion))
            throw new RefusedException("opinion.missing", "opinion");

        await grants.GrantAsync(file, cents, $"decision:{round.Id}", cancellation);
        if (round.Plan.Part != Part.First)
            file.Case.DecidedOn = file.Today;
        return new("Approve") { Detail = detail, Cents = cents };
    }
}
