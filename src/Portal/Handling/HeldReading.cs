using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reporting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Handling;

/// <summary>How long one holder had the case, all stretches together.</summary>
/// <param name="Person">Who had claimed it; null where nobody had, or the reader does not handle cases.</param>
public sealed record HeldRow(HeldBy By, LocalText? Unit, LocalText? Person, TimeSpan Length, TimeSpan Working);

/// <summary>One stretch, as a bar shows it.</summary>
public sealed record HeldStretch(DateTimeOffset From, DateTimeOffset Until, HeldBy By, string Step);

/// <summary>Whose every hour of the case was. The rows sum exactly to the whole.</summary>
public sealed record CaseHeld(TimeSpan Length, TimeSpan Working, ImmutableArray<HeldRow> Rows, ImmutableArray<HeldStretch> Stretches);

/// <summary>How long cases stood at one step with one holder.</summary>
/// <param name="Step">Empty where no step waited for anybody.</param>
/// <param name="Median">Of the cases that stood there, in working time.</param>
public sealed record StepTime(HeldBy By, LocalText? Unit, string Step, int Cases, TimeSpan Median, TimeSpan Total);

public sealed record StepTimes(int Year, ImmutableArray<int> Years, int Cases, ImmutableArray<StepTime> Rows);

/// <summary>Who had cases, and for how long.</summary>
public sealed class HeldReading(IUnitOfWork work, Scopes scopes, CaseTimes times, Calendars calendars, OfficeHours hours, TimeProvider time)
{
    /// <summary>How many cases are read at once for the figures.</summary>
    private const int Chunk = 200;

    /// <param name="withPeople">Colleagues are named.</param>
    public async Task<CaseHeld> OfCaseAsync(CaseId id, bool withPeople, CancellationToken cancellation)
    {
        var calendar = await calendars.CurrentAsync(cancellation);
        var spans = await times.OfAsync(id, cancellation);
        var (units, people) = (await UnitsAsync(spans, cancellation), withPeople ? await PeopleAsync(spans, cancellation) : []);
        var rows = spans.GroupBy(span => (span.By, span.Unit, Person: withPeople ? span.Person : null)).Select(holder => new HeldRow(
            holder.Key.By, holder.Key.Unit is { } unit ? units.GetValueOrDefault(unit) : null, holder.Key.Person is { } person ? people.GetValueOrDefault(person) : null,
            Sum(holder.Select(span => span.Length)), Sum(holder.Select(span => hours.Between(span.From, span.Until, calendar)))));
        return new(
            Sum(spans.Select(span => span.Length)), Sum(spans.Select(span => hours.Between(span.From, span.Until, calendar))), [.. rows.OrderByDescending(row => row.Length)],
            [.. spans.Select(span => new HeldStretch(span.From, span.Until, span.By, span.Step))]);
    }

    /// <summary>Of the cases that ended in a year within the area of whoever leads it.</summary>
    /// <returns>Null for those who lead nothing.</returns>
    public async Task<StepTimes?> OfYearAsync(int? year, Actor actor, CancellationToken cancellation)
    {
        var (db, scope, calendar) = (work.Db, await scopes.OfAsync(actor, [Role.Leader], cancellation), await calendars.CurrentAsync(cancellation));
        if (scope.IsEmpty)
            return null;
        var last = LocalDay.Today(time).Year;
        var ended = db.Set<AidCase>().AsNoTracking().Where(one => one.ClosedAt != null).Within(scope, db);
        var first = await ended.OrderBy(one => one.ClosedAt).Select(one => one.ClosedAt).FirstOrDefaultAsync(cancellation) is { } earliest ? LocalDay.Of(earliest).Year : last;
        var chosen = year is { } wanted && wanted >= first && wanted <= last ? wanted : last;
        var (from, to) = (LocalDay.At(new(chosen, 1, 1), TimeOnly.MinValue), LocalDay.At(new(chosen + 1, 1, 1), TimeOnly.MinValue));
        var ids = await ended.Where(one => one.ClosedAt >= from && one.ClosedAt < to).OrderBy(one => one.Id).Select(one => one.Id).ToListAsync(cancellation);

        var stood = new Dictionary<(HeldBy By, UnitId? Unit, string Step), List<TimeSpan>>();
        foreach (var some in ids.Chunk(Chunk))
        {
            foreach (var spans in (await times.OfAsync(some, cancellation)).Values)
            {
                foreach (var place in spans.GroupBy(span => (span.By, span.Unit, span.Step)))
                {
                    if (!stood.TryGetValue(place.Key, out var all))
                        stood.Add(place.Key, all = []);
                    all.Add(Sum(place.Select(span => hours.Between(span.From, span.Until, calendar))));
                }
            }
        }

        var units = await UnitsAsync(stood.Keys.Select(key => key.Unit), cancellation);
        return new(chosen, [.. Enumerable.Range(first, last - first + 1).Reverse()], ids.Count,
        [
            .. stood.Select(place => new StepTime(place.Key.By, place.Key.Unit is { } unit ? units.GetValueOrDefault(unit) : null, place.Key.Step, place.Value.Count, Median(place.Value), Sum(place.Value)))
                .OrderBy(row => row.By).ThenByDescending(row => row.Total).ThenBy(row => row.Step, StringComparer.Ordinal),
        ]);
    }

    private static TimeSpan Sum(IEnumerable<TimeSpan> lengths) => lengths.Aggregate(TimeSpan.Zero, (sum, length) => sum + length);

    /// <summary>Of an even number, between the two in the middle.</summary>
    internal static TimeSpan Median(List<TimeSpan> lengths)
    {
        lengths.Sort();
        return (lengths[(lengths.Count - 1) / 2] + lengths[lengths.Count / 2]) / 2;
    }

    private Task<Dictionary<UnitId, LocalText>> UnitsAsync(IEnumerable<HeldSpan> spans, CancellationToken cancellation) => UnitsAsync(spans.Select(span => span.Unit), cancellation);

    private Task<Dictionary<UnitId, LocalText>> UnitsAsync(IEnumerable<UnitId?> held, CancellationToken cancellation)
    {
        var ids = held.OfType<UnitId>().Distinct().ToArray();
        return work.Db.Set<Unit>().AsNoTracking().Where(unit => ids.Contains(unit.Id)).ToDictionaryAsync(unit => unit.Id, unit => new LocalText(unit.NameZh, unit.NameEn), cancellation);
    }

    private Task<Dictionary<AccountId, LocalText>> PeopleAsync(IEnumerable<HeldSpan> spans, CancellationToken cancellation)
    {
        var ids = spans.Select(span => span.Person).OfType<AccountId>().Distinct().ToArray();
        return work.Db.Set<Account>().AsNoTracking().Where(account => ids.Contains(account.Id)).ToDictionaryAsync(account => account.Id, account => new LocalText(account.NameZh, account.NameEn), cancellation);
    }
}
