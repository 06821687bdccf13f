using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>A case with one of its runs; null for a case whose workflow has not started.</summary>
internal sealed record CaseWithRun(AidCase Case, CaseRun? Run);

/// <summary>A round with one of its open tasks; null where none is open.</summary>
internal sealed record RoundWithTask(Round Round, ReviewTask? Task);

/// <summary>How often the tree of units, deputies and covers changed and the calendar was loaded: whoever knows them need not read them again.</summary>
internal sealed record Marks(long TreeChanges, long CalendarNumber, long StandInChanges);

/// <summary>
/// The questions that every act on a case asks, translated once for the process: taking each apart again took longer than answering it.
/// One of these belongs to one database.
/// </summary>
public sealed class CaseQueries
{
    internal Func<DbContext, TaskId, CancellationToken, Task<ReviewTask?>> TaskAsync { get; } = EF.CompileAsyncQuery((DbContext db, TaskId id, CancellationToken cancellation) =>
        db.Set<ReviewTask>().FirstOrDefault(task => task.Id == id));

    internal Func<DbContext, CaseId, IAsyncEnumerable<CaseWithRun>> CaseWithRuns { get; } = EF.CompileAsyncQuery((DbContext db, CaseId id) =>
        from aidCase in db.Set<AidCase>()
        where aidCase.Id == id
        join run in db.Set<CaseRun>() on aidCase.Id equals run.CaseId into runs
        from run in runs.DefaultIfEmpty()
        select new CaseWithRun(aidCase, run));

    internal Func<DbContext, CaseId, IAsyncEnumerable<RoundWithTask>> RoundsWithOpenTasks { get; } = EF.CompileAsyncQuery((DbContext db, CaseId id) =>
        from round in db.Set<Round>()
        where round.CaseId == id
        join task in db.Set<ReviewTask>().Where(task => task.State == TaskState.Assigned || task.State == TaskState.InProgress || task.State == TaskState.OnHold)
            on round.Id equals task.RoundId into tasks
        from task in tasks.DefaultIfEmpty()
        orderby round.OpenedAt, round.Id
        select new RoundWithTask(round, task));

    internal Func<DbContext, CaseId, IAsyncEnumerable<CaseClock>> OpenClocks { get; } = EF.CompileAsyncQuery((DbContext db, CaseId id) =>
        db.Set<CaseClock>().Where(clock => clock.CaseId == id && (clock.State == ClockState.Running || clock.State == ClockState.Paused)));

    internal Func<DbContext, CancellationToken, Task<Marks?>> MarksAsync { get; } = EF.CompileAsyncQuery((DbContext db, CancellationToken cancellation) =>
        db.Set<UnitTreeHead>().Where(head => head.Id == 1)
            .Select(head => new Marks(head.Changes, db.Set<CalendarYear>().Max(year => (long?)year.Number) ?? 0, head.StandInChanges)).FirstOrDefault());

    internal Func<DbContext, UnitId, IAsyncEnumerable<UnitAbove>> UnitsAbove { get; } = EF.CompileAsyncQuery((DbContext db, UnitId unit) =>
        db.Set<UnitAncestor>().Where(above => above.UnitId == unit && above.ValidTo == null)
            .Join(db.Set<Unit>().Where(above => above.ValidTo == null), above => above.AncestorId, ancestor => ancestor.Id,
                (above, ancestor) => new UnitAbove(ancestor.Level, ancestor.Id, ancestor.DivisionCode)));
}
