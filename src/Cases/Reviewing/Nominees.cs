using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>Somebody who may be given a task by name, and in what capacity.</summary>
public sealed record Nominee(AccountId Account, string UserName, LocalText Name, Role Role, UnitId Unit, UnitLevel Level, LocalText At);

/// <summary>
/// Whom a task may be given to. Responsibility moves only to somebody of the same office, who holds the very role at the very unit; an answer or a further signature may be asked of anybody who
/// reviews along the line of the case, but a decision on money is not signed below the office that decides it.
/// </summary>
public sealed class Nominees(IUnitOfWork work, Rounds rounds, Recusal recusal)
{
    private static readonly Role[] Reviewers =
    [
        Role.VillageHelper, Role.StationClerk, Role.TownshipReviewer, Role.DistrictReviewer, Role.DistrictDecider, Role.CityChecker, Role.CityDecider,
    ];

    /// <summary>Who may take it over (转办): never whoever has it, nor anybody who had it before in this round, or it would go in circles.</summary>
    internal async Task<IReadOnlyList<Nominee>> ToTakeOverAsync(TaskInHand hand, CancellationToken cancellation)
    {
        var had = await HadAsync(hand, cancellation);
        had.UnionWith(Seated(hand));
        had.UnionWith(Candidates.Reviewed(hand.Round.Kind, await rounds.DecidedAsync(hand.File, hand.Round, cancellation)));
        var may = await rounds.WhoMayAsync(hand.File, hand.Round, hand.Task, cancellation, ofRole: true);
        var at = await UnitAsync(hand.Task.UnitId, cancellation);
        return [.. may.Where(account => !had.Contains(account.Id) && account.Id != hand.By).OrderBy(account => account.NameZh, ByPinyin.Order).ThenBy(account => account.UserName, StringComparer.Ordinal)
            .Select(account => new Nominee(account.Id, account.UserName, new(account.NameZh, account.NameEn), hand.Task.Role, hand.Task.UnitId, at.Level, at.Name))];
    }

    /// <summary>Of whom an answer may be asked (委派).</summary>
    internal async Task<IReadOnlyList<Nominee>> ToAdviseAsync(TaskInHand hand, CancellationToken cancellation) =>
        [.. (await AlongTheLineAsync(hand.File, cancellation)).Where(nominee => nominee.Account != hand.By && nominee.Account != hand.For)];

    /// <summary>Who may sign besides (加签): nobody who has a seat already, nor whom an earlier decision keeps away.</summary>
    internal async Task<IReadOnlyList<Nominee>> ToSignAsync(TaskInHand hand, CancellationToken cancellation)
    {
        var (plan, id, round) = (hand.Round.Plan, hand.File.Case.Id, hand.Round.Id);
        var seated = plan.Seats.Select(seat => seat.Person).OfType<AccountId>().Concat(hand.People).Concat(Seated(hand)).ToHashSet();
        var decided = await work.Db.Set<Decision>().AsNoTracking().Where(decision => decision.CaseId == id)
            .Select(decision => new { decision.RoundId, decision.Step, decision.AccountId, decision.OnBehalfOfId, decision.Verdict }).ToListAsync(cancellation);
        var away = decided.Where(one => one.Verdict == Verdict.Recuse || (one.RoundId == round && one.Verdict != Verdict.Advise) || plan.NotDecidersOf.Contains(one.Step))
            .SelectMany(one => new[] { one.AccountId, one.OnBehalfOfId ?? one.AccountId }).ToHashSet();
        var least = hand.Round.Kind == RoundKind.Decision ? (await UnitAsync(hand.Task.UnitId, cancellation)).Level : UnitLevel.Village;
        return [.. (await AlongTheLineAsync(hand.File, cancellation)).Where(nominee => !seated.Contains(nominee.Account) && !away.Contains(nominee.Account) && nominee.Level <= least)];
    }

    /// <summary>The user names of those who stood aside from the case.</summary>
    internal async Task<IReadOnlyCollection<string>> StoodAsideAsync(CaseFile file, CancellationToken cancellation)
    {
        var id = file.Case.Id;
        return !file.Case.SomebodyStoodAside ? [] : await work.Db.Set<Decision>().Where(decision => decision.CaseId == id && decision.Verdict == Verdict.Recuse)
            .Join(work.Db.Set<Account>(), decision => decision.AccountId, account => account.Id, (decision, account) => account.UserName).Distinct().ToListAsync(cancellation);
    }

