using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Deciding;

/// <summary>Gathers the cases of a city's area that wait for the province, of one service, into one numbered list.</summary>
public sealed class MakeSummaryList(IUnitOfWork work, Organisation.Directory directory, Numbers numbers, AuditTrail audit, IIds ids, TimeProvider time)
{
    /// <returns>The list; null when no case waits that is not on a list yet.</returns>
    /// <exception cref="RefusedException">summary-list.not-yours</exception>
    public async Task<Guid?> MakeAsync(string serviceId, UnitId city, Actor actor, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var today = LocalDay.Of(now);
        if (!await directory.HoldsAsync(actor, Role.CityDecider, city, today, cancellation) && !await directory.HoldsAsync(actor, Role.CityChecker, city, today, cancellation))
            throw new RefusedException("summary-list.not-yours");
        var below = work.Db.Set<AidCase>().Where(aidCase => aidCase.ServiceId == serviceId
            && work.Db.Set<UnitAncestor>().Any(line => line.UnitId == aidCase.UnitId && line.AncestorId == city && line.ValidTo == null));
        var waiting = await work.Db.Set<Round>()
            .Where(round => round.Kind == RoundKind.ExternalDecision && round.State == RoundState.Open && !work.Db.Set<SummaryListLine>().Any(line => line.RoundId == round.Id))
            .Join(below, round => round.CaseId, aidCase => aidCase.Id,
                (round, aidCase) => new { Round = round.Id, Case = aidCase.Id, Cents = aidCase.ApprovedCents ?? 0, aidCase.ReceiptNumber })
            .OrderBy(line => line.ReceiptNumber).ToListAsync(cancellation);
        if (waiting.Count == 0)
            return null;

        var list = new SummaryList
        {
            Id = ids.Next(),
            ServiceId = serviceId,
            MadeAt = now,
            MadeBy = actor.Account!.Value,
            Count = waiting.Count,
            Cents = waiting.Sum(line => line.Cents),
        };
        work.Db.Add(list);
        work.Db.AddRange(waiting.Select(line => new SummaryListLine(list.Id, line.Case, line.Round, line.Cents)));
        numbers.Give("summary-list", await work.Db.Set<Unit>().Where(unit => unit.Id == city).Select(unit => unit.DivisionCode).FirstAsync(cancellation), today.Year,
            number => list.Number = number);
        audit.Record($"system:{today:yyyy-MM-dd}", "summary-list.made", actor, ("list", list.Id.ToString()), ("count", $"{list.Count}"), ("cents", $"{list.Cents}"));
        return list.Id;
    }
}
