using System.Collections.Immutable;
using System.Linq.Expressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.StandingIn;

/// <summary>Tasks of a role at a unit that somebody may do: their own, one that their unit does the work of, or in somebody's place.</summary>
/// <param name="For">In whose place; null where it is theirs to do.</param>
/// <param name="Services">Only of these; none for all of them.</param>
/// <param name="Covers">The unit is another's, whose work theirs does for a time.</param>
public sealed record Reach(Role Role, UnitId Unit, AccountId? For, ImmutableArray<string> Services, bool Covers = false);

/// <summary>Where somebody's tasks may lie today.</summary>
public sealed record Reached(ImmutableArray<Reach> All)
{
    /// <summary>Which tasks of somebody the account may decide in their place at all: not those of cases that it judged at another step itself.</summary>
    internal Func<AccountId, Expression<Func<ReviewTask, bool>>> Apart { get; init; } = _ => task => true;

    /// <summary>Open tasks of cases from which somebody stood aside (回避): nothing of those is theirs to do, nor anybody's in their place.</summary>
    public ILookup<AccountId, TaskId> LeftToOthers { get; init; } = Array.Empty<TaskId>().ToLookup(_ => default(AccountId));

    /// <summary>Whose tasks these are.</summary>
    internal AccountId Account { get; init; }

    /// <summary>Open to be taken: nobody has them, or a colleague for whom the account stands in.</summary>
    public Expression<Func<ReviewTask, bool>> Free()
    {
        var free = Both(task => task.AssigneeId == null, Here());
        return IsForOthers ? Either(free, InStead()) : free;
    }

    /// <summary>A colleague has them.</summary>
    public Expression<Func<ReviewTask, bool>> Elsewhere(AccountId account)
    {
        var elsewhere = Both(task => task.AssigneeId != null && task.AssigneeId != account, Here());
        return IsForOthers ? Both(elsewhere, Not(InStead())) : elsewhere;
    }

    public bool IsForOthers => All.Any(reach => reach.For is not null);

    /// <summary>
    /// Of a role at exactly the unit where somebody reaches it. The pairs stand in the statement, so that it goes by the index of unit and role; asking anew for
    /// each task whether its role is held took most of an inbox's time where thousands wait.
    /// </summary>
    public Expression<Func<ReviewTask, bool>> Here() => All.Where(reach => reach.For is null).GroupBy(reach => reach.Role)
        .Select(group => Of(group.Key, [.. group.Select(reach => reach.Unit).Distinct()], [], paid: true)).Select(here => WithoutLeft(here, Account)).Concat(InPlace().Select(one => one.Tasks))
        .Aggregate((Expression<Func<ReviewTask, bool>>)(task => false), Either);

    /// <summary>The account's own and those open to be taken: what is theirs to do.</summary>
    public Expression<Func<ReviewTask, bool>> FreeOrOwn(AccountId account) => Either(task => task.AssigneeId == account, Free());

    /// <summary>Of all these, and the account's own.</summary>
    public Expression<Func<ReviewTask, bool>> OrOwn(AccountId account) => Either(task => task.AssigneeId == account, Here());

    /// <summary>What a colleague has for whom the account stands in.</summary>
    private Expression<Func<ReviewTask, bool>> InStead() => InPlace()
        .Select(one => Both(task => task.AssigneeId == one.Principal, one.Tasks)).Aggregate((Expression<Func<ReviewTask, bool>>)(task => false), Either);

    /// <summary>The tasks of each role that the account may do in somebody's place.</summary>
    private IEnumerable<(AccountId Principal, Expression<Func<ReviewTask, bool>> Tasks)> InPlace() => All.Where(reach => reach.For is not null).GroupBy(reach => (reach.Role, For: reach.For!.Value, Services: string.Join(' ', reach.Services)))
        .Select(group => (group.Key.For, Both(WithoutLeft(WithoutLeft(Of(group.Key.Role, [.. group.Select(reach => reach.Unit).Distinct()], [.. group.First().Services], paid: false), Account), group.Key.For), Apart(group.Key.For))));

    /// <summary>By their ids, which the inbox's own index has; whoever stood aside from nothing has the statement that everybody has.</summary>
    private Expression<Func<ReviewTask, bool>> WithoutLeft(Expression<Func<ReviewTask, bool>> tasks, AccountId person)
    {
        TaskId[] left = [.. LeftToOthers[person]];
        return left.Length == 0 ? tasks : Both(tasks, task => !left.Contains(task.Id));
    }

    /// <summary>What the account is to a task that lies here, for showing it.</summary>
    public Reach? Of(ReviewTask task) => All.Where(reach => reach.Role == task.Role && reach.Unit == task.UnitId && (reach.Services.IsEmpty || reach.Services.Contains(task.ServiceId)))
        .OrderBy(reach => reach.For is not null && reach.For == task.AssigneeId ? 0 : 1).ThenBy(reach => reach.For is null ? 0 : 1).FirstOrDefault();

    /// <param name="paid">Payments too; those nobody makes in another's place.</param>
    private static Expression<Func<ReviewTask, bool>> Of(Role role, UnitId[] units, string[] services, bool paid)
    {
        Expression<Func<ReviewTask, bool>> here = task => task.Role == role && units.Contains(task.UnitId);
        if (services.Length > 0)
            here = Both(here, task => services.Contains(task.ServiceId));
        return paid ? here : Both(here, task => task.Kind != RoundKind.Payout);
    }

