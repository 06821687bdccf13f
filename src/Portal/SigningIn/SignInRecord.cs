using System.Security.Claims;
using AidWorkflow.Cases.Accounts;
using AidWorkflow.Cases.Acting;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace AidWorkflow.Portal.SigningIn;

/// <summary>Puts on record who signs in, however they do it, before the session goes out; and who failed to.</summary>
internal sealed class SignInRecord(IActs acts, UserManager<Member> members, IHttpContextAccessor context)
{
    private CancellationToken Cancellation => context.HttpContext?.RequestAborted ?? CancellationToken.None;

    /// <summary>A session renewed within itself, as after a new password, is no sign-in.</summary>
    public static async Task EnteredAsync(CookieSigningInContext signingIn)
    {
        if (signingIn.Principal?.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id || !Guid.TryParse(id, out var account)
            || signingIn.HttpContext.User.FindFirstValue(ClaimTypes.NameIdentifier) == id)
            return;
        var ways = signingIn.Principal.FindAll(FirstThings.WayClaim).Select(claim => claim.Value).ToList();
        await signingIn.HttpContext.RequestServices.GetRequiredService<IActs>().RunAsync<SignInLog, bool>(
            (act, token) => act.NoteAsync(new(account), SignInLog.Entered, ways.Contains("mfa") ? "mfa" : ways.LastOrDefault() ?? "pwd", null, token), signingIn.HttpContext.RequestAborted);
    }

    public Task LeftAsync(AccountId account) => acts.RunAsync<SignInLog, bool>((act, token) => act.NoteAsync(account, SignInLog.Left, null, null, token), Cancellation);

    /// <summary>Whether the account was locked before somebody tries, so that the try that locks it is told from those after it.</summary>
    public async Task<bool> IsLockedAsync(string? userName) => Named(userName) is { } name && await members.FindByNameAsync(name) is { } member && await members.IsLockedOutAsync(member);

    /// <param name="wasLocked">As <see cref="IsLockedAsync"/> said before.</param>
    public async Task FailedAsync(string? userName, string way, bool wasLocked)
    {
        var member = Named(userName) is { } name ? await members.FindByNameAsync(name) : null;
        if (member is null)
        {
            await acts.RunAsync<SignInLog, bool>((act, _) => act.NoteUnknownAsync(userName, way), Cancellation);
            return;
        }

        await FailedAsync(member, way, wasLocked, member.Account.Active ? "wrong" : "closed");
    }

    public async Task FailedAsync(Member member, string way, bool wasLocked, string why)
    {
        var locks = !wasLocked && await members.FindByIdAsync(member.Account.Id.ToString()) is { } now && await members.IsLockedOutAsync(now);
        await acts.RunAsync<SignInLog, bool>((act, token) => act.NoteFailedAsync(member.Account.Id, way, wasLocked ? "locked" : why, locks, token), Cancellation);
    }

    public Task UnknownAsync(string? tried, string way) => acts.RunAsync<SignInLog, bool>((act, _) => act.NoteUnknownAsync(tried, way), Cancellation);

    private static string? Named(string? userName) => userName?.Trim() is { Length: > 0 and <= 200 } name ? name : null;
}
