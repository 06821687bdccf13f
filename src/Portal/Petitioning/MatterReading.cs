using System.Collections.Immutable;
using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Petitioning;

/// <summary>A line of the register.</summary>
/// <param name="Status">Of a petition; null for anything else.</param>
/// <param name="IsLate">What an office owes next was due before today.</param>
public sealed record MatterRow(
    MatterId Id, string? Number, MatterKind Kind, MatterChannel Channel, DateOnly ReceivedOn, LocalText Desk, LocalText Subject, int People, bool IsUrgent, bool IsRepeat, DateOnly? ClosedOn,
    PetitionStatus? Status, LimitKind? NextLimit, DateOnly? NextDueOn, bool NextIsProvisional, ImmutableArray<OwedReply> Owed, bool IsLate);

/// <summary>A reply that is owed about a matter.</summary>
public sealed record OwedReply(ReplyDutyKind Kind, DateOnly ReplyBy, bool IsLate);

/// <summary>The register of a day, and what is open.</summary>
/// <param name="IsDesk">The reader receives people.</param>
/// <param name="Asked">What was searched for; null where a day is shown.</param>
public sealed record RegisterView(DateOnly Day, DateOnly Today, ImmutableArray<MatterRow> Rows, bool IsDesk, bool IsClosed, string? Asked = null);

/// <summary>One event with who entered it; null where the clock did.</summary>
public sealed record MatterEventRow(int Number, PetitionEventKind Kind, DateOnly On, int Days, string Words, LocalText? By, DateTimeOffset At);

/// <summary>A limit with how its date was found.</summary>
public sealed record LimitRow(PetitionLimit Limit, ImmutableArray<LocalText> Explanation, int LateBy);

/// <summary>A matter with everything that its reader may see and do.</summary>
public sealed record MatterView(MatterRow Row, MatterWords Words, LocalText FirstContact, MatterRow? RepeatOf, DateOnly Today)
{
    public PetitionClass? Class { get; init; }

    public ClaimBranch? Branch { get; init; }

    public PetitionLaw? Law { get; init; }

    public ImmutableArray<MatterEventRow> Events { get; init; } = [];

    public ImmutableArray<LimitRow> Limits { get; init; } = [];

    /// <summary>Where the workflow stands; null where none leads the petition.</summary>
    public LocalText? Step { get; init; }

    /// <summary>What else was raised on the same visit, and what else the same petitioner raised, newest first: as far as the reader sees it.</summary>
    public ImmutableArray<MatterRow> SameVisit { get; init; } = [];

    public ImmutableArray<MatterRow> SamePetitioner { get; init; } = [];

    /// <summary>Of an accusation: whom of the staff it names, who do not see it.</summary>
    public ImmutableArray<LocalText> Accused { get; init; } = [];

    /// <summary>Of a petition: answering has a limit of the law, and the answer can be looked at again.</summary>
    public bool IsReviewable { get; init; }

    /// <summary>The opinion whose delivery comes next: it is entered with the document.</summary>
    public LocalText? Awaited { get; init; }

    /// <summary>What the reader may enter today.</summary>
    public ImmutableArray<PetitionEventKind> Next { get; init; } = [];
}

/// <summary>A day of the register of the reader's desk, closed or not.</summary>
/// <param name="IsOwed">A working day, or a day of rest on which the desk is on duty: it has to be closed.</param>
/// <param name="IsMine">Of the reader's own desk.</param>
/// <param name="Later">Matters of the day that were entered after it was closed: not among the numbers that were signed.</param>
public sealed record DayRow(DateOnly Day, bool IsWorking, bool IsOwed, RegisterDay? Closed, LocalText? Desk, LocalText? By, LocalText? Head, LocalText? Leader, bool MaySign, bool IsMine, int Later);

public sealed record DaysView(ImmutableArray<DayRow> Rows, bool IsDesk, DateOnly Today);

