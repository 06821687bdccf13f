using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Meeting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;
using Member = AidWorkflow.Cases.Meeting.Member;

namespace AidWorkflow.Portal.Meetings;

/// <summary>A meeting's list, in a list of them.</summary>
/// <param name="Count">Of the cases that did not leave it.</param>
public sealed record MeetingRow(MeetingId Id, string? Number, LocalText Unit, string Step, DateOnly PlannedOn, DateTimeOffset CutOffAt, MeetingState State, int Count)
{
    /// <summary>Of what the meeting has or had before it.</summary>
    public long ProposedCents { get; init; }

    /// <summary>What was decided by it.</summary>
    public long GrantedCents { get; init; }
}

/// <summary>What somebody who may open a list chooses from.</summary>
/// <param name="Waiting">How many tasks of the service wait at the unit and lie on no list.</param>
public sealed record MeetingChoice(UnitId Unit, LocalText UnitName, string Service, LocalText ServiceName, string Step, int Waiting);

/// <summary>The lists of the reader's area, the newest first.</summary>
public sealed record MeetingsView(ImmutableArray<MeetingRow> Rows, ImmutableArray<MeetingChoice> Choices, DateOnly Today)
{
    /// <summary>How many must be there and agree today, at the first of the reader's own units; null where nothing says so.</summary>
    public MeetingRule? Rule { get; init; }

    /// <summary>Two working days from now.</summary>
    public required DateOnly CutOff { get; init; }

    /// <summary>The working day after the cut-off.</summary>
    public required DateOnly Planned { get; init; }
}

/// <summary>A case on a list, or one that could come on it.</summary>
/// <param name="Person">Masked as the reader's role allows.</param>
/// <param name="Gone">Why its task ended without the meeting; null while it is before it.</param>
public sealed record ListedCase(
    TaskId Task, CaseId Case, int Number, string? ReceiptNumber, string Person, LocalText Service, LocalText Place, long? ProposedCents, ItemState State, LocalText? Why, LocalText? Gone,
    MeetingOutcome? Outcome, long? Cents, string? Reason, int? Present, int? For, int? Against, string? Withdrew)
{
    /// <summary>Still to be decided by the meeting.</summary>
    public bool IsLive => State == ItemState.Listed && Gone is null;

    /// <summary>It left the list: of a frozen one, struck out.</summary>
    public bool HasLeft => Gone is not null || State.HasLeft();

    /// <summary>What was granted by the meeting and decided, in cents; null where nothing was.</summary>
    public long? GrantedCents => State == ItemState.Decided && Outcome is MeetingOutcome.Approve or MeetingOutcome.OtherAmount ? Cents : null;

    /// <summary>Who let it leave a frozen list, and when; null while it is on it.</summary>
    public LocalText? LeftBy { get; init; }

    public DateTimeOffset? LeftAt { get; init; }
}

/// <summary>One list with everything on it, and what its reader may do.</summary>
public sealed record MeetingView
{
    public required MeetingList List { get; init; }
    public required LocalText Unit { get; init; }
    public required ImmutableArray<LocalText> Services { get; init; }
    public required ImmutableArray<ListedCase> Cases { get; init; }

    /// <summary>Cases that could still be added.</summary>
    public ImmutableArray<ListedCase> Waiting { get; init; } = [];

    /// <summary>Steps that each of the cases could be sent back to.</summary>
    public ImmutableArray<string> ReturnTo { get; init; } = [];
    public MeetingRule? Rule { get; init; }
    public LocalText? OpenedBy { get; init; }

    /// <summary>Null while it is open, and where it was frozen at its cut-off by itself.</summary>
    public LocalText? FrozenBy { get; init; }
    public LocalText? EnteredBy { get; init; }
    public LocalText? CheckedBy { get; init; }
    public required DateTimeOffset Now { get; init; }

    /// <summary>Prepares the lists of this bureau.</summary>
    public bool Prepares { get; init; }

