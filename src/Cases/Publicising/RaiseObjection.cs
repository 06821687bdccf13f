using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Publicising;

/// <summary>Somebody objects to a notice in time: it is held, and the case goes back for a new opinion.</summary>
public sealed class RaiseObjection(IUnitOfWork work, CaseFiles files, CaseRuns runs, Rounds rounds, Vault vault, CaseTelling telling, AuditTrail audit, IIds ids)
{
    /// <exception cref="RefusedException">notice.unknown, notice.over, objection.words-missing</exception>
    public async Task<CaseId> RaiseAsync(NoticeId id, string words, Actor actor, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(words))
            throw new RefusedException("objection.words-missing", "words");
        var notice = await work.Db.Set<PublicNotice>().FirstOrDefaultAsync(notice => notice.Id == id, cancellation) ?? throw new RefusedException("notice.unknown");
        var file = await files.LoadAsync(notice.CaseId, actor, cancellation);
        if (notice.State != NoticeState.Posted || file.Today > Posting.LastDay(file, notice))
            throw new RefusedException("notice.over", null, ("day", notice.ToDay));

        notice.State = NoticeState.Held;
        var objection = ids.Next();
        work.Db.Add(new Objection { Id = objection, NoticeId = id, CaseId = notice.CaseId, Words = vault.Seal(words.Trim(), $"objection.words:{objection}"), RaisedAt = file.Now });
        audit.Record(file.AuditStream, "notice.objected", actor, ("notice", id.ToString()));
        var round = file.OpenRound(notice.RoundId);
        rounds.Settle(file, round, "Objected");
        await runs.ResumeAsync(file, round, "Objected", cancellation);

        // What is objected stays with those who must look into it; the messages only say that there is something.
        await telling.TellBothAsync(file, Occasions.ObjectionReceived, objection.ToString(), cancellation);
        return notice.CaseId;
    }
}
