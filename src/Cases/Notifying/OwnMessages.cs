using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Notifying;

/// <summary>
/// The messages of the house that are for somebody: to their account, to them as a person, to all who hold their role, and to the applicant of a case
/// that they sent in for themselves, whether or not a clerk has linked their account to the register yet.
/// </summary>
public sealed class OwnMessages(IUnitOfWork work, TimeProvider time)
{
    /// <summary>What a message to every administrator names; each of them reads it for themselves.</summary>
    private const string Administrators = "administrator";

    public async Task<IQueryable<Notification>> OfAsync(Actor actor, bool onlyUnread, CancellationToken cancellation)
    {
        var (account, today) = (actor.Account, LocalDay.Today(time));
        var roles = await work.Db.Set<RoleAssignment>().AsNoTracking().Where(held => held.AccountId == account && held.ValidFrom <= today && (held.ValidTo == null || today < held.ValidTo))
            .Select(held => held.Role).Distinct().ToListAsync(cancellation);
        return Of(actor, roles, onlyUnread);
    }

    /// <summary>Which of these messages to a role the account has read.</summary>
    public async Task<IReadOnlySet<NotificationId>> ReadByAsync(Actor actor, IEnumerable<Notification> messages, CancellationToken cancellation)
    {
        var (account, many) = (actor.Account, messages.Where(message => message.IsToMany).Select(message => message.Id).ToArray());
        return many.Length == 0 ? new HashSet<NotificationId>()
            : (await work.Db.Set<RoleMessageRead>().AsNoTracking().Where(one => one.Account == account && many.Contains(one.Message)).Select(one => one.Message).ToListAsync(cancellation)).ToHashSet();
    }

    /// <param name="roles">Those that whoever asks holds today.</param>
    /// <param name="onlyUnread">Asked before the parts are put together, so that a count reads no message that was read long ago.</param>
    public IQueryable<Notification> Of(Actor actor, IReadOnlyCollection<Role> roles, bool onlyUnread)
    {
        var all = onlyUnread ? work.Db.Set<Notification>().Where(message => message.ReadAt == null) : work.Db.Set<Notification>();
        if (actor.Account is not { } account)
            return all.Where(message => false);
        var own = all.Where(message => message.Account == account);
        if (actor.Person is { } person)
            own = own.Union(all.Where(message => message.Person == person));
        if (roles.Contains(Role.Administrator))
        {
            var read = work.Db.Set<RoleMessageRead>().Where(one => one.Account == account);
            own = own.Union(all.Where(message => message.Role == Administrators && (!onlyUnread || !read.Any(one => one.Message == message.Id))));
        }

        if (roles.Contains(Role.Applicant))
            own = own.Union(work.Db.Set<AidCase>().Where(sent => sent.SubmittedBy == account && sent.Intake == Intake.Self)
                .Join(all, sent => (CaseId?)sent.Id, message => message.Case, (sent, message) => new { sent.ApplicantId, message }).Where(pair => pair.message.Person == pair.ApplicantId).Select(pair => pair.message));
        return own;
    }
}
