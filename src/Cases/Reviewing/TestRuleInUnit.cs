using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>
/// Whom rules would find today for any case of a unit. What rests on the case itself (closeness to the applicant, what was decided before, whom somebody named, the amount) is
/// not asked: <see cref="TestRule"/> does, for a case.
/// </summary>
public sealed class TestRuleInUnit(IUnitOfWork work, Organisation.Directory directory, Candidates candidates, Scopes scopes, TimeProvider time)
{
    /// <param name="rules">As they stand in a definition, as JSON.</param>
    /// <param name="role">Of the step, for rules that name none; so is the level.</param>
    /// <returns>Of each rule; nothing found where that rests on the case.</returns>
    /// <exception cref="RefusedException">who.rules-wrong, who.rules-none; unit.unknown, also outside the administrator's area.</exception>
    public async Task<ImmutableArray<RuleTried>> RunAsync(UnitId unit, string rules, Role role, UnitLevel level, Actor actor, CancellationToken cancellation)
    {
        var today = LocalDay.Today(time);
        if (!await work.Db.Set<Unit>().AnyAsync(one => one.Id == unit, cancellation)
            || (actor.Account is not null && !await (await scopes.OfAsync(actor, [Role.Administrator], cancellation)).SeesAsync(unit, work.Db, cancellation)))
            throw new RefusedException("unit.unknown", "unit", ("unit", unit));
        var (read, faults) = Who.Read(JsonValue.Create(rules));
        if (!faults.IsEmpty)
            throw new RefusedException("who.rules-wrong", "rules", ("reason", new LocalText(string.Join("；", faults.Select(fault => fault.Zh)), string.Join("; ", faults.Select(fault => fault.En)))));
        if (read.IsEmpty)
            throw new RefusedException("who.rules-none", "rules");
        var tried = ImmutableArray.CreateBuilder<RuleTried>(read.Length);
        foreach (var seat in Who.Seats(read, role, level))
            tried.Add(new(seat.Rule!, Applies: true, await FindAsync(unit, seat, today, cancellation)));
        return tried.MoveToImmutable();
    }

    private async Task<WhoFound?> FindAsync(UnitId unit, Seat seat, DateOnly today, CancellationToken cancellation)
    {
        var rule = seat.Rule!;
        IReadOnlyList<WhoCandidate> found;
        if (rule.Of is WhoOf.Role or WhoOf.Head)
        {
            var place = rule.Above is { } steps ? await directory.AboveAsync(unit, steps, today, cancellation) : await directory.AtLevelAsync(unit, seat.Level, today, cancellation);
            if (place is not { } at)
                return new([], [], Nobody: true);
            var own = await directory.HoldersAsync(seat.Role, at, today, cancellation);
            found = [.. (await candidates.WithCoversAsync(own, seat.Role, at, today, cancellation)).Select(account => Of(account, seat.Role, at) with { Covers = own.All(holder => holder.Id != account.Id) })];
        }
        else if (rule.Of is WhoOf.People or WhoOf.Group)
        {
            var accounts = rule.Of == WhoOf.People ? work.Db.Set<Account>().Where(account => rule.People.ToArray().Contains(account.UserName))
                : work.Db.Set<Account>().Where(account => work.Db.Set<Group>().Any(group => group.Key == rule.Group && work.Db.Set<GroupMember>().Any(member => member.GroupId == group.Id && member.AccountId == account.Id)));
            found = [.. (await accounts.AsNoTracking().OrderBy(account => account.UserName).ToListAsync(cancellation)).Select(account => Of(account, null, null) with { Out = account.Active ? null : "who.closed" })];
        }
        else
        {
            return null;
        }

        var able = found.Count(one => one.Out is null);
        return new([.. found.Select(one => one with { Taken = one.Out is null && (able == 1 || rule.Taking is Taking.Any or Taking.All) })], [], Nobody: able == 0);
    }

    private static WhoCandidate Of(Account account, Role? role, UnitId? unit) => new(account.Id, account.UserName, new(account.NameZh, account.NameEn), role, unit, null);
}
