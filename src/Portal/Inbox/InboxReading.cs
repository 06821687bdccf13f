using System.Linq.Expressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Searching;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Inbox;

/// <summary>Which tasks are looked at.</summary>
public enum InboxTab
{
    /// <summary>Claimed by me.</summary>
    Mine,

    /// <summary>Of a role and unit that I hold, and nobody's yet.</summary>
    Team,

    /// <summary>Claimed by a colleague.</summary>
    Waiting,

    /// <summary>Decided by me.</summary>
    Done,
}

/// <summary>What a reviewer needs to choose which task to open.</summary>
/// <param name="DaysLeft">Working days to the limit, negative when it is past; null where the step has none.</param>
public sealed record InboxRow(
    TaskId Id, string Person, LocalText Service, string Step, RoundKind Kind, LocalText Unit, string? Number, long? Cents, int? DaysLeft, bool Provisional, int Visit, bool RelativeOfStaff, LocalText? ClaimedBy)
{
    /// <summary>Which investigator a visit still needs.</summary>
    public VisitSeat? Seat { get; init; }

    /// <summary>Only a part of the amount may be granted here, before the formalities.</summary>
    public bool InAdvance { get; init; }

    /// <summary>What is named has been approved; otherwise it is proposed.</summary>
    public bool Approved { get; init; }

    /// <summary>Claimed or decided by whoever looks.</summary>
    public bool Mine { get; init; }

    /// <summary>An administrator keeps its case on hold.</summary>
    public bool OnHold { get; init; }

    /// <summary>How often this passage through the step was urged.</summary>
    public int Urged { get; init; }
}

/// <summary>One page of the inbox, with the counts of every tab from the same scope as its rows.</summary>
public sealed record InboxPage(InboxTab Tab, string? Search, int Number, IReadOnlyDictionary<InboxTab, int> Counts, IReadOnlyList<InboxRow> Rows)
{
    public const int Size = 50;

    public bool HasNext => Number * Size < Counts[Tab];
}

/// <summary>How many tasks wait for somebody now.</summary>
/// <param name="Newest">The team's task that came last: another one than before is news even where as many went as came.</param>
public sealed record InboxNews(int Mine, int Team, int Waiting, string? Newest);

