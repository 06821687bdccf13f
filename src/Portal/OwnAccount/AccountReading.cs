using System.Collections.Immutable;
using AidWorkflow.Cases.Accounts;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Portal.SigningIn;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.OwnAccount;

/// <summary>A passkey as its owner sees it.</summary>
public sealed record OwnPasskey(string Key, string Name, DateTimeOffset CreatedAt, DateTimeOffset? UsedAt);

/// <summary>An account as its owner sees it.</summary>
/// <param name="Phone">Masked; null where no code is sent.</param>
/// <param name="RecoveryCodes">How many are left.</param>
/// <param name="Mail">Where reminders are sent besides; null where they are not.</param>
public sealed record OwnAccountView(string UserName, LocalText Name, ImmutableArray<(Role Role, LocalText Unit)> Roles, string? Phone, bool HasPassword, DateTimeOffset? SecondFactorSince, int RecoveryCodes, ImmutableArray<OwnPasskey> Passkeys, string? Mail);

/// <summary>Reads somebody's own account.</summary>
internal sealed class AccountReading(IUnitOfWork work, UserManager<Member> users, FieldProtector protector)
{
    public async Task<OwnAccountView> ReadAsync(Visitor visitor, CancellationToken cancellation)
    {
        var member = await users.FindByIdAsync(visitor.Account!.Id.ToString()) ?? throw new InvalidOperationException("The account has no credential.");
        var units = visitor.Roles.Select(held => held.UnitId).ToArray();
        var names = await work.Db.Set<Unit>().AsNoTracking().Where(unit => units.Contains(unit.Id)).ToDictionaryAsync(unit => unit.Id, unit => new LocalText(unit.NameZh, unit.NameEn), cancellation);
        var passkeys = await work.Db.Set<Passkey>().AsNoTracking().Where(passkey => passkey.AccountId == member.Account.Id).OrderBy(passkey => passkey.CreatedAt)
            .Select(passkey => new OwnPasskey(passkey.Key, passkey.Name, passkey.CreatedAt, passkey.UsedAt)).ToListAsync(cancellation);
        return new(member.Account.UserName, new(member.Account.NameZh, member.Account.NameEn), [.. visitor.Roles.Select(held => (held.Role, names[held.UnitId]))],
            member.Account.Phone(protector) is { } phone ? Mask.Phone(phone) : null, member.Credential.PasswordHash is not null, member.Credential.SecondFactorSince, await users.CountRecoveryCodesAsync(member), [.. passkeys], await MailAsync(member.Account.Id, cancellation));
    }

    private async Task<string?> MailAsync(AccountId account, CancellationToken cancellation) =>
        (await work.Db.Set<WorkMail>().AsNoTracking().FirstOrDefaultAsync(mail => mail.AccountId == account, cancellation))?.Address(protector);
}
