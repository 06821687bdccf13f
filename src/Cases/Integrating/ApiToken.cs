using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Integrating;

public readonly record struct ApiTokenId(Guid Value) : ITypedId<ApiTokenId>
{
    public static ApiTokenId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>Lets a program of somebody else's act as one account, with exactly its roles, until a day. Its secret is kept as a hash alone.</summary>
public sealed class ApiToken : IRevised
{
    public required ApiTokenId Id { get; init; }

    /// <summary>Which program it is for, as the administrator calls it; the audit trail names it beside the account.</summary>
    public required string Name { get; init; }

    public required AccountId ActsAs { get; init; }

    /// <summary>With its algorithm: "sha256:…".</summary>
    public required string SecretHash { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Null where the command line issued it.</summary>
    public AccountId? IssuedBy { get; init; }

    /// <summary>The last day on which it is good.</summary>
    public required DateOnly LastDay { get; init; }

    /// <summary>To the nearest few minutes.</summary>
    public DateTimeOffset? LastUsedAt { get; internal set; }

    public DateTimeOffset? RevokedAt { get; internal set; }

    public long Revision { get; private set; }

    public bool IsGoodOn(DateOnly day) => RevokedAt is null && day <= LastDay;
}

internal sealed class ApiTokenMapping : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> builder)
    {
        builder.ToTable("api_tokens");
        builder.HasKey(token => token.Id);
        builder.Property(token => token.Id).ValueGeneratedNever();
        builder.Property(token => token.Name).HasMaxLength(ApiTokens.LongestName);
        builder.Property(token => token.SecretHash).HasMaxLength(100);
    }
}