/// <summary>Reads the register of matters: who may see what is asked of <see cref="MatterSight"/> alone.</summary>
public sealed class MatterReading(IUnitOfWork work, MatterSight sight, PetitionHouse house, PetitionFiles files, PetitionChecks checks, Petitioners petitioners, OwedDays owed, Desks desks, Scopes scopes, Calendars calendars, Vault vault, TimeProvider time)
{
    /// <summary>Matters of the newest days that a list shows.</summary>
    private const int Most = 200;

    private const int DaysShown = 14;

    /// <summary>Other matters of the same petitioner.</summary>
    private const int MostBeside = 20;

    public async Task<RegisterView> RegisterAsync(Visitor visitor, DateOnly? day, CancellationToken cancellation)
    {
        var today = LocalDay.Today(time);
        var asked = day ?? today;
        var desk = await desks.FindAsync(visitor.Actor, cancellation);
        var rows = await RowsAsync((await sight.OfAsync(visitor.Actor, [], cancellation)).Where(matter => matter.ReceivedOn == asked).OrderBy(matter => matter.Number), cancellation);
        return new(asked, today, rows, desk is not null, desk is { } own && await work.Db.Set<RegisterDay>().AnyAsync(one => one.UnitId == own.Unit && one.Day == asked, cancellation));
    }

    /// <summary>By the number of a matter or its end, an identity number, or name and mobile number together; newest first.</summary>
    public async Task<RegisterView> FindAsync(Visitor visitor, string asked, CancellationToken cancellation)
    {
        var (today, said) = (LocalDay.Today(time), asked.Trim());
        var parts = said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var indexes = parts.Length > 1 ? petitioners.Of("", string.Concat(parts[..^1]), parts[^1]) : petitioners.Of(said, "", "");
        var seen = await sight.OfAsync(visitor.Actor, [], cancellation);
        var found = indexes.Length > 0 ? seen.Of(indexes) : seen.Where(matter => EF.Functions.Like(matter.Number!, "%" + said.ToUpperInvariant().Replace("%", "").Replace("_", "")));
        var rows = await RowsAsync(found.OrderByDescending(matter => matter.ReceivedOn).ThenByDescending(matter => matter.Id), cancellation);
        return new(today, today, rows, await desks.FindAsync(visitor.Actor, cancellation) is not null, IsClosed: false, said);
    }

    /// <summary>Matters of somebody who is about to be entered, newest first.</summary>
    public async Task<ImmutableArray<MatterRow>> BeforeAsync(Visitor visitor, string citizenId, string name, string phone, CancellationToken cancellation)
    {
        var indexes = petitioners.Of(citizenId, name, phone);
        return indexes.Length == 0 ? [] : await RowsAsync((await sight.OfAsync(visitor.Actor, [], cancellation)).Of(indexes)
            .OrderByDescending(matter => matter.ReceivedOn).ThenByDescending(matter => matter.Id).Take(MostBeside), cancellation);
    }

    /// <summary>Petitions that are not over, by what is due first.</summary>
    public async Task<ImmutableArray<MatterRow>> OpenAsync(Visitor visitor, CancellationToken cancellation)
    {
        var petitions = work.Db.Set<Petition>();
        var open = (await sight.OfAsync(visitor.Actor, [], cancellation)).Where(matter => matter.ClosedOn == null && matter.Kind == MatterKind.Petition)
            .Join(petitions, matter => matter.Id, petition => petition.Id, (matter, petition) => new { matter, petition.NextDueOn })
            .OrderBy(one => one.NextDueOn == null).ThenBy(one => one.NextDueOn).ThenBy(one => one.matter.Id).Select(one => one.matter);
        return await RowsAsync(open, cancellation);
    }

