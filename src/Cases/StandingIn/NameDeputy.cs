using System.Collections.Immutable;
using AidWorkflow.Cases.Accounts;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.StandingIn;

/// <summary>Who is to stand in for whom.</summary>
/// <param name="LastDay">The last day on which they do.</param>
/// <param name="Services">Ids; none for all of them.</param>
public sealed record NewDeputy(AccountId Principal, string Deputy, DateOnly From, DateOnly LastDay, ImmutableArray<string> Services, string Reason);

/// <summary>
/// Somebody stands in for a colleague who will be away, by the colleague's own word or an administrator's. What a deputy may not do by themselves because of other duties they may not do
/// for anybody either; payments nobody makes, checks or releases for another.
/// </summary>
public sealed class NameDeputy(IUnitOfWork work, StandIns standIns, AccountRights rights, WhoIsMeant people, Organisation.Directory directory, AuditTrail audit, IIds ids, TimeProvider time)
{
    public const int LongestReason = 200;

    /// <summary>Whoever is away for longer is not coming back to the same work: then it is a role to give to somebody else.</summary>
    public const int LongestDays = 366;

    /// <exception cref="RefusedException">
    /// account.unknown, account.not-yours, deputy.nobody, deputy.unknown-person, people.several, deputy.self, deputy.past, deputy.term, deputy.too-long, deputy.reason, deputy.service, deputy.duties, deputy.overlaps, deputy.circle, deputy.chain
    /// </exception>
    public async Task<DeputyId> RunAsync(NewDeputy spec, Actor actor, CancellationToken cancellation)
    {
        var principal = actor.Account == spec.Principal
            ? await work.Db.Set<Account>().FindAsync([spec.Principal], cancellation) ?? throw new RefusedException("account.unknown", null, ("account", spec.Principal))
            : await rights.ForChangeAsync(spec.Principal, actor, cancellation);
        var (today, refusals) = (LocalDay.Today(time), new Refusals());
        var deputy = await refusals.TryAsync(() => people.OneAsync(spec.Deputy, "deputy", actor, cancellation));
        refusals.Require(spec.Deputy.Trim().Length > 0, new RefusedException("deputy.nobody", "deputy"));
        refusals.Require(deputy is not null || refusals.Has("deputy"), new RefusedException("deputy.unknown-person", "deputy", ("account", spec.Deputy.Trim())));
        refusals.Require(deputy is null || deputy.Id != principal.Id, new RefusedException("deputy.self", "deputy"));
        refusals.Require(spec.From >= today, new RefusedException("deputy.past", "from", ("on", spec.From)));
        refusals.Require(spec.LastDay >= spec.From, new RefusedException("deputy.term", "to", ("from", spec.From), ("to", spec.LastDay)));
        refusals.Require(spec.LastDay.DayNumber - spec.From.DayNumber < LongestDays, new RefusedException("deputy.too-long", "to", ("most", LongestDays)));
        refusals.Require(spec.Reason.Trim() is { Length: > 0 and <= LongestReason }, new RefusedException("deputy.reason", "reason", ("most", LongestReason)));
        var known = await work.Db.Set<ServiceVersion>().Select(version => version.ServiceId).Distinct().ToListAsync(cancellation);
        foreach (var unknown in spec.Services.Where(service => !known.Contains(service)))
            refusals.Add(new RefusedException("deputy.service", "services", ("service", unknown)));
        refusals.ThrowIfAny();

        await RequireDutiesAsync(principal, deputy!, arranged: actor.Account != principal.Id, today, cancellation);
        await standIns.TouchAsync(cancellation);
        var made = Deputy.Of(DeputyId.Of(ids.Next()), principal.Id, deputy!.Id, spec.From, spec.LastDay.AddDays(1), spec.Services, spec.Reason.Trim(), actor.Account, time.GetUtcNow());
        var (book, line) = (await standIns.ReadAsync(cancellation), StandIns.LineOf(made));
        if (book.Overlaps(line))
            throw new RefusedException("deputy.overlaps", "from", ("name", new LocalText(principal.NameZh, principal.NameEn)));
        var fault = book.Check(line);
        if (fault != ChainFault.None)
            throw new RefusedException(fault == ChainFault.Circle ? "deputy.circle" : "deputy.chain", "deputy", ("name", new LocalText(deputy.NameZh, deputy.NameEn)), ("most", StandInBook.LongestChain));

        work.Db.Add(made);
        work.Db.Add(Notification.ToAccount(NotificationId.Of(ids.Next()), deputy.Id,
            new(null, "deputy.named", $"deputy-named:{made.Id}", ("name", new LocalText(principal.NameZh, principal.NameEn)), ("from", spec.From), ("to", spec.LastDay), ("reason", made.Reason)), time.GetUtcNow()));
        audit.Record($"account:{principal.Id}", "deputy.named", actor, ("deputy", $"{deputy.Id}"), ("from", $"{spec.From:yyyy-MM-dd}"), ("to", $"{made.ValidTo:yyyy-MM-dd}"), ("services", made.ServiceIds), ("id", $"{made.Id}"));
        return made.Id;
    }

    private async Task RequireDutiesAsync(Account principal, Account deputy, bool arranged, DateOnly today, CancellationToken cancellation)
    {
        var theirs = await directory.RolesAsync(principal.Id, today, cancellation);
        var own = await directory.RolesAsync(deputy.Id, today, cancellation);
        var roles = own.Select(one => one.Role).ToArray();
        if (theirs.Count == 0 || theirs.Any(held => Duties.MayStandIn(held.Role, roles, arranged)))
            return;
        var name = new LocalText(deputy.NameZh, deputy.NameEn);
        throw theirs.Any(held => Duties.MayStandIn(held.Role, roles, arranged: true)) ? new("deputy.below", "deputy", ("name", name)) : new RefusedException("deputy.duties", "deputy", ("name", name));
    }
}

/// <summary>A deputy stands in no longer: the colleague is back, or the deputy cannot.</summary>
public sealed class EndDeputy(IUnitOfWork work, StandIns standIns, AccountRights rights, AuditTrail audit, TimeProvider time)
{
    /// <returns>Whose tasks go back to them.</returns>
    /// <exception cref="RefusedException">deputy.unknown, deputy.over, account.not-yours</exception>
    public async Task<Deputy> RunAsync(DeputyId id, Actor actor, CancellationToken cancellation)
    {
        var deputy = await work.Db.Set<Deputy>().FindAsync([id], cancellation) ?? throw new RefusedException("deputy.unknown");
        if (actor.Account is { } account && account != deputy.PrincipalId && account != deputy.AccountId && !await rights.MayChangeAsync(deputy.PrincipalId, actor, cancellation))
            throw new RefusedException("deputy.unknown");
        var today = LocalDay.Today(time);
        if (deputy.ValidTo <= today)
            throw new RefusedException("deputy.over", null, ("on", deputy.ValidTo.AddDays(-1)));
        await standIns.TouchAsync(cancellation);
        deputy.End(today);
        audit.Record($"account:{deputy.PrincipalId}", "deputy.ended", actor, ("deputy", $"{deputy.AccountId}"), ("on", $"{today:yyyy-MM-dd}"), ("id", $"{deputy.Id}"));
        return deputy;
    }
}
