using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Deciding;

/// <summary>Records when and how a document reached the applicant; a refusal's delivery starts the time for reconsideration.</summary>
public sealed class ConfirmDelivery(IUnitOfWork work, CaseFiles files, CaseClocks clocks, Competence competence, AuditTrail audit)
{
    /// <summary>The kind of clock within which reconsideration may be asked for. Its date ends a right, so it must be confirmed.</summary>
    public const string ReconsiderationClock = "reconsideration";

    /// <exception cref="RefusedException">document.unknown-issued, case.not-yours, delivery.already-recorded, delivery.in-future, delivery.before-issue</exception>
    public async Task<CaseId> ConfirmAsync(IssuedDocumentId id, DateOnly on, DeliveryMethod method, Actor actor, CancellationToken cancellation)
    {
        var document = await work.Db.Set<IssuedDocument>().FirstOrDefaultAsync(document => document.Id == id, cancellation)
            ?? throw new RefusedException("document.unknown-issued");
        var file = await files.LoadAsync(document.CaseId, actor, cancellation);
        await competence.RequireDelivererAsync(file.Case.UnitId, actor, cancellation);
        if (document.IsDelivered)
            throw new RefusedException("delivery.already-recorded", null, ("on", document.DeliveredOn));
        if (on > file.Today)
            throw new RefusedException("delivery.in-future", "on", ("today", file.Today));
        if (on < LocalDay.Of(document.IssuedAt))
            throw new RefusedException("delivery.before-issue", "on", ("issued", LocalDay.Of(document.IssuedAt)));

        document.DeliveredOn = on;
        document.Method = method;
        document.RecordedBy = actor.Account;
        if (document.Kind is DocumentKind.Refusal or DocumentKind.NonAcceptance && file.Service.Term(ReconsiderationClock) is { } window)
            await clocks.StartAsync(file.Case.Id, null, new(ReconsiderationClock, window, Roll.ToNextWorkingDay, EndsRight: true), on, Holder.Applicant, cancellation);
        audit.Record(file.AuditStream, "document.delivered", actor, ("document", id.ToString()), ("on", on.ToString("O", null)), ("method", method.ToString()));
        return document.CaseId;
    }
}
