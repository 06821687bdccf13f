using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Accounts;

/// <summary>A clerk who has somebody and their identity card before them says which account is theirs; from then on it shows them their own cases.</summary>
public sealed class ConfirmApplicant(IUnitOfWork work, PersonRegister register, Competence competence, FieldProtector protector, AuditTrail audit, TimeProvider time)
{
    /// <exception cref="RefusedException">code.mobile, account.no-such-mobile, confirm.person-unknown, applicant.name-differs, case.not-yours, account.already-linked, and what the validators refuse.</exception>
    public async Task<PersonId> RunAsync(string mobile, string name, string citizenId, Actor actor, CancellationToken cancellation)
    {
        var refusals = new Refusals();
        var phone = refusals.Try(() => SignInPhones.Read(mobile));
        var spoken = refusals.Try(() => PersonName.Parse(name, "name"));
        var number = refusals.Try(() => CitizenId.Parse(citizenId, LocalDay.Today(time), "citizenId"));
        refusals.ThrowIfAny();

        // Somebody of another area is told like somebody whom the register does not know.
        var person = await register.FindAsync(number!, cancellation);
        if (person is null || !await competence.IsStationAsync(person.UnitId, actor, cancellation))
            throw new RefusedException("confirm.person-unknown", "citizenId");
        if (person.Name != spoken!.Value)
            throw new RefusedException("applicant.name-differs", "name");
        var indexes = protector.Indexes(phone!.Number, Account.PhoneField).ToArray();
        var account = await work.Db.Set<Account>().FirstOrDefaultAsync(known => known.PhoneIndex != null && indexes.Contains(known.PhoneIndex) && known.Active, cancellation)
            ?? throw new RefusedException("account.no-such-mobile", "mobile");
        account.LinkTo(person.Id);
        audit.Record($"account:{account.Id}", "account.linked", actor, ("person", $"{person.Id}"), ("how", "identity-card"));
        return person.Id;
    }
}
