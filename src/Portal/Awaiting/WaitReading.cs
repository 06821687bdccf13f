using System.Collections.Immutable;
using System.Linq.Expressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Cases.StandingIn;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Awaiting;

/// <summary>On whom a step waits.</summary>
public enum WaitsOn
{
    /// <summary>Somebody who has its task.</summary>
    Person,

    /// <summary>Everybody of a role at a unit: nobody has taken it.</summary>
    Team,
    Applicant,
    Agency,
    Province,

    /// <summary>A notice hangs.</summary>
    Notice,

    /// <summary>Finance and the bank.</summary>
    Payment,

    /// <summary>An administrator keeps the case on hold.</summary>
    Administrator,

    /// <summary>Nobody is asked: the system goes on with it, or it stands still on a fault.</summary>
    System,
}

/// <summary>One of those on whom a step waits.</summary>
/// <param name="Name">Of the person or agency, where it is one and whoever looks may open the dossier; else only the role is told, and the unit.</param>
/// <param name="Role">In what capacity they are asked.</param>
public sealed record Waiter(WaitsOn On, LocalText? Name, LocalText? Unit, Role? Role, DateTimeOffset Since);

/// <summary>An open step of a case and what it waits for.</summary>
/// <param name="Left">Null where the step has no limit.</param>
public sealed record WaitingStep(CaseId Case, string? Number, string Person, LocalText Service, LocalText Unit, string Step, DateTimeOffset Since, DaysLeft? Left, ImmutableArray<Waiter> Waiters);

/// <param name="Count">Of all that match, from the scope of the rows.</param>
/// <param name="Unit">The area that is looked at; null for all of one's own.</param>
/// <param name="On">Null: whomever they wait on.</param>
public sealed record WaitingPage(Guid? Unit, WaitsOn? On, int Number, int Count, ImmutableArray<WaitingStep> Steps)
{
    public const int Size = 50;

    public bool HasNext => Number * Size < Count;
}

/// <summary>Tells which steps wait on whom (千里眼): of a case, of an area, and of what somebody acted on and has no longer.</summary>
public sealed class WaitReading(IUnitOfWork work, Scopes scopes, Reaches reaches, ServiceCatalogue services, Calendars calendars, TimeProvider time)
{
    /// <summary>What may be chosen in a list; the others are seen in the rows.</summary>
    public static readonly ImmutableArray<WaitsOn> Choices = [WaitsOn.Person, WaitsOn.Team, WaitsOn.Applicant, WaitsOn.Agency, WaitsOn.Province, WaitsOn.Notice, WaitsOn.Payment];

    private static readonly CaseStage[] Stages = [.. Enum.GetValues<CaseStage>().Where(stage => stage != CaseStage.Closed)];

    /// <summary>So few are put in order here; of more the index of open steps is gone through by time, and only what a page shows is found.</summary>
    private const int Few = 1000;

    /// <summary>The open steps of a case; whoever asks may see the case.</summary>
    public async Task<ImmutableArray<WaitingStep>> OfCaseAsync(CaseId id, Visitor visitor, CancellationToken cancellation)
    {
        var rounds = await Open.Where(round => round.CaseId == id).OrderBy(round => round.OpenedAt).ThenBy(round => round.Id).Select(round => round.Id).ToListAsync(cancellation);
        return await StepsAsync(rounds, visitor, cancellation);
    }

