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
        pages.MapGet("/sign-in", (string? back) => Page.Of<SignInPage>((nameof(SignInPage.Back), back)));
        pages.MapPost("/sign-in", SignInAsync).RequireRateLimiting(SignInSetup.Guessing);
        pages.MapPost("/sign-out", SignOutAsync);
        pages.MapGet("/choose", Choose);
    }

    private static async Task<IResult> SignInAsync(
        [FromForm] string? userName, [FromForm] string? password, [FromForm] string? back, SignInManager<Member> signIn, HttpContext http)
    {
        // The same words whether the name, the password or both are wrong: nobody learns which names exist.
        var result = await signIn.PasswordSignInAsync(userName?.Trim() ?? "", password ?? "", isPersistent: false, lockoutOnFailure: true);
        if (result.Succeeded)
            return Page.SeeOther(Local(back) ?? "/");
        var english = Serving.Speech.Of(System.Globalization.CultureInfo.CurrentUICulture) == "en";
        var words = result.IsLockedOut
            ? english ? "Too many wrong passwords. Wait 15 minutes and try again, or ask your administrator." : "密码错误次数过多，请 15 分钟后再试，或联系管理员。"
            : english ? "The user name or the password is not right. Check both and try again." : "用户名或密码不正确，请检查后重试。";
        return Page.Faulty<SignInPage>((nameof(SignInPage.UserName), userName), (nameof(SignInPage.Back), back), (nameof(SignInPage.Faults), new Faults([new("userName", words)])));
    }

    private static async Task<IResult> SignOutAsync(SignInManager<Member> signIn)
    {
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
    private static string? Local(string? back) => back is ['/', not ('/' or '\\'), ..] or "/" && !back.Any(char.IsControl) ? back : null; // browsers pass over tabs and line breaks
}
