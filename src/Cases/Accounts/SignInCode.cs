using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Accounts;

/// <summary>The last code that was sent to a mobile number, as a keyed digest; the number itself stands here as its blind index only.</summary>
public sealed class SignInCode : IRevised
{
    /// <summary>The blind index of the number, in hexadecimal.</summary>
    public required string Phone { get; init; }

    public string Digest { get; set; } = "";

    public DateTimeOffset SentAt { get; set; }

    /// <summary>Until when it is taken; null once it was used or tried too often.</summary>
    public DateTimeOffset? ValidUntil { get; set; }

    /// <summary>Wrong codes for this one.</summary>
    public int Failures { get; set; }

    /// <summary>The local day on which <see cref="SentThatDay"/> were sent.</summary>
    public DateOnly Day { get; set; }

    public int SentThatDay { get; set; }

    public long Revision { get; private set; }
}

internal sealed class SignInCodeMapping : IEntityTypeConfiguration<SignInCode>
{
    public void Configure(EntityTypeBuilder<SignInCode> builder)
    {
        builder.ToTable("sign_in_codes");
        builder.HasKey(code => code.Phone);
        builder.Property(code => code.Phone).HasMaxLength(100);
        builder.Property(code => code.Digest).HasMaxLength(100);
    }
}
