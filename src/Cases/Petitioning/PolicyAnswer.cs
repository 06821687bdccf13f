using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>An answer of the policy library: what a desk may say to a question, from which day until which, and by which document. It is never changed: a new one follows it, so that what was said once can be found.</summary>
public sealed class PolicyAnswer : IRevised, IPlaced
{
    public const int MostTitle = 100;
    public const int MostText = 4000;
    public const int MostSource = 200;

    private PolicyAnswer()
    {
    }

    public PolicyAnswerId Id { get; private init; }

    /// <summary>The desks of this unit and of all below it give it.</summary>
    public UnitId UnitId { get; private init; }

    public string Subject { get; private init; } = "";

    public string TitleZh { get; private init; } = "";

    public string TitleEn { get; private init; } = "";

    public string TextZh { get; private init; } = "";

    public string TextEn { get; private init; } = "";

    /// <summary>The document and article it rests on.</summary>
    public string Source { get; private init; } = "";

    public DateOnly From { get; private init; }

    /// <summary>The last day; null while it holds.</summary>
    public DateOnly? To { get; private set; }

    public AccountId EnteredBy { get; private init; }

    public DateTimeOffset EnteredAt { get; private init; }

    public long Revision { get; private set; }

    public LocalText Title => new(TitleZh, TitleEn);

    public LocalText Text => new(TextZh, TextEn);

    internal static PolicyAnswer Enter(PolicyAnswerId id, UnitId unit, PolicyAnswerCommand said, AccountId by, DateTimeOffset at) => new()
    {
        Id = id,
        UnitId = unit,
        Subject = said.Subject,
        TitleZh = said.Title.Zh.Trim(),
        TitleEn = said.Title.En.Trim() is { Length: > 0 } title ? title : said.Title.Zh.Trim(),
        TextZh = said.Text.Zh.Trim(),
        TextEn = said.Text.En.Trim() is { Length: > 0 } text ? text : said.Text.Zh.Trim(),
        Source = said.Source.Trim(),
        From = said.From,
        To = said.To,
        EnteredBy = by,
        EnteredAt = at,
    };

    internal void End(DateOnly on) => To = on;
}

/// <param name="Title">The English one may be empty; it is then the Chinese.</param>
/// <param name="Follows">The answer that it takes the place of: that one ends the day before.</param>
public sealed record PolicyAnswerCommand(string Subject, LocalText Title, LocalText Text, string Source, DateOnly From, DateOnly? To = null, PolicyAnswerId? Follows = null);

internal sealed class PolicyAnswerMapping : IEntityTypeConfiguration<PolicyAnswer>
{
    public void Configure(EntityTypeBuilder<PolicyAnswer> builder)
    {
        builder.ToTable("policy_answers");
        builder.HasKey(answer => answer.Id);
        builder.Property(answer => answer.Id).ValueGeneratedNever();
        builder.Property(answer => answer.Subject).HasMaxLength(60);
        builder.Property(answer => answer.TitleZh).HasMaxLength(PolicyAnswer.MostTitle);
        builder.Property(answer => answer.TitleEn).HasMaxLength(PolicyAnswer.MostTitle);
        builder.Property(answer => answer.TextZh).HasMaxLength(PolicyAnswer.MostText);
        builder.Property(answer => answer.TextEn).HasMaxLength(PolicyAnswer.MostText);
        builder.Property(answer => answer.Source).HasMaxLength(PolicyAnswer.MostSource);
        builder.Ignore(answer => answer.Title);
        builder.Ignore(answer => answer.Text);
        builder.HasIndex(answer => new { answer.UnitId, answer.From });
    }
}
