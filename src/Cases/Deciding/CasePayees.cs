using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Deciding;

/// <summary>The account that money for a case goes to.</summary>
public sealed class CasePayees(IUnitOfWork work, PersonRegister register, Succession succession, OtherHolders others, FieldProtector protector, TimeProvider time)
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

    /// <summary>The account as the station verified it. Of a dead applicant only somebody entitled on proof is paid; who was proved once need not be again.</summary>
    /// <exception cref="RefusedException">payee.heir-missing, payee.applicant-alive, and what <see cref="Succession"/> and <see cref="OtherHolders"/> refuse.</exception>
    public async Task SetAsync(CaseFile file, PayeeReport report, CancellationToken cancellation)
    {
        var applicant = await register.GetAsync(file.Case.ApplicantId, cancellation);
        if (applicant.DeceasedOn is null)
        {
            if (report.Heir is not null)
                throw new RefusedException("payee.applicant-alive", "payee.heir");
            await others.RequireAsync(file, applicant.Name, report, await OfAsync(file.Case, applicant, cancellation), cancellation);
            await ChangeAsync(file.Case, report.Name, report.AccountNumber, report.BankName, cancellation);
            return;
        }

        var ground = report.Heir is { } heir
            ? await succession.OfHeirAsync(applicant, heir, file.Today, cancellation)
            : await GroundAsync(applicant, file.Today, cancellation) ?? throw new RefusedException("payee.heir-missing", "payee.heir", ("on", applicant.DeceasedOn));
        await SetAsync(file, ground, report, cancellation);
    }

    /// <summary>Who is on record as entitled for a dead applicant; null for the living, and where nobody is.</summary>
    public async Task<Person?> OnRecordAsync(AidCase aidCase, DateOnly today, CancellationToken cancellation)
    {
        var applicant = await register.GetAsync(aidCase.ApplicantId, cancellation);
        return applicant.DeceasedOn is not null && await GroundAsync(applicant, today, cancellation) is { } ground ? await register.GetAsync(ground.ByPersonId, cancellation) : null;
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
    /// <exception cref="RefusedException">What <see cref="OtherHolders"/> refuses.</exception>
    public async Task SetAsync(CaseFile file, Representative ground, PayeeReport report, CancellationToken cancellation)
    {
        var card = BankCard.Check(report.AccountNumber, "accountNumber");
        var name = PersonName.Parse(report.Name, "accountName");
        var deceased = file.Case.ApplicantId;
        var earlier = await CurrentAsync(deceased, cancellation);
        var entitled = await register.GetAsync(ground.ByPersonId, cancellation);
        await others.RequireAsync(file, entitled.Name, report, earlier?.RepresentativeId == ground.Id ? earlier : null, cancellation);
        earlier?.Close(file.Today);
        register.EnterAccount(deceased, name, card, report.BankName, representative: ground.Id);
    }

    /// <summary>On what ground somebody receives the money of the dead today: as the account that is paid says, or as whoever took over.</summary>
    private async Task<Representative?> GroundAsync(Person deceased, DateOnly today, CancellationToken cancellation)
    {
        var account = await CurrentAsync(deceased.Id, cancellation);
        var ground = account?.RepresentativeId is { } id ? await work.Db.Set<Representative>().FindAsync([id], cancellation) : null;
        if (ground is null || ground.ValidFrom < deceased.DeceasedOn || !ground.Holds(today))
            ground = await succession.HeldByAsync(deceased.Id, today, cancellation);
        return ground is not null && (await register.GetAsync(ground.ByPersonId, cancellation)).DeceasedOn is null ? ground : null;
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