/// <summary>The tasks of whoever asks: who (a role held) and where (exactly that unit), decided on the server.</summary>
public sealed class InboxReading(IUnitOfWork work, ServiceCatalogue services, Calendars calendars, FieldProtector protector, TimeProvider time)
{
    public async Task<InboxPage> ReadAsync(Account account, InboxTab tab, string? search, int page, IEnumerable<Role> roles, CancellationToken cancellation)
    {
        var held = await HeldAsync(account.Id, cancellation);
        var counts = await CountsAsync(account.Id, held, search, Enum.GetValues<InboxTab>(), cancellation);
        var tasks = tab == InboxTab.Done
            ? Of(account.Id, held, tab, search).OrderByDescending(task => task.CompletedAt).ThenBy(task => task.Id)
            : Of(account.Id, held, tab, search).OrderBy(task => task.CreatedAt).ThenBy(task => task.Id);
        var db = work.Db;
        // Which, from the index alone; then those, and of a case only what a line shows: its answers are long.
        var shown = await tasks.Skip((page - 1) * InboxPage.Size).Take(InboxPage.Size).Select(task => task.Id).ToListAsync(cancellation);
        var found = await (
            from task in db.Set<ReviewTask>()
            where shown.Contains(task.Id)
            join aidCase in db.Set<AidCase>() on task.CaseId equals aidCase.Id
            join person in db.Set<Person>() on aidCase.ApplicantId equals person.Id
            join unit in db.Set<Unit>() on aidCase.UnitId equals unit.Id
            join round in db.Set<Round>() on task.RoundId equals round.Id
            select new
            {
                Task = task,
                aidCase.ServiceVersionId,
                aidCase.ReceiptNumber,
                Approved = aidCase.DecidedOn != null && aidCase.ApprovedCents > 0,
                aidCase.ApprovedCents,
                aidCase.ProposedCents,
                aidCase.RelativeOfStaff,
                OnHold = aidCase.HeldAt != null,
                person.Name,
                unit.NameZh,
                unit.NameEn,
                round.Visit,
                round.Plan,
            }).AsNoTracking().ToDictionaryAsync(row => row.Task.Id, cancellation);
        var rounds = found.Values.Select(row => row.Task.RoundId).ToArray();
        var clocks = await db.Set<CaseClock>().AsNoTracking().Where(clock => clock.RoundId != null && rounds.Contains(clock.RoundId.Value)).ToListAsync(cancellation);
        var urged = await db.Set<Cases.Urging.Urge>().AsNoTracking().Where(urge => rounds.Contains(urge.RoundId)).GroupBy(urge => urge.RoundId).Select(of => new { of.Key, Times = of.Count() }).ToDictionaryAsync(of => of.Key, of => of.Times, cancellation);
        var claimed = found.Values.Select(row => row.Task.AssigneeId).OfType<AccountId>().Distinct().ToArray();
        var names = await db.Set<Account>().AsNoTracking().Where(one => claimed.Contains(one.Id)).ToDictionaryAsync(one => one.Id, one => new LocalText(one.NameZh, one.NameEn), cancellation);
        var visits = found.Values.Where(row => row.Task.Kind == RoundKind.HomeVisit).Select(row => row.Task.RoundId).Distinct().ToArray();
        var seats = visits.Length == 0 ? [] : await db.Set<ReviewTask>().AsNoTracking().Where(task => visits.Contains(task.RoundId)).ToListAsync(cancellation);
        var (calendar, today) = (await calendars.CurrentAsync(cancellation), LocalDay.Today(time));
        var sight = Sights.Of(roles, PersonalField.Name);

        var rows = new List<InboxRow>();
        foreach (var row in shown.Where(found.ContainsKey).Select(id => found[id]))
        {
            var clock = clocks.FirstOrDefault(clock => clock.RoundId == row.Task.RoundId && clock.IsOpen);
            rows.Add(new InboxRow(
                row.Task.Id, Mask.Name(row.Name, sight), (await services.GetAsync(db, row.ServiceVersionId, cancellation)).Description.Name, row.Task.Step, row.Task.Kind,
                new LocalText(row.NameZh, row.NameEn), row.ReceiptNumber, row.Approved ? row.ApprovedCents : row.ProposedCents,
                clock is null ? null : calendar.WorkingDaysBetween(today, clock.DueOn).Days, clock?.Provisional == true, row.Visit, row.RelativeOfStaff,
                row.Task.AssigneeId is { } who && who != account.Id ? names.GetValueOrDefault(who) : null)
            {
                Seat = VisitSeat.Of(row.Task.Id, seats.Where(seat => seat.RoundId == row.Task.RoundId), account.Id),
                Approved = row.Approved,
                OnHold = row.OnHold,
                Urged = urged.GetValueOrDefault(row.Task.RoundId),
                Mine = row.Task.AssigneeId == account.Id,
                InAdvance = row.Plan.Part == Part.First,
            });
        }

        return new InboxPage(tab, search, page, counts, rows);
    }

    /// <summary>What an open inbox is told of by itself.</summary>
    public async Task<InboxNews> NewsAsync(AccountId account, CancellationToken cancellation)
    {
        var held = await HeldAsync(account, cancellation);
        var counts = await CountsAsync(account, held, search: null, [InboxTab.Mine, InboxTab.Team, InboxTab.Waiting], cancellation);
        var newest = await Of(account, held, InboxTab.Team, search: null).OrderByDescending(task => task.CreatedAt).ThenByDescending(task => task.Id)
            .Select(task => (TaskId?)task.Id).FirstOrDefaultAsync(cancellation);
        return new InboxNews(counts[InboxTab.Mine], counts[InboxTab.Team], counts[InboxTab.Waiting], newest?.ToString());
    }

