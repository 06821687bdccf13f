using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Petitioning;

/// <summary>A reply that is owed, in the list of all.</summary>
public sealed record OwedRow(MatterId Matter, string Number, ReplyDutyKind Kind, string Party, DateOnly ReplyBy, int LateBy, int Replies);

/// <summary>Replies that are owed in the reader's area, by the day.</summary>
public sealed class OwedReading(IUnitOfWork work, MatterSight sight, TimeProvider time)
{
    private const int Most = 400;

    public async Task<ImmutableArray<OwedRow>> OfAsync(Visitor visitor, CancellationToken cancellation)
    {
        var today = LocalDay.Today(time);
        var rows = await work.Db.Set<ReplyDuty>().AsNoTracking().Where(duty => duty.EndedOn == null)
            .Join(await sight.OfAsync(visitor.Actor, [], cancellation), duty => duty.MatterId, matter => matter.Id, (duty, matter) => new { duty, matter.Number })
            .OrderBy(one => one.duty.ReplyBy).ThenBy(one => one.duty.Id).Take(Most).ToListAsync(cancellation);
        return [.. rows.Select(one => new OwedRow(one.duty.MatterId, one.Number ?? "", one.duty.Kind, one.duty.Party, one.duty.ReplyBy, Math.Max(0, today.DayNumber - one.duty.ReplyBy.DayNumber), one.duty.Replies))];
    }
}
