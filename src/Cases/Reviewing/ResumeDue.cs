using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>What became of a bookmark that the clock or a message was to resume.</summary>
public enum Resumption
{
    Resumed,

    /// <summary>The flow no longer waits there: somebody was first.</summary>
    Gone,

    /// <summary>The instance belongs to no case, petition or visit: it is the engine's to resume.</summary>
    Bare,
}

/// <summary>The clock or a message resumes a case, or a petition: the end of a notice, a delay, the end of a workflow that it waits for.</summary>
public sealed class ResumeDue(IUnitOfWork work, CaseFiles files, CaseRuns runs, PetitionFiles petitionFiles, PetitionRuns petitionRuns, VisitRuns visitRuns)
{
    /// <param name="input">What the message brought; null when the clock resumes.</param>
    public async Task<Resumption> ResumeAsync(BookmarkRow bookmark, JsonNode? input, CancellationToken cancellation)
    {
        var run = await work.Db.Set<CaseRun>().AsNoTracking().FirstOrDefaultAsync(run => run.Id == bookmark.InstanceId, cancellation);
        var petition = run is null ? await work.Db.Set<Petition>().AsNoTracking().Where(one => one.InstanceId == bookmark.InstanceId).Select(one => (MatterId?)one.Id).FirstOrDefaultAsync(cancellation) : null;
        var visit = run is null && petition is null ? await work.Db.Set<VisitRun>().AsNoTracking().Where(one => one.InstanceId == bookmark.InstanceId).Join(work.Db.Set<Matter>(), one => one.MatterId, matter => matter.Id, (one, matter) => matter).AsTracking().FirstOrDefaultAsync(cancellation) : null;
        try
        {
            if (run is not null)
                await runs.ResumeAsync(await files.LoadAsync(run.CaseId, Actor.System, cancellation), bookmark, input, cancellation);
            else if (petition is { } matter)
                await petitionRuns.ResumeAsync(await petitionFiles.LoadAsync(matter, cancellation), bookmark, input, cancellation);
            else if (visit is not null)
                await visitRuns.ResumeAsync(visit, bookmark, input, cancellation);
            else
                return Resumption.Bare;
            return Resumption.Resumed;
        }
        catch (BookmarkGoneException)
        {
            return Resumption.Gone;
        }
    }
}
