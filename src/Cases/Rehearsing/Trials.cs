using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Branching;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Cases.Rehearsing;

/// <summary>What happened at a step of a simulated case.</summary>
/// <param name="Day">How many days after the application, from nought.</param>
/// <param name="Asked">Whether somebody was asked there; else the step did its work by itself.</param>
/// <param name="Limit">Of a step at which somebody was asked; null where it has none.</param>
public sealed record SimulatedStep(string Step, int Day, IReadOnlyList<string> Ways, string? BackTo, bool Asked, SimulatedLimit? Limit);

/// <summary>A step at which a simulated case waits, and what can be said there.</summary>
/// <param name="BackTo">Where its author lets it be sent back to; empty where nothing is sent back from here.</param>
/// <param name="Limit">What becomes of its time where nobody acts; null where it has none.</param>
/// <param name="Notice">The last day of a public notice that hangs; its end comes by itself. Null where none does.</param>
public sealed record SimulatedWait(string Step, IReadOnlyList<string> Ways, IReadOnlyList<string> BackTo, SimulatedLimit? Limit, DateOnly? Notice)
{
    /// <summary>The flow parts here by what the case says: that takes no time.</summary>
    public bool Parts { get; init; }
}

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

    /// <summary>The first day, on which it was applied for.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The time for the whole of it, from its acceptance on; null before, and where the service sets none.</summary>
    public SimulatedLimit? Whole { get; init; }

    /// <summary>The links that were followed.</summary>
    internal ImmutableHashSet<string> Passed { get; init; } = [];

    /// <summary>The activities that were completed, left or waited at.</summary>
    internal ImmutableHashSet<string> Reached { get; init; } = [];
}

/// <summary>Plays the main workflow of a service with given answers; everything that knows a case is told what to answer, the rest runs as it does.</summary>
internal sealed class Trials
{
    /// <summary>What a case is sent back to where its author says no more than "any step it came through".</summary>
    private static readonly ImmutableArray<string> Returnable = ["Aid.Completeness", "Aid.Supplement", "Aid.Review", "Aid.HomeVisit", "Aid.Decide"];

    private readonly Play play;
    private readonly CompiledWorkflow workflow;
    private readonly ServicePackage package;
    private readonly WorkingCalendar calendar;

    /// <summary>Activities that are steps of the case, and no frames around them.</summary>
    private readonly ImmutableHashSet<string> doing;

    /// <summary>Those of them at which somebody is asked.</summary>
    private readonly ImmutableHashSet<string> asking;

    /// <summary>Those of them where the flow parts by what the case says: they are none of its route, so that a new one that leads on as before changes none.</summary>
    private readonly ImmutableHashSet<string> parting;

    private readonly Dictionary<string, string> types;

    internal Trials(ActivityCatalog catalog, ServicePackage package, WorkingCalendar calendar)
    {
        (this.package, this.calendar) = (package, calendar);
        play = new(catalog);
        workflow = play.Compile(WorkflowDefinition.Parse(package.WorkflowJson));
        types = workflow.ActivityIds.ToDictionary(id => id, id => TypeOf(workflow.Definition.Json["root"], id) ?? "", StringComparer.Ordinal);
        var known = catalog.All.ToLookup(activity => activity.Descriptor.TypeName, activity => activity.Descriptor, StringComparer.Ordinal);
        doing = [.. types.Where(type => !known[type.Value].Any(one => one.IsContainer)).Select(type => type.Key)];
        asking = [.. doing.Where(id => types[id].StartsWith("Aid.", StringComparison.Ordinal) && known[types[id]].Any(one => one.CanWait))];
        parting = [.. doing.Where(id => types[id] == BranchReading.Step)];
    }

    /// <summary>Every link that a case can follow, named by the steps at its ends.</summary>
    internal IReadOnlyList<(string Key, string From, string Way, string To)> Links =>
        [.. workflow.FlowLinks.Select(link => (Key(link.Source, link.Port), workflow.NameOf(link.Source)!, link.Port, workflow.NameOf(link.Target)!))];

    /// <summary>What the authors of the steps wrote at them, by name.</summary>
    internal IReadOnlyDictionary<string, string> Labels => Play.LabelsOf(workflow);

    /// <summary>Every step of a case, by its activity.</summary>
    internal IReadOnlyList<(string Id, string Step)> Steps => [.. workflow.ActivityIds.Where(doing.Contains).Select(id => (id, workflow.NameOf(id)!))];

