using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;

namespace AidWorkflow.Cases.Intervening;

/// <summary>An administrator takes up again what an administrator ended (唤醒): a new run under the old number, at a step that the case had reached before its money was decided.</summary>
public sealed class WakeCase(CaseControl control, LeapTargets targets, EndedByMistake ended, AuditTrail audit)
{
    public const string Act = "case.woken";

    /// <param name="step">The id of an activity, as <see cref="LeapTargets"/> lists them.</param>
    /// <exception cref="RefusedException">What <see cref="CaseControl"/> refuses, wake.not-terminated, wake.paid, wake.applied-again, wake.not-reached</exception>
    public async Task<CaseConsequences> WakeAsync(CaseId id, string step, string reason, Actor actor, CancellationToken cancellation)
    {
        var file = await control.TakeAsync(id, reason, actor, cancellation);
        if (file.Case.Outcome != CaseOutcome.Ended || !await ended.IsTerminatedAsync(file, cancellation))
            throw new RefusedException("wake.not-terminated");
        if (file.Case.PaidCents > 0)
            throw new RefusedException("wake.paid");
        if (await ended.IsMadeGoodElsewhereAsync(file, cancellation))
            throw new RefusedException("wake.applied-again");
        if (targets.Reached(file).FirstOrDefault(one => one.Activity == step) is not { } target)
            throw new RefusedException("wake.not-reached", "step");
        audit.Record(file.AuditStream, Act, actor, ("step", target.Step), ("reason", reason.Trim()));
        await ended.ReopenAsync(file, target.Activity, cancellation);
        return await control.ToldAsync(file, [], cancellation) with { TellsApplicant = true };
    }
}
