using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Funding;

namespace AidWorkflow.Cases.Branching;

/// <summary>What a branch looks at.</summary>
public enum BranchOf
{
    /// <summary>What the rules of the service propose, as of now.</summary>
    Proposed,

    /// <summary>What was granted; nothing before the decision.</summary>
    Approved,

    /// <summary>The answer to a question of the form.</summary>
    Answer,
}

/// <summary>What is known of a case where its flow parts.</summary>
/// <param name="ProposedCents">Null where nobody asked for it.</param>
/// <param name="ApprovedCents">Null before the decision.</param>
/// <param name="Answers">Of the questions that the form asks with these answers.</param>
public sealed record BranchFacts(long? ProposedCents, long? ApprovedCents, JsonObject Answers);

/// <summary>One comparison, as a person would say it: "amount proposed is at least 5,000 yuan". What is not there fails every one but <see cref="ConditionOp.Empty"/>.</summary>
/// <param name="Field">The key of the question; null for an amount of the case.</param>
/// <param name="Values">Of an answer, what it is compared with: several for In and NotIn; none where <paramref name="Cents"/> is, and for Filled and Empty.</param>
/// <param name="Cents">What an amount is compared with, of the case or of an answer; null where it is none.</param>
public sealed record BranchTest(BranchOf Of, string? Field, ConditionOp Op, ImmutableArray<string> Values, long? Cents)
{
    public bool Holds(BranchFacts facts) => Of == BranchOf.Answer && Cents is null ? new Condition.Field(Field!, Op, Values).Holds(facts.Answers) : Holds(Amount(facts));

    private bool Holds(long? amount) => Op switch
    {
        ConditionOp.Empty => amount is null,
        ConditionOp.Filled => amount is not null,
        ConditionOp.Equal => amount == Cents,
        ConditionOp.NotEqual => amount is not null && amount != Cents,
        ConditionOp.Above => amount > Cents,
        ConditionOp.AtLeast => amount >= Cents,
        ConditionOp.Below => amount < Cents,
        _ => amount <= Cents,
    };

    /// <summary>By what two comparisons look at the same thing.</summary>
    internal string Subject => Of == BranchOf.Answer ? Field! : $"{Of}";

    /// <summary>What it saw, for the record; null where there was nothing. Of an answer only what the rule itself names, a choice for example: the rest stays in the case.</summary>
    internal string? Seen(BranchFacts facts) => Of != BranchOf.Answer ? Amount(facts) is { } cents ? Yuan.Of(cents) : null
        : Answer.Choices(facts.Answers[Field!]) is { } said ? Values.FirstOrDefault(said.Contains) : null;

    private long? Amount(BranchFacts facts) => Of switch
    {
        BranchOf.Proposed => facts.ProposedCents,
        BranchOf.Approved => facts.ApprovedCents,
        _ => Answer.Cents(facts.Answers[Field!]),
    };

    /// <summary>As it stands in the record: "Proposed at-least 5000.00".</summary>
    public override string ToString() => $"{Subject} {ConditionReading.Key(Op)} {(Cents is { } cents ? Yuan.Of(cents) : string.Join(", ", Values))}".TrimEnd();
}

/// <summary>A way on and when it is taken.</summary>
/// <param name="Label">The name of the way out.</param>
/// <param name="IsAny">Whether one of the comparisons is enough; else all have to hold.</param>
public sealed record Branch(string Label, bool IsAny, ImmutableArray<BranchTest> Tests)
{
    public bool Holds(BranchFacts facts) => IsAny ? Tests.Any(test => test.Holds(facts)) : Tests.All(test => test.Holds(facts));

    public override string ToString() => string.Join(IsAny ? " or " : " and ", Tests);
}

/// <summary>Which way was taken, and by what.</summary>
/// <param name="Rule">The branch that held; null where none did.</param>
public sealed record BranchTaken(string Way, Branch? Rule)
{
    /// <summary>Where nothing holds, and so where nothing that it looks at is known.</summary>
    public const string Otherwise = "Otherwise";

    /// <summary>The first that holds, in the order in which they are written.</summary>
    public static BranchTaken Of(ImmutableArray<Branch> branches, BranchFacts facts) =>
        branches.FirstOrDefault(branch => branch.Holds(facts)) is { } first ? new(first.Label, first) : new(Otherwise, null);

    /// <summary>What the rule saw where it held; where none did, what amounts there were.</summary>
    public IEnumerable<string> Seen(ImmutableArray<Branch> branches, BranchFacts facts) =>
        (Rule?.Tests ?? [.. branches.SelectMany(branch => branch.Tests).Where(test => test.Of != BranchOf.Answer)]).DistinctBy(test => test.Subject)
            .Select(test => test.Seen(facts) is { } value ? $"{test.Subject} = {value}" : null).OfType<string>();
}
