using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Mending;

/// <summary>A person retries, skips or takes away an activity that threw; the flow goes on in the same commit.</summary>
public sealed class SettleIncident(IUnitOfWork work, MendingRights rights, CaseFiles files, CaseRuns runs, PetitionFiles petitionFiles, PetitionRuns petitionRuns, VisitRuns visitRuns, BareRuns bare, AuditTrail audit, TimeProvider time)
{
    /// <exception cref="RefusedException">
    /// incident.unknown, incident.settled, mending.not-yours, incident.reason-missing, incident.decides, incident.port-unknown, instance.on-hold
    /// </exception>
    public async Task<InstanceSubStatus> SettleAsync(IncidentId id, Settlement how, Actor actor, CancellationToken cancellation)
    {
        var incident = await work.Db.Set<IncidentRow>().AsNoTracking().FirstOrDefaultAsync(incident => incident.Id == id, cancellation)
            ?? throw new RefusedException("incident.unknown");
        var run = await work.Db.Set<CaseRun>().AsNoTracking().FirstOrDefaultAsync(run => run.Id == incident.InstanceId, cancellation);
        await rights.RequireAsync(actor, run?.CaseId, cancellation);
        if (incident.State != IncidentState.Open)
            throw Settled(incident);
        if (how is not Settlement.Retry && string.IsNullOrWhiteSpace(how.Said))
            throw new RefusedException("incident.reason-missing", "reason");

        var petition = run is null ? await work.Db.Set<Petition>().AsNoTracking().Where(one => one.InstanceId == incident.InstanceId).Select(one => (MatterId?)one.Id).FirstOrDefaultAsync(cancellation) : null;
        var visit = run is null && petition is null ? await work.Db.Set<VisitRun>().AsNoTracking().Where(one => one.InstanceId == incident.InstanceId).Select(one => (MatterId?)one.MatterId).FirstOrDefaultAsync(cancellation) : null;
        var stream = run is not null ? $"case:{run.CaseId}" : (petition ?? visit) is { } about ? $"matter:{about}" : $"system:{LocalDay.Today(time):yyyy-MM-dd}";
        audit.Record(stream, how.Act, actor, ("incident", id.ToString()), ("instance", incident.InstanceId.ToString()),
            ("activity", incident.ActivityId), ("port", (how as Settlement.Skip)?.Port), ("reason", how.Said?.Trim()));
        try
        {
            return run is not null ? await runs.SettleAsync(await files.LoadAsync(run.CaseId, actor, cancellation), incident, how, cancellation)
                : petition is { } matter ? await petitionRuns.SettleAsync(await petitionFiles.LoadAsync(matter, cancellation), incident, how, actor, cancellation)
                : visit is { } visited ? await visitRuns.SettleAsync(await work.Db.Set<Matter>().FirstAsync(one => one.Id == visited, cancellation), incident, how, actor, cancellation)
                : await bare.SettleAsync(incident, how, actor, cancellation);
        }
        catch (IncidentGoneException)
        {
            throw Settled(incident);
        }
        catch (InstanceOnHoldException)
        {
            throw new RefusedException("instance.on-hold");
        }
    }

    private static RefusedException Settled(IncidentRow incident) => new("incident.settled", null, ("by", incident.ResolvedBy), ("at", incident.ResolvedAt?.ToOffset(LocalDay.Offset)));
}
