using System.Runtime.CompilerServices;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.StandingIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>Who decided what, as far as it keeps somebody from another step.</summary>
/// <param name="For">In whose place, where somebody stood in.</param>
/// <param name="Verdict">Whoever stood aside left the case to others; whoever answered a colleague took no seat.</param>
public sealed record DecidedBy(CaseId Case, RoundId Round, string Step, AccountId By, AccountId? For, Verdict Verdict)
{
    /// <summary>Of the round; null where nobody asks.</summary>
    public RoundKind? Kind { get; init; }

    /// <summary>What a decision on money rests on: whoever took part in it does not decide in another's place.</summary>
    internal static bool IsReview(RoundKind? kind) => kind is RoundKind.Completeness or RoundKind.HomeVisit or RoundKind.Review;

    /// <summary>Somebody forms an opinion of the case there, which another step has to be able to differ from.</summary>
    internal static bool Judges(RoundKind? kind) => IsReview(kind) || kind == RoundKind.Decision;
}

/// <summary>
/// Whether anybody may do a task: somebody holds its role there and is not kept away from this very step, by having decided one that it is to be independent of, by the other
/// seats of the round, or by being close to the applicant. One instance serves one act or query.
/// </summary>
public sealed class Candidates(IUnitOfWork work, Organisation.Directory directory, StandIns standIns, Recusal recusal)
{
    private StandInBook? book;

    private readonly Dictionary<(Role Role, UnitId Unit), IReadOnlyList<Account>> holders = [];

    /// <summary>Those of them whose unit only does its work for a time.</summary>
    private readonly Dictionary<(Role Role, UnitId Unit), HashSet<AccountId>> covering = [];

    /// <param name="decided">What was decided in the case.</param>
    /// <param name="seats">How many different people the open tasks of the round ask for, of this role at this unit.</param>
    public async Task<bool> SufficeAsync(ReviewTask task, ReviewPlan plan, AidCase aidCase, IReadOnlyCollection<DecidedBy> decided, int seats, DateOnly today, CancellationToken cancellation)
    {
        var needed = task.Named ? 1 : Needed(plan, seats); // a task by name is that one person's
        await foreach (var _ in EachAsync(task, plan, aidCase, decided, today, cancellation))
        {
            if (--needed == 0)
                return true;
        }

        return false;
    }

    /// <summary>Those who may, by user name.</summary>
    public async Task<IReadOnlyList<Account>> WhoAsync(ReviewTask task, ReviewPlan plan, AidCase aidCase, IReadOnlyCollection<DecidedBy> decided, DateOnly today, CancellationToken cancellation, bool ofRole = false)
    {
        var who = new List<Account>();
        await foreach (var account in EachAsync(task, plan, aidCase, decided, today, cancellation, ofRole))
            who.Add(account);
        return who;
    }

    internal static int Needed(ReviewPlan plan, int seats) => plan.OneSeatEach ? Math.Max(1, seats) : 1;

    /// <summary>What somebody read for many tasks at once need not be asked for each.</summary>
    internal void Know(Role role, UnitId unit, IReadOnlyList<Account> who) => holders[(role, unit)] = who;

    /// <summary>Holders of the role, and those who cover them, whom no decision keeps away; how close they are to the applicant is not looked at.</summary>
    internal async Task<IReadOnlyList<Account>> IndependentAsync(
        RoundId round, RoundKind kind, Role role, UnitId unit, ReviewPlan plan, IReadOnlyCollection<DecidedBy> decided, DateOnly today, CancellationToken cancellation)
    {
        var away = Away(round, plan, decided);
        var all = await HoldersAsync(role, unit, today, cancellation);
        if (covering.TryGetValue((role, unit), out var others))
            away.UnionWith(others.Intersect(Reviewed(kind, decided)));
        return away.Count == 0 ? all : [.. all.Where(account => !away.Contains(account.Id))];
    }

    private async IAsyncEnumerable<Account> EachAsync(
        ReviewTask task, ReviewPlan plan, AidCase aidCase, IReadOnlyCollection<DecidedBy> decided, DateOnly today, [EnumeratorCancellation] CancellationToken cancellation, bool ofRole = false)
    {
        foreach (var account in await IndependentAsync(task.RoundId, task.Kind, task.Role, task.UnitId, plan, decided, today, cancellation))
        {
            if (plan.OneSeatEach && plan.Seats.Any(seat => seat.Key != task.SeatKey && seat.Person == account.Id))
                continue; // they have a seat of their own in this round
            if ((ofRole || !task.Named || (task.ForId ?? task.AssigneeId) == account.Id) && await recusal.WhyAsync(account.PersonId, aidCase, today, cancellation) is null)
                yield return account;
        }
    }

