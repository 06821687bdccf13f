using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Designer.Managing;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AidWorkflow.Portal.Designing;

/// <summary>
/// Elsa Studio at /studio, where an operator has turned it on: its elements on pages of ours. It calls the management API with the session of whoever signed in here, so it
/// has no sign-in, no password and no token of its own.
/// </summary>
internal static class StudioPages
{
    public const string Address = "/studio";

    public static void MapStudio(this IEndpointRouteBuilder pages, StudioSettings settings)
    {
        if (!settings.Enabled)
            return;
        var files = new StudioFiles(settings.Files);
        var studio = pages.MapGroup(Address).RequireAuthorization().ForHolders(Role.Administrator).AddEndpointFilter((context, next) =>
        {
            SecurityHeaders.MayCompile(context.HttpContext.Response);
            return next(context);
        });
        studio.MapGet("", () => Show("elsa-workflow-definition-list"));
        studio.MapGet("/definitions/{id}", async (string id, IActs acts, HttpContext http) =>
        {
            var version = await acts.RunAsync<DefinitionShelf, ManagedVersion>((shelf, token) => shelf.GetAsync(http.Visitor().Actor, id, VersionWish.Latest, token), http.RequestAborted);
            return Show("elsa-workflow-definition-editor", id, asksReason: version.Service is not null);
        });
        studio.MapGet("/instances", () => Show("elsa-workflow-instance-list"));
        studio.MapGet("/instances/{id:guid}", (Guid id) => Show("elsa-workflow-instance-viewer", $"{id}"));
        studio.MapGet("/appsettings.json", (HttpContext http) => Results.Text(new JsonObject { ["Backend"] = new JsonObject { ["Url"] = Api(http.Request) } }.ToJsonString(), "application/json"));
        studio.MapGet("/_framework/{**path}", (string path, HttpContext http) => files.Answer($"_framework/{path}", http));
        studio.MapGet("/_content/{**path}", (string path, HttpContext http) => files.Answer($"_content/{path}", http));
        studio.MapGet("/{name}.styles.css", (string name, HttpContext http) => files.Answer($"{name}.styles.css", http));
    }

    public static string Api(HttpRequest request) => $"{request.Scheme}://{request.Host}{DesigningSetup.Address}";

    private static RazorComponentResult Show(string element, string? id = null, bool asksReason = false) =>
        Page.Of<StudioPage>((nameof(StudioPage.Element), element), (nameof(StudioPage.Id), id), (nameof(StudioPage.AsksReason), asksReason));
}
