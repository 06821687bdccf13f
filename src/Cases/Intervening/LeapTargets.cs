using System.Collections.Frozen;
using System.Collections.Immutable;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Cases.Intervening;

/// <summary>A step that a case can be moved to.</summary>
/// <param name="Activity">Its id in the workflow; two steps of one name differ in it.</param>
/// <param name="PassesOver">What the way there leaves out of what decides money or issues a paper, by name.</param>
public sealed record LeapTarget(string Activity, string Step, InstanceId Run, ImmutableArray<string> PassesOver)
{
    /// <summary>What its author wrote at it, which tells steps of one name apart.</summary>
    public string? Label { get; init; }
}

/// <summary>Where an administrator can move a case to: steps at which somebody decides, a notice hangs out or money is ordered; never one that only the bank or the applicant brings about.</summary>
public sealed class LeapTargets(CaseRuns runs, CaseDefinitions definitions)
{
    private const string Decide = "Aid.Decide";
    private const string Payout = "Aid.Payout";
    private const string ExternalDecision = "Aid.ExternalDecision";

    private static readonly FrozenSet<string> Steps = new[] { "Aid.Completeness", "Aid.Review", "Aid.HomeVisit", "Aid.PublicNotice", Decide, ExternalDecision, Payout }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Steps before the money is decided. Behind it there is nothing to wake a case at: what was granted went back when it ended.</summary>
    private static readonly FrozenSet<string> BeforeMoney = new[] { "Aid.Completeness", "Aid.Review", "Aid.HomeVisit", "Aid.PublicNotice", Decide }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What is not left out without saying so.</summary>
    private static readonly FrozenSet<string> Weighty = new[] { Decide, ExternalDecision, "Aid.IssueDocument", "Aid.PublicNotice" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>From where the case stands; of runs that go on beside one another, all of them. What the bank took back is paid again by itself.</summary>
    public IReadOnlyList<LeapTarget> Of(CaseFile file)
    {
        var targets = new List<LeapTarget>();
        foreach (var run in file.Runs.Where(run => run.EndedAt is null && run.Kind != RunKind.Repayment))
        {
            var workflow = runs.Workflow(file, run.Id);
            var stands = file.Rounds.Where(round => round.InstanceId == run.Id).ToList();
            var from = stands.Exists(round => round.State == RoundState.Open) ? stands.Where(round => round.State == RoundState.Open).ToList() : [.. stands.TakeLast(1)]; // on a fault: behind the last step
            targets.AddRange(From(workflow, Steps).Where(activity => !from.Exists(round => round.State == RoundState.Open && round.ActivityId == activity) && LeavesNobodyOut(workflow, activity, from))
                .Select(activity => new LeapTarget(activity, workflow.NameOf(activity)!, run.Id, PassedOver(workflow, from, activity)) { Label = workflow.LabelOf(activity) }));
        }

        return targets;
    }

    /// <summary>Steps of the main way that an ended case had come to, nearest the beginning first.</summary>
    public IReadOnlyList<LeapTarget> Reached(CaseFile file)
    {
        if (file.Runs.LastOrDefault(run => run.Kind == RunKind.Main) is not { } main)
            return [];
        var workflow = definitions.Of(file.Case.ServiceVersionId, file.Service, RunKind.Main);
        var reached = file.Rounds.Where(round => file.Runs.Exists(run => run.Id == round.InstanceId && run.Kind == RunKind.Main)).Select(round => round.ActivityId).ToHashSet(StringComparer.Ordinal);
        return [.. From(workflow, BeforeMoney).Where(activity => reached.Contains(activity) && !IsBehindDecision(workflow, activity) && LeavesNobodyOut(workflow, activity, [])).Select(activity => new LeapTarget(activity, workflow.NameOf(activity)!, main.Id, []) { Label = workflow.LabelOf(activity) })];
    }

    /// <summary>Whether the step does what follows from a decision on money, so that there has to be one: no decision lies ahead of it.</summary>
    internal static bool IsBehindDecision(CompiledWorkflow workflow, string activity)
    {
        var decisions = workflow.ActivityIds.Where(one => TypeOf(workflow, one) == Decide).ToList();
        return TypeOf(workflow, activity) is Payout or ExternalDecision || (decisions.Count > 0 && !decisions.Exists(decision => decision == activity || workflow.PassedOver(activity, decision).Count > 0));
    }

    /// <summary>
    /// Whether nobody is passed over by going to the step: it stands in no branch, its branch or one beside it is under way, or no branch beside it asks people for anything. A branch that is
    /// entered halfway does not begin the others.
    /// </summary>
    private static bool LeavesNobodyOut(CompiledWorkflow workflow, string activity, List<Round> from)
    {
        var beside = workflow.ActivityIds.Where(one => workflow.RunBeside(activity, one)).ToHashSet(StringComparer.Ordinal);
        return from.Exists(round => round.State == RoundState.Open && (workflow.StandsAround(activity, round.ActivityId) || beside.Contains(round.ActivityId)))
            || !beside.Any(one => TypeOf(workflow, one) is { } type && BeforeMoney.Contains(type));
    }

    internal static string? TypeOf(CompiledWorkflow workflow, string activity) => workflow.DescriptorOf(activity)?.TypeName;

    private static IEnumerable<string> From(CompiledWorkflow workflow, FrozenSet<string> types) => workflow.ActivityIds.Where(activity => TypeOf(workflow, activity) is { } type && types.Contains(type));

    private static ImmutableArray<string> PassedOver(CompiledWorkflow workflow, IEnumerable<Round> from, string to) =>
        [.. from.SelectMany(round => workflow.PassedOver(round.ActivityId, to)).Where(activity => TypeOf(workflow, activity) is { } type && Weighty.Contains(type)).Select(activity => workflow.NameOf(activity)!).Distinct()];
}
