using AidWorkflow.Cases.Accounts;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace AidWorkflow.Portal.SigningIn;

/// <summary>How applicants sign in, and register: by a code sent to their mobile number. The answers are the same whether the number is known or not.</summary>
internal static class MobilePages
{
    public static void MapMobileSignIn(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/sign-in/mobile", (string? back, PortalSettings settings) =>
            settings.SendsTexts ? Page.Of<MobilePage>((nameof(MobilePage.Back), back)) : Page.SeeOther("/sign-in"));
        pages.MapPost("/sign-in/mobile", SendAsync);
        pages.MapPost("/sign-in/mobile/code", EnterAsync).RequireRateLimiting(SignInSetup.Guessing);
        pages.MapGet("/sign-in/mobile/code", () => Page.SeeOther("/sign-in/mobile"));
    }

    private static async Task<IResult> SendAsync([FromForm] string? mobile, [FromForm] string? back, PortalSettings settings, IActs acts, HttpContext http)
    {
        if (!settings.SendsTexts)
            return TypedResults.NotFound();
        var language = Speech.Of(System.Globalization.CultureInfo.CurrentUICulture);
        return await Trying.RunAsync(
            () => acts.RunAsync<AskForCode, DateTimeOffset>((act, token) => act.RunAsync(
                mobile ?? "", language, http.Connection.RemoteIpAddress?.ToString() ?? "", settings.SignIn.CodesAnHour, token), http.RequestAborted),
            _ => Page.Of<MobileCodePage>((nameof(MobileCodePage.Mobile), mobile), (nameof(MobileCodePage.Back), back)),
            faults => Task.FromResult<IResult>(Page.Faulty<MobilePage>((nameof(MobilePage.Mobile), mobile), (nameof(MobilePage.Back), back), (nameof(MobilePage.Faults), faults))));
    }

    private static async Task<IResult> EnterAsync([FromForm] string? mobile, [FromForm] string? code, [FromForm] string? back, IActs acts, SignInManager<Member> signIn, SignInRecord record, HttpContext http)
    {
        var account = (AccountId?)null;
        try
        {
            account = await acts.RunAsync<EnterByCode, AccountId?>((act, token) => act.RunAsync(mobile ?? "", code ?? "", token), http.RequestAborted);
        }
        catch (RefusedException)
        {
            return Page.SeeOther("/sign-in/mobile"); // the number was tampered with on the way
        }

        if (account is { } id && await signIn.UserManager.FindByIdAsync(id.ToString()) is { } member)
        {
            await signIn.SignInWithClaimsAsync(member, isPersistent: false, [new(FirstThings.WayClaim, "sms")]);
            return Page.SeeOther(SignInPages.Local(back) ?? "/");
        }

        await record.UnknownAsync(mobile, "sms");
        var words = SignInPages.Said("验证码不正确或已过期。可再试；错 5 次后请重新获取。", "The code is not right or has run out. Try again; after 5 wrong ones ask for a new code.");
        return Page.Faulty<MobileCodePage>((nameof(MobileCodePage.Mobile), mobile), (nameof(MobileCodePage.Back), back), (nameof(MobileCodePage.Faults), new Faults([new("code", words)])));
    }
}
