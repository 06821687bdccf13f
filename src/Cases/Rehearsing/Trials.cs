using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Cases.Rehearsing;

/// <summary>What happened at a step of a simulated case.</summary>
/// <param name="Day">How many days after the application, from nought.</param>
/// <param name="Asked">Whether somebody was asked there; else the step did its work by itself.</param>
public sealed record SimulatedStep(string Step, int Day, IReadOnlyList<string> Ways, string? BackTo, bool Asked);

/// <summary>A step at which a simulated case waits, and what can be said there.</summary>
/// <param name="BackTo">Where its author lets it be sent back to; empty where nothing is sent back from here.</param>
public sealed record SimulatedWait(string Step, IReadOnlyList<string> Ways, IReadOnlyList<string> BackTo);

/// <summary>A case as far as it was played.</summary>
/// <param name="Outcome">How it ended; null while it waits, and where no step closed it.</param>
/// <param name="Fault">Why a step failed, in the engine's words.</param>
/// <param name="Unused">Answers for steps that the case did not come to, or not so often.</param>
public sealed record SimulatedCase(IReadOnlyList<SimulatedStep> Steps, IReadOnlyList<SimulatedWait> Waiting, CaseOutcome? Outcome, int Days, string? Fault, IReadOnlyList<TrialAnswer> Unused)
{
    /// <summary>The steps at which somebody was asked, in order.</summary>
    public ImmutableArray<string> Route => [.. Steps.Where(step => step.Asked).Select(step => step.Step)];

    /// <summary>The first step that sent the case back to where its author does not let it be sent, and where to; null where none did.</summary>
    public (string Step, string BackTo)? Forbidden { get; init; }

    internal ImmutableHashSet<string> Passed { get; init; } = [];
}

/// <summary>Plays the main workflow of a service with given answers; everything that knows a case is told what to answer, the rest runs as it does.</summary>
internal sealed class Trials
{
    /// <summary>What a case is sent back to where its author says no more than "any step it came through".</summary>
    private static readonly ImmutableArray<string> Returnable = ["Aid.Completeness", "Aid.Supplement", "Aid.Review", "Aid.HomeVisit", "Aid.Decide"];

    private readonly Play play;
    private readonly CompiledWorkflow workflow;
    private readonly JsonObject input;

    /// <summary>Activities that are steps of the case, and no frames around them.</summary>
    private readonly ImmutableHashSet<string> doing;

    /// <summary>Those of them at which somebody is asked.</summary>
    private readonly ImmutableHashSet<string> asking;

    private readonly Dictionary<string, string> types;

    internal Trials(ActivityCatalog catalog, ServicePackage package)
    {
        play = new(catalog);
        workflow = play.Compile(WorkflowDefinition.Parse(package.WorkflowJson));
        input = new() { ["FundSource"] = package.Description.Route.ToString() };
        types = workflow.ActivityIds.ToDictionary(id => id, id => TypeOf(workflow.Definition.Json["root"], id) ?? "", StringComparer.Ordinal);
        var known = catalog.All.ToLookup(activity => activity.Descriptor.TypeName, activity => activity.Descriptor, StringComparer.Ordinal);
        doing = [.. types.Where(type => !known[type.Value].Any(one => one.IsContainer)).Select(type => type.Key)];
        asking = [.. doing.Where(id => types[id].StartsWith("Aid.", StringComparison.Ordinal) && known[types[id]].Any(one => one.CanWait))];
    }

    /// <summary>Every link that a case can follow, named by the steps at its ends.</summary>
    internal IReadOnlyList<(string Key, string From, string Way, string To)> Links =>
        [.. workflow.FlowLinks.Select(link => (Key(link.Source, link.Port), workflow.NameOf(link.Source)!, link.Port, workflow.NameOf(link.Target)!))];

    /// <summary>What the authors of the steps wrote at them, by name.</summary>
    internal IReadOnlyDictionary<string, string> Labels => Play.LabelsOf(workflow);

