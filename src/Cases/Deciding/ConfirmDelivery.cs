using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Deciding;

/// <summary>Records when and how a document reached the applicant. Delivery starts the applicant's time: to supplement what a notice lists, to ask for reconsideration of what was turned down.</summary>
public sealed class ConfirmDelivery(IUnitOfWork work, CaseFiles files, Competence competence, CaseClocks clocks, Rounds rounds, AuditTrail audit)
{
    /// <summary>The kind of clock within which reconsideration may be asked for. Its date ends a right, so it must be confirmed.</summary>
    public const string ReconsiderationClock = "reconsideration";

    /// <summary>The station that hands it over, or an office that issued it; never whoever it is for.</summary>
    /// <exception cref="RefusedException">document.unknown-issued, case.not-yours, task.own-case, delivery.already-recorded, delivery.in-future, delivery.before-issue</exception>
    public async Task<CaseId> ConfirmAsync(IssuedDocumentId id, DateOnly on, DeliveryMethod method, Actor actor, CancellationToken cancellation)
    {
        var document = await work.Db.Set<IssuedDocument>().FirstOrDefaultAsync(document => document.Id == id, cancellation)
            ?? throw new RefusedException("document.unknown-issued");
        var file = await files.LoadAsync(document.CaseId, actor, cancellation);
        await competence.RequireDeliveryAsync(file.Case.UnitId, actor, cancellation);
        if (actor.Person is { } person && person == file.Case.ApplicantId)
            throw new RefusedException("task.own-case");
        if (document.IsDelivered)
            throw new RefusedException("delivery.already-recorded", null, ("on", document.DeliveredOn));
        if (on > file.Today)
            throw new RefusedException("delivery.in-future", "on", ("today", file.Today));
        if (on < LocalDay.Of(document.IssuedAt))
            throw new RefusedException("delivery.before-issue", "on", ("issued", LocalDay.Of(document.IssuedAt)));

        await DeliverAsync(file, document, on, method, cancellation);
        return document.CaseId;
    }

    /// <summary>The applicant has opened it: that is the day on which they received it, unless an earlier one is recorded.</summary>
    internal async Task ReadByApplicantAsync(IssuedDocumentId id, Actor applicant, CancellationToken cancellation)
    {
        var document = await work.Db.Set<IssuedDocument>().FirstAsync(document => document.Id == id, cancellation);
        if (!document.IsDelivered && await files.LoadAsync(document.CaseId, applicant, cancellation) is var file)
            await DeliverAsync(file, document, file.Today, DeliveryMethod.Electronic, cancellation);
    }

    private async Task DeliverAsync(CaseFile file, IssuedDocument document, DateOnly on, DeliveryMethod method, CancellationToken cancellation)
    {
        document.DeliveredOn = on; // of two who record it at once one is refused: the column is compared on write
        document.Method = method;
        document.RecordedBy = file.Actor.Account;
        if (Reconsideration.IsOffered(file, document.Kind) && file.Service.Term(ReconsiderationClock) is { } window)
            await clocks.StartAsync(file.Case.Id, null, new(ReconsiderationClock, window, Roll.ToNextWorkingDay, EndsRight: true), Later(on, file.Case.ClosedAt), Holder.Applicant, cancellation);
        if (document.Kind == DocumentKind.CompletionNotice && file.Open(RoundKind.Supplement) is { } supplementing && await IsLatestAsync(document, cancellation))
            await rounds.CountFromAsync(file, supplementing, on, cancellation);
        audit.Record(file.AuditStream, "document.delivered", file.Actor, ("document", document.Id.ToString()), ("on", on.ToString("O", null)), ("method", method.ToString()));
    }

    /// <summary>The notice of an earlier supplement, delivered late, gives this one no time.</summary>
    private async Task<bool> IsLatestAsync(IssuedDocument document, CancellationToken cancellation) => !await work.Db.Set<IssuedDocument>()
        .AnyAsync(other => other.CaseId == document.CaseId && other.Kind == document.Kind && other.IssuedAt > document.IssuedAt, cancellation);

    /// <summary>Nobody can ask before the case is closed, so no day counts before that.</summary>
    private static DateOnly Later(DateOnly delivered, DateTimeOffset? closed) => closed is { } at && LocalDay.Of(at) > delivered ? LocalDay.Of(at) : delivered;
}
