using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>The section watches over a matter (督办, art. 40): whoever handles it is told, and owes a reply by a day.</summary>
public sealed class SuperviseMatter(IUnitOfWork work, MatterHands hands, ReplyDuties duties, PetitionTelling telling, TimeProvider time)
{
    /// <exception cref="RefusedException">matter.unknown, matter.not-yours, matter.recused, matter.over, duty.supervised-before, duty.why, duty.reply-by-early</exception>
    public async Task<ReplyDuty> RunAsync(MatterId id, DateOnly? replyBy, string why, Actor actor, CancellationToken cancellation)
    {
        var (matter, today, refusals) = (await hands.TakeAsync(id, [Role.RightsOfficer], actor, cancellation), LocalDay.Today(time), new Refusals());
        if (matter.ClosedOn is { } closed)
            throw new RefusedException("matter.over", null, ("on", closed));
        if (await work.Db.Set<ReplyDuty>().AnyAsync(duty => duty.MatterId == id && duty.Kind == ReplyDutyKind.Supervision && duty.EndedOn == null, cancellation))
            throw new RefusedException("duty.supervised-before");
        refusals.Require(why.Trim().Length is > 0 and <= AnswerDuty.MostWords, new("duty.why", "why", ("most", AnswerDuty.MostWords)));
        refusals.Require(replyBy is not null, new("duty.reply-by-missing", "replyBy"));
        refusals.Require(replyBy is not { } by || by >= today, new("duty.reply-by-early", "replyBy", ("after", today.AddDays(-1))));
        refusals.ThrowIfAny();
        var duty = duties.Begin(matter, ReplyDutyKind.Supervision, "", today, replyBy!.Value, why.Trim(), actor);
        await telling.TellHoldersAsync(matter, "matter.supervised", $"matter-supervised:{duty.Id}", actor, cancellation, ("until", replyBy.Value));
        return duty;
    }
}

/// <param name="Whom">To whom it was reported; of an assignment, who reported.</param>
/// <param name="IsLast">Nothing more is owed after it. Supervision goes on until the section ends it.</param>
public sealed record ReplyCommand(MatterId Matter, ReplyDutyId Duty, DateOnly On, string Whom, string Words, bool IsLast);

/// <summary>Records what was reported about a matter, when and to whom; with the last report of a task from above the task is done.</summary>
public sealed class AnswerDuty(IUnitOfWork work, MatterHands hands, ReplyDuties duties, VisitRuns visits, PetitionTelling telling, TimeProvider time)
{
    public const int MostWords = 4000;

    private static readonly Role[] Repliers = [Role.DeskClerk, Role.RightsOfficer];

    /// <exception cref="RefusedException">matter.unknown, matter.not-yours, matter.recused, duty.unknown, duty.ended, duty.words, duty.whom, duty.day-ahead, duty.day-early</exception>
    public async Task<ReplyDuty> RunAsync(ReplyCommand command, Actor actor, CancellationToken cancellation)
    {
        var matter = await hands.TakeAsync(command.Matter, Repliers, actor, cancellation);
        var (duty, whom, words, refusals) = (await OpenAsync(command.Matter, command.Duty, cancellation), command.Whom.Trim(), command.Words.Trim(), new Refusals());
        refusals.Require(command.On <= LocalDay.Today(time), new("duty.day-ahead", "on", ("on", command.On)));
        refusals.Require(command.On >= duty.Begun, new("duty.day-early", "on", ("on", command.On), ("from", duty.Begun)));
        refusals.Require(whom.Length <= RouteRule.MostBody && (whom.Length > 0 || duty.Kind == ReplyDutyKind.Supervision), new("duty.whom", "whom", ("most", RouteRule.MostBody)));
        refusals.Require(words.Length is > 0 and <= MostWords, new("duty.words", "words", ("most", MostWords)));
        refusals.ThrowIfAny();
        duties.Reply(duty, command.On, whom, words, actor);
        if (duty.Kind == ReplyDutyKind.Supervision)
            await telling.TellAsync(matter, duty.By, "matter.replied", $"matter-replied:{duty.Id}:{duty.Replies}", actor, cancellation);
        else if (command.IsLast)
        {
            duties.End(duty, command.On, actor);
            if (duty.Kind == ReplyDutyKind.FromAbove && matter is { Kind: MatterKind.AssignedTask, ClosedOn: null })
            {
                matter.Close(command.On);
                await visits.EndAsync(matter, "reported", cancellation);
            }
        }

        return duty;
    }

    /// <summary>The section ends supervision, or takes back what it gave to another body, and says why.</summary>
    /// <exception cref="RefusedException">matter.unknown, matter.not-yours, matter.recused, duty.unknown, duty.ended, duty.owed-above, duty.words</exception>
    public async Task<ReplyDuty> EndAsync(MatterId id, ReplyDutyId dutyId, string words, Actor actor, CancellationToken cancellation)
    {
        await hands.TakeAsync(id, [Role.RightsOfficer], actor, cancellation);
        var (duty, today) = (await OpenAsync(id, dutyId, cancellation), LocalDay.Today(time));
        if (duty.Kind == ReplyDutyKind.FromAbove)
            throw new RefusedException("duty.owed-above");
        if (words.Trim().Length is 0 or > MostWords)
            throw new RefusedException("duty.words", "words", ("most", MostWords));
        duties.Reply(duty, today, "", words.Trim(), actor);
        duties.End(duty, today, actor);
        return duty;
    }

    private async Task<ReplyDuty> OpenAsync(MatterId matter, ReplyDutyId id, CancellationToken cancellation)
    {
        var duty = await work.Db.Set<ReplyDuty>().FirstOrDefaultAsync(one => one.Id == id && one.MatterId == matter, cancellation) ?? throw new RefusedException("duty.unknown");
        return duty.EndedOn is { } ended ? throw new RefusedException("duty.ended", null, ("on", ended)) : duty;
    }
}
