using System.Runtime.CompilerServices;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>Who decided what, as far as it keeps somebody from another step.</summary>
/// <param name="For">In whose place, where somebody stood in.</param>
/// <param name="Verdict">Whoever stood aside left the case to others; whoever answered a colleague took no seat.</param>
public sealed record DecidedBy(CaseId Case, RoundId Round, string Step, AccountId By, AccountId? For, Verdict Verdict);

/// <summary>
/// Whether anybody may do a task: somebody holds its role there and is not kept away from this very step, by having decided one that it is to be independent of, by the other
/// seats of the round, or by being close to the applicant. One instance serves one act or query.
/// </summary>
public sealed class Candidates(Organisation.Directory directory, Recusal recusal)
{
    private readonly Dictionary<(Role Role, UnitId Unit), IReadOnlyList<Account>> holders = [];

    /// <param name="decided">What was decided in the case.</param>
    /// <param name="seats">How many different people the open tasks of the round ask for, of this role at this unit.</param>
    public async Task<bool> SufficeAsync(ReviewTask task, ReviewPlan plan, AidCase aidCase, IEnumerable<DecidedBy> decided, int seats, DateOnly today, CancellationToken cancellation)
    {
        var needed = Needed(plan, seats);
        await foreach (var _ in EachAsync(task, plan, aidCase, decided, today, cancellation))
        {
            if (--needed == 0)
                return true;
        }

        return false;
    }

    /// <summary>Those who may, by user name.</summary>
    public async Task<IReadOnlyList<Account>> WhoAsync(ReviewTask task, ReviewPlan plan, AidCase aidCase, IEnumerable<DecidedBy> decided, DateOnly today, CancellationToken cancellation, bool ofRole = false)
    {
        var who = new List<Account>();
        await foreach (var account in EachAsync(task, plan, aidCase, decided, today, cancellation, ofRole))
            who.Add(account);
        return who;
    }

    internal static int Needed(ReviewPlan plan, int seats) => plan.OneSeatEach ? Math.Max(1, seats) : 1;

    /// <summary>What somebody read for many tasks at once need not be asked for each.</summary>
    internal void Know(Role role, UnitId unit, IReadOnlyList<Account> who) => holders[(role, unit)] = who;

    /// <summary>Holders of the role whom no decision keeps away; how close they are to the applicant is not looked at.</summary>
    internal async Task<IReadOnlyList<Account>> IndependentAsync(
        RoundId round, Role role, UnitId unit, ReviewPlan plan, IEnumerable<DecidedBy> decided, DateOnly today, CancellationToken cancellation)
    {
        var away = decided.Where(one => one.Verdict == Verdict.Recuse || (plan.OneSeatEach && one.Round == round && one.Verdict != Verdict.Advise) || plan.NotDecidersOf.Contains(one.Step))
            .SelectMany(one => new[] { one.By, one.For ?? one.By }).ToHashSet();
        var all = await HoldersAsync(role, unit, today, cancellation);
        return away.Count == 0 ? all : [.. all.Where(account => !away.Contains(account.Id))];
    }

    private async IAsyncEnumerable<Account> EachAsync(
        ReviewTask task, ReviewPlan plan, AidCase aidCase, IEnumerable<DecidedBy> decided, DateOnly today, [EnumeratorCancellation] CancellationToken cancellation, bool ofRole = false)
    {
        foreach (var account in await IndependentAsync(task.RoundId, task.Role, task.UnitId, plan, decided, today, cancellation))
        {
            if (plan.OneSeatEach && plan.Seats.Any(seat => seat.Key != task.SeatKey && seat.Person == account.Id))
                continue; // they have a seat of their own in this round
            if ((ofRole || !task.Named || task.AssigneeId == account.Id) && await recusal.WhyAsync(account.PersonId, aidCase, today, cancellation) is null)
                yield return account;
        }
    }

    private async Task<IReadOnlyList<Account>> HoldersAsync(Role role, UnitId unit, DateOnly today, CancellationToken cancellation) =>
        holders.TryGetValue((role, unit), out var known) ? known : holders[(role, unit)] = await directory.HoldersAsync(role, unit, today, cancellation);
}