    /// <param name="what">What is said of the case.</param>
    /// <param name="from">When the case is applied for.</param>
    /// <param name="isKept">Whether nobody is there to choose: then a branch of which nothing was said goes on as where nothing holds.</param>
    internal async Task<SimulatedCase> RunAsync(Tried what, DateTimeOffset from, bool isKept, CancellationToken cancellation)
    {
        var answers = what.Answers;
        var recording = new Recording(answers) { NoticeEnds = NoticeEnds, IsKnown = test => what.Facts.ContainsKey(TrialFacts.Key(test)), GoesOtherwise = isKept };
        var played = await play.RunAsync(workflow, recording, TrialFacts.Read(what.Facts), from, new() { ["FundSource"] = (what.Fund ?? package.Description.Route).ToString() }, cancellation);
        var (steps, passed) = (new List<SimulatedStep>(), ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal));
        var begun = played.Told.Where(entry => entry is { Event: "Started", ExecutionId: not null }).ToDictionary(entry => entry.ExecutionId!.Value, entry => entry.At);
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
                steps.Add(new(step, DayOf(entry.At, from), ways, entry.Event == "Rewound" ? backTo : null, asking.Contains(id), asking.Contains(id) ? LimitOf(step, begun[entry.ExecutionId!.Value], entry.At) : null));
        }

        return new(
            steps,
            [.. played.Waiting.Select(id => new SimulatedWait(
                workflow.NameOf(id)!, workflow.WaysOut(id), played.Asked.LastOrDefault(one => one.ActivityId == id) is { } at ? BackFrom(played.Asked, at) : [],
                LimitOf(workflow.NameOf(id)!, played.EndsAt, null), types[id] == NoticeStep ? calendar.After(LocalDay.Of(played.EndsAt), package.Description.Notice.Days.ToTerm()).On : null) { Parts = parting.Contains(id) })],
            played.Outcome,
            DayOf(played.EndsAt, from),
            played.Fault,
            [.. answers.GroupBy(answer => answer.Step, StringComparer.Ordinal).SelectMany(group => group.Skip(play.VisitsTo(group.Key)))])
        {
            From = LocalDay.Of(from),
            Whole = WholeOf(played, begun),
            Passed = passed.ToImmutable(),
            Reached = [.. played.Told.Select(entry => entry.ActivityId).OfType<string>().Where(doing.Contains)],
            Forbidden = played.Asked.Where(one => one.SentBackTo is { } target && !BackFrom(played.Asked, one).Contains(target)).Select(one => ((string, string)?)(one.Step, one.SentBackTo!)).FirstOrDefault(),
        };
    }

    private const string NoticeStep = "Aid.PublicNotice";

    /// <summary>Days of the calendar: whatever the hour, the next day is the next.</summary>
    private static int DayOf(DateTimeOffset at, DateTimeOffset from) => LocalDay.Of(at).DayNumber - LocalDay.Of(from).DayNumber;

    /// <summary>Midnight after the last day that a notice hangs which is posted now.</summary>
    private DateTimeOffset NoticeEnds(DateTimeOffset at) => LocalDay.At(calendar.After(LocalDay.Of(at), package.Description.Notice.Days.ToTerm()).On.AddDays(1), TimeOnly.MinValue);

    private SimulatedLimit? LimitOf(string step, DateTimeOffset from, DateTimeOffset? until) => package.Description.Deadlines.GetValueOrDefault(step) is not { } term ? null
        : SimulatedLimit.Of(calendar, term, package.Description.Clock(step), LocalDay.Of(from), until, []);

    /// <summary>It begins with the acceptance, and stands still while somebody else has the case; where it waits so, up to now.</summary>
    private SimulatedLimit? WholeOf(Played played, Dictionary<int, DateTimeOffset> begun)
    {
        if (package.Description.Deadlines.GetValueOrDefault(Rounds.WholeCase) is not { } term
            || played.Told.FirstOrDefault(entry => entry is { Event: "Completed", Detail: "Complete", ActivityId: { } id } && types.GetValueOrDefault(id) == "Aid.Completeness") is not { } accepted)
            return null;
        var over = played.Told.Where(entry => entry is { Event: "Completed" or "Rewound", ExecutionId: not null }).ToLookup(entry => entry.ExecutionId!.Value, entry => entry.At);
        Pause[] pauses =
        [
            .. from entry in played.Told
               where entry is { Event: "Started", ActivityId: { } id, ExecutionId: not null } && types.GetValueOrDefault(id) is "Aid.Supplement" or NoticeStep or "Aid.ExternalDecision"
               let ended = over[entry.ExecutionId!.Value].Append(played.EndsAt).First()
               where ended > accepted.At
               select new Pause(LocalDay.Of(entry.At), LocalDay.Of(ended), Holder.Notice),
        ];
        return SimulatedLimit.Of(calendar, term, package.Description.Clock(Rounds.WholeCase), LocalDay.Of(accepted.At), played.EndsAt, pauses);
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
        FileFault Fault(string code, params (string Name, object? Value)[] values) => new(ServiceTrial.File, $"$.trials[{index}]", code, [("trial", trial.Name), .. values]);
        var played = await RunAsync(trial.Tried, from, true, cancellation);
        if (played.Fault is { } reason)
            return Fault("trials.failed", ("reason", reason));
        if (played.Forbidden is { } forbidden)
            return Fault("trials.back-forbidden", ("step", SpokenSteps.Of(forbidden.Step)), ("to", SpokenSteps.Of(forbidden.BackTo)));
        if (played.Waiting is [var wait, ..])
            return Fault("trials.waits", ("step", SpokenSteps.Of(wait.Step)));
        if (played.Outcome != trial.Ends)
            return Fault("trials.ends-otherwise", ("ends", SpokenOutcomes.Of(trial.Ends)), ("now", played.Outcome is { } now ? SpokenOutcomes.Of(now) : new LocalText("没有结案", "not closed")));
        var branches = parting.Select(workflow.NameOf).ToHashSet(StringComparer.Ordinal);
        return played.Route.SequenceEqual(trial.Route.Where(step => !branches.Contains(step)), StringComparer.Ordinal) // of trials that were kept when branches were a part of it
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
