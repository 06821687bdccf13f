using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Applying;

/// <summary>The services, and the way into an application.</summary>
internal static class CataloguePages
{
    public static void MapCatalogue(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/", (HttpContext http) => Page.SeeOther(http.Visitor().FirstPage));
        pages.MapGet("/services", CatalogueAsync);
        pages.MapGet("/services/{id}", async (string id, ServiceCatalogue services, IUnitOfWork work, HttpContext http) =>
            Page.Of<ServicePage>((nameof(ServicePage.Service), (await services.CurrentAsync(work.Db, id, http.RequestAborted)).Package)));
        pages.MapPost("/services/{id}/apply", BeginAsync).RequireAuthorization();
        pages.MapGet("/services/{id}/apply", (string id) => Page.SeeOther($"/services/{id}")).RequireAuthorization(); // after signing in
    }

    private static async Task<IResult> CatalogueAsync(ServiceCatalogue services, IUnitOfWork work, HttpContext http)
    {
        var ids = await work.Db.Set<ServiceVersion>().AsNoTracking().Where(version => version.State == ServiceState.Published)
            .OrderBy(version => version.ServiceId).Select(version => version.Id).ToListAsync(http.RequestAborted);
        var offers = new List<ServiceDescription>();
        foreach (var id in ids)
            offers.Add((await services.GetAsync(work.Db, id, http.RequestAborted)).Description);
        return Page.Of<Catalogue>((nameof(Catalogue.Offers), offers));
    }

    private static async Task<IResult> BeginAsync(string id, IActs acts, IUnitOfWork work, FieldProtector protector, HttpContext http)
    {
        var visitor = http.Visitor();
        var intake = visitor.Holds(Role.StationClerk) ? Intake.Station : visitor.Holds(Role.VillageHelper) ? Intake.Village : Intake.Self;
        var prefilled = intake == Intake.Self && visitor.Account?.PersonId is { } own ? await KnownAsync(own, work.Db, protector, http.RequestAborted) : [];
        var draft = await acts.RunAsync<WriteDraft, DraftId>((act, token) => act.BeginAsync(id, intake, prefilled, visitor.Actor, token), http.RequestAborted);
        return Page.SeeOther($"/drafts/{draft}");
    }

    /// <summary>What the register knows of the person whose account this is.</summary>
    private static async Task<JsonObject> KnownAsync(PersonId id, DbContext db, FieldProtector protector, CancellationToken cancellation)
    {
        var person = await db.Set<Person>().AsNoTracking().FirstAsync(person => person.Id == id, cancellation);
        var answers = new JsonObject
        {
            [FormKeys.Category] = person.Category == PersonCategory.Veteran ? "veteran" : "special-care",
            [FormKeys.ApplicantName] = person.Name,
            [FormKeys.CitizenId] = person.CitizenId(protector),
        };
        if (person.Phone(protector) is { } phone)
            answers[FormKeys.Mobile] = phone;
        if (await db.Set<PayeeAccount>().AsNoTracking().Where(account => account.PersonId == id && account.ClosedOn == null).OrderByDescending(account => account.Id).FirstOrDefaultAsync(cancellation) is { } account)
        {
            answers[FormKeys.AccountName] = account.HolderName;
            answers[FormKeys.BankName] = account.BankName;
            answers[FormKeys.AccountNumber] = account.Number(protector);
        }

        return answers;
    }
}
