using AidWorkflow.Cases.Organisation;
using AidWorkflow.Designer.Managing;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Api;
using AidWorkflow.Portal.Hosting;

namespace AidWorkflow.Portal.Designing;

/// <summary>The designer in this house: Elsa's management API for administrators, with sign-in, guards and problems as under /api.</summary>
internal static class DesigningSetup
{
    public const string Address = "/elsa/api";

    public static IServiceCollection AddDesigning(this IServiceCollection services)
    {
        services.AddActs(typeof(ManagementApi).Assembly);
        return services.AddScoped<ICaller, ManagementCaller>();
    }

    public static void MapManagementApi(this WebApplication app)
    {
        var api = app.MapGroup(Address).DisableAntiforgery().AddEndpointFilter(ApiGuard.SignsAsync).RequireRateLimiting(ApiSetup.Pace).RequireAuthorization().ForHolders(Role.Administrator).ExcludeFromDescription();
        foreach (var call in ManagementApi.Calls(KnownActivities.Catalog))
            api.MapMethods(call.Address, [call.Method], (HttpContext http, ICaller caller) => call.AnswerAsync(http, caller));
    }
}
