using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Cases.StandingIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Staffing;

/// <summary>Somebody who stands in for a colleague.</summary>
/// <param name="LastDay">The last day on which they do.</param>
/// <param name="Services">None for all of them.</param>
public sealed record DeputyRow(DeputyId Id, LocalText Principal, string PrincipalUser, LocalText Deputy, string DeputyUser, DateOnly From, DateOnly LastDay, ImmutableArray<LocalText> Services, string Reason, bool Now);

/// <summary>A unit whose work another does for a time.</summary>
public sealed record CoverRow(CoverId Id, Role Role, LocalText Unit, Role ByRole, LocalText ByUnit, DateOnly From, DateOnly LastDay, string Reason, bool Now);

public sealed record GroupRow(string Key, LocalText Name, LocalText Unit, string UnitCode, ImmutableArray<string> Members);

/// <summary>What may be chosen for a deputy.</summary>
public sealed record ServiceOption(string Id, LocalText Name);

/// <summary>A step of a service at which somebody reviews or decides.</summary>
public sealed record ServiceStepChoice(string Service, LocalText ServiceName, string Step, LocalText Name)
{
    public string Value => $"{Service}/{Step}";
}

/// <summary>Reads deputies, covers and groups: one's own, or those of an administrator's area. What is over is left out.</summary>
internal sealed class StandInsReading(IUnitOfWork work, Scopes scopes, ServiceCatalogue catalogue, TimeProvider time)
{
    /// <summary>Of which the account is either side.</summary>
    public Task<ImmutableArray<DeputyRow>> OwnAsync(AccountId account, CancellationToken cancellation) =>
        DeputiesAsync(deputies => deputies.Where(deputy => deputy.PrincipalId == account || deputy.AccountId == account), cancellation);

    /// <summary>Whose principal has a role in the administrator's area.</summary>
    public async Task<ImmutableArray<DeputyRow>> DeputiesAsync(Actor actor, CancellationToken cancellation)
    {
        if (actor.Account is null)
            return await DeputiesAsync(deputies => deputies, cancellation);
        var held = work.Db.Set<RoleAssignment>().Within(await scopes.OfAsync(actor, [Role.Administrator], cancellation), work.Db);
        return await DeputiesAsync(deputies => deputies.Where(deputy => held.Any(one => one.AccountId == deputy.PrincipalId)), cancellation);
    }

    public async Task<ImmutableArray<CoverRow>> CoversAsync(Actor actor, CancellationToken cancellation)
    {
        var (db, today) = (work.Db, LocalDay.Today(time));
        IQueryable<Cover> found = db.Set<Cover>().AsNoTracking();
        if (actor.Account is not null)
            found = found.Within(await scopes.OfAsync(actor, [Role.Administrator], cancellation), db);
        var covers = await found.Where(cover => cover.ValidTo > today).OrderBy(cover => cover.ValidFrom).ThenBy(cover => cover.Id).ToListAsync(cancellation);
        var units = covers.SelectMany(cover => new[] { cover.UnitId, cover.ByUnitId }).Distinct().ToArray();
        var names = await db.Set<Unit>().AsNoTracking().Where(unit => units.Contains(unit.Id)).ToDictionaryAsync(unit => unit.Id, unit => new LocalText(unit.NameZh, unit.NameEn), cancellation);
        return [.. covers.Select(cover => new CoverRow(cover.Id, cover.Role, names[cover.UnitId], cover.ByRole, names[cover.ByUnitId], cover.ValidFrom, cover.ValidTo.AddDays(-1), cover.Reason, cover.ValidFrom <= today))];
    }

    public async Task<ImmutableArray<GroupRow>> GroupsAsync(Actor actor, CancellationToken cancellation)
    {
        var db = work.Db;
        IQueryable<Group> found = db.Set<Group>().AsNoTracking();
        if (actor.Account is not null)
            found = found.Within(await scopes.OfAsync(actor, [Role.Administrator], cancellation), db);
        var groups = await found.OrderBy(group => group.Key).ToListAsync(cancellation);
        var ids = groups.Select(group => group.Id).ToArray();
        var members = (await db.Set<GroupMember>().AsNoTracking().Where(member => ids.Contains(member.GroupId))
            .Join(db.Set<Account>(), member => member.AccountId, account => account.Id, (member, account) => new { member.GroupId, account.UserName }).ToListAsync(cancellation)).ToLookup(one => one.GroupId, one => one.UserName);
        var units = groups.Select(group => group.UnitId).Distinct().ToArray();
        var names = await db.Set<Unit>().AsNoTracking().Where(unit => units.Contains(unit.Id)).ToDictionaryAsync(unit => unit.Id, cancellation);
        return [.. groups.Select(group => new GroupRow(group.Key, new(group.NameZh, group.NameEn), new(names[group.UnitId].NameZh, names[group.UnitId].NameEn), names[group.UnitId].DivisionCode, [.. members[group.Id].Order(StringComparer.Ordinal)]))];
    }

