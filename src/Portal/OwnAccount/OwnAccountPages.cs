using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace AidWorkflow.Portal.OwnAccount;

/// <summary>What people do about their own account: another password, the second factor.</summary>
internal static class OwnAccountPages
{
    private const int RecoveryCodes = 10;
    private const int LongestPassword = 200;

    public static void MapOwnAccount(this IEndpointRouteBuilder pages)
    {
        var own = pages.MapGroup("/account").RequireAuthorization();
        own.MapGet("", async (string? done, AccountReading reading, HttpContext http) =>
            Page.Of<OwnAccountPage>((nameof(OwnAccountPage.View), await reading.ReadAsync(http.Visitor(), http.RequestAborted)), (nameof(OwnAccountPage.Done), DoneWords(done))));
        own.MapGet("/password", () => Page.Of<PasswordPage>());
        own.MapPost("/password", ChangePasswordAsync).RequireRateLimiting(SignInSetup.Guessing);
        own.MapGet("/second-factor", SecondFactorAsync);
        own.MapPost("/second-factor/begin", BeginAsync);
        own.MapPost("/second-factor", ConfirmAsync).RequireRateLimiting(SignInSetup.Guessing);
        own.MapPost("/second-factor/{what:regex(^(off|codes)$)}", WithPasswordAsync).RequireRateLimiting(SignInSetup.Guessing);
        own.MapGet("/second-factor/{what:regex(^(begin|off|codes)$)}", () => Page.SeeOther("/account/second-factor")); // where signing in again leads after a post
        own.MapPost("/mail", MailAsync);
        own.MapGet("/mail", () => Page.SeeOther("/account")); // where signing in again leads after a post
        own.MapPasskeys();
    }

    private static Task<IResult> MailAsync([FromForm] string? address, IActs acts, AccountReading reading, HttpContext http) => Trying.RunAsync(
        () => acts.RunAsync<KeepWorkMail, bool>((act, token) => act.KeepAsync(address, Speech.Of(System.Globalization.CultureInfo.CurrentUICulture), http.Visitor().Actor, token), http.RequestAborted),
        kept => Page.SeeOther(kept ? "/account?done=mail" : "/account?done=no-mail"),
        async faults => Page.Faulty<OwnAccountPage>((nameof(OwnAccountPage.View), await reading.ReadAsync(http.Visitor(), http.RequestAborted)),
            (nameof(OwnAccountPage.Address), address), (nameof(OwnAccountPage.Faults), faults)));

    private static async Task<IResult> ChangePasswordAsync(
        [FromForm] string? current, [FromForm] string? password, [FromForm] string? again, UserManager<Member> users, SignInManager<Member> signIn, AuditTrail audit, HttpContext http)
    {
        var member = await MeAsync(users, http);
        var faults = new List<Fault>();
        if (await users.IsLockedOutAsync(member))
            faults.Add(new("current", SignInPages.LockedOut));
        else if (!await users.CheckPasswordAsync(member, current ?? ""))
        {
            await users.AccessFailedAsync(member);
            faults.Add(new("current", SignInPages.Said("现在的密码不正确。", "The present password is not right.")));
        }

        if (password is not { Length: <= LongestPassword })
            faults.Add(new("password", SignInPages.Said("请填写新密码。", "Give a new password.")));
        else
        {
            if (string.Equals(password, current, StringComparison.Ordinal))
                faults.Add(new("password", SignInPages.Said("新密码不能与现在的相同。", "The new password must be another one.")));
            foreach (var validator in users.PasswordValidators)
                if (!(await validator.ValidateAsync(users, member, password)).Succeeded)
                    faults.Add(new("password", SignInPages.Said("新密码至少 10 位，含大写字母、小写字母和数字。", "A password has at least 10 characters, with capital and small letters and digits.")));
            if (!string.Equals(password, again, StringComparison.Ordinal))
                faults.Add(new("again", SignInPages.Said("两次填写的新密码不一致。", "The two new passwords differ.")));
        }

        if (faults.Count > 0)
            return Page.Faulty<PasswordPage>((nameof(PasswordPage.Faults), new Faults(faults)));
        await users.ResetAccessFailedCountAsync(member);
        audit.Record($"account:{member.Account.Id}", "account.password-changed", http.Visitor().Actor); // goes with the commit of the change
        if (!(await users.ChangePasswordAsync(member, current!, password!)).Succeeded)
            return Page.Faulty<PasswordPage>((nameof(PasswordPage.Faults), new Faults([new(null, Contended)])));
        await signIn.RefreshSignInAsync(member); // the other sessions of the account are over
        return Page.SeeOther("/account?done=password");
    }

    private static async Task<IResult> SecondFactorAsync(UserManager<Member> users, HttpContext http) =>
        Page.Of<SecondFactorPage>((nameof(SecondFactorPage.Setting), await SettingAsync(await MeAsync(users, http), users)));

