using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Funding;

/// <summary>A posting about to be made: which accounts follows from its kind.</summary>
internal sealed record Posting(PostingKind Kind, FundId Fund, CaseId? Case, long Cents, string Key, Actor Actor)
{
    public PaymentId? Payment { get; init; }

    public BatchId? Batch { get; init; }

    /// <summary>Where the money comes from, where the kind leaves a choice: a late return takes what was paid.</summary>
    public FundAccount? From { get; init; }

    /// <summary>A budget that is cut.</summary>
    public bool Backwards { get; init; }

    public FundAccount Debit => Backwards ? Way.Credit : Way.Debit;

    public FundAccount Credit => Backwards ? Way.Debit : Way.Credit;

    private (FundAccount Debit, FundAccount Credit) Way => Kind switch
    {
        PostingKind.Budget => (FundAccount.Available, FundAccount.Budget),
        PostingKind.Reserve => (FundAccount.Reserved, FundAccount.Available),
        PostingKind.Release => (FundAccount.Available, From ?? FundAccount.Reserved),
        PostingKind.Commit => (FundAccount.Committed, FundAccount.Reserved),
        PostingKind.Uncommit => (FundAccount.Reserved, FundAccount.Committed),
        PostingKind.Pay => (FundAccount.Paid, FundAccount.Committed),
        PostingKind.Return => (FundAccount.Returned, From ?? FundAccount.Committed),
        PostingKind.Repay => (FundAccount.Reserved, FundAccount.Returned),
        PostingKind.Recover => (FundAccount.Available, FundAccount.Paid),
        PostingKind.Restore => (FundAccount.Paid, FundAccount.Available),
        _ => throw new InvalidOperationException($"No accounts are known for {Kind}."),
    };

    public LedgerEntry Entry(EntryId id, DateTimeOffset at) => new()
    {
        Id = id,
        Fund = Fund,
        At = at,
        Kind = Kind,
        Debit = Debit,
        Credit = Credit,
        Cents = Cents,
        Case = Case,
        Payment = Payment,
        Batch = Batch,
        Actor = Actor.Account,
        Reference = Key,
    };

    public bool Matches(LedgerEntry entry) =>
        (entry.Fund, entry.Kind, entry.Debit, entry.Credit, entry.Cents, entry.Case, entry.Payment)
        == (Fund, Kind, Debit, Credit, Cents, Case, Payment);
}
