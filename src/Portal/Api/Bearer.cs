using System.Security.Claims;
using System.Text.Encodings.Web;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Integrating;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace AidWorkflow.Portal.Api;

/// <summary>
/// Signs a program in by its token, for the one request. It stands for an account and no more: roles and area are read like those of anybody who
/// signs in, and the trail names the program beside the account.
/// </summary>
internal sealed class Bearer(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, PresentedToken tokens, IActs acts)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string Name = "Bearer";

    /// <summary>The name of the program, as the administrator calls it.</summary>
    public const string Program = "aid:program";

    /// <summary>The id of the token.</summary>
    public const string Token = "aid:token";

    /// <summary>Elsa's clients present a token as either.</summary>
    private static readonly string[] Prefixes = [Name + " ", "ApiKey "];

    public static bool IsPresented(HttpRequest request) => Presented(request) is not null;

    private static string? Presented(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return Array.Find(Prefixes, prefix => header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) is { } prefix ? header[prefix.Length..].Trim() : null;
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Presented(Request) is not { } presented)
            return AuthenticateResult.NoResult();
        if (await tokens.FindAsync(presented, Context.RequestAborted) is not { } token)
            return AuthenticateResult.Fail("The token is not good.");
        if (tokens.IsToBeNoted(token))
            await acts.RunAsync<PresentedToken, ApiTokenId>((act, _) => act.NoteAsync(token.Id), Context.RequestAborted);
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, token.ActsAs.ToString()), new(Program, token.Name), new(Token, token.Id.ToString())], Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers[HeaderNames.WWWAuthenticate] = Name;
        return Task.CompletedTask;
    }
}
