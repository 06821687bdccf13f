using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Tests.Organisation;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class ReorganisationTests(Provider provider)
{
    private static readonly DateOnly Day = new(2022, 3, 1);

    private City city = null!;
    private Actor admin = null!;

    [SetUp]
    public async Task Open()
    {
        city = await City.FoundAsync(provider);
        admin = await city.ActorAsync("admin1");
    }

    [TearDown]
    public async Task Close() => await city.DisposeAsync();

    [Test]
    public async Task The_seeded_closure_is_the_tree() => await AssertClosureAsync();

    [Test]
    public async Task A_renamed_unit_keeps_its_earlier_name_for_earlier_days()
    {
        var unit = await city.UnitAsync("370402100");

        await city.RunAsync<RenameUnit>(act => act.RunAsync(unit, "清泉街道", "Qingquan Sub-district", Day, admin, default));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await NameOnAsync(unit, Day.AddDays(-1)), Is.EqualTo("清泉镇"));
            Assert.That(await NameOnAsync(unit, Day), Is.EqualTo("清泉街道"));
            Assert.That(await NameOnAsync(unit, new DateOnly(2018, 12, 31)), Is.Null, "before it was");
        }
    }

    [Test]
    public async Task After_a_merger_the_successor_sees_the_old_cases_has_the_villages_and_does_the_work()
    {
        var (closing, into, village) = (await city.UnitAsync("370402002"), await city.UnitAsync("370402001"), await city.UnitAsync("370402002001"));

        await city.RunAsync<MergeUnits>(act => act.RunAsync([closing], into, Day, admin, default));

        await AssertClosureAsync();
        var seen = await SeenAsync("station1");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen, Does.Contain(closing).And.Contain(village));
            Assert.That(await SeenAsync("station-370402-002"), Is.Empty, "the closed unit has no staff any more");
            Assert.That(await SeenAsync("district1"), Does.Contain(closing));
            Assert.That(await SeenAsync("station-370402-100"), Has.None.EqualTo(closing));
            Assert.That(await HoldersAsync(Role.TownshipReviewer, closing), Is.EqualTo(new[] { "township1", "township2" }));
            Assert.That(await AboveAsync(village, City.Today), Is.EqualTo(into));
            Assert.That(await AboveAsync(village, Day.AddDays(-1)), Is.EqualTo(closing), "who was above it before");
            Assert.That(await NameOnAsync(closing, Day.AddDays(-1)), Is.EqualTo("东湖东街道"));
        }
    }

    [Test]
    public async Task After_a_division_each_part_has_its_villages_and_one_carries_on()
    {
        var unit = await city.UnitAsync("370402100");
        var (one, two, three) = (await city.UnitAsync("370402100001"), await city.UnitAsync("370402100002"), await city.UnitAsync("370402100010"));

        await city.RunAsync<SplitUnit>(act => act.RunAsync(
            unit,
            [new UnitPart(Town("370402101", "清泉东镇"), [one, two], CarriesOn: true), new UnitPart(Town("370402102", "清泉西镇"), [three])],
            Day,
            admin,
            default));

        await AssertClosureAsync();
        var (east, west) = (await city.UnitAsync("370402101"), await city.UnitAsync("370402102"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await city.BelowAsync(east), Is.EquivalentTo(new[] { east, one, two }));
            Assert.That(await city.BelowAsync(west), Is.EquivalentTo(new[] { west, three }));
            Assert.That(await city.AskAsync<Cases.Organisation.Directory, UnitId>(directory => directory.CurrentAsync(unit, City.Today, default)), Is.EqualTo(east));
        }
    }

    [Test]
    public async Task Mergers_one_after_the_other_still_leave_every_old_case_with_whoever_carries_on()
    {
        var (first, second, third) = (await city.UnitAsync("370402001"), await city.UnitAsync("370402002"), await city.UnitAsync("370402100"));

        await city.RunAsync<MergeUnits>(act => act.RunAsync([first], second, Day, admin, default));
        await city.RunAsync<MergeUnits>(act => act.RunAsync([second], third, Day.AddDays(3), admin, default));

        await AssertClosureAsync();
        Assert.That(await SeenAsync("station-370402-100"), Does.Contain(first).And.Contain(second).And.Exactly(13).Items);
    }

    [Test]
    public async Task What_a_reorganisation_refuses()
    {
        var (district, township, village) = (await city.UnitAsync("370402"), await city.UnitAsync("370402001"), await city.UnitAsync("370402001001"));
        var clerk = await city.ActorAsync("station1");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => city.RunAsync<RenameUnit>(act => act.RunAsync(township, "新名", "New", City.Today.AddDays(1), admin, default)), Refuses("unit.change-in-future"));
            Assert.That(() => city.RunAsync<RenameUnit>(act => act.RunAsync(township, "新名", "New", Day, clerk, default)), Refuses("unit.not-yours"));
            Assert.That(() => city.RunAsync<MergeUnits>(act => act.RunAsync([township], district, Day, admin, default)), Refuses("unit.merge-level"));
            Assert.That(() => city.RunAsync<MergeUnits>(act => act.RunAsync([township], township, Day, admin, default)), Refuses("unit.merge-level"));
            Assert.That(() => city.RunAsync<CloseUnit>(act => act.RunAsync(township, null, Day, admin, default)), Refuses("unit.has-children"));
            Assert.That(() => city.RunAsync<SplitUnit>(act => act.RunAsync(township, [], Day, admin, default)), Refuses("unit.split-parts"));
            Assert.That(
                () => city.RunAsync<SplitUnit>(act => act.RunAsync(township, [new(Town("1", "东"), [village], CarriesOn: true), new(Town("2", "西"), [])], Day, admin, default)),
                Refuses("unit.child-not-allotted"));
            Assert.That(() => city.RunAsync<OpenUnit>(act => act.RunAsync(district, Town("370402001", "又一镇"), Day, admin, default)), Refuses("unit.code-taken"));
            Assert.That(() => city.RunAsync<OpenUnit>(act => act.RunAsync(district, Town("37-x", "又一镇"), Day, admin, default)), Refuses("unit.code-missing"));
            Assert.That(() => city.RunAsync<RenameUnit>(act => act.RunAsync(township, " ", "New", Day, admin, default)), Refuses("unit.name-missing"));
            Assert.That(() => city.RunAsync<OpenUnit>(act => act.RunAsync(village, Town("3", "镇"), Day, admin, default)), Refuses("unit.level"));
        }
    }

    [Test]
    public async Task A_moved_village_is_seen_where_it_lies_from_then_on_and_keeps_its_code()
    {
        var (village, former, under) = (await city.UnitAsync("370402001001"), await city.UnitAsync("370402001"), await city.UnitAsync("370402100"));

        await city.RunAsync<MoveUnit>(act => act.RunAsync(village, under, Day, admin, default));

        await AssertClosureAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await SeenAsync("station1"), Does.Not.Contain(village));
            Assert.That(await SeenAsync("station-370402-100"), Does.Contain(village));
            Assert.That(await AboveAsync(village, Day.AddDays(-1)), Is.EqualTo(former), "who was above it before");
            Assert.That(await city.UnitAsync("370402001001"), Is.EqualTo(village));
            Assert.That(() => city.RunAsync<MoveUnit>(act => act.RunAsync(village, under, City.Today, admin, default)), Refuses("unit.same-parent"));
            Assert.That(() => city.RunAsync<MoveUnit>(act => act.RunAsync(village, former, Day, admin, default)), Refuses("unit.changed-that-day"));
            Assert.That(() => city.RunAsync<MoveUnit>(act => act.RunAsync(village, former, Day.AddDays(-3), admin, default)), Refuses("unit.changed-that-day"), "history is not written anew");
            Assert.That(() => city.RunAsync<MoveUnit>(act => act.RunAsync(under, village, City.Today, admin, default)), Refuses("unit.level"));
        }
    }

    [Test]
    public async Task A_village_without_successor_leaves_its_cases_to_the_township()
    {
        var village = await city.UnitAsync("370402001001");

        await city.RunAsync<CloseUnit>(act => act.RunAsync(village, null, Day, admin, default));

        await AssertClosureAsync();
        Assert.That(await SeenAsync("station1"), Does.Contain(village));
        Assert.That(await SeenAsync("village1"), Is.Empty);
    }

    [Test]
    public async Task The_demo_is_seeded_once_and_marked()
    {
        var again = await city.AskAsync<SeedDemoOrganisation, bool>(act => act.RunAsync(Actor.System, default));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again, Is.False);
            Assert.That(await city.Database.ReadAsync(db => db.Set<Account>().AllAsync(account => account.IsDemo)), Is.True);
            Assert.That(await city.Database.ReadAsync(db => db.Set<Unit>().AllAsync(unit => unit.IsDemo)), Is.True);
            foreach (var name in new[]
                     {
                         "applicant1", "village1", "station1", "township1", "township2", "district1", "decider1", "city1", "citydecider1", "maker1", "checker1",
                         "releaser1", "admin1", "auditor1", "leader1",
                     })
                Assert.That((await city.ActorAsync(name)).Name, Is.EqualTo(name));
        }
    }

    private static NewUnit Town(string code, string name) => new(UnitLevel.Township, "town", code, name, name);

    private static NUnit.Framework.Constraints.EqualStringConstraint Refuses(string code) =>
        Throws.TypeOf<RefusedException>().With.Property(nameof(RefusedException.Code)).EqualTo(code);

    private async Task AssertClosureAsync() => Assert.That(
        (await city.ClosureAsync()).Select(line => (line.UnitId, line.AncestorId, line.Depth)), Is.EquivalentTo(await city.ExpectedClosureAsync()));

    private Task<string?> NameOnAsync(UnitId unit, DateOnly day) => city.AskAsync<Units, string?>(units => units.NameOnAsync(unit, day, "zh-CN", default));

    private Task<UnitId?> AboveAsync(UnitId unit, DateOnly day) =>
        city.AskAsync<Cases.Organisation.Directory, UnitId?>(directory => directory.AboveAsync(unit, 1, day, default));

    private async Task<IEnumerable<string>> HoldersAsync(Role role, UnitId unit) => (await city.AskAsync<Cases.Organisation.Directory, IReadOnlyList<Account>>(
        directory => directory.HoldersAsync(role, unit, City.Today, default))).Select(account => account.UserName);

    private async Task<IReadOnlyList<UnitId>> SeenAsync(string account)
    {
        var scope = await city.ScopeAsync(account);
        return await city.Database.ReadAsync(db => db.Set<Person>().Within(scope, db).Select(person => person.UnitId).ToListAsync());
    }
}
