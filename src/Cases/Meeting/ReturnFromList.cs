using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Meeting;

/// <summary>A decider sends one case of the list back to an earlier step: it leaves the list in the same commit.</summary>
public sealed class ReturnFromList(Lists lists, MeetingPeople people, MeetingHolds holds, DecideTask decide, AuditTrail audit)
{
    /// <exception cref="RefusedException">meeting.unknown, meeting.no-such-case, meeting.not-yours, meeting.wrong-state, meeting.case-settled, and what <see cref="DecideTask"/> refuses.</exception>
    public async Task<ItemState> ReturnAsync(MeetingId id, TaskId task, string step, string reason, Actor actor, CancellationToken cancellation)
    {
        var (list, item) = (await lists.GetAsync(id, cancellation), await lists.ItemAsync(id, task, cancellation));
        await people.RequireDeciderAsync(list, actor, cancellation);
        list.Require(MeetingState.Open, MeetingState.Frozen);
        if (item.State != ItemState.Listed)
            throw new RefusedException("meeting.case-settled", null, ("state", item.State.Words()));
        await decide.DecideAsync(new DecideCommand(task, Verdict.Return, reason) { ReturnTo = step, Meeting = new(list.Id, list.Number, null, null) }, actor, cancellation);
        item.Leave(ItemState.Returned, reason.Trim());
        await holds.ReleaseAsync(task, cancellation);
        audit.Record(list.AuditStream, "meeting.case-returned", actor, ("task", task.ToString()), ("case", item.CaseId.ToString()), ("step", step), ("reason", reason.Trim()));
        return item.State;
    }
}

/// <summary>Several cases of a list sent back with one reason for all: each a commit and a result of its own.</summary>
public sealed class ReturnSeveral(IActs acts)
{
    /// <exception cref="RefusedException">meeting.none-chosen, meeting.reason-missing</exception>
    public async Task<ImmutableArray<ListedResult>> ReturnAsync(MeetingId id, IReadOnlyCollection<TaskId> tasks, string step, string reason, Actor actor, CancellationToken cancellation)
    {
        var refusals = new Refusals();
        refusals.Require(tasks.Count > 0, new("meeting.none-chosen", "tasks"));
        refusals.Require(!string.IsNullOrWhiteSpace(reason), new("meeting.reason-missing", "reason"));
        refusals.ThrowIfAny();
        var results = ImmutableArray.CreateBuilder<ListedResult>(tasks.Count);
        foreach (var task in tasks.Distinct())
        {
            try
            {
                results.Add(new(task, await acts.RunAsync<ReturnFromList, ItemState>((act, token) => act.ReturnAsync(id, task, step, reason, actor, token), cancellation)));
            }
            catch (RefusedException refused)
            {
                results.Add(new(task, ItemState.Listed, refused));
            }
        }

        return results.ToImmutable();
    }
}
