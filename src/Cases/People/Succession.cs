using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.People;

/// <summary>Who takes the place of somebody who died.</summary>
/// <param name="Proof">What shows the kinship or the title, in words: "household register, page 3".</param>
public sealed record SuccessorReport(string Name, string CitizenId, Kinship Kinship, string Proof)
{
    /// <summary>The paper as a stored file. A successor whom the register knows as a member of the household needs none.</summary>
    public StoredFileId? ProofFile { get; init; }

    public string? Mobile { get; init; }

    /// <summary>The first day on which an heir's title to receive the money no longer holds.</summary>
    public DateOnly? Until { get; init; }
}

/// <summary>Enters who goes on for the dead, as the register knows them or as papers prove, and finds them again.</summary>
public sealed class Succession(IUnitOfWork work, PersonRegister register)
{
    /// <summary>A living member of the household goes on with everything the deceased had applied for. A later one takes the place of an earlier.</summary>
    /// <exception cref="RefusedException">successor.self, successor.deceased, successor.proof-missing, applicant.name-differs, document.not-uploaded</exception>
    public async Task<Representative> OfHouseholdAsync(Person deceased, SuccessorReport report, DateOnly today, CancellationToken cancellation)
    {
        var successor = await EnterAsync(deceased, report, today, cancellation);
        if (deceased.HouseholdId is null || successor.HouseholdId != deceased.HouseholdId)
        {
            await RequirePaperAsync(report, cancellation);
            if (deceased.HouseholdId is { } household)
                register.Join(successor, await work.Db.Set<Household>().FirstAsync(found => found.Id == household, cancellation), report.Kinship, today);
        }

        foreach (var earlier in await HeldAsync(deceased.Id, today, cancellation))
            earlier.End(today);
        return register.EnterRepresentative(deceased.Id, new(RepresentativeRole.Successor, successor.Id, report.Proof, today, null, report.ProofFile));
    }

    /// <summary>What is wrong with a report in itself, all of it; what the register says of it is asked when it is entered.</summary>
    internal static void Check(SuccessorReport report, DateOnly today, Refusals refusals)
    {
        refusals.Try(() => PersonName.Parse(report.Name, "successor.name"));
        refusals.Try(() => CitizenId.Parse(report.CitizenId, today, "successor.citizenId"));
        if (report.Mobile is { Length: > 0 } phone)
            refusals.Try(() => Mobile.Parse(phone, "successor.mobile"));
        refusals.Require(!string.IsNullOrWhiteSpace(report.Proof), new RefusedException("successor.proof-words", "successor.proof"));
    }

    /// <summary>As <see cref="Check"/>, of an heir, whose title to receive the money ends on a day.</summary>
    internal static void CheckHeir(SuccessorReport report, DateOnly today, Refusals refusals)
    {
        Check(report, today, refusals);
        refusals.Require(report.Until > today, Endless());
    }

    /// <summary>An heir, of the household or not, is entitled to receive what the deceased was granted.</summary>
    /// <exception cref="RefusedException">successor.self, successor.deceased, successor.proof-missing, applicant.name-differs, document.not-uploaded, successor.until-missing</exception>
    public async Task<Representative> OfHeirAsync(Person deceased, SuccessorReport report, DateOnly today, CancellationToken cancellation)
    {
        var heir = await EnterAsync(deceased, report, today, cancellation);
        await RequirePaperAsync(report, cancellation);
        if (!(report.Until > today))
            throw Endless();
        return register.EnterRepresentative(deceased.Id, new(RepresentativeRole.Payee, heir.Id, report.Proof, today, report.Until, report.ProofFile));
    }

    /// <summary>Who goes on for the deceased today; null when nobody living does.</summary>
    public async Task<Person?> CurrentAsync(PersonId deceased, DateOnly today, CancellationToken cancellation) =>
        await HeldByAsync(deceased, today, cancellation) is { } held
        && await work.Db.Set<Person>().FindAsync([held.ByPersonId], cancellation) is { DeceasedOn: null } living ? living : null;

