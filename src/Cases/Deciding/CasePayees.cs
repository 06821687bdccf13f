using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Deciding;

/// <summary>The account that money for a case goes to.</summary>
public sealed class CasePayees(IUnitOfWork work, PersonRegister register, Succession succession, FieldProtector protector, TimeProvider time)
{
    /// <summary>Null while nobody living is entitled: the applicant has died, and neither heir nor successor was named since.</summary>
    /// <exception cref="RefusedException">payee.none: no account is known.</exception>
    public async Task<Payee?> EntitledAsync(AidCase aidCase, CancellationToken cancellation)
    {
        var account = await CurrentAsync(aidCase.ApplicantId, cancellation) ?? throw new RefusedException("payee.none", "account");
        var ground = account.RepresentativeId is { } id ? await work.Db.Set<Representative>().FindAsync([id], cancellation) : null;
        var holder = ground?.ByPersonId ?? aidCase.ApplicantId;
        var applicant = await register.GetAsync(aidCase.ApplicantId, cancellation);
        if (applicant.DeceasedOn is { } died && (ground is null || ground.ValidFrom < died))
            return null; // a power of attorney ends with the life of whoever gave it
        if ((await register.GetAsync(holder, cancellation)).DeceasedOn is not null)
            return null;
        return new(account.HolderName, account.Number(protector), account.BankName) { BankCode = account.BankCode, Person = holder };
    }

    /// <summary>Takes the account from an application or a correction; an earlier one is closed, not overwritten.</summary>
    public async Task SetAsync(PersonId person, string holder, string number, string bank, CancellationToken cancellation)
    {
        var card = BankCard.Check(number, "accountNumber");
        var name = PersonName.Parse(holder, "accountName");
        if (await CurrentAsync(person, cancellation) is { } earlier)
        {
            if (earlier.HolderName == name.Value && earlier.BankName == bank && earlier.Number(protector) == card.Number)
                return;
            earlier.Close(LocalDay.Today(time));
        }

        register.EnterAccount(person, name, card, bank);
    }

    /// <summary>The account as the station verified it. Of a dead applicant only somebody entitled on proof is paid.</summary>
    /// <exception cref="RefusedException">payee.heir-missing, payee.applicant-alive, and what <see cref="Succession"/> refuses.</exception>
    public async Task SetAsync(AidCase aidCase, PayeeReport report, CancellationToken cancellation)
    {
        var applicant = await register.GetAsync(aidCase.ApplicantId, cancellation);
        if (applicant.DeceasedOn is null)
        {
            if (report.Heir is not null)
                throw new RefusedException("payee.applicant-alive", "payee.heir");
            await SetAsync(applicant.Id, report.Name, report.AccountNumber, report.BankName, cancellation);
            return;
        }

        var heir = report.Heir ?? throw new RefusedException("payee.heir-missing", "payee.heir", ("on", applicant.DeceasedOn));
        await SetAsync(applicant.Id, await succession.OfHeirAsync(applicant, heir, LocalDay.Today(time), cancellation), report, cancellation);
    }

    /// <summary>The account of whoever receives the money in the place of the dead.</summary>
    public async Task SetAsync(PersonId deceased, Representative ground, PayeeReport report, CancellationToken cancellation)
    {
        var card = BankCard.Check(report.AccountNumber, "accountNumber");
        var name = PersonName.Parse(report.Name, "accountName");
        (await CurrentAsync(deceased, cancellation))?.Close(LocalDay.Today(time));
        register.EnterAccount(deceased, name, card, report.BankName, representative: ground.Id);
    }

    private async Task<PayeeAccount?> CurrentAsync(PersonId person, CancellationToken cancellation)
    {
        var accounts = work.Db.Set<PayeeAccount>();
        await accounts.Where(account => account.PersonId == person && account.ClosedOn == null).LoadAsync(cancellation);
        return accounts.Local.Where(account => account.PersonId == person && account.ClosedOn is null).MaxBy(account => account.Id.Value);
    }
}
