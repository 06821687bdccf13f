using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Meeting;

/// <summary>
/// Carries out what a confirmed meeting decided of one case: by the ordinary decision of its task, in the name of the decider who entered it, which carries the meeting as its basis.
/// The decision and that it was made are one commit, so again after a crash, or by two at once, decides nothing twice.
/// </summary>
public sealed class CarryOutResult(IUnitOfWork work, Lists lists, MeetingHolds holds, DecideTask decide, AuditTrail audit)
{
    /// <returns>Where the case stands on the list now.</returns>
    /// <exception cref="RefusedException">meeting.wrong-state, and what the decision is refused for.</exception>
    public async Task<ItemState> CarryOutAsync(MeetingId id, TaskId task, CancellationToken cancellation)
    {
        var list = await lists.GetAsync(id, cancellation);
        list.Require(MeetingState.Confirmed, MeetingState.Closed);
        var item = await lists.ItemAsync(id, task, cancellation);
        if (!item.IsPending)
            return item.State;
        var open = await work.Db.Set<ReviewTask>().FirstAsync(one => one.Id == task, cancellation);
        if (!open.IsOpen)
        {
            item.Leave(ItemState.Gone, open.CancelledBecause ?? "decided");
            await holds.ReleaseAsync(task, cancellation);
            return item.State;
        }

        var decider = await work.Db.Set<Account>().AsNoTracking().FirstAsync(account => account.Id == list.EnteredBy, cancellation);
        var basis = new MeetingBasis(list.Id, list.Number, list.MinutesNumber, list.HeldOn) { Present = item.Present, For = item.VotesFor, Against = item.VotesAgainst, Withdrew = item.Withdrew };
        var receipt = await decide.DecideAsync(
            new DecideCommand(task, item.Outcome == MeetingOutcome.Refuse ? Verdict.Refuse : Verdict.Approve, item.Reason ?? Agreed(list)) { Cents = item.Cents, Meeting = basis }, decider.AsActor(), cancellation);
        item.Decide(receipt.Decision);
        await holds.ReleaseAsync(task, cancellation);
        return item.State;
    }

    /// <summary>The result could not be carried out: it stays, with why, until a person settles it.</summary>
    public async Task<ItemState> FailAsync(MeetingId id, TaskId task, string why, CancellationToken cancellation)
    {
        var (list, item) = (await lists.GetAsync(id, cancellation), await lists.ItemAsync(id, task, cancellation));
        if (!item.IsPending)
            return item.State; // somebody else was first
        item.Leave(ItemState.Failed, why);
        audit.Record(list.AuditStream, "meeting.result-failed", Actor.System, ("task", task.ToString()), ("case", item.CaseId.ToString()), ("why", why));
        return item.State;
    }

    /// <summary>What could not be carried out is tried once more.</summary>
    public async Task<bool> TryAgainAsync(MeetingId id, TaskId task, CancellationToken cancellation)
    {
        if (await lists.ItemAsync(id, task, cancellation) is not { State: ItemState.Failed } item)
            return false;
        item.TryAgain();
        return true;
    }

    /// <summary>Nothing of the list is left to do.</summary>
    public async Task<bool> CloseAsync(MeetingId id, CancellationToken cancellation)
    {
        var list = await lists.GetAsync(id, cancellation);
        if (list.State != MeetingState.Confirmed || (await lists.ItemsAsync(id, cancellation)).Exists(item => item.IsPending || item.State == ItemState.Failed))
            return false;
        list.Close();
        audit.Record(list.AuditStream, "meeting.closed", Actor.System);
        return true;
    }

    private static string Agreed(MeetingList list) => $"经 {Texts.Day(list.HeldOn!.Value, "zh-CN")}会议（{list.MinutesNumber}）研究同意。";
}