    /// <exception cref="RefusedException">matter.unknown</exception>
    public async Task<MatterView> ReadAsync(MatterId id, Visitor visitor, CancellationToken cancellation)
    {
        var visible = (await sight.OfAsync(visitor.Actor, [], cancellation)).Where(matter => matter.Id == id);
        var matter = await visible.AsNoTracking().FirstOrDefaultAsync(cancellation) ?? throw new RefusedException("matter.unknown");
        var row = (await RowsAsync(visible.OrderBy(one => one.Id), cancellation))[0];
        var repeatOf = matter.RepeatOf is { } earlier ? (await RowsAsync((await sight.OfAsync(visitor.Actor, [], cancellation)).Where(one => one.Id == earlier), cancellation)).FirstOrDefault() : null;
        var words = JsonSerializer.Deserialize<MatterWords>(vault.Open(matter.Words, matter.Place))!;
        var today = LocalDay.Today(time);
        var all = await sight.OfAsync(visitor.Actor, [], cancellation);
        var view = new MatterView(row, words, (await NamesAsync([matter.FirstContact], cancellation))[matter.FirstContact], repeatOf, today)
        {
            SameVisit = await RowsAsync(all.Where(one => one.VisitId == matter.VisitId && one.Id != id).OrderBy(one => one.Number), cancellation),
            SamePetitioner = matter.PetitionerIndexes is not { Length: > 0 } petitioner ? [] : await RowsAsync(all.Of(petitioner).Where(one => one.VisitId != matter.VisitId).OrderByDescending(one => one.ReceivedOn).ThenByDescending(one => one.Id).Take(MostBeside), cancellation),
        };
        if (matter.Kind != MatterKind.Petition)
            return view;
        var (file, calendar) = (await files.LoadAsync(id, cancellation), await calendars.CurrentAsync(cancellation));
        var entries = await work.Db.Set<PetitionEntry>().AsNoTracking().Where(entry => entry.MatterId == id).OrderBy(entry => entry.Number).ToListAsync(cancellation);
        var names = await NamesAsync(entries.Select(entry => entry.By).OfType<AccountId>(), cancellation);
        var place = await checks.PlaceAsync(file.Petition, cancellation);
        return view with
        {
            Class = file.Petition.Class,
            Branch = file.Petition.Branch,
            Law = file.Story.Law,
            IsReviewable = file.Petition.IsReviewable,
            Awaited = file.AwaitedPaper?.Name,
            Events = [.. entries.Select(entry => new MatterEventRow(entry.Number, entry.Kind, entry.On, entry.Days, entry.Words is { } told ? vault.Open(told, entry.Place) : "", entry.By is { } by ? names[by] : null, entry.At))],
            Limits = [.. file.Story.Limits.Select(limit => new LimitRow(limit, LimitExplanation.Of(limit, file.Story, calendar), limit.LateBy(today)))],
            Accused = [.. (await NamesAsync(await work.Db.Set<MatterAccused>().AsNoTracking().Where(one => one.MatterId == id).Select(one => one.AccountId).ToListAsync(cancellation), cancellation)).Values],
            Step = place.Step is { } step ? SpokenSteps.Of(step) : null,
            Next = await NextAsync(file, place, id, visitor, today, cancellation),
        };
    }

