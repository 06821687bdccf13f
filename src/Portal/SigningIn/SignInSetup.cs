using System.Threading.RateLimiting;
using AidWorkflow.Portal.Hosting;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;

namespace AidWorkflow.Portal.SigningIn;

internal static class SignInSetup
{
    /// <summary>The rate limit of pages on which somebody may guess: sign-in and the public look-up by receipt number.</summary>
    public const string Guessing = "guessing";

    private static readonly TimeSpan Day = TimeSpan.FromHours(9);

    public static IServiceCollection AddSignIn(this IServiceCollection services, PortalSettings settings)
    {
        services.AddDataProtection().SetApplicationName("AidWorkflow");
        services.AddSingleton<SessionKeys>();
        services.AddOptions<KeyManagementOptions>().Configure<SessionKeys>((keys, repository) => keys.XmlRepository = repository);
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.ConfigureApplicationCookie(cookie =>
        {
            cookie.Cookie.Name = "aid";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            // Behind the proxy of a real site every request is https; a demo on loopback is not.
            cookie.Cookie.SecurePolicy = settings.Production ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            cookie.LoginPath = "/sign-in";
            cookie.AccessDeniedPath = "/no-right";
            cookie.ReturnUrlParameter = "back";
            cookie.ExpireTimeSpan = Day;
            cookie.SlidingExpiration = true;
            cookie.Events.OnSigningIn = SignInRecord.EnteredAsync;
            var onwards = cookie.Events.OnRedirectToLogin;
            cookie.Events.OnRedirectToLogin = async context =>
            {
                if (await context.HttpContext.RequestServices.GetRequiredService<SentTooLate>().KeepAsync(context.HttpContext))
                    context.Response.Redirect($"{cookie.LoginPath}?back={SentTooLate.Place}");
                else
                    await onwards(context);
            };
        });
        services.Configure<CookieAuthenticationOptions>(IdentityConstants.TwoFactorUserIdScheme, cookie => // between password and code, or question and passkey
        {
            cookie.Cookie.Name = "aid-half";
            cookie.Cookie.SecurePolicy = settings.Production ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        });
        services.AddIdentityCore<Member>(identity =>
        {
            identity.Lockout.MaxFailedAccessAttempts = 5;
            identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
            identity.Password.RequiredLength = 10;
            identity.Password.RequireNonAlphanumeric = false;
            identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3; // with passkeys
        }).AddSignInManager().AddTokenProvider<AuthenticatorCodes>(TokenOptions.DefaultAuthenticatorProvider);
        services.Configure<IdentityPasskeyOptions>(passkeys =>
        {
            passkeys.ServerDomain = settings.SignIn.PasskeyDomain;
            passkeys.UserVerificationRequirement = "required"; // it stands for both factors
            passkeys.ResidentKeyRequirement = "required"; // so that nobody has to type a name first
        });
        services.AddSingleton<FormOwner>();
        services.AddSingleton<SentTooLate>();
        services.AddScoped<LateLabels>();
        services.AddScoped<Secrets>();
        services.AddScoped<IUserStore<Member>, MemberStore>();
        services.AddSingleton<ILookupNormalizer, LowerCaseNames>();
        services.AddScoped<DemoSignIn>().AddScoped<SignInRecord>();
        services.AddOrganisation(settings);
        services.AddAuthorization();
        services.AddHttpContextAccessor();
        services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests; // told in words by StatusPages
            // By purpose: who mistypes a receipt number a few times must not lock a whole office out of signing in.
            limits.AddPolicy(Guessing, context => RateLimitPartition.GetFixedWindowLimiter(
                $"{(context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText} {context.Connection.RemoteIpAddress}", _ => new FixedWindowRateLimiterOptions { PermitLimit = settings.SignIn.TriesAMinute, Window = TimeSpan.FromMinutes(1) }));
        });
        return services;
    }
}
