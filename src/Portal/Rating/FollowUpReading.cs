using System.Collections.Immutable;
using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Rating;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Rating;

/// <summary>A negative rating with a name, and how long there is left to put right what it tells of.</summary>
/// <param name="Number">Of the application or matter.</param>
/// <param name="DaysLeft">In working days; below nought where it is overdue, null where it was put right.</param>
/// <param name="WasLate">It was put right after its time.</param>
public sealed record FollowUpRow(RatedId Id, RatedEvent Event, string Number, LocalText Unit, int Stars, DateOnly Since, DateOnly Due, bool Provisional, int? DaysLeft, bool WasLate, FollowUpState State, bool AwaitsAppeal);

/// <summary>A step that somebody entered.</summary>
public sealed record FollowUpStep(string Part, DateOnly On, LocalText? By, string Words);

/// <summary>The whole of it, for the office.</summary>
/// <param name="IsOwn">The reader is rated: somebody else has to call back and put it right.</param>
/// <param name="MayDecide">There is an appeal, and the reader neither made it nor is rated.</param>
public sealed record FollowUpView(FollowUpRow Row, Rater Rater, string Words, ImmutableArray<FollowUpStep> Steps, AppealReason? Appeal, FollowUpStep? Appealed, FollowUpStep? Decided, bool? IsUpheld, bool IsOwn, bool MayDecide, DateOnly Today)
{
    public bool MayAppeal => Appeal is null && Row.State is not (FollowUpState.LeftOut or FollowUpState.TakenBack);
}

/// <summary>Reads what follows negative ratings with a name, for the heads and the section over the place.</summary>
public sealed class FollowUpReading(IUnitOfWork work, FollowUpSight sight, Calendars calendars, Vault vault, TimeProvider time)
{
    private const int Most = 200;

    /// <summary>What is open first, by what is due first; then what is done, newest first.</summary>
    public async Task<ImmutableArray<FollowUpRow>> ListAsync(Visitor visitor, CancellationToken cancellation)
    {
        var all = await (await sight.OfAsync(visitor.Actor, cancellation)).AsNoTracking().OrderBy(one => one.ToldOn != null).ThenByDescending(one => one.Since).Take(Most).ToListAsync(cancellation);
        var rows = await RowsAsync(all, cancellation);
        return [.. rows.Where(IsOpen).OrderBy(row => row.Due), .. rows.Where(row => !IsOpen(row)).OrderByDescending(row => row.Since)];
    }

    /// <exception cref="RefusedException">follow-up.unknown</exception>
    public async Task<FollowUpView> OneAsync(RatedId id, Visitor visitor, CancellationToken cancellation)
    {
        var one = await (await sight.OfAsync(visitor.Actor, cancellation)).AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancellation) ?? throw new RefusedException("follow-up.unknown");
        var rating = await work.Db.Set<ServiceRating>().AsNoTracking().FirstAsync(given => given.Id == id, cancellation);
        var people = new[] { one.CalledBy, one.RectifiedBy, one.ToldBy, one.AppealedBy, one.AppealDecidedBy }.OfType<AccountId>().Distinct().ToArray();
        var names = await work.Db.Set<Account>().AsNoTracking().Where(account => people.Contains(account.Id)).ToDictionaryAsync(account => account.Id, account => new LocalText(account.NameZh, account.NameEn), cancellation);
        var isOwn = await sight.IsRatedAsync(one, visitor.Account!.Id, cancellation);
        FollowUpStep? Step(string part, DateOnly? on, AccountId? by, byte[]? words) => on is { } day ? new(part, day, by is { } who ? names.GetValueOrDefault(who) : null, words is null ? "" : vault.Open(words, RatingFollowUp.Place(id, part))) : null;
        return new(
            (await RowsAsync([one], cancellation))[0], JsonSerializer.Deserialize<Rater>(vault.Open(one.Rater, RatingFollowUp.Place(id, "rater")))!, rating.Words is { } said ? vault.Open(said, ServiceRating.Place(id)) : "",
            [.. new[] { Step("call", one.CalledOn, one.CalledBy, one.CallWords), Step("rectified", one.RectifiedOn, one.RectifiedBy, one.RectifyWords), Step("told", one.ToldOn, one.ToldBy, one.ToldWords) }.OfType<FollowUpStep>()],
            one.Appeal, Step("appeal", one.AppealedOn, one.AppealedBy, one.AppealWords), Step("decision", one.AppealDecidedOn, one.AppealDecidedBy, one.AppealDecision), one.IsUpheld, isOwn,
            one.AwaitsAppeal && !isOwn && one.AppealedBy != visitor.Account.Id, LocalDay.Today(time));
    }

    public static bool IsOpen(FollowUpRow row) => row.AwaitsAppeal || row.State is FollowUpState.ToCall or FollowUpState.ToRectify or FollowUpState.ToTell;

    private async Task<ImmutableArray<FollowUpRow>> RowsAsync(List<RatingFollowUp> all, CancellationToken cancellation)
    {
        var (today, calendar) = (LocalDay.Today(time), await calendars.CurrentAsync(cancellation));
        var ids = all.Select(one => one.Id).ToArray();
        var (units, matters, cases) = (all.Select(one => one.UnitId).Distinct().ToArray(), all.Select(one => MatterId.Of(one.Id.Value)).ToArray(), all.Select(one => CaseId.Of(one.Id.Value)).ToArray());
        var places = await work.Db.Set<Unit>().AsNoTracking().Where(unit => units.Contains(unit.Id)).ToDictionaryAsync(unit => unit.Id, unit => new LocalText(unit.NameZh, unit.NameEn), cancellation);
        var stars = await work.Db.Set<ServiceRating>().AsNoTracking().Where(rating => ids.Contains(rating.Id)).ToDictionaryAsync(rating => rating.Id, rating => rating.Stars, cancellation);
        var numbers = await work.Db.Set<Matter>().AsNoTracking().Where(matter => matters.Contains(matter.Id)).ToDictionaryAsync(matter => matter.Id.Value, matter => matter.Number ?? "", cancellation);
        foreach (var sent in await work.Db.Set<AidCase>().AsNoTracking().Where(one => cases.Contains(one.Id)).Select(one => new { one.Id, one.ReceiptNumber }).ToListAsync(cancellation))
            numbers[sent.Id.Value] = sent.ReceiptNumber ?? "";
        return [.. all.Select(one =>
        {
            var due = one.Due(calendar);
            var waits = one.State is FollowUpState.ToCall or FollowUpState.ToRectify;
            var left = calendar.WorkingDaysBetween(today, due.On).Days;
            return new FollowUpRow(one.Id, one.Event, numbers.GetValueOrDefault(one.Id.Value) ?? "", places[one.UnitId], stars.GetValueOrDefault(one.Id), one.Since, due.On, due.Provisional, waits ? left : null, one.RectifiedOn > due.On, one.State, one.AwaitsAppeal);
        })];
    }
}
