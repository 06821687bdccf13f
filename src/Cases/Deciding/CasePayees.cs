using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Deciding;

/// <summary>The account that money for a case goes to.</summary>
public sealed class CasePayees(IUnitOfWork work, PersonRegister register, FieldProtector protector, TimeProvider time)
{
    /// <exception cref="RefusedException">payee.none: no account is known.</exception>
    public async Task<Payee> OfAsync(AidCase aidCase, CancellationToken cancellation)
    {
        var account = await CurrentAsync(aidCase.ApplicantId, cancellation) ?? throw new RefusedException("payee.none", "account");
        return new(account.HolderName, account.Number(protector), account.BankName) { BankCode = account.BankCode, Person = aidCase.ApplicantId };
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

    public Task SetAsync(AidCase aidCase, PayeeReport report, CancellationToken cancellation) =>
        SetAsync(aidCase.ApplicantId, report.Name, report.AccountNumber, report.BankName, cancellation);

    private async Task<PayeeAccount?> CurrentAsync(PersonId person, CancellationToken cancellation)
    {
        var accounts = work.Db.Set<PayeeAccount>();
        await accounts.Where(account => account.PersonId == person && account.ClosedOn == null).LoadAsync(cancellation);
        return accounts.Local.Where(account => account.PersonId == person && account.ClosedOn is null).MaxBy(account => account.Id.Value);
    }
}