    /// <param name="from">When the case is applied for; only the days between count.</param>
    internal async Task<SimulatedCase> RunAsync(IReadOnlyList<TrialAnswer> answers, DateTimeOffset from, CancellationToken cancellation)
    {
        var played = await play.RunAsync(workflow, new Recording(answers), from, (JsonObject)input.DeepClone(), cancellation);
        var (steps, passed) = (new List<SimulatedStep>(), ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal));
        string? backTo = null;
        foreach (var entry in played.Told)
        {
            if (entry is { Event: "rewind", Detail: { } detail })
                backTo = workflow.NameOf(detail.Split(": ", 2)[0]) ?? detail.Split(": ", 2)[0];
            if (entry is not { ActivityId: { } id, ActivityName: { } step, Event: "Completed" or "Rewound" })
                continue;
            var ways = entry.Event == "Completed" && entry.Detail is { Length: > 0 } said ? said.Split(", ") : entry.Event == "Completed" ? ["Done"] : [];
            passed.UnionWith(ways.Select(way => Key(id, way)));
            if (doing.Contains(id) && (entry.Event == "Completed" || asking.Contains(id)))
                steps.Add(new(step, (int)(entry.At - from).TotalDays, ways, entry.Event == "Rewound" ? backTo : null, asking.Contains(id)));
        }

        return new(
            steps,
            [.. played.Waiting.Select(id => new SimulatedWait(workflow.NameOf(id)!, workflow.WaysOut(id), played.Asked.LastOrDefault(one => one.ActivityId == id) is { } at ? BackFrom(played.Asked, at) : []))],
            played.Outcome,
            (int)(played.EndsAt - from).TotalDays,
            played.Fault,
            [.. answers.GroupBy(answer => answer.Step, StringComparer.Ordinal).SelectMany(group => group.Skip(play.VisitsTo(group.Key)))])
        {
            Passed = passed.ToImmutable(),
            Forbidden = played.Asked.Where(one => one.SentBackTo is { } target && !BackFrom(played.Asked, one).Contains(target)).Select(one => ((string, string)?)(one.Step, one.SentBackTo!)).FirstOrDefault(),
        };
    }

    /// <summary>Where a step may send the case back to, as a round offers it: what its author names, of that what comes before it in the flow.</summary>
    private ImmutableArray<string> BackFrom(IReadOnlyList<Asking> asked, Asking at)
    {
        var passed = asked.TakeWhile(one => one.Step != at.Step).Where(one => Returnable.Contains(types[one.ActivityId])).Select(one => one.Step);
        return
        [
            .. at.MayReturn.SelectMany(name => name switch { ReturnTargets.Any => passed, ReturnTargets.Previous => passed.TakeLast(1), _ => [name] })
                .Distinct(StringComparer.Ordinal).Where(step => workflow.NearestBefore(step, at.ActivityId) is not null),
        ];
    }

    /// <summary>What is otherwise than it was when the trial was kept; null where nothing is.</summary>
    internal async Task<FileFault?> FaultAsync(ServiceTrial trial, int index, DateTimeOffset from, CancellationToken cancellation)
    {
        var played = await RunAsync(trial.Answers, from, cancellation);
        FileFault Fault(string code, params (string Name, object? Value)[] values) => new(ServiceTrial.File, $"$.trials[{index}]", code, [("trial", trial.Name), .. values]);
        if (played.Fault is { } reason)
            return Fault("trials.failed", ("reason", reason));
        if (played.Forbidden is { } forbidden)
            return Fault("trials.back-forbidden", ("step", SpokenSteps.Of(forbidden.Step)), ("to", SpokenSteps.Of(forbidden.BackTo)));
        if (played.Waiting is [var wait, ..])
            return Fault("trials.waits", ("step", SpokenSteps.Of(wait.Step)));
        if (played.Outcome != trial.Ends)
            return Fault("trials.ends-otherwise", ("ends", SpokenOutcomes.Of(trial.Ends)), ("now", played.Outcome is { } now ? SpokenOutcomes.Of(now) : new LocalText("没有结案", "not closed")));
        return played.Route.SequenceEqual(trial.Route, StringComparer.Ordinal)
            ? null
            : Fault("trials.another-route", ("route", Spoken(trial.Route)), ("now", Spoken(played.Route)));
    }

    private static LocalText Spoken(ImmutableArray<string> route) => new(string.Join(" → ", route.Select(step => SpokenSteps.Of(step).Zh)), string.Join(" → ", route.Select(step => SpokenSteps.Of(step).En)));

    private static string Key(string id, string way) => $"{id}\n{way}";

    private static string? TypeOf(JsonNode? node, string id) => node switch
    {
        JsonObject activity when activity["id"] is JsonValue own && own.TryGetValue<string>(out var said) && said == id && activity["type"] is JsonValue type => type.GetValue<string>(),
        JsonObject some => some.Select(member => TypeOf(member.Value, id)).FirstOrDefault(found => found is not null),
        JsonArray list => list.Select(item => TypeOf(item, id)).FirstOrDefault(found => found is not null),
        _ => null,
    };
}
