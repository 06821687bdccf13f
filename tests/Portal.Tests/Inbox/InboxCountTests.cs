using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Searching;
using AidWorkflow.Portal.SigningIn;
using AidWorkflow.Portal.Tests.Loading;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Inbox;

/// <summary>
/// Everybody of a made-up city against every tab with filters, searches and orders by chance: the counts are those of the rows, and both are what is worked out
/// here from all the tables, not by the queries under test.
/// </summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class InboxCountTests(Provider provider)
{
    private const int Seed = 20220422;

    private LoadedCity city = null!;
    private Everything all = null!;

    [OneTimeSetUp]
    public async Task MakeAsync()
    {
        city = await LoadedCity.MakeAsync(provider, LoadedCity.Plan with { Open = 180, Finished = 150 });
        all = await Everything.OfAsync(city);
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await city.DisposeAsync();

    [Test]
    public async Task Counts_and_rows_are_what_the_account_may_see_and_the_filter_says([Values] InboxTab tab)
    {
        var dice = new Random(Seed + (int)tab);
        var seen = 0;
        foreach (var account in all.Accounts)
        {
            for (var turn = 0; turn < 4; turn++)
            {
                var filter = turn == 0 ? InboxFilter.None : all.FilterBy(dice);
                var expected = all.Of(account.Id, tab, filter);

                var (counts, shown) = await WalkAsync(account, tab, filter);

                Assert.That(shown, Is.EquivalentTo(expected), $"{account.UserName} {filter}");
                Assert.That(counts, Is.EqualTo(Enum.GetValues<InboxTab>().ToDictionary(one => one, one => all.Of(account.Id, one, filter).Count)), $"{account.UserName} {filter}");
                seen += shown.Count;
            }
        }

        Assert.That(seen, Is.Positive); // it would hold for an empty city too
    }

    [Test]
    public async Task Each_order_is_one([Values] InboxSort sort)
    {
        var account = all.Accounts.MaxBy(one => all.Of(one.Id, InboxTab.Team, InboxFilter.None).Count)!;

        var page = await ReadAsync(account, InboxTab.Team, new InboxFilter { Sort = sort }, 1);

        Assert.That(page.Rows, Has.Count.GreaterThan(5));
        Assert.That(page.Rows.Select(row => row.Id).ToHashSet(), Has.Count.EqualTo(page.Rows.Count));
        switch (sort)
        {
            case InboxSort.Oldest:
                Assert.That(page.Rows.Select(row => row.ArrivedAt), Is.Ordered);
                break;
            case InboxSort.Due:
                Assert.That(page.Rows.Select(row => row.Left?.On ?? DateOnly.MaxValue), Is.Ordered);
                break;
            case InboxSort.Amount:
                Assert.That(page.Rows.Select(row => row.Cents ?? 0), Is.Ordered.Descending);
                break;
            default:
                var names = page.Rows.Select(row => all.NameOf(row.Id)).ToList();
                Assert.That(names, Is.EqualTo(provider == Provider.Sqlite ? names.Order(StringComparer.Ordinal) : names.GroupBy(name => name).SelectMany(group => group))); // the server orders by its own language
                break;
        }
    }

    [Test]
    public async Task A_row_says_what_its_clock_says()
    {
        var calendar = await city.AskAsync(services => services.GetRequiredService<Calendars>().CurrentAsync(CancellationToken.None));
        foreach (var account in all.Accounts)
        {
            foreach (var row in (await ReadAsync(account, InboxTab.Team, InboxFilter.None, 1)).Rows)
            {
                var clock = all.ClockOf(row.Id);
                Assert.That(row.Left is { } left ? left with { Pressure = Pressure.Calm } : null, Is.EqualTo(clock is null ? null
                    : new DaysLeft(calendar.WorkingDaysBetween(LoadedCity.Today, clock.DueOn).Days, Working: true, clock.DueOn, clock.Provisional, Paused: false)));
                Assert.That(row.Before is null, Is.EqualTo(row.Step == "Completeness"), row.Step);
            }
        }
    }

    [Test]
    public async Task Cases_that_are_searched_are_those_of_the_area_with_the_words_in_name_or_number()
    {
        var dice = new Random(Seed);
        foreach (var account in all.Accounts.Where(one => one.UserName.Contains("township", StringComparison.Ordinal) || one.UserName.Contains("district", StringComparison.Ordinal)))
        {
            var area = await SearchAsync(account, null);
            for (var turn = 0; turn < 3; turn++)
            {
                var words = all.WordsBy(dice);

                foreach (var most in (int[])[0, 2000])
                    Assert.That(await SearchAsync(account, words, most), Is.EqualTo(area.Where(id => all.Says(id, words))), $"{account.UserName} {words}, {most} people carried");
            }
        }
    }

    /// <summary>The cases found, in their order; the count is theirs.</summary>
    private async Task<List<CaseId>> SearchAsync(Account account, string? words, int mostPeople = 2000)
    {
        var found = new List<CaseId>();
        for (var number = 1; ; number++)
        {
            var page = await city.AskAsync(async services =>
            {
                var search = services.GetRequiredService<CaseSearch>();
                search.MostPeople = mostPeople;
                var visitor = new Visitor(account, [.. await services.GetRequiredService<IUnitOfWork>().Db.Set<RoleAssignment>().AsNoTracking().Where(held => held.AccountId == account.Id).ToListAsync()]);
                return await search.FindAsync(visitor, words, null, null, number, CancellationToken.None);
            });
            found.AddRange(page.Rows.Select(row => row.Id));
            if (page.Rows.Count < FoundCases.Size)
            {
                Assert.That(page.Count, Is.EqualTo(found.Count));
                return found;
            }
        }
    }

    private async Task<(IReadOnlyDictionary<InboxTab, int> Counts, List<TaskId> Shown)> WalkAsync(Account account, InboxTab tab, InboxFilter filter)
    {
        var shown = new List<TaskId>();
        for (var number = 1; ; number++)
        {
            var page = await ReadAsync(account, tab, filter, number);
            shown.AddRange(page.Rows.Select(row => row.Id));
            if (!page.HasNext)
                return (page.Counts, shown);
        }
    }

    private Task<InboxPage> ReadAsync(Account account, InboxTab tab, InboxFilter filter, int page) => city.AskAsync(services =>
        services.GetRequiredService<InboxReading>().ReadAsync(account, tab, filter, page, [Role.StationClerk], CancellationToken.None));

    /// <summary>All tasks with what filters ask of them, and who holds what; in memory.</summary>
    private sealed class Everything
    {
        private List<Known> tasks = [];
        private ILookup<AccountId, (Role Role, UnitId Unit)> held = null!;
        private Dictionary<UnitId, HashSet<UnitId>> below = [];

        public List<Account> Accounts { get; private set; } = [];

        public static async Task<Everything> OfAsync(LoadedCity city)
        {
            var everything = new Everything();
            await city.ReadAsync(async db =>
            {
                var cases = await db.Set<AidCase>().AsNoTracking().ToDictionaryAsync(one => one.Id);
                var people = await db.Set<Person>().AsNoTracking().ToDictionaryAsync(one => one.Id);
                var clocks = (await db.Set<CaseClock>().AsNoTracking().ToListAsync()).Where(clock => clock is { RoundId: not null, State: ClockState.Running }).ToLookup(clock => clock.RoundId!.Value);
                var protector = city.Services.GetRequiredService<FieldProtector>();
                everything.tasks = [.. (await db.Set<ReviewTask>().AsNoTracking().ToListAsync()).Select(task => new Known(task, cases[task.CaseId], people[cases[task.CaseId].ApplicantId].Name,
                    people[cases[task.CaseId].ApplicantId].CitizenId(protector), clocks[task.RoundId].MinBy(clock => clock.DueOn)))];
                everything.held = (await db.Set<RoleAssignment>().AsNoTracking().ToListAsync()).ToLookup(one => one.AccountId, one => (one.Role, one.UnitId));
                everything.below = (await db.Set<UnitAncestor>().AsNoTracking().ToListAsync()).GroupBy(line => line.AncestorId).ToDictionary(group => group.Key, group => group.Select(line => line.UnitId).ToHashSet());
                everything.Accounts = [.. (await db.Set<Account>().AsNoTracking().ToListAsync()).Where(account => account.UserName.StartsWith("load-", StringComparison.Ordinal) || account.UserName is "station1" or "decider1" or "leader1")];
                return true;
            });
            return everything;
        }

        public string NameOf(TaskId id) => tasks.Find(one => one.Task.Id == id)!.Name;

        public CaseClock? ClockOf(TaskId id) => tasks.Find(one => one.Task.Id == id)!.Clock;

        public List<TaskId> Of(AccountId account, InboxTab tab, InboxFilter filter) => [.. tasks.Where(one => Stands(one, account, tab) && Fits(one, filter)).Select(one => one.Task.Id)];

        /// <summary>A part or two, each of something that there is somewhere.</summary>
        public InboxFilter FilterBy(Random dice)
        {
            var filter = InboxFilter.None;
            for (var part = dice.Next(1, 3); part > 0; part--)
            {
                var like = tasks[dice.Next(tasks.Count)];
                filter = dice.Next(11) switch
                {
                    0 => filter with { Search = Letters(like.Name, 0, 2) },
                    1 => filter with { Search = Letters(like.Name, 1, 1) },
                    2 => filter with { Search = dice.Next(2) == 0 ? like.Case.ReceiptNumber : like.Case.ReceiptNumber![4..] },
                    3 => filter with { Search = like.CitizenId },
                    4 => filter with { Step = like.Task.Step },
                    5 => filter with { Service = like.Task.ServiceId },
                    6 => filter with { Unit = below.Keys.ElementAt(dice.Next(below.Count)).Value },
                    7 => filter with { Stage = like.Case.Stage },
                    8 => filter with { ArrivedFrom = LocalDay.Of(like.Task.CreatedAt), ArrivedTo = LocalDay.Of(like.Task.CreatedAt).AddDays(dice.Next(3)) },
                    9 => filter with { DueFrom = like.Clock?.DueOn, DueTo = like.Clock?.DueOn.AddDays(dice.Next(3)) },
                    _ => filter with { CentsFrom = like.Case.ProposedCents - dice.Next(2), CentsTo = dice.Next(2) == 0 ? like.Case.ProposedCents : null },
                };
            }

            return filter;
        }

        public string WordsBy(Random dice)
        {
            var like = tasks[dice.Next(tasks.Count)];
            return dice.Next(4) switch
            {
                0 => Letters(like.Name, 0, 1),
                1 => Letters(like.Name, 1, 2),
                2 => like.Case.ReceiptNumber!,
                _ => like.Case.ReceiptNumber![^5..],
            };
        }

        public bool Says(CaseId id, string words) => tasks.Find(one => one.Case.Id == id) is { } one
            && (one.Case.ReceiptNumber!.Contains(words, StringComparison.Ordinal) || one.Name.Contains(words, StringComparison.Ordinal));

        /// <summary>As a reader counts them: some stand for two characters of the machine.</summary>
        private static string Letters(string name, int from, int count)
        {
            var letters = new StringInfo(name);
            return letters.SubstringByTextElements(from, Math.Min(count, letters.LengthInTextElements - from));
        }

        private bool Stands(Known one, AccountId account, InboxTab tab)
        {
            var (mine, mayTake) = (one.Task.AssigneeId == account, held[account].Contains((one.Task.Role, one.Task.UnitId)));
            var open = one.Task.State is TaskState.Assigned or TaskState.InProgress;
            return tab switch
            {
                InboxTab.Mine => open && mine,
                InboxTab.Team => open && mayTake && one.Task.AssigneeId is null && IsOffered(one, account),
                InboxTab.Waiting => open && mayTake && one.Task.AssigneeId is not null && !mine,
                InboxTab.Overdue => open && (mine || (mayTake && one.Task.AssigneeId is null && IsOffered(one, account))) && one.Clock?.DueOn < LoadedCity.Today,
                _ => one.Task.State == TaskState.Completed && mine,
            };
        }

        /// <summary>One of a round's free seats is, and none to whoever has one.</summary>
        private bool IsOffered(Known one, AccountId account) => !tasks.Exists(other => other.Task.RoundId == one.Task.RoundId && other.Task.Id != one.Task.Id
            && ((other.Task.AssigneeId == account && other.Task.State != TaskState.Cancelled)
                || (other.Task is { State: TaskState.Assigned, AssigneeId: null } && other.Task.Role == one.Task.Role && string.CompareOrdinal(other.Task.SeatKey, one.Task.SeatKey) < 0)));

        private bool Fits(Known one, InboxFilter filter) =>
            (filter.Search is not { } words || (words.Length == 18 ? one.CitizenId == words : one.Case.ReceiptNumber!.Contains(words, StringComparison.Ordinal) || one.Name.Contains(words, StringComparison.Ordinal)))
            && (filter.Step is null || one.Task.Step == filter.Step) && (filter.Service is null || one.Task.ServiceId == filter.Service)
            && (filter.Unit is not { } unit || below[new(unit)].Contains(one.Case.UnitId)) && (filter.Stage is null || one.Case.Stage == filter.Stage)
            && (filter.ArrivedFrom is null || LocalDay.Of(one.Task.CreatedAt) >= filter.ArrivedFrom) && (filter.ArrivedTo is null || LocalDay.Of(one.Task.CreatedAt) <= filter.ArrivedTo)
            && (filter.DueFrom is null || one.Clock?.DueOn >= filter.DueFrom) && (filter.DueTo is null || one.Clock?.DueOn <= filter.DueTo)
            && (filter.CentsFrom is null || one.Case.ProposedCents >= filter.CentsFrom) && (filter.CentsTo is null || one.Case.ProposedCents <= filter.CentsTo);
    }

    private sealed record Known(ReviewTask Task, AidCase Case, string Name, string CitizenId, CaseClock? Clock);
}
