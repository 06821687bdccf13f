using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Rating;

/// <summary>What an office holds against a rating.</summary>
public enum AppealReason
{
    /// <summary>恶意差评.</summary>
    Malicious,

    /// <summary>误评.</summary>
    Mistaken,
}

/// <summary>What is to be done about a negative rating now.</summary>
public enum FollowUpState
{
    ToCall,
    ToRectify,
    ToTell,
    Done,

    /// <summary>An appeal was upheld: it does not count.</summary>
    LeftOut,

    /// <summary>The rater changed it to something better, or took their name away.</summary>
    TakenBack,
}

/// <summary>
/// What follows a negative rating with a name (实名差评): whoever gave it is called back, what went wrong is put right within five working days, and they are told. The office may appeal; an upheld appeal leaves the
/// rating out of the figures, and the row stays.
/// </summary>
public sealed class RatingFollowUp : IRevised, IPlaced
{
    public const int MostWords = 2000;

    /// <summary>To put right what went wrong, counted from the day of the rating.</summary>
    public static readonly Term Limit = Term.WorkingDays(5);

    private RatingFollowUp()
    {
    }

    public RatedId Id { get; private init; }

    public RatedEvent Event { get; private init; }

    public UnitId UnitId { get; private init; }

    /// <summary>The day of the rating, from which the limit runs.</summary>
    public DateOnly Since { get; private set; }

    /// <summary>Whom to call: name and telephone, encrypted.</summary>
    public byte[] Rater { get; private set; } = [];

    public DateOnly? CalledOn { get; private set; }

    public AccountId? CalledBy { get; private set; }

    public byte[]? CallWords { get; private set; }

    public DateOnly? RectifiedOn { get; private set; }

    public AccountId? RectifiedBy { get; private set; }

    public byte[]? RectifyWords { get; private set; }

    public DateOnly? ToldOn { get; private set; }

    public AccountId? ToldBy { get; private set; }

    public byte[]? ToldWords { get; private set; }

    public AppealReason? Appeal { get; private set; }

    public byte[]? AppealWords { get; private set; }

    public AccountId? AppealedBy { get; private set; }

    public DateOnly? AppealedOn { get; private set; }

    public bool? IsUpheld { get; private set; }

    public byte[]? AppealDecision { get; private set; }

    public AccountId? AppealDecidedBy { get; private set; }

    public DateOnly? AppealDecidedOn { get; private set; }

    public bool IsTakenBack { get; private set; }

    /// <summary>The last day on which the office was reminded.</summary>
    public DateOnly? RemindedOn { get; internal set; }

    public long Revision { get; private set; }

    public FollowUpState State => this switch
    {
        { IsUpheld: true } => FollowUpState.LeftOut,
        { IsTakenBack: true } => FollowUpState.TakenBack,
        { CalledOn: null } => FollowUpState.ToCall,
        { RectifiedOn: null } => FollowUpState.ToRectify,
        { ToldOn: null } => FollowUpState.ToTell,
        _ => FollowUpState.Done,
    };

    public bool AwaitsAppeal => Appeal is not null && IsUpheld is null;

    /// <summary>The last day on which it is put right in time.</summary>
    public Deadline Due(WorkingCalendar calendar) => calendar.After(Since, Limit);

    /// <summary>Where a text of it is bound to: "rater", "call", "rectified", "told", "appeal", "decision".</summary>
    public static string Place(RatedId id, string part) => $"rating.{part}:{id}";

    internal static RatingFollowUp Open(ServiceRating rating, byte[] rater, DateOnly on) => new() { Id = rating.Id, Event = rating.Event, UnitId = rating.UnitId, Since = on, Rater = rater };

    /// <summary>The rater has changed it, and it is negative with a name again.</summary>
    internal void Reopen(byte[] rater, DateOnly on)
    {
        if (IsTakenBack)
            (Since, IsTakenBack) = (on, false);
        Rater = rater;
    }

    internal void TakeBack() => IsTakenBack = true;

    internal void Called(DateOnly on, AccountId by, byte[] words) => (CalledOn, CalledBy, CallWords) = (on, by, words);

    internal void Rectified(DateOnly on, AccountId by, byte[] words) => (RectifiedOn, RectifiedBy, RectifyWords) = (on, by, words);

    internal void Told(DateOnly on, AccountId by, byte[] words) => (ToldOn, ToldBy, ToldWords) = (on, by, words);

    internal void Appealed(AppealReason reason, DateOnly on, AccountId by, byte[] words) => (Appeal, AppealedOn, AppealedBy, AppealWords) = (reason, on, by, words);

    internal void DecideAppeal(bool upheld, DateOnly on, AccountId by, byte[] words) => (IsUpheld, AppealDecidedOn, AppealDecidedBy, AppealDecision) = (upheld, on, by, words);
}

internal sealed class RatingFollowUpMapping : IEntityTypeConfiguration<RatingFollowUp>
{
    public void Configure(EntityTypeBuilder<RatingFollowUp> builder)
    {
        builder.ToTable("rating_follow_ups");
        builder.HasKey(one => one.Id);
        builder.Property(one => one.Id).ValueGeneratedNever();
        builder.Ignore(one => one.State);
        builder.Ignore(one => one.AwaitsAppeal);
        builder.HasIndex(one => new { one.UnitId, one.ToldOn });
    }
}
