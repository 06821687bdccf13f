using System.Text.Json.Nodes;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Branching;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Cases.Rehearsing;

/// <summary>What came of playing a definition with what was said in a case.</summary>
/// <param name="Outcome">How the case would end; null where no step closed it.</param>
/// <param name="Route">The names of the steps that were completed, in order.</param>
/// <param name="Stuck">The step at which it stands still; null where it came to its end.</param>
/// <param name="Fault">Why a step failed, in the engine's words; null where none did.</param>
internal sealed record Played(CaseOutcome? Outcome, IReadOnlyList<string> Route, DateTimeOffset EndsAt, string? Stuck, string? Fault)
{
    /// <summary>Everything that happened, in order.</summary>
    public IReadOnlyList<HistoryEntry> Told { get; init; } = [];

    /// <summary>Every time that somebody was asked, in order.</summary>
    public IReadOnlyList<Asking> Asked { get; init; } = [];

    /// <summary>The ids of the activities at which somebody is asked and nothing was ever said.</summary>
    public IReadOnlyList<string> Waiting { get; init; } = [];
}

/// <summary>Plays definitions in memory with what was really said, on a clock of its own. Nothing is stored and no message leaves.</summary>
internal sealed class Play
{
    private const int MostSteps = 2_000;

    private readonly Prompter prompter = new();
    private readonly ActivityCatalog catalog;

    /// <param name="real">What runs in the house: whatever knows a case is replaced, the rest runs as it does.</param>
    internal Play(ActivityCatalog real) =>
        catalog = new(real.All.Select(activity => activity.Descriptor.TypeName.StartsWith("Aid.", StringComparison.Ordinal) ? new ToldActivity(activity, prompter) : activity));

    /// <summary>How often a step was asked in what was played last.</summary>
    internal int VisitsTo(string step) => prompter.VisitsTo(step);

    /// <summary>What the authors of the steps wrote at them, by name.</summary>
    internal static Dictionary<string, string> LabelsOf(CompiledWorkflow workflow) =>
        workflow.ActivityIds.GroupBy(id => workflow.NameOf(id)!, StringComparer.Ordinal).ToDictionary(group => group.Key, group => workflow.LabelOf(group.First())!, StringComparer.Ordinal);

    internal CompiledWorkflow Compile(WorkflowDefinition definition) => CompiledWorkflow.Compile(definition, catalog);

    /// <param name="facts">What branches see of the case; null where the recording says which are taken.</param>
    internal async Task<Played> RunAsync(CompiledWorkflow workflow, Recording recording, BranchFacts? facts, DateTimeOffset from, JsonObject input, CancellationToken cancellation)
    {
        prompter.Begin(recording, facts);
        var clock = new StandingClock(from);
        var ids = new TimeOrderedIds(clock);
        var runner = new Runner(ids, clock);
        var burst = await runner.StartAsync(workflow, InstanceId.Of(ids.Next()), null, input.With(facts ?? new(null, null, [])), null, null, cancellation);
        var journal = new List<JournalRow> { burst.Writes.Journal };
        var fault = FaultOf(burst);
        for (var step = 0; fault is null && step < MostSteps && burst.Waiting.Where(row => row.DueAt is not null).MinBy(row => row.DueAt) is { } next; step++)
        {
            clock.Now = next.DueAt > clock.Now ? next.DueAt.Value : clock.Now;
            var instance = burst.Writes.Instance;
            if (next.Name != ToldActivity.SentBack)
                burst = await runner.ResumeAsync(workflow, instance, next.Id, null, null, null, cancellation);
            else if (workflow.NearestOf(next.Stimulus, next.ActivityId) is { } target)
                burst = await runner.RewindAsync(workflow, instance, target, "", null, null, cancellation);
            else
                return new(null, [], clock.Now, next.Stimulus, null); // the step that it was sent back to is gone
            journal.Add(burst.Writes.Journal);
            fault = FaultOf(burst);
        }

        var told = History.Tell(workflow, journal);
        var stuck = burst.Status == InstanceStatus.Finished ? null : prompter.Undecided ?? burst.Waiting.Select(row => workflow.NameOf(row.ActivityId)).FirstOrDefault();
        return new(prompter.Outcome, [.. told.Where(entry => entry is { Event: "Completed", ActivityName: not null }).Select(entry => entry.ActivityName!)], clock.Now, stuck, fault)
        {
            Told = told,
            Asked = [.. prompter.Asked],
            Waiting = [.. burst.Waiting.Where(row => row.DueAt is null).Select(row => row.ActivityId)],
        };
    }

    private static string? FaultOf(Burst burst) => burst.Incidents is [var first, ..] ? first.Reason : null;

    /// <summary>Moves only when it is told to.</summary>
    private sealed class StandingClock(DateTimeOffset start) : TimeProvider
    {
        internal DateTimeOffset Now { get; set; } = start;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
