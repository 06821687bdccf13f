using System.Collections.Immutable;
using AidWorkflow.Cases.Branching;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Cases.Rehearsing;

/// <summary>One stay at a step: how long it took, and what came of it.</summary>
/// <param name="Ports">By which the flow went on; empty where it was sent back.</param>
/// <param name="SentBackTo">The step it was sent back to; null where the flow went on.</param>
internal sealed record Stay(TimeSpan Took, string[] Ports, string? SentBackTo);

/// <summary>What was really said in a run, step by step, as its journal tells: what a rehearsal lets the steps answer.</summary>
internal sealed class Recording
{
    private readonly Dictionary<string, List<Stay>> stays;

    /// <param name="told">The whole story of a run that is over.</param>
    /// <param name="nameOf">What a step is called, by its activity.</param>
    internal Recording(IReadOnlyList<HistoryEntry> told, Func<string, string?> nameOf)
        : this(new Dictionary<string, List<Stay>>(StringComparer.Ordinal))
    {
        var begun = new Dictionary<int, DateTimeOffset>();
        string? sentBackTo = null;
        foreach (var entry in told)
        {
            if (entry is { Event: "rewind", Detail: { } detail })
                sentBackTo = nameOf(detail.Split(": ", 2)[0]) ?? detail.Split(": ", 2)[0];
            if (entry is not { ExecutionId: { } id, ActivityName: { } step })
                continue;
            if (entry.Event == "Started")
                begun[id] = entry.At;
            else if (entry.Event is "Completed" or "Rewound")
                Of(step).Add(new(entry.At - begun.GetValueOrDefault(id, entry.At), entry.Event == "Completed" ? (entry.Detail ?? "").Split(", ") : [], entry.Event == "Rewound" ? sentBackTo : null));
        }
    }

    /// <param name="said">In the order in which it is said at each step.</param>
    internal Recording(IEnumerable<TrialAnswer> said)
        : this(new Dictionary<string, List<Stay>>(StringComparer.Ordinal))
    {
        foreach (var answer in said)
            Of(answer.Step).Add(new(TimeSpan.FromDays(answer.Days), answer.Way is { } way ? [way] : [], answer.BackTo));
    }

    /// <summary>What steps take that were not there when the case was decided: they are taken to agree.</summary>
    internal IReadOnlyDictionary<string, Func<DateTimeOffset, TimeSpan>> Assumed { private get; init; } = ImmutableDictionary<string, Func<DateTimeOffset, TimeSpan>>.Empty;

    /// <summary>When a public notice that is posted at a moment has hung for its time; null where it hangs as long as it did.</summary>
    internal Func<DateTimeOffset, DateTimeOffset>? NoticeEnds { get; init; }

    /// <summary>What is known of the case where not everything is: a branch that looks at nothing of it is asked about. Null where everything is known that there is.</summary>
    internal Func<BranchTest, bool>? IsKnown { get; init; }

    /// <summary>Whether a branch of which nothing is known and nothing was said goes on as it does where nothing holds, instead of waiting for somebody to choose.</summary>
    internal bool GoesOtherwise { get; init; }

    /// <summary>The same, where these steps are new.</summary>
    internal Recording With(IReadOnlyDictionary<string, Func<DateTimeOffset, TimeSpan>> assumed) => new(stays) { Assumed = assumed };

    private Recording(Dictionary<string, List<Stay>> said) => stays = said;

    private List<Stay> Of(string step) => stays.TryGetValue(step, out var known) ? known : stays[step] = [];

    /// <param name="agrees">The port by which a step goes on that agrees.</param>
    /// <returns>Null where the flow came there less often.</returns>
    internal Stay? Find(string step, int visit, DateTimeOffset at, string agrees) =>
        stays.TryGetValue(step, out var known) && visit < known.Count ? known[visit] : Assumed.TryGetValue(step, out var takes) ? new(takes(at), [agrees], null) : null;
}
