using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Cases.Paying;

public enum BatchState
{
    /// <summary>Lines may still leave.</summary>
    Open,

    /// <summary>The maker froze the roll.</summary>
    Locked,

    /// <summary>A second person found the roll right.</summary>
    Checked,

    /// <summary>A third person released it; the bank file exists.</summary>
    Released,

    /// <summary>The bank has the file.</summary>
    Sent,

    /// <summary>Every line is settled or returned, and the totals agree.</summary>
    Reconciled,

    Closed,

    /// <summary>Its last line was taken off while it was open. Its number is not given again.</summary>
    Discarded,
}

/// <summary>Payments of one fund that go to the bank together, made, checked and released by three different people.</summary>
public sealed class PayoutBatch : IRevised
{
    private PayoutBatch()
    {
    }

    public BatchId Id { get; private init; }

    /// <summary>"SD-KNBF-2022-0007": the fund's code and a running number.</summary>
    public required string Number { get; init; }

    public FundId Fund { get; private init; }

    /// <summary>The bank file template it is rendered with.</summary>
    public required string Template { get; init; }

    public BatchState State { get; private set; }

    /// <summary>Raised each time the batch is sent back to open; signatures belong to a round.</summary>
    public int Round { get; private set; }

    /// <summary>The control totals.</summary>
    public int Count { get; private set; }

    public long Cents { get; private set; }

    /// <summary>The frozen roll as JSON, encrypted; null while the batch is open.</summary>
    public byte[]? Roll { get; private set; }

    /// <summary>Algorithm and digest of the roll's plain bytes: "sha256:…".</summary>
    public string? RollHash { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Who put the lines together, and the account acted for. Neither may check or release it.</summary>
    public AccountId MadeBy { get; private init; }

    public AccountId? MadeFor { get; private init; }

    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>How many sets of answers of the bank were taken in; raised so that two imports cannot pass each other.</summary>
    public int Answers { get; private set; }

    public long Revision { get; private set; }

    internal static PayoutBatch Make(
        BatchId id, string number, FundId fund, string template, int count, long cents, AccountId madeBy, AccountId? madeFor, DateTimeOffset at) => new()
        {
            Id = id,
            Number = number,
            Fund = fund,
            Template = template,
            MadeBy = madeBy,
            MadeFor = madeFor,
            Round = 1,
            Count = count,
            Cents = cents,
            CreatedAt = at,
        };

    /// <summary>Where the sealed roll stands.</summary>
    internal string RollPlace => $"payout.roll:{Id}";

    internal void Drop(long cents)
    {
        Require(BatchState.Open);
        (Count, Cents) = (Count - 1, Cents - cents);
    }

    internal void Discard() => Go(BatchState.Discarded, BatchState.Open);

    internal void Lock(byte[] roll, string hash)
    {
        Go(BatchState.Locked, BatchState.Open);
        (Roll, RollHash) = (roll, hash);
    }

    internal void Check() => Go(BatchState.Checked, BatchState.Locked);

    internal void Reject()
    {
        Go(BatchState.Open, BatchState.Locked, BatchState.Checked);
        (Roll, RollHash, Round) = (null, null, Round + 1);
    }

    internal void Release() => Go(BatchState.Released, BatchState.Checked);

    internal void Send(DateTimeOffset at)
    {
        Go(BatchState.Sent, BatchState.Released);
        SentAt = at;
    }

    internal void TakeAnswers()
    {
        Require(BatchState.Sent, BatchState.Reconciled, BatchState.Closed); // a bank may return late
        Answers++;
    }

    internal void Reconcile() => Go(BatchState.Reconciled, BatchState.Sent);

    internal void Close() => Go(BatchState.Closed, BatchState.Reconciled);

    internal void Require(params ReadOnlySpan<BatchState> states)
    {
        if (!states.Contains(State))
            throw new RefusedException("batch.wrong-state", null, ("batch", Number), ("state", State.Words()));
    }

    private void Go(BatchState next, params ReadOnlySpan<BatchState> from)
    {
        Require(from);
        State = next;
    }
}

/// <summary>Where a line of a batch is. Sent = settled + returned + unknown; a line without an answer is unknown.</summary>
public enum LineState
{
    Unknown,
    Settled,
    Returned,
}

/// <summary>A payment in a batch.</summary>
public sealed class PayoutLine : IRevised
{
    public required BatchId Batch { get; init; }

    public required PaymentId Payment { get; init; }

    /// <summary>From one, in the order of the file.</summary>
    public required int Number { get; init; }

    public required long Cents { get; init; }

    public LineState State { get; internal set; }

    public long Revision { get; private set; }
}

/// <summary>That a person did his part for a batch. A batch that went back keeps the signatures of its earlier rounds.</summary>
public sealed class BatchSignature
{
    public required BatchId Batch { get; init; }

    public required int Round { get; init; }

    public required Role Role { get; init; }

    public required AccountId Account { get; init; }

    /// <summary>The account acted for, when a delegate signed.</summary>
    public AccountId? ActingFor { get; init; }

    public PersonId? Person { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset At { get; init; }
}
