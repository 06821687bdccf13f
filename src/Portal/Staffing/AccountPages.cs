using AidWorkflow.Cases.Accounts;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Staffing;

/// <summary>Who works here: accounts opened and closed, roles given and taken, and help for whoever cannot sign in.</summary>
internal static class AccountPages
{
    public static void MapAccounts(this IEndpointRouteBuilder pages)
    {
        var accounts = pages.MapGroup("/admin/accounts").RequireAuthorization().ForHolders(Role.Administrator);
        accounts.MapGet("", async (string? q, AccountsReading reading, HttpContext http) => Page.Of<AccountsPage>((nameof(AccountsPage.List), await reading.ListAsync(q, page: 1, http.Visitor().Actor, http.RequestAborted))));
        accounts.MapGet("/new", (string? at, TimeProvider time) => Page.Of<NewAccountPage>((nameof(NewAccountPage.Today), LocalDay.Today(time)), (nameof(NewAccountPage.At), at)));
        accounts.MapPost("/new", OpenAsync);
        accounts.MapGet("/{id:guid}", async (Guid id, string? done, AccountsReading reading, TimeProvider time, HttpContext http) =>
            await reading.OneAsync(new AccountId(id), http.Visitor().Actor, http.RequestAborted) is { } view
                ? (IResult)Page.Of<AccountPage>((nameof(AccountPage.View), view), (nameof(AccountPage.Today), LocalDay.Today(time)), (nameof(AccountPage.Done), DoneWords(done)))
                : TypedResults.NotFound());
        accounts.MapPost("/{id:guid}/{act:regex(^(role|end|close|reopen|password|unlock|second-factor)$)}", ChangeAsync);
        accounts.MapGet("/{id:guid}/{act:regex(^(role|end|close|reopen|password|unlock|second-factor)$)}", (Guid id) => Page.SeeOther($"/admin/accounts/{id}")); // where signing in again leads after a post
    }

    private static async Task<IResult> OpenAsync(IActs acts, Units units, Secrets secrets, TimeProvider time, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (today, secret) = (LocalDay.Today(time), secrets.Initial());
        return await Trying.RunAsync<IResult>(
            async () =>
            {
                var (role, unit, from, to) = await TermAsync(form, units, today, http.RequestAborted);
                var spec = new NewAccount(Text(form, "userName"), Text(form, "nameZh"), Text(form, "nameEn"), role, unit, from, to);
                var id = await acts.RunAsync<OpenAccount, AccountId>((act, token) => act.RunAsync(spec, secret.Hash, secret.Stamp, http.Visitor().Actor, token), http.RequestAborted);
                return Page.Of<InitialPassword>((nameof(InitialPassword.Account), id), (nameof(InitialPassword.UserName), spec.UserName.ToLowerInvariant()), (nameof(InitialPassword.Password), secret.Password));
            },
            answer => answer,
            faults => Task.FromResult<IResult>(Page.Faulty<NewAccountPage>((nameof(NewAccountPage.Today), today), (nameof(NewAccountPage.Written), form), (nameof(NewAccountPage.Faults), faults.Moved("unit", "at")))));
    }

