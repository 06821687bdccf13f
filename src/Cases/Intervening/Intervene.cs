using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Mending;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Intervening;

/// <summary>How an instance stands after an intervention.</summary>
public sealed record Intervened(InstanceId Id, InstanceStatus Status, InstanceSubStatus SubStatus, string DefinitionVersionId);

/// <summary>An administrator puts an instance on hold, activates or cancels it, sets a variable, moves it to another version or takes the move back.</summary>
public sealed class Intervene(
    IUnitOfWork work, IInstances instances, MendingRights rights, MoveTargets targets, CaseMoves cases, InterventionRuns bare, AuditTrail audit, TimeProvider time)
{
    /// <exception cref="RefusedException">
    /// instance.unknown, instance.reason-missing, mending.not-yours, and what <see cref="InterventionRuns"/>, <see cref="MoveTargets"/> and <see cref="CaseMoves"/> refuse
    /// </exception>
    public async Task<Intervened> RunAsync(InstanceId id, Intervention what, string reason, Actor actor, CancellationToken cancellation)
    {
        var row = await instances.FindAsync(id, cancellation) ?? throw new RefusedException("instance.unknown", null, ("id", id));
        var run = await work.Db.Set<CaseRun>().FirstOrDefaultAsync(run => run.Id == id, cancellation);
        await rights.RequireAsync(actor, run?.CaseId, cancellation);
        if (string.IsNullOrWhiteSpace(reason))
            throw new RefusedException("instance.reason-missing", "reason");
        if (what is Intervention.Migrate move)
            what = move with { To = await targets.IdAsync(row.DefinitionVersionId, move.To, cancellation) };

        audit.Record(run is null ? $"system:{LocalDay.Today(time):yyyy-MM-dd}" : $"case:{run.CaseId}", what.Act, actor,
            [("instance", id.ToString()), ("from", what is Intervention.Migrate or Intervention.UndoMigration ? row.DefinitionVersionId : null), .. what.Facts, ("reason", reason.Trim())]);
        var after = run is null ? await BareAsync(row, what, reason.Trim(), actor, cancellation) : await cases.RunAsync(run, what, reason.Trim(), actor, cancellation);
        return new(id, after.Status, after.SubStatus, after.DefinitionVersionId);
    }

    private async Task<InstanceRow> BareAsync(InstanceRow row, Intervention what, string reason, Actor actor, CancellationToken cancellation)
    {
        var burst = await bare.RunAsync(row, what, reason, actor.Name, subject: null, cancellation);
        work.Add(burst.Writes);
        return burst.Writes.Instance;
    }
}
