using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <summary>Removes uploads that no case took within a day: papers of people who never applied are not ours to keep.</summary>
public sealed class RemoveUnlinkedFiles(IUnitOfWork work, AuditTrail audit, TimeProvider time)
{
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <returns>How many were found; one that a case links in the meantime stays.</returns>
    public async Task<int> RunAsync(int most, CancellationToken cancellation)
    {
        var before = time.GetUtcNow() - Kept;
        var found = await work.Db.Set<StoredFile>().Where(file => !file.Linked && file.UploadedAt <= before)
            .OrderBy(file => file.UploadedAt).Select(file => file.Id).Take(most).ToListAsync(cancellation);
        if (found.Count == 0)
            return 0;

        // Asked again inside the transaction. Whoever links a file that just went finds no row to change, and reads that it must be uploaded anew.
        work.Within((db, token) => db.Set<StoredFile>().Where(file => found.Contains(file.Id) && !file.Linked).ExecuteDeleteAsync(token));
        audit.Record($"system:{LocalDay.Today(time):yyyy-MM-dd}", "files.unlinked-removed", Actor.System,
            ("found", $"{found.Count}"), ("uploadedUntil", before.ToString("O", System.Globalization.CultureInfo.InvariantCulture)));
        return found.Count;
    }
}
