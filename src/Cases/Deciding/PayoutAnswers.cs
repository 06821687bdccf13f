using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Deciding;

/// <summary>The bank has the file, or has answered: the case goes on in the same commit that books it.</summary>
public sealed class PayoutAnswers(IUnitOfWork work, CaseFiles files, CaseRuns runs, Rounds rounds, Payments payments, Payouts payouts, Recoveries recoveries, CaseTelling telling) : IPayoutOutcome
{
    public async Task SentAsync(Payment payment, CancellationToken cancellation)
    {
        var file = await files.LoadAsync(payment.Case, Actor.System, cancellation);
        await telling.TellAsync(file, Occasions.PaymentSent, Audience.Applicant, payment.Id.ToString(), cancellation,
            new TemplateData { ["amount"] = payment.Cents, ["payeeAccountTail"] = payment.AccountTail });
    }

    public async Task PaidAsync(Payment payment, CancellationToken cancellation)
    {
        var file = await files.LoadAsync(payment.Case, Actor.System, cancellation);
        file.Case.PaidCents += payment.Cents;
        await GoOnAsync(file, payment, "Paid", cancellation);
    }

    public async Task TakingBackAsync(Payment payment, CancellationToken cancellation) =>
        await recoveries.RestoreAsync(await files.LoadAsync(payment.Case, Actor.System, cancellation), payment, cancellation);

    public async Task ReturnedAsync(Payment payment, string reason, CancellationToken cancellation)
    {
        var file = await files.LoadAsync(payment.Case, Actor.System, cancellation);
        var late = payment.SettledAt is not null;
        if (late)
            file.Case.PaidCents -= payment.Cents; // the bank took back what it had reported as paid
        if (file.Case is { IsOpen: true, ApprovedCents: 0 })
        {
            await recoveries.ReturnedAsync(file, payment, cancellation); // refused, and looked at again: what came back is not owed, and what is granted then is new
        }
        else if (file.Case.IsOpen)
        {
            if (!late) // the round that waits now waits for another payment; at the end of the case this one is paid again
                await GoOnAsync(file, payment, "Returned", cancellation);
        }
        else if (file.Case.PaidCents < (file.Case.ApprovedCents ?? 0))
        {
            await runs.PayAgainAsync(file, cancellation);
        }
        else
        {
            await recoveries.ReturnedAsync(file, payment, cancellation); // what came back was not owed
        }
    }

    public async Task TakenOutAsync(Payment payment, Actor actor, CancellationToken cancellation)
    {
        var file = await files.LoadAsync(payment.Case, actor, cancellation);
        if ((await work.Db.Set<Person>().FindAsync([file.Case.ApplicantId], cancellation))!.DeceasedOn is not null)
            await payouts.RedirectAsync(file, payment, cancellation);
    }

    /// <summary>The round that waits for this very payment: an accident's first payment and the rest may both be at the bank.</summary>
    private async Task GoOnAsync(CaseFile file, Payment payment, string outcome, CancellationToken cancellation)
    {
        var all = await payments.OfCaseAsync(file.Case.Id, cancellation);
        if (file.OpenRounds.FirstOrDefault(round => round.Kind == RoundKind.Payout && IsAwaitedBy(round, payment, all)) is not { } round)
            return; // the case was ended while the money was on its way; the ledger says where it is
        rounds.Settle(file, round, outcome);
        await runs.ResumeAsync(file, round, outcome, cancellation);
    }

    private static bool IsAwaitedBy(Round round, Payment payment, IReadOnlyList<Payment> all) => round.Plan.Part == Part.All
        ? payment.CreatedAt >= round.OpenedAt // ordered by the round itself: an earlier run of the case may have left another behind
        : payment.IsOf(round.Plan.Part, all);
}
