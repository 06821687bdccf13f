using AidWorkflow.Cases.Organisation;
using Microsoft.AspNetCore.Identity;

namespace AidWorkflow.Portal.SigningIn;

/// <summary>The second factor: the shared key of an authenticator app, encrypted, and digests of the recovery codes.</summary>
internal sealed partial class MemberStore : IUserTwoFactorStore<Member>, IUserAuthenticatorKeyStore<Member>, IUserTwoFactorRecoveryCodeStore<Member>
{
    public Task<bool> GetTwoFactorEnabledAsync(Member user, CancellationToken cancellationToken) => Task.FromResult(user.Credential.SecondFactorSince is not null);

    public Task SetTwoFactorEnabledAsync(Member user, bool enabled, CancellationToken cancellationToken)
    {
        user.Credential.SecondFactorSince = enabled ? user.Credential.SecondFactorSince ?? time.GetUtcNow() : null;
        return Task.CompletedTask;
    }

    public Task<string?> GetAuthenticatorKeyAsync(Member user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Credential.AuthenticatorKey is { } kept ? protector.Open(kept, KeyPlace(user.Credential)) : null);

    public Task SetAuthenticatorKeyAsync(Member user, string key, CancellationToken cancellationToken)
    {
        (user.Credential.AuthenticatorKey, user.Credential.LastCodeStep) = (protector.Seal(key, KeyPlace(user.Credential)), 0);
        return Task.CompletedTask;
    }

    public Task ReplaceCodesAsync(Member user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken)
    {
        user.Credential.RecoveryCodes = string.Join(' ', recoveryCodes.Select(code => Convert.ToHexStringLower(protector.Index(code, CodePlace(user.Credential)))));
        return Task.CompletedTask;
    }

    /// <summary>Takes the code off the list; the commit that follows is refused to the second of two who use it at once.</summary>
    public Task<bool> RedeemCodeAsync(Member user, string code, CancellationToken cancellationToken)
    {
        var (left, asked) = (Codes(user).ToList(), protector.Indexes(code, CodePlace(user.Credential)).Select(Convert.ToHexStringLower).ToHashSet(StringComparer.Ordinal));
        var found = left.RemoveAll(asked.Contains) > 0;
        if (found)
            user.Credential.RecoveryCodes = string.Join(' ', left);
        return Task.FromResult(found);
    }

    public Task<int> CountCodesAsync(Member user, CancellationToken cancellationToken) => Task.FromResult(Codes(user).Length);

    private static string[] Codes(Member user) => user.Credential.RecoveryCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string KeyPlace(Credential credential) => $"credential.authenticator-key:{credential.AccountId}";

    private static string CodePlace(Credential credential) => $"credential.recovery-code:{credential.AccountId}";
}
