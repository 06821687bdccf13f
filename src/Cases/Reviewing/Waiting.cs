using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>What every waiting of a step for somebody outside has in common: who begins it, who ends it, and that the time stands still between.</summary>
public sealed class Waiting(IUnitOfWork work, TaskDesk desk, TaskRelations relations, CaseFiles files, CaseHands hands)
{
    /// <exception cref="RefusedException">What <see cref="TaskDesk"/> refuses, agency.not-here, agency.waits-already</exception>
    internal async Task<TaskInHand> TakeAsync(TaskId task, Actor actor, CancellationToken cancellation)
    {
        var hand = await desk.TakeAsync(task, actor, cancellation);
        await desk.KeepAwayAsync(hand, cancellation);
        var (file, round) = (hand.File, hand.Round);
        if (hand.Task.Purpose != TaskPurpose.Decide)
            throw new RefusedException("agency.not-here"); // who is asked for an answer does not stop the time of the step
        if (!file.Clocks.Any(clock => clock.RoundId == round.Id && clock.Holder is not (Holder.Applicant or Holder.Notice)))
            throw new RefusedException("agency.not-here");
        if (CaseHands.Awaits(file, round) || round.Kind == RoundKind.ExternalDecision)
            throw new RefusedException("agency.waits-already");
        return hand;
    }

    internal Task BeginAsync(TaskInHand hand, AgencyWait wait, CancellationToken cancellation)
    {
        work.Db.Add(wait);
        work.Db.Entry(hand.Round).Property(one => one.Decisions).IsModified = true; // a vote that settles nothing shares no other row with this: one of the two loses and looks again
        return hands.WaitAsync(hand.File, hand.Round, wait.Cause == WaitCause.Hearing ? Holder.Hearing : Holder.OtherAgency, cancellation);
    }

    /// <summary>Everybody who might do a task of the step may enter what came.</summary>
    /// <exception cref="RefusedException">What <see cref="TaskDesk.KeepAwayAsync"/> refuses, agency.unknown, agency.ended, case.on-hold, task.not-yours</exception>
    internal async Task<(AgencyWait Wait, CaseFile File, AccountId By)> FindAsync(AgencyWaitId id, WaitCause cause, Actor actor, CancellationToken cancellation)
    {
        var wait = await work.Db.Set<AgencyWait>().FirstOrDefaultAsync(wait => wait.Id == id && wait.Cause == cause, cancellation) ?? throw new RefusedException("agency.unknown");
        var file = await files.LoadAsync(wait.CaseId, actor, cancellation);
        if (wait.EndedAt is { } ended)
            throw new RefusedException("agency.ended", null, ("on", LocalDay.Of(ended)));
        TaskInHand? hand = null;
        foreach (var task in file.Tasks.Where(task => task.RoundId == wait.RoundId && task is { IsOpen: true, Purpose: TaskPurpose.Decide }))
            if (hand is null && actor.Account is { } account && await relations.OfAsync(task, actor, file.Today, cancellation) is { } relation)
                hand = new(task, file.OpenRound(wait.RoundId), file, account, relation.For);
        if (hand is null)
            throw new RefusedException("task.not-yours");
        await desk.KeepAwayAsync(hand, cancellation);
        var by = hand.By;
        return file.Case.HeldAt is null ? (wait, file, by) : throw new RefusedException("case.on-hold");
    }

    internal Task EndAsync(AgencyWait wait, CaseFile file, string words, StoredFileId? paper, AccountId by, CancellationToken cancellation)
    {
        wait.End(words, paper, by, file.Now);
        return hands.GoOnAsync(file, file.OpenRound(wait.RoundId), cancellation);
    }

    internal static string Read(string? said, string field, int most, string missing, Refusals refusals)
    {
        var words = said?.Trim() ?? "";
        refusals.Require(words.Length > 0, new RefusedException(missing, field));
        refusals.Require(words.Length <= most, new RefusedException("agency.too-long", field, ("most", most)));
        return words;
    }
}
