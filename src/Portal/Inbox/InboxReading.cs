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
using AidWorkflow.Cases.StandingIn;
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

    /// <summary>Claimed by a colleague, or mine and waiting for somebody's answer or signature.</summary>
    Waiting,

    /// <summary>Mine, waiting ones too, and my team's whose limit is past. What a colleague has taken is late for them, and is counted with the team.</summary>
    Overdue,

    /// <summary>Decided by me, given to somebody, or left to others.</summary>
    Done,
}

/// <summary>How long is left for a task, counted as its clock counts.</summary>
/// <param name="Days">Negative when the limit is past; working days only where <paramref name="Working"/>.</param>
/// <param name="Paused">The time stands still: it is not late, whatever the day.</param>
public sealed record DaysLeft(int Days, bool Working, DateOnly On, bool Provisional, bool Paused)
{
    /// <summary>How pressing it is, by the points that the service sets.</summary>
    public Pressure Pressure { get; init; }

    /// <summary>The limit is past, though no working day has gone by since: it ended before the days of rest.</summary>
    public bool IsJustPast { get; init; }

    internal static DaysLeft? Of(CaseClock? clock, WorkingCalendar calendar, DateOnly today, ServiceDescription service) => clock is null || Counted(clock, calendar, today) is not { } left ? null
        : left with { Pressure = left.Paused ? Pressure.Calm : service.Clock(clock.Kind).At(left.IsJustPast ? -1 : left.Days) };

    private static DaysLeft Counted(CaseClock clock, WorkingCalendar calendar, DateOnly today) =>
        new(clock.Unit == TimeUnit.WorkingDays ? calendar.WorkingDaysBetween(today, clock.DueOn).Days : clock.DueOn.DayNumber - today.DayNumber,
            clock.Unit == TimeUnit.WorkingDays, clock.DueOn, clock.Provisional, clock.State == ClockState.Paused)
        { IsJustPast = clock.State != ClockState.Paused && clock.DueOn < today && calendar.WorkingDaysBetween(clock.DueOn, today).Days == 0 && clock.Unit == TimeUnit.WorkingDays };
}

/// <summary>Whoever decided on the case last before a task came.</summary>
public sealed record HeldBefore(LocalText Name, string Step);

/// <summary>What somebody did with a task, in words that follow "已" in Chinese, and when.</summary>
/// <param name="Verdict">What they decided; null where they gave it to somebody, or asked them.</param>
public sealed record SaidOfTask(Verdict? Verdict, LocalText Words, DateTimeOffset At)
{
    /// <summary>To whom it was given, or who was asked.</summary>
    public LocalText? To { get; init; }

    /// <summary>Why, or what was asked; of what was decided only why somebody stood aside.</summary>
    public string? Reason { get; init; }
}

/// <summary>A meeting's list that a task lies on.</summary>
/// <param name="Number">Null while it has none.</param>
/// <param name="IsFrozen">Nobody decides it singly any more.</param>
public sealed record OnList(string? Number, DateOnly PlannedOn, bool IsFrozen);

