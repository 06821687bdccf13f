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

/// <summary>A step waits for the answer of another agency: its clock and that of the whole case stand still, and the days are given back.</summary>
public sealed class AgencyWait : IRevised
{
    public const int MostAgency = 100;
    public const int MostWords = 1000;

    private AgencyWait()
    {
    }

    public AgencyWaitId Id { get; private init; }
    public CaseId CaseId { get; private init; }
    public RoundId RoundId { get; private init; }

    /// <summary>Whose answer is waited for, as the letter names it.</summary>
    public string Agency { get; private init; } = "";
    public string Reason { get; private init; } = "";

    /// <summary>The scan of the letter that asks.</summary>
    public StoredFileId Paper { get; private init; }
    public DateTimeOffset AskedAt { get; private init; }
    public AccountId AskedById { get; private init; }
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Who entered the answer; null where the step ended without one.</summary>
    public AccountId? EndedById { get; private set; }
    public string? Answer { get; private set; }
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
        builder.Property(wait => wait.Reason).HasMaxLength(AgencyWait.MostWords);
        builder.Property(wait => wait.Answer).HasMaxLength(AgencyWait.MostWords);
        builder.HasIndex(wait => wait.CaseId);
    }
}
