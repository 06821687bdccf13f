using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Services;

/// <summary>
/// Computes what a service would grant: cost, threshold, band, rounding, floor, caps, in this order and in whole cents.
/// Every step keeps "more cost, no less money"; the caps come last, so nothing lifts the amount above them.
/// </summary>
public sealed class AmountRule(AmountFormula formula)
{
    /// <summary>Reads the facts of the formula from a form's answers in force.</summary>
    public AmountFacts Facts(JsonObject answers, DateOnly on, long grantedThisYearCents, int grantsThisYear) => new()
    {
        On = on,
        Costs = formula.Cost is { } cost ? Rows(cost, answers) : [],
        LessOnceCents = formula.Cost?.LessOnce.Sum(field => Answer.Cents(answers[field]) ?? 0) ?? 0,
        Situation = formula.Situation is { } situation ? Answer.Plain(answers[situation]) : null,
        GrantedThisYearCents = grantedThisYearCents,
        GrantsThisYear = grantsThisYear,
    };

    /// <exception cref="Acting.RefusedException">A value the formula names is missing or malformed on the rule date.</exception>
    public AmountProposal Propose(RuleValues values, AmountFacts facts)
    {
        var set = AmountValues.Read(formula, values);
        var lines = new List<AmountLine>();
        var cost = formula.Cost is null ? null : (long?)Cost(set, facts, lines);

        AmountProposal Nothing(string reason) => new(0, cost, formula.FirstShare is null ? null : 0, [.. lines, AmountWords.Amount(0)], null, reason, values.Demo);

        if (cost is 0)
            return Nothing("no-cost");
        if (set.MostPerYear is { } most && facts.GrantsThisYear >= most)
        {
            lines.Add(AmountWords.TooOften(facts.GrantsThisYear, most));
            return Nothing("frequency");
        }

        if (set.ThresholdCents is { } threshold)
        {
            lines.Add(AmountWords.Threshold(cost ?? 0, threshold));
            if (cost < threshold)
                return Nothing("below-threshold");
        }

        if (set.Band(facts.Situation, cost ?? 0) is not { } band)
        {
            lines.Add(AmountWords.NoBand());
            return Nothing("no-band");
        }

        var exact = band.Exact(cost ?? 0);
        var amount = set.Rounding.Round(exact);
        lines.Add(AmountWords.Band(band, cost, (long)(exact / 10_000)));
        if (exact != (Int128)amount * 10_000)
            lines.Add(AmountWords.Rounded(set.Rounding, amount));
        if (amount < set.FloorCents)
            lines.Add(AmountWords.Floor(amount = set.FloorCents));

        string? cap = null;
        void Limit(string code, long limit, Func<long, AmountLine> line)
        {
            if (amount <= limit)
                return;
            amount = limit;
            cap = code;
            lines.Add(line(limit));
        }

        Limit("cap-per-case", set.CapPerCaseCents, AmountWords.CapPerCase);
        Limit("cap-per-year", Math.Max(0, set.CapPerYearCents - facts.GrantedThisYearCents),
            rest => AmountWords.CapPerYear(set.CapPerYearCents, facts.GrantedThisYearCents, rest));
        if (cost is { } ceiling)
            Limit("cap-cost", ceiling, AmountWords.CapCost);

        if (amount == 0)
            return Nothing(cap ?? "no-band") with { Cap = cap };
        lines.Add(AmountWords.Amount(amount));
        var first = set.FirstShareBasisPoints is { } share ? set.Rounding.Round((Int128)amount * share) : (long?)null;
        first = first is { } sum ? Math.Min(sum, amount) : null;
        if (first is { } part)
            lines.Add(AmountWords.FirstPayment(set.FirstShareBasisPoints!.Value, part));
        return new AmountProposal(amount, cost, first, [.. lines], cap, null, values.Demo);
    }

    private static ImmutableArray<CostRow> Rows(CostFormula cost, JsonObject answers) => cost.Rows is { } table
        ? [.. (Answer.Rows(answers[table]) ?? []).Select(row => Row(cost, row))]
        : [Row(cost, answers)];

    private static CostRow Row(CostFormula cost, JsonObject scope) => new(
        cost.Date is { } date ? Answer.Day(scope[date]) : null,
        Answer.Cents(scope[cost.Take]) ?? 0,
        cost.Less.Sum(field => Answer.Cents(scope[field]) ?? 0));

    private static long Cost(AmountValues set, AmountFacts facts, List<AmountLine> lines)
    {
        var since = set.LookBackMonths is { } months ? facts.On.AddMonths(-months) : (DateOnly?)null;
        var counted = facts.Costs.Where(row => since is not { } day || row.On is not { } on || (on >= day && on <= facts.On)).ToArray();
        var taken = counted.Sum(row => row.TakeCents);
        var less = counted.Sum(row => Math.Min(row.LessCents, row.TakeCents));
        var cost = Math.Max(0, taken - less - facts.LessOnceCents);
        if (counted.Length < facts.Costs.Length)
            lines.Add(AmountWords.TooOld(facts.Costs.Length - counted.Length, since!.Value, facts.On));
        lines.Add(AmountWords.Cost(taken, less, facts.LessOnceCents, cost));
        return cost;
    }
}
