using AidWorkflow.Cases.Accounts;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.OwnAccount;

/// <summary>Passkeys added, named and removed by their owner, and signing in with one. The script beside only carries what device and server say to each other.</summary>
internal static class PasskeyPages
{
    private const int LongestName = 50;
    private const int MostKeys = 10;

    public static void MapPasskeys(this IEndpointRouteBuilder own)
    {
        own.MapPost("/passkeys/options", OptionsAsync);
        own.MapPost("/passkeys", AddAsync);
        own.MapPost("/passkeys/{key}/{what:regex(^(name|remove)$)}", ChangeAsync);
        own.MapGet("/passkeys", () => Page.SeeOther("/account"));
        own.MapGet("/passkeys/{key}/{what:regex(^(name|remove)$)}", () => Page.SeeOther("/account")); // where signing in again leads after a post
    }

    public static void MapPasskeySignIn(this IEndpointRouteBuilder pages)
    {
        pages.MapPost("/sign-in/passkey/options", async (SignInManager<Member> signIn) =>
            Results.Content(await signIn.MakePasskeyRequestOptionsAsync(null), "application/json")).RequireRateLimiting(SignInSetup.Guessing);
        pages.MapPost("/sign-in/passkey", SignInAsync).RequireRateLimiting(SignInSetup.Guessing);
        pages.MapGet("/sign-in/passkey", () => Page.SeeOther("/sign-in"));
    }

    private static async Task<IResult> OptionsAsync(UserManager<Member> users, SignInManager<Member> signIn, HttpContext http)
    {
        var member = await OwnAccountPages.MeAsync(users, http);
        return Results.Content(await signIn.MakePasskeyCreationOptionsAsync(new() { Id = member.Account.Id.ToString(), Name = member.Account.UserName, DisplayName = member.Account.NameZh }), "application/json");
    }

    private static async Task<IResult> AddAsync([FromForm] string? credential, [FromForm] string? name, UserManager<Member> users, SignInManager<Member> signIn, AccountReading reading, AuditTrail audit, TimeProvider time, HttpContext http)
    {
        var member = await OwnAccountPages.MeAsync(users, http);
        if ((await users.GetPasskeysAsync(member)).Count >= MostKeys)
            return await RefusedAsync(SignInPages.Said($"最多 {MostKeys} 个通行密钥，请先删除一个。", $"{MostKeys} passkeys are the most. Remove one first."));
        var made = credential is { Length: > 0 } ? await TryAsync(() => signIn.PerformPasskeyAttestationAsync(credential)) : null;
        if (made is not { Succeeded: true } || made.UserEntity.Id != member.Account.Id.ToString())
            return await RefusedAsync(SignInPages.Said("通行密钥没有添加成功，请重试。", "The passkey was not added. Please try again."));
        made.Passkey.Name = Named(name) ?? SignInPages.Said($"{time.GetUtcNow().ToOffset(Cases.Clocks.LocalDay.Offset):yyyy-MM-dd} 添加", $"Added {time.GetUtcNow().ToOffset(Cases.Clocks.LocalDay.Offset):yyyy-MM-dd}");
        audit.Record($"account:{member.Account.Id}", "account.passkey-added", http.Visitor().Actor, ("key", Passkey.KeyOf(made.Passkey.CredentialId)));
        return (await users.AddOrUpdatePasskeyAsync(member, made.Passkey)).Succeeded ? Page.SeeOther("/account?done=added") : await RefusedAsync(OwnAccountPages.Contended);

        async Task<IResult> RefusedAsync(string words) => Page.Faulty<OwnAccountPage>(
            (nameof(OwnAccountPage.View), await reading.ReadAsync(http.Visitor(), http.RequestAborted)), (nameof(OwnAccountPage.Faults), new Faults([new("name", words)])));
    }

    private static async Task<IResult> ChangeAsync(string key, string what, IUnitOfWork work, AuditTrail audit, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var actor = http.Visitor().Actor;
        if (await work.Db.Set<Passkey>().FirstOrDefaultAsync(passkey => passkey.Key == key && passkey.AccountId == actor.Account, http.RequestAborted) is not { } own)
            return TypedResults.NotFound();
        if (what == "remove")
            work.Db.Remove(own);
        else if (Named(form["name"]) is { } name)
            own.Name = name;
        else
            return Page.SeeOther("/account");
        audit.Record($"account:{actor.Account}", what == "remove" ? "account.passkey-removed" : "account.passkey-renamed", actor, ("key", key));
        await work.CommitAsync(http.RequestAborted);
        return Page.SeeOther(what == "remove" ? "/account?done=removed" : "/account?done=renamed");
    }

    private static async Task<IResult> SignInAsync([FromForm] string? credential, [FromForm] string? back, SignInManager<Member> signIn, SignInRecord record)
    {
        var proved = credential is { Length: > 0 } ? await TryAsync(() => signIn.PerformPasskeyAssertionAsync(credential)) : null;
        if (proved is not { Succeeded: true } || !await signIn.CanSignInAsync(proved.User) || await signIn.UserManager.IsLockedOutAsync(proved.User)
            || !(await signIn.UserManager.AddOrUpdatePasskeyAsync(proved.User, proved.Passkey)).Succeeded)
        {
            if (proved is { Succeeded: true })
                await record.FailedAsync(proved.User, FirstThings.ByPasskey, wasLocked: await signIn.UserManager.IsLockedOutAsync(proved.User), proved.User.Account.Active ? "wrong" : "closed");
            else
                await record.UnknownAsync(null, FirstThings.ByPasskey);
            return Page.Faulty<SignInPage>((nameof(SignInPage.Back), back), (nameof(SignInPage.Faults), new Faults([new(null, SignInPages.Said("这个通行密钥不能登录，请用密码。", "This passkey does not sign in. Use your password."))])));
        }

        await signIn.SignInWithClaimsAsync(proved.User, isPersistent: false, [new(FirstThings.WayClaim, FirstThings.ByPasskey)]);
        return Page.SeeOther(SignInPages.Local(back) ?? "/");
    }

    /// <summary>What a browser sends may be anything; and without a question of ours before it there is nothing to hold an answer against.</summary>
    private static async Task<T?> TryAsync<T>(Func<Task<T>> prove)
        where T : class
    {
        try
        {
            return await prove();
        }
        catch (Exception fault) when (fault is InvalidOperationException or PasskeyException or FormatException or System.Text.Json.JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static string? Named(string? name) => name?.Trim() is { Length: > 0 } given ? given[..Math.Min(given.Length, LongestName)] : null;
}
