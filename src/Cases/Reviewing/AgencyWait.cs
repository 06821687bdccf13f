using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Reviewing;

public readonly record struct AgencyWaitId(Guid Value) : ITypedId<AgencyWaitId>
{
    public static AgencyWaitId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>What a step waits for outside the office.</summary>
public enum WaitCause
{
    /// <summary>The answer of another agency.</summary>
    Agency,

    /// <summary>A hearing, until its record is entered or it is called off (听证). Only where the service lets its time stand still for one.</summary>
    Hearing,
}

/// <summary>A step waits for the answer of another agency, or for a hearing: its clock and that of the whole case stand still, and the days are given back.</summary>
public sealed class AgencyWait : IRevised
{
    public const int MostAgency = 100;
    public const int MostPlace = 200;
    public const int MostWords = 1000;

    private AgencyWait()
    {
    }

    public AgencyWaitId Id { get; private init; }
    public CaseId CaseId { get; private init; }
    public RoundId RoundId { get; private init; }

    public WaitCause Cause { get; private init; }

    /// <summary>Whose answer is waited for, as the letter names it; of a hearing, who was invited.</summary>
    public string Agency { get; private init; } = "";
    public string Reason { get; private init; } = "";

    /// <summary>The day of the hearing; null of an agency.</summary>
    public DateOnly? HeldOn { get; private init; }

    /// <summary>Where the hearing is; null of an agency.</summary>
    public string? Place { get; private init; }

    /// <summary>The scan of the letter that asks, or that invites.</summary>
    public StoredFileId Paper { get; private init; }
    public DateTimeOffset AskedAt { get; private init; }
    public AccountId AskedById { get; private init; }
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Who entered the answer or the record, or called the hearing off; null where the step ended without one.</summary>
    public AccountId? EndedById { get; private set; }

    /// <summary>What the agency answered, or came of the hearing; of one that was called off, why.</summary>
    public string? Answer { get; private set; }

    /// <summary>The scan of the answer, where there is one; of a hearing its record, so that one without it was called off.</summary>
    public StoredFileId? AnswerPaper { get; private set; }
    public long Revision { get; private set; }

    public static AgencyWait For(AgencyWaitId id, Round round, string agency, string reason, StoredFileId paper, AccountId by, DateTimeOffset at) => new()
    {
        Id = id,
        CaseId = round.CaseId,
        RoundId = round.Id,
        Agency = agency,
        Reason = reason,
        Paper = paper,
        AskedById = by,
        AskedAt = at,
    };

    internal static AgencyWait ForHearing(AgencyWaitId id, Round round, HearingCall call, StoredFileId paper, AccountId by, DateTimeOffset at) => new()
    {
        Id = id,
        CaseId = round.CaseId,
        RoundId = round.Id,
        Cause = WaitCause.Hearing,
        Agency = call.Invited,
        Reason = call.Reason,
        HeldOn = call.On,
        Place = call.Place,
        Paper = paper,
        AskedById = by,
        AskedAt = at,
    };

    internal void End(string? answer, StoredFileId? paper, AccountId? by, DateTimeOffset at) => (Answer, AnswerPaper, EndedById, EndedAt) = (answer, paper, by, at);
}

internal sealed class AgencyWaitMapping : IEntityTypeConfiguration<AgencyWait>
{
    public void Configure(EntityTypeBuilder<AgencyWait> builder)
    {
        builder.ToTable("agency_waits");
        builder.HasKey(wait => wait.Id);
        builder.Property(wait => wait.Id).ValueGeneratedNever();
        builder.Property(wait => wait.Agency).HasMaxLength(AgencyWait.MostAgency);
        builder.Property(wait => wait.Place).HasMaxLength(AgencyWait.MostPlace);
        builder.Property(wait => wait.Reason).HasMaxLength(AgencyWait.MostWords);
        builder.Property(wait => wait.Answer).HasMaxLength(AgencyWait.MostWords);
        builder.HasIndex(wait => wait.CaseId);
    }
}
