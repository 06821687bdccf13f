using System.Linq.Expressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Meeting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.StandingIn;
using AidWorkflow.Portal.Searching;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Inbox;

/// <summary>
/// The tasks that somebody may see in their inbox: theirs, and those of a role at exactly the unit where they hold it. Every count, row and search starts
/// from here, and narrows it: what is looked through is never more than the own tasks, however many cases there are.
/// </summary>
internal sealed class InboxTasks
{
    /// <summary>How many people who bear a name are carried to the statements of a page.</summary>
    private const int MostPeople = 500;

    private readonly DbContext db;
    private readonly AccountId account;
    private readonly Reached reached;
    private readonly DateOnly today;
    private readonly Expression<Func<ReviewTask, bool>>[] narrowing;

    private InboxTasks(DbContext db, AccountId account, Reached reached, DateOnly today, Expression<Func<ReviewTask, bool>>[] narrowing) =>
        (this.db, this.account, this.reached, this.today, this.narrowing) = (db, account, reached, today, narrowing);

    /// <summary>All of somebody's tasks.</summary>
    public static InboxTasks Of(DbContext db, AccountId account, Reached reached, DateOnly today) => new(db, account, reached, today, []);

    /// <param name="named">Which of them may be found by a name.</param>
    public static async Task<InboxTasks> OfAsync(
        DbContext db, AccountId account, Reached reached, DateOnly today, InboxFilter filter, Func<Task<IReadOnlyList<Expression<Func<ReviewTask, bool>>>>> named, FieldProtector protector, CancellationToken cancellation)
    {
        var parts = Parts(db, filter).ToList();
        if (filter.Search?.Trim() is { Length: > 0 } words)
        {
            if (await MatchingAsync(db, words, protector, cancellation) is { } matching)
                parts.Add(matching);
            else
                parts.AddRange([.. await named(), await BearingAsync(db, words, cancellation)]);
        }

        return new(db, account, reached, today, [.. parts]);
    }

    public IQueryable<ReviewTask> Of(InboxTab tab) => tab switch
    {
        InboxTab.Mine => Own,
        InboxTab.Team => Narrowed(OpenTasks.Where(reached.Free()).Where(Offered(db, account))),
        InboxTab.Waiting => Narrowed(OpenTasks.Where(reached.Elsewhere(account))).Concat(Held),
        InboxTab.Overdue => FreeOrOwn.Concat(Held).Where(Overdue),
        _ => Decided.Concat(Given).Concat(Left),
    };

    /// <summary>What they did, the last first, by when they did it. Of each kind so many are taken by its own index as the page can need, so that it costs the same however much is done.</summary>
    /// <param name="most">As many as stand up to the end of the page.</param>
    public IQueryable<TaskId> LastDone(int most) => Decided.OrderByDescending(task => task.CompletedAt).ThenByDescending(task => task.Id).Take(most).Select(task => new { task.Id, At = task.CompletedAt })
        .Concat(Given.OrderByDescending(task => task.GivenAt ?? task.CreatedAt).ThenByDescending(task => task.Id).Take(most).Select(task => new { task.Id, At = task.GivenAt ?? (DateTimeOffset?)task.CreatedAt }))
        .Concat(Left.OrderByDescending(task => task.CancelledAt).ThenByDescending(task => task.Id).Take(most).Select(task => new { task.Id, At = task.CancelledAt }))
        .OrderByDescending(one => one.At).ThenByDescending(one => one.Id).Select(one => one.Id);

    /// <summary>Of one tab, or of mine and my team's, what is of the kind that may be decided with others; a step that asks for a signature by hand is told by its plan alone.</summary>
    public IQueryable<ReviewTask> OfManyKind(InboxTab? tab) => (tab is { } one ? Of(one) : FreeOrOwn).Where(task => task.Kind == RoundKind.Review && task.Role != Role.VillageHelper
        && task.Purpose == TaskPurpose.Decide && task.State != TaskState.OnHold && !db.Set<AidCase>().Any(held => held.Id == task.CaseId && held.HeldAt != null));

