using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Meeting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.StandingIn;
using AidWorkflow.Portal.Dossiers;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Inbox;

/// <summary>What stands beside the tasks of one page: their clocks, who decided before, who has them now, the other seat of a visit. A question each for all of them.</summary>
internal sealed class InboxBeside
{
    private readonly ILookup<RoundId, CaseClock> clocks;
    private readonly ILookup<CaseId, Past> decisions;
    private readonly ILookup<RoundId, ReviewTask> seats;
    private readonly Dictionary<AccountId, LocalText> names;
    private readonly HashSet<CaseId> duplicates;
    private readonly Dictionary<RoundId, int> urged;
    private readonly Dictionary<TaskId, OnList> lists;

    private InboxBeside(
        ILookup<RoundId, CaseClock> clocks, ILookup<CaseId, Past> decisions, ILookup<RoundId, ReviewTask> seats, Dictionary<AccountId, LocalText> names, HashSet<CaseId> duplicates, Dictionary<RoundId, int> urged, Dictionary<TaskId, OnList> lists) =>
        (this.clocks, this.decisions, this.seats, this.names, this.duplicates, this.urged, this.lists) = (clocks, decisions, seats, names, duplicates, urged, lists);

    public static async Task<InboxBeside> OfAsync(DbContext db, IReadOnlyCollection<ReviewTask> tasks, IEnumerable<AccountId?> others, CancellationToken cancellation)
    {
        var (cases, rounds) = (tasks.Select(task => task.CaseId).Distinct().ToArray(), tasks.Select(task => task.RoundId).Distinct().ToArray());
        var visits = tasks.Where(task => task.Kind == RoundKind.HomeVisit).Select(task => task.RoundId).Distinct().ToArray();
        var running = rounds.Length == 0 ? [] : await db.Set<CaseClock>().AsNoTracking()
            .Where(clock => clock.RoundId != null && rounds.Contains(clock.RoundId.Value) && (clock.State == ClockState.Running || clock.State == ClockState.Paused)).ToListAsync(cancellation);
        var past = cases.Length == 0 ? [] : await db.Set<Decision>().AsNoTracking().Where(one => cases.Contains(one.CaseId))
            .Select(one => new Past(one.CaseId, one.TaskId, one.RoundId, one.Id, one.At, one.AccountId, one.OnBehalfOfId, one.Step, one.Verdict, db.Set<ReviewTask>().Any(task => task.Id == one.TaskId && task.TakenBackAt != null))).ToListAsync(cancellation);
        var undone = await UndoneAsync(db, past.Where(one => one.TakenBack).Select(one => one.Case).Distinct(), cancellation);
        var chairs = visits.Length == 0 ? [] : await db.Set<ReviewTask>().AsNoTracking().Where(task => visits.Contains(task.RoundId)).ToListAsync(cancellation);
        var people = tasks.SelectMany(task => new[] { task.AssigneeId, task.ForId }).Concat(others).OfType<AccountId>().Concat(past.SelectMany(one => new[] { one.By, one.For ?? one.By })).Distinct().ToArray();
        var called = people.Length == 0 ? [] : await db.Set<Account>().AsNoTracking().Where(one => people.Contains(one.Id)).ToDictionaryAsync(one => one.Id, one => new LocalText(one.NameZh, one.NameEn), cancellation);
        var urges = rounds.Length == 0 ? [] : await db.Set<Cases.Urging.Urge>().AsNoTracking().Where(urge => rounds.Contains(urge.RoundId)).GroupBy(urge => urge.RoundId)
            .Select(of => new { of.Key, Times = of.Count() }).ToDictionaryAsync(of => of.Key, of => of.Times, cancellation);
        var before = tasks.Where(task => task.Kind == RoundKind.Decision && task.IsOpen).Select(task => task.Id).ToArray();
        var listed = before.Length == 0 ? [] : await db.Set<ListedTask>().AsNoTracking().Where(one => before.Contains(one.TaskId))
            .Join(db.Set<MeetingList>(), one => one.MeetingId, list => list.Id, (one, list) => new { one.TaskId, list.Number, list.PlannedOn, list.State })
            .ToDictionaryAsync(one => one.TaskId, one => new OnList(one.Number, one.PlannedOn, one.State != MeetingState.Open), cancellation);
        return new(running.ToLookup(clock => clock.RoundId!.Value), past.ConvertAll(one => one with { Undone = one.TakenBack || undone.Contains(one.Round) }).ToLookup(one => one.Case), chairs.ToLookup(seat => seat.RoundId), called, await PassedLikeness.AmongAsync(db, cases, cancellation), urges, listed);
    }

    public CaseClock? ClockOf(ReviewTask task) => clocks[task.RoundId].MinBy(clock => clock.DueOn);

    public IEnumerable<ReviewTask> SeatsOf(ReviewTask task) => seats[task.RoundId];

