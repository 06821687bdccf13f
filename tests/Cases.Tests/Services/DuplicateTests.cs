using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Services;

namespace AidWorkflow.Cases.Tests.Services;

[TestFixture]
internal sealed class DuplicateTests
{
    private static readonly PersonId Sun = PersonId.Of(Id(1));
    private static readonly PersonId Li = PersonId.Of(Id(2));
    private static readonly HouseholdId Home = HouseholdId.Of(Id(3));

    private static readonly DuplicateRecord Candidate = new(CaseId.Of(Id(10)), "illness", Sun, Home, "idx-1", "c50:2022-01-05", "6000000", Application.Today, RecordOutcome.Open);
    private static readonly DuplicateRecord Unrelated = new(CaseId.Of(Id(11)), "illness", PersonId.Of(Id(9)), null, "idx-9", "other", null, Application.Today, RecordOutcome.Granted);

    private static IEnumerable<TestCaseData> Others()
    {
        var same = Candidate with { Case = CaseId.Of(Id(11)) };
        yield return new TestCaseData(same with { Outcome = RecordOutcome.Granted }, "duplicate.same-cause", true);
        yield return new TestCaseData(same with { Outcome = RecordOutcome.Granted, Facts = "3000000" }, "duplicate.changed-facts", false);
        yield return new TestCaseData(same, "duplicate.open-case", true);
        yield return new TestCaseData(same with { ServiceId = "accident", Outcome = RecordOutcome.Granted }, "duplicate.cause-elsewhere", false);
        yield return new TestCaseData(same with { Cause = "e11:2020-02-02", Outcome = RecordOutcome.Granted }, "duplicate.granted-before", false);
        yield return new TestCaseData(same with { Person = Li, Cause = "x", Account = "idx-2" }, "duplicate.household", false);
        yield return new TestCaseData(same with { Person = Li, Household = null, Cause = "x" }, "duplicate.account", false);
        var stranger = Unrelated with { Outcome = RecordOutcome.Open };
        yield return new TestCaseData(stranger with { NamesSame = true }, "duplicate.household", false);
        yield return new TestCaseData(stranger with { NamesSame = true, Cause = Candidate.Cause, ServiceId = "accident" }, "duplicate.cause-elsewhere", false);
        yield return new TestCaseData(stranger with { SharesBills = true }, "duplicate.same-bills", false);
    }

    [TestCaseSource(nameof(Others))]
    public void A_likeness_is_found_by_person_household_account_and_cause(DuplicateRecord other, string code, bool blocking)
    {
        var finding = DuplicateFinder.Find(Candidate, GrantUnit.Person, [Unrelated, other]).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((finding.Code, finding.Blocking), Is.EqualTo((code, blocking)));
            Assert.That(finding.Say("zh-CN"), Does.Not.Contain("{").And.Not.Contain(code));
        }
    }

    [Test]
    public void A_household_is_one_recipient_where_the_service_counts_households()
    {
        var other = Candidate with { Case = CaseId.Of(Id(11)), Person = Li, Cause = null };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(DuplicateFinder.Find(Candidate, GrantUnit.Household, [other]).Single().Code, Is.EqualTo("duplicate.open-household"));
            Assert.That(DuplicateFinder.Find(Candidate, GrantUnit.Person, [other]).Single().Blocking, Is.False);
        }
    }

    [Test]
    public void A_number_in_a_form_raises_a_question_and_never_blocks()
    {
        var open = Unrelated with { NamesSame = true, Outcome = RecordOutcome.Open };

        using (Assert.EnterMultipleScope())
        {
            foreach (var (other, code) in new[] { (open, "duplicate.member-open"), (open with { Outcome = RecordOutcome.Granted }, "duplicate.member-granted") })
            {
                var finding = DuplicateFinder.Find(Candidate, GrantUnit.Household, [other]).Single();
                Assert.That((finding.Code, finding.Blocking), Is.EqualTo((code, false)));
                Assert.That(finding.Say("zh-CN"), Does.Not.Contain("{").And.Not.Contain(code));
            }
        }
    }

    [TestCase(RecordOutcome.Open, "duplicate.open-patient")]
    [TestCase(RecordOutcome.Granted, "duplicate.same-cause")]
    public void A_cause_that_says_whose_it_is_is_one_whoever_applies(RecordOutcome outcome, string code)
    {
        var other = Unrelated with { Cause = Candidate.Cause, Facts = Candidate.Facts, Outcome = outcome };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(DuplicateFinder.Find(Candidate, GrantUnit.Person, [other]), Is.Empty, "two strangers may have the same illness");
            Assert.That(DuplicateFinder.Find(Candidate with { OfPatient = true }, GrantUnit.Person, [other]).Single(), Has.Property("Code").EqualTo(code).And.Property("Blocking").True);
        }
    }

    [Test]
    public void A_refused_or_withdrawn_case_does_not_stand_in_the_way() =>
        Assert.That(DuplicateFinder.Find(Candidate, GrantUnit.Person, [Candidate with { Case = CaseId.Of(Id(11)), Outcome = RecordOutcome.Ungranted }, Candidate]), Is.Empty);

    [Test]
    public void Passing_a_finding_needs_a_reason_and_a_blocking_one_cannot_be_passed()
    {
        var open = DuplicateFinder.Find(Candidate, GrantUnit.Person, [Candidate with { Case = CaseId.Of(Id(11)) }]).Single();
        var account = DuplicateFinder.Find(Candidate, GrantUnit.Person, [Candidate with { Case = CaseId.Of(Id(11)), Person = Li, Household = null, Cause = null }]).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => open.Override("已核实情况属实"), Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("duplicate.not-overridable"));
            Assert.That(() => account.Override("  是 "), Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("duplicate.reason-missing"));
            Assert.That(account.Override(" 收款人为配偶，已核对 "), Is.EqualTo("收款人为配偶，已核对"));
        }
    }

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
