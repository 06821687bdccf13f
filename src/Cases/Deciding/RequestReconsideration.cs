using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Deciding;

/// <summary>The applicant asks for a refusal or a non-acceptance to be looked at again: a second run of the case, with deciders who did not decide before.</summary>
public sealed class RequestReconsideration(IUnitOfWork work, CaseFiles files, CaseRuns runs, Competence competence, CaseTelling telling, AuditTrail audit, CaseClocks clocks, SameCause causes, Vault vault)
{
    /// <exception cref="RefusedException">case.not-yours, reconsideration.not-refused, reconsideration.already, reconsideration.same-cause, service.no-such-flow, reconsideration.not-delivered, reconsideration.not-received, reconsideration.too-late</exception>
    public async Task<CaseId> RequestAsync(CaseId id, string reasons, Actor actor, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(reasons))
            throw new RefusedException("reconsideration.reasons-missing", "reasons");
        var file = await files.LoadAsync(id, actor, cancellation);
        await competence.RequireApplicantSideAsync(file.Case, actor, cancellation);
        if (Reconsideration.PaperOf(file.Case) is not { } paper)
            throw new RefusedException("reconsideration.not-refused", null, ("number", file.Case.ReceiptNumber));
        if (Reconsideration.Was(file, paper))
            throw new RefusedException("reconsideration.already", null, ("number", file.Case.ReceiptNumber));
        if (await causes.ElsewhereAsync(file, cancellation) is { } other)
            throw new RefusedException("reconsideration.same-cause", null, ("number", other)); // whoever applied for it again meanwhile awaits that case first
        if (!await work.Db.Set<IssuedDocument>().AnyAsync(document => document.CaseId == id && document.Kind == paper && document.DeliveredOn != null, cancellation))
            throw new RefusedException(actor.Account is null || await competence.IsDelivererAsync(file.Case.UnitId, actor, cancellation) ? "reconsideration.not-delivered" : "reconsideration.not-received");

        if (file.Clocks.FirstOrDefault(clock => clock.Kind == ConfirmDelivery.ReconsiderationClock) is { } window)
        {
            // A provisional date may not cost anybody a right: then the request is in time.
            if (window.MayEndRight(file.Today))
                throw new RefusedException("reconsideration.too-late", null, ("day", window.DueOn));
            await clocks.StopAsync(window, file.Today, ClockState.Met, cancellation);
            file.Clocks.Remove(window);
        }

        file.Case.Reopen(CaseStage.Reconsidering);
        audit.Record(file.AuditStream, "case.reconsideration-requested", actor);
        var run = await runs.StartAsync(file, Reconsideration.RunOf(paper), cancellation);
        run.Reasons = vault.Seal(reasons.Trim(), run.ReasonsPlace);

        // The service sets no one day for the answer, only a time for each step: staff read it with their task.
        await telling.TellBothAsync(file, Occasions.ReconsiderationOpened, $"{file.Runs.Count}", cancellation, new TemplateData().Due(clock: null));
        return id;
    }
}