    public LocalText? NameOf(AccountId account) => names.GetValueOrDefault(account);

    /// <summary>What was taken back of these cases; of few a word ever was.</summary>
    private static async Task<HashSet<RoundId>> UndoneAsync(DbContext db, IEnumerable<CaseId> retaken, CancellationToken cancellation)
    {
        var undone = new HashSet<RoundId>();
        foreach (var id in retaken)
            undone.UnionWith((await Retaken.OfAsync(db, id, await db.Set<Round>().AsNoTracking().Where(round => round.CaseId == id).OrderBy(round => round.OpenedAt).ThenBy(round => round.Id).ToListAsync(cancellation), cancellation)).Undone);
        return undone;
    }

    /// <summary>Whose decision let the case come here: not what was said within the step itself, asked of a delegate, left to others or taken back.</summary>
    public HeldBefore? BeforeOf(ReviewTask task) =>
        decisions[task.CaseId].Where(one => one.At <= task.CreatedAt && one.Round != task.RoundId && !one.Undone && one.Verdict is not (Verdict.Advise or Verdict.Recuse)).MaxBy(one => (one.At, one.Id.Value)) is { } last && NameOf(last.By) is { } name ? new(StoodIn.Name(name, last.For is { } principal ? NameOf(principal) : null), last.Step) : null;

    /// <summary>Why somebody stood aside from these tasks; few ever do.</summary>
    public static async Task<Dictionary<TaskId, string>> ReasonsAsync(DbContext db, AccountId account, IReadOnlyList<TaskId> tasks, CancellationToken cancellation) =>
        await db.Set<Decision>().AsNoTracking().Where(one => one.Verdict == Verdict.Recuse && one.AccountId == account && tasks.Contains(one.TaskId) && one.Opinion != null)
            .ToDictionaryAsync(one => one.TaskId, one => one.Opinion!, cancellation);

    /// <summary>The kinds of the passages of these cases.</summary>
    public static async Task<Dictionary<RoundId, RoundKind>> KindsAsync(DbContext db, CaseId[] cases, CancellationToken cancellation) => cases.Length == 0 ? []
        : await db.Set<Round>().AsNoTracking().Where(round => cases.Contains(round.CaseId)).Select(round => new { round.Id, round.Kind }).ToDictionaryAsync(round => round.Id, round => round.Kind, cancellation);

    /// <summary>What was decided in the case of a task, as far as it keeps somebody from another step.</summary>
    public DecidedBy[] DecidedIn(ReviewTask task, IReadOnlyDictionary<RoundId, RoundKind> kinds) =>
        [.. decisions[task.CaseId].Select(one => new DecidedBy(one.Case, one.Round, one.Step, one.By, one.For, one.Verdict) { Kind = kinds.TryGetValue(one.Round, out var kind) ? kind : null })];

    /// <summary>In whose place a finished task was done; null where in nobody's.</summary>
    public AccountId? DoneForOf(ReviewTask task) => task.IsOpen ? null : decisions[task.CaseId].FirstOrDefault(one => one.Task == task.Id)?.For;

    /// <summary>What a finished task came to; null while it is open, and where others settled it.</summary>
    /// <param name="reason">Why somebody stood aside from it.</param>
    public SaidOfTask? SaidOf(ReviewTask task, Part part, string? reason)
    {
        if (decisions[task.CaseId].FirstOrDefault(one => one.Task == task.Id && (task.State == TaskState.Completed || one.Verdict == Verdict.Recuse)) is not { } said)
            return null;
        var again = decisions[task.CaseId].Any(one => one.At < said.At && (task.Kind == RoundKind.HomeVisit ? one.Round == said.Round : one.Step == said.Step && one.Verdict == Verdict.Complete));
        return new(said.Verdict, StepWords.Did(task.Kind, said.Verdict, part, again), said.At) { Reason = reason };
    }

    public int ReturnsOf(ReviewTask task) => decisions[task.CaseId].Count(one => one.Verdict == Verdict.Return && !one.TakenBack);

    /// <summary>How often this passage through the step was urged.</summary>
    public int UrgedOf(ReviewTask task) => urged.GetValueOrDefault(task.RoundId);

    /// <summary>The meeting's list that it lies on; null where it lies on none.</summary>
    public OnList? ListOf(ReviewTask task) => lists.GetValueOrDefault(task.Id);

    public bool IsLikelyDuplicate(ReviewTask task) => duplicates.Contains(task.CaseId);

    private sealed record Past(CaseId Case, TaskId Task, RoundId Round, DecisionId Id, DateTimeOffset At, AccountId By, AccountId? For, string Step, Verdict Verdict, bool TakenBack)
    {
        /// <summary>It was taken back, or its round goes on in another one for that.</summary>
        public bool Undone { get; init; }
    }
}
