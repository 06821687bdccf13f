using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <param name="Agency">Whose answer is waited for.</param>
/// <param name="Paper">The scan of the letter that asks; owed.</param>
public sealed record AgencyQuestion(TaskId Task, string Agency, string Reason, StoredFileId? Paper);

/// <param name="Paper">The scan of the answer, where there is one.</param>
public sealed record AgencyAnswer(AgencyWaitId Wait, string Answer, StoredFileId? Paper);

/// <summary>Whoever has a task waits for what another agency answers. The time of the step and of the whole case stands still until somebody enters the answer, or the step ends without it.</summary>
public sealed class AskAgency(IUnitOfWork work, TaskDesk desk, TaskRelations relations, CaseFiles files, Rounds rounds, Documents documents, AuditTrail audit, IIds ids)
{
    /// <exception cref="RefusedException">What <see cref="TaskDesk"/> refuses, agency.not-here, agency.waits-already, agency.name-missing, agency.reason-missing, agency.paper-missing, document.not-uploaded</exception>
    public async Task<AgencyWaitId> AskAsync(AgencyQuestion question, Actor actor, CancellationToken cancellation)
    {
        var hand = await desk.TakeAsync(question.Task, actor, cancellation);
        await desk.KeepAwayAsync(hand, cancellation);
        var (file, round) = (hand.File, hand.Round);
        if (!file.Clocks.Any(clock => clock.RoundId == round.Id && clock.Holder is not (Holder.Applicant or Holder.Notice)))
            throw new RefusedException("agency.not-here");
        if (Rounds.AwaitsAgency(file, round) || round.Kind == RoundKind.ExternalDecision)
            throw new RefusedException("agency.waits-already");
        var refusals = new Refusals();
        var agency = Read(question.Agency, "agency", AgencyWait.MostAgency, "agency.name-missing", refusals);
        var reason = Read(question.Reason, "reason", AgencyWait.MostWords, "agency.reason-missing", refusals);
        refusals.Require(question.Paper is not null, new RefusedException("agency.paper-missing", "paper"));
        refusals.ThrowIfAny();
        await documents.KeepAsync(question.Paper!.Value, "paper", cancellation);

        var wait = AgencyWait.For(AgencyWaitId.Of(ids.Next()), round, agency, reason, question.Paper.Value, hand.By, file.Now);
        work.Db.Add(wait);
        await rounds.HandToAgencyAsync(file, round, cancellation);
        audit.Record(file.AuditStream, "agency.asked", actor, ("wait", wait.Id.ToString()), ("agency", agency), ("reason", reason), ("paper", question.Paper.ToString()));
        return wait.Id;
    }

    /// <summary>Everybody who might do a task of the step may enter what came.</summary>
    /// <exception cref="RefusedException">agency.unknown, agency.ended, case.on-hold, agency.answer-missing, task.not-yours, document.not-uploaded</exception>
    public async Task<AgencyWaitId> AnswerAsync(AgencyAnswer answer, Actor actor, CancellationToken cancellation)
    {
        var wait = await work.Db.Set<AgencyWait>().FirstOrDefaultAsync(wait => wait.Id == answer.Wait, cancellation) ?? throw new RefusedException("agency.unknown");
        var file = await files.LoadAsync(wait.CaseId, actor, cancellation);
        var theirs = false;
        foreach (var task in file.Tasks.Where(task => task.RoundId == wait.RoundId && task.IsOpen))
            theirs |= await relations.OfAsync(task, actor, file.Today, cancellation) is not null;
        if (wait.EndedAt is { } ended)
            throw new RefusedException("agency.ended", null, ("on", LocalDay.Of(ended)));
        if (!theirs || actor.Account is not { } by)
            throw new RefusedException("task.not-yours");
        if (file.Case.HeldAt is not null)
            throw new RefusedException("case.on-hold");
        var refusals = new Refusals();
        var words = Read(answer.Answer, "answer", AgencyWait.MostWords, "agency.answer-missing", refusals);
        refusals.ThrowIfAny();
        if (answer.Paper is { } paper)
            await documents.KeepAsync(paper, "paper", cancellation);

        wait.End(words, answer.Paper, by, file.Now);
        await rounds.TakeBackFromAgencyAsync(file, file.OpenRound(wait.RoundId), cancellation);
        audit.Record(file.AuditStream, "agency.answered", actor, ("wait", wait.Id.ToString()), ("answer", words), ("paper", answer.Paper?.ToString()));
        return wait.Id;
    }

    private static string Read(string? said, string field, int most, string missing, Refusals refusals)
    {
        var words = said?.Trim() ?? "";
        refusals.Require(words.Length > 0, new RefusedException(missing, field));
        refusals.Require(words.Length <= most, new RefusedException("agency.too-long", field, ("most", most)));
        return words;
    }
}
