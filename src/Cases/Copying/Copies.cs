using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Copying;

/// <summary>Whom a case can be sent to, and the sending itself: for people and for the workflow.</summary>
public sealed class Copies(IUnitOfWork work, Organisation.Directory directory, Colleagues colleagues, AuditTrail audit, IIds ids)
{
    /// <summary>Everybody of the staff in whose area the case lies: they could open it anyway. By user name.</summary>
    public async Task<IReadOnlyList<Account>> PossibleAsync(UnitId unit, DateOnly today, CancellationToken cancellation)
    {
        var current = await directory.CurrentAsync(unit, today, cancellation);
        var above = work.Db.Set<UnitAncestor>().Where(line => line.UnitId == current && line.ValidTo == null).Select(line => line.AncestorId);
        var held = work.Db.Set<RoleAssignment>().Where(held => held.Role != Role.Applicant && held.ValidFrom <= today && (held.ValidTo == null || today < held.ValidTo) && above.Contains(held.UnitId));
        return await work.Db.Set<Account>().AsNoTracking().Where(account => account.Active && held.Any(one => one.AccountId == account.Id)).OrderBy(account => account.UserName).ToListAsync(cancellation);
    }

    /// <summary>Who has the case already.</summary>
    public async Task<IReadOnlySet<AccountId>> HaveAsync(CaseId id, CancellationToken cancellation)
    {
        var sent = await work.Db.Set<CaseCopy>().AsNoTracking().Where(copy => copy.CaseId == id).Select(copy => copy.AccountId).ToListAsync(cancellation);
        return sent.Concat(work.Db.Set<CaseCopy>().Local.Where(copy => copy.CaseId == id).Select(copy => copy.AccountId)).ToHashSet();
    }

    /// <summary>The workflow sends it to whoever holds the role there today; those who have it already are passed over, so that a step may be walked again.</summary>
    public async Task SendToHoldersAsync(CaseFile file, string step, Role role, UnitLevel level, CancellationToken cancellation)
    {
        var have = await HaveAsync(file.Case.Id, cancellation);
        Send(file, step, [.. (await directory.HoldersAsync(role, file.UnitAt(level), file.Today, cancellation)).Where(account => !have.Contains(account.Id))], by: null, note: null);
    }

    internal void Send(CaseFile file, string step, IReadOnlyCollection<Account> to, AccountId? by, string? note)
    {
        if (to.Count == 0)
            return;
        foreach (var account in to)
        {
            work.Db.Add(new CaseCopy { Id = CopyId.Of(ids.Next()), CaseId = file.Case.Id, AccountId = account.Id, ById = by, Step = step, Note = note, SentAt = file.Now });
            audit.Record(file.AuditStream, "case.copied", file.Actor, ("account", account.UserName), ("step", step));
        }

        colleagues.Tell(new(file.Case.Id, "copy.received", string.Create(CultureInfo.InvariantCulture, $"copy:{file.Case.Id}"),
            ("number", file.Case.ReceiptNumber), ("service", file.Service.Description.Name), ("step", SpokenSteps.Of(step)), ("note", note ?? "")), to);
    }
}
