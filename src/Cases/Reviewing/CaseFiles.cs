using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Services;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>Takes a case from its shelf: everything an act or an activity may need of it, tracked.</summary>
public sealed class CaseFiles(
    IUnitOfWork work, CaseQueries queries, ServiceCatalogue services, Calendars calendars, UnitsAboveCache unitsAbove, TimeProvider time)
{
    /// <exception cref="RefusedException">case.unknown</exception>
    public async Task<CaseFile> LoadAsync(CaseId id, Actor actor, CancellationToken cancellation)
    {
        var (aidCase, runs) = ((AidCase?)null, new List<CaseRun>());
        await foreach (var line in queries.CaseWithRuns(work.Db, id).WithCancellation(cancellation))
        {
            aidCase = line.Case;
            if (line.Run is { } run)
                runs.Add(run);
        }

        if (aidCase is null)
            throw new RefusedException("case.unknown");
        var (rounds, tasks) = (new List<Round>(), new List<ReviewTask>());
        await foreach (var line in queries.RoundsWithOpenTasks(work.Db, id).WithCancellation(cancellation))
        {
            if (rounds.Count == 0 || rounds[^1] != line.Round)
                rounds.Add(line.Round);
            if (line.Task is { } task)
                tasks.Add(task);
        }

        var open = new List<CaseClock>();
        await foreach (var clock in queries.OpenClocks(work.Db, id).WithCancellation(cancellation))
            open.Add(clock);
        open.Sort((one, other) => one.Id.Value.CompareTo(other.Id.Value));
        return await FileAsync(aidCase, runs, rounds, tasks, open, actor, cancellation);
    }

    /// <summary>The file of a case that this very act opens.</summary>
    public Task<CaseFile> NewAsync(AidCase aidCase, Actor actor, CancellationToken cancellation) =>
        FileAsync(aidCase, [], [], [], [], actor, cancellation);

    private async Task<CaseFile> FileAsync(AidCase aidCase, List<CaseRun> runs, List<Round> rounds, List<ReviewTask> tasks, List<CaseClock> open,
        Actor actor, CancellationToken cancellation)
    {
        var marks = await queries.MarksAsync(work.Db, cancellation);
        var units = await UnitsAboveAsync(aidCase.UnitId, marks?.TreeChanges ?? 0, cancellation);
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
            Calendar = marks is null ? await calendars.CurrentAsync(cancellation) : await calendars.CurrentAsync(marks.CalendarNumber, cancellation),
            Now = time.GetUtcNow(),
            Actor = actor,
            StandInChanges = marks?.StandInChanges ?? 0,
        };
    }

    /// <summary>The units that have the case in their area today; a closed unit lies below the one that carries on.</summary>
    private async Task<ImmutableArray<UnitAbove>> UnitsAboveAsync(UnitId unit, long changes, CancellationToken cancellation)
    {
        var known = unitsAbove.After(changes);
        if (known.TryGetValue(unit, out var above))
            return above;
        var read = ImmutableArray.CreateBuilder<UnitAbove>();
        await foreach (var line in queries.UnitsAbove(work.Db, unit).WithCancellation(cancellation))
            read.Add(line);
        return known.GetOrAdd(unit, read.ToImmutable());
    }
}
