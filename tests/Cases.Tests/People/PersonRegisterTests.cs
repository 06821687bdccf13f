using System.Text;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Harness;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Cases.Tests.People;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class PersonRegisterTests(Provider provider)
{
    private static readonly DateOnly Today = new(2022, 3, 7);
    private static readonly UnitId Unit = new(Guid.AllBitsSet);

    private readonly string ringPath = Path.Combine(Directory.CreateTempSubdirectory("aid-keys-").FullName, "keys.json");
    private TestDatabase database = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        KeyRing.CreateDemo(ringPath);

        // Read anew for every scope, so that a test can turn the keys.
        database = await TestDatabase.CreateAsync(provider, services => services
            .AddScoped(_ => new FieldProtector(KeyRing.Read(ringPath))).AddScoped<PersonRegister>());
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        await database.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(ringPath)!, recursive: true);
    }

    [Test]
    public async Task A_person_is_found_by_number_in_any_form_also_after_the_keys_were_turned()
    {
        await EnterAsync("11010519491231002X", "13812348000");
        KeyRing.Rotate(ringPath);

        var found = await WithAsync(register => register.FindAsync(CitizenId.Parse("110105491231002", Today), default));

        Assert.That(found, Is.Not.Null);
        Assert.That(await OpenedAsync(found!), Is.EqualTo(("11010519491231002X", "13812348000")));
        Assert.That(await WithAsync(register => register.ByPhoneAsync(Mobile.Parse("+86 138 1234 8000"), default)), Has.One.Items);
    }

    [Test]
    public async Task One_number_is_one_person()
    {
        await EnterAsync("370402196508010011", "13900000001");

        Assert.That(() => EnterAsync("370402196508010011", "13900000002"), Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("person.already-registered"));
    }

    [Test]
    public async Task Numbers_stand_in_the_database_only_sealed()
    {
        var person = await EnterAsync("370481195210010028", "13900000003");
        var account = await WithAsync(register => Task.FromResult(register.EnterAccount(person.Id, PersonName.Parse("张三"), BankCard.Check("6217000000000000004"), "枣庄银行")));

        var stored = await database.ReadAsync(async db => (Person: await db.Set<Person>().SingleAsync(one => one.Id == person.Id), Account: await db.Set<PayeeAccount>().SingleAsync(one => one.Id == account.Id)));

        using (Assert.EnterMultipleScope())
        {
            foreach (var bytes in new[] { stored.Person.CitizenIdSealed, stored.Person.CitizenIdIndex, stored.Person.PhoneSealed!, stored.Person.PhoneIndex!, stored.Account.NumberSealed, stored.Account.NumberIndex })
                Assert.That(Encoding.Latin1.GetString(bytes), Does.Not.Contain("3704").And.Not.Contain("1390").And.Not.Contain("6217"));
        }
    }

    [Test]
    public async Task An_account_given_for_two_people_shows()
    {
        var card = BankCard.Check("6222000000000000004");
        var (one, two) = (await EnterAsync("370403197806151235", "13900000004"), await EnterAsync("440524188001010014", "13900000005"));
        await WithAsync(register => Task.FromResult(register.EnterAccount(one.Id, PersonName.Parse("张三"), card, "枣庄银行")));
        await WithAsync(register => Task.FromResult(register.EnterAccount(two.Id, PersonName.Parse("李四"), card, "枣庄银行")));

        var entries = await WithAsync(register => register.ByAccountAsync(BankCard.Check("6222 0000 0000 0000 004"), default));

        Assert.That(entries.Select(entry => entry.PersonId), Is.EquivalentTo(new[] { one.Id, two.Id }));
    }

    [Test]
    public async Task A_representative_needs_proof_and_a_term_and_holds_within_it()
    {
        var people = new SyntheticPeople(3);
        var (old, child) = (await EnterAsync(people), await EnterAsync(people));
        var agent = new NewRepresentative(RepresentativeRole.Agent, child.Id, "power of attorney of 2022-03-01", new(2022, 3, 1), new(2022, 9, 1));
        await WithAsync(register => Task.FromResult(register.EnterRepresentative(old.Id, agent)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await HoldersAsync(old, RepresentativeRole.Agent, "2022-08-31"), Is.EqualTo(new[] { child.Id }));
            Assert.That(await HoldersAsync(old, RepresentativeRole.Agent, "2022-09-01"), Is.Empty);
            Assert.That(await HoldersAsync(old, RepresentativeRole.Payee, "2022-08-31"), Is.Empty, "who applies does not receive the money");
            Assert.That(() => Representative.Enter(default, old.Id, agent with { Proof = " " }), Refuses("representative.proof"));
            Assert.That(() => Representative.Enter(default, old.Id, agent with { By = old.Id }), Refuses("representative.self"));
            Assert.That(() => Representative.Enter(default, old.Id, agent with { To = null }), Refuses("representative.term"));
            Assert.That(() => Representative.Enter(default, old.Id, agent with { To = agent.From }), Refuses("representative.term"));
            Assert.That(() => Representative.Enter(default, old.Id, agent with { To = null, Role = RepresentativeRole.Guardian }), Throws.Nothing);
        }
    }

    [Test]
    public async Task Age_turns_on_the_birthday_also_for_one_born_on_29_February()
    {
        const string First17 = "37040219640229001";
        var person = await EnterAsync(First17 + CitizenId.CheckDigit(First17), "13900000006");

        Assert.That((person.AgeOn(new(2022, 2, 27)), person.AgeOn(new(2022, 2, 28)), person.AgeOn(new(2024, 2, 28)), person.AgeOn(new(2024, 2, 29))), Is.EqualTo((57, 58, 59, 60)));
    }

    [Test]
    public void A_household_has_people() => Assert.That(() => Household.Enter(default, Unit, 0), Refuses("household.size"));

    private static NUnit.Framework.Constraints.EqualStringConstraint Refuses(string code) =>
        Throws.TypeOf<RefusedException>().With.Property(nameof(RefusedException.Code)).EqualTo(code);

    private Task<Person> EnterAsync(string id, string phone) => WithAsync(register => register.EnterAsync(
        new NewPerson(PersonName.Parse("张三"), CitizenId.Parse(id, Today), PersonCategory.Veteran, Unit) { Phone = Mobile.Parse(phone), PhoneOwner = PhoneOwner.Child }, default));

    private Task<Person> EnterAsync(SyntheticPeople people) => WithAsync(register => register.EnterAsync(people.Next("370402", Today).At(Unit), default));

    private async Task<IEnumerable<PersonId>> HoldersAsync(Person person, RepresentativeRole role, string day) =>
        (await WithAsync(register => register.RepresentativesAsync(person.Id, role, DateOnly.Parse(day, null), default))).Select(one => one.ByPersonId);

    private async Task<(string, string?)> OpenedAsync(Person person)
    {
        await using var scope = database.Scope();
        var protector = scope.ServiceProvider.GetRequiredService<FieldProtector>();
        return (person.CitizenId(protector), person.Phone(protector));
    }

    private async Task<T> WithAsync<T>(Func<PersonRegister, Task<T>> act)
    {
        await using var scope = database.Scope();
        var result = await act(scope.ServiceProvider.GetRequiredService<PersonRegister>());
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(default);
        return result;
    }
}
