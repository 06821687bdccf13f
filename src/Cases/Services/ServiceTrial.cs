using System.Collections.Immutable;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Services;

/// <summary>What is said at a step of a case that is only played.</summary>
/// <param name="Step">The step's name.</param>
/// <param name="Way">The outcome by which the flow goes on; null where the case is sent back.</param>
/// <param name="BackTo">The step that it is sent back to; null where it goes on.</param>
/// <param name="Days">How many calendar days the step has the case before.</param>
public sealed record TrialAnswer(string Step, string? Way, string? BackTo, int Days)
{
    public const int MostDays = 3660;
}

/// <summary>All that is said of a case that is only played: the same always leads to the same place.</summary>
/// <param name="Fund">Whose money it is; null for that of the service.</param>
/// <param name="Facts">By the key of an <see cref="AskedFact"/>.</param>
public sealed record Tried(IReadOnlyList<TrialAnswer> Answers, FundRoute? Fund, ImmutableSortedDictionary<string, string> Facts)
{
    public static Tried Nothing { get; } = new([], null, TrialFacts.None);
}

/// <summary>
/// A case that somebody played through on a draft and kept: with the same answers every later version must bring it to the same end by the same steps, or it is not
/// published. It belongs to the service's files, so it is restored, exported and compared with them.
/// </summary>
/// <param name="Ends">How the case ended.</param>
/// <param name="Route">The steps at which somebody was asked, in order.</param>
public sealed record ServiceTrial(string Name, ImmutableArray<TrialAnswer> Answers, CaseOutcome Ends, ImmutableArray<string> Route)
{
    /// <summary>What was said of it.</summary>
    internal Tried Tried => new(Answers, Fund, Facts);

    /// <summary>Whose money it was played with; null for that of the service.</summary>
    public FundRoute? Fund { get; init; }

    /// <summary>What was known of it; what a branch looks at that is not said here is not there.</summary>
    public ImmutableSortedDictionary<string, string> Facts { get; init; } = TrialFacts.None;

    public const string File = "trials.json";
    public const int LongestName = 100;
    public const int MostAnswers = 200;

    internal static ImmutableArray<ServiceTrial> Read(JsonSpot root)
    {
        root.Knows("trials");
        return
        [
            .. root.Items("trials").Select(item =>
            {
                item.Knows("name", "fund", "facts", "answers", "ends", "route");
                return new ServiceTrial(item.Text("name"), [.. item.Items("answers").Select(Answer)], item.OneOf("ends", Outcomes), [.. item.Items("route").Select(step => step.Text())])
                {
                    Fund = item.Has("fund") ? item.OneOf("fund", Funds) : null,
                    Facts = item.Has("facts") ? TrialFacts.Read(item.At("facts")) : TrialFacts.None,
                };
            }),
        ];
    }

    private static readonly ImmutableSortedDictionary<string, CaseOutcome> Outcomes = Enum.GetValues<CaseOutcome>().ToImmutableSortedDictionary(outcome => outcome.ToString(), outcome => outcome, StringComparer.Ordinal);

    private static readonly ImmutableSortedDictionary<string, FundRoute> Funds = Enum.GetValues<FundRoute>().ToImmutableSortedDictionary(fund => fund.ToString(), fund => fund, StringComparer.Ordinal);

    private static TrialAnswer Answer(JsonSpot answer)
    {
        answer.Knows("step", "way", "back", "days");
        var (way, back) = (answer.TextIfAny("way"), answer.TextIfAny("back"));
        if (way is null == back is null)
            answer.Fault("trials.way-or-back");
        return new(answer.Text("step"), way, back, answer.At("days").Whole(0, TrialAnswer.MostDays));
    }
}
