using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Petitioning;

/// <summary>A rule with the names of what it holds for.</summary>
/// <param name="MayEnd">It holds, or will hold, and lies in the reader's area.</param>
public sealed record RouteRow(RouteRuleId Id, string? Subject, PetitionClass? Class, ClaimBranch? Branch, LocalText Area, LocalText Body, bool IsOutside, string Basis, DateOnly From, DateOnly? To, bool IsDemo, LocalText? By, bool MayEnd);

public sealed record RouteUnit(UnitId Id, LocalText Name);

/// <param name="Places">For which a rule of the reader may be; none where they only read.</param>
/// <param name="Bodies">Units of the house that may be in charge.</param>
public sealed record RoutesView(ImmutableArray<RouteRow> Rows, ImmutableArray<RouteUnit> Places, ImmutableArray<RouteUnit> Bodies, DateOnly Today, bool IsWithEnded)
{
    public bool MayWrite => !Places.IsEmpty;
}

/// <summary>Reads the rules by which petitions are sent on.</summary>
public sealed class RouteReading(IUnitOfWork work, RouteRules rules, Scopes scopes, TimeProvider time)
{
    private const int MostUnits = 300;

    private static readonly UnitLevel[] Offices = [UnitLevel.City, UnitLevel.District, UnitLevel.Township];

    /// <param name="withEnded">Also those that hold no more.</param>
    public async Task<RoutesView> ReadAsync(Visitor visitor, bool withEnded, CancellationToken cancellation)
    {
        var today = LocalDay.Today(time);
        var (found, area) = (await rules.FindAsync(visitor.Actor, withEnded ? null : today, cancellation), await scopes.OfAsync(visitor.Actor, WriteRouteRule.Writers, cancellation));
        var roots = area.Roots.ToArray();
        var below = work.Db.Set<UnitAncestor>().Where(line => roots.Contains(line.AncestorId) && line.ValidTo == null).Select(line => line.UnitId);
        var units = await work.Db.Set<Unit>().AsNoTracking().Where(unit => unit.ValidTo == null && Offices.Contains(unit.Level)).OrderBy(unit => unit.DivisionCode).Take(MostUnits).ToListAsync(cancellation);
        var mine = (await below.ToListAsync(cancellation)).ToHashSet();
        var named = found.SelectMany(rule => new[] { rule.UnitId, rule.PlaceId ?? rule.UnitId, rule.BodyUnitId ?? rule.UnitId }).Distinct().ToArray();
        var names = (await work.Db.Set<Unit>().AsNoTracking().Where(unit => named.Contains(unit.Id)).ToListAsync(cancellation)).ToDictionary(unit => unit.Id, unit => unit.Signature());
        var writers = found.Select(rule => rule.EnteredBy).OfType<AccountId>().Distinct().ToArray();
        var people = await work.Db.Set<Account>().AsNoTracking().Where(account => writers.Contains(account.Id)).ToDictionaryAsync(account => account.Id, account => new LocalText(account.NameZh, account.NameEn), cancellation);
        return new(
            [.. found.Select(rule => new RouteRow(rule.Id, rule.Subject, rule.Class, rule.Branch, names[rule.PlaceId ?? rule.UnitId], rule.BodyUnitId is { } body ? names[body] : LocalText.Same(rule.Body), rule.BodyUnitId is null, rule.Basis, rule.From, rule.To, rule.IsDemo,
                rule.EnteredBy is { } by ? people[by] : null, mine.Contains(rule.UnitId) && (rule.To is not { } to || to >= today)))],
            [.. units.Where(unit => mine.Contains(unit.Id)).Select(unit => new RouteUnit(unit.Id, unit.Signature()))], [.. units.Where(unit => unit.Level != UnitLevel.Township || mine.Contains(unit.Id)).Select(unit => new RouteUnit(unit.Id, unit.Signature()))], today, withEnded);
    }
}
