using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AidWorkflow.Portal.Tests.SigningIn;

/// <summary>A provider of OpenID Connect on loopback that lets in whom it is told, and lies where a test wants it to.</summary>
internal sealed class FakeProvider : IAsyncDisposable
{
    public const string ClientId = "aid-portal";
    public const string ClientSecret = "a secret of the tests";

    private readonly WebApplication app;
    private readonly RSA own = RSA.Create(2048);
    private readonly RSA foreign = RSA.Create(2048);
    private readonly Dictionary<string, (string Nonce, string Challenge)> codes = new(StringComparer.Ordinal);

    private FakeProvider(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    /// <summary>Who signs in there.</summary>
    public string Name { get; set; } = "";

    /// <summary>What about the next token is wrong.</summary>
    public string? Wrong { get; set; }

    /// <summary>A code was asked for with a challenge and given out for the verifier that belongs to it.</summary>
    public bool Challenged { get; private set; }

    public static async Task<FakeProvider> OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new FakeProvider(builder.Build());
        provider.app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = provider.Address.ToString(),
            authorization_endpoint = new Uri(provider.Address, "/authorize"),
            token_endpoint = new Uri(provider.Address, "/token"),
            jwks_uri = new Uri(provider.Address, "/keys"),
        }));
        provider.app.MapGet("/keys", () =>
        {
            var parameters = provider.own.ExportParameters(includePrivateParameters: false);
            return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", kid = "1", alg = "RS256", n = Base64UrlEncoder.Encode(parameters.Modulus!), e = Base64UrlEncoder.Encode(parameters.Exponent!) } } });
        });
        provider.app.MapGet("/authorize", (Delegate)provider.Authorize);
        provider.app.MapPost("/token", (Delegate)provider.TokenAsync);
        await provider.app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        own.Dispose();
        foreign.Dispose();
    }

    private IResult Authorize(HttpContext context)
    {
        var asked = context.Request.Query;
        var code = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(16));
        codes[code] = (asked["nonce"].ToString(), asked["code_challenge_method"] == "S256" ? asked["code_challenge"].ToString() : "");
        return Results.Redirect(QueryHelpers.AddQueryString(asked["redirect_uri"].ToString(), new Dictionary<string, string?> { [Wrong == "cancelled" ? "error" : "code"] = Wrong == "cancelled" ? "access_denied" : code, ["state"] = asked["state"] }));
    }

    private async Task<IResult> TokenAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var proof = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (!codes.Remove(form["code"].ToString(), out var known) || known.Challenge != proof || form["client_secret"] != ClientSecret)
            return Results.BadRequest(new { error = "invalid_grant" });
        Challenged = true;
        var now = TimeProvider.System.GetUtcNow();
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["iss"] = Wrong == "issuer" ? "https://elsewhere.example" : Address.ToString(),
            ["aud"] = Wrong == "audience" ? "another" : ClientId,
            ["sub"] = "4711",
            ["preferred_username"] = Name,
            ["nonce"] = Wrong == "nonce" ? "another" : known.Nonce,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(Wrong == "expired" ? -10 : 5).ToUnixTimeSeconds(),
        };
        var key = new RsaSecurityKey(Wrong == "signature" ? foreign : own) { KeyId = "1", CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };
        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(JsonSerializer.Serialize(claims), new SigningCredentials(key, SecurityAlgorithms.RsaSha256));
        return Results.Json(new { access_token = "of no use", token_type = "Bearer", id_token = token });
    }
}
