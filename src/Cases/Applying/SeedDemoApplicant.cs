using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <summary>Enters the demo applicant into the register, made up and marked so, and links the account: a demo then shows a form that is filled in from the register.</summary>
public sealed class SeedDemoApplicant(IUnitOfWork work, PersonRegister register, CasePayees payees, TimeProvider time)
{
    private const string UserName = "applicant1";
    private const string Name = "孙示例"; // "example": nobody's name
    private const string Number = "37040219650801901";
    private const string Card = "621700009990000001";

    /// <returns>Whether the person was entered now.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var today = LocalDay.Today(time);
        if (await work.Db.Set<Account>().FirstOrDefaultAsync(account => account.UserName == UserName && account.IsDemo && account.PersonId == null, cancellation) is not { } account)
            return false;
        var village = await work.Db.Set<RoleAssignment>().Where(held => held.AccountId == account.Id && held.Role == Role.Applicant).Select(held => held.UnitId).FirstAsync(cancellation);
        var id = CitizenId.Parse(Number + CitizenId.CheckDigit(Number), today);
        if (await register.FindAsync(id, cancellation) is not null)
            return false;
        var person = await register.EnterAsync(new NewPerson(PersonName.Parse(Name), id, PersonCategory.Veteran, village)
        {
            Phone = Mobile.Parse("19909999001"),
            PhoneOwner = PhoneOwner.Self,
            IsSynthetic = true,
        }, cancellation);
        register.Join(person, register.EnterHousehold(village, 2, synthetic: true), Kinship.Head, today);
        await payees.EnterAsync(person.Id, Name, Card + BankCard.CheckDigit(Card), "枣庄银行", cancellation);
        account.LinkTo(person.Id);
        return true;
    }
}
