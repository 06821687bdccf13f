using System.Collections.Immutable;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>Where a case may be sent back to, where the definition leaves that to its way so far.</summary>
internal static class ReturnTargets
{
    /// <summary>Any step that people of this run have done.</summary>
    internal const string Any = "*";

    /// <summary>The step before.</summary>
    internal const string Previous = "previous";

    /// <summary>
    /// The names as they stand for this case when the round opens: later steps that send it back here do not become earlier ones, and what runs in another branch is none that it came through.
    /// Going back there would leave this step open with nobody to do it.
    /// </summary>
    internal static ImmutableArray<string> Of(CaseFile file, Round opened, CompiledWorkflow workflow)
    {
        var named = opened.Plan.ReturnTo;
        bool IsBehind(string step) => workflow.NearestOf(step, opened.ActivityId) is { } activity && !workflow.RunBeside(activity, opened.ActivityId);
        if (!named.Contains(Any) && !named.Contains(Previous))
            return [.. named.Where(IsBehind)];
        var first = file.Rounds.Find(round => round.InstanceId == opened.InstanceId && round.Step == opened.Step)!;
        var passed = file.Rounds.TakeWhile(round => round != first)
            .Where(round => round.InstanceId == opened.InstanceId && round.Kind is RoundKind.Completeness or RoundKind.Supplement or RoundKind.Review or RoundKind.HomeVisit or RoundKind.Decision)
            .Select(round => round.Step).Where(IsBehind).ToList();
        return [.. named.SelectMany(name => name switch
        {
            Any => passed,
            Previous => passed.TakeLast(1),
            _ => IsBehind(name) ? [name] : Array.Empty<string>(),
        }).Distinct()];
    }
}
