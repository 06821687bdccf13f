using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>Takes a case from its shelf: everything an act or an activity may need of it, tracked.</summary>
public sealed class CaseFiles(IUnitOfWork work, ServiceCatalogue services, Calendars calendars, CaseClocks clocks, TimeProvider time)
{
    /// <exception cref="RefusedException">case.unknown</exception>
    public async Task<CaseFile> LoadAsync(CaseId id, Actor actor, CancellationToken cancellation)
    {
        var db = work.Db;
        var aidCase = await db.Set<AidCase>().FirstOrDefaultAsync(aidCase => aidCase.Id == id, cancellation) ?? throw new RefusedException("case.unknown");
        var rounds = await db.Set<Round>().Where(round => round.CaseId == id).OrderBy(round => round.OpenedAt).ThenBy(round => round.Id).ToListAsync(cancellation);
        return await FileAsync(
            aidCase,
            await db.Set<CaseRun>().Where(run => run.CaseId == id).ToListAsync(cancellation),
            rounds,
            await db.Set<ReviewTask>().Where(task => task.CaseId == id
                && (task.State == TaskState.Assigned || task.State == TaskState.InProgress || task.State == TaskState.OnHold)).ToListAsync(cancellation),
            [.. await clocks.OpenAsync(id, cancellation)],
            actor,
            cancellation);
    }

    /// <summary>The file of a case that this very act opens.</summary>
    public Task<CaseFile> NewAsync(AidCase aidCase, Actor actor, CancellationToken cancellation) =>
        FileAsync(aidCase, [], [], [], [], actor, cancellation);

    private async Task<CaseFile> FileAsync(AidCase aidCase, List<CaseRun> runs, List<Round> rounds, List<ReviewTask> tasks, List<CaseClock> open,
        Actor actor, CancellationToken cancellation)
    {
        var units = await UnitsAboveAsync(aidCase.UnitId, cancellation);
        return new()
        {
            Case = aidCase,
            Service = await services.GetAsync(work.Db, aidCase.ServiceVersionId, cancellation),
            Units = units.ToDictionary(unit => unit.Level, unit => unit.Id),
            DistrictCode = units.FirstOrDefault(unit => unit.Level == UnitLevel.District)?.DivisionCode ?? "",
            Runs = runs,
            Rounds = rounds,
            Tasks = tasks,
            Clocks = open,
            Calendar = await calendars.CurrentAsync(cancellation),
            Now = time.GetUtcNow(),
            Actor = actor,
        };
    }

    /// <summary>The units that have the case in their area today; a closed unit lies below the one that carries on.</summary>
    private async Task<List<UnitAbove>> UnitsAboveAsync(UnitId unit, CancellationToken cancellation) =>
        await work.Db.Set<UnitAncestor>().Where(above => above.UnitId == unit && above.ValidTo == null)
            .Join(work.Db.Set<Unit>().Where(above => above.ValidTo == null), above => above.AncestorId, ancestor => ancestor.Id,
                (above, ancestor) => new UnitAbove(ancestor.Level, ancestor.Id, ancestor.DivisionCode))
            .ToListAsync(cancellation);

    private sealed record UnitAbove(UnitLevel Level, UnitId Id, string DivisionCode);
}
