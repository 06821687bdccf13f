using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Applying;

/// <summary>What can be applied for, and what an application begins with.</summary>
public sealed class Offers(IUnitOfWork work, ServiceCatalogue services, FieldProtector protector)
{
    public async Task<IReadOnlyList<ServiceDescription>> AllAsync(CancellationToken cancellation)
    {
        var ids = await work.Db.Set<ServiceVersion>().AsNoTracking().Where(version => version.State == ServiceState.Published)
            .OrderBy(version => version.ServiceId).Select(version => version.Id).ToListAsync(cancellation);
        var offers = new List<ServiceDescription>();
        foreach (var id in ids)
            offers.Add((await services.GetAsync(work.Db, id, cancellation)).Description);
        return offers;
    }

    /// <exception cref="RefusedException">service.unknown</exception>
    public async Task<ServicePackage> OneAsync(string id, CancellationToken cancellation) => (await services.CurrentAsync(work.Db, id, cancellation)).Package;

    /// <summary>By whom the application comes, and what is known already of whoever applies for himself.</summary>
    public async Task<(Intake Intake, JsonObject Known)> BeginningAsync(Visitor visitor, CancellationToken cancellation)
    {
        var intake = visitor.Holds(Role.StationClerk) ? Intake.Station : visitor.Holds(Role.VillageHelper) ? Intake.Village : Intake.Self;
        return (intake, intake == Intake.Self && visitor.Account?.PersonId is { } own ? await KnownAsync(own, cancellation) : []);
    }

    /// <summary>What the register knows of the person whose account this is.</summary>
    private async Task<JsonObject> KnownAsync(PersonId id, CancellationToken cancellation)
    {
        var db = work.Db;
        var person = await db.Set<Person>().AsNoTracking().FirstAsync(person => person.Id == id, cancellation);
        var answers = new JsonObject
        {
            [FormKeys.Category] = person.Category == PersonCategory.Veteran ? "veteran" : "special-care",
            [FormKeys.ApplicantName] = person.Name,
            [FormKeys.CitizenId] = person.CitizenId(protector),
        };
        if (person.Phone(protector) is { } phone)
        {
            answers[FormKeys.Mobile] = phone;
            if (person.PhoneOwner is { } owner)
                answers[FormKeys.MobileOwner] = Applicants.OwnerKey(owner);
        }

        if (await db.Set<PayeeAccount>().AsNoTracking().Where(account => account.PersonId == id && account.ClosedOn == null).OrderByDescending(account => account.Id).FirstOrDefaultAsync(cancellation) is { } account)
        {
            answers[FormKeys.AccountName] = account.HolderName;
            answers[FormKeys.BankName] = account.BankName;
            answers[FormKeys.AccountNumber] = account.Number(protector);
        }

        return answers;
    }
}