    /// <summary>The open steps of the cases of one's area, longest waiting first.</summary>
    /// <param name="unit">Only of the area of this unit; what of it lies outside one's own is not shown.</param>
    public async Task<WaitingPage> OfAreaAsync(Visitor visitor, Guid? unit, WaitsOn? on, int page, CancellationToken cancellation)
    {
        var db = work.Db;
        var cases = db.Set<AidCase>().AsNoTracking().Within(await scopes.OfAsync(visitor.Actor, cancellation), db).Where(one => Stages.Contains(one.Stage));
        if (unit is { } area && new UnitId(area) is var root)
            cases = cases.Where(one => db.Set<UnitAncestor>().Where(line => line.AncestorId == root && line.ValidTo == null).Select(line => line.UnitId).Contains(one.UnitId));
        // Few cases are found by the index of their places; in a whole city the open steps are gone through, which are a part of all that there ever were.
        if (await cases.CountAsync(cancellation) <= Few)
        {
            var ids = await cases.Select(one => one.Id).ToListAsync(cancellation);
            return await PageAsync(Open.Where(round => ids.Contains(round.CaseId)), unit, on, visitor, page, cancellation);
        }

        return await PageAsync(Open.Where(round => cases.Any(one => one.Id == round.CaseId)), unit, on, visitor, page, cancellation);
    }

    /// <summary>The open steps of cases of one's area that the visitor decided something of, and that wait for somebody else now.</summary>
    public async Task<WaitingPage> OfMineAsync(Visitor visitor, WaitsOn? on, int page, CancellationToken cancellation)
    {
        var (db, account) = (work.Db, visitor.Account!.Id);
        var reached = await reaches.OfAsync(account, cancellation);
        var mine = db.Set<ReviewTask>().AsNoTracking().Where(task => task.State == TaskState.Assigned || task.State == TaskState.InProgress);
        mine = reached.All.IsEmpty ? mine.Where(task => task.AssigneeId == account) : mine.Where(reached.FreeOrOwn(account));
        var passed = db.Set<ReviewTask>().AsNoTracking().Where(task => task.AssigneeId == account && task.State == TaskState.Completed).Select(task => task.CaseId);
        var area = db.Set<AidCase>().AsNoTracking().Within(await scopes.OfAsync(visitor.Actor, cancellation), db); // who decided it once at a place that is theirs no more follows it no further
        var rounds = Open.Where(round => passed.Contains(round.CaseId) && area.Any(one => one.Id == round.CaseId) && !mine.Any(task => task.RoundId == round.Id));
        return await PageAsync(rounds, null, on, visitor, page, cancellation);
    }

    private IQueryable<Round> Open => work.Db.Set<Round>().AsNoTracking().Where(round => round.State == RoundState.Open);

    private async Task<WaitingPage> PageAsync(IQueryable<Round> rounds, Guid? unit, WaitsOn? on, Visitor visitor, int page, CancellationToken cancellation)
    {
        if (on is { } wanted)
            rounds = Waits(wanted).Aggregate(rounds, (narrower, part) => narrower.Where(part));
        var count = await rounds.CountAsync(cancellation);
        List<RoundId> shown;
        if (count <= Few)
        {
            var all = count == 0 ? [] : await rounds.Select(round => new { round.Id, round.OpenedAt }).ToListAsync(cancellation);
            shown = [.. all.OrderBy(one => one.OpenedAt).ThenBy(one => one.Id.ToString(), StringComparer.Ordinal).Skip((page - 1) * WaitingPage.Size).Take(WaitingPage.Size).Select(one => one.Id)];
        }
        else
            shown = await rounds.OrderBy(round => round.OpenedAt).ThenBy(round => round.Id).Skip((page - 1) * WaitingPage.Size).Take(WaitingPage.Size).Select(round => round.Id).ToListAsync(cancellation);
        return new(unit, on, page, count, await StepsAsync(shown, visitor, cancellation));
    }

