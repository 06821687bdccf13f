using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reporting;

/// <summary>
/// Who had a case in every hour from application to end (or until now), computed from its rounds, tasks, waits, payments and runs each time: nothing of it is stored, so it cannot disagree
/// with them.
/// </summary>
public sealed class CaseTimes(IUnitOfWork work, TimeProvider time)
{
    /// <summary>The acts that put a case or a run of it on hold, and those that take the hold away.</summary>
    private static readonly Dictionary<string, bool> Holds = new(StringComparer.Ordinal)
    {
        ["case.suspended"] = true,
        ["case.activated"] = false,
        ["instance.suspended"] = true,
        ["instance.activated"] = false,
    };

    public async Task<ImmutableArray<HeldSpan>> OfAsync(CaseId id, CancellationToken cancellation) => (await OfAsync([id], cancellation)).GetValueOrDefault(id, []);

    public async Task<IReadOnlyDictionary<CaseId, ImmutableArray<HeldSpan>>> OfAsync(IReadOnlyCollection<CaseId> ids, CancellationToken cancellation)
    {
        var (db, now) = (work.Db, time.GetUtcNow());
        var wanted = ids.ToArray();
        var (streams, acts) = (wanted.Select(id => $"case:{id}").ToArray(), Holds.Keys.ToArray());
        var cases = await db.Set<AidCase>().AsNoTracking().Where(one => wanted.Contains(one.Id)).Select(one => new { one.Id, one.AppliedAt, one.ClosedAt, one.UnitId }).ToListAsync(cancellation);
        var rounds = (await db.Set<Round>().AsNoTracking().Where(round => wanted.Contains(round.CaseId)).ToListAsync(cancellation)).ToLookup(round => round.CaseId);
        var tasks = (await db.Set<ReviewTask>().AsNoTracking().Where(task => wanted.Contains(task.CaseId)).ToListAsync(cancellation)).ToLookup(task => task.CaseId);
        var waits = (await db.Set<AgencyWait>().AsNoTracking().Where(wait => wanted.Contains(wait.CaseId)).ToListAsync(cancellation)).ToLookup(wait => wait.CaseId);
        var runs = (await db.Set<CaseRun>().AsNoTracking().Where(run => wanted.Contains(run.CaseId)).ToListAsync(cancellation)).ToLookup(run => run.CaseId);
        var payments = (await db.Set<Payment>().AsNoTracking().Where(payment => wanted.Contains(payment.Case))
            .Select(payment => new
            {
                payment.Case,
                payment.SettledAt,
                payment.ReturnedAt,
                Owner = db.Set<Fund>().Where(fund => fund.Id == payment.Fund).Select(fund => (UnitId?)fund.Owner).FirstOrDefault(),
                SentAt = db.Set<PayoutBatch>().Where(batch => batch.Id == payment.Batch).Select(batch => batch.SentAt).FirstOrDefault(),
            }).ToListAsync(cancellation)).ToLookup(payment => payment.Case);
        var holds = (await db.Set<AuditEntry>().AsNoTracking().Where(entry => streams.Contains(entry.Stream) && acts.Contains(entry.Act))
            .Select(entry => new { entry.Stream, entry.Number, entry.At, entry.Act }).ToListAsync(cancellation)).ToLookup(entry => entry.Stream);

        return cases.ToDictionary(one => one.Id, one =>
        {
            var until = one.ClosedAt ?? now;
            var claims = new List<HeldSpan>();
            foreach (var round in rounds[one.Id])
                claims.AddRange(OfRound(round, tasks[one.Id].Where(task => task.RoundId == round.Id), until, payments[one.Id].Select(payment => payment.Owner).FirstOrDefault()));
            claims.AddRange(waits[one.Id].Select(wait => new HeldSpan(wait.AskedAt, wait.EndedAt ?? until, wait.Cause == WaitCause.Hearing ? HeldBy.Hearing : HeldBy.Agency,
                rounds[one.Id].FirstOrDefault(round => round.Id == wait.RoundId)?.Step ?? "", null, null)));
            claims.AddRange(payments[one.Id].Where(payment => payment.SentAt is not null)
                .Select(payment => new HeldSpan(payment.SentAt!.Value, payment.SettledAt ?? payment.ReturnedAt ?? until, HeldBy.Bank, "", null, null)));
            claims.AddRange(OnHold([.. holds[$"case:{one.Id}"].OrderBy(entry => entry.Number).Select(entry => (entry.At, Holds[entry.Act]))], until));
            claims.AddRange(Between(one.AppliedAt, until, [.. runs[one.Id].Select(run => (run.StartedAt, run.EndedAt ?? until))]));
            return HeldTime.Tile(one.AppliedAt, until, claims, one.UnitId);
        });
    }