    /// <summary>Mine and my team's in these cases; also my own that wait for somebody.</summary>
    public IQueryable<ReviewTask> OfCases(IReadOnlyCollection<CaseId> cases) => FreeOrOwn.Where(task => cases.Contains(task.CaseId)).Concat(Held.Where(task => cases.Contains(task.CaseId)));

    /// <summary>How many each tab holds: the open ones are gone through once, not once a tab.</summary>
    public async Task<Dictionary<InboxTab, int>> CountAsync(bool withDone, CancellationToken cancellation)
    {
        var (own, held) = (await BucketsAsync(Own, cancellation), await BucketsAsync(Held, cancellation));
        var others = reached.All.IsEmpty ? [] : reached.IsForOthers
            ? [.. (await BucketsAsync(Of(InboxTab.Team), cancellation)).Select(one => one with { Claimed = false }), .. (await BucketsAsync(Of(InboxTab.Waiting), cancellation)).Select(one => one with { Claimed = true })]
            : await BucketsAsync(Others, cancellation);
        var counts = new Dictionary<InboxTab, int>
        {
            [InboxTab.Mine] = own.Sum(one => one.Count),
            [InboxTab.Team] = others.Where(one => !one.Claimed).Sum(one => one.Count),
            [InboxTab.Waiting] = others.Where(one => one.Claimed).Concat(held).Sum(one => one.Count),
            [InboxTab.Overdue] = own.Concat(others.Where(one => !one.Claimed)).Concat(held).Where(one => one.Late).Sum(one => one.Count),
        };
        if (withDone)
            counts[InboxTab.Done] = await Decided.CountAsync(cancellation) + await Given.CountAsync(cancellation) + await Left.CountAsync(cancellation); // each by its own index
        return counts;
    }

    /// <summary>Mine and my team's that the account has never opened.</summary>
    public async Task<int> CountUnseenAsync(CancellationToken cancellation) =>
        await Own.Where(Unseen).CountAsync(cancellation) + (reached.All.IsEmpty ? 0 : await Of(InboxTab.Team).Where(Unseen).CountAsync(cancellation));

    /// <summary>How many of a tab are due on each of these days; a task whose time stands still is due on none.</summary>
    public async Task<Dictionary<DateOnly, int>> DueAsync(InboxTab tab, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        if (tab != InboxTab.Mine && reached.All.IsEmpty)
            return [];
        // Asked for each of the own tasks, not of all the clocks that run in these days: those are everybody's.
        return await Of(tab).Select(task => new { On = db.Set<CaseClock>().Where(clock => clock.RoundId == task.RoundId && clock.State == ClockState.Running && clock.DueOn >= from && clock.DueOn <= to).Min(clock => (DateOnly?)clock.DueOn) })
            .Where(due => due.On != null).GroupBy(due => due.On!.Value).Select(day => new { day.Key, Count = day.Count() }).ToDictionaryAsync(day => day.Key, day => day.Count, cancellation);
    }

    /// <summary>Which of these the account has opened.</summary>
    public static async Task<HashSet<TaskId>> SeenAsync(DbContext db, AccountId account, IReadOnlyCollection<TaskId> tasks, CancellationToken cancellation) => tasks.Count == 0 ? []
        : [.. await db.Set<TaskLook>().AsNoTracking().Where(look => look.AccountId == account && tasks.Contains(look.TaskId)).Select(look => look.TaskId).ToListAsync(cancellation)];

    /// <summary>Where a role is held.</summary>
    public UnitId[] Units => [.. reached.All.Select(one => one.Unit).Distinct()];

    /// <summary>The services and steps of what is open.</summary>
    public Task<List<TaskKind>> KindsAsync(CancellationToken cancellation) => OpenTasks.Where(reached.OrOwn(account))
        .Select(task => new TaskKind(task.ServiceId, task.Step)).Distinct().ToListAsync(cancellation);

    private IQueryable<ReviewTask> OpenTasks => db.Set<ReviewTask>().AsNoTracking().Where(task => task.State == TaskState.Assigned || task.State == TaskState.InProgress);

    private IQueryable<ReviewTask> Decided => Narrowed(db.Set<ReviewTask>().AsNoTracking().Where(task => task.State == TaskState.Completed && task.AssigneeId == account));

