using AidWorkflow.Cases.Services;
using FsCheck;
using FsCheck.Fluent;

namespace AidWorkflow.Cases.Tests.Services;

/// <summary>What holds of every rule whose bands can be read, not only of ours.</summary>
[TestFixture]
internal sealed class AmountLawTests
{
    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property More_cost_never_means_less_money() => Prop.ForAll(Rules().ToArbitrary(), ArbMap.Default.ArbFor<(PositiveInt, NonNegativeInt)>(), (rule, costs) =>
    {
        var less = Propose(rule, costs.Item1.Get * 997L);
        var more = Propose(rule, (costs.Item1.Get * 997L) + (costs.Item2.Get * 131L));
        return more.Cents >= less.Cents;
    });

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property Never_more_than_the_cap_or_the_cost() => Prop.ForAll(Rules().ToArbitrary(), ArbMap.Default.ArbFor<PositiveInt>(), (rule, cost) =>
    {
        var proposal = Propose(rule, cost.Get * 997L);
        return proposal.Cents <= cost.Get * 997L && proposal.Cents <= 5_000_000 && proposal.Cents >= 0 && proposal.Cents == 0 == (proposal.ZeroReason is not null);
    });

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property The_last_line_is_the_amount_to_the_cent() => Prop.ForAll(Rules().ToArbitrary(), ArbMap.Default.ArbFor<PositiveInt>(), (rule, cost) =>
    {
        var proposal = Propose(rule, cost.Get * 997L);
        return proposal.Lines[^1].Code == "amount" && proposal.Lines[^1].Cents == proposal.Cents;
    });

    private static AmountProposal Propose((AmountRule Rule, RuleValues Values) rule, long cost) => rule.Rule.Propose(rule.Values, Amounts.Facts(cost));

    // Bands end to end that never fall at a border: each starts at or above where the one before came out.
    private static Gen<(AmountRule Rule, RuleValues Values)> Rules() =>
        from first in Gen.Choose(0, 3000)
        from flat in Gen.Choose(0, 5000)
        from rise in Gen.Choose(0, 4000)
        from ratio in Gen.Choose(0, 9000)
        from threshold in Gen.Choose(0, 2000)
        from floor in Gen.Choose(0, 1500)
        from mode in Gen.Elements("down", "half-up", "up")
        from unit in Gen.Elements("0.01", "1", "10", "100")
        let start = flat + rise
        select Amounts.Of(
            $$"""[{"below":"{{5000 + first}}","flat":"{{flat}}"},{"from":"{{5000 + first}}","flat":"{{start}}","ratio":{{ratio}},"over":"{{5000 + first}}"}]""",
            threshold: $"{threshold}", rounding: $$"""{"unit":"{{unit}}","mode":"{{mode}}"}""", floor: $"{floor}");
}
