using AidWorkflow.Portal.Showing;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace AidWorkflow.Portal.SigningIn;

/// <summary>Signing in and out, and choosing language and type size.</summary>
internal static class SignInPages
{
    private static readonly CookieOptions Remembered = new() { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, IsEssential = true, HttpOnly = true };

    public static void MapSignIn(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/no-right", () => StatusPages.Of(StatusCodes.Status403Forbidden));
        pages.MapGet("/sign-in", (string? back, string? failed) => Page.Of<SignInPage>((nameof(SignInPage.Back), back), (nameof(SignInPage.Faults), OrganisationSignIn.WordsOf(failed) is { } words ? new Faults([new(null, words)]) : Faults.None)));
        pages.MapPost("/sign-in", SignInAsync).RequireRateLimiting(SignInSetup.Guessing);
        pages.MapGet("/sign-in/code", async (string? back, SignInManager<Member> signIn) =>
            await signIn.GetTwoFactorAuthenticationUserAsync() is null ? Page.SeeOther("/sign-in") : Page.Of<CodePage>((nameof(CodePage.Back), back)));
        pages.MapPost("/sign-in/code", CodeAsync).RequireRateLimiting(SignInSetup.Guessing);
        pages.MapPost("/sign-out", SignOutAsync);
        pages.MapGet("/choose", Choose);
        pages.MapGet(SentTooLate.Place, IResult (SentTooLate late, HttpContext http) => late.Read(http) is { } post ? Page.Of<AgainPage>((nameof(AgainPage.Late), post)) : Page.SeeOther("/")).RequireAuthorization();
        pages.MapPost(SentTooLate.Place, IResult (SentTooLate late, HttpContext http) =>
        {
            var address = late.Read(http)?.Address;
            late.Forget(http);
            return Page.SeeOther(address ?? "/"); // a page stands where a form was posted to
        }).RequireAuthorization();
    }

    private static async Task<IResult> SignInAsync(
        [FromForm] string? userName, [FromForm] string? password, [FromForm] string? back, SignInManager<Member> signIn, SignInRecord record, TimeProvider time)
    {
        var wasLocked = await record.IsLockedAsync(userName);
        // The same words whether the name, the password or both are wrong: nobody learns which names exist.
        var result = await signIn.PasswordSignInAsync(userName?.Trim() ?? "", password ?? "", isPersistent: false, lockoutOnFailure: true);
        if (result.RequiresTwoFactor)
            return Page.SeeOther(Local(back) is { } on ? $"/sign-in/code?back={Uri.EscapeDataString(on)}" : "/sign-in/code");
        var initial = result.Succeeded ? (await signIn.UserManager.FindByNameAsync(userName!))?.Credential.InitialUntil : null;
        if (result.Succeeded && initial is null)
            return Page.SeeOther(Local(back) ?? "/");
        if (result.Succeeded && initial > time.GetUtcNow())
            return Page.SeeOther("/account/password");
        if (result.Succeeded)
        {
            await signIn.SignOutAsync(); // no page would have opened by it
            await record.FailedAsync((await signIn.UserManager.FindByNameAsync(userName!))!, "pwd", wasLocked, "expired");
        }
        else
            await record.FailedAsync(userName, "pwd", wasLocked);
        var words = result.Succeeded ? Said("初始密码已过期，请联系管理员重置。", "The initial password has run out. Ask your administrator to reset it.")
            : result.IsLockedOut ? LockedOut
            : Said("用户名或密码不正确，请检查后重试。", "The user name or the password is not right. Check both and try again.");
        return Page.Faulty<SignInPage>((nameof(SignInPage.UserName), userName), (nameof(SignInPage.Back), back), (nameof(SignInPage.Faults), new Faults([new("userName", words)])));
    }

    internal static string LockedOut => Said("错误次数过多，请 15 分钟后再试，或联系管理员。", "Too many wrong attempts. Wait 15 minutes and try again, or ask your administrator.");

    /// <summary>The code of the authenticator app, or one of the recovery codes: wrong ones count towards the lockout as wrong passwords do.</summary>
    private static async Task<IResult> CodeAsync([FromForm] string? code, [FromForm] string? recovery, [FromForm] string? back, SignInManager<Member> signIn, SignInRecord record)
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } member)
            return Page.SeeOther("/sign-in");
        var byRecovery = recovery is { Length: > 0 };
        var wasLocked = await signIn.UserManager.IsLockedOutAsync(member);
        if (byRecovery && wasLocked)
        {
            await record.FailedAsync(member, "recovery", wasLocked, "locked");
            return Wrong(LockedOut);
        }

        var result = byRecovery
            ? await signIn.TwoFactorRecoveryCodeSignInAsync(new string([.. recovery!.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant)]))
            : await signIn.TwoFactorAuthenticatorSignInAsync(new string([.. (code ?? "").Where(char.IsAsciiDigit)]), isPersistent: false, rememberClient: false);
        if (result.Succeeded)
            return Page.SeeOther(Local(back) ?? "/");
        if (byRecovery)
            await signIn.UserManager.AccessFailedAsync(member);
        await record.FailedAsync(member, byRecovery ? "recovery" : "mfa", wasLocked, "wrong");
        return Wrong(result.IsLockedOut ? LockedOut : byRecovery
            ? Said("备用码不正确，或已经用过。", "The recovery code is not right, or was used before.")
            : Said("验证码不正确，或已经用过。请等下一个验证码。", "The code is not right, or was used before. Wait for the next one."));

        IResult Wrong(string words) => Page.Faulty<CodePage>((nameof(CodePage.Back), back), (nameof(CodePage.Recovering), byRecovery), (nameof(CodePage.Faults), new Faults([new(byRecovery ? "recovery" : "code", words)])));
    }

    private static async Task<IResult> SignOutAsync(SignInManager<Member> signIn, SignInRecord record, FormOwner owner, HttpContext http)
    {
        owner.Remember(http);
        if (http.Visitor().Account is { } account)
            await record.LeftAsync(account.Id);
        await signIn.SignOutAsync();
        return Page.SeeOther("/");
    }

    private static IResult Choose(string? language, string? type, string? back, HttpContext http)
    {
        if (language is "zh-CN" or "en")
            http.Response.Cookies.Append(Microsoft.AspNetCore.Localization.CookieRequestCultureProvider.DefaultCookieName, $"c={language}|uic={language}", Remembered);
        if (type is "large" or "normal")
            http.Response.Cookies.Append("type", type, Remembered);
        return Page.SeeOther(Local(back) ?? "/");
    }

    /// <summary>Only a place of our own: a link may not send people elsewhere through us.</summary>
    internal static string? Local(string? back) => back is ['/', not ('/' or '\\'), ..] or "/" && !back.Any(char.IsControl) ? back : null; // browsers pass over tabs and line breaks

    internal static string Said(string chinese, string english) => Serving.Speech.Of(System.Globalization.CultureInfo.CurrentUICulture) == "en" ? english : chinese;
}
