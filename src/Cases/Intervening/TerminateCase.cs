using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;

namespace AidWorkflow.Cases.Intervening;

/// <summary>An administrator ends a case where it stands (终止): money that did not leave goes back, and the applicant is told why.</summary>
public sealed class TerminateCase(CaseControl control, EndApplication end)
{
    /// <param name="reason">As the applicant reads it.</param>
    /// <exception cref="RefusedException">What <see cref="CaseControl"/> and <see cref="EndApplication"/> refuse.</exception>
    public async Task<CaseConsequences> TerminateAsync(CaseId id, string reason, Actor actor, CancellationToken cancellation)
    {
        var file = await control.TakeAsync(id, reason, actor, cancellation);
        var (before, granted) = (file.OpenRounds.ToList(), file.Case.ApprovedCents ?? 0);
        await end.EndAsync(file, EndReason.Terminated, reason.Trim(), cancellation);
        return await control.ToldAsync(file, before, cancellation) with { ReleasedCents = granted - (file.Case.ApprovedCents ?? 0), TellsApplicant = true };
    }
}
