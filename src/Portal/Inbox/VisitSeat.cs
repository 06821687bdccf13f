using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Portal.Inbox;

/// <summary>Which of the two seats of a visit a task is: the first writes down what was found, the second reads and signs it.</summary>
/// <param name="OtherIsMine">Whoever asks sits on the other seat, so this one is for somebody else.</param>
public sealed record VisitSeat(int Number, bool OtherIsMine)
{
    public LocalText Name => Number == 1 ? new("第一调查员", "first investigator") : new("第二调查员", "second investigator");

    /// <summary>Whoever decided, or else got it, before the other is the first.</summary>
    /// <returns>Null where the round has one seat only.</returns>
    public static VisitSeat? Of(TaskId task, IEnumerable<ReviewTask> ofRound, AccountId asker)
    {
        var seats = ofRound.Where(seat => seat.State != TaskState.Cancelled)
            .OrderBy(seat => seat.CompletedAt ?? DateTimeOffset.MaxValue).ThenBy(seat => seat.ClaimedAt ?? (seat.Named ? seat.CameAt : DateTimeOffset.MaxValue)).ThenBy(seat => seat.Id.Value).ToList();
        return seats.Count < 2 ? null
            : new(seats.FindIndex(seat => seat.Id == task) + 1, seats.Any(seat => seat.Id != task && seat.AssigneeId == asker));
    }
}