    /// <summary>Decides at this bureau: enters what the meeting decided, and sends back.</summary>
    public bool Decides { get; init; }

    /// <summary>Did not enter it, and may compare it.</summary>
    public bool Compares { get; init; }

    /// <summary>Sees names in full, and so the sheet and the scan.</summary>
    public bool SeesAll { get; init; }

    public bool MayChange => Prepares && List.State == MeetingState.Open && Now < List.CutOffAt;

    /// <summary>Of what the meeting has or had before it: everything that did not leave the list.</summary>
    public long ProposedCents => Cases.Where(one => !one.HasLeft).Sum(one => one.ProposedCents ?? 0);

    /// <summary>What was decided by it; nought until its minutes are carried out.</summary>
    public long GrantedCents => Cases.Sum(one => one.GrantedCents ?? 0);

    /// <summary>Its results are confirmed, so that there is something granted or not.</summary>
    public bool HasResults => List.State is MeetingState.Confirmed or MeetingState.Closed;

    /// <summary>What is struck out of a frozen list.</summary>
    public IEnumerable<ListedCase> StruckOut => List.FrozenAt is null ? [] : Cases.Where(one => one.HasLeft);
}

/// <summary>Reads the lists of meetings: those of the reader's area, and who may do what at which.</summary>
public sealed class MeetingReading(IUnitOfWork work, Scopes scopes, ServiceCatalogue services, GatherCases gathering, Lists lists, MeetingRules rules, Leavings leavings, Calendars calendars, TimeProvider time)
{
    private const int Most = 100;

    /// <summary>Who reads lists: those who make them, and those who oversee.</summary>
    internal static readonly Role[] Readers = [.. MeetingPeople.All, Role.Auditor, Role.Leader];

    public async Task<MeetingsView> AllAsync(Visitor visitor, CancellationToken cancellation)
    {
        var (db, today) = (work.Db, LocalDay.Today(time));
        var rows = await db.Set<MeetingList>().AsNoTracking().Within(await scopes.OfAsync(visitor.Actor, Readers, cancellation), db)
            .OrderByDescending(list => list.PlannedOn).ThenByDescending(list => list.OpenedAt).Take(Most)
            .Join(db.Set<Unit>(), list => list.UnitId, unit => unit.Id, (list, unit) => new { list.Id, list.Number, unit.NameZh, unit.NameEn, list.Step, list.PlannedOn, list.OpenedAt, list.CutOffAt, list.State })
            .ToListAsync(cancellation);
        var sums = await SumsAsync([.. rows.Select(row => row.Id)], cancellation);
        var own = visitor.Roles.Where(held => MeetingPeople.All.Contains(held.Role)).Select(held => held.UnitId).Distinct().ToArray();
        var calendar = await calendars.CurrentAsync(cancellation);
        return new([.. rows.OrderByDescending(row => row.PlannedOn).ThenByDescending(row => row.OpenedAt).Select(row => new MeetingRow(row.Id, row.Number, new(row.NameZh, row.NameEn), row.Step, row.PlannedOn, row.CutOffAt, row.State, sums[row.Id].Count()) { ProposedCents = sums[row.Id].Sum(one => one.Proposed), GrantedCents = sums[row.Id].Sum(one => one.Granted) })],
            await ChoicesAsync(own, cancellation), today)
        {
            Rule = own.Length == 0 ? null : await rules.FindAsync(own[0], today, cancellation),
            CutOff = calendar.Shift(today, 2).On,
            Planned = calendar.Shift(today, 3).On,
        };
    }

