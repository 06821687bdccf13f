using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Accounts;

/// <summary>What an administrator does for somebody who can no longer sign in. Sessions of before end.</summary>
public sealed class ResetSignIn(IUnitOfWork work, AccountRights rights, AuditTrail audit, TimeProvider time)
{
    /// <summary>How long an initial password is good for its one purpose.</summary>
    public static readonly TimeSpan InitialFor = TimeSpan.FromDays(3);

    /// <exception cref="RefusedException">account.unknown</exception>
    public async Task<AccountId> IdAsync(string userName, CancellationToken cancellation) =>
        (await work.Db.Set<Account>().AsNoTracking().FirstOrDefaultAsync(account => account.UserName == userName, cancellation) ?? throw new RefusedException("account.unknown")).Id;

    /// <summary>Gives out an initial password, and unlocks.</summary>
    /// <exception cref="RefusedException">account.unknown, account.not-yours, account.closed</exception>
    public async Task<Account> PasswordAsync(AccountId id, string passwordHash, string stamp, Actor actor, CancellationToken cancellation)
    {
        var account = await OpenAsync(id, actor, cancellation);
        var credential = await work.Db.Set<Credential>().FindAsync([id], cancellation);
        if (credential is null)
            work.Db.Add(credential = new Credential { AccountId = id });
        credential.Give(passwordHash, stamp, time.GetUtcNow() + InitialFor);
        audit.Record($"account:{id}", "account.password-reset", actor);
        return account;
    }

    /// <exception cref="RefusedException">account.unknown, account.not-yours, account.closed, account.no-credential</exception>
    public async Task<Account> UnlockAsync(AccountId id, Actor actor, CancellationToken cancellation)
    {
        var account = await OpenAsync(id, actor, cancellation);
        (await CredentialAsync(account, cancellation)).Unlock();
        audit.Record($"account:{id}", "account.unlocked", actor);
        return account;
    }

    /// <summary>For a lost telephone or device: authenticator, recovery codes and passkeys are forgotten.</summary>
    /// <exception cref="RefusedException">account.unknown, account.not-yours, account.closed, account.no-credential</exception>
    public async Task<Account> SecondFactorAsync(AccountId id, string stamp, Actor actor, CancellationToken cancellation)
    {
        var account = await OpenAsync(id, actor, cancellation);
        (await CredentialAsync(account, cancellation)).ForgetSecondFactor(stamp);
        var passkeys = await work.Db.Set<Passkey>().Where(passkey => passkey.AccountId == id).ToListAsync(cancellation);
        work.Db.RemoveRange(passkeys);
        audit.Record($"account:{id}", "account.second-factor-reset", actor, ("count", $"{passkeys.Count}"));
        return account;
    }

    private async Task<Account> OpenAsync(AccountId id, Actor actor, CancellationToken cancellation)
    {
        var account = await rights.ForChangeAsync(id, actor, cancellation);
        return account.Active ? account : throw new RefusedException("account.closed", null, ("account", account.UserName));
    }

    private async Task<Credential> CredentialAsync(Account account, CancellationToken cancellation) =>
        await work.Db.Set<Credential>().FindAsync([account.Id], cancellation) ?? throw new RefusedException("account.no-credential", null, ("account", account.UserName));
}
