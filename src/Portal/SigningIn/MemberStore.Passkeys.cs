using AidWorkflow.Cases.Accounts;
using AidWorkflow.Cases.Organisation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.SigningIn;

/// <summary>Passkeys: only the public key and what a later signature is checked by is kept.</summary>
internal sealed partial class MemberStore : IUserPasskeyStore<Member>
{
    public async Task AddOrUpdatePasskeyAsync(Member user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        var key = Passkey.KeyOf(passkey.CredentialId);
        var kept = await work.Db.Set<Passkey>().FindAsync([key], cancellationToken);
        if (kept is null)
        {
            work.Db.Add(kept = new Passkey
            {
                Key = key,
                AccountId = user.Account.Id,
                CredentialId = passkey.CredentialId,
                PublicKey = passkey.PublicKey,
                CreatedAt = time.GetUtcNow(),
                Transports = string.Join(' ', passkey.Transports ?? []),
                IsBackupEligible = passkey.IsBackupEligible,
            });
        }
        else if (kept.AccountId != user.Account.Id)
        {
            throw new InvalidOperationException("The passkey belongs to another account.");
        }
        else
        {
            kept.UsedAt = time.GetUtcNow();
        }

        (kept.Name, kept.SignCount, kept.IsUserVerified, kept.IsBackedUp) = (passkey.Name ?? kept.Name, passkey.SignCount, passkey.IsUserVerified, passkey.IsBackedUp);
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Member user, CancellationToken cancellationToken) =>
        (await work.Db.Set<Passkey>().Where(passkey => passkey.AccountId == user.Account.Id).OrderBy(passkey => passkey.CreatedAt).ToListAsync(cancellationToken)).ConvertAll(Info);

    public async Task<Member?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await work.Db.Set<Passkey>().FindAsync([Passkey.KeyOf(credentialId)], cancellationToken) is { } passkey
            ? await OfAsync(await work.Db.Set<Account>().FindAsync([passkey.AccountId], cancellationToken), cancellationToken)
            : null;

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Member user, byte[] credentialId, CancellationToken cancellationToken) =>
        await work.Db.Set<Passkey>().FindAsync([Passkey.KeyOf(credentialId)], cancellationToken) is { } passkey && passkey.AccountId == user.Account.Id ? Info(passkey) : null;

    public async Task RemovePasskeyAsync(Member user, byte[] credentialId, CancellationToken cancellationToken)
    {
        if (await work.Db.Set<Passkey>().FindAsync([Passkey.KeyOf(credentialId)], cancellationToken) is { } passkey && passkey.AccountId == user.Account.Id)
            work.Db.Remove(passkey);
    }

    /// <summary>How it was attested is not kept: no rule of ours asks for it again.</summary>
    private static UserPasskeyInfo Info(Passkey passkey) => new(
        passkey.CredentialId, passkey.PublicKey, passkey.CreatedAt, (uint)passkey.SignCount, passkey.Transports.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        passkey.IsUserVerified, passkey.IsBackupEligible, passkey.IsBackedUp, attestationObject: [], clientDataJson: [])
    {
        Name = passkey.Name,
    };
}
