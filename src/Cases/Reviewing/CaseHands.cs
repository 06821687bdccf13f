using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>
/// In whose hands a case is, and what stands still meanwhile. The time for the whole of it is ours: it stands still while the applicant, the village that reads a notice, the province or
/// another agency has the case, or a hearing is to be held. That is worked out from the rounds that are open, so that where two branches wait, one that goes on does not set the time going over the other.
/// The time of a step stands still only for the agency or the hearing of the step itself: what other branches ask of people does not wait for it.
/// </summary>
public sealed class CaseHands(IUnitOfWork work, CaseClocks clocks, CaseTelling telling)
{
    /// <summary>In whose hands the case is while a round of this kind is open.</summary>
    internal static Holder In(RoundKind kind) => kind switch
    {
        RoundKind.Supplement => Holder.Applicant,
        RoundKind.Notice => Holder.Notice,
        RoundKind.ExternalDecision => Holder.OtherAgency,
        _ => Holder.Us,
    };

    /// <summary>Whether the round stands still until another agency answers, or a hearing was held.</summary>
    internal static bool Awaits(CaseFile file, Round round) => Awaited(file, round) is not null;

    private static Holder? Awaited(CaseFile file, Round round) => round.Kind == RoundKind.ExternalDecision ? null
        : file.Clocks.Find(clock => clock.RoundId == round.Id && clock is { State: ClockState.Paused, Holder: Holder.OtherAgency or Holder.Hearing })?.Holder;

    /// <summary>The time for the whole case begins, where the service sets one and none is going on.</summary>
    internal async Task BeginAsync(CaseFile file, CancellationToken cancellation)
    {
        if (file.Service.Term(Rounds.WholeCase) is not { } whole || file.Clocks.Exists(clock => clock.Kind == Rounds.WholeCase))
            return;
        file.Clocks.Add(await clocks.StartAsync(file.Case.Id, null, new(Rounds.WholeCase, whole, Ladder: file.Service.Clock(Rounds.WholeCase).Ladder), file.Today, Holder.Us, cancellation));
        file.AfterBurst(token => SetRightAsync(file, token));
    }

    /// <summary>A round was opened or is over. The time is set right when the burst is, because one round may follow another within it.</summary>
    internal void Changed(CaseFile file, Round round)
    {
        if (In(round.Kind) != Holder.Us)
            file.AfterBurst(cancellation => SetRightAsync(file, cancellation));
    }

    /// <summary>Another agency is asked, or a hearing is called.</summary>
    internal async Task WaitAsync(CaseFile file, Round round, Holder holder, CancellationToken cancellation)
    {
        foreach (var clock in file.Clocks.Where(clock => clock.RoundId == round.Id && clock.State == ClockState.Running))
            await clocks.PauseAsync(clock, file.Today, holder, cancellation);
        await SetRightAsync(file, cancellation);
    }

    /// <summary>The other agency answered, or the hearing is over.</summary>
    internal async Task GoOnAsync(CaseFile file, Round round, CancellationToken cancellation)
    {
        foreach (var clock in file.Clocks.Where(clock => clock.RoundId == round.Id && clock is { State: ClockState.Paused, Holder: Holder.OtherAgency or Holder.Hearing }))
            await clocks.ResumeAsync(clock, file.Today, cancellation);
        await SetRightAsync(file, cancellation);
    }

    /// <summary>Nobody decides between the invitation and the hearing: who is to be heard is heard first, or told that it is off.</summary>
    /// <exception cref="RefusedException">hearing.pending</exception>
    internal async Task RequireHeardAsync(CaseFile file, Round round, CancellationToken cancellation)
    {
        if (Awaited(file, round) == Holder.Hearing && await OpenWaits(round).FirstOrDefaultAsync(cancellation) is { } wait)
            throw new RefusedException("hearing.pending", null, ("on", wait.HeldOn), ("place", wait.Place));
    }

    /// <summary>The step is over without the answer. Who was invited to a hearing learns that there is none.</summary>
    internal void StopWaiting(CaseFile file, Round round)
    {
        if (!Awaits(file, round))
            return;
        file.AfterBurst(async cancellation =>
        {
            foreach (var wait in await OpenWaits(round).ToListAsync(cancellation))
            {
                wait.End(null, null, null, file.Now);
                if (wait.Cause == WaitCause.Hearing)
                    await telling.TellAsync(file, Occasions.HearingCalledOff, Audience.Applicant, wait.Id.ToString(), cancellation,
                        new TemplateData { ["hearingOn"] = wait.HeldOn, ["reason"] = new LocalText("本环节已经结束，不再需要听证", "the step it was called for is over") });
            }

            await SetRightAsync(file, cancellation);
        });
    }

    private IQueryable<AgencyWait> OpenWaits(Round round) => work.Db.Set<AgencyWait>().Where(wait => wait.RoundId == round.Id && wait.EndedAt == null);

    private async Task SetRightAsync(CaseFile file, CancellationToken cancellation)
    {
        var others = file.OpenRounds.Select(round => Awaited(file, round) ?? In(round.Kind)).Where(holder => holder != Holder.Us).ToList();
        foreach (var clock in file.Clocks.Where(clock => clock.Kind == Rounds.WholeCase && clock.IsOpen).ToArray())
        {
            if (clock is { State: ClockState.Paused, Holder: not Holder.Hold } && !others.Contains(clock.Holder))
                await clocks.ResumeAsync(clock, file.Today, cancellation);
            if (clock.State == ClockState.Running && others.Count > 0)
                await clocks.PauseAsync(clock, file.Today, others[0], cancellation);
        }
    }

    /// <summary>These clocks are over when the burst is.</summary>
    internal void StopClocks(CaseFile file, Func<CaseClock, bool> which, ClockState how) => file.AfterBurst(async cancellation =>
    {
        foreach (var clock in file.Clocks.Where(clock => clock.IsOpen && which(clock)).ToArray())
        {
            await clocks.StopAsync(clock, file.Today, how, cancellation);
            file.Clocks.Remove(clock);
        }
    });
}
