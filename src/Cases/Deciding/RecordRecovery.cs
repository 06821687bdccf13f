using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Deciding;

/// <param name="Slip">The number of the bank's slip: the same slip is booked once.</param>
public sealed record RecoveryReport(CaseId Case, long Cents, string Slip, DateOnly ReceivedOn);

/// <summary>
/// Books money that the payee gave back, also while the refusal is looked at again: who pays their debt is not sent away. When all of it is there,
/// the case is no longer recovering.
/// </summary>
public sealed class RecordRecovery(IUnitOfWork work, CaseFiles files, Funds funds, Recoveries recoveries, Organisation.Directory directory, AuditTrail audit)
{
    private static readonly Role[] Finance = [Role.FinanceMaker, Role.FinanceChecker];

    /// <returns>What is still owed, in cents.</returns>
    /// <exception cref="RefusedException">recovery.not-owed, recovery.not-yours, task.own-case, recovery.slip-missing, recovery.in-future, recovery.amount, recovery.already-booked</exception>
    public async Task<long> RecordAsync(RecoveryReport report, Actor actor, CancellationToken cancellation)
    {
        var file = await files.LoadAsync(report.Case, actor, cancellation);
        var aidCase = file.Case;
        if (!await recoveries.IsOwedAsync(aidCase.Id, cancellation) || aidCase.FundId is not { } fund)
            throw new RefusedException("recovery.not-owed", null, ("number", aidCase.ReceiptNumber));
        await RequireFinanceAsync(fund, actor, file.Today, cancellation);
        if (actor.Person is { } person && person == aidCase.ApplicantId)
            throw new RefusedException("task.own-case");
        if (string.IsNullOrWhiteSpace(report.Slip))
            throw new RefusedException("recovery.slip-missing", "slip");
        if (report.ReceivedOn > file.Today)
            throw new RefusedException("recovery.in-future", "receivedOn", ("today", file.Today));
        if (report.Cents <= 0 || report.Cents > aidCase.OverpaidCents)
            throw new RefusedException("recovery.amount", "cents", ("cents", Yuan.Said(report.Cents)), ("owed", Yuan.Said(aidCase.OverpaidCents)));
        var key = $"recover:{aidCase.Id}:{report.Slip.Trim()}";
        if (await work.Db.Set<LedgerEntry>().AnyAsync(entry => entry.Reference == key, cancellation))
            throw new RefusedException("recovery.already-booked", "slip", ("slip", report.Slip.Trim()));

        await funds.RecoverAsync(fund, aidCase.Id, report.Cents, key, actor, cancellation);
        aidCase.PaidCents -= report.Cents;
        audit.Record(file.AuditStream, "recovery.booked", actor, ("cents", Yuan.Of(report.Cents)), ("slip", report.Slip.Trim()), ("on", $"{report.ReceivedOn:yyyy-MM-dd}"));
        recoveries.EndWhenWhole(file);
        return aidCase.OverpaidCents;
    }

    private async Task RequireFinanceAsync(FundId id, Actor actor, DateOnly today, CancellationToken cancellation)
    {
        var fund = (await work.Db.Set<Fund>().FindAsync([id], cancellation))!;
        foreach (var role in Finance)
            if (await directory.HoldsAsync(actor, role, fund.Owner, today, cancellation))
                return;
        throw new RefusedException("recovery.not-yours", null, ("name", await directory.NameAsync(actor.Account, cancellation) ?? (object)actor.Name));
    }
}
