using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>
/// Where a case may be sent back to: steps that come before whoever sends it back in the flow, on their own branch or before it parted from others. A step of a branch beside it would be begun
/// anew while this one ended, and nobody would come back here.
/// </summary>
public sealed class ReturnTargets(CaseDefinitions definitions)
{
    /// <summary>Any step that people of this run have done.</summary>
    internal const string Any = "*";

    /// <summary>The step before.</summary>
    internal const string Previous = "previous";

    /// <summary>The names as they stand for this case when the round opens: later steps that send it back here do not become earlier ones.</summary>
    internal ImmutableArray<string> Of(CaseFile file, Round opened)
    {
        var named = opened.Plan.ReturnTo;
        if (named.IsEmpty)
            return named;
        var first = file.Rounds.Find(round => round.InstanceId == opened.InstanceId && round.Step == opened.Step)!;
        var passed = named.Contains(Any) || named.Contains(Previous)
            ? file.Rounds.TakeWhile(round => round != first)
                .Where(round => round.InstanceId == opened.InstanceId && round.Kind is RoundKind.Completeness or RoundKind.Supplement or RoundKind.Review or RoundKind.HomeVisit or RoundKind.Decision)
                .Select(round => round.Step).Where(step => BeforeOf(file, opened, step) is not null).ToList()
            : [];
        return [.. named.SelectMany(name => name switch
        {
            Any => passed,
            Previous => passed.TakeLast(1),
            _ => Misplaced(file, opened, name) ? [] : [name],
        }).Distinct()];
    }

    /// <exception cref="RefusedException">return.not-before: also where a round opened when it was still offered.</exception>
    internal void RequireBefore(CaseFile file, Round round, string target)
    {
        if (Misplaced(file, round, target))
            throw new RefusedException("return.not-before", "returnTo", ("step", SpokenSteps.Of(target)));
    }

    /// <summary>The id of the step with the name that comes before where the round stands; null where none does.</summary>
    internal string? BeforeOf(CaseFile file, Round round, string step) => Workflow(file, round).NearestBefore(step, round.ActivityId);

    /// <summary>Whether there is a step of that name, but none before this one.</summary>
    private bool Misplaced(CaseFile file, Round round, string step) => BeforeOf(file, round, step) is null && Workflow(file, round).NearestOf(step, round.ActivityId) is not null;

    private Engine.Definitions.CompiledWorkflow Workflow(CaseFile file, Round round) =>
        definitions.Of(file.Case.ServiceVersionId, file.Service, file.Runs.First(run => run.Id == round.InstanceId).Kind);
}
