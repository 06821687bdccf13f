using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Cases.Reviewing;

/// <param name="Agency">Whose answer is waited for.</param>
/// <param name="Paper">The scan of the letter that asks; owed.</param>
public sealed record AgencyQuestion(TaskId Task, string Agency, string Reason, StoredFileId? Paper);

/// <param name="Paper">The scan of the answer, where there is one.</param>
public sealed record AgencyAnswer(AgencyWaitId Wait, string Answer, StoredFileId? Paper);

/// <summary>Whoever has a task waits for what another agency answers. The time of the step and of the whole case stands still until somebody enters the answer, or the step ends without it.</summary>
public sealed class AskAgency(Waiting waiting, Documents documents, AuditTrail audit, IIds ids)
{
    /// <exception cref="RefusedException">What <see cref="Waiting"/> refuses, agency.name-missing, agency.reason-missing, agency.paper-missing, document.not-uploaded</exception>
    public async Task<AgencyWaitId> AskAsync(AgencyQuestion question, Actor actor, CancellationToken cancellation)
    {
        var hand = await waiting.TakeAsync(question.Task, actor, cancellation);
        var refusals = new Refusals();
        var agency = Waiting.Read(question.Agency, "agency", AgencyWait.MostAgency, "agency.name-missing", refusals);
        var reason = Waiting.Read(question.Reason, "reason", AgencyWait.MostWords, "agency.reason-missing", refusals);
        refusals.Require(question.Paper is not null, new RefusedException("agency.paper-missing", "paper"));
        refusals.ThrowIfAny();
        await documents.KeepAsync(question.Paper!.Value, "paper", cancellation);

        var wait = AgencyWait.For(AgencyWaitId.Of(ids.Next()), hand.Round, agency, reason, question.Paper.Value, hand.By, hand.File.Now);
        await waiting.BeginAsync(hand, wait, cancellation);
        audit.Record(hand.File.AuditStream, "agency.asked", actor, ("wait", wait.Id.ToString()), ("agency", agency), ("reason", reason), ("paper", question.Paper.ToString()));
        return wait.Id;
    }

    /// <exception cref="RefusedException">What <see cref="Waiting"/> refuses, agency.answer-missing, document.not-uploaded</exception>
    public async Task<AgencyWaitId> AnswerAsync(AgencyAnswer answer, Actor actor, CancellationToken cancellation)
    {
        var (wait, file, by) = await waiting.FindAsync(answer.Wait, WaitCause.Agency, actor, cancellation);
        var refusals = new Refusals();
        var words = Waiting.Read(answer.Answer, "answer", AgencyWait.MostWords, "agency.answer-missing", refusals);
        refusals.ThrowIfAny();
        if (answer.Paper is { } paper)
            await documents.KeepAsync(paper, "paper", cancellation);

        await waiting.EndAsync(wait, file, words, answer.Paper, by, cancellation);
        audit.Record(file.AuditStream, "agency.answered", actor, ("wait", wait.Id.ToString()), ("answer", words), ("paper", answer.Paper?.ToString()));
        return wait.Id;
    }
}