    /// <exception cref="RefusedException">meeting.unknown: there is none, or it is another area's.</exception>
    public async Task<MeetingView> ReadAsync(MeetingId id, Visitor visitor, CancellationToken cancellation)
    {
        var db = work.Db;
        var list = await db.Set<MeetingList>().AsNoTracking().Within(await scopes.OfAsync(visitor.Actor, Readers, cancellation), db).FirstOrDefaultAsync(one => one.Id == id, cancellation)
            ?? throw new RefusedException("meeting.unknown");
        var unit = await db.Set<Unit>().AsNoTracking().FirstAsync(one => one.Id == list.UnitId, cancellation);
        var stream = $"meeting:{id}";
        var frozenBy = list.FrozenAt is null ? null : await db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Stream == stream && entry.Act == "meeting.frozen").OrderByDescending(entry => entry.Number).Select(entry => entry.ActorAccount).FirstOrDefaultAsync(cancellation);
        var who = new[] { list.OpenedBy, frozenBy, list.EnteredBy, list.CheckedBy }.OfType<AccountId>().Distinct().ToArray();
        var names = await db.Set<Account>().AsNoTracking().Where(account => who.Contains(account.Id)).ToDictionaryAsync(account => account.Id, account => new LocalText(account.NameZh, account.NameEn), cancellation);
        var (decides, prepares) = (Holds(list.Decider), Holds(MeetingPeople.Preparers(list.Decider)));
        var view = new MeetingView
        {
            List = list,
            Unit = new(unit.NameZh, unit.NameEn),
            Services = await NamesAsync(list, cancellation),
            Cases = await CasesAsync(list, visitor, cancellation),
            Rule = await rules.FindAsync(list.UnitId, list.HeldOn ?? list.PlannedOn, cancellation),
            OpenedBy = names.GetValueOrDefault(list.OpenedBy),
            FrozenBy = frozenBy is { } froze ? names.GetValueOrDefault(froze) : null,
            EnteredBy = list.EnteredBy is { } entered ? names.GetValueOrDefault(entered) : null,
            CheckedBy = list.CheckedBy is { } compared ? names.GetValueOrDefault(compared) : null,
            Now = time.GetUtcNow(),
            Prepares = prepares,
            Decides = decides,
            Compares = prepares && list.EnteredBy != visitor.Account?.Id && (list.EnteredPerson is null || list.EnteredPerson != visitor.Actor.Person),
            SeesAll = await (await scopes.OfAsync(visitor.Actor, MeetingPeople.All, cancellation)).SeesAsync(list.UnitId, db, cancellation),
        };
        return view with
        {
            Waiting = view.MayChange ? await WaitingAsync(list, visitor, cancellation) : [],
            ReturnTo = decides && list.State is MeetingState.Open or MeetingState.Frozen ? await ReturnsAsync(view, cancellation) : [],
        };

