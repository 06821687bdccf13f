using System.Collections.Immutable;
using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>What an activity asks for when it opens a round.</summary>
public sealed record RoundOpening(RoundKind Kind, ReviewPlan Plan, CaseStage Stage)
{
    /// <summary>Which part of the amount a decision or payout is about.</summary>
    public Part Part { get; init; } = Part.All;
}

/// <summary>Where in the flow a round stands.</summary>
public sealed record RoundPlace(InstanceId Instance, BookmarkId Bookmark, string ActivityId, string Step);

/// <summary>Opens and ends rounds with their tasks and clocks.</summary>
public sealed class Rounds(IUnitOfWork work, IIds ids, AuditTrail audit, CaseClocks clocks)
{
    /// <summary>Reminders of a step's limit: three working days before, on the day, and two after it.</summary>
    private static readonly ImmutableArray<int> Ladder = [-3, 0, 2];

    public async Task<Round> OpenAsync(CaseFile file, RoundOpening opening, RoundPlace place, CancellationToken cancellation)
    {
        var visit = 1 + file.Rounds.Count(earlier => earlier.Step == place.Step);
        var round = Round.Open(RoundId.Of(ids.Next()), file.Case.Id, place.Instance, place.Bookmark, place.ActivityId, place.Step,
            opening.Kind, opening.Plan with { Part = opening.Part }, visit, file.Now);
        file.Rounds.Add(round);
        work.Db.Add(round);
        file.Case.Stage = opening.Stage;

        foreach (var seat in opening.Plan.Seats)
        {
            var task = ReviewTask.For(TaskId.Of(ids.Next()), round, file.Case.ServiceId, seat, file.UnitAt(seat.Level), file.Now);
            file.Tasks.Add(task);
            work.Db.Add(task);
        }

        if (file.Service.Term(place.Step) is { } term)
        {
            var holder = opening.Kind == RoundKind.Supplement ? Holder.Applicant : Holder.Us;
            file.Clocks.Add(await clocks.StartAsync(file.Case.Id, round.Id, new(place.Step, term, Reminders: Ladder), file.Today, holder, cancellation));
        }

        audit.Record(file.AuditStream, "round.opened", file.Actor, ("round", round.Id.ToString()), ("step", place.Step), ("visit", visit.ToString(CultureInfo.InvariantCulture)));
        return round;
    }

    /// <summary>The round has its outcome: what is still open of it is no longer needed.</summary>
    public void Settle(CaseFile file, Round round, string outcome)
    {
        round.Settle(outcome, file.Now);
        CancelTasks(file, round, "decided-by-other");
        StopClocks(file, clock => clock.RoundId == round.Id, ClockState.Met);
        audit.Record(file.AuditStream, "round.settled", file.Actor, ("round", round.Id.ToString()), ("step", round.Step), ("outcome", outcome));
    }

    /// <summary>The flow went elsewhere over an open round. A round that is settled already stays as it is.</summary>
    public void End(CaseFile file, RoundId id, RoundState state)
    {
        if (file.Rounds.FirstOrDefault(round => round.Id == id) is not { State: RoundState.Open } round)
            return;
        round.End(state, file.Now);
        CancelTasks(file, round, state == RoundState.Returned ? "returned" : "cancelled");
        StopClocks(file, clock => clock.RoundId == round.Id, ClockState.Ended);
        if (round.Kind == RoundKind.Supplement)
            file.AfterBurst(cancellation => TakeBackAsync(file, cancellation));
        audit.Record(file.AuditStream, "round.ended", file.Actor, ("round", round.Id.ToString()), ("step", round.Step), ("state", state.ToString()));
    }

    /// <summary>The applicant holds the case: the office's clocks stand still.</summary>
    public async Task HandToApplicantAsync(CaseFile file, CancellationToken cancellation)
    {
        foreach (var clock in file.Clocks.Where(clock => clock.State == ClockState.Running && clock.Holder == Holder.Us))
            await clocks.PauseAsync(clock, file.Today, Holder.Applicant, cancellation);
    }

    /// <summary>The applicant gave it back.</summary>
    public async Task TakeBackAsync(CaseFile file, CancellationToken cancellation)
    {
        foreach (var clock in file.Clocks.Where(clock => clock is { State: ClockState.Paused, Holder: Holder.Applicant }))
            await clocks.ResumeAsync(clock, file.Today, cancellation);
    }

    /// <summary>Writes what the burst left to be done.</summary>
    public Task FlushAsync(CaseFile file, CancellationToken cancellation) => file.FlushAsync(cancellation);

    public void CloseCase(CaseFile file, CaseOutcome outcome)
    {
        if (outcome == CaseOutcome.Recovering && file.Case.PaidCents == 0)
            outcome = CaseOutcome.Refused; // nothing was paid before formalities, so there is nothing to recover
        file.Case.Close(outcome, file.Now);
        StopClocks(file, _ => true, ClockState.Met);
        audit.Record(file.AuditStream, "case.closed", file.Actor, ("outcome", outcome.ToString()));
    }

    private static void CancelTasks(CaseFile file, Round round, string because)
    {
        foreach (var task in file.Tasks.Where(task => task.RoundId == round.Id && task.IsOpen))
            task.Cancel(because, file.Now);
    }

    private void StopClocks(CaseFile file, Func<CaseClock, bool> which, ClockState how) => file.AfterBurst(async cancellation =>
    {
        foreach (var clock in file.Clocks.Where(clock => clock.IsOpen && which(clock)).ToArray())
        {
            await clocks.StopAsync(clock, file.Today, how, cancellation);
            file.Clocks.Remove(clock);
        }
    });
}
