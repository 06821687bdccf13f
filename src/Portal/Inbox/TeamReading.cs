using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.StandingIn;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Inbox;

/// <summary>What one colleague has to do.</summary>
/// <param name="Who">Null: what nobody has.</param>
/// <param name="Counts">What somebody did is counted for the head of the unit and for themselves alone.</param>
/// <param name="Oldest">When the one that waits longest came; null where there is none.</param>
public sealed record TeamRow(AccountId? Who, string? UserName, LocalText? Name, IReadOnlyDictionary<TeamCount, int> Counts, DateTimeOffset? Oldest);

/// <summary>The work of one unit.</summary>
/// <param name="IsHead">Whoever looks is its head: they see all of its tasks, and may give one to somebody else.</param>
/// <param name="Units">Every unit that they may look at so.</param>
public sealed record TeamView(UnitChoice Unit, bool IsHead, ImmutableArray<UnitChoice> Units, ImmutableArray<TeamRow> Rows);

/// <param name="Opens">Whoever looks may open the task itself; the others they see by their case.</param>
public sealed record TeamTask(InboxRow Row, bool Opens);

/// <summary>The tasks behind one number.</summary>
/// <param name="Who">Null: those that nobody has.</param>
/// <param name="Colleagues">Whom a head may give one to; whether the rules of the task allow it is told by the act.</param>
public sealed record TeamList(TeamView Team, TeamRow? Who, TeamCount Count, int Number, int Total, IReadOnlyList<TeamTask> Tasks, ImmutableArray<TeamRow> Colleagues)
{
    public const int Size = 50;

    public bool HasNext => Number * Size < Total;
}

/// <summary>Reads how the work of a unit lies with its people.</summary>
public sealed class TeamReading(IUnitOfWork work, InboxReading inbox, Reaches reaches, Calendars calendars, TimeProvider time)
{
    /// <summary>Due within so many working days is soon.</summary>
    private const int SoonDays = 2;

    /// <summary>Those whose work is tasks.</summary>
    private static readonly Role[] Workers =
    [
        Role.VillageHelper, Role.StationClerk, Role.TownshipReviewer, Role.DistrictReviewer, Role.DistrictDecider, Role.CityChecker, Role.CityDecider, Role.UnitHead,
    ];

    /// <param name="unit">Null: the unit that they head, or else where they work.</param>
    /// <exception cref="RefusedException">team.none: it is no unit of theirs.</exception>
    public async Task<TeamView> ReadAsync(Visitor visitor, Guid? unit, CancellationToken cancellation)
    {
        var place = await PlaceAsync(visitor, unit, cancellation);
        var open = await place.Tasks.OpenAsync(cancellation);
        var people = await PeopleAsync(place, [.. open.Select(one => one.Who).OfType<AccountId>().Distinct()], cancellation);
        var counted = place.IsHead ? [.. people.Select(one => one.Id)] : people.Where(one => one.Id == visitor.Account!.Id).Select(one => one.Id).ToArray();
        var done = await place.Tasks.DoneAsync(counted, cancellation);
        var rows = people.Select(person => Row(person.Id, person.UserName, person.Name, [.. open.Where(one => one.Who == person.Id)], counted.Contains(person.Id) ? done.GetValueOrDefault(person.Id) : null))
            .OrderByDescending(row => row.Counts[TeamCount.Overdue]).ThenByDescending(row => row.Counts[TeamCount.Open]).ThenBy(row => row.UserName, StringComparer.Ordinal);
        return new(place.Unit, place.IsHead, place.Units, [Row(null, null, null, [.. open.Where(one => one.Who is null)], null), .. rows]);
    }

    /// <param name="who">Null: those that nobody has.</param>
    /// <exception cref="RefusedException">team.none</exception>
    public async Task<TeamList> ListAsync(Visitor visitor, Guid? unit, Guid? who, TeamCount count, int page, CancellationToken cancellation)
    {
        var team = await ReadAsync(visitor, unit, cancellation);
        var place = await PlaceAsync(visitor, team.Unit.Id, cancellation);
        var row = team.Rows.FirstOrDefault(one => one.Who?.Value == who) ?? throw new RefusedException("team.none");
        if (!row.Counts.TryGetValue(count, out var total))
            throw new RefusedException("team.none"); // what a colleague did is for the head alone
        var tasks = place.Tasks.Of(count, row.Who);
        var sorted = count == TeamCount.Done ? tasks.OrderByDescending(task => task.CompletedAt).ThenByDescending(task => task.Id) : tasks.OrderBy(task => task.CreatedAt).ThenBy(task => task.Id);
        var shown = total == 0 ? [] : await sorted.Skip((page - 1) * TeamList.Size).Take(TeamList.Size).ToListAsync(cancellation);
        var rows = await inbox.RowsAsync(visitor.Account!, place.Reached, [.. shown.Select(task => task.Id)], visitor.Roles.Select(held => held.Role), cancellation);
        var opens = shown.Where(task => place.Reached.Of(task) is not null || task.AssigneeId == visitor.Account!.Id).Select(task => task.Id).ToHashSet();
        return new(team, row.Who is null ? null : row, count, page, total, [.. rows.Select(one => new TeamTask(one, opens.Contains(one.Id)))],
            place.IsHead && count != TeamCount.Done ? await AbleAsync(team.Rows.Where(one => one.Who is not null && one.Who != row.Who && one.Who != visitor.Account!.Id), shown, cancellation) : []);
    }

