using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Signing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Handling;

/// <summary>An opinion as the approval form prints it.</summary>
/// <param name="For">In whose place, where somebody stood in.</param>
/// <param name="Signature">Of the decision; null where it was not signed by hand.</param>
public sealed record PrintedOpinion(string Step, RoundKind Kind, Part Part, Verdict Verdict, bool Again, bool TakenBack, LocalText Unit, LocalText By, LocalText? For, string? Opinion, long? Cents, DateTimeOffset At, CheckedSignature? Signature);

/// <summary>Reads every opinion of a case for its approval form (审批表), oldest first: also those that a return has overtaken, as the paper tells how it went.</summary>
public sealed class ApprovalFormReading(IUnitOfWork work)
{
    /// <param name="view">The case as whoever prints may see it.</param>
    public async Task<ImmutableArray<PrintedOpinion>> ReadAsync(CaseView view, CancellationToken cancellation)
    {
        var (db, id) = (work.Db, view.Case.Id);
        var found = await (
            from decision in db.Set<Decision>().AsNoTracking()
            where decision.CaseId == id && decision.Verdict != Verdict.Advise
            join task in db.Set<ReviewTask>().AsNoTracking() on decision.TaskId equals task.Id
            join round in db.Set<Round>().AsNoTracking() on decision.RoundId equals round.Id
            join unit in db.Set<Unit>().AsNoTracking() on task.UnitId equals unit.Id
            join account in db.Set<Account>().AsNoTracking() on decision.AccountId equals account.Id
            orderby decision.At, decision.Id
            select new { Decision = decision, task.Kind, task.TakenBackAt, round.Plan, Unit = new LocalText(unit.NameZh, unit.NameEn), By = new LocalText(account.NameZh, account.NameEn) }).ToListAsync(cancellation);
        var principals = found.Select(one => one.Decision.OnBehalfOfId).OfType<AccountId>().Distinct().ToArray();
        var names = await db.Set<Account>().AsNoTracking().Where(account => principals.Contains(account.Id)).ToDictionaryAsync(account => account.Id, account => new LocalText(account.NameZh, account.NameEn), cancellation);
        var seen = new HashSet<(RoundKind, string)>();
        return
        [
            .. found.Select(one => new PrintedOpinion(
                one.Decision.Step, one.Kind, one.Plan.Part, one.Decision.Verdict, !seen.Add((one.Kind, one.Decision.Step)), one.TakenBackAt is not null, one.Unit, one.By, one.Decision.OnBehalfOfId is { } principal ? names.GetValueOrDefault(principal) : null, one.Decision.Opinion,
                one.Decision.Verdict == Verdict.Approve ? one.Decision.Cents : null, one.Decision.At, view.Signatures.FirstOrDefault(signed => signed.Decision == one.Decision.Id))),
        ];
    }
}
