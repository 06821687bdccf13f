using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Cases.StandingIn;

public readonly record struct DeputyId(Guid Value) : ITypedId<DeputyId>
{
    public static DeputyId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>Somebody stands in for a colleague for a time (代理), in all services or some. What they decide names both.</summary>
public sealed class Deputy : IRevised
{
    private const char Between = ' ';

    private Deputy()
    {
    }

    public DeputyId Id { get; private init; }

    /// <summary>Who is away.</summary>
    public AccountId PrincipalId { get; private init; }

    /// <summary>Who stands in.</summary>
    public AccountId AccountId { get; private init; }

    public DateOnly ValidFrom { get; private init; }

    /// <summary>The first day without it.</summary>
    public DateOnly ValidTo { get; private set; }

    /// <summary>Ids of services, with a space between; empty for all.</summary>
    public string ServiceIds { get; private init; } = "";

    public string Reason { get; private init; } = "";

    /// <summary>Who arranged it; null where the command line did.</summary>
    public AccountId? ArrangedBy { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    public long Revision { get; private set; }

    /// <summary>None for all services.</summary>
    public ImmutableArray<string> Services => [.. ServiceIds.Split(Between, StringSplitOptions.RemoveEmptyEntries)];

    internal static Deputy Of(DeputyId id, AccountId principal, AccountId account, DateOnly from, DateOnly to, IEnumerable<string> services, string reason, AccountId? by, DateTimeOffset at) => new()
    {
        Id = id,
        PrincipalId = principal,
        AccountId = account,
        ValidFrom = from,
        ValidTo = to,
        ServiceIds = string.Join(Between, services.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
        Reason = reason,
        ArrangedBy = by,
        CreatedAt = at,
    };

    internal void End(DateOnly on)
    {
        if (on < ValidTo)
            ValidTo = on < ValidFrom ? ValidFrom : on;
    }
}
