using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Reporting;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>A round that is taken up again: the flow comes back to its step, and what others have said there stands.</summary>
/// <param name="From">The round that ended.</param>
/// <param name="Again">The task whose word was taken back: its seat is asked anew, and its clock goes on. Null where the case comes straight back to whoever returned it.</param>
internal sealed record TakenUp(Round From, ReviewTask? Again)
{
    /// <summary>The round that goes on in its place, once it has opened.</summary>
    internal RoundId? Into { get; set; }

    /// <summary>Whether a round that opens there is the one that goes on in its place.</summary>
    internal bool IsInto(string activity, InstanceId instance) => Into is null && From.ActivityId == activity && From.InstanceId == instance;

    /// <summary>The task that a seat's new one takes over from.</summary>
    internal ReviewTask? Before(Round round, Seat seat) => Into == round.Id && Again?.SeatKey == seat.Key ? Again : null;
}

/// <summary>
/// Lets a round that opened go on where an earlier one of its step ended: with its plan, signers of this case included, and with what its seats have said. Each word is written down for the new
/// round with a reference to the one it stands for; the earlier ones stay as they are.
/// </summary>
public sealed class TakingUp(IUnitOfWork work, Ballots ballots, CaseClocks clocks, CaseTimes times, AuditTrail audit, IIds ids)
{
    /// <returns>What the seats have said so far; null where the round begins anew.</returns>
    internal async Task<IReadOnlyList<Ballot>?> IntoAsync(CaseFile file, Round round, CancellationToken cancellation)
    {
        if (file.TakenUp is not { } taken || !taken.IsInto(round.ActivityId, round.InstanceId))
            return null;
        taken.Into = round.Id;
        round.Replan(taken.From.Plan with { ReturnTo = round.Plan.ReturnTo });
        if (taken.Again is not null)
            await GoOnCountingAsync(file, taken.From, round, cancellation);

        var standing = (await ballots.OfAsync(taken.From, cancellation))
            .Where(one => one.Decision.TaskId != taken.Again?.Id && one.Decision.Verdict is Verdict.Approve or Verdict.Refuse or Verdict.Abstain or Verdict.Recuse).ToList();
        var said = standing.Select(one => one.Decision.TaskId).ToArray();
        var tasks = await work.Db.Set<ReviewTask>().AsNoTracking().Where(task => said.Contains(task.Id)).ToDictionaryAsync(task => task.Id, cancellation);
        foreach (var one in standing)
            Carry(file, round, tasks[one.Decision.TaskId], one.Decision);
        return standing.ConvertAll(one => one.Ballot);
    }

    private void Carry(CaseFile file, Round round, ReviewTask said, Decision earlier)
    {
        if (round.Plan.SeatOf(said.SeatKey) is not { } seat)
            return;
        var task = ReviewTask.For(TaskId.Of(ids.Next()), round, said.ServiceId, seat, new(said.Role, said.UnitId, earlier.AccountId, earlier.OnBehalfOfId), TaskPurpose.Decide, file.Now, said);
        task.Complete(earlier.AccountId, file.Now);
        var detail = earlier.Detail is null ? [] : (JsonObject)JsonNode.Parse(earlier.Detail)!;
        (detail["carriedFrom"], detail["step"]) = (earlier.Id.ToString(), earlier.Step);
        var carried = earlier with { Id = DecisionId.Of(ids.Next()), TaskId = task.Id, RoundId = round.Id, Detail = detail.ToJsonString(), At = file.Now };
        file.Tasks.Add(task);
        work.Db.Add(task);
        work.Db.Add(carried);
        round.Count();
        audit.Record(file.AuditStream, "task.carried", file.Actor, ("task", task.Id.ToString()), ("decision", carried.Id.ToString()), ("from", earlier.Id.ToString()), ("digest", carried.WordsDigest()));
    }

    /// <summary>
    /// Taking a word back gives nobody more time: the limit counts from the day on which it began, and whoever had the case meanwhile is told by the rounds. Days on which the case was on hold since
    /// count against nobody.
    /// </summary>
    private async Task GoOnCountingAsync(CaseFile file, Round from, Round round, CancellationToken cancellation)
    {
        var id = from.Id;
        await work.Db.Set<CaseClock>().Where(clock => clock.RoundId == id).LoadAsync(cancellation);
        if (work.Db.Set<CaseClock>().Local.Where(clock => clock.RoundId == id && !clock.IsOpen).MaxBy(clock => clock.Id.Value) is { } stopped)
            file.Clocks.Add(await clocks.GoOnAsync(stopped, round.Id, await HeldSinceAsync(file, stopped, cancellation), file.Service.Clock(round.Step).Ladder, CaseHands.In(round.Kind), cancellation));
    }

    private async Task<ImmutableArray<Pause>> HeldSinceAsync(CaseFile file, CaseClock stopped, CancellationToken cancellation)
    {
        if (stopped.StoppedOn is not { } since || since == file.Today)
            return [];
        return [.. (await times.HoldsAsync(file.Case.Id, cancellation)).Select(hold => new Pause(LocalDay.Of(hold.From), LocalDay.Of(hold.Until), Holder.Hold)).Where(pause => pause.From >= since && pause.Until > pause.From)];
    }
}
