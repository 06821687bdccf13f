using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Instances;
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
        Check(aidCase.IsOpen == (open.Count > 0), $"the case is {(aidCase.IsOpen ? "open" : "closed")} with {open.Count} open rounds: {string.Join(' ', open.Select(round => $"{round.Step}/{round.InstanceId}"))}");

        Check(rounds.Where(round => round.State == RoundState.Open).GroupBy(round => (round.InstanceId, round.ActivityId)).All(same => same.Count() == 1), "a step is open twice");
        foreach (var round in open.Where(round => round.Kind is not (RoundKind.Notice or RoundKind.Supplement or RoundKind.Payout)))
            Check(tasks.Exists(task => task.RoundId == round.Id && task.IsOpen), $"{round.Step} can never finish: nobody is asked");
        foreach (var same in decisions.GroupBy(decision => decision.TaskId))
            Check(same.Count() == 1, "a task was decided twice");
        var trail = await office.ReadAsync(db => db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Stream == $"case:{id}" && (entry.Act == "task.decided" || entry.Act == "task.carried" || entry.Act == "round.settled" || entry.Act == "round.ended"))
            .Select(entry => new { entry.Act, entry.Facts }).ToListAsync());
        Check(trail.Count(entry => entry.Act is "task.decided" or "task.carried") == decisions.Count, "a decision took effect more than once, or never");
        foreach (var same in trail.Where(entry => entry.Act.StartsWith("round.", StringComparison.Ordinal)).GroupBy(entry => JsonNode.Parse(entry.Facts)!["round"]!.GetValue<string>()))
            Check(same.Count() == 1, $"a round was settled or ended {same.Count()} times");
        Check(trail.Count(entry => entry.Act.StartsWith("round.", StringComparison.Ordinal)) == rounds.Count - open.Count, "a round is over that nothing ended");
        Check(await office.ReadAsync(db => db.Set<IncidentRow>().CountAsync(incident => incident.State == IncidentState.Open)) == 0, "a step failed");
        var payments = (await office.PaymentsAsync(id)).Where(payment => payment.State is not (PaymentState.Cancelled or PaymentState.Returned)).Sum(payment => payment.Cents);
        Check(payments <= (aidCase.ApprovedCents ?? 0), $"{payments} cents are on their way of {aidCase.ApprovedCents} granted");

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
