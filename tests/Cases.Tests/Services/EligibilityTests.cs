using AidWorkflow.Cases.Services;

namespace AidWorkflow.Cases.Tests.Services;

[TestFixture]
internal sealed class EligibilityTests
{
    private static readonly EligibilityRules Rules = Workflows.Package(Workflows.Hardship).Description.Eligibility;

    private static readonly EligibilityFacts Good = new()
    {
        On = Application.Today,
        Identity = IdentityProof.Proved,
        Category = "veteran",
        RegisteredHere = true,
        Situation = "low-income",
    };

    [Test]
    public void A_proved_veteran_registered_here_in_hardship_raises_no_finding() =>
        Assert.That(EligibilityCheck.Run(Rules, Good), Is.Empty);

    private static IEnumerable<TestCaseData> Blocked()
    {
        yield return new TestCaseData(Good with { Identity = IdentityProof.None }, "eligibility.identity-unproved", FindingSeverity.Block);
        yield return new TestCaseData(Good with { Category = "nobody" }, "eligibility.not-a-recipient", FindingSeverity.Block);
        yield return new TestCaseData(Good with { RegisteredHere = false, ApplyAt = "滕州市某镇" }, "eligibility.registered-elsewhere", FindingSeverity.Block);
        yield return new TestCaseData(Good with { RegisteredHere = false }, "eligibility.registration-unknown", FindingSeverity.Block);
        yield return new TestCaseData(Good with { Situation = null }, "eligibility.no-hardship", FindingSeverity.Block);
        yield return new TestCaseData(Good with { Situation = "gambling" }, "eligibility.no-hardship", FindingSeverity.Block);
        yield return new TestCaseData(Good with { VetoRecords = [new("dishonesty", new DateOnly(2021, 5, 1), "信用平台")] }, "eligibility.veto", FindingSeverity.Judge);
        yield return new TestCaseData(Good with { StaffRelatives = [new("王某", "兄弟", "某镇服务站")] }, "eligibility.staff-relative", FindingSeverity.Judge);
        yield return new TestCaseData(Good with { OtherRelief = [new("临时救助", "民政局", new DateOnly(2022, 1, 1), 100_000)] }, "eligibility.other-relief", FindingSeverity.Info);
    }

    [TestCaseSource(nameof(Blocked))]
    public void Each_finding_says_what_it_is(EligibilityFacts facts, string code, FindingSeverity severity)
    {
        var finding = EligibilityCheck.Run(Rules, facts).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((finding.Code, finding.Severity), Is.EqualTo((code, severity)));
            Assert.That(finding.Say("zh-CN"), Does.Not.Contain("{").And.Not.Contain(code));
            Assert.That(finding.Say("en"), Does.Not.Contain("{").And.Not.Contain(code));
        }
    }

    [TestCase("2020-03-06", false)]
    [TestCase("2020-03-07", true)]
    [TestCase("2022-03-07", true)]
    [TestCase("2022-03-08", false)]
    public void A_veto_counts_for_two_years_before_the_application(string on, bool shown)
    {
        var facts = Good with { VetoRecords = [new("criminal", DateOnly.ParseExact(on, "yyyy-MM-dd"), "法院文书")] };

        Assert.That(EligibilityCheck.Run(Rules, facts).Any(finding => finding.Code == "eligibility.veto"), Is.EqualTo(shown));
    }

    [Test]
    public void A_veto_never_blocks_by_itself() =>
        Assert.That(
            EligibilityCheck.Run(Rules, Good with { VetoRecords = [.. Rules.Vetoes.Select(veto => new VetoRecord(veto.Key, Application.Today, "test"))] }).Select(finding => finding.Severity),
            Is.All.EqualTo(FindingSeverity.Judge));

    [Test]
    public void A_relative_of_staff_is_visited_by_the_higher_level() =>
        Assert.That(EligibilityCheck.NeedsHigherLevelVisit(Good with { StaffRelatives = [new("王某", "兄弟", "某镇服务站")] }), Is.True);
}