    private static async Task<IResult> ChangeAsync(Guid id, string act, AccountsReading reading, IActs acts, DryRun dryRun, Units units, Secrets secrets, TimeProvider time, HttpContext http)
    {
        var (account, actor, cancellation) = (new AccountId(id), http.Visitor().Actor, http.RequestAborted);
        if (await reading.OneAsync(account, actor, cancellation) is not { } view)
            return TypedResults.NotFound();
        var form = await http.Request.ReadFormAsync(cancellation);
        var today = LocalDay.Today(time);
        IResult Done(string what) => Page.SeeOther($"/admin/accounts/{id}?done={what}");
        async Task<IResult> GiveAsync<TAct>(Func<TAct, InitialSecret, CancellationToken, Task<Account>> give)
            where TAct : notnull
        {
            var secret = secrets.Initial();
            var whose = await acts.RunAsync<TAct, Account>((one, token) => give(one, secret, token), cancellation);
            return Page.Of<InitialPassword>((nameof(InitialPassword.Account), account), (nameof(InitialPassword.UserName), whose.UserName), (nameof(InitialPassword.Password), secret.Password));
        }

        return await Trying.RunAsync(
            async () =>
            {
                switch (act)
                {
                    case "role":
                        var (role, unit, from, to) = await TermAsync(form, units, today, cancellation);
                        await acts.RunAsync<AssignRole, RoleAssignmentId>((one, token) => one.RunAsync(account, role, unit, from, to, actor, token), cancellation);
                        return Done(act);
                    case "end":
                        var (held, on) = (RoleAssignmentId.Of(Guid.TryParse(form["held"], out var known) ? known : default), Day(form, $"{form["held"]}.on", today));
                        if (!view.Row.Roles.Any(row => row.Id == held))
                            throw new RefusedException("role.unknown");
                        await acts.RunAsync<EndRole, RoleAssignment>((one, token) => one.RunAsync(held, on, actor, token), cancellation);
                        return Done(act);
                    case "close" when form["sure"] != "yes":
                        await dryRun.RunAsync<CloseAccount>((one, token) => one.RunAsync(account, actor, token), cancellation);
                        return Page.Of<ClosingPage>((nameof(ClosingPage.View), view), (nameof(ClosingPage.Left), await reading.LeftBehindAsync(account, cancellation)));
                    case "close":
                        await acts.RunAsync<CloseAccount, int>((one, token) => one.RunAsync(account, actor, token), cancellation);
                        return Done(act);
                    case "reopen":
                        return await GiveAsync<ReopenAccount>((one, secret, token) => one.RunAsync(account, secret.Hash, secret.Stamp, actor, token));
                    case "password":
                        return await GiveAsync<ResetSignIn>((one, secret, token) => one.PasswordAsync(account, secret.Hash, secret.Stamp, actor, token));
                    case "unlock":
                        await acts.RunAsync<ResetSignIn, Account>((one, token) => one.UnlockAsync(account, actor, token), cancellation);
                        return Done(act);
                    default:
                        await acts.RunAsync<ResetSignIn, Account>((one, token) => one.SecondFactorAsync(account, Secrets.Stamp(), actor, token), cancellation);
                        return Done(act);
                }
            },
            answer => answer,
            faults => Task.FromResult<IResult>(Page.Faulty<AccountPage>((nameof(AccountPage.View), view), (nameof(AccountPage.Today), today), (nameof(AccountPage.Written), form), (nameof(AccountPage.Acting), act),
                (nameof(AccountPage.Faults), faults.Moved("unit", "at").Moved("on", act == "end" ? $"{form["held"]}.on" : "on")))));
    }

    /// <summary>Role, unit and days as both forms write them.</summary>
    private static async Task<(Role Role, UnitId Unit, DateOnly From, DateOnly? To)> TermAsync(IFormCollection form, Units units, DateOnly today, CancellationToken cancellation)
    {
        var refusals = new Refusals();
        var unit = await refusals.TryAsync(async () => await units.ByCodeAsync(Text(form, "at"), today, cancellation) ?? throw new RefusedException("unit.unknown", "at"));
        var from = refusals.Try(() => (DateOnly?)Day(form, "from", today));
        var to = refusals.Try(() => Text(form, "to").Length == 0 ? (DateOnly?)null : Day(form, "to", today));
        refusals.Require(Enum.TryParse<Role>(form["role"], out var role) && Enum.IsDefined(role), new RefusedException("role.missing", "role"));
        refusals.ThrowIfAny();
        return (role, unit!.Id, from!.Value, to?.AddDays(1)); // people write the last day with it, rows hold the first without
    }

    private static DateOnly Day(IFormCollection form, string name, DateOnly otherwise) => Text(form, name) is not { Length: > 0 } text ? otherwise
        : Answer.Day(text) ?? throw new RefusedException("form.not-a-date", name, ("label", Said("日期", "The day")));

    private static string Text(IFormCollection form, string name)
    {
        var text = form[name].ToString().Trim();
        return text.Length <= 200 ? text : text[..200];
    }

    private static string? DoneWords(string? done) => done switch
    {
        "role" => Said("岗位已授予。", "The role is given."),
        "end" => Said("岗位的结束日期已登记。", "The role ends on the day you chose."),
        "close" => Said("账号已停用，登录已失效。", "The account is closed and its sessions are over."),
        "unlock" => Said("账号已解锁。", "The account is unlocked."),
        "second-factor" => Said("第二重验证和通行密钥已清除，请本人重新设置。", "Second factor and passkeys are forgotten. The person sets them up again."),
        _ => null,
    };

    private static string Said(string chinese, string english) => Speech.Of(System.Globalization.CultureInfo.CurrentUICulture) == "en" ? english : chinese;
}
