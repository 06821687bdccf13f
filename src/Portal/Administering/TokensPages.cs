using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Integrating;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Administering;

/// <summary>Tokens for programs of others: which are good, and until when; issued, shown once, and taken back.</summary>
internal static class TokensPages
{
    /// <summary>Long enough to be useful and short enough to be looked at again.</summary>
    private const int UsualDays = 90;

    public static void MapTokens(this IEndpointRouteBuilder pages)
    {
        var tokens = pages.MapGroup("/admin/tokens").RequireAuthorization().ForHolders(Role.Administrator);
        tokens.MapGet("", async (string? done, TokensReading reading, TimeProvider time, HttpContext http) => Page.Of<TokensPage>([.. await ShownAsync(reading, time, http), (nameof(TokensPage.Done), done == "revoked")]));
        tokens.MapPost("", IssueAsync);
        tokens.MapPost("/{id:guid}/revoke", RevokeAsync);
        tokens.MapGet("/{id:guid}/revoke", () => Page.SeeOther("/admin/tokens")); // where signing in again leads after a post
    }

    /// <summary>Answered in place: the secret stands in this one answer, and in no address that could be opened again.</summary>
    private static async Task<IResult> IssueAsync(TokensReading reading, IActs acts, TimeProvider time, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Trying.RunAsync<IssuedToken>(
            async () =>
            {
                var lastDay = Answer.Day(form["lastDay"].ToString().Trim()) ?? throw new RefusedException("token.day-missing", "lastDay");
                var request = new TokenRequest(form["name"].ToString(), form["userName"].ToString(), lastDay);
                return await acts.RunAsync<IssueToken, IssuedToken>((act, token) => act.IssueAsync(request, http.Visitor().Actor, token), http.RequestAborted);
            },
            issued => Page.Of<TokenIssued>((nameof(TokenIssued.Token), issued.Token), (nameof(TokenIssued.Name), form["name"].ToString().Trim())),
            async faults => Page.Faulty<TokensPage>([.. await ShownAsync(reading, time, http), (nameof(TokensPage.Written), form), (nameof(TokensPage.Faults), faults)]));
    }

    private static async Task<IResult> RevokeAsync(Guid id, IActs acts, HttpContext http)
    {
        await acts.RunAsync<RevokeToken, ApiTokenId>((act, token) => act.RevokeAsync(new(id), http.Visitor().Actor, token), http.RequestAborted);
        return Page.SeeOther("/admin/tokens?done=revoked");
    }

    private static async Task<(string, object?)[]> ShownAsync(TokensReading reading, TimeProvider time, HttpContext http) =>
    [
        (nameof(TokensPage.Tokens), await reading.ReadAsync(http.Visitor().Actor, http.RequestAborted)),
        (nameof(TokensPage.Accounts), await reading.AccountsAsync(http.Visitor().Actor, http.RequestAborted)),
        (nameof(TokensPage.Usual), LocalDay.Today(time).AddDays(UsualDays)),
    ];
}
