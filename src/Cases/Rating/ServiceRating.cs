using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Rating;

/// <summary>
/// What an applicant thinks of how a closed case was handled: one a case. It is kept by service and place and never shown with a name, a number or a
/// day, so that nobody who decided is told who said it.
/// </summary>
public sealed class ServiceRating : IRevised, IPlaced
{
    /// <summary>How many days it may be changed, counted from the day it was first given.</summary>
    public const int DaysToChange = 10;

    public const int MostWords = 500;

    public required CaseId CaseId { get; init; }
    public required string ServiceId { get; init; }
    public required UnitId UnitId { get; init; }

    /// <summary>1 to 5.</summary>
    public required int Stars { get; set; }

    /// <summary>What was written with it, encrypted.</summary>
    public byte[]? Words { get; set; }
    public required DateOnly RatedOn { get; init; }
    public long Revision { get; private set; }

    public DateOnly ChangeableUntil => RatedOn.AddDays(DaysToChange);

    public bool MayChange(DateOnly today) => today <= ChangeableUntil;

    /// <summary>Where its words are bound to.</summary>
    public static string Place(CaseId id) => $"rating.words:{id}";
}

internal sealed class ServiceRatingMapping : IEntityTypeConfiguration<ServiceRating>
{
    public void Configure(EntityTypeBuilder<ServiceRating> builder)
    {
        builder.ToTable("ratings");
        builder.HasKey(rating => rating.CaseId);
        builder.Property(rating => rating.CaseId).ValueGeneratedNever();
        builder.Property(rating => rating.ServiceId).HasMaxLength(100);
        builder.HasIndex(rating => new { rating.UnitId, rating.ServiceId });
    }
}
