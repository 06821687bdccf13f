using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Cases.Intervening;

/// <summary>
/// Intervenes in the runs of a case, with the case before it. A case has one service version for all its runs, so they go to another one together; rounds,
/// tasks and clocks go on, as bookmarks keep their ids.
/// </summary>
public sealed class CaseMoves(CaseFiles files, CaseRuns runs, CaseHolds holds, InterventionRuns interventions, MoveTargets targets, CompiledWorkflows workflows)
{
    /// <exception cref="RefusedException">instance.of-a-case, and what <see cref="InterventionRuns"/> and <see cref="MoveTargets"/> refuse</exception>
    internal async Task<InstanceRow> RunAsync(CaseRun run, Intervention what, string reason, Actor actor, CancellationToken cancellation)
    {
        // It ends by what people decide or by its withdrawal, and its variables are what they have decided.
        if (what is Intervention.Cancel or Intervention.SetVariable)
            throw new RefusedException("instance.of-a-case");
        var file = await files.LoadAsync(run.CaseId, actor, cancellation);
        return what switch
        {
            Intervention.Migrate move => await MoveAsync(file, run, await targets.ForCaseAsync(file.Case.ServiceVersionId, move.To, cancellation), one => OfAsync(move, one, cancellation), reason, cancellation),
            Intervention.UndoMigration => await MoveAsync(file, run, await BackAsync(file, run, cancellation), _ => new(what), reason, cancellation),
            Intervention.Suspend => await holds.FreezeAsync(file, run, reason, cancellation),
            _ => await holds.ThawAsync(file, run, reason, cancellation),
        };
    }

    private async Task<InstanceRow> MoveAsync(CaseFile file, CaseRun run, ServiceVersionId to, Func<CaseRun, ValueTask<Intervention>> what, string reason, CancellationToken cancellation)
    {
        InstanceRow? asked = null;
        foreach (var open in file.Runs.Where(one => one.EndedAt is null || one.Id == run.Id).ToList())
        {
            var version = ServiceDefinition.IdOf(to, ServiceDefinition.TryPlace(open.DefinitionVersionId)!.Value.File);
            var step = await what(open);
            var row = await StepAsync(file, open, step is Intervention.Migrate move ? move with { To = version } : step, reason, cancellation);
            open.MoveTo(version);
            if (open.Id == run.Id)
                asked = row;
        }

        file.Case.PinTo(to);
        return asked!;
    }

    /// <summary>One mapping speaks of all runs of the case; of it each takes what is in its own definition.</summary>
    private async ValueTask<Intervention> OfAsync(Intervention.Migrate move, CaseRun run, CancellationToken cancellation)
    {
        var workflow = await workflows.GetAsync(run.DefinitionVersionId, cancellation);
        return run.Kind == RunKind.Main ? move : move with { Mapping = move.Mapping.Where(pair => workflow.TypeOf(pair.Key) is not null).ToDictionary() };
    }

    /// <summary>Where all open runs came from: a case goes back whole or not at all.</summary>
    private async Task<ServiceVersionId> BackAsync(CaseFile file, CaseRun run, CancellationToken cancellation)
    {
        ServiceVersionId? back = null;
        foreach (var open in file.Runs.Where(one => one.EndedAt is null || one.Id == run.Id))
        {
            var from = ServiceDefinition.TryPlace(await interventions.CameFromAsync(await runs.RowAsync(open.Id, cancellation), cancellation))?.Version;
            if (from is null || (back is not null && back != from))
                throw new RefusedException("instance.nothing-to-undo");
            back = from;
        }

        return back!.Value;
    }

    private Task<InstanceRow> StepAsync(CaseFile file, CaseRun run, Intervention what, string reason, CancellationToken cancellation) =>
        runs.InterveneAsync(file, run, (row, subject) => interventions.RunAsync(row, what, reason, file.Actor.Name, subject, cancellation), cancellation);
}
