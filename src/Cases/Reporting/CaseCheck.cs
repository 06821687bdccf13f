using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reporting;

/// <summary>Holds every case against the ledger, the trail and its own open steps.</summary>
public sealed class CaseCheck(IUnitOfWork work)
{
    public async Task<IReadOnlyList<BooksDifference>> DifferencesAsync(CancellationToken cancellation) =>
        [.. await MoneyAsync(cancellation), .. await WaitingAsync(cancellation)];

    /// <summary>What a case says was paid is what the ledger has paid for it; how it ended is what the trail says; and at its end everybody has what was granted and nothing is kept.</summary>
    private async Task<List<BooksDifference>> MoneyAsync(CancellationToken cancellation)
    {
        var db = work.Db;
        var held = (await db.Set<CaseFunding>().AsNoTracking().GroupBy(one => one.Case)
                .Select(group => new { Case = group.Key, Paid = group.Sum(one => one.Paid), Kept = group.Sum(one => one.Reserved + one.Committed + one.Returned) }).ToListAsync(cancellation))
            .ToDictionary(one => one.Case);
        var ended = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var entry in await db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Act == "case.closed" || entry.Act == "recovery.ended")
            .OrderBy(entry => entry.Number).Select(entry => new { entry.Stream, entry.Facts }).ToListAsync(cancellation))
            ended[entry.Stream] = (string?)JsonNode.Parse(entry.Facts)!["outcome"];

        var differences = new List<BooksDifference>();
        foreach (var one in await db.Set<AidCase>().AsNoTracking().Select(one => new { one.Id, one.Outcome, one.PaidCents, one.ApprovedCents }).ToListAsync(cancellation))
        {
            var funding = held.GetValueOrDefault(one.Id);
            if ((funding?.Paid ?? 0) != one.PaidCents)
                Differ("ledger against case: paid", Yuan.Of(funding?.Paid ?? 0), Yuan.Of(one.PaidCents));
            if (one.Outcome is not { } outcome)
                continue;
            if (ended.GetValueOrDefault($"case:{one.Id}") != $"{outcome}")
                Differ("trail against case: outcome", ended.GetValueOrDefault($"case:{one.Id}") ?? "none", $"{outcome}");
            if (outcome == CaseOutcome.Paid && one.PaidCents < (one.ApprovedCents ?? 0))
                Differ("granted against paid, and closed as paid", Yuan.Of(one.ApprovedCents ?? 0), Yuan.Of(one.PaidCents));
            if (funding?.Kept > 0)
                Differ("closed, and its fund still keeps money for it", Yuan.Of(funding.Kept), Yuan.Of(0));

            void Differ(string what, string first, string second) => differences.Add(new($"case {one.Id}", what, first, second));
        }

        return differences;
    }

    /// <summary>A payout that is open waits for a payment that has not been answered for, or for somebody's task; otherwise nothing would ever move it.</summary>
    private async Task<IEnumerable<BooksDifference>> WaitingAsync(CancellationToken cancellation)
    {
        var db = work.Db;
        var tasks = db.Set<ReviewTask>().Where(task => task.State == TaskState.Assigned || task.State == TaskState.InProgress || task.State == TaskState.OnHold);
        var waiting = await db.Set<Round>().AsNoTracking().Where(round => round.Kind == RoundKind.Payout && round.State == RoundState.Open && !tasks.Any(task => task.RoundId == round.Id))
            .GroupBy(round => round.CaseId).Select(group => new { Case = group.Key, Rounds = group.Count() }).ToListAsync(cancellation);
        var live = (await db.Set<Payment>().AsNoTracking()
                .Where(payment => payment.State == PaymentState.Ready || payment.State == PaymentState.InBatch || payment.State == PaymentState.Released || payment.State == PaymentState.Unknown)
                .GroupBy(payment => payment.Case).Select(group => new { Case = group.Key, Count = group.Count() }).ToListAsync(cancellation))
            .ToDictionary(one => one.Case, one => one.Count);
        return waiting.Where(one => live.GetValueOrDefault(one.Case) < one.Rounds)
            .Select(one => new BooksDifference($"case {one.Case}", "payouts that wait against payments on their way", $"{one.Rounds}", $"{live.GetValueOrDefault(one.Case)}"));
    }
}
