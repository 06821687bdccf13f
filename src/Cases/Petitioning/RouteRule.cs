using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>
/// Which body is in charge of what, and by which document (路由规则): what is left open of subject, class, way and place holds for all. It is never changed: a new one follows it, so that it can be found why a petition was
/// sent where it went.
/// </summary>
public sealed class RouteRule : IRevised, IPlaced
{
    public const int MostBody = 60;
    public const int MostBasis = 200;

    private RouteRule()
    {
    }

    public RouteRuleId Id { get; private init; }

    /// <summary>It holds for the desks of this unit and of all below it.</summary>
    public UnitId UnitId { get; private init; }

    public string? Subject { get; private init; }

    public PetitionClass? Class { get; private init; }

    /// <summary>Of a claim.</summary>
    public ClaimBranch? Branch { get; private init; }

    /// <summary>Only what was received here, or below.</summary>
    public UnitId? PlaceId { get; private init; }

    /// <summary>The unit of the house that is in charge; null where it is a body outside.</summary>
    public UnitId? BodyUnitId { get; private init; }

    /// <summary>The body outside by its name; empty where it is a unit of the house.</summary>
    public string Body { get; private init; } = "";

    /// <summary>The document and article that puts it in charge.</summary>
    public string Basis { get; private init; } = "";

    public DateOnly From { get; private init; }

    /// <summary>The last day; null while it holds.</summary>
    public DateOnly? To { get; private set; }

    public bool IsDemo { get; private init; }

    /// <summary>Null where it came with the demo.</summary>
    public AccountId? EnteredBy { get; private init; }

    public DateTimeOffset EnteredAt { get; private init; }

    public long Revision { get; private set; }

    internal static RouteRule Enter(RouteRuleId id, UnitId unit, RouteRuleCommand said, AccountId? by, DateTimeOffset at, bool isDemo = false) => new()
    {
        Id = id,
        UnitId = unit,
        Subject = said.Subject,
        Class = said.Class,
        Branch = said.Branch,
        PlaceId = said.Place,
        BodyUnitId = said.BodyUnit,
        Body = said.BodyUnit is null ? said.Body.Trim() : "",
        Basis = said.Basis.Trim(),
        From = said.From,
        To = said.To,
        IsDemo = isDemo,
        EnteredBy = by,
        EnteredAt = at,
    };

    internal void End(DateOnly on) => To = on;

    /// <summary>How much of the petition it names: what says more goes before what says less.</summary>
    internal int Weight => (Subject is null ? 0 : 8) + (Branch is null ? 0 : 4) + (Class is null ? 0 : 2) + (PlaceId is null ? 0 : 1);
}

/// <param name="Subject">Null for every subject; so for class, way and place.</param>
/// <param name="Body">The name of a body outside, where no unit of the house is in charge.</param>
/// <param name="Follows">The rule that it takes the place of: that one ends the day before.</param>
public sealed record RouteRuleCommand(string? Subject, PetitionClass? Class, ClaimBranch? Branch, UnitId? Place, UnitId? BodyUnit, string Body, string Basis, DateOnly From, DateOnly? To = null, RouteRuleId? Follows = null);

internal sealed class RouteRuleMapping : IEntityTypeConfiguration<RouteRule>
{
    public void Configure(EntityTypeBuilder<RouteRule> builder)
    {
        builder.ToTable("route_rules");
        builder.HasKey(rule => rule.Id);
        builder.Property(rule => rule.Id).ValueGeneratedNever();
        builder.Property(rule => rule.Subject).HasMaxLength(60);
        builder.Property(rule => rule.Body).HasMaxLength(RouteRule.MostBody);
        builder.Property(rule => rule.Basis).HasMaxLength(RouteRule.MostBasis);
        builder.Ignore(rule => rule.Weight);
        builder.HasIndex(rule => new { rule.UnitId, rule.From });
    }
}
