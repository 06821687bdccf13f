using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>The section, or an administrator, says which body is in charge of what in their area, and ends what no longer holds.</summary>
public sealed class WriteRouteRule(IUnitOfWork work, PetitionHouse house, Scopes scopes, AuditTrail audit, IIds ids, TimeProvider time)
{
    public static readonly Role[] Writers = [Role.RightsOfficer, Role.Administrator];

    /// <exception cref="RefusedException">route.not-yours, route.subject, route.branch, route.place, route.body, route.basis, route.backwards, route.unknown, route.follows-late</exception>
    public async Task<RouteRule> RunAsync(RouteRuleCommand said, Actor actor, CancellationToken cancellation)
    {
        var area = await scopes.OfAsync(actor, Writers, cancellation);
        if (area.IsEmpty)
            throw new RefusedException("route.not-yours");
        var refusals = new Refusals();
        refusals.Require(said.Subject is null || house.Subject(said.Subject) is not null, new("route.subject", "subject"));
        refusals.Require(said.Branch is null || said.Class is PetitionClass.Claim, new("route.branch", "branch"));
        refusals.Require(said.Place is not { } place || await area.SeesAsync(place, work.Db, cancellation), new("route.place", "place"));
        refusals.Require(said.BodyUnit is { } unit ? await work.Db.Set<Unit>().AnyAsync(one => one.Id == unit && one.ValidTo == null, cancellation) : said.Body.Trim().Length is > 0 and <= RouteRule.MostBody, new("route.body", "body", ("most", RouteRule.MostBody)));
        refusals.Require(said.Basis.Trim().Length is > 0 and <= RouteRule.MostBasis, new("route.basis", "basis", ("most", RouteRule.MostBasis)));
        refusals.Require(said.To is not { } to || to >= said.From, new("route.backwards", "to", ("from", said.From)));
        var former = said.Follows is { } follows ? await work.Db.Set<RouteRule>().Within(area, work.Db).FirstOrDefaultAsync(one => one.Id == follows, cancellation) : null;
        refusals.Require(said.Follows is null || former is not null, new("route.unknown", "follows"));
        refusals.Require(former is null || said.From > former.From, new("route.follows-late", "from", ("from", former?.From)));
        refusals.ThrowIfAny();

        var rule = RouteRule.Enter(RouteRuleId.Of(ids.Next()), former?.UnitId ?? area.Roots[0], said, actor.Account!.Value, time.GetUtcNow());
        work.Db.Add(rule);
        if (former is not null && (former.To is not { } last || last >= said.From))
            former.End(said.From.AddDays(-1));
        audit.Record($"unit:{rule.UnitId}", "route.written", actor, ("route", rule.Id.ToString()), ("about", rule.Subject), ("body", await NameAsync(rule, cancellation)), ("from", $"{rule.From:yyyy-MM-dd}"), ("source", rule.Basis));
        return rule;
    }

    /// <param name="on">The last day on which it holds.</param>
    /// <exception cref="RefusedException">route.unknown, route.backwards, route.ended-before</exception>
    public async Task EndAsync(RouteRuleId id, DateOnly on, Actor actor, CancellationToken cancellation)
    {
        var rule = await work.Db.Set<RouteRule>().Within(await scopes.OfAsync(actor, Writers, cancellation), work.Db).FirstOrDefaultAsync(one => one.Id == id, cancellation) ?? throw new RefusedException("route.unknown");
        if (on < rule.From.AddDays(-1))
            throw new RefusedException("route.backwards", "to", ("from", rule.From));
        if (rule.To is { } ended && ended < LocalDay.Today(time))
            throw new RefusedException("route.ended-before", "to", ("on", ended));
        rule.End(on);
        audit.Record($"unit:{rule.UnitId}", "route.ended", actor, ("route", id.ToString()), ("about", rule.Subject), ("body", await NameAsync(rule, cancellation)), ("to", $"{on:yyyy-MM-dd}"));
    }

    private async Task<string> NameAsync(RouteRule rule, CancellationToken cancellation) => rule.BodyUnitId is { } unit ? (await work.Db.Set<Unit>().AsNoTracking().FirstAsync(one => one.Id == unit, cancellation)).Signature().Zh : rule.Body;
}

/// <summary>Reads the rules that hold, or will hold, for the reader's units: theirs and those of the units above them.</summary>
public sealed class RouteRules(IUnitOfWork work, Scopes scopes)
{
    /// <param name="day">On which they hold; null for those of all days.</param>
    public async Task<IReadOnlyList<RouteRule>> FindAsync(Actor actor, DateOnly? day, CancellationToken cancellation)
    {
        var roots = (await scopes.OfAsync(actor, [.. MatterSight.Readers, Role.Administrator], cancellation)).Roots.ToArray();
        var near = work.Db.Set<UnitAncestor>().Where(line => line.ValidTo == null && roots.Contains(line.UnitId)).Select(line => line.AncestorId)
            .Union(work.Db.Set<UnitAncestor>().Where(line => line.ValidTo == null && roots.Contains(line.AncestorId)).Select(line => line.UnitId));
        return await work.Db.Set<RouteRule>().AsNoTracking().Where(rule => near.Contains(rule.UnitId) && (day == null || rule.To == null || rule.To >= day))
            .OrderBy(rule => rule.Subject).ThenByDescending(rule => rule.From).ThenBy(rule => rule.Id).ToListAsync(cancellation);
    }
}