/// <summary>What a reviewer needs to choose which task to open.</summary>
/// <param name="Left">Null where the step has no limit, or it is done.</param>
/// <param name="Visit">The how-manieth time that the case is at this step.</param>
/// <param name="ClaimedBy">The colleague who has it.</param>
public sealed record InboxRow(
    TaskId Id, string Person, LocalText Service, string Step, RoundKind Kind, LocalText Unit, string? Number, long? Cents, DaysLeft? Left, int Visit, bool RelativeOfStaff, LocalText? ClaimedBy)
{
    /// <summary>Which investigator a visit still needs.</summary>
    public VisitSeat? Seat { get; init; }

    /// <summary>Only a part of the amount may be granted here, before the formalities.</summary>
    public bool InAdvance { get; init; }

    /// <summary>What is named has been approved; otherwise it is proposed.</summary>
    public bool Approved { get; init; }

    /// <summary>Claimed or decided by whoever looks.</summary>
    public bool Mine { get; init; }

    /// <summary>When the step asked for it, whoever had it since.</summary>
    public DateTimeOffset ArrivedAt { get; init; }

    /// <summary>When it came to those who have it now, where that was later.</summary>
    public DateTimeOffset? GivenAt { get; init; }

    public HeldBefore? Before { get; init; }

    /// <summary>How often the case was sent back.</summary>
    public int Returns { get; init; }

    /// <summary>It looked like another case when it was sent in.</summary>
    public bool LikelyDuplicate { get; init; }

    /// <summary>The service pays a part before the formalities.</summary>
    public bool FastTrack { get; init; }

    /// <summary>It may be decided with others of its kind.</summary>
    public bool Together { get; init; }

    /// <summary>Why one of a kind that is decided with others is decided by itself: the code of the refusal.</summary>
    public string? Alone { get; init; }

    /// <summary>The steps it may be sent back to.</summary>
    public System.Collections.Immutable.ImmutableArray<string> ReturnTo { get; init; } = [];

    /// <summary>The earlier step of its case by which whoever looks is kept from deciding it; null where none does.</summary>
    public string? LeftBy { get; init; }

    /// <summary>The meeting's list that it lies on.</summary>
    public OnList? List { get; init; }

    /// <summary>A colleague asks for an answer and decides.</summary>
    public bool Advises { get; init; }

    /// <summary>It waits for an answer, or for a signer who comes first.</summary>
    public bool Waits { get; init; }

    /// <summary>What was decided on it was taken back.</summary>
    public bool TakenBack { get; init; }

    /// <summary>An administrator keeps its case on hold.</summary>
    public bool OnHold { get; init; }

    /// <summary>How often this passage through the step was urged.</summary>
    public int Urged { get; init; }

    /// <summary>For whom whoever looks would stand in.</summary>
    public LocalText? For { get; init; }

    /// <summary>The unit whose work theirs does for a time; null where it is their own.</summary>
    public LocalText? Covers { get; init; }

    /// <summary>What was decided on it, or done with it beside that; null while it is open.</summary>
    public SaidOfTask? Said { get; init; }

    /// <summary>Whoever looks gave it to somebody elsewhere: the case leads on, and the task is not theirs to open.</summary>
    public bool IsElsewhere { get; init; }

    public required CaseId Case { get; init; }

    /// <summary>Whoever looks has never opened it, and it is theirs or their team's to do.</summary>
    public bool Unseen { get; init; }
}

/// <summary>One page of the inbox, with the counts of every tab from the same scope as its rows.</summary>
public sealed record InboxPage(InboxTab Tab, InboxFilter Filter, int Number, IReadOnlyDictionary<InboxTab, int> Counts, IReadOnlyList<InboxRow> Rows)
{
    public const int Size = 50;

    public bool HasNext => Number * Size < Counts[Tab];
}

public sealed record ServiceChoice(string Id, LocalText Name);

public sealed record UnitChoice(Guid Id, LocalText Name);

/// <summary>What the filters of somebody's inbox offer.</summary>
public sealed record InboxChoices(IReadOnlyList<ServiceChoice> Services, IReadOnlyList<string> Steps, IReadOnlyList<UnitChoice> Units)
{
    /// <summary>More could not be looked through in a list.</summary>
    internal const int MostUnits = 200;
}

/// <summary>How many tasks wait for somebody now.</summary>
/// <param name="Newest">The task of mine or of my team that came last: another one than before is news even where as many went as came.</param>
/// <param name="Unseen">Of mine and my team's, those that I have never opened.</param>
public sealed record InboxNews(int Mine, int Team, int Waiting, string? Newest, int Unseen);

