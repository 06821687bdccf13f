using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Rating;

/// <summary>In what somebody was served.</summary>
public enum RatedEvent
{
    Application,

    /// <summary>A matter of the visit desk.</summary>
    Visit,
}

/// <summary>
/// What somebody thinks of how they were served (好差评), in an application that is closed or a matter that has ended: one each. Without a name it is kept by service and place and never shown with a number or a
/// day, so that nobody who decided is told who said it. Whoever puts their name to the two lowest levels is called back (<see cref="RatingFollowUp"/>).
/// </summary>
public sealed class ServiceRating : IRevised, IPlaced
{
    /// <summary>How many days it may be changed, counted from the day it was first given.</summary>
    public const int DaysToChange = 10;

    public const int MostWords = 500;

    /// <summary>What a matter of the visit desk counts as, beside the services.</summary>
    public const string VisitDesk = "visit-desk";

    /// <summary>The two lowest levels are negative, the three others satisfied.</summary>
    public const int HighestNegative = 2;

    public required RatedId Id { get; init; }

    public RatedEvent Event { get; init; }

    public required string ServiceId { get; init; }
    public required UnitId UnitId { get; init; }

    /// <summary>1 to 5.</summary>
    public required int Stars { get; set; }

    /// <summary>Whoever gave it put their name to it.</summary>
    public bool IsNamed { get; set; }

    /// <summary>What was written with it, encrypted.</summary>
    public byte[]? Words { get; set; }
    public required DateOnly RatedOn { get; init; }
    public long Revision { get; private set; }

    public DateOnly ChangeableUntil => RatedOn.AddDays(DaysToChange);

    public bool MayChange(DateOnly today) => today <= ChangeableUntil;

    /// <summary>Where its words are bound to.</summary>
    public static string Place(RatedId id) => $"rating.words:{id}";
}

internal sealed class ServiceRatingMapping : IEntityTypeConfiguration<ServiceRating>
{
    public void Configure(EntityTypeBuilder<ServiceRating> builder)
    {
        builder.ToTable("ratings");
        builder.HasKey(rating => rating.Id);
        builder.Property(rating => rating.Id).ValueGeneratedNever().HasColumnName("case_id"); // from when applications alone were rated
        builder.Property(rating => rating.Event).HasDefaultValue(RatedEvent.Application);
        builder.Property(rating => rating.ServiceId).HasMaxLength(100);
        builder.HasIndex(rating => new { rating.UnitId, rating.ServiceId });
    }
}