    /// <summary>When the case was on hold, also until now.</summary>
    public async Task<ImmutableArray<HeldSpan>> HoldsAsync(CaseId id, CancellationToken cancellation)
    {
        var (stream, acts) = ($"case:{id}", Holds.Keys.ToArray());
        var changes = await work.Db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Stream == stream && acts.Contains(entry.Act)).OrderBy(entry => entry.Number)
            .Select(entry => new { entry.At, entry.Act }).ToListAsync(cancellation);
        return [.. OnHold(changes.ConvertAll(one => (one.At, Holds[one.Act])), time.GetUtcNow())];
    }

    private static IEnumerable<HeldSpan> OfRound(Round round, IEnumerable<ReviewTask> tasks, DateTimeOffset until, UnitId? owner)
    {
        var closed = round.ClosedAt ?? until;
        HeldSpan Whole(HeldBy by, UnitId? unit = null) => new(round.OpenedAt, closed, by, round.Step, unit, null);
        switch (round.Kind)
        {
            case RoundKind.ExternalDecision: // whoever enters the answer has nothing to do before it comes
                return [Whole(HeldBy.Province)];
            case RoundKind.Supplement:
                return [Whole(HeldBy.Applicant), .. tasks.SelectMany(task => OfTask(task, closed))];
            case RoundKind.Notice:
                return [Whole(HeldBy.Notice), .. tasks.SelectMany(task => OfTask(task, closed))];
            case RoundKind.Payout when owner is { } finance:
                return [Whole(HeldBy.Payout, finance)];
            default:
                return tasks.SelectMany(task => OfTask(task, closed));
        }
    }

    /// <summary>The unit until somebody claimed it, then that person, and the unit again where they gave it back. Whoever is asked for an answer has it instead of whoever asked.</summary>
    private static IEnumerable<HeldSpan> OfTask(ReviewTask task, DateTimeOffset closed)
    {
        var end = task.CompletedAt ?? task.CancelledAt ?? closed;
        var by = task.Purpose == TaskPurpose.Advise ? HeldBy.Adviser : HeldBy.Office;
        var free = task.CameAt;
        foreach (var hand in task.EarlierHands)
        {
            yield return new(free, hand.From, by, task.Step, task.UnitId, null);
            yield return new(hand.From, hand.Until, by, task.Step, task.UnitId, hand.Who);
            free = hand.Until;
        }

        var claimed = task.Named ? free : task.ClaimedAt ?? end;
        yield return new(free, claimed, by, task.Step, task.UnitId, null);
        yield return new(claimed, end, by, task.Step, task.UnitId, task.AssigneeId);
    }

    /// <summary>From one hold to when it was taken away; two holds at once are one.</summary>
    private static IEnumerable<HeldSpan> OnHold(IReadOnlyList<(DateTimeOffset At, bool Begins)> changes, DateTimeOffset until)
    {
        var (depth, since) = (0, until);
        foreach (var (at, begins) in changes)
        {
            if (begins && depth++ == 0)
                since = at;
            if (!begins && depth > 0 && --depth == 0)
                yield return new(since, at, HeldBy.Suspended, "", null, null);
        }

        if (depth > 0)
            yield return new(since, until, HeldBy.Suspended, "", null, null);
    }

    /// <summary>No run of the case was going on: it had ended, and was taken up again.</summary>
    private static IEnumerable<HeldSpan> Between(DateTimeOffset from, DateTimeOffset until, IReadOnlyList<(DateTimeOffset From, DateTimeOffset Until)> runs)
    {
        var reached = runs.Count == 0 ? until : from;
        foreach (var run in runs.OrderBy(run => run.From))
        {
            if (run.From > reached && reached > from)
                yield return new(reached, run.From, HeldBy.Ended, "", null, null);
            reached = run.Until > reached ? run.Until : reached;
        }
    }
}
