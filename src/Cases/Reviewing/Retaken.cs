using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>
/// What taking back undid in a case (取回): the passage whose word was taken back, and what had opened behind it without anybody having acted there. They stay on record; to whoever counts passages, looks
/// for the step before, or shows the way of the case, the step goes on as if it had never been left.
/// </summary>
/// <param name="Undone">The rounds that count no more.</param>
/// <param name="Since">When a step that goes on like that had begun, by the round in which it goes on.</param>
public sealed record Retaken(IReadOnlySet<RoundId> Undone, IReadOnlyDictionary<RoundId, DateTimeOffset> Since)
{
    private static readonly Retaken Nothing = new(new HashSet<RoundId>(), new Dictionary<RoundId, DateTimeOffset>());

    /// <param name="rounds">All of the case, in the order in which they were opened.</param>
    public static async Task<Retaken> OfAsync(DbContext db, CaseId id, IReadOnlyList<Round> rounds, CancellationToken cancellation)
    {
        if (!rounds.Any(round => round.State == RoundState.Returned))
            return Nothing; // the flow never went back
        var words = await db.Set<ReviewTask>().AsNoTracking().Where(task => task.CaseId == id && task.State == TaskState.Completed && task.TakenBackAt != null)
            .OrderBy(task => task.TakenBackAt).Select(task => new { task.RoundId, At = task.TakenBackAt!.Value }).ToListAsync(cancellation);
        var (undone, since) = (new HashSet<RoundId>(), new Dictionary<RoundId, DateTimeOffset>());
        foreach (var word in words)
        {
            var left = rounds.FirstOrDefault(round => round.Id == word.RoundId);
            var behind = rounds.SkipWhile(round => round != left).Skip(1).ToList();
            if (left is null || behind.Find(round => round.ActivityId == left.ActivityId && round.InstanceId == left.InstanceId && round.OpenedAt == word.At) is not { } again)
                continue; // others had still to decide: the round itself went on
            undone.Add(left.Id);
            undone.UnionWith(behind.TakeWhile(round => round != again).Where(round => round is { State: RoundState.Returned, Decisions: 0 } && round.ClosedAt == word.At).Select(round => round.Id));
            since[again.Id] = since.GetValueOrDefault(left.Id, left.OpenedAt);
        }

        return undone.Count == 0 ? Nothing : new(undone, since);
    }
}
