using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Notifying;

/// <summary>
/// Something a colleague is to be reminded of and has not been told yet: it becomes a message of its own, or a line of one that lists many. It is taken away by the commit that tells them,
/// so nothing is lost or told twice.
/// </summary>
public sealed class ReminderLine
{
    private ReminderLine()
    {
    }

    internal ReminderLine(NotificationId id, AccountId account, CaseId? about, string occasion, string key, string texts, DateTimeOffset at, AboutTask? task)
    {
        Id = id;
        Account = account;
        Case = about;
        Occasion = occasion;
        IdempotencyKey = key;
        Texts = texts;
        CreatedAt = at;
        Round = task?.Round;
        AskedOf = task?.AskedOf;
    }

    /// <summary>The message that it becomes has the same id.</summary>
    public NotificationId Id { get; private init; }
    public AccountId Account { get; private init; }
    public CaseId? Case { get; private init; }
    public string Occasion { get; private init; } = "";
    public string IdempotencyKey { get; private init; } = "";
    public string Texts { get; private init; } = "";
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>As <see cref="Notification.Round"/> and <see cref="Notification.AskedOf"/> of the message.</summary>
    public RoundId? Round { get; private init; }
    public Organisation.Role? AskedOf { get; private init; }

    internal RenderedMessage In(string language) => NotificationTexts.Unpack(Texts, language);

    /// <param name="isOver">What it reminds of was done before anybody was reminded.</param>
    internal Notification ToMessage(DateTimeOffset at, bool isOver)
    {
        var message = ToMessage(at);
        if (isOver)
            message.IsOverAt(at);
        return message;
    }

    private Notification ToMessage(DateTimeOffset at) => new(Id, new Recipient(Audience.Staff, "zh-CN", [], Account: Account) { About = Round is { } round ? new(round, AskedOf) : null }, Case, Occasion, IdempotencyKey, Texts, at);
}

internal sealed class ReminderLineConfiguration : IEntityTypeConfiguration<ReminderLine>
{
    public void Configure(EntityTypeBuilder<ReminderLine> builder)
    {
        builder.ToTable("reminder_lines");
        builder.HasKey(line => line.Id);
        builder.Property(line => line.Occasion).HasMaxLength(64);
        builder.Property(line => line.IdempotencyKey).HasMaxLength(300);
        builder.HasIndex(line => line.IdempotencyKey).IsUnique();
        builder.HasIndex(line => line.Account);
    }
}
