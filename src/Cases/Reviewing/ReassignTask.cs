using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>
/// The head of a unit says who of it does a task (改派): gives a claimed one back to everybody with the role, or gives it to a colleague by the rules of a transfer. It decides nothing, and a head
/// gives nothing to themselves.
/// </summary>
public sealed class ReassignTask(IUnitOfWork work, TaskDesk desk, Nominees nominees, CaseTelling telling, Colleagues colleagues, Organisation.Directory directory, AuditTrail audit, IIds ids)
{
    /// <summary>Whoever makes payments is chosen by their duties and by nobody's word; whoever answers a colleague was asked by that colleague.</summary>
    private static readonly RoundKind[] Fixed = [RoundKind.Payout, RoundKind.Notice];

    /// <param name="to">The user name of a colleague; empty: back to everybody with the role.</param>
    /// <returns>The task as it goes on: the same one where it went back to the role.</returns>
    /// <exception cref="RefusedException">What <see cref="TaskDesk"/> refuses a head; reassign.not-this, reassign.nobodys, reassign.self, task.named, give.reason-missing, give.reason-too-long, give.not-to, give.stood-aside</exception>
    public async Task<TaskId> RunAsync(TaskId id, string? to, string? reason, Actor actor, CancellationToken cancellation)
    {
        var words = GivenWords.Read(reason);
        var hand = await desk.TakeAsHeadAsync(id, actor, cancellation);
        var (task, had) = (hand.Task, hand.Task.AssigneeId);
        if (Fixed.Contains(task.Kind) || task.Purpose == TaskPurpose.Advise)
            throw new RefusedException("reassign.not-this");
        var given = string.IsNullOrWhiteSpace(to) ? await ToRoleAsync(hand, cancellation) : await ToAsync(hand, to.Trim(), words, cancellation);
        audit.Record(hand.File.AuditStream, "task.reassigned", actor, ("task", id.ToString()), ("from", had?.ToString()), ("to", given.AssigneeId?.ToString()), ("words", words), ("new", given.Id == id ? null : given.Id.ToString()));
        if (had is { } before)
        {
            colleagues.Tell(new HouseMessage(hand.File.Case.Id, "task.reassigned", $"task-reassigned:{id}:{hand.File.Now.UtcTicks}",
                ("number", hand.File.Case.ReceiptNumber), ("step", SpokenSteps.Of(task.Step)), ("head", await directory.NameAsync(hand.By, cancellation)), ("words", words)), before);
        }

        return given.Id;
    }

    private async Task<ReviewTask> ToRoleAsync(TaskInHand hand, CancellationToken cancellation)
    {
        if (hand.Task.AssigneeId is null)
            throw new RefusedException("reassign.nobodys", "to");
        if (hand.Task.Named)
            throw new RefusedException("task.named", "to"); // the step or a colleague asks this very person
        hand.Task.Release(hand.File.Now);
        await telling.TellOfTaskAsync(hand.File, hand.Task, cancellation, again: true);
        return hand.Task;
    }

    private async Task<ReviewTask> ToAsync(TaskInHand hand, string userName, string words, CancellationToken cancellation)
    {
        var (task, round, file) = (hand.Task, hand.Round, hand.File);
        if (string.Equals(userName, file.Actor.Name, StringComparison.OrdinalIgnoreCase))
            throw new RefusedException("reassign.self", "to");
        var to = GivenWords.Find(await nominees.ToTakeOverAsync(hand, cancellation), await nominees.StoodAsideAsync(file, cancellation), userName, "give.not-to");
        var seat = round.Plan.SeatOf(task.SeatKey) ?? throw new RefusedException("give.not-here");
        var theirs = seat with { Person = to.Account, Unit = to.Unit };
        round.Replan(round.Plan with { Seats = round.Plan.Seats.Replace(seat, theirs) });
        task.Cancel("reassigned", file.Now);
        var given = ReviewTask.For(TaskId.Of(ids.Next()), round, file.Case.ServiceId, theirs, new(to.Role, to.Unit, to.Account), TaskPurpose.Decide, file.Now, task);
        given.GivenWith(words, hand.By);
        file.Tasks.Add(given);
        work.Db.Add(given);
        await telling.TellOfTaskAsync(file, given, cancellation, Occasions.TaskTransferred);
        return given;
    }
}
