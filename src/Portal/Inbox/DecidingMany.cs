using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Hosting;

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
        RequireSome(commands);
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

    /// <summary>What would be refused, without doing anything: nobody agrees to more than can be done. What others do meanwhile is told afterwards.</summary>
    /// <returns>Each in its order, without a receipt.</returns>
    public static async Task<IReadOnlyList<OneDecided>> WouldAsync(DryRun dryRun, IReadOnlyList<DecideCommand> commands, Actor actor, CancellationToken cancellation)
    {
        var would = new List<OneDecided>();
        foreach (var command in commands)
        {
            try
            {
                await dryRun.RunAsync<DecideOneOfMany>((act, token) => act.DecideAsync(command, actor, token), cancellation);
                would.Add(new(command.Task, null, null));
            }
            catch (RefusedException refused)
            {
                would.Add(new(command.Task, null, refused));
            }
        }

        return would;
    }

    /// <exception cref="RefusedException">many.too-many, many.none</exception>
    public static void RequireSome<T>(IReadOnlyCollection<T> chosen)
    {
        if (chosen.Count == 0)
            throw new RefusedException("many.none", "tasks");
        if (chosen.Count > Most)
            throw new RefusedException("many.too-many", "tasks", ("most", Most));
    }
}
