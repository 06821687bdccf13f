using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Reviewing;

/// <summary>
/// Which days each clock of a case has to stand still, kept beside the case by what hangs open in it and nothing else: the time of the whole case while the applicant, a notice, the province or an
/// agency has it, that of a step while it waits for an agency, and every one while an administrator holds the case.
/// </summary>
internal sealed class Standstill(Office office, CaseId id)
{
    private readonly Dictionary<ClockId, HashSet<DateOnly>> still = [];
    private readonly HashSet<ClockId> standing = [];
    private readonly HashSet<DateOnly> onHold = [];
    private bool isHeld;
    private DateOnly today = LocalDay.Today(office.Clock);

    /// <summary>Whatever was done last was done on the present day; days that went by before it went by as the case stood then.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync()
    {
        var now = LocalDay.Today(office.Clock);
        for (; today < now; today = today.AddDays(1))
        {
            foreach (var clock in standing)
                still[clock].Add(today.AddDays(1));
            if (isHeld)
                onHold.Add(today.AddDays(1));
        }

        var aidCase = await office.CaseAsync(id);
        isHeld = aidCase.HeldAt is not null;
        var clocks = await office.ReadAsync(db => db.Set<CaseClock>().AsNoTracking().Where(clock => clock.CaseId == id && clock.Kind != "reconsideration").ToListAsync());
        var open = await office.ReadAsync(db => db.Set<Round>().AsNoTracking().Where(round => round.CaseId == id && round.State == RoundState.Open).ToListAsync());
        var waits = await office.ReadAsync(db => db.Set<AgencyWait>().AsNoTracking().Where(wait => wait.CaseId == id && wait.EndedAt == null).Select(wait => wait.RoundId).ToListAsync());
        var calendar = await office.AskAsync(all => all.GetRequiredService<Calendars>().CurrentAsync(CancellationToken.None));
        var elsewhere = waits.Count > 0 || open.Exists(round => round.Kind is RoundKind.Supplement or RoundKind.Notice or RoundKind.ExternalDecision);

        standing.Clear();
        var faults = new List<string>();
        foreach (var clock in clocks)
        {
            var days = still.TryGetValue(clock.Id, out var known) ? known : still[clock.Id] = [.. GoneOnFrom(clock, clocks)];
            var stands = clock.IsOpen && (aidCase.HeldAt is not null || (clock.Kind == "case" ? elsewhere : clock.RoundId is { } round && waits.Contains(round)));
            if (stands)
                standing.Add(clock.Id);
            if (clock.IsOpen && stands != (clock.State == ClockState.Paused))
                faults.Add($"the clock {clock.Kind} {(stands ? "runs and should stand still" : $"stands still by {clock.Holder} and should run")}");
            var given = Enumerable.Range(1, today.DayNumber - clock.StartedOn.DayNumber).Select(clock.StartedOn.AddDays)
                .Where(day => clock.Pauses.Any(pause => day > pause.From && day <= pause.Until) || (clock.PausedOn is { } since && day > since)).ToHashSet();
            if (!given.SetEquals(days))
                faults.Add($"the clock {clock.Kind} gives back {given.Count} days instead of {days.Count}");
            if (clock.IsOpen && clock.DueOn != calendar.After(clock.StartedOn, clock.Term, clock.Roll, clock.Pauses).On)
                faults.Add($"the clock {clock.Kind} is due on {clock.DueOn}, which its pauses do not say");
        }

        return faults;
    }

    /// <summary>A clock that goes on for one whose step was taken back has what that one stood still, and what the case was on hold since.</summary>
    private IEnumerable<DateOnly> GoneOnFrom(CaseClock clock, List<CaseClock> all) =>
        all.Where(other => other.Id != clock.Id && other.Kind == clock.Kind && other.StartedOn == clock.StartedOn && clock.StartedOn < today && other is { State: ClockState.Ended, StoppedOn: not null } && still.ContainsKey(other.Id)).MaxBy(other => other.Id.Value) is { } before
            ? still[before.Id].Concat(onHold.Where(day => day > before.StoppedOn)) : [];
}