    /// <summary>Those whom a decision keeps away, made by themselves or in their place.</summary>
    internal static HashSet<AccountId> Away(RoundId round, ReviewPlan plan, IEnumerable<DecidedBy> decided) =>
        [.. decided.Where(one => one.Verdict == Verdict.Recuse || (plan.OneSeatEach && one.Round == round && one.Verdict != Verdict.Advise) || plan.NotDecidersOf.Contains(one.Step)).SelectMany(one => new[] { one.By, one.For ?? one.By })];

    /// <summary>Those who reviewed what the round decides on: they do not decide on money in anybody's place, as deputy, by cover or because they were given it.</summary>
    internal static HashSet<AccountId> Reviewed(RoundKind deciding, IEnumerable<DecidedBy> decided) =>
        deciding != RoundKind.Decision ? [] : [.. decided.Where(one => DecidedBy.IsReview(one.Kind)).SelectMany(one => new[] { one.By, one.For ?? one.By })];

    /// <summary>
    /// Another step of the case that somebody decided or visited, which keeps them from deciding this one in a colleague's place: two levels would be one, by the choice of whoever is away. What they
    /// did for that very colleague is as if the colleague had done it, and the plan says whether that keeps them away.
    /// </summary>
    /// <returns>Null where nothing does.</returns>
    internal static string? OtherStep(RoundKind kind, string step, AccountId by, AccountId principal, IEnumerable<DecidedBy> decided) => !DecidedBy.Judges(kind) ? null
        : decided.FirstOrDefault(one => one.Step != step && DecidedBy.Judges(one.Kind) && one.Verdict is not (Verdict.Advise or Verdict.Recuse) && ((one.By == by && one.For != principal) || one.For == by))?.Step;

    /// <summary>
    /// Who has a task that is somebody's very own: whoever stands in for them that day, the last of the chain who may, or they themselves. Whoever is close to the applicant, is kept away by
    /// a decision or may not by other duties is passed over.
    /// </summary>
    internal async Task<TaskHolder> InSteadAsync(CaseFile file, Round round, TaskHolder holder, IReadOnlyCollection<DecidedBy> decided, CancellationToken cancellation)
    {
        book ??= await standIns.BookAsync(file.StandInChanges, cancellation);
        if (holder.Person is not { } person || book.Deputies.IsEmpty || !TaskRelations.IsOpenToDeputies(round.Kind, holder.Role))
            return holder;
        var away = Away(round.Id, round.Plan, decided);
        away.UnionWith(Reviewed(round.Kind, decided));
        foreach (var deputy in book.Chain(person, file.Case.ServiceId, file.Today).Reverse())
        {
            if (away.Contains(deputy) || OtherStep(round.Kind, round.Step, deputy, person, decided) is not null || await work.Db.Set<Account>().FindAsync([deputy], cancellation) is not { Active: true } account
                || !await MayStandInAsync(holder.Role, deputy, person, file.Case.ServiceId, file.Today, cancellation)
                || await recusal.WhyAsync(account.PersonId, file.Case, file.Today, cancellation) is not null)
                continue;
            return holder with { Person = deputy, For = person };
        }

        return holder;
    }

    /// <summary>Why somebody cannot have a task; null where they can.</summary>
    internal async Task<RefusedException?> WhyNotAsync(CaseFile file, Round round, ReviewTask task, AccountId account, IReadOnlyCollection<DecidedBy> decided, CancellationToken cancellation)
    {
        await KnowAsync(file, cancellation);
        if ((await HoldersAsync(task.Role, task.UnitId, file.Today, cancellation)).FirstOrDefault(holder => holder.Id == account) is not { } found)
        {
            var unit = (await work.Db.Set<Unit>().FindAsync([task.UnitId], cancellation))!;
            return new("hand-over.no-role", "to", ("role", task.Role.Words()), ("unit", new LocalText(unit.NameZh, unit.NameEn))); // they may well hold it elsewhere
        }

        if (await recusal.WhyAsync(found.PersonId, file.Case, file.Today, cancellation) is { } close)
            return new(close);
        if (round.Plan.OneSeatEach && (round.Plan.Seats.Any(seat => seat.Key != task.SeatKey && seat.Person == account)
            || file.Tasks.Exists(other => other.RoundId == round.Id && other.Id != task.Id && other is { IsOpen: true, Purpose: TaskPurpose.Decide } && (other.AssigneeId == account || other.ForId == account))))
            return new("task.other-seat");
        if (Reviewed(round.Kind, decided).Contains(account))
            return new("task.own-proposal", null, ("step", SpokenSteps.Of(decided.First(one => DecidedBy.IsReview(one.Kind) && (one.By == account || one.For == account)).Step)));
        if (!Away(round.Id, round.Plan, decided).Contains(account))
            return null;
        return decided.FirstOrDefault(one => round.Plan.NotDecidersOf.Contains(one.Step) && (one.By == account || one.For == account)) is { } earlier
            ? new("task.decided-earlier-step", null, ("step", SpokenSteps.Of(earlier.Step)))
            : new(decided.Any(one => one.Verdict == Verdict.Recuse && (one.By == account || one.For == account)) ? "task.stood-aside" : "task.same-person");
    }