    private async Task<Dictionary<InboxTab, int>> CountsAsync(AccountId account, ILookup<Role, UnitId> held, string? search, InboxTab[] tabs, CancellationToken cancellation)
    {
        var counts = new Dictionary<InboxTab, int>();
        foreach (var one in tabs)
            counts[one] = await Of(account, held, one, search).CountAsync(cancellation);
        return counts;
    }

    private IQueryable<ReviewTask> Of(AccountId account, ILookup<Role, UnitId> held, InboxTab tab, string? search)
    {
        var tasks = work.Db.Set<ReviewTask>().AsNoTracking();
        var open = tasks.Where(task => task.State == TaskState.Assigned || task.State == TaskState.InProgress);
        tasks = tab switch
        {
            InboxTab.Mine => open.Where(task => task.AssigneeId == account),
            InboxTab.Team => open.Where(task => task.AssigneeId == null).Where(Held(held)),
            InboxTab.Waiting => open.Where(task => task.AssigneeId != null && task.AssigneeId != account).Where(Held(held)),
            _ => tasks.Where(task => task.State == TaskState.Completed && task.AssigneeId == account),
        };
        return string.IsNullOrWhiteSpace(search) ? tasks : Matching(tasks, search.Trim());
    }

    /// <summary>The units at which the account holds each of its roles today.</summary>
    private async Task<ILookup<Role, UnitId>> HeldAsync(AccountId account, CancellationToken cancellation)
    {
        var today = LocalDay.Today(time);
        var held = await work.Db.Set<RoleAssignment>().AsNoTracking()
            .Where(one => one.AccountId == account && one.ValidFrom <= today && (one.ValidTo == null || today < one.ValidTo))
            .Select(one => new { one.Role, one.UnitId }).Distinct().ToListAsync(cancellation);
        return held.ToLookup(one => one.Role, one => one.UnitId);
    }

    /// <summary>
    /// Of a role at exactly the unit where it is held. The pairs stand in the statement, so that it goes by the index of unit and role; asking anew for
    /// each task whether its role is held took most of an inbox's time where thousands wait.
    /// </summary>
    private static Expression<Func<ReviewTask, bool>> Held(ILookup<Role, UnitId> held)
    {
        Expression<Func<ReviewTask, bool>> any = task => false;
        foreach (var (role, units) in held.Select(one => (one.Key, one.ToArray())))
        {
            Expression<Func<ReviewTask, bool>> here = task => task.Role == role && units.Contains(task.UnitId);
            any = Expression.Lambda<Func<ReviewTask, bool>>(Expression.OrElse(any.Body, Expression.Invoke(here, any.Parameters)), any.Parameters);
        }

        return any;
    }

    /// <summary>By receipt number, by name, or by a whole identity number through its blind index.</summary>
    private IQueryable<ReviewTask> Matching(IQueryable<ReviewTask> tasks, string search)
    {
        var db = work.Db;
        var (number, part) = (search.ToUpperInvariant(), CaseSearch.IsPartOfNumber(search));
        if (search.Length is 15 or 18 && search[..^1].All(char.IsAsciiDigit))
        {
            var indexes = protector.Indexes(search, "person.citizen-id").ToArray();
            return tasks.Where(task => db.Set<AidCase>().Any(one => one.Id == task.CaseId
                && db.Set<Person>().Any(person => person.Id == one.ApplicantId && indexes.Contains(person.CitizenIdIndex))));
        }

        return tasks.Where(task => db.Set<AidCase>().Any(one => one.Id == task.CaseId
            && (one.ReceiptNumber == number || (part && one.ReceiptNumber!.Contains(number)) || db.Set<Person>().Any(person => person.Id == one.ApplicantId && person.Name.Contains(search)))));
    }
}
