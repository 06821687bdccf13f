using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
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

    /// <summary>The instance belongs to no case: it is the engine's to resume.</summary>
    NoCase,
}

/// <summary>The clock or a message resumes a case: the end of a notice, a delay, the end of a workflow that the case waits for.</summary>
public sealed class ResumeDue(IUnitOfWork work, CaseFiles files, CaseRuns runs)
{
    /// <param name="input">What the message brought; null when the clock resumes.</param>
    public async Task<Resumption> ResumeAsync(BookmarkRow bookmark, JsonNode? input, CancellationToken cancellation)
    {
        var run = await work.Db.Set<CaseRun>().AsNoTracking().FirstOrDefaultAsync(run => run.Id == bookmark.InstanceId, cancellation);
        if (run is null)
            return Resumption.NoCase;
        try
        {
            var file = await files.LoadAsync(run.CaseId, Actor.System, cancellation);
            await runs.ResumeAsync(file, bookmark, input, cancellation);
            return Resumption.Resumed;
        }
        catch (BookmarkGoneException)
        {
            return Resumption.Gone;
        }
    }
}
