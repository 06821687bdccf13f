using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Cases.Intervening;

/// <summary>
/// Puts a case on hold and takes the hold away (挂起, 激活): all its runs together, with its clocks and reminders. While it lasts no day counts against anybody; the days are given back when
/// it ends, as each deadline is dated anew without them.
/// </summary>
public sealed class CaseHolds(IUnitOfWork work, CaseRuns runs, CaseClocks clocks, InterventionRuns interventions)
{
    /// <param name="asked">The run that was named; null where the case was.</param>
    /// <exception cref="RefusedException">case.closed, instance.on-hold, instance.ended</exception>
    internal async Task<InstanceRow> FreezeAsync(CaseFile file, CaseRun? asked, string reason, CancellationToken cancellation)
    {
        if (!file.Case.IsOpen && asked is null)
            throw new RefusedException("case.closed", null, ("number", file.Case.ReceiptNumber));
        if (file.Case.HeldAt is not null)
            throw new RefusedException("instance.on-hold");
        var row = await EachAsync(file, asked, new Intervention.Suspend(), reason, cancellation);
        file.Case.Hold(reason, file.Now);
        foreach (var round in file.OpenRounds)
            work.Db.Entry(round).Property(one => one.Decisions).IsModified = true; // a decision that settles nothing shares no other row with this: one of the two loses
        foreach (var clock in file.Clocks.Where(clock => clock.State == ClockState.Running))
            await clocks.PauseAsync(clock, file.Today, Holder.Hold, cancellation);
        return row;
    }

    /// <exception cref="RefusedException">instance.not-on-hold, instance.ended</exception>
    internal async Task<InstanceRow> ThawAsync(CaseFile file, CaseRun? asked, string reason, CancellationToken cancellation)
    {
        var row = await EachAsync(file, asked, new Intervention.Activate(), reason, cancellation);
        file.Case.GoOn();
        foreach (var clock in file.Clocks.Where(clock => clock is { State: ClockState.Paused, Holder: Holder.Hold }))
            await clocks.ResumeAsync(clock, file.Today, Against(file, clock), cancellation);
        return row;
    }

    /// <summary>Runs of one case stand still and go on together; one that stands on a fault stands still anyway.</summary>
    private async Task<InstanceRow> EachAsync(CaseFile file, CaseRun? asked, Intervention what, string reason, CancellationToken cancellation)
    {
        InstanceRow? told = null;
        foreach (var run in file.Runs.Where(run => run.EndedAt is null || run.Id == asked?.Id).ToList())
        {
            var row = await runs.RowAsync(run.Id, cancellation);
            var stands = what is Intervention.Activate ? row.SubStatus != InstanceSubStatus.OnHold : row.Status == InstanceStatus.Finished || row.SubStatus == InstanceSubStatus.OnHold;
            if (!stands || run.Id == asked?.Id)
                row = await runs.InterveneAsync(file, run, (instance, subject) => interventions.RunAsync(instance, what, reason, file.Actor.Name, subject, cancellation), cancellation);
            told = run.Id == asked?.Id ? row : told ?? row;
        }

        return told ?? throw new RefusedException("instance.ended");
    }

    /// <summary>Against whom a clock counted before the hold.</summary>
    private static Holder Against(CaseFile file, CaseClock clock) => file.Rounds.FirstOrDefault(round => round.Id == clock.RoundId) is { } round
        ? CaseHands.In(round.Kind)
        : clock.Kind == ConfirmDelivery.ReconsiderationClock ? Holder.Applicant : Holder.Us;
}