    /// <summary>On what ground somebody goes on for the deceased today; the last that was entered.</summary>
    public async Task<Representative?> HeldByAsync(PersonId deceased, DateOnly today, CancellationToken cancellation) =>
        (await HeldAsync(deceased, today, cancellation)).MaxBy(one => one.Id.Value);

    /// <summary>The dead whom somebody goes on for today, each with the day since when.</summary>
    public async Task<IReadOnlyList<(PersonId Person, DateOnly Since)>> PredecessorsAsync(PersonId successor, DateOnly today, CancellationToken cancellation) =>
        [.. (await work.Db.Set<Representative>().AsNoTracking().Where(one => one.ByPersonId == successor && one.Role == RepresentativeRole.Successor).ToListAsync(cancellation))
            .Where(one => one.Holds(today)).Select(one => (one.PersonId, one.ValidFrom))];

    /// <summary>Somebody goes on today for the person whom a case is about; what was closed before they did is none of theirs.</summary>
    public async Task<bool> GoesOnAsync(PersonId? successor, AidCase aidCase, DateOnly today, CancellationToken cancellation) => successor is { } person
        && (await PredecessorsAsync(person, today, cancellation)).Any(one => one.Person == aidCase.ApplicantId && (aidCase.ClosedAt is not { } closed || LocalDay.Of(closed) >= one.Since));

    /// <summary>The person lives: nobody goes on for them or inherits, whoever was entered as such since the death was recorded.</summary>
    internal async Task EndAsync(PersonId living, DateOnly since, DateOnly today, CancellationToken cancellation)
    {
        foreach (var one in await work.Db.Set<Representative>().Where(one => one.PersonId == living && one.ValidFrom >= since
            && (one.Role == RepresentativeRole.Successor || one.Role == RepresentativeRole.Payee) && (one.ValidTo == null || one.ValidTo > today)).ToListAsync(cancellation))
            one.End(today);
    }

    /// <summary>Those entered in this very act included.</summary>
    private async Task<List<Representative>> HeldAsync(PersonId deceased, DateOnly today, CancellationToken cancellation)
    {
        await work.Db.Set<Representative>().Where(one => one.PersonId == deceased && one.Role == RepresentativeRole.Successor).LoadAsync(cancellation);
        return [.. work.Db.Set<Representative>().Local.Where(one => one.PersonId == deceased && one.Role == RepresentativeRole.Successor && one.Holds(today))];
    }

    private async Task<Person> EnterAsync(Person deceased, SuccessorReport report, DateOnly today, CancellationToken cancellation)
    {
        var name = PersonName.Parse(report.Name, "successor.name");
        var id = CitizenId.Parse(report.CitizenId, today, "successor.citizenId");
        var person = await register.FindAsync(id, cancellation);
        if (person is not null && person.Name != name.Value)
            throw new RefusedException("applicant.name-differs", "successor.name");
        if (person?.Id == deceased.Id)
            throw new RefusedException("successor.self", "successor.citizenId");
        if (person?.DeceasedOn is { } died)
            throw new RefusedException("successor.deceased", "successor.citizenId", ("on", died));
        return person ?? await register.EnterAsync(new NewPerson(name, id, PersonCategory.Other, deceased.UnitId)
        {
            Phone = report.Mobile is { Length: > 0 } phone ? Mobile.Parse(phone, "successor.mobile") : null,
            PhoneOwner = PhoneOwner.Self,
            IsSynthetic = deceased.IsSynthetic,
        }, cancellation);
    }

    private static RefusedException Endless() => new("successor.until-missing", "successor.until");

    private async Task RequirePaperAsync(SuccessorReport report, CancellationToken cancellation)
    {
        if (report.ProofFile is not { } paper || string.IsNullOrWhiteSpace(report.Proof))
            throw new RefusedException("successor.proof-missing", "successor.proof");
        var file = await work.Db.Set<StoredFile>().FirstOrDefaultAsync(file => file.Id == paper, cancellation) ?? throw new RefusedException("document.not-uploaded", "successor.proof");
        file.Linked = true; // an unlinked file is removed after a day
    }
}
