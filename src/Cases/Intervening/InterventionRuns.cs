using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Cases.Intervening;

/// <summary>Runs the step of an intervention and says its refusals; whoever calls commits it.</summary>
public sealed class InterventionRuns(CompiledWorkflows workflows, IInstances instances, Runner runner)
{
    /// <param name="subject">The case at hand; null for an instance that belongs to no case.</param>
    /// <exception cref="RefusedException">
    /// instance.on-hold, instance.not-on-hold, instance.ended, instance.cannot-migrate, instance.nothing-to-undo, instance.version-unknown
    /// </exception>
    internal async Task<Burst> RunAsync(InstanceRow row, Intervention what, string reason, string by, object? subject, CancellationToken cancellation)
    {
        try
        {
            var workflow = await workflows.GetAsync(row.DefinitionVersionId, cancellation);
            return what switch
            {
                Intervention.Suspend => await runner.SuspendAsync(workflow, row, reason, by, subject, cancellation),
                Intervention.Activate => await runner.ActivateAsync(workflow, row, reason, by, subject, cancellation),
                Intervention.Cancel when row is { Status: InstanceStatus.Finished, SubStatus: not InstanceSubStatus.Faulted } => throw new RefusedException("instance.ended"),
                Intervention.Cancel => await runner.CancelAsync(workflow, row, $"{by}: {reason}", subject, cancellation),
                Intervention.SetVariable set => await runner.SetVariableAsync(workflow, row, set.Name, set.Value, reason, by, subject, cancellation),
                Intervention.Migrate move => await runner.MigrateAsync(workflow, row, await workflows.GetAsync(move.To, cancellation), move.Mapping, reason, by, subject, cancellation),
                Intervention.UndoMigration when await LastAsync(row, cancellation) is { } last && Runner.MovedFrom(last) is { } from =>
                    await runner.UndoMigrationAsync(workflow, row, last, await workflows.GetAsync(from, cancellation), reason, by, subject, cancellation),
                _ => throw new NothingToUndoException(row.Id),
            };
        }
        catch (InstanceOnHoldException)
        {
            throw new RefusedException("instance.on-hold");
        }
        catch (InstanceStandsOtherwiseException other)
        {
            throw new RefusedException(what is Intervention.Activate && other.Status == InstanceStatus.Running ? "instance.not-on-hold" : "instance.ended");
        }
        catch (CannotGoThereException)
        {
            throw new RefusedException("instance.ended");
        }
        catch (NoSuchVariableException none)
        {
            throw new RefusedException("instance.no-such-variable", "variable", ("variable", (what as Intervention.SetVariable)?.Name), ("names", string.Join(", ", none.Names)));
        }
        catch (UnfitValueException wrong)
        {
            throw new RefusedException("instance.value-unfit", "value", ("variable", (what as Intervention.SetVariable)?.Name), ("type", wrong.TypeName));
        }
        catch (CannotMigrateException cannot)
        {
            throw new RefusedException("instance.cannot-migrate", "to", ("why", PlannedMoves.Told(cannot.Plan.Obstacles)));
        }
        catch (NothingToUndoException)
        {
            throw new RefusedException("instance.nothing-to-undo");
        }
        catch (UnknownVersionException unknown)
        {
            throw new RefusedException("instance.version-unknown", "to", ("version", unknown.VersionId));
        }
    }

    /// <summary>The version that the instance came from with its last step.</summary>
    /// <exception cref="RefusedException">instance.nothing-to-undo</exception>
    internal async Task<string> CameFromAsync(InstanceRow row, CancellationToken cancellation) =>
        await LastAsync(row, cancellation) is { } last && Runner.MovedFrom(last) is { } from ? from : throw new RefusedException("instance.nothing-to-undo");

    private Task<JournalRow?> LastAsync(InstanceRow row, CancellationToken cancellation) => instances.StepAsync(row.Id, row.Revision, cancellation);
}
