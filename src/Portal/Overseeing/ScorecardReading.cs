using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Rating;
using AidWorkflow.Cases.Reporting;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Overseeing;

/// <summary>The figures of a unit; of all together where <see cref="Unit"/> is null.</summary>
public sealed record ScoreRow(UnitId? Unit, LocalText Name, ImmutableArray<Score> Scores);

public sealed record ScorecardView(DateOnly From, DateOnly To, ScoreRow All, ImmutableArray<ScoreRow> Units);

/// <summary>What a figure is made of.</summary>
/// <param name="Unlisted">Counted, and not for the reader to be told of: accusations, and notes of what is said among people.</param>
/// <param name="ByLevel">Of the rating of the service, which says no matter: how often each level was given, 1 to 5.</param>
public sealed record ScoreListView(ScoreFigure Figure, DateOnly From, DateOnly To, LocalText Unit, Score Score, ImmutableArray<ScoreLine> Lines, int Unlisted, ImmutableArray<int> ByLevel);

/// <summary>Reads the scorecard of an area. Counts are of everything in it; lists name only what exists for the reader, and what accuses the reader exists for them nowhere.</summary>
public sealed class ScorecardReading(IUnitOfWork work, Scopes scopes, MatterSight sight, PetitionHouse house, Calendars calendars, TimeProvider time)
{
    public static readonly Role[] Readers = [Role.Leader, Role.UnitHead, Role.RightsOfficer, Role.Auditor];

    private static readonly LocalText Together = new("合计", "all together");

    /// <summary>Since the first of the month where no other days are named.</summary>
    public (DateOnly From, DateOnly To) Period(DateOnly? from, DateOnly? to)
    {
        var today = LocalDay.Today(time);
        var last = to ?? today;
        return (from ?? new(last.Year, last.Month, 1), last);
    }

    /// <exception cref="RefusedException">scorecard.backwards</exception>
    public async Task<ScorecardView> ReadAsync(DateOnly from, DateOnly to, Visitor visitor, CancellationToken cancellation)
    {
        var (petitions, services) = await LoadAsync(from, to, visitor, cancellation);
        var today = LocalDay.Today(time);
        var lines = Scorecard.Figures.ToDictionary(figure => figure, figure => Scorecard.Lines(figure, petitions, services, from, to, today).ToLookup(line => line.Unit));
        var units = petitions.Select(one => one.Unit).Concat(services.Select(one => one.Unit)).Distinct().ToArray();
        var names = await NamesAsync(units, cancellation);
        return new(from, to,
            new(null, Together, [.. Scorecard.Figures.Select(figure => Score.Of(figure, lines[figure].SelectMany(unit => unit)))]),
            [.. units.OrderBy(unit => names[unit].Code, StringComparer.Ordinal).Select(unit => new ScoreRow(unit, names[unit].Name, [.. Scorecard.Figures.Select(figure => Score.Of(figure, lines[figure][unit]))])).Where(row => row.Scores.Any(score => score.Denominator > 0))]);
    }

    /// <exception cref="RefusedException">scorecard.backwards</exception>
    public async Task<ScoreListView> ListAsync(ScoreFigure figure, UnitId? unit, DateOnly from, DateOnly to, Visitor visitor, CancellationToken cancellation)
    {
        var (petitions, services) = await LoadAsync(from, to, visitor, cancellation);
        var lines = Scorecard.Lines(figure, petitions, services, from, to, LocalDay.Today(time)).Where(line => unit is null || line.Unit == unit).OrderBy(line => line.On).ThenBy(line => line.Number, StringComparer.Ordinal).ToList();
        var name = unit is { } one ? (await NamesAsync([one], cancellation)).GetValueOrDefault(one).Name ?? Together : Together;
        var score = Score.Of(figure, lines);
        if (figure == ScoreFigure.ServiceSatisfaction) // who rated how is told nowhere
            return new(figure, from, to, name, score, [], 0, [.. Enumerable.Range(1, 5).Select(level => services.Count(service => service.Stars == level && service.EndedOn >= from && service.EndedOn <= to && (unit is null || service.Unit == unit)))]);
        var ids = lines.Select(line => line.Matter).ToArray();
        var seen = (await (await sight.OfAsync(visitor.Actor, [], cancellation)).AsNoTracking().Where(matter => ids.Contains(matter.Id)).Select(matter => matter.Id).ToListAsync(cancellation)).ToHashSet();
        return new(figure, from, to, name, score, [.. lines.Where(line => seen.Contains(line.Matter))], lines.Count(line => !seen.Contains(line.Matter)), []);
    }

