using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Branching;

/// <summary>
/// Looks at branches with made-up cases: for each thing that they look at, nothing, every value that they name, and the values just below and above. Comparisons change
/// nowhere else, so what no made-up case does no real one does.
/// </summary>
internal static class BranchSamples
{
    /// <summary>Branches on more things than make so many cases are not looked at; it is asked while somebody edits.</summary>
    private const int Most = 20_000;

    /// <returns>By number: those that no case takes, and pairs of which both may hold and neither is a part of the other.</returns>
    public static (ImmutableArray<int> Unreachable, ImmutableArray<(int Earlier, int Later)> Overlapping) Of(ImmutableArray<Branch> branches)
    {
        var subjects = branches.SelectMany(branch => branch.Tests).GroupBy(test => (test.Of, test.Field)).Select(group => (group.Key.Of, group.Key.Field, Values: Values([.. group]))).ToList();
        if (subjects.Aggregate(1L, (product, subject) => Math.Min(product * subject.Values.Count, Most + 1)) > Most)
            return ([], []);
        var cases = subjects.Aggregate<(BranchOf Of, string? Field, List<JsonNode?> Values), IEnumerable<BranchFacts>>(
            [new(null, null, [])], (known, subject) => known.SelectMany(facts => subject.Values.Select(value => With(facts, subject.Of, subject.Field, value))));
        var taken = new HashSet<int>();
        var (both, alone) = (new HashSet<(int, int)>(), new HashSet<(int, int)>()); // alone: the first of the two holds without the second
        foreach (var facts in cases)
        {
            var holds = branches.Select(branch => branch.Holds(facts)).ToArray();
            if (Array.IndexOf(holds, true) is var first and >= 0)
                taken.Add(first);
            for (var one = 0; one < holds.Length; one++)
                for (var other = 0; other < holds.Length; other++)
                    if (one != other && holds[one])
                        (holds[other] ? both : alone).Add((one, other));
        }

        var numbers = Enumerable.Range(0, branches.Length).ToList();
        return
        (
            [.. numbers.Where(number => !taken.Contains(number))],
            [.. from later in numbers from earlier in numbers where earlier < later && taken.Contains(later) && both.Contains((earlier, later)) && alone.Contains((earlier, later)) && alone.Contains((later, earlier)) select (earlier, later)]
        );
    }

    private static BranchFacts With(BranchFacts facts, BranchOf of, string? field, JsonNode? value) => of switch
    {
        BranchOf.Proposed => facts with { ProposedCents = (long?)value },
        BranchOf.Approved => facts with { ApprovedCents = (long?)value },
        _ => facts with { Answers = new(facts.Answers.Select(answer => KeyValuePair.Create(answer.Key, answer.Value?.DeepClone())).Append(KeyValuePair.Create(field!, value?.DeepClone()))) },
    };

    private static List<JsonNode?> Values(IReadOnlyList<BranchTest> tests)
    {
        List<JsonNode?> values = [null];
        foreach (var cents in tests.Select(test => test.Cents).OfType<long>().SelectMany(cents => (long[])[cents - 1, cents, cents + 1]).Distinct())
            values.Add(tests[0].Of == BranchOf.Answer ? InYuan(cents) : cents);
        var named = tests.SelectMany(test => test.Values).Distinct(StringComparer.Ordinal).ToList();
        foreach (var value in named)
        {
            values.Add(value);
            if (Answer.Cents(value) is { } number)
                values.AddRange([InYuan(number - 1), InYuan(number + 1)]);
            else if (Answer.Day(value) is { } day && day > DateOnly.MinValue && day < DateOnly.MaxValue)
                values.AddRange([InWords(day.AddDays(-1)), InWords(day.AddDays(1))]);
        }

        if (tests.Any(test => test.Op == ConditionOp.Contains) && named.Count > 1)
            values.Add(new JsonArray([.. named.Select(value => (JsonNode)value)]));
        values.Add(tests[0].Of == BranchOf.Answer ? " another" : 0L);
        return values;
    }

    private static string InYuan(long cents) => (cents / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private static string InWords(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