    /// <summary>Of these people, who hold the role of one of these tasks where it lies.</summary>
    private async Task<ImmutableArray<TeamRow>> AbleAsync(IEnumerable<TeamRow> people, IReadOnlyCollection<ReviewTask> tasks, CancellationToken cancellation)
    {
        var (today, roles, units) = (LocalDay.Today(time), tasks.Select(task => task.Role).Distinct().ToArray(), tasks.Select(task => task.UnitId).Distinct().ToArray());
        var able = await work.Db.Set<RoleAssignment>().AsNoTracking().Where(held => roles.Contains(held.Role) && units.Contains(held.UnitId) && held.ValidFrom <= today && (held.ValidTo == null || today < held.ValidTo))
            .Select(held => held.AccountId).Distinct().ToListAsync(cancellation);
        return [.. people.Where(one => able.Contains(one.Who!.Value))];
    }

    private static TeamRow Row(AccountId? who, string? userName, LocalText? name, TeamTasks.OpenOf[] open, int? done)
    {
        var counts = new Dictionary<TeamCount, int>
        {
            [TeamCount.Open] = open.Sum(one => one.Count),
            [TeamCount.Claimed] = open.Where(one => who is not null && one is { Named: false, OnHold: false }).Sum(one => one.Count),
            [TeamCount.Named] = open.Where(one => one is { Named: true, OnHold: false }).Sum(one => one.Count),
            [TeamCount.Waiting] = open.Where(one => one.OnHold).Sum(one => one.Count),
            [TeamCount.Overdue] = open.Where(one => one.Late).Sum(one => one.Count),
            [TeamCount.Soon] = open.Where(one => one.Soon).Sum(one => one.Count),
        };
        if (done is { } known)
            counts[TeamCount.Done] = known;
        return new(who, userName, name, counts, open.Length == 0 ? null : open.Min(one => one.Oldest));
    }

    private async Task<Place> PlaceAsync(Visitor visitor, Guid? wanted, CancellationToken cancellation)
    {
        var (db, today) = (work.Db, LocalDay.Today(time));
        var reached = await reaches.OfAsync(visitor.Account!.Id, cancellation);
        var heads = visitor.Roles.Where(held => held.Role == Role.UnitHead).Select(held => held.UnitId).ToHashSet();
        var ids = reached.All.Where(one => Workers.Contains(one.Role)).Select(one => one.Unit).Concat(heads).Distinct().ToArray();
        var named = ids.Length == 0 ? [] : await db.Set<Unit>().AsNoTracking().Where(unit => ids.Contains(unit.Id)).OrderBy(unit => unit.DivisionCode).ThenBy(unit => unit.Id)
            .Select(unit => new UnitChoice(unit.Id.Value, new LocalText(unit.NameZh, unit.NameEn))).ToListAsync(cancellation);
        var units = named.OrderByDescending(unit => heads.Contains(new(unit.Id))).ToImmutableArray();
        var chosen = units.FirstOrDefault(unit => wanted is null || unit.Id == wanted) ?? throw new RefusedException("team.none");
        var (id, isHead) = (new UnitId(chosen.Id), heads.Contains(new(chosen.Id)));
        var soon = (await calendars.CurrentAsync(cancellation)).Shift(today, SoonDays).On;
        return new(chosen, isHead, units, reached, new TeamTasks(db, visitor.Account!.Id, reached, id, isHead, today, soon), isHead ? Workers : [.. reached.All.Where(one => one.Unit == id).Select(one => one.Role).Intersect(Workers)]);
    }

    /// <summary>Whoever holds such a role at the unit today, and whoever has one of its tasks all the same.</summary>
    private async Task<List<Colleague>> PeopleAsync(Place place, AccountId[] assignees, CancellationToken cancellation)
    {
        var (db, today, unit, roles) = (work.Db, LocalDay.Today(time), new UnitId(place.Unit.Id), place.Roles);
        var holders = db.Set<RoleAssignment>().Where(held => held.UnitId == unit && roles.Contains(held.Role) && held.ValidFrom <= today && (held.ValidTo == null || today < held.ValidTo)).Select(held => held.AccountId);
        return await db.Set<Account>().AsNoTracking().Where(account => (account.Active && holders.Contains(account.Id)) || assignees.Contains(account.Id)).OrderBy(account => account.UserName)
            .Select(account => new Colleague(account.Id, account.UserName, new LocalText(account.NameZh, account.NameEn))).ToListAsync(cancellation);
    }

    private sealed record Place(UnitChoice Unit, bool IsHead, ImmutableArray<UnitChoice> Units, Reached Reached, TeamTasks Tasks, Role[] Roles);

    private sealed record Colleague(AccountId Id, string UserName, LocalText Name);
}