    /// <summary>Those who hold the role there, and those whose unit does its work for a time.</summary>
    internal async Task<IReadOnlyList<Account>> HoldersAsync(Role role, UnitId unit, DateOnly today, CancellationToken cancellation)
    {
        if (holders.TryGetValue((role, unit), out var known))
            return known;
        var own = await directory.HoldersAsync(role, unit, today, cancellation);
        return holders[(role, unit)] = await WithCoversAsync(own, role, unit, today, cancellation);
    }

    /// <summary>With those whose unit does the work of this one for a time.</summary>
    internal async Task<IReadOnlyList<Account>> WithCoversAsync(IReadOnlyList<Account> own, Role role, UnitId unit, DateOnly today, CancellationToken cancellation)
    {
        book ??= await standIns.BookAsync(cancellation);
        if (book.Covers.IsEmpty || !TaskRelations.IsOpenToDeputies(RoundKind.Review, role))
            return own;
        var all = own.ToList();
        foreach (var cover in book.CoversOf(role, await directory.CurrentAsync(unit, today, cancellation), today))
            all.AddRange(await directory.HoldersAsync(cover.ByRole, cover.ByUnit, today, cancellation));
        covering[(role, unit)] = [.. all.Skip(own.Count).Select(account => account.Id).Except(own.Select(account => account.Id))];
        return [.. all.DistinctBy(account => account.Id)];
    }

    /// <summary>Everybody who has to do with a task today: holders, those who cover, and whoever stands in for one of them. Whoever stood aside from its case has not, nor anybody in their place.</summary>
    internal async Task<IReadOnlyList<Account>> ConcernedAsync(CaseFile file, ReviewTask task, CancellationToken cancellation)
    {
        var (today, away) = (file.Today, await StoodAsideAsync(file, cancellation));
        var all = (await HoldersAsync(task.Role, task.UnitId, today, cancellation)).Where(account => !away.Contains(account.Id)).ToList();
        book ??= await standIns.BookAsync(cancellation);
        if (book.Deputies.IsEmpty || !TaskRelations.IsOpenToDeputies(task.Kind, task.Role))
            return all;
        var steads = all.SelectMany(holder => book.Chain(holder.Id, task.ServiceId, today), (holder, deputy) => (Principal: holder.Id, Deputy: deputy)).ToArray();
        foreach (var (principal, id) in steads)
        {
            if (!away.Contains(id) && !all.Exists(known => known.Id == id) && await work.Db.Set<Account>().FindAsync([id], cancellation) is { Active: true } deputy
                && await MayStandInAsync(task.Role, id, principal, task.ServiceId, today, cancellation))
                all.Add(deputy);
        }

        return all;
    }

    /// <summary>Those who stood aside from the case (回避), in this very act too: nothing of it is asked of them any more, and they are told nothing of it.</summary>
    internal async Task<HashSet<AccountId>> StoodAsideAsync(CaseFile file, CancellationToken cancellation)
    {
        if (!file.Case.SomebodyStoodAside)
            return [];
        var id = file.Case.Id;
        await work.Db.Set<Decision>().Where(decision => decision.CaseId == id).LoadAsync(cancellation);
        return [.. work.Db.Set<Decision>().Local.Where(decision => decision.CaseId == id && decision.Verdict == Verdict.Recuse).Select(decision => decision.AccountId)];
    }

    private async Task<bool> MayStandInAsync(Role role, AccountId deputy, AccountId principal, string service, DateOnly today, CancellationToken cancellation) =>
        Duties.MayStandIn(role, [.. (await directory.RolesAsync(deputy, today, cancellation)).Select(held => held.Role)], book!.IsArranged(deputy, principal, service, today));

    /// <summary>Deputies and covers as the file found them, so that they are not asked for again.</summary>
    internal async Task KnowAsync(CaseFile file, CancellationToken cancellation) => book ??= await standIns.BookAsync(file.StandInChanges, cancellation);
}
