using System.Collections.Immutable;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Services;

namespace AidWorkflow.Cases.Tests.Deciding;

[TestFixture]
internal sealed class CaseProposalTests
{
    [TestCase(0, null, "frequency", 1, true)]
    [TestCase(0, "cap-per-year", "cap-per-year", 1, true)]
    [TestCase(300_00, "cap-per-year", null, 2, true)]
    [TestCase(300_00, "cap-per-year", null, 0, false, Description = "the cap is smaller than the band")]
    [TestCase(300_00, "cap-per-case", null, 1, false)]
    [TestCase(0, null, "below-threshold", 1, false)]
    [TestCase(300_00, null, null, 1, false)]
    public void The_allowance_of_the_year_is_the_cause_only_where_an_earlier_grant_left_less(long cents, string? cap, string? zero, int times, bool used)
    {
        var amount = new AmountProposal(cents, null, null, [], cap, zero, Demo: true);
        var values = new RuleValues("hardship-aid", new(2022, 3, 7), ImmutableSortedDictionary<string, RuleValues.Row>.Empty);

        Assert.That(new CaseProposal(amount, values, (times * 1_000_00, times)).AllowanceUsed, Is.EqualTo(used));
    }
}
