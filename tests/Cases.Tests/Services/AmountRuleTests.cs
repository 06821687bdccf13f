using System.Collections.Immutable;
using AidWorkflow.Cases.Services;

namespace AidWorkflow.Cases.Tests.Services;

[TestFixture]
internal sealed class AmountRuleTests
{
    [Test]
    public void Every_line_says_in_both_languages_how_the_amount_came_about()
    {
        var proposal = Amounts.Illness(cost: 13_000_000);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(proposal.Lines.Select(line => line.Code), Is.EqualTo(new[] { "cost", "threshold", "band", "amount" }));
            Assert.That(proposal.Lines[2].Computation.Zh, Is.EqualTo("自付 12 万元以上：20,000.00 元 + (费用 − 120,000.00) × 25% = 22,500.00 元"));
            Assert.That(proposal.Lines[2].Computation.En, Is.EqualTo("120,000 yuan and more out of pocket: 20,000.00 yuan + (cost − 120,000.00) × 25% = 22,500.00 yuan"));
            Assert.That(proposal.Cents, Is.EqualTo(2_250_000));
            Assert.That(proposal.Demo, Is.True);
        }
    }

    [TestCase(1_999_999, 0, "below-threshold")]
    [TestCase(2_000_000, 400_000, null)]
    [TestCase(0, 0, "no-cost")]
    public void Below_the_threshold_nothing_is_proposed_and_the_reason_is_given(long cost, long cents, string? reason)
    {
        var proposal = Amounts.Illness(cost);

        Assert.That((proposal.Cents, proposal.ZeroReason), Is.EqualTo((cents, reason)));
    }

    [Test]
    public void The_cap_of_a_case_bites_and_is_named()
    {
        var proposal = Amounts.Illness(cost: 100_000_000);

        Assert.That((proposal.Cents, proposal.Cap), Is.EqualTo((5_000_000L, "cap-per-case")));
    }

    [Test]
    public void What_was_granted_this_year_counts_against_the_cap_of_the_year()
    {
        var some = Amounts.Illness(cost: 9_000_000, granted: 4_000_000, times: 1);
        var all = Amounts.Illness(cost: 9_000_000, granted: 5_000_000, times: 1);
        var often = Amounts.Illness(cost: 9_000_000, granted: 100, times: 2);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((some.Cents, some.Cap, some.ZeroReason), Is.EqualTo((1_000_000L, "cap-per-year", (string?)null)));
            Assert.That((all.Cents, all.ZeroReason), Is.EqualTo((0L, "cap-per-year")));
            Assert.That((often.Cents, often.ZeroReason), Is.EqualTo((0L, "frequency")));
        }
    }

    [Test]
    public void Bills_older_than_the_look_back_do_not_count()
    {
        var facts = Amounts.Facts(9_000_000) with { Costs = [new(new DateOnly(2021, 3, 6), 9_000_000, 0), new(new DateOnly(2021, 3, 7), 6_000_000, 0), new(new DateOnly(2022, 3, 8), 9_000_000, 0)] };

        var proposal = Amounts.Propose(facts);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(proposal.CostCents, Is.EqualTo(6_000_000));
            Assert.That(proposal.Lines[0].Code, Is.EqualTo("look-back"));
        }
    }

    [Test]
    public void Insurance_above_the_bill_does_not_pay_for_another_bill()
    {
        var facts = Amounts.Facts(0) with { Costs = [new(null, 1_000_000, 2_000_000), new(null, 6_000_000, 1_000_000)], LessOnceCents = 500_000 };

        Assert.That(Amounts.Propose(facts).CostCents, Is.EqualTo(4_500_000));
    }

    [Test]
    public void A_fast_track_says_what_it_pays_at_once()
    {
        var package = Workflows.Package(Workflows.Accident);
        var facts = package.Amounts.Facts(Application.To(Workflows.Accident), Application.Today, 0, 0);

        var proposal = package.Amounts.Propose(Workflows.Values(Workflows.Accident, Application.Today), facts);

        Assert.That((proposal.Cents, proposal.FirstPaymentCents), Is.EqualTo((600_000L, (long?)300_000L)));
    }

    [Test]
    public void An_accident_pays_no_more_than_its_cost()
    {
        var package = Workflows.Package(Workflows.Accident);
        var facts = package.Amounts.Facts(Application.To(Workflows.Accident).With("loss", "5000").With("compensated", "1234.56"), Application.Today, 0, 0);

        var proposal = package.Amounts.Propose(Workflows.Values(Workflows.Accident, Application.Today), facts);

        Assert.That((proposal.Cents, proposal.Cap), Is.EqualTo((376_544L, "cap-cost")));
    }

    [Test]
    public void Frozen_values_propose_the_same_when_thawed()
    {
        var values = Workflows.Values(Workflows.Illness, Application.Today);
        var thawed = RuleValues.Thaw(values.Freeze());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(thawed.Freeze(), Is.EqualTo(values.Freeze()));
            Assert.That(Workflows.Package(Workflows.Illness).Amounts.Propose(thawed, Amounts.Facts(13_000_000)).Cents, Is.EqualTo(2_250_000));
        }
    }

    [Test]
    public void A_day_without_values_is_refused_and_not_guessed()
    {
        var values = Workflows.Values(Workflows.Illness, new DateOnly(2019, 1, 1));

        Assert.That(() => Workflows.Package(Workflows.Illness).Amounts.Propose(values, Amounts.Facts(1)),
            Throws.TypeOf<Acting.RefusedException>().With.Property("Code").EqualTo("rules.value-missing"));
    }

    [TestCase(RoundingMode.Down, 12_349, 100, 12_300)]
    [TestCase(RoundingMode.HalfUp, 12_349, 100, 12_300)]
    [TestCase(RoundingMode.HalfUp, 12_350, 100, 12_400)]
    [TestCase(RoundingMode.Up, 12_301, 100, 12_400)]
    [TestCase(RoundingMode.Up, 12_300, 100, 12_300)]
    public void Rounding_is_what_its_rule_says(RoundingMode mode, long cents, long unit, long rounded) =>
        Assert.That(new AmountRounding(unit, mode).Round((Int128)cents * 10_000), Is.EqualTo(rounded));
}

