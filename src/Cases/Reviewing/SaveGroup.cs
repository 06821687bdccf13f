using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>A group as it is to be.</summary>
/// <param name="Members">User names; none leaves it empty, so that rules find nobody there.</param>
public sealed record GroupSpec(string Key, string NameZh, string NameEn, UnitId Unit, ImmutableArray<string> Members);

/// <summary>Sets up a group of reviewers, or changes its name and members. Tasks that were made keep whom they were made for.</summary>
public sealed partial class SaveGroup(IUnitOfWork work, UnitTree tree, AuditTrail audit, IIds ids, TimeProvider time)
{
    public const int LongestName = 100;

    /// <exception cref="RefusedException">group.key, group.name, group.member, and what <see cref="UnitTree"/> refuses.</exception>
    public async Task<GroupId> RunAsync(GroupSpec spec, Actor actor, CancellationToken cancellation)
    {
        var (key, refusals) = (spec.Key.Trim(), new Refusals());
        refusals.Require(Keys().IsMatch(key), new RefusedException("group.key", "key"));
        refusals.Require(spec.NameZh.Trim() is { Length: > 0 and <= LongestName } && spec.NameEn.Trim() is { Length: > 0 and <= LongestName }, new RefusedException("group.name", "nameZh", ("most", LongestName)));
        var names = spec.Members.Select(name => name.Trim().ToLowerInvariant()).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
        var members = await work.Db.Set<Account>().Where(account => names.Contains(account.UserName) && account.Active).ToListAsync(cancellation);
        refusals.Require(members.Count == names.Length, new RefusedException("group.member", "members", ("names", string.Join(", ", names.Except(members.Select(member => member.UserName))))));
        refusals.ThrowIfAny();

        var group = await work.Db.Set<Group>().FirstOrDefaultAsync(one => one.Key == key, cancellation);
        await tree.ForChangeAsync(group?.UnitId ?? spec.Unit, LocalDay.Today(time), actor, cancellation);
        if (group is null)
            work.Db.Add(group = Group.Of(GroupId.Of(ids.Next()), key, spec.Unit));
        group.Call(spec.NameZh.Trim(), spec.NameEn.Trim());
        var (id, before) = (group.Id, await work.Db.Set<GroupMember>().Where(member => member.GroupId == group.Id).ToListAsync(cancellation));
        work.Db.RemoveRange(before.Where(member => members.All(one => one.Id != member.AccountId)));
        work.Db.AddRange(members.Where(one => before.All(member => member.AccountId != one.Id)).Select(one => new GroupMember { GroupId = id, AccountId = one.Id }));
        audit.Record($"group:{key}", "group.changed", actor, ("members", string.Join(' ', members.Select(one => one.UserName).Order(StringComparer.Ordinal))));
        return id;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{1,39}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Keys();
}
