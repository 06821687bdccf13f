using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Cases.StandingIn;

public readonly record struct CoverId(Guid Value) : ITypedId<CoverId>
{
    public static CoverId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>The work of a role at a unit is done for a time by those who hold a role at another: a station with one clerk, by its neighbour or the township.</summary>
public sealed class Cover : IRevised, IPlaced
{
    private Cover()
    {
    }

    public CoverId Id { get; private init; }

    public Role Role { get; private init; }

    /// <summary>The unit whose work is done.</summary>
    public UnitId UnitId { get; private init; }

    public Role ByRole { get; private init; }

    public UnitId ByUnitId { get; private init; }

    public DateOnly ValidFrom { get; private init; }

    /// <summary>The first day without it.</summary>
    public DateOnly ValidTo { get; private set; }

    public string Reason { get; private init; } = "";

    public AccountId? ArrangedBy { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    public long Revision { get; private set; }

    internal static Cover Of(CoverId id, CoverSpec spec, AccountId? by, DateTimeOffset at) => new()
    {
        Id = id,
        Role = spec.Role,
        UnitId = spec.Unit,
        ByRole = spec.ByRole,
        ByUnitId = spec.ByUnit,
        ValidFrom = spec.From,
        ValidTo = spec.To,
        Reason = spec.Reason,
        ArrangedBy = by,
        CreatedAt = at,
    };

    internal void End(DateOnly on)
    {
        if (on < ValidTo)
            ValidTo = on < ValidFrom ? ValidFrom : on;
    }
}

/// <summary>Whose work is done by whom, and when.</summary>
/// <param name="To">The first day without it.</param>
public sealed record CoverSpec(Role Role, UnitId Unit, Role ByRole, UnitId ByUnit, DateOnly From, DateOnly To, string Reason);