    /// <summary>What they gave to somebody: a task handed on, a question, a signature asked for. One that was written anew since is the same; what came back to them, as a deputy of whoever got it, is done or left by them.</summary>
    private IQueryable<ReviewTask> Given => Narrowed(db.Set<ReviewTask>().AsNoTracking().Where(task => task.GivenById == account && task.AssigneeId != account
        && !db.Set<ReviewTask>().Any(before => before.Id == task.PreviousId && before.GivenById == account && before.SeatKey == task.SeatKey && before.Purpose == task.Purpose)));

    /// <summary>What they stood aside from, where somebody else was asked for it.</summary>
    private IQueryable<ReviewTask> Left => Narrowed(db.Set<Decision>().Where(one => one.Verdict == Verdict.Recuse && one.AccountId == account)
        .Join(db.Set<ReviewTask>().AsNoTracking().Where(task => task.State == TaskState.Cancelled), one => one.TaskId, task => task.Id, (one, task) => task));

    private IQueryable<ReviewTask> Own => Narrowed(OpenTasks.Where(task => task.AssigneeId == account));

    private IQueryable<ReviewTask> FreeOrOwn => Narrowed(OpenTasks.Where(reached.FreeOrOwn(account)).Where(Offered(db, account)));

    private IQueryable<ReviewTask> Others => Narrowed(OpenTasks.Where(task => task.AssigneeId == null || task.AssigneeId != account).Where(reached.Here()).Where(Offered(db, account)));

    /// <summary>One's own that wait for somebody else: a delegate, or a signer who comes first.</summary>
    private IQueryable<ReviewTask> Held => Narrowed(db.Set<ReviewTask>().AsNoTracking().Where(task => task.AssigneeId == account && task.State == TaskState.OnHold));

    /// <summary>Of the free seats of a round one is offered, and none to whoever has, or had, one of them: a person has one seat.</summary>
#pragma warning disable CA1309 // The database compares, by whatever order it has: any one will do.
    internal static Expression<Func<ReviewTask, bool>> Offered(DbContext db, AccountId account) => task => !task.OfSeveral || task.AssigneeId != null
        || !db.Set<ReviewTask>().Any(other => other.RoundId == task.RoundId && other.Id != task.Id && ((other.AssigneeId == account && other.State != TaskState.Cancelled)
            || (other.State == TaskState.Assigned && other.AssigneeId == null && other.Role == task.Role && other.UnitId == task.UnitId && string.Compare(other.SeatKey, task.SeatKey) < 0)));
#pragma warning restore CA1309

    private Expression<Func<ReviewTask, bool>> Unseen => task => !db.Set<TaskLook>().Any(look => look.AccountId == account && look.TaskId == task.Id);

    private Expression<Func<ReviewTask, bool>> Overdue => task =>
        db.Set<CaseClock>().Any(clock => clock.RoundId == task.RoundId && clock.State == ClockState.Running && clock.DueOn < today);

    private Task<List<Bucket>> BucketsAsync(IQueryable<ReviewTask> tasks, CancellationToken cancellation) => tasks
        .Select(task => new
        {
            Claimed = task.AssigneeId != null,
            Late = db.Set<CaseClock>().Any(clock => clock.RoundId == task.RoundId && clock.State == ClockState.Running && clock.DueOn < today),
        })
        .GroupBy(task => new { task.Claimed, task.Late }).Select(group => new Bucket(group.Key.Claimed, group.Key.Late, group.Count())).ToListAsync(cancellation);

    private IQueryable<ReviewTask> Narrowed(IQueryable<ReviewTask> tasks) => narrowing.Aggregate(tasks, (narrower, part) => narrower.Where(part));

