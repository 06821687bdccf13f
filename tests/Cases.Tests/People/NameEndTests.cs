using System.Text;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Harness;
using AidWorkflow.Storage;
using AidWorkflow.Storage.Migrating;
using AidWorkflow.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Cases.Tests.People;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class NameEndTests(Provider provider)
{
    private const int Seed = 11;
    private static readonly DateOnly Today = new(2022, 3, 7);

    /// <summary>Few letters, so that parts of one name stand in others too: of one part and of two, of both cases, and what a pattern of the database would take for a wild card.</summary>
    private static readonly string[] Letters = ["王", "建", "国", "\uFA11", "\uE000", "\uD7FB", "𠮷", "𠮸", "A", "a", "l", "·", " ", "_", "-", "'", "é", "e\u0301", "葛\U000E0100"];

    private static readonly string[] Long = [new('王', 40), "Abdullah ibn Muhammad al-Kashgari", "Abdullah ibn Muhammad al-Khotani", string.Concat(Enumerable.Repeat("𠮷王", 15))];

    private static readonly string[] Strange = ["%", "_", "%国", "\\", "[王]", "*", "\uFFFF", "\U0010FFFF", "王\U0010FFFF", "\uD7FF"];

    private readonly string ringPath = Path.Combine(Directory.CreateTempSubdirectory("aid-keys-").FullName, "keys.json");
    private readonly List<(PersonId Id, string Name)> people = [];
    private TestDatabase database = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        KeyRing.CreateDemo(ringPath);
        database = await TestDatabase.CreateEmptyAsync(provider);
        await database.Get<IMigrator>().MigrateAsync(CancellationToken.None);
        var (dice, numbers) = (new Random(Seed), new SyntheticPeople(Seed));
        await using var scope = database.Scope();
        var work = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
        var register = new PersonRegister(work, new FieldProtector(KeyRing.Read(ringPath)), scope.ServiceProvider.GetRequiredService<IIds>());
        foreach (var name in Enumerable.Range(0, 300).Select(_ => string.Concat(Enumerable.Range(0, dice.Next(1, 7)).Select(_ => Letters[dice.Next(Letters.Length)]))).Where(name => name.Trim().Length > 0).Concat(Long))
        {
            var person = await register.EnterAsync(numbers.Next("370402", Today).At(new(Guid.AllBitsSet)) with { Name = PersonName.Parse(name) }, CancellationToken.None);
            people.Add((person.Id, person.Name));
        }

        await work.CommitAsync(CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        await database.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(ringPath)!, recursive: true);
    }

    [Test]
    public async Task Whoever_has_the_letters_in_their_name_is_found_and_nobody_else()
    {
        var dice = new Random(Seed + 1);
        var needles = Strange.Concat(Enumerable.Range(0, 200).Select(_ => PartOf(people[dice.Next(people.Count)].Name, dice)))
            .Concat(Enumerable.Range(0, 100).Select(_ => string.Concat(Enumerable.Range(0, dice.Next(1, 4)).Select(_ => Letters[dice.Next(Letters.Length)]))))
            .Concat(Long).Concat(Long.Select(name => name[..^1] + "国")).ToList();

        foreach (var needle in needles)
        {
            var expected = people.Where(one => one.Name.Contains(needle, StringComparison.Ordinal)).Select(one => one.Id).ToHashSet();
            var found = await database.ReadAsync(async db => (
                Ends: await NameEnd.Holding(db, needle).Select(end => end.PersonId).Distinct().ToListAsync(),
                Names: await db.Set<Person>().Where(person => person.Name.Contains(needle)).Select(person => person.Id).ToListAsync(),
                Bearers: await NameEnd.BearersAsync(db, needle, most: 40, CancellationToken.None)));

            Assert.That(found.Ends, Is.EquivalentTo(expected), Said(needle));
            Assert.That(found.Names, Is.EquivalentTo(expected), Said(needle));
            if (found.Bearers is not null)
                Assert.That(found.Bearers.Distinct(), Is.EquivalentTo(expected), Said(needle));
            else
                Assert.That(people.Sum(one => one.Name.Split(needle).Length - 1), Is.GreaterThan(40), Said(needle));
        }
    }

    [Test]
    public async Task Names_that_were_there_before_are_taken_in_as_those_that_are_entered()
    {
        var entered = await EndsAsync();
        Assert.That(entered, Has.Count.GreaterThan(people.Count));

        await using (var scope = database.Scope())
        {
            var schema = scope.ServiceProvider.GetRequiredService<AidContext>();
            var migrator = schema.GetService<Microsoft.EntityFrameworkCore.Migrations.IMigrator>();
            await migrator.MigrateAsync(schema.Database.GetMigrations().TakeWhile(name => !name.EndsWith("_NameEnds", StringComparison.Ordinal)).Last());
            await migrator.MigrateAsync();
        }

        Assert.That(await EndsAsync(), Is.EqualTo(entered));
    }

    private async Task<List<(string, PersonId)>> EndsAsync() =>
        [.. (await database.ReadAsync(db => db.Set<NameEnd>().AsNoTracking().ToListAsync())).Select(end => (end.Text, end.PersonId)).OrderBy(end => end.PersonId.ToString(), StringComparer.Ordinal).ThenBy(end => end.Text, StringComparer.Ordinal)];

    private static string PartOf(string name, Random dice)
    {
        Rune[] letters = [.. name.EnumerateRunes()];
        var from = dice.Next(letters.Length);
        return string.Concat(letters.Skip(from).Take(dice.Next(1, 5)));
    }

    private static string Said(string needle) => string.Join(' ', needle.EnumerateRunes().Select(rune => $"U+{rune.Value:X4}"));
}
