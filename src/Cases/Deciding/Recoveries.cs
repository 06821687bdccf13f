using System.Linq.Expressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Deciding;

/// <summary>What the payee of a case still has to give back.</summary>
public sealed record OwedRecovery(CaseId Case, string? ReceiptNumber, string ServiceId, UnitId Unit, long PaidCents, long GrantedCents)
{
    public long OwedCents => PaidCents - GrantedCents;
}

/// <summary>Money that was paid before formalities above what was granted after them: who owes it, and what ends the owing.</summary>
public sealed class Recoveries(IUnitOfWork work, Scopes scopes, Payments payments, Funds funds, Colleagues colleagues, AuditTrail audit)
{
    private static readonly Role[] Readers =
        [Role.FinanceMaker, Role.FinanceChecker, Role.FinanceReleaser, Role.DistrictDecider, Role.CityDecider, Role.Auditor, Role.Leader];

    /// <summary>Every open recovery within the area of the actor, oldest first.</summary>
    public async Task<IReadOnlyList<OwedRecovery>> OwedAsync(Actor actor, CancellationToken cancellation)
    {
        var scope = await scopes.OfAsync(actor, Readers, cancellation);
        return await work.Db.Set<AidCase>().AsNoTracking().Within(scope, work.Db)
            .Where(Owing(work.Db))
            .OrderBy(aidCase => aidCase.AppliedAt).ThenBy(aidCase => aidCase.Id)
            .Select(aidCase => new OwedRecovery(aidCase.Id, aidCase.ReceiptNumber, aidCase.ServiceId, aidCase.UnitId, aidCase.PaidCents, aidCase.ApprovedCents ?? 0))
            .ToListAsync(cancellation);
    }

    /// <summary>More was paid than is granted, and the last word said so: the case is closed with it, or is looked at again.</summary>
    public Task<bool> IsOwedAsync(CaseId id, CancellationToken cancellation) => work.Db.Set<AidCase>().Where(Owing(work.Db)).AnyAsync(aidCase => aidCase.Id == id, cancellation);

    /// <summary>A case that is still being decided owes nothing: what it is granted may change.</summary>
    private static Expression<Func<AidCase, bool>> Owing(DbContext db) => aidCase => aidCase.Outcome == CaseOutcome.Recovering
        || (aidCase.Outcome == null && aidCase.PaidCents > (aidCase.ApprovedCents ?? 0)
            && db.Set<CaseRun>().Any(run => run.CaseId == aidCase.Id && run.Kind == RunKind.Reconsideration && run.EndedAt == null));

    /// <summary>The bank itself sent back what was not owed: the fund has it again.</summary>
    internal async Task ReturnedAsync(CaseFile file, Payment payment, CancellationToken cancellation)
    {
        await payments.CancelAsync(payment.Id, "not owed", file.Actor, cancellation);
        await funds.ReleaseReturnedAsync(payment.Fund, payment.Case, payment.Cents, $"not-owed:{payment.Id}", file.Actor, cancellation);
        EndWhenWhole(file);
    }

    /// <summary>
    /// The payee has given back some of a payment that the bank now takes back whole: that part is theirs again, and finance is told to hand it out, because
    /// no batch does that by itself.
    /// </summary>
    internal async Task RestoreAsync(CaseFile file, Payment payment, CancellationToken cancellation)
    {
        var twice = payment.Cents - ((await funds.HeldAsync(payment.Fund, payment.Case, cancellation))?.Paid ?? 0);
        if (twice <= 0)
            return;
        await funds.RestoreAsync(payment.Fund, payment.Case, twice, $"restore:{payment.Id}", file.Actor, cancellation);
        file.Case.PaidCents += twice;
        var fund = (await work.Db.Set<Fund>().FindAsync([payment.Fund], cancellation))!;
        await colleagues.TellAsync(
            new(file.Case.Id, "recovery.given-back-twice", $"given-back-twice:{payment.Id}", ("number", file.Case.ReceiptNumber), ("payment", payment.EndToEndId), ("cents", Yuan.Said(twice))),
            Role.FinanceMaker, fund.Owner, cancellation);
        audit.Record(file.AuditStream, "recovery.restored", file.Actor, ("payment", payment.Id.ToString()), ("cents", Yuan.Of(twice)));
    }

    /// <summary>
    /// Of a payment that came back whole, and of which the payee had given some back, the fund has at once what is not granted: what was given back may have been granted to others
    /// since, so it need not have the payee's part at hand until the rest is paid again.
    /// </summary>
    internal async Task ReleaseSurplusAsync(CaseFile file, Payment payment, CancellationToken cancellation)
    {
        var surplus = payment.Cents - Math.Max(0, (file.Case.ApprovedCents ?? 0) - file.Case.PaidCents);
        if (surplus > 0 && work.Db.Set<LedgerEntry>().Local.Any(entry => entry.Reference == $"restore:{payment.Id}"))
            await funds.ReleaseReturnedAsync(payment.Fund, payment.Case, surplus, RepayReturned.SurplusOf(payment.Id), file.Actor, cancellation);
    }

    /// <summary>Nothing is owed any more: the case ends as it was decided.</summary>
    internal void EndWhenWhole(CaseFile file)
    {
        if (file.Case is not { Outcome: CaseOutcome.Recovering, OverpaidCents: 0 } aidCase)
            return;
        var outcome = aidCase.ApprovedCents > 0 ? CaseOutcome.Paid : CaseOutcome.Refused;
        aidCase.Close(outcome, file.Now);
        audit.Record(file.AuditStream, "recovery.ended", file.Actor, ("outcome", outcome.ToString()));
    }
}
