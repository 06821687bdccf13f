using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Awaiting;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.SigningIn;
using AidWorkflow.Portal.Tests.Loading;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Inbox;

/// <summary>The team's work, the calendar, what waits on whom and what is new, of everybody of a made-up city: each number is its rows, and both are what is worked out here from all the tables.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class TeamCountTests(Provider provider)
{
    private LoadedCity city = null!;
    private List<ReviewTask> tasks = [];
    private List<Account> accounts = [];
    private Dictionary<CaseId, AidCase> cases = [];
    private List<Round> rounds = [];
    private ILookup<RoundId, CaseClock> clocks = null!;
    private ILookup<AccountId, RoleAssignment> held = null!;
    private Dictionary<UnitId, HashSet<UnitId>> below = [];

    [OneTimeSetUp]
    public async Task MakeAsync()
    {
        city = await LoadedCity.MakeAsync(provider, LoadedCity.Plan with { Open = 160, Finished = 120 });
        var busiest = await city.ReadAsync(db => db.Set<ReviewTask>().Where(task => task.State == TaskState.Assigned && task.Role == Role.TownshipReviewer).GroupBy(task => task.UnitId).OrderByDescending(group => group.Count()).Select(group => group.Key).FirstAsync());
        foreach (var at in new[] { busiest, await city.ReadAsync(db => db.Set<Unit>().Where(unit => unit.Level == UnitLevel.District).OrderBy(unit => unit.DivisionCode).Select(unit => unit.Id).FirstAsync()) })
        {
            await city.DoAsync((Cases.Accounts.OpenAccount act, CancellationToken token) => act.RunAsync(
                new($"head-{at.Value.ToString()[^8..]}", "负责人", "Head", Role.UnitHead, at, LoadedCity.Today, To: null), "hash", "stamp", Actor.System, token));
        }

        await city.ReadAsync(async db =>
        {
            tasks = await db.Set<ReviewTask>().AsNoTracking().ToListAsync();
            cases = await db.Set<AidCase>().AsNoTracking().ToDictionaryAsync(one => one.Id);
            rounds = await db.Set<Round>().AsNoTracking().ToListAsync();
            clocks = (await db.Set<CaseClock>().AsNoTracking().ToListAsync()).Where(clock => clock is { RoundId: not null, State: ClockState.Running }).ToLookup(clock => clock.RoundId!.Value);
            held = (await db.Set<RoleAssignment>().AsNoTracking().ToListAsync()).ToLookup(one => one.AccountId);
            below = (await db.Set<UnitAncestor>().AsNoTracking().ToListAsync()).GroupBy(line => line.AncestorId).ToDictionary(group => group.Key, group => group.Select(line => line.UnitId).ToHashSet());
            accounts = [.. (await db.Set<Account>().AsNoTracking().ToListAsync()).Where(account => account.UserName.StartsWith("load-", StringComparison.Ordinal) || account.UserName.StartsWith("head-", StringComparison.Ordinal))];
            return true;
        });
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await city.DisposeAsync();

    [Test]
    public async Task Every_number_of_a_team_is_the_list_behind_it_and_what_its_people_may_see()
    {
        var (numbers, heads) = (0, 0);
        foreach (var account in accounts)
        {
            var visitor = new Visitor(account, [.. held[account.Id]]);
            var team = await AskAsync<TeamReading, TeamView>(reading => reading.ReadAsync(visitor, null, CancellationToken.None));
            heads += team.IsHead ? 1 : 0;
            foreach (var row in team.Rows)
            {
                foreach (var (count, number) in row.Counts)
                {
                    var expected = tasks.Where(task => Stands(task, visitor, team, row.Who, count)).Select(task => task.Id).ToList();
                    Assert.That(number, Is.EqualTo(expected.Count), $"{account.UserName} {row.UserName} {count}");
                    if (number == 0)
                        continue;
                    var list = await AskAsync<TeamReading, TeamList>(reading => reading.ListAsync(visitor, team.Unit.Id, row.Who?.Value, count, 1, CancellationToken.None));
                    Assert.That(list.Total, Is.EqualTo(number));
                    Assert.That(list.Tasks.Select(task => task.Row.Id), number <= TeamList.Size ? Is.EquivalentTo(expected) : Is.SubsetOf(expected), $"{account.UserName} {row.UserName} {count}");
                    numbers++;
                }
            }
        }

        Assert.That(heads, Is.EqualTo(2));
        Assert.That(numbers, Is.GreaterThan(20));
    }

    [Test]
    public async Task What_a_colleague_did_is_counted_for_the_head_alone()
    {
        var clerk = accounts.First(account => account.UserName.StartsWith("load-township", StringComparison.Ordinal) && tasks.Exists(task => task.AssigneeId == account.Id));
        var team = await AskAsync<TeamReading, TeamView>(reading => reading.ReadAsync(new Visitor(clerk, [.. held[clerk.Id]]), null, CancellationToken.None));

        Assert.That(team.IsHead, Is.False);
        Assert.That(team.Rows.Where(row => row.Counts.ContainsKey(TeamCount.Done)).Select(row => row.Who), Is.EqualTo(new AccountId?[] { clerk.Id }));
    }

    [Test]
    public async Task A_unit_that_is_not_theirs_is_none()
    {
        var clerk = accounts.First(account => account.UserName.StartsWith("load-township", StringComparison.Ordinal));
        var elsewhere = tasks.First(task => held[clerk.Id].All(one => one.UnitId != task.UnitId)).UnitId;

        var refused = await Assert.ThrowsAsync<RefusedException>(() => AskAsync<TeamReading, TeamView>(reading => reading.ReadAsync(new Visitor(clerk, [.. held[clerk.Id]]), elsewhere.Value, CancellationToken.None)));

        Assert.That(refused!.Code, Is.EqualTo("team.none"));
    }

    [TestCase(CalendarSpan.Month, 42)]
    [TestCase(CalendarSpan.Week, 7)]
    public async Task Every_number_of_the_calendar_is_the_inbox_of_its_day(CalendarSpan span, int most)
    {
        var numbers = 0;
        foreach (var account in accounts)
        {
            var due = await AskAsync<DueCalendarReading, DueCalendar>(reading => reading.ReadAsync(account.Id, span, null, CancellationToken.None));
            Assert.That((due.Days[0].On.DayOfWeek, due.Days[^1].On.DayOfWeek), Is.EqualTo((DayOfWeek.Monday, DayOfWeek.Sunday)));
            Assert.That(due.Days, Has.Length.AtMost(most));
            foreach (var day in due.Days.Where(day => day.Count > 0).Take(3))
            {
                var inbox = await AskAsync<InboxReading, InboxPage>(reading => reading.ReadAsync(account, InboxTab.Mine, new InboxFilter { DueFrom = day.On, DueTo = day.On }, 1, [Role.TownshipReviewer], CancellationToken.None));
                Assert.That(DueCalendar.Tabs.Select(tab => day.Due[tab]), Is.EqualTo(DueCalendar.Tabs.Select(tab => inbox.Counts[tab])), $"{account.UserName} {day.On}");
                numbers++;
            }

            var all = await AskAsync<InboxReading, InboxPage>(reading => reading.ReadAsync(account, InboxTab.Mine, InboxFilter.None, 1, [Role.TownshipReviewer], CancellationToken.None));
            Assert.That(due.Overdue, Is.EqualTo(all.Counts[InboxTab.Overdue]));
        }

        Assert.That(numbers, Is.GreaterThan(5));
    }

    [Test]
    public async Task The_calendar_marks_what_the_published_calendar_says()
    {
        var due = await AskAsync<DueCalendarReading, DueCalendar>(reading => reading.ReadAsync(accounts[0].Id, CalendarSpan.Month, new DateOnly(2022, 5, 15), CancellationToken.None));

        Assert.That(new[] { new DateOnly(2022, 4, 30), new(2022, 5, 2), new(2022, 5, 3), new(2022, 5, 7), new(2022, 5, 8), new(2022, 5, 9) }.Select(on => due.Days.Single(day => day.On == on).Mark),
            Is.EqualTo(new[] { DayMark.Weekend, DayMark.Holiday, DayMark.Holiday, DayMark.MakeUp, DayMark.Weekend, DayMark.Working })); // 2022: May holidays to the 4th, the Saturday 7th worked instead
        Assert.That(due.Days.All(day => !day.Provisional));
    }

    [Test]
    public async Task What_waits_in_an_area_is_all_of_it_and_nothing_else([Values(null, WaitsOn.Person, WaitsOn.Team, WaitsOn.Applicant, WaitsOn.Notice, WaitsOn.Payment)] WaitsOn? on)
    {
        var seen = 0;
        foreach (var account in accounts.Take(12).Concat(accounts.TakeLast(2)))
        {
            var visitor = new Visitor(account, [.. held[account.Id]]);
            var expected = rounds.Where(round => round.State == RoundState.Open && cases[round.CaseId].Stage != CaseStage.Closed && held[account.Id].Any(one => below[one.UnitId].Contains(cases[round.CaseId].UnitId)) && (on is null || WaitsOnOf(round).Contains(on.Value)))
                .OrderBy(round => round.OpenedAt).ToList();

            var waits = await AskAsync<WaitReading, WaitingPage>(reading => reading.OfAreaAsync(visitor, null, on, 1, CancellationToken.None));

            Assert.That(waits.Count, Is.EqualTo(expected.Count), account.UserName);
            Assert.That(waits.Steps.Select(step => step.Case), Is.EquivalentTo(expected.Take(WaitingPage.Size).Select(round => round.CaseId)), account.UserName);
            if (on is { } wanted)
                Assert.That(waits.Steps.All(step => step.Waiters.Any(waiter => waiter.On == wanted)), $"{account.UserName} {on}");
            seen += waits.Count;
        }

        Assert.That(seen, on is null or WaitsOn.Team or WaitsOn.Person ? Is.Positive : Is.AtLeast(0));
    }

    [Test]
    public async Task What_I_decided_and_have_no_longer_waits_on_somebody_else()
    {
        var seen = 0;
        foreach (var account in accounts)
        {
            var visitor = new Visitor(account, [.. held[account.Id]]);
            var passed = tasks.Where(task => task.State == TaskState.Completed && task.AssigneeId == account.Id).Select(task => task.CaseId).ToHashSet();
            var mine = tasks.Where(task => task.State is TaskState.Assigned or TaskState.InProgress && (task.AssigneeId == account.Id || (task.AssigneeId is null && held[account.Id].Any(one => one.Role == task.Role && one.UnitId == task.UnitId)))).Select(task => task.RoundId).ToHashSet();
            var expected = rounds.Where(round => round.State == RoundState.Open && passed.Contains(round.CaseId) && !mine.Contains(round.Id)).ToList();

            var waits = await AskAsync<WaitReading, WaitingPage>(reading => reading.OfMineAsync(visitor, null, 1, CancellationToken.None));

            Assert.That(waits.Count, Is.EqualTo(expected.Count), account.UserName);
            Assert.That(waits.Steps.Select(step => step.Case), Is.SubsetOf(expected.Select(round => round.CaseId)), account.UserName);
            seen += waits.Count;
        }

        Assert.That(seen, Is.Positive);
    }

    [Test]
    public async Task What_is_new_to_somebody_is_what_they_never_opened_and_the_first_opening_alone_writes()
    {
        var account = accounts.MaxBy(one => tasks.Count(task => task.State == TaskState.Assigned && task.AssigneeId is null && held[one.Id].Any(role => role.Role == task.Role && role.UnitId == task.UnitId)))!;
        var before = await UnseenAsync(account);
        var inbox = await AskAsync<InboxReading, InboxPage>(reading => reading.ReadAsync(account, InboxTab.Team, InboxFilter.None, 1, [], CancellationToken.None));
        var task = tasks.Single(one => one.Id == inbox.Rows[0].Id);

        var firsts = new List<bool>();
        for (var turn = 0; turn < 2; turn++)
            firsts.Add(await city.DoAsync((OpenTask act, CancellationToken token) => act.OpenAsync(task, null, account.AsActor(), token)));
        var after = await AskAsync<InboxReading, InboxPage>(reading => reading.ReadAsync(account, InboxTab.Team, InboxFilter.None, 1, [], CancellationToken.None));

        Assert.That(before, Is.EqualTo(inbox.Counts[InboxTab.Mine] + inbox.Counts[InboxTab.Team]), "nobody has opened anything");
        Assert.That(await UnseenAsync(account), Is.EqualTo(before - 1));
        Assert.That(firsts, Is.EqualTo(new[] { true, false }));
        Assert.That(after.Rows.Where(row => !row.Unseen).Select(row => row.Id), Is.EqualTo(new[] { task.Id }));
        Assert.That(await city.ReadAsync(db => db.Set<TaskLook>().CountAsync()), Is.EqualTo(1));
        Assert.That(await city.DoAsync((RemoveLooks act, CancellationToken token) => act.RunAsync(100, token)), Is.Zero, "the task is open still");
    }

    private Task<int> UnseenAsync(Account account) => AskAsync<InboxReading, int>(reading => reading.UnseenAsync(account.Id, CancellationToken.None));

    private Task<T> AskAsync<TReading, T>(Func<TReading, Task<T>> ask) => city.AskAsync(services => ask(ActivatorUtilities.CreateInstance<TReading>(services)));

    private bool Stands(ReviewTask task, Visitor visitor, TeamView team, AccountId? who, TeamCount count)
    {
        if (task.UnitId.Value != team.Unit.Id || task.AssigneeId != who || (!team.IsHead && !visitor.Roles.Any(one => one.Role == task.Role && one.UnitId == task.UnitId)))
            return false;
        if (!team.IsHead && task is { AssigneeId: null, IsOpen: true } && tasks.Exists(other => other.RoundId == task.RoundId && other.Id != task.Id && other.State != TaskState.Cancelled
            && (other.AssigneeId == visitor.Account!.Id || (other is { State: TaskState.Assigned, AssigneeId: null } && other.Role == task.Role && string.CompareOrdinal(other.SeatKey, task.SeatKey) < 0))))
            return false; // as in their inbox: one of a step's free seats, and none beside their own
        var due = clocks[task.RoundId].Select(clock => clock.DueOn).ToList();
        return count switch
        {
            TeamCount.Open => task.IsOpen,
            TeamCount.Claimed => task.IsOpen && task is { AssigneeId: not null, Named: false, State: not TaskState.OnHold },
            TeamCount.Named => task.IsOpen && task is { Named: true, State: not TaskState.OnHold },
            TeamCount.Waiting => task.State == TaskState.OnHold,
            TeamCount.Overdue => task.IsOpen && due.Exists(on => on < LoadedCity.Today),
            TeamCount.Soon => task.IsOpen && due.Exists(on => on >= LoadedCity.Today && on <= new DateOnly(2022, 4, 25)), // a Friday; the Sunday after is worked, so two working days end with the Monday
            _ => task.State == TaskState.Completed && task.CompletedAt >= LocalDay.At(new DateOnly(2022, 4, 18), TimeOnly.MinValue),
        };
    }

    private IEnumerable<WaitsOn> WaitsOnOf(Round round)
    {
        if (round.Kind is RoundKind.Supplement or RoundKind.Notice or RoundKind.Payout or RoundKind.ExternalDecision)
        {
            yield return round.Kind switch { RoundKind.Supplement => WaitsOn.Applicant, RoundKind.Notice => WaitsOn.Notice, RoundKind.Payout => WaitsOn.Payment, _ => WaitsOn.Province };
            if (round.Kind == RoundKind.ExternalDecision)
                yield break;
        }

        foreach (var task in tasks.Where(task => task.RoundId == round.Id && task.State is TaskState.Assigned or TaskState.InProgress))
            yield return task.AssigneeId is null ? WaitsOn.Team : WaitsOn.Person;
    }
}