    private async Task<(List<ScoredPetition> Petitions, List<ScoredService> Services)> LoadAsync(DateOnly from, DateOnly to, Visitor visitor, CancellationToken cancellation)
    {
        if (from > to)
            throw new RefusedException("scorecard.backwards", "to", ("from", from));
        var (db, own) = (work.Db, visitor.Account?.Id);
        var matters = db.Set<Matter>().AsNoTracking().Within(await scopes.OfAsync(visitor.Actor, Readers, cancellation), db).Where(matter => !db.Set<MatterAccused>().Any(accused => accused.MatterId == matter.Id && accused.AccountId == own));
        var petitions = await matters.Where(matter => matter.Kind == MatterKind.Petition && ((matter.ReceivedOn >= from && matter.ReceivedOn <= to)
                || db.Set<PetitionEntry>().Any(entry => entry.MatterId == matter.Id && entry.Kind == PetitionEventKind.Delivered && entry.On >= from && entry.On <= to)))
            .Join(db.Set<Petition>(), matter => matter.Id, petition => petition.Id, (matter, petition) => new { matter.Id, matter.Number, matter.UnitId, matter.ReceivedOn, IsRepeat = matter.RepeatOf != null, matter.IsAnonymous, petition.LawKey, petition.IsReviewable }).ToListAsync(cancellation);
        var ids = petitions.Select(one => one.Id).ToArray();
        var entries = (await db.Set<PetitionEntry>().AsNoTracking().Where(entry => ids.Contains(entry.MatterId)).ToListAsync(cancellation)).ToLookup(entry => entry.MatterId);
        var said = await db.Set<PetitionSatisfaction>().AsNoTracking().Where(one => ids.Contains(one.MatterId)).ToDictionaryAsync(one => one.MatterId, one => one.Level, cancellation);
        var calendar = await calendars.CurrentAsync(cancellation);
        var ended = await matters.Where(matter => matter.ClosedOn != null && matter.ClosedOn >= from && matter.ClosedOn <= to).Select(matter => new { matter.Id, matter.Number, matter.UnitId, ClosedOn = matter.ClosedOn!.Value }).ToListAsync(cancellation);
        var events = ended.Select(one => RatedId.Of(one.Id)).ToArray();
        var stars = await db.Set<ServiceRating>().AsNoTracking().Where(rating => events.Contains(rating.Id) && !db.Set<RatingFollowUp>().Any(one => one.Id == rating.Id && one.IsUpheld == true)).ToDictionaryAsync(rating => rating.Id, rating => rating.Stars, cancellation);
        return (
            petitions.ConvertAll(one => new ScoredPetition(one.Id, one.Number ?? "", one.UnitId, one.ReceivedOn, one.IsRepeat, one.IsAnonymous, said.TryGetValue(one.Id, out var level) ? level : null,
                PetitionStory.Of(house.Laws.ByKey(one.LawKey), entries[one.Id].OrderBy(entry => entry.Number).Select(entry => entry.Event), calendar, one.IsReviewable))),
            ended.ConvertAll(one => new ScoredService(one.Id, one.Number ?? "", one.UnitId, one.ClosedOn, stars.TryGetValue(RatedId.Of(one.Id), out var given) ? given : null)));
    }

    private async Task<Dictionary<UnitId, (string Code, LocalText Name)>> NamesAsync(UnitId[] units, CancellationToken cancellation) =>
        (await work.Db.Set<Unit>().AsNoTracking().Where(unit => units.Contains(unit.Id)).Select(unit => new { unit.Id, unit.DivisionCode, unit.NameZh, unit.NameEn }).ToListAsync(cancellation))
            .ToDictionary(unit => unit.Id, unit => (unit.DivisionCode, new LocalText(unit.NameZh, unit.NameEn)));
}
