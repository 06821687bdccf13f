using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Reviewing;

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
        return Root(payment, all).Reference.Split('/') is [_, _, var first, ..] && first == part.ToString();
    }

    /// <summary>Whether that run of the case ordered it, or what it takes the place of.</summary>
    internal static bool IsOrderedBy(this Payment payment, Engine.Instances.InstanceId run, IReadOnlyList<Payment> all) =>
        Root(payment, all).Reference.Split('/') is [_, var ordered, ..] && ordered == run.ToString();

    private static Payment Root(Payment payment, IReadOnlyList<Payment> all)
    {
        while (payment.Previous is { } previous)
            payment = all.First(earlier => earlier.Id == previous);
        return payment;
    }

    /// <summary>It was credited once and taken back, or takes the place of one that was.</summary>
    internal static bool WasTakenBack(this Payment payment, IReadOnlyList<Payment> all)
    {
        while (payment is not { SettledAt: not null, ReturnedAt: not null })
        {
            if (payment.Previous is not { } previous)
                return false;
            payment = all.First(earlier => earlier.Id == previous);
        }

        return true;
    }

    /// <summary>
    /// The open payout that waits for this very payment: an accident's first payment, the rest, and what is paid again beside them may all be at the bank. Null where the case was
    /// ended while the money was on its way; the ledger says where it is.
    /// </summary>
    internal static Round? AwaitingRound(this Payment payment, CaseFile file, IReadOnlyList<Payment> all) => file.OpenRounds
        .Where(round => round.Kind == RoundKind.Payout && (round.Plan.Part == Part.All
            ? payment.CreatedAt >= round.OpenedAt // ordered by the round itself: an earlier run of the case may have left another behind
            : payment.IsOf(round.Plan.Part, all)))
        .OrderBy(round => file.IsRepayment(round.InstanceId) != payment.WasTakenBack(all)).FirstOrDefault();
}