    /// <summary>The days of the last two weeks: of my own desk, closed and open; of my area, those that were closed.</summary>
    public async Task<DaysView> DaysAsync(Visitor visitor, CancellationToken cancellation)
    {
        var (today, calendar) = (LocalDay.Today(time), await calendars.CurrentAsync(cancellation));
        var (from, desk) = (today.AddDays(1 - DaysShown), await desks.FindAsync(visitor.Actor, cancellation));
        var area = await scopes.OfAsync(visitor.Actor, MatterSight.Readers, cancellation);
        var closed = await work.Db.Set<RegisterDay>().AsNoTracking().Within(area, work.Db).Where(day => day.Day >= from).OrderByDescending(day => day.Day).ThenBy(day => day.UnitId).Take(Most).ToListAsync(cancellation);
        var names = await NamesAsync(closed.SelectMany(day => (AccountId?[])[day.ClosedBy, day.HeadBy, day.LeaderBy]).OfType<AccountId>(), cancellation);
        var (heads, leaders) = (await WithinAsync(Role.UnitHead), await WithinAsync(Role.Leader));
        var units = closed.Select(day => day.UnitId).Distinct().ToArray();
        var places = await work.Db.Set<Unit>().AsNoTracking().Where(unit => units.Contains(unit.Id)).ToDictionaryAsync(unit => unit.Id, unit => new LocalText(unit.NameZh, unit.NameEn), cancellation);
        var later = (await work.Db.Set<Matter>().AsNoTracking().Where(matter => units.Contains(matter.UnitId) && matter.ReceivedOn >= from).Select(matter => new { matter.UnitId, matter.ReceivedOn, matter.EnteredAt }).ToListAsync(cancellation))
            .ToLookup(matter => (matter.UnitId, matter.ReceivedOn), matter => matter.EnteredAt);
        int Later(RegisterDay day) => later[(day.UnitId, day.Day)].Count(at => at > day.ClosedAt);
        var rows = closed.Select(day => new DayRow(day.Day, calendar.IsWorkingDay(day.Day).IsWorking, IsOwed: false, day, places[day.UnitId], names[day.ClosedBy], Name(day.HeadBy), Name(day.LeaderBy),
            MaySign: day.ClosedBy != visitor.Actor.Account && ((day.HeadBy is null && heads.Contains(day.Id)) || (day is { HeadBy: not null, LeaderBy: null } && leaders.Contains(day.Id))), desk?.Unit == day.UnitId, Later(day))).ToList();
        var owes = desk is { } mine ? (await owed.OfAsync(from, today, mine.Unit, cancellation)).FirstOrDefault(one => one.Unit == mine.Unit)?.Days ?? [] : [];

        // Whoever answers for several desks sees what is missing, and not only what is there.
        var over = await work.Db.Set<UnitAncestor>().AsNoTracking().Where(line => area.Roots.Contains(line.AncestorId) && line.ValidTo == null).Select(line => line.UnitId).Distinct().ToListAsync(cancellation);
        rows.AddRange((await owed.OpenAsync(from, today.AddDays(-1), null, cancellation)).Where(one => one.Unit != desk?.Unit && over.Contains(one.Unit))
            .SelectMany(one => one.Days.Select(day => new DayRow(day, calendar.IsWorkingDay(day).IsWorking, IsOwed: true, null, one.Name, null, null, null, MaySign: false, IsMine: false, 0))));
        if (desk is { } own)
            rows.AddRange(Enumerable.Range(0, DaysShown).Select(back => today.AddDays(-back)).Where(day => !closed.Exists(one => one.UnitId == own.Unit && one.Day == day))
                .Select(day => new DayRow(day, calendar.IsWorkingDay(day).IsWorking, owes.Contains(day), null, null, null, null, null, MaySign: false, IsMine: true, 0)));
        return new([.. rows.OrderByDescending(row => row.Day).ThenByDescending(row => row.IsMine)], desk is not null, today);

        LocalText? Name(AccountId? account) => account is { } known ? names[known] : null;

        async Task<HashSet<RegisterDayId>> WithinAsync(Role role) =>
            [.. await work.Db.Set<RegisterDay>().Within(await scopes.OfAsync(visitor.Actor, [role], cancellation), work.Db).Where(day => day.Day >= from).Select(day => day.Id).ToListAsync(cancellation)];
    }

    /// <summary>What is seldom meant stands behind what mostly comes next.</summary>
    private static readonly ImmutableArray<PetitionEventKind> Seldom = [PetitionEventKind.NoticeWaived, PetitionEventKind.HearingCalled, PetitionEventKind.Extended, PetitionEventKind.Routed, PetitionEventKind.Withdrawn];

    /// <summary>It is chosen on purpose, and never offered first.</summary>
    public static bool IsSeldom(PetitionEventKind kind) => Seldom.Contains(kind);

