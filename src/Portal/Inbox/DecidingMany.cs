using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Portal.Inbox;

/// <summary>What became of one of several.</summary>
public sealed record OneDecided(TaskId Task, DecisionReceipt? Receipt, RefusedException? Refused);

/// <summary>
/// Several reviews get the same word (批量审批): each is a commit of its own with a result of its own, and one that is refused stops no other. What grants or refuses money, a village's
/// opinion, a visit, and what has to be signed by hand is decided one by one.
/// </summary>
public sealed class DecidingMany(IActs acts)
{
    /// <summary>More than a page of the inbox is not read before it is agreed to.</summary>
    public const int Most = 50;

    /// <exception cref="RefusedException">many.too-many, many.none</exception>
    public async Task<IReadOnlyList<OneDecided>> DecideAsync(IReadOnlyList<DecideCommand> commands, Actor actor, CancellationToken cancellation)
    {
        if (commands.Count == 0)
            throw new RefusedException("many.none", "tasks");
        if (commands.Count > Most)
            throw new RefusedException("many.too-many", "tasks", ("most", Most));
        var done = new List<OneDecided>();
        foreach (var command in commands.DistinctBy(command => command.Task))
        {
            try
            {
                done.Add(new(command.Task, await acts.RunAsync<DecideOneOfMany, DecisionReceipt>((act, token) => act.DecideAsync(command, actor, token), cancellation), null));
            }
            catch (RefusedException refused)
            {
                done.Add(new(command.Task, null, refused));
            }
        }

        return done;
    }
}
