using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;

namespace AidWorkflow.Cases.Applying;

/// <summary>Where a case stands, in the words an applicant may see.</summary>
public enum CaseStage
{
    Received,
    Checking,
    Supplementing,
    Reviewing,
    Publicising,
    Deciding,
    AwaitingProvince,

    /// <summary>A refusal or a non-acceptance is looked at again, by people above or beside those who decided.</summary>
    Reconsidering,
    Paying,
    Closed,
}

/// <summary>How a case ended. A case that is open has none.</summary>
public enum CaseOutcome
{
    Paid,
    Refused,
    NotAccepted,
    Withdrawn,

    /// <summary>Ended without a decision on the merits: the applicant died or moved away.</summary>
    Ended,

    /// <summary>More was paid before formalities than was granted after them, or nothing was granted: the difference is to be recovered.</summary>
    Recovering,
}

/// <summary>Who typed the application in.</summary>
public enum Intake
{
    Self,
    Village,
    Station,
}

/// <summary>One application for one service, from its receipt to its end. One case, one decision (一事一批).</summary>
public sealed class AidCase : IRevised, IPlaced
{
    private AidCase()
    {
    }

    public CaseId Id { get; private init; }

    /// <summary>Given by the counter of the district and year in the commit that opens the case.</summary>
    public string? ReceiptNumber { get; internal set; }

    public string ServiceId { get; private init; } = "";

    /// <summary>The version the case keeps, unless an administrator moves it to one whose workflows alone differ.</summary>
    public ServiceVersionId ServiceVersionId { get; private set; }

    internal void PinTo(ServiceVersionId version) => ServiceVersionId = version;

    /// <summary>The village (or, failing one, township) of the applicant's household registration: the "where" of every scope.</summary>
    public UnitId UnitId { get; private set; }

    public PersonId ApplicantId { get; private init; }

    /// <summary>Which one it is counted for: another, once a person said that two applicants are of one household.</summary>
    public HouseholdId? HouseholdId { get; internal set; }

    /// <summary>The signed-in account that submitted it.</summary>
    public AccountId? SubmittedBy { get; private init; }

    public Intake Intake { get; private init; }

    /// <summary>The answers of the form that count, encrypted: the applicant's own, with what officials corrected since.</summary>
    public byte[] Answers { get; internal set; } = [];

    /// <summary>The answers as the applicant gave them, encrypted and byte for byte as they were kept; null while no official has corrected any.</summary>
    public byte[]? Submitted { get; internal set; }

    /// <summary>What it is asked for, so that the same cause is not paid twice: the event or illness as the form names it, blind-indexed.</summary>
    public string? CauseIndex { get; internal set; }

    /// <summary>Blind index of the amounts the form names: the same cause with other amounts is a changed fact.</summary>
    public string? FactsIndex { get; internal set; }

    public CaseStage Stage { get; internal set; }

    public CaseOutcome? Outcome { get; private set; }

    public long? ProposedCents { get; internal set; }

    /// <summary>What was decided, in cents; an external decision may have lowered it.</summary>
    public long? ApprovedCents { get; internal set; }

    /// <summary>The first payment before formalities, in cents; null where there is none.</summary>
    public long? FirstCents { get; internal set; }

    /// <summary>What the bank has confirmed and nobody gave back, in cents.</summary>
    public long PaidCents { get; internal set; }

    public FundId? FundId { get; internal set; }

    /// <summary>Relatives of staff are kept in a separate register and visited by the higher level.</summary>
    public bool RelativeOfStaff { get; internal set; }

    /// <summary>Somebody of the staff stood aside from it (回避): whoever did does nothing in it.</summary>
    public bool SomebodyStoodAside { get; internal set; }

    /// <summary>Since when an administrator keeps it on hold (挂起): nobody decides anything in it, and no time runs. Null while it goes on.</summary>
    public DateTimeOffset? HeldAt { get; private set; }

    /// <summary>Why, as whoever did it said.</summary>
    public string? HeldBecause { get; private set; }

    internal void Hold(string because, DateTimeOffset at) => (HeldAt, HeldBecause) = (at, because);

    internal void GoOn() => (HeldAt, HeldBecause) = (null, null);

    public int HouseholdSize { get; internal set; }

    /// <summary>Where the money of this case goes; a later application with another account changes nothing here. Null in cases older than this.</summary>
    public PayeeAccountId? PayeeAccountId { get; internal set; }

    public DateTimeOffset AppliedAt { get; private init; }

    /// <summary>The local day of the application: the default day for rule values.</summary>
    public DateOnly AppliedOn { get; private init; }

    public DateOnly? AcceptedOn { get; internal set; }

    public DateOnly? DecidedOn { get; internal set; }

    /// <summary>What the case was granted in all, in cents; null while only a payment in advance, or nothing, was.</summary>
    public long? DecidedCents => DecidedOn is not null && ApprovedCents > 0 ? ApprovedCents : null;

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>The key a plan or a client gave, so that the same submit opens one case.</summary>
    public string? SubmissionKey { get; private init; }

    public long Revision { get; private set; }

    public bool IsOpen => Outcome is null;

    /// <summary>What was paid above what is granted, in cents: to be recovered once the case is closed.</summary>
    public long OverpaidCents => Math.Max(0, PaidCents - (ApprovedCents ?? 0));

    public static AidCase Open(CaseId id, Application application, DateTimeOffset at, DateOnly on) => new()
    {
        Id = id,
        ServiceId = application.ServiceId,
        ServiceVersionId = application.ServiceVersionId,
        UnitId = application.UnitId,
        ApplicantId = application.ApplicantId,
        HouseholdId = application.HouseholdId,
        SubmittedBy = application.SubmittedBy,
        Intake = application.Intake,
        Answers = application.Answers,
        CauseIndex = application.CauseIndex,
        FactsIndex = application.FactsIndex,
        RelativeOfStaff = application.RelativeOfStaff,
        HouseholdSize = application.HouseholdSize,
        PayeeAccountId = application.PayeeAccountId,
        SubmissionKey = application.SubmissionKey,
        AppliedAt = at,
        AppliedOn = on,
        Stage = CaseStage.Received,
    };

    internal void Close(CaseOutcome outcome, DateTimeOffset at)
    {
        Outcome = outcome;
        Stage = CaseStage.Closed;
        ClosedAt = at;
        GoOn();
    }

    /// <summary>A reconsideration or a withdrawn ending puts the case back to work.</summary>
    internal void Reopen(CaseStage stage)
    {
        Outcome = null;
        ClosedAt = null;
        Stage = stage;
    }

    /// <summary>The higher level takes a case over when the applicant's registration moves within the city.</summary>
    internal void MoveTo(UnitId unit) => UnitId = unit;
}

/// <summary>What opens a case, checked and sealed.</summary>
public sealed record Application
{
    public required string ServiceId { get; init; }
    public required ServiceVersionId ServiceVersionId { get; init; }
    public required UnitId UnitId { get; init; }
    public required PersonId ApplicantId { get; init; }
    public HouseholdId? HouseholdId { get; init; }
    public AccountId? SubmittedBy { get; init; }
    public required Intake Intake { get; init; }
    public required byte[] Answers { get; init; }
    public string? CauseIndex { get; init; }
    public string? FactsIndex { get; init; }
    public bool RelativeOfStaff { get; init; }
    public int HouseholdSize { get; init; } = 1;
    public PayeeAccountId? PayeeAccountId { get; init; }
    public string? SubmissionKey { get; init; }
}
