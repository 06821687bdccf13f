using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Branching;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Services;

/// <summary>What a case that is only played can be told, because a branch of its workflow looks at it.</summary>
/// <param name="Key">"proposed", "approved", or "answer:" with the key of a question.</param>
/// <param name="Field">The question; null for an amount of the case.</param>
public sealed record AskedFact(string Key, FormField? Field);

/// <summary>What somebody says of a case that is only played: amounts in yuan as people write them, and answers, each by the key of its <see cref="AskedFact"/>. What is not said is not there.</summary>
public static class TrialFacts
{
    public const string Proposed = "proposed";
    public const string Approved = "approved";
    private const string Answered = "answer:";

    public static ImmutableSortedDictionary<string, string> None { get; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Those at which a branch of the main workflow looks, each once, in the order of the drawing.</summary>
    public static IReadOnlyList<AskedFact> Of(ServicePackage draft) =>
    [
        .. DrawnStep.In("workflow.json", draft.WorkflowJson).Where(step => step.Type == BranchReading.Step).Select(step => step.Written("branches")).OfType<JsonNode>()
            .SelectMany(written => BranchReading.Read(written).Branches.IsDefaultOrEmpty ? [] : BranchReading.Read(written).Branches.SelectMany(branch => branch.Tests)).Select(Key).Distinct(StringComparer.Ordinal)
            .Select(key => new AskedFact(key, key.StartsWith(Answered, StringComparison.Ordinal) ? draft.Form.Field(key[Answered.Length..]) : null)).Where(fact => fact.Field is not null || fact.Key is Proposed or Approved),
    ];

    internal static ImmutableSortedDictionary<string, string> Read(JsonSpot facts)
    {
        var said = TrialFacts.None.ToBuilder();
        foreach (var (name, spot) in facts.Properties())
        {
            said[name] = spot.Text();
            if (name is Proposed or Approved && Answer.Cents(said[name]) is null or < 0)
                spot.Fault("trials.amount-unfit", ("amount", said[name]));
        }

        return said.ToImmutable();
    }

    internal static string Key(BranchTest test) => test.Of switch { BranchOf.Proposed => Proposed, BranchOf.Approved => Approved, _ => $"{Answered}{test.Field}" };

    /// <exception cref="RefusedException">form.not-money, form.money-decimals, form.number-too-large; simulation.amount-negative: the field is the key of what was said</exception>
    internal static BranchFacts Read(ImmutableSortedDictionary<string, string> said) => new(
        Cents(said, Proposed, new("建议金额", "Amount proposed")), Cents(said, Approved, new("批准金额", "Amount granted")),
        new(said.Where(one => one.Key.StartsWith(Answered, StringComparison.Ordinal)).Select(one => KeyValuePair.Create(one.Key[Answered.Length..], (JsonNode?)one.Value))));

    private static long? Cents(ImmutableSortedDictionary<string, string> said, string key, LocalText label) => !said.TryGetValue(key, out var text) ? null
        : Answer.CentsOf(text, key, label) is >= 0 and var cents ? cents : throw new RefusedException("simulation.amount-negative", key, ("label", label));
}
