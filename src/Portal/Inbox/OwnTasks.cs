using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.StandingIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Inbox;

/// <summary>The task that somebody has in a case, or may take.</summary>
/// <param name="Waits">For a colleague's answer, or a signer who comes first.</param>
public sealed record OwnTask(TaskId Id, string Step, bool Waits);

/// <summary>Finds the way from a case to one's own task in it: the very tasks of the inbox, so that whoever has none there is led to none.</summary>
public sealed class OwnTasks(IUnitOfWork work, Reaches reaches, TimeProvider time)
{
    /// <returns>Of each case one: what is theirs before what is their team's, and what waits for somebody last.</returns>
    public async Task<IReadOnlyDictionary<CaseId, OwnTask>> OfAsync(AccountId account, IReadOnlyCollection<CaseId> cases, CancellationToken cancellation)
    {
        if (cases.Count == 0)
            return new Dictionary<CaseId, OwnTask>();
        var tasks = InboxTasks.Of(work.Db, account, await reaches.OfAsync(account, cancellation), LocalDay.Today(time));
        var found = await tasks.OfCases(cases).Select(task => new { task.CaseId, task.Id, task.Step, task.AssigneeId, task.State, task.CreatedAt }).ToListAsync(cancellation);
        return found.GroupBy(task => task.CaseId).ToDictionary(of => of.Key, of => of.OrderBy(task => task.State == TaskState.OnHold).ThenBy(task => task.AssigneeId != account).ThenBy(task => task.CreatedAt).ThenBy(task => task.Id.Value)
            .Select(task => new OwnTask(task.Id, task.Step, task.State == TaskState.OnHold)).First());
    }
}
