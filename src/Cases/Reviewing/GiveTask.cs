using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>
/// Gives a task to somebody by name: whoever takes it over decides (转办); whoever is asked answers and the task comes back (委派). The task of whoever gives it stays on record; a new one is
/// written for the other.
/// </summary>
public sealed class GiveTask(IUnitOfWork work, TaskDesk desk, Nominees nominees, CaseTelling telling, AuditTrail audit, IIds ids)
{
    /// <summary>Responsibility moves. The round asks the other from now on.</summary>
    /// <exception cref="RefusedException">What <see cref="TaskDesk"/> refuses, give.reason-missing, give.reason-too-long, give.nobody, give.not-to, give.stood-aside, give.advice</exception>
    public async Task<TaskId> TransferAsync(TaskId id, string userName, string reason, Actor actor, CancellationToken cancellation)
    {
        var hand = await TakeAsync(id, actor, cancellation);
        var (to, words) = Read(await nominees.ToTakeOverAsync(hand, cancellation), await nominees.StoodAsideAsync(hand.File, cancellation), userName, reason);
        var (task, round, file) = (hand.Task, hand.Round, hand.File);
        var seat = Seat(hand);
        var theirs = seat with { Person = to.Account, Unit = to.Unit };
        if (round.Plan.SeatOf(seat.Key) is not null)
            round.Replan(round.Plan with { Seats = round.Plan.Seats.Replace(seat, theirs) });
        task.Cancel("reassigned", file.Now);
        return await WriteAsync(hand, theirs, new(to.Role, to.Unit, to.Account), TaskPurpose.Decide, words, "task.transferred", cancellation);
    }

    /// <summary>Asks for an answer; the task waits for it.</summary>
    /// <exception cref="RefusedException">What <see cref="TaskDesk"/> refuses, give.reason-missing, give.reason-too-long, give.nobody, give.not-to, give.stood-aside, give.advice</exception>
    public async Task<TaskId> DelegateAsync(TaskId id, string userName, string question, Actor actor, CancellationToken cancellation)
    {
        var hand = await TakeAsync(id, actor, cancellation);
        var (to, words) = Read(await nominees.ToAdviseAsync(hand, cancellation), await nominees.StoodAsideAsync(hand.File, cancellation), userName, question);
        if (hand.Task.AssigneeId is null)
            hand.Task.Claim(hand.By, hand.File.Now);
        hand.Task.Hold(hand.File.Now);
        return await WriteAsync(hand, Seat(hand), new(to.Role, to.Unit, to.Account), TaskPurpose.Advise, words, "task.delegated", cancellation);
    }

    /// <summary>The answer is no longer waited for, and the task is there again for whoever asked.</summary>
    /// <exception cref="RefusedException">What <see cref="TaskDesk"/> refuses, give.nothing-asked</exception>
    public async Task<TaskId> RecallAsync(TaskId id, Actor actor, CancellationToken cancellation)
    {
        var hand = await desk.TakeAsync(id, actor, cancellation, alsoOnHold: true);
        var asked = hand.File.Tasks.FindAll(task => task.PreviousId == id && task is { IsOpen: true, Purpose: TaskPurpose.Advise });
        if (asked.Count == 0)
            throw new RefusedException("give.nothing-asked");
        foreach (var one in asked)
            one.Cancel("recalled", hand.File.Now);
        hand.Task.GoOn();
        audit.Record(hand.File.AuditStream, "task.recalled", actor, ("task", id.ToString()));
        return id;
    }

    private async Task<TaskInHand> TakeAsync(TaskId id, Actor actor, CancellationToken cancellation)
    {
        var hand = await desk.TakeAsync(id, actor, cancellation);
        await desk.KeepAwayAsync(hand, cancellation);
        await desk.RequireOneSeatAsync(hand, cancellation);
        if (hand.Task.Purpose == TaskPurpose.Advise)
            throw new RefusedException("give.advice");
        return hand;
    }

    private async Task<TaskId> WriteAsync(TaskInHand hand, Seat seat, TaskHolder holder, TaskPurpose purpose, string words, string act, CancellationToken cancellation)
    {
        var file = hand.File;
        var task = ReviewTask.For(TaskId.Of(ids.Next()), hand.Round, file.Case.ServiceId, seat, holder, purpose, file.Now, hand.Task);
        task.GivenWith(words, hand.By);
        file.Tasks.Add(task);
        work.Db.Add(task);
        audit.Record(file.AuditStream, act, file.Actor, ("task", hand.Task.Id.ToString()), ("to", holder.Person!.Value.ToString()), ("for", hand.For?.ToString()), ("words", words), ("new", task.Id.ToString()));
        await telling.TellOfTaskAsync(file, task, cancellation, purpose == TaskPurpose.Advise ? Occasions.AdviceAsked : Occasions.TaskTransferred);
        return task.Id;
    }

    /// <summary>Rounds older than seats had names, and steps with one person, have a seat that is made of the task.</summary>
    private static Seat Seat(TaskInHand hand) => hand.Round.Plan.SeatOf(hand.Task.SeatKey) ?? throw new RefusedException("give.not-here");

    /// <summary>Whoever leaves out both is told of both.</summary>
    private static (Nominee To, string Words) Read(IReadOnlyList<Nominee> nominees, IReadOnlyCollection<string> aside, string userName, string words)
    {
        var refusals = new Refusals();
        var to = refusals.Try(() => GivenWords.Find(nominees, aside, userName, "give.not-to"));
        var said = refusals.Try(() => GivenWords.Read(words));
        refusals.ThrowIfAny();
        return (to!, said!);
    }
}

/// <summary>To whom a task is given and why, or what they are asked.</summary>
internal static class GivenWords
{
    internal const int Most = 500;

    /// <param name="aside">Who stood aside from the case: why it cannot be theirs is said, and not what the others may be.</param>
    /// <param name="otherwise">What is said where they are none of these.</param>
    /// <exception cref="RefusedException">give.nobody, give.stood-aside; the other one</exception>
    internal static Nominee Find(IReadOnlyList<Nominee> nominees, IReadOnlyCollection<string> aside, string userName, string otherwise)
    {
        if (string.IsNullOrWhiteSpace(userName))
            throw new RefusedException("give.nobody", "to");
        var named = userName.Trim();
        return nominees.FirstOrDefault(one => string.Equals(one.UserName, named, StringComparison.OrdinalIgnoreCase))
            ?? throw new RefusedException(aside.Contains(named, StringComparer.OrdinalIgnoreCase) ? "give.stood-aside" : otherwise, "to", ("name", userName));
    }

    /// <param name="field">Where they are written.</param>
    /// <exception cref="RefusedException">give.reason-missing, give.reason-too-long</exception>
    internal static string Read(string? words, string field = "words") => words?.Trim() switch
    {
        null or "" => throw new RefusedException("give.reason-missing", field),
        { Length: > Most } => throw new RefusedException("give.reason-too-long", field, ("most", Most)),
        var said => said,
    };
}
