using AidWorkflow.Cases.Integrating;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AidWorkflow.Portal.Api.Administering;

/// <summary>
/// Tokens, for administrators who signed in. A token cannot issue another: taking it back must end everything that it could do. No idempotency key
/// either, for an answer that is kept would hold the secret.
/// </summary>
internal static class TokensApi
{
    public static void MapTokens(this RouteGroupBuilder admin)
    {
        var tokens = admin.MapGroup("/tokens").BySessionOnly();
        tokens.MapGet("", async (int? page, TokensReading reading, Asking asking) => Paging.Of(await reading.ReadAsync(asking.Actor, asking.Cancellation), page))
            .Called("tokens", "Tokens of the accounts that I answer for.");
        tokens.MapPost("", async Task<Created<IssuedToken>> (NewToken said, Asking asking) => TypedResults.Created((string?)null,
                await asking.DoAsync<IssueToken, IssuedToken>((act, actor, token) => act.IssueAsync(new(said.Name, said.UserName, said.LastDay), actor, token))))
            .Called("issueToken", "Issue a token. Its secret is told this once.");
        tokens.MapDelete("/{id:guid}", async (Guid id, Asking asking) =>
        {
            await asking.DoAsync<RevokeToken, ApiTokenId>((act, actor, token) => act.RevokeAsync(new(id), actor, token));
            return TypedResults.NoContent();
        }).Called("revokeToken", "Take a token back, at once.");
    }
}