    private async Task<ImmutableArray<PetitionEventKind>> NextAsync(PetitionFile file, PetitionPlace place, MatterId id, Visitor visitor, DateOnly today, CancellationToken cancellation)
    {
        var (story, next) = (file.Story, ImmutableArray.CreateBuilder<PetitionEventKind>());

        // What happened in time may be entered late, by its own day: the last day of each limit counts too.
        DateOnly[] days = [today > story.LastDay ? today : story.LastDay, .. story.Limits.Where(limit => limit.IsOpen).Select(limit => limit.Due.On).Where(due => due >= story.LastDay && due < today)];
        var ownObjection = story.Status == PetitionStatus.Objected && await files.WhoObjectedAsync(id, cancellation) == visitor.Actor.Account;
        foreach (var kind in Enum.GetValues<PetitionEventKind>().OrderBy(Seldom.IndexOf).Where(kind => kind is not (PetitionEventKind.Merged or PetitionEventKind.MergeUndone) && place.Takes(kind)
            && days.Any(day => PetitionSteps.Refusal(story, new(kind, day, 1)) is null) && !(ownObjection && kind is PetitionEventKind.ObjectionAllowed or PetitionEventKind.ObjectionDenied)))
            if (await (await sight.OfAsync(visitor.Actor, kind is PetitionEventKind.CheckAgreed or PetitionEventKind.CheckSentBack ? place.Checkers : RecordPetitionStep.WhoMay(kind), cancellation)).AnyAsync(matter => matter.Id == id, cancellation))
                if (PetitionPapers.DeliveredBy(kind) is not { } paper || (!file.OwesOpinion && await files.UndeliveredAsync(id, paper.Kind, cancellation) is null)) // else it is recorded with the document
                    next.Add(kind);
        return next.ToImmutable();
    }

    private async Task<ImmutableArray<MatterRow>> RowsAsync(IQueryable<Matter> matters, CancellationToken cancellation)
    {
        var rows = await matters.AsNoTracking().Take(Most).ToListAsync(cancellation);
        var (ids, units) = (rows.Select(row => row.Id).ToArray(), rows.Select(row => row.UnitId).Distinct().ToArray());
        var petitions = await work.Db.Set<Petition>().AsNoTracking().Where(petition => ids.Contains(petition.Id)).ToDictionaryAsync(petition => petition.Id, cancellation);
        var places = await work.Db.Set<Unit>().AsNoTracking().Where(unit => units.Contains(unit.Id)).ToDictionaryAsync(unit => unit.Id, unit => new LocalText(unit.NameZh, unit.NameEn), cancellation);
        var today = LocalDay.Today(time);
        var replies = (await work.Db.Set<ReplyDuty>().AsNoTracking().Where(duty => ids.Contains(duty.MatterId) && duty.EndedOn == null).OrderBy(duty => duty.ReplyBy).ToListAsync(cancellation)).ToLookup(duty => duty.MatterId, duty => new OwedReply(duty.Kind, duty.ReplyBy, duty.ReplyBy < today));
        return [.. rows.Select(row => (Row: row, Petition: petitions.GetValueOrDefault(row.Id))).Select(one => new MatterRow(
            one.Row.Id, one.Row.Number, one.Row.Kind, one.Row.Channel, one.Row.ReceivedOn, places[one.Row.UnitId], house.Subject(one.Row.Subject)?.Name ?? LocalText.Same(one.Row.Subject), one.Row.People, one.Row.IsUrgent,
            one.Row.RepeatOf is not null, one.Row.ClosedOn, one.Petition?.Status, one.Petition?.NextLimit, one.Petition?.NextDueOn, one.Petition?.NextIsProvisional == true, [.. replies[one.Row.Id]],
            one.Petition is { NextDueOn: { } due, NextIsProvisional: false, NextLimit: not (LimitKind.Objecting or LimitKind.AskingReview or LimitKind.AskingReReview) } && due < today))];
    }

    private async Task<Dictionary<AccountId, LocalText>> NamesAsync(IEnumerable<AccountId> accounts, CancellationToken cancellation)
    {
        var ids = accounts.Distinct().ToArray();
        return await work.Db.Set<Account>().AsNoTracking().Where(account => ids.Contains(account.Id)).ToDictionaryAsync(account => account.Id, account => new LocalText(account.NameZh, account.NameEn), cancellation);
    }
}
