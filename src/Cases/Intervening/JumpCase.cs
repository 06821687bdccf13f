using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Cases.Intervening;

/// <param name="Step">The id of an activity, as <see cref="LeapTargets"/> lists them.</param>
/// <param name="Knowing">Whoever asks was told which decisions and papers the way there leaves out, and means it.</param>
public sealed record JumpCommand(CaseId Case, string Step, string Reason, bool Knowing = false);

/// <summary>
/// An administrator moves a case to another step, back or ahead (跳转). Open steps on the way end without an outcome; what was decided stays on record. Nothing is granted or refused by it:
/// money is ordered only where somebody has granted it before.
/// </summary>
public sealed class JumpCase(IUnitOfWork work, CaseControl control, LeapTargets targets, CaseRuns runs, UnsentPayments unsent, AuditTrail audit)
{
    /// <exception cref="RefusedException">What <see cref="CaseControl"/> refuses, case.closed, case.on-hold, jump.no-such-step, jump.passes-over, jump.nothing-granted, jump.no-way, case.money-on-its-way</exception>
    public async Task<CaseConsequences> JumpAsync(JumpCommand command, Actor actor, CancellationToken cancellation)
    {
        var file = await control.TakeAsync(command.Case, command.Reason, actor, cancellation);
        if (!file.Case.IsOpen)
            throw new RefusedException("case.closed", null, ("number", file.Case.ReceiptNumber));
        if (file.Case.HeldAt is not null)
            throw new RefusedException("case.on-hold");
        var target = targets.Of(file).FirstOrDefault(one => one.Activity == command.Step) ?? throw new RefusedException("jump.no-such-step", "step");
        if (file.Case.ApprovedCents is not > 0 && LeapTargets.IsBehindDecision(runs.Workflow(file, target.Run), target.Activity))
            throw new RefusedException("jump.nothing-granted", "step");
        if (!target.PassesOver.IsEmpty && !command.Knowing)
            throw new RefusedException("jump.passes-over", "knowing", ("steps", SpokenSteps.Of(target.PassesOver)));

        var before = file.OpenRounds.ToList();
        audit.Record(file.AuditStream, "case.jumped", actor, ("to", target.Step), ("from", string.Join(' ', before.Where(round => round.InstanceId == target.Run).Select(round => round.Step))),
            ("passesOver", target.PassesOver.IsEmpty ? null : string.Join(' ', target.PassesOver)), ("reason", command.Reason.Trim()));
        await LeapAsync(file, target, command.Reason.Trim(), cancellation);
        foreach (var task in work.Db.Set<ReviewTask>().Local.Where(task => task.CancelledAt == file.Now && task.CancelledBecause == "returned"))
            task.Cancel("jumped", file.Now);
        if (before.Exists(round => round.Kind is RoundKind.Payout or RoundKind.Correction && round.State != RoundState.Open))
            await unsent.CancelAsync(file, command.Reason.Trim(), cancellation); // what it had ordered is ordered anew, if it comes to that again
        return await control.ToldAsync(file, before, cancellation) with { PassesOver = target.PassesOver };
    }

    private async Task LeapAsync(CaseFile file, LeapTarget target, string reason, CancellationToken cancellation)
    {
        try
        {
            await runs.RewindAsync(file, target.Run, target.Activity, reason, cancellation);
        }
        catch (CannotGoThereException)
        {
            throw new RefusedException("jump.no-way", "step");
        }
    }
}
