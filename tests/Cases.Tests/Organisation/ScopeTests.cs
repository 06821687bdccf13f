using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Tests.Organisation;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class ScopeTests(Provider provider)
{
    private City city = null!;

    [OneTimeSetUp]
    public async Task Open() => city = await City.FoundAsync(provider);

    [OneTimeTearDown]
    public async Task Close() => await city.DisposeAsync();

    [Test]
    public async Task A_station_sees_its_own_people_and_none_of_its_neighbours_whose_codes_are_alike()
    {
        var unit = await city.UnitAsync("370402001");

        var seen = await SeenAsync("station1");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen, Is.EquivalentTo(await city.BelowAsync(unit)));
            Assert.That(seen, Has.None.EqualTo(await city.UnitAsync("370402002")));
            Assert.That(seen, Has.Exactly(4).Items, "the township and its three villages");
        }
    }

    /// <summary>The sibling-prefix leak: the code of this village begins with the code of a township it does not lie in.</summary>
    [Test]
    public async Task A_village_that_keeps_the_code_of_another_township_is_seen_where_it_lies()
    {
        var moved = await city.UnitAsync("370402001099");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await SeenAsync("station1"), Has.None.EqualTo(moved), "the township whose code it bears");
            Assert.That(await SeenAsync("station-370402-002"), Has.One.EqualTo(moved), "the township it lies in");
        }
    }

    [TestCase("village1", 1)]
    [TestCase("station1", 4)]
    [TestCase("district1", 14)]
    [TestCase("district-370407", 14)]
    [TestCase("city1", 98)]
    [TestCase("applicant1", 0)]
    public async Task Rows_counts_and_search_give_the_same_answer(string account, int places)
    {
        var scope = await city.ScopeAsync(account);

        var (rows, count, found) = await city.Database.ReadAsync(async db => (
            await db.Set<Person>().Within(scope, db).ToListAsync(),
            await db.Set<Person>().Within(scope, db).CountAsync(),
            await db.Set<Person>().Within(scope, db).CountAsync(person => person.Name == "张三")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(rows, Has.Exactly(places).Items);
            Assert.That((count, found), Is.EqualTo((places, places)));
        }
    }

    [Test]
    public async Task Without_an_assignment_that_holds_today_nothing_is_seen()
    {
        var actor = await city.ActorAsync("station-370404-001");
        var admin = await city.ActorAsync("admin1");
        var station = (await city.AskAsync<Cases.Organisation.Directory, IReadOnlyList<RoleAssignment>>(directory => directory.RolesAsync(actor.Account!.Value, City.Today, default))).Single();
        await city.RunAsync<EndRole>(act => act.RunAsync(station.Id, City.Today, admin, default));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await SeenAsync("station-370404-001"), Is.Empty);
            Assert.That((await city.AskAsync<Scopes, Scope>(scopes => scopes.OfAsync(Actor.System, default))).IsEmpty, Is.True);
            Assert.That((await city.AskAsync<Scopes, Scope>(scopes => scopes.OfAsync(new Actor(new AccountId(Guid.AllBitsSet), "nobody"), default))).IsEmpty, Is.True);
        }
    }

    [Test]
    public async Task An_inactive_account_sees_nothing_and_holds_nothing()
    {
        var actor = await city.ActorAsync("leader1");
        await city.Database.ActAsync(async work => (await work.Db.FindAsync<Account>(actor.Account!.Value))!.Deactivate());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await SeenAsync("leader1"), Is.Empty);
            Assert.That(await HoldsAsync("leader1", Role.Leader, "370400"), Is.False);
        }
    }

    [Test]
    public async Task A_scope_for_one_role_does_not_open_what_another_role_would()
    {
        var actor = await city.ActorAsync("station1");

        var scope = await city.AskAsync<Scopes, Scope>(scopes => scopes.OfAsync(actor, [Role.Administrator], default));

        Assert.That(scope.IsEmpty, Is.True);
    }

    [Test]
    public async Task Two_assignments_open_both_places_and_no_row_twice()
    {
        var actor = await city.ActorAsync("village-370405-001-001");
        var (admin, station) = (await city.ActorAsync("admin1"), await city.UnitAsync("370405001"));
        await city.RunAsync<AssignRole>(act => act.RunAsync(actor.Account!.Value, Role.StationClerk, station, City.Today, null, admin, default));

        Assert.That(await SeenAsync("village-370405-001-001"), Is.Unique.And.Exactly(4).Items);
    }

    [Test]
    public async Task A_role_is_held_where_it_was_given_and_not_above_or_below()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await HoldsAsync("district1", Role.DistrictReviewer, "370402"), Is.True);
            Assert.That(await HoldsAsync("district1", Role.DistrictReviewer, "370403"), Is.False);
            Assert.That(await HoldsAsync("district1", Role.DistrictDecider, "370402"), Is.False);
            Assert.That(await HoldsAsync("district1", Role.DistrictReviewer, "370402001"), Is.False);
            Assert.That(await HoldsAsync("district1", Role.DistrictReviewer, "370400"), Is.False);
        }
    }

    [Test]
    public async Task The_directory_finds_who_decides_two_units_above_a_village()
    {
        var village = await city.UnitAsync("370402001002");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await NamesAsync(directory => directory.HoldersAboveAsync(Role.TownshipReviewer, village, 1, City.Today, default)), Is.EqualTo(new[] { "township1", "township2" }));
            Assert.That(await NamesAsync(directory => directory.HoldersAboveAsync(Role.DistrictDecider, village, 2, City.Today, default)), Is.EqualTo(new[] { "decider1", "decider2" }));
            Assert.That(await NamesAsync(directory => directory.HoldersAboveAsync(Role.DistrictDecider, village, 9, City.Today, default)), Is.Empty);
            Assert.That(
                await city.AskAsync<Cases.Organisation.Directory, UnitId?>(directory => directory.AtLevelAsync(village, UnitLevel.District, City.Today, default)),
                Is.EqualTo(await city.UnitAsync("370402")));
        }
    }

    [TestCase("city1", Role.DistrictDecider, "370402001", "role.wrong-level")]
    [TestCase("city1", Role.StationClerk, "370402", "role.wrong-level")]
    public async Task A_role_is_given_only_at_its_level(string account, Role role, string at, string code)
    {
        var (actor, admin, unit) = (await city.ActorAsync(account), await city.ActorAsync("admin1"), await city.UnitAsync(at));

        Assert.That(
            () => city.RunAsync<AssignRole>(act => act.RunAsync(actor.Account!.Value, role, unit, City.Today, null, admin, default)),
            Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo(code));
    }

    [Test]
    public async Task Nobody_gives_roles_outside_what_they_administer()
    {
        var (clerk, unit) = (await city.ActorAsync("station1"), await city.UnitAsync("370402001"));

        Assert.That(
            () => city.RunAsync<AssignRole>(act => act.RunAsync(clerk.Account!.Value, Role.TownshipReviewer, unit, City.Today, null, clerk, default)),
            Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("unit.not-yours"));
    }

    private async Task<IReadOnlyList<UnitId>> SeenAsync(string account)
    {
        var scope = await city.ScopeAsync(account);
        return await city.Database.ReadAsync(db => db.Set<Person>().Within(scope, db).Select(person => person.UnitId).ToListAsync());
    }

    private async Task<bool> HoldsAsync(string account, Role role, string code)
    {
        var (actor, unit) = (await city.ActorAsync(account), await city.UnitAsync(code));
        return await city.AskAsync<Cases.Organisation.Directory, bool>(directory => directory.HoldsAsync(actor, role, unit, City.Today, default));
    }

    private async Task<IEnumerable<string>> NamesAsync(Func<Cases.Organisation.Directory, Task<IReadOnlyList<Account>>> ask) =>
        (await city.AskAsync(ask)).Select(account => account.UserName);
}
