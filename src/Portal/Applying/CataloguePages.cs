using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Applying;

/// <summary>The services, and the way into an application.</summary>
internal static class CataloguePages
{
    public static void MapCatalogue(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/", (HttpContext http) => Page.SeeOther(http.Visitor().FirstPage));
        pages.MapGet("/services", async (Offers offers, HttpContext http) => Page.Of<Catalogue>((nameof(Catalogue.Offers), await offers.AllAsync(http.RequestAborted))));
        pages.MapGet("/services/{id}", async (string id, Offers offers, HttpContext http) =>
            Page.Of<ServicePage>((nameof(ServicePage.Service), await offers.OneAsync(id, http.RequestAborted))));
        pages.MapPost("/services/{id}/apply", BeginAsync).RequireAuthorization();
        pages.MapGet("/services/{id}/apply", (string id) => Page.SeeOther($"/services/{id}")).RequireAuthorization(); // after signing in
    }

    private static async Task<IResult> BeginAsync(string id, IActs acts, Offers offers, HttpContext http)
    {
        var (intake, known) = await offers.BeginningAsync(http.Visitor(), http.RequestAborted);
        var draft = await acts.RunAsync<WriteDraft, DraftId>((act, token) => act.BeginAsync(id, intake, known, http.Visitor().Actor, token), http.RequestAborted);
        return Page.SeeOther($"/drafts/{draft}");
    }
}
