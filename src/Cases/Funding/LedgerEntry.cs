using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Cases.Funding;

public readonly record struct EntryId(Guid Value) : ITypedId<EntryId>
{
    public static EntryId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>Where money of a fund can be. <see cref="Budget"/> is the source: it owes what the others hold.</summary>
public enum FundAccount
{
    Budget,
    Available,
    Reserved,
    Committed,
    Paid,
    Returned,
}

public enum PostingKind
{
    /// <summary>Money is given to the fund, or taken from what nobody was granted.</summary>
    Budget,

    /// <summary>A decision granted it to a case.</summary>
    Reserve,

    /// <summary>The case no longer needs it.</summary>
    Release,

    /// <summary>A batch took it.</summary>
    Commit,

    /// <summary>The batch gave it back before it was sent.</summary>
    Uncommit,

    /// <summary>The bank credited it.</summary>
    Pay,

    /// <summary>The bank sent it back, perhaps after it had said that it was credited.</summary>
    Return,

    /// <summary>Returned money is granted again after a correction.</summary>
    Repay,

    /// <summary>The payee gave back what was paid too much; the fund has it again.</summary>
    Recover,

    /// <summary>What the payee had given back is theirs again: the bank took back the payment it came from.</summary>
    Restore,
}

/// <summary>One posting: cents leave the credited account and arrive in the debited one. Written once, never changed.</summary>
public sealed class LedgerEntry
{
    public required EntryId Id { get; init; }

    public required FundId Fund { get; init; }

    public required DateTimeOffset At { get; init; }

    public required PostingKind Kind { get; init; }

    public required FundAccount Debit { get; init; }

    public required FundAccount Credit { get; init; }

    /// <summary>More than zero; the direction is in the accounts.</summary>
    public required long Cents { get; init; }

    public CaseId? Case { get; init; }

    public PaymentId? Payment { get; init; }

    public BatchId? Batch { get; init; }

    /// <summary>The account of the person who did it; null for the system.</summary>
    public AccountId? Actor { get; init; }

    /// <summary>Unique for ever, so that a posting happens once: "decision:{id}", "pay:{payment}".</summary>
    public required string Reference { get; init; }
}

/// <summary>What one case holds of one fund, in cents; the derived counterpart of its entries.</summary>
public sealed class CaseFunding : IRevised
{
    public required FundId Fund { get; init; }

    public required CaseId Case { get; init; }

    public long Reserved { get; private set; }

    public long Committed { get; private set; }

    public long Paid { get; private set; }

    public long Returned { get; private set; }

    public long Revision { get; private set; }

    internal long In(FundAccount account) => account switch
    {
        FundAccount.Reserved => Reserved,
        FundAccount.Committed => Committed,
        FundAccount.Paid => Paid,
        FundAccount.Returned => Returned,
        _ => throw new ArgumentOutOfRangeException(nameof(account), account, "A case holds nothing there."),
    };

    internal void Change(FundAccount account, long cents)
    {
        switch (account)
        {
            case FundAccount.Reserved: Reserved += cents; break;
            case FundAccount.Committed: Committed += cents; break;
            case FundAccount.Paid: Paid += cents; break;
            case FundAccount.Returned: Returned += cents; break;
            case FundAccount.Budget or FundAccount.Available: break; // the fund's own, not the case's
            default: throw new ArgumentOutOfRangeException(nameof(account), account, "No such account.");
        }
    }
}