    /// <summary>Services of which cases may come.</summary>
    public async Task<ImmutableArray<ServiceOption>> ServicesAsync(CancellationToken cancellation)
    {
        var options = ImmutableArray.CreateBuilder<ServiceOption>();
        foreach (var id in await work.Db.Set<ServiceVersion>().Where(version => version.State == ServiceState.Published).Select(version => version.ServiceId).Distinct().OrderBy(id => id).ToListAsync(cancellation))
            options.Add(new(id, (await catalogue.CurrentAsync(work.Db, id, cancellation)).Package.Description.Name));
        return options.ToImmutable();
    }

    /// <summary>The steps of every service at which people review or decide, by the names that people know.</summary>
    public async Task<ImmutableArray<ServiceStepChoice>> StepsAsync(CancellationToken cancellation)
    {
        var steps = ImmutableArray.CreateBuilder<ServiceStepChoice>();
        foreach (var service in await ServicesAsync(cancellation))
        {
            var package = (await catalogue.CurrentAsync(work.Db, service.Id, cancellation)).Package;
            steps.AddRange(package.Seats.Where(step => step.Value.Any(Duties.IsOpenToOthers)).Select(step => new ServiceStepChoice(service.Id, service.Name, step.Key, SpokenSteps.Of(step.Key))).OrderBy(step => step.Step, StringComparer.Ordinal));
        }

        return steps.ToImmutable();
    }

    /// <summary>What the units and deputies of tried rules are called.</summary>
    public async Task<IReadOnlyDictionary<Guid, LocalText>> NamesAsync(ImmutableArray<RuleTried> tried, CancellationToken cancellation)
    {
        var candidates = tried.SelectMany(one => one.Found?.Candidates ?? []).ToList();
        var (units, people) = (candidates.Select(one => one.Unit).OfType<UnitId>().Distinct().ToArray(), candidates.Select(one => one.Deputy).OfType<AccountId>().Distinct().ToArray());
        var names = await work.Db.Set<Unit>().AsNoTracking().Where(unit => units.Contains(unit.Id)).ToDictionaryAsync(unit => unit.Id.Value, unit => new LocalText(unit.NameZh, unit.NameEn), cancellation);
        foreach (var account in await work.Db.Set<Account>().AsNoTracking().Where(account => people.Contains(account.Id)).ToListAsync(cancellation))
            names[account.Id.Value] = new(account.NameZh, account.NameEn);
        return names;
    }

    private async Task<ImmutableArray<DeputyRow>> DeputiesAsync(Func<IQueryable<Deputy>, IQueryable<Deputy>> which, CancellationToken cancellation)
    {
        var (db, today) = (work.Db, LocalDay.Today(time));
        var deputies = await which(db.Set<Deputy>().AsNoTracking().Where(deputy => deputy.ValidTo > today)).OrderBy(deputy => deputy.ValidFrom).ThenBy(deputy => deputy.Id).ToListAsync(cancellation);
        if (deputies.Count == 0)
            return [];
        var people = deputies.SelectMany(deputy => new[] { deputy.PrincipalId, deputy.AccountId }).Distinct().ToArray();
        var names = await db.Set<Account>().AsNoTracking().Where(account => people.Contains(account.Id)).ToDictionaryAsync(account => account.Id, cancellation);
        var services = (await ServicesAsync(cancellation)).ToDictionary(service => service.Id, service => service.Name, StringComparer.Ordinal);
        LocalText Name(AccountId id) => new(names[id].NameZh, names[id].NameEn);
        return
        [
            .. deputies.Select(deputy => new DeputyRow(deputy.Id, Name(deputy.PrincipalId), names[deputy.PrincipalId].UserName, Name(deputy.AccountId), names[deputy.AccountId].UserName, deputy.ValidFrom, deputy.ValidTo.AddDays(-1),
                [.. deputy.Services.Select(service => services.GetValueOrDefault(service) ?? LocalText.Same(service))], deputy.Reason, deputy.ValidFrom <= today)),
        ];
    }
}
