using AidWorkflow.Cases.Accounts;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.SigningIn;
using AidWorkflow.Portal.Staffing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AidWorkflow.Portal.Api.Administering;

/// <summary>
/// Who works here: accounts opened and closed, roles given and taken, and help for whoever cannot sign in. What answers with a password
/// takes no idempotency key, for an answer that is kept would hold the secret. That, and whatever gives power that outlives a token, is for administrators who signed in.
/// </summary>
internal static class AccountsApi
{
    private static readonly (string From, string To)[] Fields = [("to", "lastDay")];

    public static void MapAccounts(this RouteGroupBuilder admin)
    {
        var accounts = admin.MapGroup("/accounts");
        accounts.MapGet("", async (string? search, int? page, AccountsReading reading, Asking asking) =>
        {
            var found = await reading.ListAsync(search, Paging.Number(page), asking.Actor, asking.Cancellation);
            return new Paged<AccountRow>(found.Rows, Paging.Number(page), AccountList.Most, found.Count);
        }).Called("accounts", "Accounts that have, or had, a role in my area. Search by user name or name.");
        accounts.MapGet("/{id:guid}", (Guid id, AccountsReading reading, Asking asking) => OneAsync(id, reading, asking)).Called("account", "An account with its roles and how it can sign in.");
        accounts.MapPost("", OpenAsync).BySessionOnly().Called("openAccount", "Open an account with its first role. Its password is told this once.");

        accounts.MapPost("/{id:guid}/roles", async (Guid id, NewRole said, AccountsReading reading, TimeProvider time, Asking asking) =>
        {
            await OneAsync(id, reading, asking);
            return new RoleHeld(await Told.Async(Fields, () => asking.OnceAsync<AssignRole, RoleAssignmentId>(said, (act, actor, token) =>
                act.RunAsync(new(id), said.Role, said.Unit, said.From ?? LocalDay.Today(time), said.LastDay?.AddDays(1), actor, token))));
        }).TakesKey().BySessionOnly().Called("giveRole", "Give an account a role at a unit.");
        accounts.MapPost("/{id:guid}/roles/{held:guid}/end", async (Guid id, Guid held, EndOfRole said, AccountsReading reading, TimeProvider time, Asking asking) =>
        {
            if ((await OneAsync(id, reading, asking)).Row.Roles.All(row => row.Id.Value != held))
                throw new RefusedException("role.unknown", null, ("assignment", held));
            return await asking.OnceAsync<EndRole, RoleHeld>(said, async (act, actor, token) => new((await act.RunAsync(RoleAssignmentId.Of(held), said.On ?? LocalDay.Today(time), actor, token)).Id));
        }).TakesKey().Called("endRole", "End a role of an account; what was done under it stays.");

        accounts.MapPost("/{id:guid}/close/check", async (Guid id, AccountsReading reading, DryRun dryRun, Asking asking) =>
        {
            await OneAsync(id, reading, asking);
            await dryRun.RunAsync<CloseAccount>((act, token) => act.RunAsync(new(id), asking.Actor, token), asking.Cancellation);
            return ClosingLeaves.Of(await reading.LeftBehindAsync(new(id), asking.Cancellation));
        }).Called("checkClosingAccount", "What closing an account would leave behind. Nothing is changed.");
        accounts.MapPost("/{id:guid}/close", async (Guid id, AccountsReading reading, Asking asking) =>
        {
            await OneAsync(id, reading, asking);
            return new AccountClosed(new(id), await asking.OnceAsync<CloseAccount, int>(null, (act, actor, token) => act.RunAsync(new(id), actor, token)));
        }).TakesKey().Called("closeAccount", "Close an account; its sessions end.");
        accounts.MapPost("/{id:guid}/unlock", (Guid id, AccountsReading reading, Asking asking) =>
            ResetAsync(id, reading, asking, (act, actor, token) => act.UnlockAsync(new(id), actor, token))).TakesKey().BySessionOnly().Called("unlockAccount", "Unlock an account that too many tries locked.");
        accounts.MapPost("/{id:guid}/second-factor", (Guid id, AccountsReading reading, Asking asking) =>
                ResetAsync(id, reading, asking, (act, actor, token) => act.SecondFactorAsync(new(id), Secrets.Stamp(), actor, token)))
            .TakesKey().BySessionOnly().Called("forgetSecondFactor", "Forget authenticator, recovery codes and passkeys of an account.");

        accounts.MapPost("/{id:guid}/reopen", (Guid id, AccountsReading reading, Secrets secrets, TimeProvider time, Asking asking) =>
            GiveAsync<ReopenAccount>(id, reading, secrets, time, asking, (act, secret, token) => act.RunAsync(new(id), secret.Hash, secret.Stamp, asking.Actor, token)))
            .BySessionOnly().Called("reopenAccount", "Open a closed account again. Its new password is told this once.");
        accounts.MapPost("/{id:guid}/password", (Guid id, AccountsReading reading, Secrets secrets, TimeProvider time, Asking asking) =>
            GiveAsync<ResetSignIn>(id, reading, secrets, time, asking, (act, secret, token) => act.PasswordAsync(new(id), secret.Hash, secret.Stamp, asking.Actor, token)))
            .BySessionOnly().Called("resetPassword", "Give an account a new password for one use. It is told this once.");
    }

    /// <exception cref="RefusedException">account.unknown, also where it never had anything to do with this administrator's area.</exception>
    private static async Task<AccountView> OneAsync(Guid id, AccountsReading reading, Asking asking) =>
        await reading.OneAsync(new(id), asking.Actor, asking.Cancellation) ?? throw new RefusedException("account.unknown", null, ("account", id));

    private static async Task<Created<InitialSignIn>> OpenAsync(NewStaff said, Secrets secrets, TimeProvider time, Asking asking)
    {
        var secret = secrets.Initial();
        var spec = new NewAccount(said.UserName, said.NameZh, said.NameEn, said.Role, said.Unit, said.From ?? LocalDay.Today(time), said.LastDay?.AddDays(1));
        var id = await Told.Async(Fields, () => asking.DoAsync<OpenAccount, AccountId>((act, actor, token) => act.RunAsync(spec, secret.Hash, secret.Stamp, actor, token)));
        return TypedResults.Created($"/api/admin/accounts/{id}", new InitialSignIn(id, said.UserName.Trim().ToLowerInvariant(), secret.Password, time.GetUtcNow() + ResetSignIn.InitialFor));
    }

    private static async Task<AccountChanged> ResetAsync(Guid id, AccountsReading reading, Asking asking, Func<ResetSignIn, Actor, CancellationToken, Task<Account>> reset)
    {
        await OneAsync(id, reading, asking);
        return await asking.OnceAsync<ResetSignIn, AccountChanged>(null, async (act, actor, token) => new((await reset(act, actor, token)).Id));
    }

    private static async Task<InitialSignIn> GiveAsync<TAct>(
        Guid id, AccountsReading reading, Secrets secrets, TimeProvider time, Asking asking, Func<TAct, InitialSecret, CancellationToken, Task<Account>> give)
        where TAct : notnull
    {
        await OneAsync(id, reading, asking);
        var secret = secrets.Initial();
        var whose = await asking.DoAsync<TAct, Account>((act, _, token) => give(act, secret, token));
        return new(new(id), whose.UserName, secret.Password, time.GetUtcNow() + ResetSignIn.InitialFor);
    }
}
