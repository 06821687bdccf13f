using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>
/// Takes an open task from whoever has it and gives it to somebody else, or back to everybody with the role. The task stays on record as given on, and a new one is written. A question that a
/// delegate was asked is taken back to whoever asked it.
/// </summary>
public sealed class PassOn(IUnitOfWork work, CaseQueries queries, CaseFiles files, Rounds rounds, Ballots ballots, Organisation.Directory directory, AuditTrail audit)
{
    /// <param name="from">Who has it, or for whom a deputy has it; the task is left alone where that is so no longer.</param>
    /// <param name="to">Null: back to the role, or to whoever the deputy stood in for.</param>
    /// <param name="because">For the record: "account-closed", "deputy-over", "no-role", "unit-closed".</param>
    /// <param name="reason">What somebody said of why, where they were asked.</param>
    /// <returns>The new task; null where there was nothing to do any more, or an answer was taken back.</returns>
    /// <exception cref="RefusedException">hand-over.person, hand-over.no-role, hand-over.self, and why somebody may not decide it.</exception>
    public async Task<TaskId?> RunAsync(TaskId id, AccountId? from, AccountId? to, string because, Actor actor, CancellationToken cancellation, string? reason = null)
    {
        if (await queries.TaskAsync(work.Db, id, cancellation) is not { IsOpen: true } found || (from is not null && found.AssigneeId != from && found.ForId != from))
            return null;
        var file = await files.LoadAsync(found.CaseId, actor, cancellation);
        var task = file.Tasks.Find(one => one.Id == id) ?? found;
        return file.Rounds.Find(one => one.Id == task.RoundId && one.State == RoundState.Open) is { } round ? await PassAsync(file, round, task, from, to, because, cancellation, reason) : null;
    }

    /// <summary>Whoever stands aside does nothing more in the case: what else they have open in it, also through a deputy, is asked of others.</summary>
    internal async Task LeaveAsync(CaseFile file, AccountId person, CancellationToken cancellation)
    {
        foreach (var task in file.Tasks.Where(task => task.IsOpen && (task.AssigneeId == person || task.ForId == person)).ToArray())
        {
            if (task.IsOpen && file.Rounds.Find(round => round.Id == task.RoundId && round.State == RoundState.Open) is { } round)
                await PassAsync(file, round, task, person, null, "stood-aside", cancellation);
        }
    }

    private async Task<TaskId?> PassAsync(CaseFile file, Round round, ReviewTask task, AccountId? from, AccountId? to, string because, CancellationToken cancellation, string? reason = null)
    {
        var (id, actor) = (task.Id, file.Actor);
        if (task.Purpose == TaskPurpose.Advise)
        {
            task.Cancel("recalled", file.Now);
            if (file.Tasks.Find(one => one.Id == task.PreviousId && one.State == TaskState.OnHold) is { } asking)
                await work.Db.ComesBackAsync(file, asking, cancellation);
            audit.Record(file.AuditStream, "task.handed-over", actor, ("task", id.ToString()), ("because", because), ("reason", reason));
            return null;
        }

        if (to is { } successor && await rounds.WhyNotAsync(file, round, task, successor, cancellation) is { } why)
            throw why;
        var principal = to is null && task.ForId is { } away && away != from ? task.ForId : null;
        var unit = await directory.CurrentAsync(task.UnitId, file.Today, cancellation);
        var known = round.Plan.SeatOf(task.SeatKey);
        var seat = (known ?? new Seat(task.Role, await LevelAsync(unit, cancellation))) with { Role = task.Role, Unit = unit, Person = task.Named ? to ?? principal : null, Rule = null };
        if (known is not null)
            round.Replan(round.Plan with { Seats = round.Plan.Seats.Replace(known, seat) });
        task.Cancel(because == "unit-closed" ? "moved" : "reassigned", file.Now);
        foreach (var asked in file.Tasks.Where(one => one.PreviousId == id && one is { IsOpen: true, Purpose: TaskPurpose.Advise }))
            asked.Cancel("recalled", file.Now);
        var given = await rounds.AskAsync(file, round, seat, cancellation, task, to);
        if (DecideTask.Tallies(round.Kind))
            await rounds.AdvanceAsync(file, round, Tally.Of(round.Plan, await ballots.SoFarAsync(file, round, cancellation)), cancellation); // what waits for another signer waits on
        audit.Record(file.AuditStream, "task.handed-over", actor, ("task", id.ToString()), ("from", from?.ToString()), ("to", given.AssigneeId?.ToString()), ("because", because), ("new", given.Id.ToString()), ("reason", reason));
        return given.Id;
    }

    private async Task<UnitLevel> LevelAsync(UnitId unit, CancellationToken cancellation) => (await work.Db.Set<Unit>().FindAsync([unit], cancellation))!.Level;
}