    /// <summary>Makes a key, which means nothing until a code proves that a device has it.</summary>
    private static async Task<IResult> BeginAsync(UserManager<Member> users, HttpContext http)
    {
        var member = await MeAsync(users, http);
        if (member.Credential is { SecondFactorSince: null, AuthenticatorKey: null })
        {
            await ((IUserAuthenticatorKeyStore<Member>)http.RequestServices.GetRequiredService<IUserStore<Member>>()).SetAuthenticatorKeyAsync(member, users.GenerateNewAuthenticatorKey(), http.RequestAborted);
            await users.UpdateAsync(member);
        }

        return Page.SeeOther("/account/second-factor");
    }

    private static async Task<IResult> ConfirmAsync([FromForm] string? code, UserManager<Member> users, AuditTrail audit, HttpContext http)
    {
        var member = await MeAsync(users, http);
        if (member.Credential is not { SecondFactorSince: null, AuthenticatorKey: not null })
            return Page.SeeOther("/account/second-factor");
        if (!await users.VerifyTwoFactorTokenAsync(member, TokenOptions.DefaultAuthenticatorProvider, new string([.. (code ?? "").Where(char.IsAsciiDigit)])))
            return Page.Faulty<SecondFactorPage>((nameof(SecondFactorPage.Setting), await SettingAsync(member, users)),
                (nameof(SecondFactorPage.Faults), new Faults([new("code", SignInPages.Said("验证码不正确。请核对手机时间后，用最新的验证码再试。", "The code is not right. Check the clock of your device and try the newest one."))])));
        audit.Record($"account:{member.Account.Id}", "account.second-factor-on", http.Visitor().Actor);
        member.Credential.SecondFactorSince = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(member, RecoveryCodes); // commits both
        return codes is null
            ? Page.Faulty<SecondFactorPage>((nameof(SecondFactorPage.Setting), await SettingAsync(member, users)), (nameof(SecondFactorPage.Faults), new Faults([new(null, Contended)])))
            : Page.Of<RecoveryCodesPage>((nameof(RecoveryCodesPage.Codes), codes.ToArray()));
    }

    /// <summary>What would weaken the account asks for the password once more.</summary>
    private static async Task<IResult> WithPasswordAsync(string what, [FromForm] string? password, UserManager<Member> users, SignInManager<Member> signIn, PortalSettings settings, AuditTrail audit, HttpContext http)
    {
        var member = await MeAsync(users, http);
        if (member.Credential.SecondFactorSince is null || (what == "off" && settings.RequiresSecondFactor && http.Visitor().IsStaff))
            return Page.SeeOther("/account/second-factor");
        var proved = await signIn.CheckPasswordSignInAsync(member, password ?? "", lockoutOnFailure: true);
        if (!proved.Succeeded)
            return Page.Faulty<SecondFactorPage>((nameof(SecondFactorPage.Setting), await SettingAsync(member, users)),
                (nameof(SecondFactorPage.Faults), new Faults([new("password", proved.IsLockedOut ? SignInPages.LockedOut : SignInPages.Said("密码不正确。", "The password is not right."))])));
        if (what == "codes")
        {
            audit.Record($"account:{member.Account.Id}", "account.recovery-codes", http.Visitor().Actor);
            return Page.Of<RecoveryCodesPage>((nameof(RecoveryCodesPage.Codes), (await users.GenerateNewTwoFactorRecoveryCodesAsync(member, RecoveryCodes) ?? []).ToArray()));
        }

        audit.Record($"account:{member.Account.Id}", "account.second-factor-off", http.Visitor().Actor);
        member.Credential.ForgetSecondFactor(Secrets.Stamp());
        await users.UpdateAsync(member);
        await signIn.RefreshSignInAsync(member);
        return Page.SeeOther("/account?done=off");
    }

    internal static string Contended => SignInPages.Said("账号刚刚在别处被修改，请重试。", "The account was changed elsewhere at this moment. Please try again.");

    internal static async Task<Member> MeAsync(UserManager<Member> users, HttpContext http) =>
        await users.FindByIdAsync(http.Visitor().Account!.Id.ToString()) ?? throw new InvalidOperationException("The account has no credential.");

    private static async Task<SecondFactorSetting> SettingAsync(Member member, UserManager<Member> users) => new(
        member.Account.UserName, member.Credential.SecondFactorSince is not null, member.Credential.SecondFactorSince is null ? await users.GetAuthenticatorKeyAsync(member) : null, await users.CountRecoveryCodesAsync(member));

    private static string? DoneWords(string? done) => done switch
    {
        "password" => SignInPages.Said("密码已修改，其他设备上的登录已失效。", "Your password is changed. Sessions on other devices are over."),
        "mail" => SignInPages.Said("今后的期限提醒会同时发到您的邮箱。", "Reminders are sent to your address too from now on."),
        "no-mail" => SignInPages.Said("不再发送邮件，站内消息照常。", "No more mails are sent; messages in the portal go on."),
        "off" => SignInPages.Said("第二重验证已关闭。", "The second factor is off."),
        "added" => SignInPages.Said("通行密钥已添加，下次可以用它登录。", "The passkey is added. You can sign in with it from now on."),
        "renamed" => SignInPages.Said("名称已更改。", "It has its new name."),
        "removed" => SignInPages.Said("通行密钥已删除。", "The passkey is removed."),
        _ => null,
    };
}