internal static class Amounts
{
    public static AmountFacts Facts(long cost, long granted = 0, int times = 0) => new()
    {
        On = Application.Today,
        Costs = [new CostRow(null, cost, 0)],
        GrantedThisYearCents = granted,
        GrantsThisYear = times,
    };

    public static AmountProposal Illness(long cost, long granted = 0, int times = 0) => Propose(Facts(cost, granted, times));

    public static AmountProposal Propose(AmountFacts facts) => Workflows.Package(Workflows.Illness).Amounts.Propose(Workflows.Values(Workflows.Illness, Application.Today), facts);

    /// <summary>A rule of its own: threshold, bands end to end, caps.</summary>
    public static (AmountRule Rule, RuleValues Values) Of(string bands, string threshold = "0", string cap = "50000", string rounding = """{"unit":"1","mode":"half-up"}""", string floor = "0")
    {
        var formula = new AmountFormula
        {
            Unit = GrantUnit.Person,
            Cost = new CostFormula(null, null, "cost", [], []),
            Threshold = "threshold",
            Bands = "bands",
            Floor = "floor",
            CapPerCase = "cap",
            CapPerYear = "cap",
            Rounding = "rounding",
            Frequency = "frequency",
        };
        var rows = new Dictionary<string, string>
        {
            ["threshold"] = $"\"{threshold}\"",
            ["bands"] = bands,
            ["floor"] = $"\"{floor}\"",
            ["cap"] = $"\"{cap}\"",
            ["rounding"] = rounding,
            ["frequency"] = """{"per":"cause"}""",
        };
        return (new AmountRule(formula), new RuleValues("test", Application.Today, rows.ToImmutableSortedDictionary(row => row.Key, row => new RuleValues.Row(row.Value, Application.Today, false, "test"))));
    }
}
