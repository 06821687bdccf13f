using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Mending;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Intervening;

/// <summary>Says what a move to another version would do to an instance, and why it would be refused. Nothing is changed.</summary>
public sealed class PlannedMoves(IUnitOfWork work, IInstances instances, CompiledWorkflows workflows, MendingRights rights, MoveTargets targets)
{
    /// <returns>Of an instance of a case, for that run; the other open runs of the case go along.</returns>
    /// <exception cref="RefusedException">instance.unknown, mending.not-yours</exception>
    public async Task<MigrationPlan> PlanAsync(InstanceId id, Intervention.Migrate move, Actor actor, CancellationToken cancellation)
    {
        var row = await instances.FindAsync(id, cancellation) ?? throw new RefusedException("instance.unknown", null, ("id", id));
        var run = await work.Db.Set<CaseRun>().AsNoTracking().FirstOrDefaultAsync(run => run.Id == id, cancellation);
        await rights.RequireAsync(actor, run?.CaseId, cancellation);
        try
        {
            var to = await targets.IdAsync(row.DefinitionVersionId, move.To, cancellation);
            if (run is not null)
            {
                var pinned = await work.Db.Set<AidCase>().Where(one => one.Id == run.CaseId).Select(one => one.ServiceVersionId).SingleAsync(cancellation);
                to = ServiceDefinition.IdOf(await targets.ForCaseAsync(pinned, to, cancellation), ServiceDefinition.TryPlace(run.DefinitionVersionId)!.Value.File);
            }

            return Runner.PlanMigration(await workflows.GetAsync(row.DefinitionVersionId, cancellation), row, await workflows.GetAsync(to, cancellation), move.Mapping);
        }
        catch (RefusedException refused)
        {
            return Refused(row, move, refused);
        }
        catch (UnknownVersionException unknown)
        {
            return Refused(row, move, new("instance.version-unknown", "to", ("version", unknown.VersionId)));
        }
    }

    /// <summary>What stands in the way, as one text.</summary>
    internal static LocalText Told(IEnumerable<MigrationNote> notes) =>
        new(string.Concat(notes.Select(note => note.Why.Zh)), string.Join(' ', notes.Select(note => note.Why.En)));

    private static MigrationPlan Refused(InstanceRow row, Intervention.Migrate move, RefusedException refused) => new()
    {
        Instance = row.Id,
        From = row.DefinitionVersionId,
        To = move.To,
        Obstacles = [new(refused.Code, move.To, new Words(Texts.Say(refused, "zh-CN"), Texts.Say(refused, "en")))],
    };
}
