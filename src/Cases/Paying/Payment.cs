using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Protecting;

namespace AidWorkflow.Cases.Paying;

public enum PaymentState
{
    /// <summary>Waits for a batch.</summary>
    Ready,

    /// <summary>In a batch that is not released.</summary>
    InBatch,

    /// <summary>In a file for the bank; no answer yet.</summary>
    Released,

    /// <summary>Credited, as the bank says.</summary>
    Settled,

    /// <summary>Sent back by the bank; waits for a correction or is given up.</summary>
    Returned,

    /// <summary>The bank does not know yet. Held; never sent again by itself.</summary>
    Unknown,

    /// <summary>Ended before it was sent.</summary>
    Cancelled,

    /// <summary>Returned, and paid by another payment instead.</summary>
    Replaced,
}

/// <summary>Who is paid where, as the bank needs it.</summary>
public sealed record Payee(string Name, string AccountNumber, string BankName)
{
    /// <summary>The bank's line number (CNAPS), where the bank file asks for it.</summary>
    public string? BankCode { get; init; }

    /// <summary>The payee in the register, when there: nobody handles a payment to himself.</summary>
    public PersonId? Person { get; init; }

    public override string ToString() => Name; // an account number never reaches a log by accident
}

/// <summary>One amount to one payee for one case. Its details never change: a correction is a new payment that names this one.</summary>
public sealed class Payment : IRevised
{
    private Payment()
    {
    }

    public PaymentId Id { get; private init; }

    public CaseId Case { get; private init; }

    public FundId Fund { get; private init; }

    public required string PayeeName { get; init; }

    public PersonId? Payee { get; private init; }

    /// <summary>Encrypted; <see cref="FieldProtector"/>.</summary>
    public required byte[] Account { get; init; }

    /// <summary>The last four characters, for people who compare.</summary>
    public required string AccountTail { get; init; }

    public required string BankName { get; init; }

    public string? BankCode { get; private init; }

    public long Cents { get; private init; }

    /// <summary>What the payee reads in the bank's message.</summary>
    public required string Purpose { get; init; }

    /// <summary>Unique for ever, so that one grant is ordered once.</summary>
    public required string Reference { get; init; }

    public PaymentState State { get; private set; }

    /// <summary>The batch it is or was in.</summary>
    public BatchId? Batch { get; private set; }

    /// <summary>The returned or lowered payment that this one replaces.</summary>
    public PaymentId? Previous { get; private init; }

    /// <summary>What was corrected or verified before it was paid again.</summary>
    public string? Correction { get; private init; }

    /// <summary>Why the bank returned it, in its words.</summary>
    public string? ReturnReason { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset? SettledAt { get; private set; }

    public DateTimeOffset? ReturnedAt { get; private set; }

    public long Revision { get; private set; }

    /// <summary>What the bank file carries as the end-to-end id: 32 characters, unique for ever.</summary>
    public string EndToEndId => Id.Value.ToString("N");

    internal static Payment Order(PaymentId id, PaymentOrder order, FieldProtector protector, DateTimeOffset at) => new()
    {
        Id = id,
        Case = order.Case,
        Fund = order.Fund,
        PayeeName = order.Payee.Name,
        Payee = order.Payee.Person,
        Account = protector.Seal(order.Payee.AccountNumber, Place(id)),
        AccountTail = order.Payee.AccountNumber[^Math.Min(4, order.Payee.AccountNumber.Length)..],
        BankName = order.Payee.BankName,
        BankCode = order.Payee.BankCode,
        Cents = order.Cents,
        Purpose = order.Purpose,
        Reference = order.Reference,
        CreatedAt = at,
        Previous = order.Previous,
        Correction = order.Correction,
    };

    internal string AccountNumber(FieldProtector protector) => protector.Open(Account, Place(Id));

    internal void Enter(BatchId batch) => (State, Batch) = (Leave(PaymentState.InBatch, PaymentState.Ready), batch);

    internal void LeaveBatch() => (State, Batch) = (Leave(PaymentState.Ready, PaymentState.InBatch), null);

    internal void Release() => State = Leave(PaymentState.Released, PaymentState.InBatch);

    internal void Settle(DateTimeOffset at) => (State, SettledAt) = (Leave(PaymentState.Settled, PaymentState.Released, PaymentState.Unknown), at);

    internal void BecomeUnknown() => State = Leave(PaymentState.Unknown, PaymentState.Released);

    internal void Return(string reason, DateTimeOffset at) => (State, ReturnReason, ReturnedAt) =
        (Leave(PaymentState.Returned, PaymentState.Released, PaymentState.Unknown, PaymentState.Settled), reason, at);

    internal void Cancel() => State = Leave(PaymentState.Cancelled, PaymentState.Ready, PaymentState.Returned);

    internal void BeReplaced() => State = Leave(PaymentState.Replaced, PaymentState.Returned);

    private static string Place(PaymentId id) => $"payment.account:{id}";

    private PaymentState Leave(PaymentState next, params ReadOnlySpan<PaymentState> from) => from.Contains(State)
        ? next
        : throw new RefusedException("payment.wrong-state", null, ("state", State), ("next", next));
}
