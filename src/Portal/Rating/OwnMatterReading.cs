using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Rating;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Rating;

/// <summary>How satisfied a petitioner said they are, and when.</summary>
public sealed record SaidLevel(int Level, SatisfactionMeans Means, DateOnly On);

/// <summary>A matter that somebody raised, as far as it can be spoken of: whether it is over, and what can be said of it.</summary>
/// <param name="Said">How satisfied the petitioner is; null while nobody said.</param>
/// <param name="MaySay">It is a petition whose answer was delivered, and nobody has said how satisfied they are.</param>
/// <param name="MayRate">It is over, and nobody has rated the service.</param>
public sealed record SaidMatter(MatterId Id, string Number, MatterKind Kind, LocalText Subject, DateOnly ReceivedOn, DateOnly? ClosedOn, PetitionStatus? Status, SaidLevel? Said, bool IsRated, bool MaySay, bool MayRate);

/// <summary>Reads what people may say of their own matters, and what the desk may write down for them.</summary>
public sealed class OwnMatterReading(IUnitOfWork work, MatterSight sight, PetitionHouse house)
{
    private const int Most = 100;

    /// <summary>The reader's own, newest first.</summary>
    public async Task<ImmutableArray<SaidMatter>> OwnAsync(Visitor visitor, CancellationToken cancellation)
    {
        var person = visitor.Account?.PersonId;
        return person is null ? [] : await RowsAsync(work.Db.Set<Matter>().Where(matter => matter.PersonId == person).OrderByDescending(matter => matter.ReceivedOn).ThenByDescending(matter => matter.Number).Take(Most), cancellation);
    }

    /// <exception cref="RefusedException">matter.unknown</exception>
    public async Task<SaidMatter> OwnAsync(MatterId id, Visitor visitor, CancellationToken cancellation)
    {
        var person = visitor.Account?.PersonId;
        return (person is null ? [] : await RowsAsync(work.Db.Set<Matter>().Where(matter => matter.Id == id && matter.PersonId == person), cancellation)).FirstOrDefault() ?? throw new RefusedException("matter.unknown");
    }

    /// <summary>For whoever of the staff sees it.</summary>
    /// <exception cref="RefusedException">matter.unknown</exception>
    public async Task<SaidMatter> SeenAsync(MatterId id, Visitor visitor, CancellationToken cancellation) =>
        (await RowsAsync((await sight.OfAsync(visitor.Actor, [], cancellation)).Where(matter => matter.Id == id), cancellation)).FirstOrDefault() ?? throw new RefusedException("matter.unknown");

    private async Task<ImmutableArray<SaidMatter>> RowsAsync(IQueryable<Matter> matters, CancellationToken cancellation)
    {
        var db = work.Db;
        var rows = await matters.AsNoTracking().ToListAsync(cancellation);
        var (ids, events) = (rows.Select(row => row.Id).ToArray(), rows.Select(row => RatedId.Of(row.Id)).ToArray());
        var status = await db.Set<Petition>().AsNoTracking().Where(petition => ids.Contains(petition.Id)).ToDictionaryAsync(petition => petition.Id, petition => petition.Status, cancellation);
        var delivered = (await db.Set<PetitionEntry>().AsNoTracking().Where(entry => ids.Contains(entry.MatterId) && entry.Kind == PetitionEventKind.Delivered).Select(entry => entry.MatterId).ToListAsync(cancellation)).ToHashSet();
        var said = await db.Set<PetitionSatisfaction>().AsNoTracking().Where(one => ids.Contains(one.MatterId)).Select(one => new { one.MatterId, one.Level, one.Means, one.SaidOn }).ToDictionaryAsync(one => one.MatterId, one => new SaidLevel(one.Level, one.Means, one.SaidOn), cancellation);
        var rated = (await db.Set<ServiceRating>().AsNoTracking().Where(one => events.Contains(one.Id)).Select(one => one.Id).ToListAsync(cancellation)).ToHashSet();
        return [.. rows.Select(row =>
        {
            var (given, isRated) = (said.GetValueOrDefault(row.Id), rated.Contains(RatedId.Of(row.Id)));
            return new SaidMatter(row.Id, row.Number ?? "", row.Kind, house.Subject(row.Subject)?.Name ?? LocalText.Same(row.Subject), row.ReceivedOn, row.ClosedOn, status.TryGetValue(row.Id, out var stands) ? stands : null, given, isRated,
                given is null && !row.IsAnonymous && delivered.Contains(row.Id), !isRated && row.ClosedOn is not null);
        })];
    }
}
