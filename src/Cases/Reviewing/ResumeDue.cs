using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>The clock resumes a case: the end of a notice, a delay.</summary>
public sealed class ResumeDue(IUnitOfWork work, CaseFiles files, CaseRuns runs)
{
    /// <returns>The case that went on; null when the instance belongs to no case, or somebody was first.</returns>
    public async Task<CaseId?> ResumeAsync(BookmarkRow bookmark, CancellationToken cancellation)
    {
        var run = await work.Db.Set<CaseRun>().AsNoTracking().FirstOrDefaultAsync(run => run.Id == bookmark.InstanceId, cancellation);
        if (run is null)
            return null;
        try
        {
            var file = await files.LoadAsync(run.CaseId, Actor.System, cancellation);
            await runs.ResumeDueAsync(file, bookmark, cancellation);
            return run.CaseId;
        }
        catch (BookmarkGoneException)
        {
            return null;
        }
    }
}
