using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Publicising;

/// <summary>What whoever asks for a notice is told.</summary>
public enum NoticeStanding
{
    Open,

    /// <summary>Its time is over: nothing of it is shown any more.</summary>
    Over,
    Held,
    Withdrawn,
}

/// <summary>A line of the public list.</summary>
/// <param name="Unit">The township whose notice it is; it also stands in the text.</param>
/// <param name="Channels">"board,web", or one of them.</param>
public sealed record NoticeLine(NoticeId Id, DateOnly FromDay, DateOnly ToDay, LocalText Unit, string Channels)
{
    /// <summary>By which two that say the same are told apart.</summary>
    public string Number => PublicNotice.NumberOf(Id);

    /// <summary>What the aid is called on the notice, which never names an illness.</summary>
    public required LocalText Purpose { get; init; }
    public required int HouseholdSize { get; init; }
    public required long? Cents { get; init; }
}

/// <summary>A district with its townships, to choose from.</summary>
public sealed record NoticeArea(string DivisionCode, LocalText Name, IReadOnlyList<NoticeArea> Below);

/// <summary>What anybody may read without signing in: notices that stand today on the web, and of them only what the notice itself holds.</summary>
public sealed class Noticeboard(IUnitOfWork work, Scopes scopes, ServiceCatalogue services, TimeProvider time)
{
    private const string Web = Notifying.Channel.Web;

    /// <param name="divisionCode">Only those of this district or township; null for all.</param>
    /// <param name="reader">Null where nobody signed in. Staff also find those that hang on the boards of their area only; they hang them up.</param>
    /// <returns>Newest first; one more than <paramref name="most"/> where there are further ones.</returns>
    public async Task<IReadOnlyList<NoticeLine>> OpenAsync(string? divisionCode, Actor? reader, int skip, int most, CancellationToken cancellation)
    {
        var db = work.Db;
        var today = LocalDay.Today(time);
        var mine = db.Set<AidCase>().Within(await ScopeAsync(reader, cancellation), db);
        var rows = from notice in db.Set<PublicNotice>().AsNoTracking()
                   join aidCase in db.Set<AidCase>() on notice.CaseId equals aidCase.Id
                   join line in db.Set<UnitAncestor>().Where(line => line.ValidTo == null) on aidCase.UnitId equals line.UnitId
                   join unit in db.Set<Unit>().Where(unit => unit.Level == UnitLevel.Township && unit.ValidTo == null) on line.AncestorId equals unit.Id
                   where notice.State == NoticeState.Posted && notice.ToDay >= today && (notice.Channels.Contains(Web) || mine.Any(one => one.Id == notice.CaseId))
                   select new
                   {
                       notice.Id,
                       notice.FromDay,
                       notice.ToDay,
                       notice.Channels,
                       aidCase.UnitId,
                       unit.NameZh,
                       unit.NameEn,
                       aidCase.ServiceVersionId,
                       aidCase.HouseholdSize,
                       Cents = aidCase.DecidedOn != null && aidCase.ApprovedCents > 0 ? aidCase.ApprovedCents : aidCase.ProposedCents
                   };
        if (divisionCode is not null)
        {
            rows = rows.Where(row => db.Set<UnitAncestor>().Any(line => line.UnitId == row.UnitId && line.ValidTo == null
                && db.Set<Unit>().Any(area => area.Id == line.AncestorId && area.DivisionCode == divisionCode && area.ValidTo == null)));
        }

        var found = await rows.OrderByDescending(row => row.FromDay).ThenByDescending(row => row.Id).Skip(skip).Take(most + 1).ToListAsync(cancellation);
        var lines = new List<NoticeLine>();
        foreach (var row in found)
        {
            lines.Add(new NoticeLine(row.Id, row.FromDay, row.ToDay, new LocalText(row.NameZh, row.NameEn), row.Channels)
            {
                Purpose = (await services.GetAsync(db, row.ServiceVersionId, cancellation)).Description.Notice.Purpose,
                HouseholdSize = row.HouseholdSize,
                Cents = row.Cents,
            });
        }

        return lines;
    }

    public Task<PublicNotice?> FindAsync(NoticeId id, CancellationToken cancellation) =>
        work.Db.Set<PublicNotice>().AsNoTracking().FirstOrDefaultAsync(notice => notice.Id == id, cancellation);

    /// <summary>What is published on the web anybody may read, on paper too; what hangs on a village's board only is for the village and for staff of its area.</summary>
    public async Task<bool> MayReadAsync(PublicNotice notice, Actor? reader, CancellationToken cancellation) =>
        notice.Channels.Split(',').Contains(Web, StringComparer.Ordinal)
        || await work.Db.Set<AidCase>().AsNoTracking().Where(one => one.Id == notice.CaseId).Within(await ScopeAsync(reader, cancellation), work.Db).AnyAsync(cancellation);

    private Task<Scope> ScopeAsync(Actor? reader, CancellationToken cancellation) => reader is null ? Task.FromResult(Scope.Nothing) : scopes.OfAsync(reader, cancellation);

    /// <summary>By the day as well as by the state: the step that ends a notice may come a moment after its last day.</summary>
    public NoticeStanding StandingOf(PublicNotice notice) => notice.State switch
    {
        NoticeState.Posted => notice.ToDay < LocalDay.Today(time) ? NoticeStanding.Over : NoticeStanding.Open,
        NoticeState.Held => NoticeStanding.Held,
        NoticeState.Ended => NoticeStanding.Over,
        NoticeState.Withdrawn => NoticeStanding.Withdrawn,
        _ => throw new InvalidOperationException($"No standing is known for {notice.State}."),
    };

    public async Task<IReadOnlyList<NoticeArea>> AreasAsync(CancellationToken cancellation)
    {
        var units = await work.Db.Set<Unit>().AsNoTracking().Where(unit => unit.ValidTo == null && (unit.Level == UnitLevel.District || unit.Level == UnitLevel.Township))
            .OrderBy(unit => unit.DivisionCode).ToListAsync(cancellation);
        return [.. units.Where(unit => unit.Level == UnitLevel.District).Select(district => new NoticeArea(
            district.DivisionCode, new(district.NameZh, district.NameEn),
            [.. units.Where(unit => unit.ParentId == district.Id).Select(unit => new NoticeArea(unit.DivisionCode, new(unit.NameZh, unit.NameEn), []))]))];
    }
}
