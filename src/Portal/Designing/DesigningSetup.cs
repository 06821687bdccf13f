using AidWorkflow.Cases.Organisation;
using AidWorkflow.Designer.Managing;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Api;
using AidWorkflow.Portal.Hosting;

namespace AidWorkflow.Portal.Designing;

/// <summary>The designer in this house: Elsa's management API for administrators, and what shows versions for auditors, with sign-in, guards and problems as under /api.</summary>
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
        var api = app.MapGroup(Address).DisableAntiforgery().AddEndpointFilter(ApiGuard.SignsAsync).RequireRateLimiting(ApiSetup.Pace).RequireAuthorization().ExcludeFromDescription();
        var (administrators, auditors) = (api.MapGroup("").ForHolders(Role.Administrator), api.MapGroup("").ForHolders(Role.Administrator, Role.Auditor));
        foreach (var call in ManagementApi.Calls(KnownActivities.Catalog))
            (call.IsForAuditors ? auditors : administrators).MapMethods(call.Address, [call.Method], (HttpContext http, ICaller caller) => call.AnswerAsync(http, caller));
    }
}
