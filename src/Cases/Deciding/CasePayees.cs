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
        var applicant = await register.GetAsync(aidCase.ApplicantId, cancellation);
        var account = await OfAsync(aidCase, applicant, cancellation) ?? throw new RefusedException("payee.none", "account");
        var ground = account.RepresentativeId is { } id ? await work.Db.Set<Representative>().FindAsync([id], cancellation) : null;
        var holder = ground?.ByPersonId ?? aidCase.ApplicantId;
        if (applicant.DeceasedOn is { } died && (ground is null || ground.ValidFrom < died))
            return null; // a power of attorney ends with the life of whoever gave it
        if ((await register.GetAsync(holder, cancellation)).DeceasedOn is not null)
            return null;
        return new(account.HolderName, account.Number(protector), account.BankName) { BankCode = account.BankCode, Person = holder };
    }

    /// <summary>The account of an application: one that the register has, or a new one beside it. What other cases are paid to stays as it is.</summary>
    public async Task<PayeeAccount> EnterAsync(PersonId person, string holder, string number, string bank, CancellationToken cancellation)
    {
        var card = BankCard.Check(number, "accountNumber");
        var name = PersonName.Parse(holder, "accountName");
        return (await OpenAsync(person, cancellation)).FirstOrDefault(known =>
                known.RepresentativeId is null && known.HolderName == name.Value && known.BankName == bank && known.Number(protector) == card.Number)
            ?? register.EnterAccount(person, name, card, bank);
    }

    /// <summary>The case is paid elsewhere from now on, as its applicant supplied or the station verified. Cases that are paid to the earlier account keep it.</summary>
    public async Task ChangeAsync(AidCase aidCase, string holder, string number, string bank, CancellationToken cancellation)
    {
        var earlier = await OfAsync(aidCase, await register.GetAsync(aidCase.ApplicantId, cancellation), cancellation);
        var account = await EnterAsync(aidCase.ApplicantId, holder, number, bank, cancellation);
        if (earlier is not null && earlier.Id != account.Id)
            earlier.Close(LocalDay.Today(time));
        aidCase.PayeeAccountId = account.Id;
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
            await ChangeAsync(aidCase, report.Name, report.AccountNumber, report.BankName, cancellation);
            return;
        }

        var heir = report.Heir ?? throw new RefusedException("payee.heir-missing", "payee.heir", ("on", applicant.DeceasedOn));
        await SetAsync(applicant.Id, await succession.OfHeirAsync(applicant, heir, LocalDay.Today(time), cancellation), report, cancellation);
    }

    /// <summary>What is wrong with an account as it was written, all of it.</summary>
    internal static void Check(PayeeReport report, Refusals refusals)
    {
        refusals.Require(!string.IsNullOrWhiteSpace(report.Name), new RefusedException("payee.holder-missing", "accountName"));
        refusals.Try(() => PersonName.Parse(report.Name, "accountName"));
        refusals.Require(!string.IsNullOrWhiteSpace(report.AccountNumber), new RefusedException("payee.number-missing", "accountNumber"));
        refusals.Try(() => BankCard.Check(report.AccountNumber, "accountNumber"));
        refusals.Require(!string.IsNullOrWhiteSpace(report.BankName), new RefusedException("payee.bank-missing", "bankName"));
    }

    /// <summary>The account of whoever receives the money in the place of the dead.</summary>
    public async Task SetAsync(PersonId deceased, Representative ground, PayeeReport report, CancellationToken cancellation)
    {
        var card = BankCard.Check(report.AccountNumber, "accountNumber");
        var name = PersonName.Parse(report.Name, "accountName");
        (await CurrentAsync(deceased, cancellation))?.Close(LocalDay.Today(time));
        register.EnterAccount(deceased, name, card, report.BankName, representative: ground.Id);
    }

    /// <summary>The account that the case keeps. Of the dead, whoever is entitled is entered last, for all their cases.</summary>
    private async Task<PayeeAccount?> OfAsync(AidCase aidCase, Person applicant, CancellationToken cancellation) =>
        applicant.DeceasedOn is null && aidCase.PayeeAccountId is { } kept
            ? await work.Db.Set<PayeeAccount>().FindAsync([kept], cancellation)
            : await CurrentAsync(applicant.Id, cancellation);

    private async Task<PayeeAccount?> CurrentAsync(PersonId person, CancellationToken cancellation) =>
        (await OpenAsync(person, cancellation)).MaxBy(account => account.Id.Value);

    /// <summary>Those entered in this very act included.</summary>
    private async Task<List<PayeeAccount>> OpenAsync(PersonId person, CancellationToken cancellation)
    {
        var accounts = work.Db.Set<PayeeAccount>();
        await accounts.Where(account => account.PersonId == person && account.ClosedOn == null).LoadAsync(cancellation);
        return [.. accounts.Local.Where(account => account.PersonId == person && account.ClosedOn is null)];
    }
}