    /// <summary>The rounds whose row says that they wait on these: the same order of what comes first as in <see cref="WaitersOf"/>.</summary>
    private Expression<Func<Round, bool>>[] Waits(WaitsOn on)
    {
        var (tasks, waits, cases) = (work.Db.Set<ReviewTask>(), work.Db.Set<AgencyWait>(), work.Db.Set<AidCase>());
        Expression<Func<Round, bool>> goesOn = round => !cases.Any(one => one.Id == round.CaseId && one.HeldAt != null);
        Expression<Func<Round, bool>> asksNoAgency = round => !waits.Any(wait => wait.CaseId == round.CaseId && wait.RoundId == round.Id && wait.EndedAt == null);
        Expression<Func<Round, bool>> isOurs = round => round.Kind != RoundKind.ExternalDecision && round.Kind != RoundKind.Supplement;
        Expression<Func<Round, bool>> asksNobody = round => !tasks.Any(task => task.RoundId == round.Id && (task.State == TaskState.Assigned || task.State == TaskState.InProgress));
        return on switch
        {
            WaitsOn.Person => [goesOn, asksNoAgency, isOurs, round => tasks.Any(task => task.RoundId == round.Id && task.AssigneeId != null && (task.State == TaskState.Assigned || task.State == TaskState.InProgress))],
            WaitsOn.Team => [goesOn, asksNoAgency, isOurs, round => tasks.Any(task => task.RoundId == round.Id && task.AssigneeId == null && (task.State == TaskState.Assigned || task.State == TaskState.InProgress))],
            WaitsOn.Applicant => [goesOn, asksNoAgency, round => round.Kind == RoundKind.Supplement],
            WaitsOn.Agency => [goesOn, round => waits.Any(wait => wait.CaseId == round.CaseId && wait.RoundId == round.Id && wait.EndedAt == null)],
            WaitsOn.Province => [goesOn, asksNoAgency, round => round.Kind == RoundKind.ExternalDecision],
            WaitsOn.Notice => [goesOn, asksNoAgency, asksNobody, round => round.Kind == RoundKind.Notice],
            WaitsOn.Payment => [goesOn, asksNoAgency, asksNobody, round => round.Kind == RoundKind.Payout],
            _ => throw new RefusedException("inbox.filter-choice", "on", ("label", Inbox.InboxFilter.Labels["on"]), ("value", on.ToString())),
        };
    }

    private async Task<ImmutableArray<WaitingStep>> StepsAsync(List<RoundId> shown, Visitor visitor, CancellationToken cancellation)
    {
        if (shown.Count == 0)
            return [];
        var (db, today) = (work.Db, LocalDay.Today(time));
        var rounds = await (
            from round in db.Set<Round>()
            where shown.Contains(round.Id)
            join one in db.Set<AidCase>() on round.CaseId equals one.Id
            join person in db.Set<Person>() on one.ApplicantId equals person.Id
            join unit in db.Set<Unit>() on one.UnitId equals unit.Id
            select new Found(round.Id, round.CaseId, round.Kind, round.Step, round.OpenedAt, one.ServiceVersionId, one.ReceiptNumber, one.HeldAt, person.Name, new LocalText(unit.NameZh, unit.NameEn)))
            .AsNoTracking().ToDictionaryAsync(one => one.Round, cancellation);
        var cases = rounds.Values.Select(one => one.Case).Distinct().ToArray();
        var tasks = (await db.Set<ReviewTask>().AsNoTracking().Where(task => shown.Contains(task.RoundId) && (task.State == TaskState.Assigned || task.State == TaskState.InProgress)).ToListAsync(cancellation)).ToLookup(task => task.RoundId);
        var agencies = (await db.Set<AgencyWait>().AsNoTracking().Where(wait => cases.Contains(wait.CaseId) && wait.EndedAt == null).ToListAsync(cancellation)).ToLookup(wait => wait.RoundId);
        var clocks = (await db.Set<CaseClock>().AsNoTracking()
            .Where(clock => clock.RoundId != null && shown.Contains(clock.RoundId.Value) && (clock.State == ClockState.Running || clock.State == ClockState.Paused)).ToListAsync(cancellation)).ToLookup(clock => clock.RoundId!.Value);
        var (people, places) = (tasks.SelectMany(of => of).Select(task => task.AssigneeId).OfType<AccountId>().Distinct().ToArray(), tasks.SelectMany(of => of).Select(task => task.UnitId).Distinct().ToArray());
        var names = people.Length == 0 ? [] : await db.Set<Account>().AsNoTracking().Where(one => people.Contains(one.Id)).ToDictionaryAsync(one => one.Id, one => new LocalText(one.NameZh, one.NameEn), cancellation);
        var units = places.Length == 0 ? [] : await db.Set<Unit>().AsNoTracking().Where(one => places.Contains(one.Id)).ToDictionaryAsync(one => one.Id, one => new LocalText(one.NameZh, one.NameEn), cancellation);
        var calendar = await calendars.CurrentAsync(cancellation);
        var roles = visitor.Roles.Select(held => held.Role).ToArray();
        var (sight, readers) = (Sights.Of(roles, PersonalField.Name), roles.Where(ReadIssuedDocument.Readers.Contains).ToArray());

        var dossiers = (await db.Set<AidCase>().AsNoTracking().Where(one => cases.Contains(one.Id)).Within(await scopes.OfAsync(visitor.Actor, ReadIssuedDocument.Readers, cancellation), db).Select(one => one.Id).ToListAsync(cancellation)).ToHashSet();

        var steps = ImmutableArray.CreateBuilder<WaitingStep>(shown.Count);
        foreach (var found in shown.Where(rounds.ContainsKey).Select(id => rounds[id]))
        {
            var service = await services.GetAsync(db, found.Version, cancellation);
            var waiters = WaitersOf(found, [.. tasks[found.Round]], [.. agencies[found.Round]], names, units, named: dossiers.Contains(found.Case));
            steps.Add(new(found.Case, found.Number, Mask.Name(found.Person, readers.Length == 0 ? sight : AnswerSight.OnCase(service, readers).Name(sight)), service.Description.Name, found.Unit, found.Step,
                waiters.Min(one => one.Since), DaysLeft.Of(clocks[found.Round].MinBy(clock => clock.DueOn), calendar, today, service.Description), waiters));
        }

        return steps.ToImmutable();
    }

