using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Paying;

/// <summary>What a bank says of a payment.</summary>
public enum AnswerStatus
{
    Settled,
    Returned,

    /// <summary>The bank does not know yet: hold, ask again.</summary>
    Unknown,
}

/// <summary>One answer of the bank to one payment. Written once; <see cref="AppliedAt"/> is set by the act that booked it.</summary>
public sealed class BankAnswer
{
    public required PaymentId Payment { get; init; }

    /// <summary>From one: the bank may say "returned" after it said "settled".</summary>
    public required int Sequence { get; init; }

    public required BatchId Batch { get; init; }

    public required AnswerStatus Status { get; init; }

    /// <summary>The bank's words; empty when it gave none.</summary>
    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Null until the line is settled by it.</summary>
    public DateTimeOffset? AppliedAt { get; internal set; }
}

/// <summary>A file of the bank as it came.</summary>
public sealed class ReturnFile
{
    public required BatchId Batch { get; init; }

    /// <summary>Algorithm and digest of the plain bytes; the same file again changes nothing.</summary>
    public required string Hash { get; init; }

    public required string FileName { get; init; }

    /// <summary>Sealed.</summary>
    public required byte[] Bytes { get; init; }

    public required AccountId? ImportedBy { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>What one person read on paper or on the bank's screen; it counts once a second person read the same.</summary>
public sealed class KeyedAnswer
{
    public required PaymentId Payment { get; init; }

    public required AccountId Account { get; init; }

    public AccountId? ActingFor { get; init; }

    public PersonId? Person { get; init; }

    public required AnswerStatus Status { get; set; }

    public required long Cents { get; set; }

    public required string Reason { get; set; }

    public required DateTimeOffset At { get; set; }
}

/// <summary>The file for the bank, kept byte for byte so that a second download is the same.</summary>
public sealed class StoredBankFile
{
    public required BatchId Batch { get; init; }

    public required string FileName { get; init; }

    public required string ContentType { get; init; }

    /// <summary>Sealed.</summary>
    public required byte[] Bytes { get; init; }

    /// <summary>Algorithm and digest of the plain bytes.</summary>
    public required string Hash { get; init; }

    internal static string Place(BatchId batch) => $"bank.file:{batch}";

    public required int Count { get; init; }

    public required long Cents { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>When somebody took it for the first time; null while nobody can have carried it to the bank.</summary>
    public DateTimeOffset? FetchedAt { get; internal set; }
}
