using AidWorkflow.Cases.Paying;

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

public static class Parts
{
    /// <summary>Whether a payment belongs to a part of the grant; one that replaces another belongs where that one did. A repayment takes whatever came back.</summary>
    /// <param name="all">Every payment of the case.</param>
    public static bool IsOf(this Payment payment, Part part, IReadOnlyList<Payment> all)
    {
        if (part == Part.All)
            return true;
        while (payment.Previous is { } previous)
            payment = all.First(earlier => earlier.Id == previous);
        return payment.Reference.Split('/') is [_, _, var first, ..] && first == part.ToString();
    }
}
