using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Deciding;

/// <summary>The bank has the file, or has answered: the case goes on in the same commit that books it.</summary>
public sealed class PayoutAnswers(IUnitOfWork work, CaseFiles files, CaseRuns runs, Rounds rounds, CaseClosing closing, Payments payments, Payouts payouts, Recoveries recoveries, Grants grants, CaseTelling telling) : IPayoutOutcome
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
        if (file.Case.Outcome == CaseOutcome.Refused)
            await closing.OweAsync(file, cancellation); // it was on a roll or at the bank when the case was refused
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
        else if (file.Case.IsOpen && !late)
        {
            await GoOnAsync(file, payment, "Returned", cancellation);
        }
        else if (file.Case.IsOpen || file.Case.PaidCents < (file.Case.ApprovedCents ?? 0))
        {
            await recoveries.ReleaseSurplusAsync(file, payment, cancellation);
            await telling.TellAsync(file, Occasions.PaymentReturned, Audience.Applicant, payment.Id.ToString(), cancellation);
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
        if (file.Case is { IsOpen: false, ApprovedCents: 0 })
            await grants.ReleaseRestAsync(file, $"taken-out:{payment.Id}:{payment.Revision}", cancellation); // refused while it was on the roll: it is not sent any more
        else if ((await work.Db.Set<Person>().FindAsync([file.Case.ApplicantId], cancellation))!.DeceasedOn is not null)
            await payouts.RedirectAsync(file, payment, cancellation);
    }

    private async Task GoOnAsync(CaseFile file, Payment payment, string outcome, CancellationToken cancellation)
    {
        if (payment.AwaitingRound(file, await payments.OfCaseAsync(file.Case.Id, cancellation)) is not { } round)
            return;
        rounds.Settle(file, round, outcome);
        await runs.ResumeAsync(file, round, outcome, cancellation);
    }
}
