using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>Brings a case to its end: what stays reserved, what is owed back, which times are over, and which begin.</summary>
public sealed class CaseClosing(Grants grants, CaseClocks clocks, CaseHands hands, CaseTelling telling, AuditTrail audit)
{
    /// <summary>A run of the case comes to its end. While another still pays what the bank took back, or grants, the case stays open for it.</summary>
    public void EndRun(CaseFile file, CaseOutcome outcome, InstanceId run)
    {
        if (outcome != CaseOutcome.Paid || !file.GoesOnBeside(run))
            Close(file, outcome);
        else if (!file.IsRepayment(run))
            file.Case.Stage = CaseStage.Paying;
    }

    /// <summary>The case ends. Without a grant nothing stays reserved, and what was paid before formalities above the grant is to be recovered.</summary>
    public void Close(CaseFile file, CaseOutcome outcome)
    {
        var aidCase = file.Case;
        if (outcome is CaseOutcome.Refused or CaseOutcome.NotAccepted or CaseOutcome.Recovering && aidCase.ApprovedCents is not null)
            aidCase.ApprovedCents = 0;
        if (outcome == CaseOutcome.Recovering)
            outcome = CaseOutcome.Refused; // nothing was granted; whether something was paid is seen next
        if (outcome is CaseOutcome.Refused or CaseOutcome.Paid && aidCase.OverpaidCents > 0)
            outcome = CaseOutcome.Recovering;
        if (outcome != CaseOutcome.Paid)
            file.AfterBurst(cancellation => grants.ReleaseRestAsync(file, $"close:{aidCase.Id}:{file.Runs.Count}", cancellation));
        aidCase.Close(outcome, file.Now);
        if (outcome == CaseOutcome.Recovering)
            file.AfterBurst(cancellation => TellOfRecoveryAsync(file, cancellation));
        if (Reconsideration.IsOpenTo(aidCase))
            file.AfterBurst(cancellation => BeginWindowAsync(file, cancellation));
        hands.StopClocks(file, clock => clock.Kind != ConfirmDelivery.ReconsiderationClock, outcome is CaseOutcome.Withdrawn or CaseOutcome.Ended ? ClockState.Ended : ClockState.Met);
        audit.Record(file.AuditStream, "case.closed", file.Actor, ("outcome", outcome.ToString()));
    }

    /// <summary>A payment that was on its way when the case was refused has reached the payee: it is to be recovered.</summary>
    public async Task OweAsync(CaseFile file, CancellationToken cancellation)
    {
        file.Case.Close(CaseOutcome.Recovering, file.Now);
        audit.Record(file.AuditStream, "case.closed", file.Actor, ("outcome", nameof(CaseOutcome.Recovering)));
        await TellOfRecoveryAsync(file, cancellation);
    }

    /// <summary>
    /// The refusal reached the applicant while a first payment kept the case open, when nobody could ask yet: their time counts from the day on which they can.
    /// </summary>
    private async Task BeginWindowAsync(CaseFile file, CancellationToken cancellation)
    {
        if (file.Clocks.FirstOrDefault(clock => clock.Kind == ConfirmDelivery.ReconsiderationClock && clock.StartedOn < file.Today) is not { } early
            || file.Service.Term(ConfirmDelivery.ReconsiderationClock) is not { } window)
            return;
        await clocks.StopAsync(early, file.Today, ClockState.Ended, cancellation);
        file.Clocks.Remove(early);
        var anew = await clocks.StartAsync(file.Case.Id, null, new(ConfirmDelivery.ReconsiderationClock, window, Roll.ToNextWorkingDay, EndsRight: true), file.Today, Holder.Applicant, cancellation);
        file.Clocks.Add(anew);
        await telling.TellOfTimeAsync(file, anew, cancellation);
    }

    /// <summary>
    /// Who owes money back learns how much and from whom they will hear of it. No rule of the house sets a day for it, so none is named.
    /// </summary>
    private Task TellOfRecoveryAsync(CaseFile file, CancellationToken cancellation) => telling.TellAsync(
        file, Occasions.RecoveryOwed, Audience.Applicant, $"{file.Runs.Count}", cancellation,
        new TemplateData
        {
            ["amount"] = file.Case.OverpaidCents,
            ["paid"] = file.Case.PaidCents,
            ["granted"] = file.Case.ApprovedCents ?? 0L,
            ["reconsider"] = Reconsideration.IsOpenTo(file.Case) && Reconsideration.IsOffered(file, DocumentKind.Refusal)
                ? new LocalText("对不予批准的决定不服的，收到决定书后可以在决定书写明的时间内申请复核。", "If you disagree with the refusal, you can ask for reconsideration within the time that its letter names.")
                : null,
        }.Due(clock: null));
}
