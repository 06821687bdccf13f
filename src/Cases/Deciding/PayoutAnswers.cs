using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Deciding;

/// <summary>The bank has answered: the case goes on in the same commit that books the answer.</summary>
public sealed class PayoutAnswers(CaseFiles files, CaseRuns runs, Rounds rounds) : IPayoutOutcome
{
    public async Task PaidAsync(Payment payment, CancellationToken cancellation)
    {
        var file = await files.LoadAsync(payment.Case, Actor.System, cancellation);
        file.Case.PaidCents += payment.Cents;
        await GoOnAsync(file, "Paid", cancellation);
    }

    public async Task ReturnedAsync(Payment payment, string reason, CancellationToken cancellation)
    {
        var file = await files.LoadAsync(payment.Case, Actor.System, cancellation);
        if (payment.SettledAt is not null)
            file.Case.PaidCents -= payment.Cents; // the bank took back what it had reported as paid
        if (file.Case.IsOpen)
            await GoOnAsync(file, "Returned", cancellation);
        else
        {
            file.Case.Reopen(CaseStage.Paying);
            await runs.StartAsync(file, RunKind.Repayment, cancellation);
        }
    }

    private async Task GoOnAsync(CaseFile file, string outcome, CancellationToken cancellation)
    {
        if (file.Open(RoundKind.Payout) is not { } round)
            return; // the case was ended while the money was on its way; the ledger says where it is
        rounds.Settle(file, round, outcome);
        await runs.ResumeAsync(file, round, outcome, cancellation);
    }
}