/// <summary>The tasks of whoever asks: who (a role held) and where (exactly that unit), decided on the server.</summary>
public sealed class InboxReading(IUnitOfWork work, ServiceCatalogue services, Calendars calendars, FieldProtector protector, Reaches reaches, TimeProvider time)
{
    /// <param name="tab">Null: what is mine where there is something, else my team's.</param>
    public async Task<InboxPage> ReadAsync(Account account, InboxTab? tab, InboxFilter filter, int page, IEnumerable<Role> roles, CancellationToken cancellation)
    {
        var (db, today) = (work.Db, LocalDay.Today(time));
        var reached = await reaches.OfAsync(account.Id, cancellation);
        var tasks = await InboxTasks.OfAsync(db, account.Id, reached, today, filter, () => NamesSeen.OfTasksAsync(roles, db, services, cancellation), protector, cancellation);
        var counts = await tasks.CountAsync(withDone: true, cancellation);
        var chosen = tab ?? (counts[InboxTab.Mine] > 0 ? InboxTab.Mine : InboxTab.Team);

        // Which, from the index alone where it can be; then those, and of a case only what a line shows: its answers are long.
        var order = chosen == InboxTab.Done && filter.Sort == InboxSort.Oldest ? tasks.LastDone(page * InboxPage.Size) : Sorted(tasks.Of(chosen), chosen, filter.Sort).Select(task => task.Id);
        var shown = counts[chosen] == 0 ? [] : await order.Skip((page - 1) * InboxPage.Size).Take(InboxPage.Size).ToListAsync(cancellation);
        return new InboxPage(chosen, filter, page, counts, await RowsAsync(account, reached, shown, roles, cancellation, isDone: chosen == InboxTab.Done));
    }

