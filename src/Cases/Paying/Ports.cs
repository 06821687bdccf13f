using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Paying;

/// <summary>Where the program runs. In Production nothing is paid from demo funds or by demo values.</summary>
public sealed record Deployment(bool IsProduction);

/// <summary>What the case does when the bank has the file or has answered; runs in the act that books it, and commits with it.</summary>
public interface IPayoutOutcome
{
    /// <summary>The file with the payment is at the bank.</summary>
    Task SentAsync(Payment payment, CancellationToken cancellation);

    Task PaidAsync(Payment payment, CancellationToken cancellation);

    /// <summary>The bank takes back what it had reported as paid; asked before that is booked, because the payee may have given some of it back already.</summary>
    Task TakingBackAsync(Payment payment, CancellationToken cancellation);

    /// <param name="payment">Also one that had been reported as paid before: the bank may return late.</param>
    /// <param name="reason">As the bank words it.</param>
    Task ReturnedAsync(Payment payment, string reason, CancellationToken cancellation);

    /// <summary>The payment left its batch before it was sent and waits again; the case may no longer want it.</summary>
    Task TakenOutAsync(Payment payment, Actor actor, CancellationToken cancellation);
}

/// <summary>The bank file templates of this installation.</summary>
public interface IBankTemplates
{
    /// <exception cref="RefusedException">"bank-template.unknown".</exception>
    BankFileTemplate Get(string id);

    IReadOnlyList<BankFileTemplate> All { get; }
}
