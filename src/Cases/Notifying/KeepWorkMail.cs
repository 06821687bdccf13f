using System.Net.Mail;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Protecting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Notifying;

/// <summary>Somebody of the staff has their reminders sent to an address of theirs too, or no longer. The trail says that they did, and not where to.</summary>
public sealed class KeepWorkMail(IUnitOfWork work, FieldProtector protector, AuditTrail audit, TimeProvider time)
{
    /// <param name="address">Empty: no mail from now on.</param>
    /// <param name="language">Of the mails.</param>
    /// <returns>Whether mails are sent from now on.</returns>
    /// <exception cref="RefusedException">work-mail.staff-only, work-mail.malformed</exception>
    public async Task<bool> KeepAsync(string? address, string language, Actor actor, CancellationToken cancellation)
    {
        var (account, today) = (actor.Account ?? throw new RefusedException("work-mail.staff-only"), LocalDay.Today(time));
        if (!await work.Db.Set<RoleAssignment>().AnyAsync(held => held.AccountId == account && held.Role != Role.Applicant && held.ValidFrom <= today && (held.ValidTo == null || today < held.ValidTo), cancellation))
            throw new RefusedException("work-mail.staff-only");
        var kept = await work.Db.Set<WorkMail>().FirstOrDefaultAsync(mail => mail.AccountId == account, cancellation);
        if (string.IsNullOrWhiteSpace(address))
        {
            if (kept is null)
                return false;
            work.Db.Remove(kept);
            audit.Record($"account:{account}", "account.mail-removed", actor);
            return false;
        }

        var read = Read(address.Trim());
        if (kept is null)
            work.Db.Add(kept = WorkMail.Of(account));
        kept.Say(read, language, protector);
        audit.Record($"account:{account}", "account.mail-kept", actor);
        return true;
    }

    /// <summary>An address and nothing else: no name beside it, no second one, nothing that would begin another line of a mail's head.</summary>
    private static string Read(string address) =>
        address.Length <= WorkMail.LongestAddress && !address.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter)) && MailAddress.TryCreate(address, out var read)
            && string.Equals(read.Address, address, StringComparison.Ordinal) && read.Host.Contains('.', StringComparison.Ordinal)
            ? address : throw new RefusedException("work-mail.malformed", "address");
}
