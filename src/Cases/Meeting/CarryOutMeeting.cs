using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Meeting;

/// <summary>What became of one case of a list.</summary>
/// <param name="Refusal">Why it could not be done; null where it was.</param>
public sealed record ListedResult(TaskId Task, ItemState State, RefusedException? Refusal = null);

/// <summary>
/// Carries out a confirmed list, each case a commit of its own: one that is refused keeps its reason and stops nobody else. Stopped anywhere, it is gone on with by whoever runs it next.
/// </summary>
public sealed class CarryOutMeeting(IActs acts, IUnitOfWork work)
{
    /// <param name="again">Results that were refused before are tried once more.</param>
    public async Task<ImmutableArray<ListedResult>> RunAsync(MeetingId id, bool again, CancellationToken cancellation)
    {
        var tasks = await work.Db.Set<MeetingItem>().AsNoTracking()
            .Where(item => item.MeetingId == id && item.Outcome != null && (item.State == ItemState.Listed || (again && item.State == ItemState.Failed)))
            .OrderBy(item => item.Number).Select(item => new { item.TaskId, item.State }).ToListAsync(cancellation);
        var results = ImmutableArray.CreateBuilder<ListedResult>(tasks.Count);
        foreach (var task in tasks)
        {
            if (task.State == ItemState.Failed)
                await acts.RunAsync<CarryOutResult, bool>((act, token) => act.TryAgainAsync(id, task.TaskId, token), cancellation);
            results.Add(await OneAsync(id, task.TaskId, cancellation));
        }

        await acts.RunAsync<CarryOutResult, bool>((act, token) => act.CloseAsync(id, token), cancellation);
        return results.ToImmutable();
    }

    private async Task<ListedResult> OneAsync(MeetingId id, TaskId task, CancellationToken cancellation)
    {
        try
        {
            return new(task, await acts.RunAsync<CarryOutResult, ItemState>((act, token) => act.CarryOutAsync(id, task, token), cancellation));
        }
        catch (RefusedException refused) when (refused.Code.StartsWith("act.", StringComparison.Ordinal))
        {
            return new(task, ItemState.Listed, refused); // it says nothing of the case: the next round goes on with it
        }
        catch (RefusedException refused)
        {
            var state = await acts.RunAsync<CarryOutResult, ItemState>((act, token) => act.FailAsync(id, task, Why(refused), token), cancellation);
            return new(task, state, state == ItemState.Failed ? refused : null);
        }
    }

    private static string Why(RefusedException refused) => refused.Message.Length <= 1000 ? refused.Message : refused.Message[..1000];
}

/// <summary>Lists whose cut-off has come, and confirmed ones that were not carried out to the end.</summary>
public sealed class DueMeetings(IUnitOfWork work, TimeProvider time)
{
    public async Task<IReadOnlyList<MeetingId>> AtCutOffAsync(int most, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return await work.Db.Set<MeetingList>().Where(list => list.State == MeetingState.Open && list.CutOffAt <= now).OrderBy(list => list.CutOffAt).Select(list => list.Id).Take(most).ToListAsync(cancellation);
    }

    public async Task<IReadOnlyList<MeetingId>> UnfinishedAsync(int most, CancellationToken cancellation) => await work.Db.Set<MeetingList>()
        .Where(list => list.State == MeetingState.Confirmed
            && (work.Db.Set<MeetingItem>().Any(item => item.MeetingId == list.Id && item.State == ItemState.Listed) || !work.Db.Set<MeetingItem>().Any(item => item.MeetingId == list.Id && item.State == ItemState.Failed)))
        .OrderBy(list => list.CutOffAt).Select(list => list.Id).Take(most).ToListAsync(cancellation);

    public async Task<DateTimeOffset?> NextAsync(CancellationToken cancellation) =>
        await work.Db.Set<MeetingList>().Where(list => list.State == MeetingState.Open).OrderBy(list => list.CutOffAt).Select(list => (DateTimeOffset?)list.CutOffAt).FirstOrDefaultAsync(cancellation);
}
