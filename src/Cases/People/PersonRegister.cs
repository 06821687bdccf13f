using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.People;

/// <summary>Enters and finds people, households and accounts in the commit of the act that asks for it. Search by number is exact, by blind index.</summary>
public sealed class PersonRegister(IUnitOfWork work, FieldProtector protector, IIds ids)
{
    /// <exception cref="RefusedException">person.already-registered</exception>
    public async Task<Person> EnterAsync(NewPerson spec, CancellationToken cancellation)
    {
        if (await FindAsync(spec.CitizenId, cancellation) is { } known)
            throw new RefusedException("person.already-registered", "citizenId", ("person", known.Id));
        var person = Person.Enter(new PersonId(ids.Next()), spec, protector);
        work.Db.Add(person);
        work.Db.AddRange(NameEnd.Of(person));
        return person;
    }

    public async Task<Person?> FindAsync(CitizenId citizenId, CancellationToken cancellation)
    {
        var indexes = protector.Indexes(citizenId.Full, Person.CitizenIdField).ToArray();
        return await work.Db.Set<Person>().FirstOrDefaultAsync(person => indexes.Contains(person.CitizenIdIndex), cancellation);
    }

    /// <summary>Those of the numbers whom the register knows.</summary>
    public async Task<IReadOnlyList<PersonId>> AmongAsync(IEnumerable<CitizenId> numbers, CancellationToken cancellation)
    {
        var indexes = numbers.SelectMany(number => protector.Indexes(number.Full, Person.CitizenIdField)).ToArray();
        return indexes.Length == 0 ? [] : await work.Db.Set<Person>().Where(person => indexes.Contains(person.CitizenIdIndex)).Select(person => person.Id).ToListAsync(cancellation);
    }

    public async Task<Person> GetAsync(PersonId id, CancellationToken cancellation) =>
        await work.Db.Set<Person>().FindAsync([id], cancellation) ?? throw new RefusedException("person.unknown", null, ("person", id));

    /// <summary>Everybody who gave this number, whoever's it is.</summary>
    public async Task<IReadOnlyList<Person>> ByPhoneAsync(Mobile phone, CancellationToken cancellation)
    {
        var indexes = protector.Indexes(phone.Number, Person.PhoneField).ToArray();
        return await work.Db.Set<Person>().Where(person => person.PhoneIndex != null && indexes.Contains(person.PhoneIndex))
            .OrderBy(person => person.Id).ToListAsync(cancellation);
    }

    public Household EnterHousehold(UnitId unit, int size, bool synthetic = false)
    {
        var household = Household.Enter(new HouseholdId(ids.Next()), unit, size, synthetic);
        work.Db.Add(household);
        return household;
    }

    public void Join(Person person, Household household, Kinship kinship, DateOnly from)
    {
        work.Db.Add(HouseholdMember.Of(household.Id, person.Id, kinship, from));
        person.Join(household.Id);
    }

    /// <summary>Out of the household they are in, into another.</summary>
    public async Task MoveAsync(Person person, HouseholdId household, Kinship kinship, DateOnly on, CancellationToken cancellation)
    {
        var all = work.Db.Set<HouseholdMember>();
        await all.Where(member => member.PersonId == person.Id && (member.ValidTo == null || member.ValidFrom == on)).LoadAsync(cancellation);
        var held = all.Local.Where(member => member.PersonId == person.Id).ToList();
        foreach (var earlier in held.Where(member => member.ValidTo is null && member.HouseholdId != household))
            earlier.Leave(on);
        if (held.Find(member => member.HouseholdId == household && (member.ValidTo is null || member.ValidFrom == on)) is { } again)
            again.Stay(); // left and back on one day
        else
            work.Db.Add(HouseholdMember.Of(household, person.Id, kinship, on));
        person.Join(household);
    }

    public CitizenId NumberOf(Person person) => CitizenId.Parse(person.CitizenId(protector), DateOnly.MaxValue);

    public PayeeAccount EnterAccount(
        PersonId person, PersonName holder, BankCard card, string bankName, string? bankCode = null, RepresentativeId? representative = null)
    {
        var account = PayeeAccount.Enter(new PayeeAccountId(ids.Next()), person, holder, representative, card, bankName, bankCode, protector);
        work.Db.Add(account);
        return account;
    }

    /// <summary>Every entry of this account number, other people's included: one account for two applicants is a sign worth showing.</summary>
    public async Task<IReadOnlyList<PayeeAccount>> ByAccountAsync(BankCard card, CancellationToken cancellation)
    {
        var indexes = protector.Indexes(card.Number, PayeeAccount.NumberField).ToArray();
        return await work.Db.Set<PayeeAccount>().Where(account => indexes.Contains(account.NumberIndex))
            .OrderBy(account => account.Id).ToListAsync(cancellation);
    }

    public Representative EnterRepresentative(PersonId person, NewRepresentative spec)
    {
        var representative = Representative.Enter(new RepresentativeId(ids.Next()), person, spec);
        work.Db.Add(representative);
        return representative;
    }

    /// <summary>Who may act for the person in that role on that day.</summary>
    public async Task<IReadOnlyList<Representative>> RepresentativesAsync(
        PersonId person, RepresentativeRole role, DateOnly day, CancellationToken cancellation) =>
        await work.Db.Set<Representative>()
            .Where(one => one.PersonId == person && one.Role == role && one.ValidFrom <= day && (one.ValidTo == null || day < one.ValidTo))
            .OrderBy(one => one.Id).ToListAsync(cancellation);

    /// <summary>Somebody acts on that day for another person: as agent, guardian, successor or payee.</summary>
    public Task<bool> ActsForAsync(PersonId by, PersonId person, DateOnly day, CancellationToken cancellation) => work.Db.Set<Representative>()
        .AnyAsync(one => one.PersonId == person && one.ByPersonId == by && one.ValidFrom <= day && (one.ValidTo == null || day < one.ValidTo), cancellation);
}
