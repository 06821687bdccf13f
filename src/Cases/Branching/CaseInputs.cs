using System.Text.Json.Nodes;

namespace AidWorkflow.Cases.Branching;

/// <summary>What expressions may ask of a case beside the inputs of its workflow: <c>getInput("ProposedCents")</c>. The same names stand in the editor's suggestions.</summary>
internal static class CaseInputs
{
    /// <summary>What the rules propose, in cents.</summary>
    public const string Proposed = "ProposedCents";

    /// <summary>What was granted, in cents; null before the decision.</summary>
    public const string Approved = "ApprovedCents";

    /// <summary>The answers by the keys of their questions: <c>getInput("Answers").situation</c>.</summary>
    public const string Answers = "Answers";

    internal static readonly string[] All = [Proposed, Approved, Answers];

    /// <summary>The inputs of a case that is only played, which has nobody at hand to ask.</summary>
    internal static JsonObject With(this JsonObject inputs, BranchFacts facts)
    {
        (inputs[Proposed], inputs[Approved], inputs[Answers]) = (facts.ProposedCents, facts.ApprovedCents, facts.Answers.DeepClone());
        return inputs;
    }
}
