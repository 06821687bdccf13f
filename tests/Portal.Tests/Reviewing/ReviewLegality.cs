using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Reviewing;

/// <summary>What has to be so after every operation, whichever came before.</summary>
internal static class ReviewLegality
{
    public static async Task<IReadOnlyList<string>> FaultsAsync(this Office office, CaseId id)
    {
        var faults = new List<string>();
        var aidCase = await office.CaseAsync(id);
        var rounds = await office.ReadAsync(db => db.Set<Round>().AsNoTracking().Where(round => round.CaseId == id).ToListAsync());
        var tasks = await office.ReadAsync(db => db.Set<ReviewTask>().AsNoTracking().Where(task => task.CaseId == id).ToListAsync());
        var decisions = await office.ReadAsync(db => db.Set<Decision>().AsNoTracking().Where(decision => decision.CaseId == id).ToListAsync());
        var clocks = await office.ReadAsync(db => db.Set<CaseClock>().AsNoTracking().Where(clock => clock.CaseId == id).ToListAsync());
        var open = rounds.Where(round => round.State == RoundState.Open).ToList();
        Check(aidCase.IsOpen == (open.Count > 0), $"the case is {(aidCase.IsOpen ? "open" : "closed")} with {open.Count} open rounds");

        foreach (var task in tasks.Where(task => task.IsOpen))
        {
            Check(open.Exists(round => round.Id == task.RoundId), $"orphan: task {task.Step}/{task.SeatKey} of a round that is over");
            Check(task.Named == (task.AssigneeId is not null && task.Named), $"{task.Step}/{task.SeatKey} is named and nobody's");
            if (task.Purpose == TaskPurpose.Advise)
                Check(tasks.Exists(owner => owner.Id == task.PreviousId && owner is { State: TaskState.OnHold, Purpose: TaskPurpose.Decide }), $"{task.Step}/{task.SeatKey}: asked for an answer that nobody waits for");
        }

        foreach (var round in rounds.Where(round => round.Kind is RoundKind.Review or RoundKind.Decision))
        {
            var mine = tasks.Where(task => task.RoundId == round.Id && task.Purpose == TaskPurpose.Decide).ToList();
            var cast = mine.Where(task => task is { State: TaskState.Completed, TakenBackAt: null }).Select(task => (task.SeatKey, Decision: decisions.Single(one => one.TaskId == task.Id))).OrderBy(one => one.Decision.At).ThenBy(one => one.Decision.Id.Value).ToList();
            Check(cast.Select(one => one.SeatKey).Distinct().Count() == cast.Count, $"{round.Step}: a seat has voted twice");
            Check(cast.Select(one => one.Decision.AccountId).Distinct().Count() == cast.Count, $"{round.Step}: a person has voted twice");
            var tally = Tally.Of(round.Plan, cast.Where(one => one.Decision.Verdict != Verdict.Return).Select(one => new Ballot(one.SeatKey, one.Decision.Verdict)));
            if (round.State != RoundState.Open)
            {
                if (round.State == RoundState.Settled && !mine.Exists(task => task.TakenBackAt is not null))
                    Check(round.Outcome == (tally.State == TallyState.Passed ? "Approve" : tally.State == TallyState.Refused ? "Refuse" : null), $"{round.Step}: went by {round.Outcome} with {tally}");
                continue;
            }

            Check(tally.State == TallyState.Open, $"{round.Step}: open, though it is {tally.State}");
            var asked = mine.Where(task => task.IsOpen).ToList();
            Check(asked.Select(task => task.SeatKey).Distinct().Count() == asked.Count, $"{round.Step}: a seat is asked twice");
            Check(tally.Asked.All(seat => asked.Exists(task => task.SeatKey == seat)), $"{round.Step}: not asked, whose turn it is: {string.Join(' ', tally.Asked)} of {string.Join(' ', asked.Select(task => task.SeatKey))}");
            Check(asked.TrueForAll(task => tally.Asked.Contains(task.SeatKey) || tally.Waiting.Contains(task.SeatKey)), $"{round.Step}: asked, whose turn it is not");
            foreach (var task in asked)
            {
                var waits = tally.Waiting.Contains(task.SeatKey) || tasks.Exists(answer => answer.PreviousId == task.Id && answer is { IsOpen: true, Purpose: TaskPurpose.Advise });
                Check(waits == (task.State == TaskState.OnHold), $"{round.Step}/{task.SeatKey}: {task.State} and {(waits ? "waits for somebody" : "waits for nobody")}");
            }
        }

        foreach (var round in rounds)
            Check(clocks.Count(clock => clock.RoundId == round.Id && clock.IsOpen) <= (round.State == RoundState.Open ? 1 : 0), $"{round.Step}: its clock runs on, or twice");
        Check(clocks.Count(clock => clock is { Kind: "case", IsOpen: true }) <= (aidCase.IsOpen ? 1 : 0), "the clock of the case runs on, or twice");
        return faults;

        void Check(bool holds, string otherwise)
        {
            if (!holds)
                faults.Add(otherwise);
        }
    }
}
