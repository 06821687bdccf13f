using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Rating;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Rating;

/// <summary>What the applicant has said so far, if anything.</summary>
/// <param name="Until">The last day on which it may be changed; null while nothing was said.</param>
public sealed record GivenRating(int? Stars, string? Words, DateOnly? Until)
{
    /// <summary>They put their name to it.</summary>
    public bool IsNamed { get; init; }

    public static GivenRating None { get; } = new(null, null, null);

    /// <summary>As a stamp to change it with.</summary>
    public string Stand => RateService.StandOf(Stars, Words);
}

/// <summary>How often one thing was rated, and how.</summary>
public sealed record RatedRow(LocalText Name, ImmutableArray<int> Counts)
{
    public int Count => Counts.Sum();

    public decimal Average => Count == 0 ? 0 : Counts.Select((count, index) => (decimal)count * (index + 1)).Sum() / Count;
}

/// <summary>Something that was written, with its service and no day, name or long number.</summary>
/// <param name="Unit">Null where so few of the township rated that it would say who wrote it.</param>
public sealed record RatedWords(LocalText Service, LocalText? Unit, int Stars, string Words);

public sealed record RatingsView(ImmutableArray<RatedRow> Services, ImmutableArray<RatedRow> Units, ImmutableArray<RatedWords> Words)
{
    public const int MostWords = 100;
}

/// <summary>Reads ratings: one's own, or of the area that one leads, by the same scope as every list.</summary>
public sealed partial class RatingReading(IUnitOfWork work, Scopes scopes, ServiceCatalogue services, RatingRights rights, Vault vault, TimeProvider time)
{
    /// <summary>Of fewer ratings everybody at the station knows whose they are.</summary>
    private const int FewestOfTownship = 3;

    /// <returns>Null where it is not to be rated, or no longer: the case is open, it is somebody else's, or ten days have passed.</returns>
    public async Task<GivenRating?> OfCaseAsync(AidCase aidCase, Actor actor, CancellationToken cancellation)
    {
        var today = LocalDay.Today(time);
        if (aidCase.IsOpen || !await rights.MayAsync(aidCase, actor, today, cancellation))
            return null;
        var rated = RatedId.Of(aidCase.Id);
        var given = await work.Db.Set<ServiceRating>().AsNoTracking().FirstOrDefaultAsync(rating => rating.Id == rated, cancellation);
        if (given is null)
            return GivenRating.None;
        return given.MayChange(today) ? new(given.Stars, given.Words is { } words ? vault.Open(words, ServiceRating.Place(given.Id)) : null, given.ChangeableUntil) { IsNamed = given.IsNamed } : null;
    }

    public async Task<RatingsView> ReadAsync(Actor actor, CancellationToken cancellation)
    {
        var db = work.Db;
        var ratings = db.Set<ServiceRating>().AsNoTracking().Within(await scopes.OfAsync(actor, [Role.Leader], cancellation), db)
            .Where(rating => !db.Set<RatingFollowUp>().Any(one => one.Id == rating.Id && one.IsUpheld == true)); // what an upheld appeal left out counts nowhere
        var places = db.Set<UnitAncestor>().Where(line => line.ValidTo == null)
            .Join(db.Set<Unit>().Where(unit => unit.Level == UnitLevel.Township), line => line.AncestorId, unit => unit.Id, (line, unit) => new { line.UnitId, unit.Id });
        var counts = await ratings.GroupJoin(places, rating => rating.UnitId, place => place.UnitId, (rating, place) => new { rating, place }).SelectMany(pair => pair.place.DefaultIfEmpty(), (pair, place) => new { pair.rating, place })
            .GroupBy(pair => new { pair.rating.ServiceId, Place = pair.place == null ? null : (UnitId?)pair.place.Id, pair.rating.Stars })
            .Select(group => new { group.Key.ServiceId, group.Key.Place, group.Key.Stars, Count = group.Count() }).ToListAsync(cancellation);
        var townships = await NamesAsync([.. counts.Select(count => count.Place).OfType<UnitId>().Distinct()], cancellation);
        var names = new Dictionary<string, LocalText>(StringComparer.Ordinal);
        foreach (var service in counts.Select(count => count.ServiceId).Distinct(StringComparer.Ordinal))
            names[service] = service == ServiceRating.VisitDesk ? new("接访服务", "Visit desk") : (await services.CurrentAsync(db, service, cancellation)).Package.Description.Name;

        var written = await ratings.Where(rating => rating.Words != null).Join(places, rating => rating.UnitId, place => place.UnitId, (rating, place) => new { rating, place.Id })
            .OrderByDescending(pair => pair.rating.RatedOn).ThenBy(pair => pair.rating.Id).Take(RatingsView.MostWords).ToListAsync(cancellation);
        var many = counts.GroupBy(count => count.Place).Where(place => place.Sum(count => count.Count) >= FewestOfTownship).Select(place => place.Key).ToHashSet();
        return new(
            [.. counts.GroupBy(count => count.ServiceId).Select(group => Row(names[group.Key], group.Select(count => (count.Stars, count.Count)))).OrderBy(row => row.Name.Zh, StringComparer.Ordinal)],
            [.. counts.GroupBy(count => count.Place).Select(group => Row(group.Key is { } place ? townships[place] : LocalText.Same("—"), group.Select(count => (count.Stars, count.Count)))).OrderBy(row => row.Name.Zh, StringComparer.Ordinal)],
            [.. written.Select(pair => new RatedWords(
                names[pair.rating.ServiceId], many.Contains(pair.Id) ? townships[pair.Id] : null, pair.rating.Stars,
                LongNumber().Replace(vault.Open(pair.rating.Words!, ServiceRating.Place(pair.rating.Id)), "…")))]);
    }

    /// <summary>Townships by name; those that share one with the district before it.</summary>
    private async Task<Dictionary<UnitId, LocalText>> NamesAsync(UnitId[] townships, CancellationToken cancellation)
    {
        var units = await work.Db.Set<Unit>().AsNoTracking().Where(unit => townships.Contains(unit.Id))
            .Join(work.Db.Set<Unit>(), unit => unit.ParentId, district => (UnitId?)district.Id, (unit, district) => new { unit.Id, unit.NameZh, unit.NameEn, DistrictZh = district.NameZh, DistrictEn = district.NameEn })
            .ToListAsync(cancellation);
        var shared = units.GroupBy(unit => unit.NameZh, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet(StringComparer.Ordinal);
        return units.ToDictionary(unit => unit.Id, unit => shared.Contains(unit.NameZh)
            ? new LocalText($"{unit.DistrictZh}{unit.NameZh}", $"{unit.NameEn}, {unit.DistrictEn}") : new LocalText(unit.NameZh, unit.NameEn));
    }

    /// <summary>Of a telephone, a person or an account: who writes one gives it to the office, not to whoever reads ratings.</summary>
    [GeneratedRegex(@"\d[\d \-]{3,30}[\dXx]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LongNumber();

    private static RatedRow Row(LocalText name, IEnumerable<(int Stars, int Count)> counted)
    {
        var counts = new int[5];
        foreach (var (stars, count) in counted)
            counts[stars - 1] += count;
        return new(name, [.. counts]);
    }
}