    private static IEnumerable<Expression<Func<ReviewTask, bool>>> Parts(DbContext db, InboxFilter filter)
    {
        if (filter.Service is { } service)
            yield return task => task.ServiceId == service;
        if (filter.Step is { } step)
            yield return task => task.Step == step;
        if (filter.ArrivedFrom is { } arrivedFrom && LocalDay.At(arrivedFrom, TimeOnly.MinValue) is var since)
            yield return task => task.CreatedAt >= since;
        if (filter.ArrivedTo is { } arrivedTo && LocalDay.At(arrivedTo.AddDays(1), TimeOnly.MinValue) is var before)
            yield return task => task.CreatedAt < before;
        if (filter.DueFrom is { } dueFrom)
            yield return task => db.Set<CaseClock>().Any(clock => clock.RoundId == task.RoundId && clock.State == ClockState.Running && clock.DueOn >= dueFrom);
        if (filter.DueTo is { } dueTo)
            yield return task => db.Set<CaseClock>().Any(clock => clock.RoundId == task.RoundId && clock.State == ClockState.Running && clock.DueOn <= dueTo);
        if (filter.Stage is { } stage)
            yield return task => db.Set<AidCase>().Any(one => one.Id == task.CaseId && one.Stage == stage);
        if (filter.Unit is { } unit && new UnitId(unit) is var area)
            yield return task => db.Set<AidCase>().Any(one => one.Id == task.CaseId && db.Set<UnitAncestor>().Any(line => line.UnitId == one.UnitId && line.AncestorId == area && line.ValidTo == null));
        if (filter.Listed is true)
            yield return task => db.Set<ListedTask>().Any(listed => listed.TaskId == task.Id);
        if (filter.Listed is false)
            yield return task => !db.Set<ListedTask>().Any(listed => listed.TaskId == task.Id);
        if (filter.CentsFrom is { } least)
            yield return task => db.Set<AidCase>().Any(one => one.Id == task.CaseId && (one.DecidedOn != null && one.ApprovedCents > 0 ? one.ApprovedCents : one.ProposedCents) >= least);
        if (filter.CentsTo is { } most)
            yield return task => db.Set<AidCase>().Any(one => one.Id == task.CaseId && (one.DecidedOn != null && one.ApprovedCents > 0 ? one.ApprovedCents : one.ProposedCents) <= most);
    }

    /// <summary>A whole number is one person's: their few cases are looked up first, and a part of one is looked for among the own tasks. Null where the words are a name.</summary>
    private static async Task<Expression<Func<ReviewTask, bool>>?> MatchingAsync(DbContext db, string words, FieldProtector protector, CancellationToken cancellation)
    {
        if (words.Length is 15 or 18 && words[..^1].All(char.IsAsciiDigit))
        {
            var indexes = protector.Indexes(words, "person.citizen-id").ToArray();
            var people = await db.Set<Person>().AsNoTracking().Where(person => indexes.Contains(person.CitizenIdIndex)).Select(person => person.Id).ToListAsync(cancellation);
            var theirs = people.Count == 0 ? [] : await db.Set<AidCase>().AsNoTracking().Where(one => people.Contains(one.ApplicantId)).Select(one => one.Id).ToListAsync(cancellation);
            return task => theirs.Contains(task.CaseId);
        }

        var number = words.ToUpperInvariant();
        if (CaseSearch.IsPartOfNumber(words))
        {
            var whole = await db.Set<AidCase>().AsNoTracking().Where(one => one.ReceiptNumber == number).Select(one => (CaseId?)one.Id).FirstOrDefaultAsync(cancellation);
            if (whole is { } known)
                return task => task.CaseId == known;
            return task => db.Set<AidCase>().Any(one => one.Id == task.CaseId && one.ReceiptNumber!.Contains(number));
        }

        return null;
    }

    /// <summary>Few people are looked up once for all the statements of a page; where many bear the name, it is looked for among the own tasks.</summary>
    private static async Task<Expression<Func<ReviewTask, bool>>> BearingAsync(DbContext db, string words, CancellationToken cancellation)
    {
        if (await NameEnd.BearersAsync(db, words, MostPeople, cancellation) is { } bearers)
            return task => db.Set<AidCase>().Any(one => one.Id == task.CaseId && EF.Parameter(bearers).Contains(one.ApplicantId));
        return task => db.Set<AidCase>().Any(one => one.Id == task.CaseId && db.Set<Person>().Any(person => person.Id == one.ApplicantId && person.Name.Contains(words)));
    }

    internal sealed record TaskKind(string Service, string Step);

    private sealed record Bucket(bool Claimed, bool Late, int Count);
}
