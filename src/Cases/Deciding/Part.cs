namespace AidWorkflow.Cases.Deciding;

/// <summary>Which part of the amount of a case a decision or payout is about.</summary>
public enum Part
{
    All,

    /// <summary>The first payment, made before the formalities (先行救助).</summary>
    First,

    /// <summary>What is left after the first payment.</summary>
    Rest,
}
