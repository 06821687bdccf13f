using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>
/// Somebody who has agreed at an earlier step of this run need not say it again (去重), where the plan lets it: their earlier word is written down for the new seat, with a reference. Only
/// opinions, never amounts; never after the case was sent back since; never what was said in another's place.
/// </summary>
public sealed class Carrying(IUnitOfWork work, AuditTrail audit, IIds ids)
{
    /// <returns>Whether the task is done by that.</returns>
    internal async Task<bool> CarryAsync(CaseFile file, Round round, ReviewTask task, CancellationToken cancellation)
    {
        if (round.Plan.Repeated != Repeat.CarryOver || round.Kind != RoundKind.Review || task is not { Named: true, ForId: null, AssigneeId: { } person, State: TaskState.Assigned }
            || round.Plan.Opinion == OpinionDuty.Always || round.Plan.Signed || task.Role == Organisation.Role.VillageHelper || round.Plan.NotDecidersOf.Length > 0)
            return false;
        var run = file.Rounds.Where(one => one.InstanceId == round.InstanceId && one.Id != round.Id).ToList();
        var since = run.FindLastIndex(one => one.State == RoundState.Returned); // in the order in which they were opened: what was said before counts no more
        var steps = run.Skip(since + 1).Where(one => one is { Kind: RoundKind.Review, State: RoundState.Settled }).Select(one => one.Id).ToArray();
        if (steps.Length == 0)
            return false;
        var id = file.Case.Id;
        await work.Db.Set<Decision>().Where(decision => decision.CaseId == id).LoadAsync(cancellation); // and those of this very act
        var taken = await work.Db.Set<ReviewTask>().AsNoTracking().Where(one => one.CaseId == id && one.TakenBackAt != null).ToDictionaryAsync(one => one.Id, one => one.RoundId, cancellation);
        if (taken.ContainsValue(round.Id) || file.Tasks.Exists(one => one.RoundId == round.Id && one.TakenBackAt is not null))
            return false; // whoever took a word back wants to say another
        var earlier = work.Db.Set<Decision>().Local.Where(one => steps.Contains(one.RoundId) && one.AccountId == person && one.OnBehalfOfId is null && !taken.ContainsKey(one.TaskId)).MaxBy(one => one.At);
        if (earlier is not { Verdict: Verdict.Approve })
            return false;

        var carried = new Decision
        {
            Id = DecisionId.Of(ids.Next()),
            TaskId = task.Id,
            RoundId = round.Id,
            CaseId = id,
            Step = round.Step,
            AccountId = person,
            Verdict = Verdict.Approve,
            Opinion = earlier.Opinion,
            Detail = JsonSerializer.Serialize(new { carriedFrom = earlier.Id.ToString(), step = earlier.Step }),
            At = file.Now,
        };
        work.Db.Add(carried);
        task.Complete(person, file.Now);
        round.Count();
        audit.Record(file.AuditStream, "task.carried", file.Actor, ("task", task.Id.ToString()), ("decision", carried.Id.ToString()), ("from", earlier.Id.ToString()), ("digest", carried.WordsDigest()));
        return true;
    }
}
