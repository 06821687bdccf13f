using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using AidWorkflow.Portal.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace AidWorkflow.Portal.SigningIn;

/// <summary>
/// Signing in with an account of the organisation (OpenID Connect: code flow with PKCE, signed id_token, nonce). It names an account that an
/// administrator opened here; none is ever made by it, and roles stay ours.
/// </summary>
internal sealed class OrganisationSignIn(
    IOptionsMonitor<OAuthOptions> options, ILoggerFactory logger, UrlEncoder encoder, OidcSettings provider, IConfigurationManager<OpenIdConnectConfiguration> discovery, TimeProvider time)
    : OAuthHandler<OAuthOptions>(options, logger, encoder)
{
    public const string Name = "organisation";

    /// <summary>Where somebody lands whom the provider did not sign in; the words stand at <see cref="WordsOf"/>.</summary>
    private const string Failed = "/sign-in?failed=";

    private const string Refused = "organisation";
    private const string Away = "organisation-away";
    private const string Left = "organisation-left";

    private const string Nonce = "nonce";

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        try
        {
            await DiscoverAsync();
        }
        catch (InvalidOperationException fault)
        {
            Logger.OrganisationRefused(fault.Message); // the provider cannot be reached
            Response.Redirect(Failed + Away);
            return;
        }

        properties.Items[Nonce] = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32)); // travels back within the sealed state
        await base.HandleChallengeAsync(properties);
    }

    /// <summary>Whether the account, the person or the provider is why nobody was signed in: they do different things about it.</summary>
    public static string Landing(string? error, Exception? failure) => Failed + (error == "access_denied" ? Left : failure is HttpRequestException or IOException or OperationCanceledException or InvalidOperationException ? Away : Refused);

    /// <param name="failed">As it stands in the address.</param>
    public static string? WordsOf(string? failed) => failed switch
    {
        Refused => SignInPages.Said("单位账号没有登录成功：该账号在本系统没有开户，或登录没有完成。请联系管理员。", "Your organisation's account did not sign you in: it has no account here, or the sign-in was not finished. Ask your administrator."),
        Away => SignInPages.Said("现在连不上单位的统一登录。请过一会儿再试，或用本系统的密码登录。", "Your organisation's sign-in cannot be reached just now. Try again in a while, or use your password here."),
        Left => SignInPages.Said("您在单位的统一登录中取消了登录。可以再试一次，或用本系统的密码登录。", "You left your organisation's sign-in before it was finished. Try again, or use your password here."),
        _ => null,
    };

    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri) =>
        QueryHelpers.AddQueryString(base.BuildChallengeUrl(properties, redirectUri), Nonce, properties.Items[Nonce]!);

    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        await DiscoverAsync();
        return await base.HandleRemoteAuthenticateAsync();
    }

    protected override async Task<AuthenticationTicket> CreateTicketAsync(ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        var token = tokens.Response!.RootElement.TryGetProperty("id_token", out var sent) ? sent.GetString() : null;
        var claims = await ValidateAsync(token ?? throw new AuthenticationFailureException("The provider sent no id_token."));
        if (!properties.Items.Remove(Nonce, out var nonce) || !claims.TryGetValue(Nonce, out var answered) || !string.Equals(nonce, answered as string, StringComparison.Ordinal))
            throw new AuthenticationFailureException("The id_token answers another question.");

        var signIn = Context.RequestServices.GetRequiredService<SignInManager<Member>>();
        var name = claims.TryGetValue(provider.NameClaim, out var named) ? named as string : null;
        if (string.IsNullOrWhiteSpace(name) || await signIn.UserManager.FindByNameAsync(name) is not { } member || await signIn.UserManager.IsLockedOutAsync(member))
            throw new AuthenticationFailureException("The claim names no account that may sign in.");
        var principal = await signIn.CreateUserPrincipalAsync(member);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new(FirstThings.WayClaim, FirstThings.ByOrganisation));
        properties.StoreTokens([]); // nothing of the provider's is kept
        return new AuthenticationTicket(principal, properties, Name);
    }

    private async Task<IDictionary<string, object>> ValidateAsync(string token)
    {
        var configuration = await discovery.GetConfigurationAsync(Context.RequestAborted);
        var parameters = new TokenValidationParameters
        {
            ValidIssuer = configuration.Issuer,
            ValidAudience = provider.ClientId,
            IssuerSigningKeys = configuration.SigningKeys,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSsaPssSha256],
            LifetimeValidator = (from, until, _, _) => until > time.GetUtcNow().UtcDateTime - Skew && (from is not { } begins || begins <= time.GetUtcNow().UtcDateTime + Skew),
        };
        var read = new JsonWebTokenHandler { MapInboundClaims = false };
        var result = await read.ValidateTokenAsync(token, parameters);
        if (!result.IsValid && result.Exception is SecurityTokenSignatureKeyNotFoundException)
            discovery.RequestRefresh(); // the provider may have changed its keys: the next attempt asks anew
        return result.IsValid ? result.Claims : throw new AuthenticationFailureException("The id_token is not valid.", result.Exception);
    }

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    private async Task DiscoverAsync()
    {
        var configuration = await discovery.GetConfigurationAsync(Context.RequestAborted);
        (Options.AuthorizationEndpoint, Options.TokenEndpoint) = (configuration.AuthorizationEndpoint, configuration.TokenEndpoint);
    }
}

internal static class OrganisationSetup
{
    private const string Back = "/sign-in/organisation/back";

    public static IServiceCollection AddOrganisation(this IServiceCollection services, PortalSettings settings)
    {
        if (settings.SignIn.Oidc is not { } oidc)
            return services;
        services.AddSingleton(oidc);
        services.AddSingleton<IConfigurationManager<OpenIdConnectConfiguration>>(_ => new ConfigurationManager<OpenIdConnectConfiguration>(
            $"{oidc.Authority!.AbsoluteUri.TrimEnd('/')}/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever { RequireHttps = !oidc.Authority.IsLoopback }));
        services.AddAuthentication().AddOAuth<OAuthOptions, OrganisationSignIn>(OrganisationSignIn.Name, options =>
        {
            (options.ClientId, options.ClientSecret, options.CallbackPath) = (oidc.ClientId, oidc.ClientSecret, Back);
            (options.AuthorizationEndpoint, options.TokenEndpoint) = (oidc.Authority!.AbsoluteUri, oidc.Authority.AbsoluteUri); // until they are discovered
            options.SignInScheme = IdentityConstants.ApplicationScheme;
            options.UsePkce = true;
            options.SaveTokens = false;
            options.Scope.Add("openid");
            options.Scope.Add("profile");
            options.CorrelationCookie.SameSite = SameSiteMode.Lax; // the provider leads back by a link
            options.CorrelationCookie.SecurePolicy = settings.Production ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            options.Events.OnRemoteFailure = async failed =>
            {
                await failed.HttpContext.RequestServices.GetRequiredService<SignInRecord>().UnknownAsync(null, FirstThings.ByOrganisation);
                failed.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger<OrganisationSignIn>().OrganisationRefused(failed.Failure?.Message);
                failed.HandleResponse();
                failed.Response.Redirect(OrganisationSignIn.Landing(failed.Request.Query["error"], failed.Failure));
            };
        });
        return services;
    }

    public static void MapOrganisation(this IEndpointRouteBuilder pages) => pages.MapGet("/sign-in/organisation", (string? back, PortalSettings settings) => settings.SignIn.Oidc is null
        ? Results.NotFound()
        : Results.Challenge(new AuthenticationProperties { RedirectUri = SignInPages.Local(back) ?? "/" }, [OrganisationSignIn.Name]));
}
