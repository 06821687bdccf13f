using System.Threading.RateLimiting;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.SigningIn;
using AidWorkflow.Portal.Api.Administering;
using AidWorkflow.Portal.Api.Applying;
using AidWorkflow.Portal.Api.Following;
using AidWorkflow.Portal.Api.Funds;
using AidWorkflow.Portal.Api.Handling;
using AidWorkflow.Portal.Api.Inbox;
using AidWorkflow.Portal.Api.Meetings;
using AidWorkflow.Portal.Api.Messages;
using AidWorkflow.Portal.Api.Notices;
using AidWorkflow.Portal.Api.Overseeing;
using AidWorkflow.Portal.Api.Payouts;
using AidWorkflow.Portal.Api.Petitioning;
using AidWorkflow.Portal.Api.Rating;
using AidWorkflow.Portal.Api.Receiving;
using AidWorkflow.Portal.Api.Session;
using AidWorkflow.Portal.Calling;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;

namespace AidWorkflow.Portal.Api;

/// <summary>Everything the pages do, as JSON under /api: the same acts, the same reading, the same who and where.</summary>
internal static class ApiSetup
{
    /// <summary>A request with a token is the token's; any other is the session's.</summary>
    private const string TokenOrSession = "token-or-session";

    internal const string Pace = "api";

    public static IServiceCollection AddApi(this IServiceCollection services, PortalSettings settings)
    {
        services.AddAuthentication(TokenOrSession).AddScheme<AuthenticationSchemeOptions, Bearer>(Bearer.Name, configureOptions: null)
            .AddPolicyScheme(TokenOrSession, displayName: null, chosen => chosen.ForwardDefaultSelector = context =>
                ApiProblems.IsForApi(context.Request) && Bearer.IsPresented(context.Request) ? Bearer.Name : IdentityConstants.ApplicationScheme);
        services.ConfigureApplicationCookie(cookie =>
        {
            cookie.Events.OnRedirectToLogin = Told(StatusCodes.Status401Unauthorized, cookie.Events.OnRedirectToLogin);
            cookie.Events.OnRedirectToAccessDenied = Told(StatusCodes.Status403Forbidden, cookie.Events.OnRedirectToAccessDenied);
        });
        services.Configure<RateLimiterOptions>(limits => limits.AddPolicy(Pace, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Visitor().Account is { } account ? $"account {account.Id}" : $"address {context.Connection.RemoteIpAddress}",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = settings.Api.RequestsAMinute, Window = TimeSpan.FromMinutes(1) })));
        services.PostConfigure<JsonOptions>(json => ApiJson.Apply(json.SerializerOptions)); // after what the framework adds to each portal for itself
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true); // so that what cannot be read is told with its place
        services.AddScoped<CallDesk>().AddScoped<Asking>().AddScoped<UnitChanging>();
        return services.AddApiDocument();
    }

    public static void MapApi(this WebApplication app)
    {
        app.MapApiDocument();
        var api = app.MapGroup("/api").DisableAntiforgery().AddEndpointFilter(ApiGuard.AsksAsync).RequireRateLimiting(Pace); // the guard asks a session for its token
        foreach (var status in (int[])[StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests])
            api.ProducesProblem(status);
        api.MapSession();
        api.MapOffers();
        api.MapDrafts();
        api.MapFiles();
        api.MapApplications();
        api.MapTasks();
        api.MapDeputies();
        api.MapPeople();
        api.MapCases();
        api.MapNotices();
        api.MapPayouts();
        api.MapRecoveries();
        api.MapFunds();
        api.MapAdministering();
        api.MapOverseeing();
        api.MapRatings();
        api.MapFollowUps();
        api.MapScorecard();
        api.MapMessages();
        api.MapMeetings();
        api.MapMatters();
        api.MapReceiving();
    }

    /// <summary>A program is told by the status, and never led to a page.</summary>
    private static Func<RedirectContext<CookieAuthenticationOptions>, Task> Told(int status, Func<RedirectContext<CookieAuthenticationOptions>, Task> leads) => context =>
    {
        if (!ApiProblems.IsForApi(context.Request))
            return leads(context);
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };
}
