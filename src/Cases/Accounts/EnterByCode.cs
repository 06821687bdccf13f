using System.Security.Cryptography;
using System.Text;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Accounts;

/// <summary>
/// Takes a code that was sent to a mobile number: who has an account by that number comes in, who has none gets one. Wrong, late and spent codes are
/// all the same to whoever asks.
/// </summary>
public sealed class EnterByCode(IUnitOfWork work, PersonRegister register, FieldProtector protector, AuditTrail audit, IIds ids, TimeProvider time)
{
    private const int MostFailures = 5;

    /// <returns>Whose it is; null when the code is not taken, which is counted.</returns>
    /// <exception cref="RefusedException">code.mobile</exception>
    public async Task<AccountId?> RunAsync(string mobile, string code, CancellationToken cancellation)
    {
        var phone = SignInPhones.Read(mobile);
        if (await SignInPhones.CodeAsync(work.Db, protector, phone, cancellation) is not { } kept || kept.ValidUntil is not { } until || until <= time.GetUtcNow())
            return null;
        var digest = SignInPhones.Digest(protector, kept.Phone, new string([.. code.Normalize(NormalizationForm.FormKC).Where(char.IsAsciiDigit)]));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(digest), Encoding.ASCII.GetBytes(kept.Digest)))
        {
            if (++kept.Failures >= MostFailures)
                kept.ValidUntil = null;
            return null;
        }

        kept.ValidUntil = null;
        var indexes = protector.Indexes(phone.Number, Account.PhoneField).ToArray();
        var account = await work.Db.Set<Account>().FirstOrDefaultAsync(known => known.PhoneIndex != null && indexes.Contains(known.PhoneIndex), cancellation) ?? Register(phone);
        if (!account.Active)
            return null;
        await LinkAsync(account, phone, cancellation);
        return account.Id;
    }

    private Account Register(Mobile phone)
    {
        var (id, ending) = (new AccountId(ids.Next()), phone.Number[^4..]);
        var account = Account.Open(id, $"m-{id.Value:N}", $"手机尾号 {ending}", $"Mobile ending {ending}");
        account.Reach(phone, protector);
        work.Db.Add(account);
        work.Db.Add(new Credential { AccountId = id, SecurityStamp = RandomNumberGenerator.GetHexString(32) });
        audit.Record($"account:{id}", "account.registered", account.AsActor());
        return account;
    }

    /// <summary>
    /// A number is registered once a station accepted a case of whoever gave it as their own: before that anybody may have written it on a form. Where
    /// several people did, a clerk has to say whose it is.
    /// </summary>
    private async Task LinkAsync(Account account, Mobile phone, CancellationToken cancellation)
    {
        if (account.PersonId is not null)
            return;
        var owners = (await register.ByPhoneAsync(phone, cancellation)).Where(person => person is { PhoneOwner: PhoneOwner.Self, DeceasedOn: null }).ToList();
        if (owners is not [var person] || !await work.Db.Set<AidCase>().AnyAsync(one => one.ApplicantId == person.Id && one.AcceptedOn != null, cancellation))
            return;
        account.LinkTo(person.Id);
        audit.Record($"account:{account.Id}", "account.linked", account.AsActor(), ("person", $"{person.Id}"), ("how", "registered-mobile"));
    }
}