    /// <summary>These tasks as lines of a list, in this order.</summary>
    /// <param name="reached">Where the tasks of whoever looks may lie; what lies elsewhere is shown all the same, by a caller that knows why.</param>
    /// <param name="isDone">Each says what whoever looks did with it.</param>
    internal async Task<IReadOnlyList<InboxRow>> RowsAsync(Account account, Reached reached, IReadOnlyList<TaskId> shown, IEnumerable<Role> roles, CancellationToken cancellation, bool isDone = false)
    {
        var (db, today) = (work.Db, LocalDay.Today(time));
        var found = shown.Count == 0 ? [] : await (
            from task in db.Set<ReviewTask>()
            where shown.Contains(task.Id)
            join aidCase in db.Set<AidCase>() on task.CaseId equals aidCase.Id
            join person in db.Set<Person>() on aidCase.ApplicantId equals person.Id
            join unit in db.Set<Unit>() on aidCase.UnitId equals unit.Id
            join round in db.Set<Round>() on task.RoundId equals round.Id
            select new Found(
                task, aidCase.ServiceVersionId, aidCase.ReceiptNumber, aidCase.DecidedOn != null && aidCase.ApprovedCents > 0 ? aidCase.ApprovedCents : null, aidCase.ProposedCents,
                aidCase.RelativeOfStaff, person.Name, new LocalText(unit.NameZh, unit.NameEn), round.Visit, round.Plan, aidCase.HeldAt != null)).AsNoTracking().ToDictionaryAsync(row => row.Task.Id, cancellation);
        var reach = found.Values.ToDictionary(row => row.Task.Id, row => reached.Of(row.Task));
        var beside = await InboxBeside.OfAsync(db, [.. found.Values.Select(row => row.Task)], reach.Values.Select(one => one?.For), cancellation);
        var covered = found.Values.Where(row => reach[row.Task.Id]?.Covers == true).Select(row => row.Task.UnitId).Distinct().ToArray();
        var places = covered.Length == 0 ? [] : await db.Set<Unit>().AsNoTracking().Where(one => covered.Contains(one.Id)).ToDictionaryAsync(one => one.Id, one => new LocalText(one.NameZh, one.NameEn), cancellation);
        var (calendar, sight) = (await calendars.CurrentAsync(cancellation), Sights.Of(roles, PersonalField.Name));

        // What is in somebody's place rests on who reviewed the case, and of few tasks that is asked.
        bool InPlace(Found row) => For(row.Task, reach[row.Task.Id], account.Id) is not null || reach[row.Task.Id]?.Covers == true || (row.Task.GivenById is not null && row.Plan.Seats.FirstOrDefault(seat => seat.Key == row.Task.SeatKey)?.AddedBy is null);
        var kinds = await InboxBeside.KindsAsync(db, [.. found.Values.Where(row => row.Task.IsOpen && InPlace(row)).Select(row => row.Task.CaseId).Distinct()], cancellation);
        var left = found.Values.ToDictionary(row => row.Task.Id, row => row.Task.IsOpen && IsToDo(row.Task, reach[row.Task.Id], account.Id)
            ? KeptAway.ByStep(row.Task, row.Plan, account.Id, For(row.Task, reach[row.Task.Id], account.Id), InPlace(row), beside.DecidedIn(row.Task, kinds)) : null);
        var reasons = isDone ? await InboxBeside.ReasonsAsync(db, account.Id, shown, cancellation) : [];
        bool IsGiven(ReviewTask task) => isDone && task.GivenById == account.Id;
        var seen = await InboxTasks.SeenAsync(db, account.Id, shown, cancellation);
        var rows = new List<InboxRow>();
        foreach (var row in shown.Where(found.ContainsKey).Select(id => found[id]))
        {
            var service = await services.GetAsync(db, row.Version, cancellation);
            var ofKind = row.Task is { IsOpen: true, State: not TaskState.OnHold, Purpose: TaskPurpose.Decide } && !row.OnHold && DecideOneOfMany.MayBe(row.Task.Kind, row.Task.Role, row.Plan);
            var alone = DecideOneOfMany.WhyAlone(beside.IsLikelyDuplicate(row.Task), row.RelativeOfStaff, beside.ReturnsOf(row.Task));
            rows.Add(new InboxRow(
                row.Task.Id, Mask.Name(row.Person, AnswerSight.AtTask(service, row.Task.Step, row.Task.Role).Name(sight)), service.Description.Name, row.Task.Step, row.Task.Kind, row.Unit, row.Number, row.Approved ?? row.Proposed,
                row.Task.IsOpen ? DaysLeft.Of(beside.ClockOf(row.Task), calendar, today, service.Description) : null, row.Visit, row.RelativeOfStaff,
                row.Task.AssigneeId is { } who && who != account.Id && !(IsGiven(row.Task) && !row.Task.IsOpen) && beside.NameOf(who) is { } name ? StoodIn.Name(name, row.Task.ForId is { } deputed ? beside.NameOf(deputed) : null) : null)
            {
                Seat = VisitSeat.Of(row.Task.Id, beside.SeatsOf(row.Task), account.Id),
                Approved = row.Approved is not null,
                OnHold = row.OnHold,
                Together = ofKind && alone is null && left[row.Task.Id] is null,
                Alone = ofKind ? alone : null,
                ReturnTo = row.Plan.ReturnTo,
                Advises = row.Task.Purpose == TaskPurpose.Advise && !IsGiven(row.Task),
                TakenBack = row.Task.TakenBackAt is not null,
                Waits = row.Task.State == TaskState.OnHold,
                Urged = beside.UrgedOf(row.Task),
                Mine = row.Task.AssigneeId == account.Id,
                InAdvance = row.Plan.Part == Part.First,
                ArrivedAt = row.Task.CreatedAt,
                GivenAt = row.Task.GivenAt,
                Before = beside.BeforeOf(row.Task),
                Returns = beside.ReturnsOf(row.Task),
                LikelyDuplicate = beside.IsLikelyDuplicate(row.Task),
                List = beside.ListOf(row.Task),
                LeftBy = left[row.Task.Id],
                FastTrack = service.Description.FastTrack,
                For = !IsGiven(row.Task) && (For(row.Task, reach[row.Task.Id], account.Id) ?? beside.DoneForOf(row.Task)) is { } principal && principal != account.Id ? beside.NameOf(principal) : null,
                Covers = places.GetValueOrDefault(row.Task.UnitId),
                Case = row.Task.CaseId,
                Unseen = row.Task.IsOpen && !seen.Contains(row.Task.Id) && !reached.LeftToOthers[account.Id].Contains(row.Task.Id) && IsToDo(row.Task, reach[row.Task.Id], account.Id),
                Said = IsGiven(row.Task) ? GivenTo(row.Task, row.Task.AssigneeId is { } to ? beside.NameOf(to) : null) : beside.SaidOf(row.Task, row.Plan.Part, reasons.GetValueOrDefault(row.Task.Id)),
                IsElsewhere = IsGiven(row.Task) && reach[row.Task.Id] is null,
            });
        }

        return rows;
    }