        bool Holds(params Role[] roles) => visitor.Roles.Any(held => held.UnitId == list.UnitId && roles.Contains(held.Role));
    }

    /// <summary>What was printed.</summary>
    /// <exception cref="RefusedException">meeting.unknown: not frozen yet, or not for the reader's role; meeting.sheet-changed</exception>
    public MeetingSheet Sheet(MeetingView view) => view.SeesAll && lists.Sheet(view.List) is { } sheet ? sheet : throw new RefusedException("meeting.unknown");

    /// <summary>What was printed, as far as the reader's own roles at the step see each case; its digest is of what was frozen.</summary>
    /// <exception cref="RefusedException">As <see cref="Sheet"/>.</exception>
    public async Task<MeetingSheet> SeenSheetAsync(MeetingView view, Visitor visitor, CancellationToken cancellation)
    {
        var (sheet, cases) = (Sheet(view), view.Cases.Select(one => one.Case).ToArray());
        var versions = await work.Db.Set<AidCase>().AsNoTracking().Where(one => cases.Contains(one.Id)).ToDictionaryAsync(one => one.Id, one => one.ServiceVersionId, cancellation);
        var roles = visitor.Roles.Select(held => held.Role).Where(MeetingPeople.All.Contains).Distinct().ToArray();
        var lines = ImmutableArray.CreateBuilder<SheetLine>(sheet.Lines.Length);
        foreach (var line in sheet.Lines)
        {
            var service = await services.GetAsync(work.Db, versions[line.Case], cancellation);
            lines.Add(line.SeenBy(AnswerSight.AtStep(service, sheet.Step, roles)));
        }

        return sheet with { Lines = lines.ToImmutable() };
    }

    /// <summary>The minutes as they were entered; null where they were not.</summary>
    public MinutesReport? Entry(MeetingView view) => view.SeesAll ? lists.Entry(view.List) : null;

    /// <summary>The entry that was sent back last.</summary>
    public MinutesReport? Earlier(MeetingView view) => view.SeesAll ? lists.EarlierEntry(view.List) : null;

    /// <summary>Who is usually invited: as at the unit's last meeting, else its deciders and reviewers.</summary>
    public async Task<ImmutableArray<Member>> UsualAsync(MeetingView view, CancellationToken cancellation)
    {
        var db = work.Db;
        if (await db.Set<MeetingList>().AsNoTracking().Where(list => list.UnitId == view.List.UnitId && list.Entry != null && list.Id != view.List.Id).OrderByDescending(list => list.EnteredAt).FirstOrDefaultAsync(cancellation) is { } last)
            return [.. lists.Entry(last)!.Members.Select(member => member with { Attended = false, Chaired = false })];
        return [.. (await StaffAsync(view, cancellation)).Select(account => new Member(account.NameZh, account.Id, Attended: false))];
    }

    /// <summary>Accounts of the bureau, by which recusal is looked at.</summary>
    public async Task<IReadOnlyList<Account>> StaffAsync(MeetingView view, CancellationToken cancellation)
    {
        var (today, unit) = (LocalDay.Today(time), view.List.UnitId);
        var held = work.Db.Set<RoleAssignment>().Where(one => one.UnitId == unit && one.ValidFrom <= today && (one.ValidTo == null || today < one.ValidTo));
        return await work.Db.Set<Account>().AsNoTracking().Where(account => account.Active && held.Any(one => one.AccountId == account.Id)).OrderBy(account => account.UserName).ToListAsync(cancellation);
    }

    /// <summary>What of each list did not leave it, with what is proposed and what was granted, in cents.</summary>
    private async Task<ILookup<MeetingId, (long Proposed, long Granted)>> SumsAsync(MeetingId[] ids, CancellationToken cancellation)
    {
        var db = work.Db;
        var items = await (from item in db.Set<MeetingItem>().AsNoTracking()
                           join task in db.Set<ReviewTask>() on item.TaskId equals task.Id
                           join aidCase in db.Set<AidCase>() on item.CaseId equals aidCase.Id
                           where ids.Contains(item.MeetingId)
                           select new { item.MeetingId, item.TaskId, item.State, item.Outcome, item.Cents, item.ProposedCents, item.Number, Now = aidCase.ProposedCents, TaskState = task.State }).ToListAsync(cancellation);
        var before = items.Where(item => item is { Number: > 0, ProposedCents: null }).Select(item => item.MeetingId).Distinct().ToArray(); // frozen before items kept the amount themselves: the sheet has it
        var sheets = (await db.Set<MeetingList>().AsNoTracking().Where(list => before.Contains(list.Id)).ToListAsync(cancellation)).SelectMany(list => lists.Sheet(list)?.Lines ?? []).ToLookup(line => line.Task, line => line.Cents);
        return items.Where(item => !item.State.HasLeft() && (item.State != ItemState.Listed || item.TaskState is TaskState.Assigned or TaskState.InProgress or TaskState.OnHold)).ToLookup(item => item.MeetingId, item =>
            (item.ProposedCents ?? (sheets.Contains(item.TaskId) ? sheets[item.TaskId].First() : item.Now ?? 0),
            item is { State: ItemState.Decided, Outcome: MeetingOutcome.Approve or MeetingOutcome.OtherAmount } ? item.Cents ?? 0 : 0));
    }

    private async Task<ImmutableArray<LocalText>> NamesAsync(MeetingList list, CancellationToken cancellation)
    {
        var names = ImmutableArray.CreateBuilder<LocalText>();
        foreach (var service in list.Services)
            names.Add((await services.CurrentAsync(work.Db, service, cancellation)).Package.Description.Name);
        return names.ToImmutable();
    }

    private async Task<ImmutableArray<MeetingChoice>> ChoicesAsync(UnitId[] units, CancellationToken cancellation)
    {
        var db = work.Db;
        var names = await db.Set<Unit>().AsNoTracking().Where(unit => units.Contains(unit.Id)).OrderBy(unit => unit.DivisionCode).ToListAsync(cancellation);
        var published = await db.Set<ServiceVersion>().AsNoTracking().Where(version => version.State == ServiceState.Published).Select(version => version.ServiceId).Distinct().OrderBy(service => service).ToListAsync(cancellation);
        var choices = ImmutableArray.CreateBuilder<MeetingChoice>();
        foreach (var unit in names.Where(unit => unit.Level is UnitLevel.District or UnitLevel.City))
        {
            var role = MeetingPeople.DeciderAt(unit.Level);
            var waiting = (await db.Set<ReviewTask>().Where(task => task.UnitId == unit.Id && task.Role == role && task.Kind == RoundKind.Decision && (task.State == TaskState.Assigned || task.State == TaskState.InProgress)
                    && !db.Set<ListedTask>().Any(listed => listed.TaskId == task.Id))
                .GroupBy(task => new { task.ServiceId, task.Step }).Select(group => new { group.Key.ServiceId, group.Key.Step, Count = group.Count() }).ToListAsync(cancellation)).ToDictionary(one => (one.ServiceId, one.Step), one => one.Count);
            foreach (var service in published)
            {
                var package = (await services.CurrentAsync(db, service, cancellation)).Package;
                foreach (var step in DecidingSteps.Of(package, role))
                    choices.Add(new(unit.Id, new(unit.NameZh, unit.NameEn), service, package.Description.Name, step, waiting.GetValueOrDefault((service, step))));
            }
        }

        return choices.ToImmutable();
    }

    private async Task<ImmutableArray<ListedCase>> CasesAsync(MeetingList list, Visitor visitor, CancellationToken cancellation)
    {
        var items = await work.Db.Set<MeetingItem>().AsNoTracking().Where(item => item.MeetingId == list.Id).ToListAsync(cancellation);
        var ids = items.Select(item => item.TaskId).ToArray();
        var lines = await LinesAsync(work.Db.Set<ReviewTask>().Where(task => ids.Contains(task.Id)), visitor, cancellation);
        var left = list.FrozenAt is null ? [] : await LeftAsync(list, items, cancellation);
        var proposed = list.Sheet is null ? [] : lists.Sheet(list)!.Lines.ToDictionary(line => line.Task, line => line.Cents);
        return [.. items.Select(item =>
        {
            var line = lines[item.TaskId];
            return line with
            {
                Number = item.Number,
                ProposedCents = proposed.TryGetValue(item.TaskId, out var cents) ? cents : line.ProposedCents,
                State = item.State,
                Why = left.GetValueOrDefault(item.TaskId)?.Why ?? Why(item),
                Gone = item.State == ItemState.Listed ? line.Gone : null,
                LeftBy = left.GetValueOrDefault(item.TaskId)?.By,
                LeftAt = left.GetValueOrDefault(item.TaskId)?.At,
                Outcome = item.Outcome, Cents = item.Cents, Reason = item.Reason, Present = item.Present, For = item.VotesFor, Against = item.VotesAgainst, Withdrew = item.Withdrew,
            };
        }).OrderBy(one => one.Number).ThenBy(one => one.ReceiptNumber, StringComparer.Ordinal)];
    }

    private async Task<Dictionary<TaskId, Leaving>> LeftAsync(MeetingList list, List<MeetingItem> items, CancellationToken cancellation)
    {
        var ids = items.Where(item => item.State.HasLeft() || item.State == ItemState.Listed).Select(item => item.TaskId).ToArray();
        var tasks = await work.Db.Set<ReviewTask>().AsNoTracking().Where(task => ids.Contains(task.Id)).ToDictionaryAsync(task => task.Id, cancellation);
        return await leavings.OfAsync(list.Id, [.. items.Where(item => item.State.HasLeft() || (item.State == ItemState.Listed && !tasks[item.TaskId].IsOpen)).Select(item => (item, tasks[item.TaskId]))], cancellation);
    }

    private async Task<ImmutableArray<ListedCase>> WaitingAsync(MeetingList list, Visitor visitor, CancellationToken cancellation) =>
        [.. (await LinesAsync((await gathering.WaitingAsync(list, cancellation)).OrderBy(task => task.CreatedAt).Take(Most), visitor, cancellation)).Values.OrderBy(one => one.ReceiptNumber, StringComparer.Ordinal)];

    private async Task<Dictionary<TaskId, ListedCase>> LinesAsync(IQueryable<ReviewTask> tasks, Visitor visitor, CancellationToken cancellation)
    {
        var db = work.Db;
        var found = await (from task in tasks.AsNoTracking()
                           join aidCase in db.Set<AidCase>().AsNoTracking() on task.CaseId equals aidCase.Id
                           join person in db.Set<Person>().AsNoTracking() on aidCase.ApplicantId equals person.Id
                           join unit in db.Set<Unit>().AsNoTracking() on aidCase.UnitId equals unit.Id
                           select new { task, aidCase.ReceiptNumber, aidCase.ServiceVersionId, aidCase.ProposedCents, person.Name, unit.NameZh, unit.NameEn }).ToListAsync(cancellation);
        var (sight, lines) = (Sight(visitor), new Dictionary<TaskId, ListedCase>());
        foreach (var one in found)
        {
            var service = (await services.GetAsync(db, one.ServiceVersionId, cancellation)).Description.Name;
            lines[one.task.Id] = new(one.task.Id, one.task.CaseId, 0, one.ReceiptNumber, Mask.Name(one.Name, sight), service, new(one.NameZh, one.NameEn), one.ProposedCents, ItemState.Listed, null,
                one.task.IsOpen ? null : ReviewTask.Because(one.task.State == TaskState.Completed ? "decided" : one.task.CancelledBecause), null, null, null, null, null, null, null);
        }

        return lines;
    }

    private async Task<ImmutableArray<string>> ReturnsAsync(MeetingView view, CancellationToken cancellation)
    {
        var cases = view.Cases.Where(one => one.IsLive).Select(one => one.Case).ToArray();
        var step = view.List.Step;
        var plans = await work.Db.Set<Round>().AsNoTracking().Where(round => cases.Contains(round.CaseId) && round.State == RoundState.Open && round.Step == step).Select(round => round.Plan).ToListAsync(cancellation);
        return [.. plans.SelectMany(plan => plan.ReturnTo).Distinct(StringComparer.Ordinal).Where(to => to != StepNames.Supplement)]; // what an applicant is asked for differs from case to case
    }

    private static LocalText? Why(MeetingItem item) => item switch
    {
        { Why: null } => null,
        { State: ItemState.Gone } => ReviewTask.Because(item.Why),
        { State: ItemState.Failed } => new(Texts.SayReason(item.Why, "zh-CN"), Texts.SayReason(item.Why, "en")),
        _ => LocalText.Same(item.Why),
    };

    private static Sight Sight(Visitor visitor) => Sights.Of(visitor.Roles.Select(held => held.Role), PersonalField.Name);
}
