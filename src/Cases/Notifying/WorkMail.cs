using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Protecting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Notifying;

/// <summary>Where a colleague wants to get, by e-mail too, what they are reminded of. Who has none wants none.</summary>
public sealed class WorkMail : IRevised
{
    public const int LongestAddress = 254;

    internal const string Field = "work-mail.address";

    private WorkMail()
    {
    }

    public AccountId AccountId { get; private init; }

    /// <summary>The address, encrypted.</summary>
    public byte[] AddressSealed { get; private set; } = [];

    /// <summary>Of the mails: "zh-CN" or "en".</summary>
    public string Language { get; private set; } = "";

    public long Revision { get; private set; }

    internal static WorkMail Of(AccountId account) => new() { AccountId = account };

    public string Address(FieldProtector protector) => protector.Open(AddressSealed, $"{Field}:{AccountId}");

    internal void Say(string address, string language, FieldProtector protector) => (AddressSealed, Language) = (protector.Seal(address, $"{Field}:{AccountId}"), language);
}

internal sealed class WorkMailMapping : IEntityTypeConfiguration<WorkMail>
{
    public void Configure(EntityTypeBuilder<WorkMail> builder)
    {
        builder.ToTable("work_mails");
        builder.HasKey(mail => mail.AccountId);
        builder.Property(mail => mail.AccountId).ValueGeneratedNever();
        builder.Property(mail => mail.AddressSealed).HasMaxLength(500);
        builder.Property(mail => mail.Language).HasMaxLength(10);
    }
}