    /// <summary>That somebody else got it, or was asked, from whoever looks.</summary>
    private static SaidOfTask GivenTo(ReviewTask task, LocalText? to)
    {
        var who = to ?? new("他人", "somebody");
        var words = task.Purpose == TaskPurpose.Advise ? new LocalText($"请{who.Zh}答复", $"asked {who.En} for an answer")
            : task.SeatKey.StartsWith('+') && task.PreviousId is null ? new($"请{who.Zh}加签", $"asked {who.En} to sign") : new LocalText($"转给{who.Zh}办理", $"handed to {who.En}");
        return new(null, words, task.CameAt) { To = to, Reason = task.GivenWords };
    }

    /// <summary>What the filters offer: what there is among the open tasks, and the places below.</summary>
    public async Task<InboxChoices> ChoicesAsync(AccountId account, CancellationToken cancellation)
    {
        var (db, today) = (work.Db, LocalDay.Today(time));
        var tasks = InboxTasks.Of(db, account, await reaches.OfAsync(account, cancellation), today);
        var kinds = await tasks.KindsAsync(cancellation);
        var places = tasks.Units;
        var units = places.Length == 0 ? [] : await db.Set<Unit>().AsNoTracking()
            .Where(unit => unit.ValidTo == null && (places.Contains(unit.Id) || (unit.ParentId != null && places.Contains(unit.ParentId.Value))))
            .OrderBy(unit => unit.DivisionCode).Take(InboxChoices.MostUnits).Select(unit => new UnitChoice(unit.Id.Value, new LocalText(unit.NameZh, unit.NameEn))).ToListAsync(cancellation);
        var named = new List<ServiceChoice>();
        foreach (var service in kinds.Select(kind => kind.Service).Distinct(StringComparer.Ordinal))
            named.Add(new(service, (await services.CurrentAsync(db, service, cancellation)).Package.Description.Name));
        return new(named, [.. kinds.Select(kind => kind.Step).Distinct(StringComparer.Ordinal)], units);
    }

    /// <summary>For whom the account has the task, or would have it.</summary>
    private static AccountId? For(ReviewTask task, Reach? reach, AccountId account) =>
        task.ForId is { } principal ? (principal == account ? null : principal) : task.IsOpen && (task.AssigneeId is null || task.AssigneeId == account || task.AssigneeId == reach?.For) ? reach?.For : null;

    /// <summary>It is the account's, or nobody's where the account may take it, or of a colleague for whom it stands in.</summary>
    private static bool IsToDo(ReviewTask task, Reach? reach, AccountId account) =>
        task.AssigneeId == account || (reach is not null && (task.AssigneeId is null || task.AssigneeId == reach.For));

    /// <summary>For the navigation: tasks of theirs and their team's that they have never opened.</summary>
    public async Task<int> UnseenAsync(AccountId account, CancellationToken cancellation) =>
        await InboxTasks.Of(work.Db, account, await reaches.OfAsync(account, cancellation), LocalDay.Today(time)).CountUnseenAsync(cancellation);

