using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Ports;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.SigningIn;

/// <summary>
/// Where Identity keeps passwords, lockouts and stamps: our own accounts, saved through the unit of work, so that on SQLite the one lane writes
/// these too. Accounts are opened and closed by acts, never here.
/// </summary>
internal sealed partial class MemberStore(IUnitOfWork work, FieldProtector protector, TimeProvider time) :
    IUserPasswordStore<Member>, IUserSecurityStampStore<Member>, IUserLockoutStore<Member>
{
    public async Task<Member?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Guid.TryParse(userId, out var id) ? await OfAsync(await work.Db.Set<Account>().FindAsync([new AccountId(id)], cancellationToken), cancellationToken) : null;

    public async Task<Member?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        await OfAsync(await work.Db.Set<Account>().FirstOrDefaultAsync(account => account.UserName == normalizedUserName, cancellationToken), cancellationToken);

    public async Task<IdentityResult> UpdateAsync(Member user, CancellationToken cancellationToken)
    {
        try
        {
            await work.CommitAsync(cancellationToken);
            return IdentityResult.Success;
        }
        catch (LostRaceException)
        {
            return IdentityResult.Failed(new IdentityError { Code = "lost-race", Description = "The account was changed at the same moment." });
        }
    }

    public Task<string> GetUserIdAsync(Member user, CancellationToken cancellationToken) => Task.FromResult(user.Account.Id.ToString());

    public Task<string?> GetUserNameAsync(Member user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Account.UserName);

    public Task<string?> GetNormalizedUserNameAsync(Member user, CancellationToken cancellationToken) => GetUserNameAsync(user, cancellationToken);

    public Task<string?> GetPasswordHashAsync(Member user, CancellationToken cancellationToken) => Task.FromResult(user.Credential.PasswordHash);

    public Task<bool> HasPasswordAsync(Member user, CancellationToken cancellationToken) => Task.FromResult(user.Credential.PasswordHash is not null);

    public Task SetPasswordHashAsync(Member user, string? passwordHash, CancellationToken cancellationToken)
    {
        user.Credential.PasswordHash = passwordHash;
        user.Credential.InitialUntil = null; // whoever sets it here is its owner
        return Task.CompletedTask;
    }

    public Task<string?> GetSecurityStampAsync(Member user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Credential.SecurityStamp);

    public Task SetSecurityStampAsync(Member user, string stamp, CancellationToken cancellationToken)
    {
        user.Credential.SecurityStamp = stamp;
        return Task.CompletedTask;
    }

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(Member user, CancellationToken cancellationToken) => Task.FromResult(user.Credential.LockedUntil);

    public Task SetLockoutEndDateAsync(Member user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken)
    {
        user.Credential.LockedUntil = lockoutEnd;
        return Task.CompletedTask;
    }

    public Task<int> IncrementAccessFailedCountAsync(Member user, CancellationToken cancellationToken) => Task.FromResult(++user.Credential.Failures);

    public Task ResetAccessFailedCountAsync(Member user, CancellationToken cancellationToken)
    {
        user.Credential.Failures = 0;
        return Task.CompletedTask;
    }

    public Task<int> GetAccessFailedCountAsync(Member user, CancellationToken cancellationToken) => Task.FromResult(user.Credential.Failures);

    public Task<bool> GetLockoutEnabledAsync(Member user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task SetLockoutEnabledAsync(Member user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetUserNameAsync(Member user, string? userName, CancellationToken cancellationToken) => throw ByActsOnly();

    public Task SetNormalizedUserNameAsync(Member user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IdentityResult> CreateAsync(Member user, CancellationToken cancellationToken) => throw ByActsOnly();

    public Task<IdentityResult> DeleteAsync(Member user, CancellationToken cancellationToken) => throw ByActsOnly();

    public void Dispose()
    {
        // The unit of work belongs to the request.
    }

    private async Task<Member?> OfAsync(Account? account, CancellationToken cancellation)
    {
        if (account is not { Active: true })
            return null;
        var credential = await work.Db.Set<Credential>().FindAsync([account.Id], cancellation);
        return credential is null ? null : new Member(account, credential);
    }

    private static NotSupportedException ByActsOnly() => new("Accounts are opened, renamed and closed by acts.");
}

/// <summary>User names are kept in lower case.</summary>
internal sealed class LowerCaseNames : ILookupNormalizer
{
    public string? NormalizeName(string? name) => name?.Trim().ToLowerInvariant();

    public string? NormalizeEmail(string? email) => NormalizeName(email);
}
