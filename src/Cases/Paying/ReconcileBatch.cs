using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Paying;

/// <summary>A person confirms that the bank answered every line and the totals agree.</summary>
public sealed class ReconcileBatch(IUnitOfWork work, BatchSignatures signatures, AuditTrail audit)
{
    public async Task<BatchTotals> ReconcileAsync(BatchId id, Actor actor, AccountId? actingFor, CancellationToken cancellation)
    {
        var batch = await signatures.OpenAsync(id, actor, actingFor, [Role.FinanceMaker, Role.FinanceChecker, Role.FinanceReleaser], cancellation);
        batch.Require(BatchState.Sent);
        var totals = await BatchTotals.OfAsync(work, batch, cancellation);
        if (!totals.Agree)
            throw new RefusedException("batch.totals-wrong", null, ("batch", batch.Number));
        if (totals.Unknown.Count > 0)
            throw new RefusedException("batch.unknown-lines", null, ("batch", batch.Number), ("count", totals.Unknown.Count), ("cents", Yuan.Said(totals.Unknown.Cents)));
        if (await work.Db.Set<BankAnswer>().AnyAsync(answer => answer.Batch == id && answer.AppliedAt == null, cancellation))
            throw new RefusedException("batch.unbooked-answers", null, ("batch", batch.Number));
        batch.Reconcile();
        audit.Record($"fund:{batch.Fund}", "batch.reconciled", actor, ("batch", batch.Number),
            ("settled", Yuan.Of(totals.Settled.Cents)), ("returned", Yuan.Of(totals.Returned.Cents)));
        return totals;
    }
}