    /// <summary>What an open inbox is told of by itself.</summary>
    public async Task<InboxNews> NewsAsync(AccountId account, CancellationToken cancellation)
    {
        var tasks = InboxTasks.Of(work.Db, account, await reaches.OfAsync(account, cancellation), LocalDay.Today(time));
        var counts = await tasks.CountAsync(withDone: false, cancellation);
        var newest = new[] { await NewestAsync(tasks.Of(InboxTab.Team), cancellation), await NewestOfMineAsync(tasks.Of(InboxTab.Mine), cancellation) }.OfType<Came>().MaxBy(came => (came.At, came.Id.ToString()));
        return new InboxNews(counts[InboxTab.Mine], counts[InboxTab.Team], counts[InboxTab.Waiting], newest?.Id.ToString(), await tasks.CountUnseenAsync(cancellation));
    }

    private static Task<Came?> NewestAsync(IQueryable<ReviewTask> tasks, CancellationToken cancellation) => tasks.OrderByDescending(task => task.CreatedAt).ThenByDescending(task => task.Id)
        .Select(task => new Came(task.Id, task.CreatedAt)).FirstOrDefaultAsync(cancellation);

    /// <summary>Of one's own, by when they came to oneself: these are few, while a team's are counted and put in order by the index alone.</summary>
    private static Task<Came?> NewestOfMineAsync(IQueryable<ReviewTask> tasks, CancellationToken cancellation) => tasks.OrderByDescending(task => task.GivenAt ?? task.CreatedAt).ThenByDescending(task => task.Id)
        .Select(task => new Came(task.Id, task.GivenAt ?? task.CreatedAt)).FirstOrDefaultAsync(cancellation);

    private sealed record Came(TaskId Id, DateTimeOffset At);

    internal IQueryable<ReviewTask> Sorted(IQueryable<ReviewTask> tasks, InboxTab? tab, InboxSort sort)
    {
        var (clocks, cases, people) = (work.Db.Set<CaseClock>(), work.Db.Set<AidCase>(), work.Db.Set<Person>());
        return sort switch
        {
            InboxSort.Due => tasks
                .Select(task => new { Task = task, Due = clocks.Where(clock => clock.RoundId == task.RoundId && clock.State == ClockState.Running).Min(clock => (DateOnly?)clock.DueOn) })
                .OrderBy(one => one.Due == null).ThenBy(one => one.Due).ThenBy(one => one.Task.CreatedAt).ThenBy(one => one.Task.Id).Select(one => one.Task),
            InboxSort.Amount => tasks
                .Select(task => new { Task = task, Cents = cases.Where(one => one.Id == task.CaseId).Select(one => one.DecidedOn != null && one.ApprovedCents > 0 ? one.ApprovedCents : one.ProposedCents).FirstOrDefault() })
                .OrderByDescending(one => one.Cents ?? 0).ThenBy(one => one.Task.CreatedAt).ThenBy(one => one.Task.Id).Select(one => one.Task),
            InboxSort.Name => tasks
                .Select(task => new { Task = task, Name = cases.Where(one => one.Id == task.CaseId).Join(people, one => one.ApplicantId, person => person.Id, (one, person) => person.Name).FirstOrDefault() })
                .OrderBy(one => one.Name).ThenBy(one => one.Task.CreatedAt).ThenBy(one => one.Task.Id).Select(one => one.Task),
            _ when tab == InboxTab.Done => tasks.OrderByDescending(task => task.CompletedAt).ThenByDescending(task => task.Id),
            _ => tasks.OrderBy(task => task.CreatedAt).ThenBy(task => task.Id),
        };
    }

    private sealed record Found(
        ReviewTask Task, ServiceVersionId Version, string? Number, long? Approved, long? Proposed, bool RelativeOfStaff, string Person, LocalText Unit, int Visit, ReviewPlan Plan, bool OnHold);
}