    private static ImmutableArray<Waiter> WaitersOf(Found found, ReviewTask[] tasks, AgencyWait[] agencies, Dictionary<AccountId, LocalText> names, Dictionary<UnitId, LocalText> units, bool named)
    {
        if (found.HeldAt is { } held)
            return [new(WaitsOn.Administrator, null, null, null, held)];
        if (agencies.Length > 0)
            return [.. agencies.Select(wait => new Waiter(WaitsOn.Agency, !named ? null : wait.Cause == WaitCause.Hearing ? new("听证", "a hearing") : LocalText.Same(wait.Agency), null, null, wait.AskedAt))];
        if (found.Kind == RoundKind.ExternalDecision) // whoever enters the answer has nothing to do before it comes
            return [new(WaitsOn.Province, null, null, null, found.OpenedAt)];
        if (found.Kind == RoundKind.Supplement) // the clerk who may make the time longer has nothing to do before the papers come
            return [new(WaitsOn.Applicant, null, null, null, found.OpenedAt)];
        if (tasks.Length > 0)
            return [.. tasks.OrderBy(task => task.CreatedAt).Select(task => task.AssigneeId is { } who
                ? new Waiter(WaitsOn.Person, named ? names.GetValueOrDefault(who) : null, units.GetValueOrDefault(task.UnitId), task.Role, task.ClaimedAt ?? task.CameAt)
                : new Waiter(WaitsOn.Team, null, units.GetValueOrDefault(task.UnitId), task.Role, task.CameAt))];
        return [new(found.Kind switch
        {
            RoundKind.Notice => WaitsOn.Notice,
            RoundKind.Payout => WaitsOn.Payment,
            _ => WaitsOn.System,
        }, null, null, null, found.OpenedAt)];
    }

    private sealed record Found(RoundId Round, CaseId Case, RoundKind Kind, string Step, DateTimeOffset OpenedAt, ServiceVersionId Version, string? Number, DateTimeOffset? HeldAt, string Person, LocalText Unit);
}
