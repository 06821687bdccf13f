using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>
/// What waits too long becomes known to those above, or is opened to others. Each rung of a clock does so once, and a new round has a new clock, so it can never go in circles.
/// </summary>
public sealed class Escalation(IUnitOfWork work, Rounds rounds, CaseTelling telling, RungRecipients recipients, Colleagues colleagues, Organisation.Directory directory, AuditTrail audit, IIds ids)
{
    /// <summary>Where a decision rests on papers and words alone, those above may give it; who visited a home or makes a payment is not exchanged by a clock.</summary>
    private static readonly RoundKind[] Openable = [RoundKind.Completeness, RoundKind.Review, RoundKind.Decision];

    internal async Task InformAsync(CaseFile file, CaseClock clock, Reminder rung, IReadOnlyList<ReviewTask> tasks, CancellationToken cancellation)
    {
        foreach (var task in tasks)
        {
            var message = new HouseMessage(file.Case.Id, "clock.waits", $"clock-waits:{rung.Id}:{task.Id}", [.. await WaitsAsync(file, clock, task, cancellation)]) { About = new(task.RoundId, AskedOf: null) };
            if (await recipients.OfAsync(file, task, rung.To, cancellation) is { Count: > 0 } to)
                colleagues.Remind(message, to);
            else
                await colleagues.TellAdministratorsAsync(message, task.UnitId, cancellation);
            audit.Record(file.AuditStream, "task.escalated", file.Actor, ("task", task.Id.ToString()), ("did", "informed"), ("to", rung.To.ToString()));
        }
    }

    internal async Task ReassignAsync(CaseFile file, CaseClock clock, Reminder rung, IReadOnlyList<ReviewTask> tasks, CancellationToken cancellation)
    {
        foreach (var task in tasks.Where(task => task is { Purpose: TaskPurpose.Decide, State: not TaskState.OnHold }))
        {
            var done = rung.To == RungTo.Holders ? await GiveToAllAsync(file, task, cancellation) : await OpenAboveAsync(file, task, cancellation);
            if (done)
                audit.Record(file.AuditStream, "task.escalated", file.Actor, ("task", task.Id.ToString()), ("did", "reassigned"), ("to", rung.To.ToString()));
            else if (rung.To != RungTo.Holders)
                await InformAsync(file, clock, rung, [task], cancellation);
        }
    }

    /// <summary>Whoever claimed it has not done it: it is everybody's again.</summary>
    private async Task<bool> GiveToAllAsync(CaseFile file, ReviewTask task, CancellationToken cancellation)
    {
        if (task.AssigneeId is null)
            return false;
        if (task.Named)
        {
            var round = file.OpenRound(task.RoundId);
            task.Cancel("escalated", file.Now);
            await rounds.ReplaceAsync(file, round, task, Seat(round, task), cancellation);
            return true;
        }

        task.Release(file.Now);
        await telling.TellOfTaskAsync(file, task, cancellation, again: true);
        return true;
    }

    private async Task<bool> OpenAboveAsync(CaseFile file, ReviewTask task, CancellationToken cancellation)
    {
        if (!Openable.Contains(task.Kind) || Ladder.Over(task.Role) is not { } next || !file.Units.TryGetValue(next.Level, out var unit))
            return false;
        var round = file.OpenRound(task.RoundId);
        var seat = Seat(round, task);
        var theirs = seat with { Role = next.Role, Level = next.Level, Unit = null, Person = null };
        var asked = ReviewTask.For(TaskId.Of(ids.Next()), round, file.Case.ServiceId, theirs, unit, file.Now, task);

        // Whom an earlier or later step of the case needs as somebody else, or a relative, does not get it: it stays where it is.
        if ((await rounds.WhoMayAsync(file, round, asked, cancellation)).Count == 0)
            return false;
        if (round.Plan.SeatOf(seat.Key) is not null)
            round.Replan(round.Plan with { Seats = round.Plan.Seats.Replace(seat, theirs) });
        task.Cancel("escalated", file.Now);
        await rounds.AskAsync(file, round, theirs, cancellation, task);
        return true;
    }

    /// <summary>Rounds older than seats had names have a seat that is made of the task.</summary>
    private static Seat Seat(Round round, ReviewTask task) => round.Plan.SeatOf(task.SeatKey) ?? round.Plan.Seats.First(seat => seat.Role == task.Role);

    private async Task<(string Name, object? Value)[]> WaitsAsync(CaseFile file, CaseClock clock, ReviewTask task, CancellationToken cancellation)
    {
        var unit = (await work.Db.Set<Unit>().FindAsync([task.UnitId], cancellation))!;
        var who = await directory.NameAsync(task.AssigneeId, cancellation) ?? new LocalText("尚无人认领", "nobody has claimed it");
        return
        [
            ("number", file.Case.ReceiptNumber), ("service", file.Service.Description.Name), ("step", SpokenSteps.Of(task.Step)), ("since", LocalDay.Of(task.ClaimedAt ?? task.CameAt)),
            ("unit", new LocalText(unit.NameZh, unit.NameEn)), ("who", who), ("due", clock.DueOn),
        ];
    }
}
