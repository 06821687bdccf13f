using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Deciding;

/// <summary>
/// A decider's word on the amount. What is approved is reserved in the commit that settles the round, so no two approvals spend the same yuan. Where several decide, they agree to one and the
/// same amount.
/// </summary>
public sealed class AmountDeciding(Proposals proposals, Grants grants, Households households, Turnstile turnstile)
{
    /// <param name="standing">Of the round with this decision; the amount is granted only where that settles it.</param>
    /// <param name="earlier">What others decided in the round before.</param>
    /// <exception cref="RefusedException">
    /// household.unanswered, household.apart-reason-missing, decision.amount-missing, decision.amount-above-proposal, decision.allowance-used, decision.amount-differs, opinion.missing,
    /// fund.insufficient (on commit)
    /// </exception>
    internal async Task<Conclusion> ConcludeAsync(CaseFile file, Round round, DecideCommand command, TallyState standing, IReadOnlyList<Cast> earlier, CancellationToken cancellation)
    {
        if (command.Verdict == Verdict.Approve || standing == TallyState.Passed || !command.Households.IsEmpty)
            await households.SettleAsync(file, command.Households, command.Opinion, cancellation); // another of the household may have applied since this case was accepted
        await turnstile.PassAsync(file.Case.ApplicantId, file.Case.HouseholdId, cancellation); // what others were granted counts towards the caps
        var proposal = await proposals.ComputeAsync(file, cancellation);
        var detail = JsonSerializer.Serialize(new { proposal = proposal.Amount, values = proposal.Values.Freeze(), part = round.Plan.Part });
        var agreed = earlier.LastOrDefault(one => one.Decision.Verdict == Verdict.Approve)?.Decision.Cents;
        long? cents = command.Verdict == Verdict.Approve ? Amount(round, command, proposal, agreed) : null;
        switch (standing)
        {
            case TallyState.Passed:
                // By a vote that needed one more to be there, whoever that was: what the others agreed to may no longer be what the rules give.
                if (cents is null && agreed is { } said)
                    RequireWithin(round, proposal, said);
                await grants.GrantAsync(file, (cents ?? agreed)!.Value, $"decision:{round.Id}", cancellation);
                break;
            case TallyState.Open:
                return new((string?)null) { Detail = detail, Cents = cents };
        }

        if (round.Plan.Part != Part.First) // nothing, or only a part, is paid in advance, and the case goes on
            file.Case.DecidedOn = file.Today;
        return new(Conclusions.Port(standing)) { Detail = detail, Cents = cents };
    }

    private static long Amount(Round round, DecideCommand command, CaseProposal proposal, long? agreed)
    {
        if (command.Cents is not (> 0 and var cents))
            throw new RefusedException("decision.amount-missing", "cents");
        RequireWithin(round, proposal, cents);
        if (agreed is { } other && other != cents)
            throw new RefusedException("decision.amount-differs", "cents", ("cents", Yuan.Said(cents)), ("agreed", Yuan.Said(other)));
        if (cents != Most(round, proposal) && string.IsNullOrWhiteSpace(command.Opinion))
            throw new RefusedException("opinion.missing", "opinion");
        return cents;
    }

    private static void RequireWithin(Round round, CaseProposal proposal, long cents)
    {
        var most = Most(round, proposal);
        if (cents <= most)
            return;
        throw proposal.AllowanceUsed
            ? new RefusedException("decision.allowance-used", "cents", ("cents", Yuan.Said(cents)), ("most", Yuan.Said(most)), ("times", proposal.Granted.Times), ("granted", Yuan.Said(proposal.Granted.Cents)))
            : new RefusedException("decision.amount-above-proposal", "cents", ("cents", Yuan.Said(cents)), ("most", Yuan.Said(most)));
    }

    private static long Most(Round round, CaseProposal proposal) => round.Plan.Part == Part.First ? proposal.Amount.FirstPaymentCents ?? proposal.Amount.Cents : proposal.Amount.Cents;
}
