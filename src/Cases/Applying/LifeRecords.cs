using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <summary>Who recorded a death or a move, and when: the audit trail says so, where nobody changes it.</summary>
internal sealed record LifeRecord(AccountId? By, DateTimeOffset At)
{
    public const string Died = "applicant.died";
    public const string Moved = "applicant.moved";

    /// <summary>The latest of its kind about a person, in whichever of their cases it was written.</summary>
    public static async Task<LifeRecord?> OfAsync(DbContext db, PersonId person, string act, CancellationToken cancellation)
    {
        var cases = await db.Set<AidCase>().Where(aidCase => aidCase.ApplicantId == person).Select(aidCase => aidCase.Id).ToListAsync(cancellation);
        var streams = cases.Select(id => $"case:{id}").ToArray();
        return await db.Set<AuditEntry>().AsNoTracking().Where(entry => streams.Contains(entry.Stream) && entry.Act == act)
            .OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Number)
            .Select(entry => new LifeRecord(entry.ActorAccount, entry.At)).FirstOrDefaultAsync(cancellation);
    }
}
