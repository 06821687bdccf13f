using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;

namespace AidWorkflow.Cases.Intervening;

/// <summary>An administrator puts a case on hold (挂起) or lets it go on (激活): nobody decides meanwhile, no time runs and nobody is reminded.</summary>
public sealed class SuspendCase(CaseControl control, CaseHolds holds, AuditTrail audit)
{
    /// <exception cref="RefusedException">What <see cref="CaseControl"/> and <see cref="CaseHolds"/> refuse.</exception>
    public async Task<CaseConsequences> SuspendAsync(CaseId id, string reason, Actor actor, CancellationToken cancellation)
    {
        var file = await control.TakeAsync(id, reason, actor, cancellation);
        var before = file.OpenRounds.ToList();
        await holds.FreezeAsync(file, null, reason.Trim(), cancellation);
        audit.Record(file.AuditStream, "case.suspended", actor, ("reason", reason.Trim()));
        return await control.ToldAsync(file, before, cancellation);
    }

    /// <exception cref="RefusedException">What <see cref="CaseControl"/> and <see cref="CaseHolds"/> refuse.</exception>
    public async Task<CaseConsequences> ActivateAsync(CaseId id, string reason, Actor actor, CancellationToken cancellation)
    {
        var file = await control.TakeAsync(id, reason, actor, cancellation);
        if (file.Case.HeldAt is null)
            throw new RefusedException("instance.not-on-hold");
        var before = file.OpenRounds.ToList();
        await holds.ThawAsync(file, null, reason.Trim(), cancellation);
        audit.Record(file.AuditStream, "case.activated", actor, ("reason", reason.Trim()));
        return await control.ToldAsync(file, before, cancellation);
    }
}
