using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Notifying;

public readonly record struct NotificationId(Guid Value) : ITypedId<NotificationId>
{
    public static NotificationId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>A message inside the house, in every language, so that the reader may switch.</summary>
public sealed class Notification : IRevised
{
    private Notification() { }

    internal Notification(NotificationId id, Recipient to, CaseId? caseId, string occasion, string key, string texts, DateTimeOffset at)
    {
        Id = id;
        Account = to.Account;
        Person = to.Person;
        Role = to.Role;
        Case = caseId;
        Occasion = occasion;
        IdempotencyKey = key;
        Texts = texts;
        CreatedAt = at;
        Round = to.About?.Round;
        AskedOf = to.About?.AskedOf;
    }

    /// <summary>A message of the house to everybody with a role, in the words of a code of Texts.</summary>
    internal static Notification ToRole(
        NotificationId id, string role, string occasion, string key, DateTimeOffset at, string code, params ImmutableArray<(string Name, object? Value)> values) =>
        new(id, new Recipient(Audience.Staff, "zh-CN", [], Role: role), null, occasion, key, NotificationTexts.Pack(language =>
            new RenderedMessage(Saying.In(language, code + "-title", null, values), Saying.In(language, code, null, values))), at);

    /// <summary>A message of the house to one colleague, in the words of a code of Texts.</summary>
    internal static Notification ToAccount(
        NotificationId id, AccountId account, HouseMessage message, DateTimeOffset at) =>
        new(id, new Recipient(Audience.Staff, "zh-CN", [], Account: account) { About = message.About }, message.Case, message.Code, $"{message.Key}:account:{account}", NotificationTexts.Pack(language =>
            new RenderedMessage(Saying.In(language, message.Code + "-title", null, message.Values), Saying.In(language, message.Code, null, message.Values))), at);

    public NotificationId Id { get; private init; }
    public AccountId? Account { get; private init; }
    public PersonId? Person { get; private init; }

    /// <summary>Everybody with this role, where it is for neither an account nor a person.</summary>
    public string? Role { get; private init; }
    public CaseId? Case { get; private init; }
    public string Occasion { get; private init; } = "";
    public string IdempotencyKey { get; private init; } = "";

    /// <summary>JSON: <c>{ "zh-CN": { "title", "body" }, "en": { … } }</c>.</summary>
    public string Texts { get; private init; } = "";
    public DateTimeOffset CreatedAt { get; private init; }
    public DateTimeOffset? ReadAt { get; private set; }

    /// <summary>The passage through a step whose task it is about; null where it is about none.</summary>
    public RoundId? Round { get; private init; }

    /// <summary>In which capacity its reader is to do that task; null where it tells of somebody else's.</summary>
    public Organisation.Role? AskedOf { get; private init; }

    /// <summary>It counts as read because there is nothing left to do of what it is about (<see cref="TaskMessages"/>).</summary>
    public bool IsOver { get; private set; }
    public long Revision { get; private set; }

    /// <summary>It is for everybody with a role, so each has a mark of their own (<see cref="RoleMessageRead"/>).</summary>
    public bool IsToMany => Role is not null;

    /// <summary>Reading again changes nothing: the first time counts.</summary>
    public void Read(DateTimeOffset at) => ReadAt ??= at;

    /// <summary>Its task was over before anybody was told.</summary>
    internal void IsOverAt(DateTimeOffset at) => (ReadAt, IsOver) = (at, true);

    public RenderedMessage In(string language) => NotificationTexts.Unpack(Texts, language);
}

/// <summary>That one of those whom a message to a role is for has read it; the others have not.</summary>
public sealed class RoleMessageRead
{
    public required NotificationId Message { get; init; }
    public required AccountId Account { get; init; }
    public required DateTimeOffset ReadAt { get; init; }
}

internal sealed class RoleMessageReadConfiguration : IEntityTypeConfiguration<RoleMessageRead>
{
    public void Configure(EntityTypeBuilder<RoleMessageRead> builder)
    {
        builder.ToTable("role_message_reads");
        builder.HasKey(read => new { read.Account, read.Message });
    }
}

internal sealed class NotificationConfiguration : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> builder)
    {
        builder.ToTable("notifications");
        builder.HasKey(notification => notification.Id);
        builder.Ignore(notification => notification.IsToMany);
        builder.Property(notification => notification.Role).HasMaxLength(64);
        builder.Property(notification => notification.Occasion).HasMaxLength(64);
        builder.Property(notification => notification.IdempotencyKey).HasMaxLength(300);
        builder.HasIndex(notification => notification.IdempotencyKey).IsUnique();
        builder.HasIndex(notification => new { notification.Account, notification.ReadAt });
        builder.HasIndex(notification => new { notification.Person, notification.ReadAt });
        builder.HasIndex(notification => notification.Case);
    }
}