    private static Expression<Func<ReviewTask, bool>> Both(Expression<Func<ReviewTask, bool>> one, Expression<Func<ReviewTask, bool>> other) =>
        Expression.Lambda<Func<ReviewTask, bool>>(Expression.AndAlso(one.Body, Expression.Invoke(other, one.Parameters)), one.Parameters);

    private static Expression<Func<ReviewTask, bool>> Either(Expression<Func<ReviewTask, bool>> one, Expression<Func<ReviewTask, bool>> other) =>
        Expression.Lambda<Func<ReviewTask, bool>>(Expression.OrElse(one.Body, Expression.Invoke(other, one.Parameters)), one.Parameters);

    private static Expression<Func<ReviewTask, bool>> Not(Expression<Func<ReviewTask, bool>> one) => Expression.Lambda<Func<ReviewTask, bool>>(Expression.Not(one.Body), one.Parameters);
}

/// <summary>Finds out where somebody's tasks may lie. Where nobody stands in for anybody, that is one question for the roles and one small row.</summary>
public sealed class Reaches(IUnitOfWork work, StandIns standIns, TimeProvider time)
{
    public async Task<Reached> OfAsync(AccountId account, CancellationToken cancellation)
    {
        var today = LocalDay.Today(time);
        var held = await HeldAsync([account], today, cancellation);
        var own = held.Select(one => new Reach(one.Role, one.UnitId, For: null, [])).ToList();
        var book = await standIns.BookAsync(cancellation);
        foreach (var one in held)
            own.AddRange(book.Covers.Where(cover => cover.ByRole == one.Role && cover.ByUnit == one.UnitId && cover.Term.Holds(today)).Select(cover => new Reach(cover.Role, cover.Unit, For: null, [], Covers: true)));
        var steads = book.SteadsOf(account, today);
        if (!steads.IsEmpty)
        {
            var mine = held.ConvertAll(one => one.Role);
            var theirs = (await HeldAsync([.. steads.Select(stead => stead.Principal).Distinct()], today, cancellation)).ToLookup(one => one.AccountId);
            own.AddRange(from stead in steads
                         from one in theirs[stead.Principal]
                         where Duties.MayStandIn(one.Role, mine, stead.Arranged)
                         select new Reach(one.Role, one.UnitId, stead.Principal, stead.Services));
        }

        return new([.. own.Distinct()])
        {
            Account = account,
            Apart = principal => Apart(account, principal),
            LeftToOthers = own.Count == 0 ? Array.Empty<TaskId>().ToLookup(_ => account) : (await LeftToOthers(work.Db, [account, .. steads.Select(stead => stead.Principal).Distinct()]).ToListAsync(cancellation)).ToLookup(one => one.Who, one => one.Task),
        };
    }

    /// <summary>Few ever stand aside, and an index holds these decisions alone, so that asking costs everybody else next to nothing.</summary>
    public static IQueryable<LeftTask> LeftToOthers(DbContext db, AccountId[] accounts) => db.Set<Decision>().AsNoTracking()
        .Where(one => one.Verdict == Verdict.Recuse && accounts.Contains(one.AccountId))
        .Join(db.Set<ReviewTask>().Where(task => task.State == TaskState.Assigned || task.State == TaskState.InProgress || task.State == TaskState.OnHold), one => one.CaseId, task => task.CaseId, (one, task) => new LeftTask(one.AccountId, task.Id));

    /// <summary>As <see cref="Candidates.OtherStep"/> says of one task.</summary>
    private Expression<Func<ReviewTask, bool>> Apart(AccountId account, AccountId principal)
    {
        var (decisions, rounds) = (work.Db.Set<Decision>(), work.Db.Set<Round>());
        var judging = Enum.GetValues<RoundKind>().Where(kind => DecidedBy.Judges(kind)).ToArray();
        return task => !judging.Contains(task.Kind) || task.Purpose == TaskPurpose.Advise || !decisions.Any(one => one.CaseId == task.CaseId && one.Step != task.Step
            && one.Verdict != Verdict.Advise && one.Verdict != Verdict.Recuse && ((one.AccountId == account && one.OnBehalfOfId != principal) || one.OnBehalfOfId == account)
            && rounds.Any(round => round.Id == one.RoundId && judging.Contains(round.Kind)));
    }

    private async Task<List<Holding>> HeldAsync(AccountId[] accounts, DateOnly today, CancellationToken cancellation) => await work.Db.Set<RoleAssignment>().AsNoTracking()
        .Where(one => accounts.Contains(one.AccountId) && one.ValidFrom <= today && (one.ValidTo == null || today < one.ValidTo))
        .Where(one => work.Db.Set<Account>().Any(known => known.Id == one.AccountId && known.Active))
        .Select(one => new Holding(one.AccountId, one.Role, one.UnitId)).Distinct().ToListAsync(cancellation);

    /// <summary>An open task of a case from which somebody stood aside.</summary>
    public sealed record LeftTask(AccountId Who, TaskId Task);

    private sealed record Holding(AccountId AccountId, Role Role, UnitId UnitId);
}
