using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Services;

public readonly record struct RuleValueId(Guid Value) : ITypedId<RuleValueId>
{
    public static RuleValueId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>One value of a rule for a stretch of days. Rows of one key never overlap: adding one closes the row before it.</summary>
public sealed class RuleValue : IRevised
{
    private RuleValue() { }

    public RuleValue(RuleValueId id, string serviceId, string key, DateOnly from, DateOnly? to, string json, bool demo, string source)
    {
        Id = id;
        ServiceId = serviceId;
        Key = key;
        From = from;
        To = to;
        Json = json;
        Demo = demo;
        Source = source;
    }

    public RuleValueId Id { get; private init; }
    public string ServiceId { get; private init; } = "";
    public string Key { get; private init; } = "";
    public DateOnly From { get; private init; }

    /// <summary>The last day; null while no later value is known.</summary>
    public DateOnly? To { get; private set; }
    public string Json { get; private init; } = "";

    /// <summary>Invented for demonstration; Production neither publishes nor pays by it.</summary>
    public bool Demo { get; private init; }

    /// <summary>The document that sets it.</summary>
    public string Source { get; private init; } = "";
    public long Revision { get; private set; }

    public bool Covers(DateOnly day) => From <= day && (To is not { } to || day <= to);

    internal void EndOn(DateOnly day) => To = day;
}

internal sealed class RuleValueConfiguration : IEntityTypeConfiguration<RuleValue>
{
    public void Configure(EntityTypeBuilder<RuleValue> builder)
    {
        builder.ToTable("rule_values");
        builder.HasKey(value => value.Id);
        builder.Property(value => value.ServiceId).HasMaxLength(100);
        builder.Property(value => value.Key).HasMaxLength(100);
        builder.Property(value => value.Source).HasMaxLength(500);
        builder.HasIndex(value => new { value.ServiceId, value.Key, value.From }).IsUnique();
    }
}
