using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Deciding;

public enum DocumentKind
{
    Approval,
    Refusal,
    CompletionNotice,
    NonAcceptance,

    /// <summary>The case ended without a decision: the household registration left the city.</summary>
    Ending,
}

public enum DeliveryMethod
{
    InPerson,
    Post,
    Electronic,
}

/// <summary>A numbered document the office issued. Its delivery, not its date, starts the applicant's time.</summary>
public sealed class IssuedDocument
{
    public required IssuedDocumentId Id { get; init; }
    public required CaseId CaseId { get; init; }
    public required DocumentKind Kind { get; init; }

    /// <summary>Given by a counter in the commit that issues it.</summary>
    public string? Number { get; set; }

    /// <summary>The Chinese text as issued (HTML with print style), encrypted.</summary>
    public required byte[] BodyZh { get; init; }
    public required byte[] BodyEn { get; init; }
    public required DateTimeOffset IssuedAt { get; init; }
    public DateOnly? DeliveredOn { get; set; }
    public DeliveryMethod? Method { get; set; }

    /// <summary>Who recorded the delivery.</summary>
    public AccountId? RecordedBy { get; set; }

    public bool IsDelivered => DeliveredOn is not null;
}