    /// <summary>Whoever reviews at a unit that has the case in its area, once each, in the role nearest to the case.</summary>
    private async Task<IReadOnlyList<Nominee>> AlongTheLineAsync(CaseFile file, CancellationToken cancellation)
    {
        var (units, today) = (file.Units.Values.ToArray(), file.Today);
        var held = await work.Db.Set<RoleAssignment>().AsNoTracking()
            .Where(held => units.Contains(held.UnitId) && Reviewers.Contains(held.Role) && held.ValidFrom <= today && (held.ValidTo == null || today < held.ValidTo))
            .Join(work.Db.Set<Account>().Where(account => account.Active), held => held.AccountId, account => account.Id, (held, account) => new { held.Role, held.UnitId, account })
            .Join(work.Db.Set<Unit>(), one => one.UnitId, unit => unit.Id, (one, unit) => new { one.Role, one.account, unit }).ToListAsync(cancellation);
        var stoodAside = file.Case.SomebodyStoodAside
            ? await work.Db.Set<Decision>().Where(decision => decision.CaseId == file.Case.Id && decision.Verdict == Verdict.Recuse).Select(decision => decision.AccountId).ToListAsync(cancellation)
            : [];
        var found = new List<Nominee>();
        foreach (var one in held.OrderByDescending(one => one.unit.Level).ThenBy(one => one.Role).ThenBy(one => one.account.NameZh, ByPinyin.Order).ThenBy(one => one.account.UserName, StringComparer.Ordinal).DistinctBy(one => one.account.Id))
        {
            if (!stoodAside.Contains(one.account.Id) && await recusal.WhyAsync(one.account.PersonId, file.Case, today, cancellation) is null)
                found.Add(new(one.account.Id, one.account.UserName, new(one.account.NameZh, one.account.NameEn), one.Role, one.unit.Id, one.unit.Level, new(one.unit.NameZh, one.unit.NameEn)));
        }

        return found;
    }

    /// <summary>Whoever has a task of the round already, by name or claimed: one person, one seat.</summary>
    private static IEnumerable<AccountId> Seated(TaskInHand hand) => hand.File.Tasks
        .Where(task => task.RoundId == hand.Round.Id && task is { IsOpen: true, Purpose: TaskPurpose.Decide, AssigneeId: not null }).Select(task => task.AssigneeId!.Value);

    /// <summary>Everybody who has had this seat in this round.</summary>
    private async Task<HashSet<AccountId>> HadAsync(TaskInHand hand, CancellationToken cancellation)
    {
        var (round, seat) = (hand.Round.Id, hand.Task.SeatKey);
        return [.. await work.Db.Set<ReviewTask>().AsNoTracking().Where(task => task.RoundId == round && task.SeatKey == seat && task.Named && task.Purpose == TaskPurpose.Decide && task.AssigneeId != null)
            .Select(task => task.AssigneeId!.Value).ToListAsync(cancellation),
            .. await work.Db.Set<ReviewTask>().AsNoTracking().Where(task => task.RoundId == round && task.SeatKey == seat && task.GivenById != null).Select(task => task.GivenById!.Value).ToListAsync(cancellation)];
    }

    private async Task<(UnitLevel Level, LocalText Name)> UnitAsync(UnitId id, CancellationToken cancellation)
    {
        var unit = (await work.Db.Set<Unit>().FindAsync([id], cancellation))!;
        return (unit.Level, new(unit.NameZh, unit.NameEn));
    }
}

/// <summary>For pages: who may be named for what at a task.</summary>
public sealed record NomineeLists(IReadOnlyList<Nominee> ToTakeOver, IReadOnlyList<Nominee> ToAdvise, IReadOnlyList<Nominee> ToSign);

/// <summary>Reads whom a task may be given to, for whoever has it.</summary>
public sealed class NomineesOfTask(TaskDesk desk, Nominees nominees)
{
    /// <returns>Null where the actor cannot give it to anybody: it is a colleague's, or waits.</returns>
    public async Task<NomineeLists?> ReadAsync(TaskId id, Actor actor, CancellationToken cancellation)
    {
        try
        {
            var hand = await desk.TakeAsync(id, actor, cancellation);
            await desk.KeepAwayAsync(hand, cancellation);
            return hand.Task.Purpose == TaskPurpose.Advise ? null : new(
                await nominees.ToTakeOverAsync(hand, cancellation), await nominees.ToAdviseAsync(hand, cancellation),
                DecideTask.Tallies(hand.Round.Kind) ? await nominees.ToSignAsync(hand, cancellation) : []);
        }
        catch (RefusedException)
        {
            return null;
        }
    }
}
