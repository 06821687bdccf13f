using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Tests.Services;

namespace AidWorkflow.Cases.Tests.Forms;

/// <summary>Bad input: each a clear fault that names the field and the remedy in both languages, and nothing of the answers is lost.</summary>
[TestFixture]
internal sealed class FormCheckTests
{
    private static TestCaseData Case(string field, JsonNode? value, string code, string? at = null, string service = Workflows.Illness) =>
        new TestCaseData(service, field, value?.ToJsonString(), at ?? field, code).SetArgDisplayNames(field, value?.ToJsonString() ?? "null", code);

    private static JsonArray Bills(string field, JsonNode? value) => [Application.Bill("2022-02-01", "100", "0").With(field, value)];

    private static IEnumerable<TestCaseData> Bad()
    {
        yield return Case("applicantName", null, "form.required");
        yield return Case("applicantName", "   ", "form.required");
        yield return Case("applicantName", new string('长', 101), "form.too-long");
        yield return Case("applicantName", 17, "form.not-text");
        yield return Case("applicantName", "孙\u0000建国", "form.control-characters");
        yield return Case("applicantName", "孙\n建国", "form.control-characters");
        yield return Case("citizenId", "370402196508010012", "citizen-id.check-digit");
        yield return Case("citizenId", "37040219650801001", "citizen-id.length");
        yield return Case("citizenId", "370402196513010016", "citizen-id.birth-date");
        yield return Case("citizenId", "370402202501010017", "citizen-id.birth-future");
        yield return Case("citizenId", "abcdefghijklmnopqr", "citizen-id.characters");
        yield return Case("mobile", "12345", "phone.malformed");
        yield return Case("accountNumber", "62170000x", "bank-account.characters");
        yield return Case("accountNumber", "123", "bank-account.length");
        yield return Case("category", "general", "form.not-a-choice");
        yield return Case("category", new JsonArray("veteran"), "form.not-a-choice");
        yield return Case("flags", new JsonArray("minimum-living", "rich"), "form.not-a-choice");
        yield return Case("staffRelative", "maybe", "form.not-yes-no");
        yield return Case("promise", "no", "form.must-be-yes");
        yield return Case("householdSize", "two", "form.not-a-number");
        yield return Case("householdSize", "2.5", "form.not-a-number");
        yield return Case("householdSize", "-2", "form.negative");
        yield return Case("householdSize", "0", "form.too-small");
        yield return Case("householdSize", "31", "form.too-large");
        yield return Case("otherAid", "-1", "form.negative");
        yield return Case("otherAid", "about 5", "form.not-money");
        yield return Case("otherAid", "1.005", "form.money-decimals");
        yield return Case("otherAid", "99999999999999999999", "form.number-too-large");
        yield return Case("otherAid", "1e6", "form.not-money");
        yield return Case("admittedOn", "2022-02-30", "form.not-a-date");
        yield return Case("admittedOn", "2022-03-08", "form.in-future");
        yield return Case("admittedOn", "05/01/2022", "form.not-a-date");
        yield return Case("requestedAmount", "50000.01", "form.above-cap");
        yield return Case("requestedAmount", "0.99", "form.too-small");
        yield return Case("members", "two people", "form.not-a-table");
        yield return Case("members", new JsonArray(), "form.required");
        yield return Case("members", new JsonArray(Enumerable.Range(0, 31).Select(_ => (JsonNode)new JsonObject { ["name"] = "某", ["relation"] = "child" }).ToArray()), "form.too-many-rows");
        yield return Case("members", new JsonArray(new JsonObject { ["name"] = "某", ["relation"] = "child", ["birthDate"] = "2030-01-01" }), "form.in-future", "members[0].birthDate");
        yield return Case("members", new JsonArray(new JsonObject { ["name"] = "某" }), "form.required", "members[0].relation");
        yield return Case("members", new JsonArray(new JsonObject { ["name"] = "某", ["relation"] = "child", ["shoeSize"] = 40 }), "form.unknown-field", "members[0].shoeSize");
        yield return Case("bills", Bills("basicInsurance", "100.01"), "form.below-sum", "bills[0].total");
        yield return Case("bills", Bills("total", "0"), "form.too-small", "bills[0].total");
        yield return Case("dischargedOn", "1980-01-01", "form.before-other");
        yield return Case("patientName", null, "form.required");
        yield return Case("shoeSize", "42", "form.unknown-field");
        yield return Case("compensated", "15000.01", "form.above-other", service: Workflows.Accident);
        yield return Case("urgentReason", null, "form.required", service: Workflows.Accident);
    }

    [TestCaseSource(nameof(Bad))]
    public void A_bad_answer_is_a_fault_of_its_field(string service, string field, string? json, string at, string code)
    {
        var package = Workflows.Package(service);
        var answers = Application.To(service).With("enlistedOn", "1984-10-01");
        if (field == "patientName")
            answers["situation"] = "family-illness";
        answers[field] = json is null ? null : JsonNode.Parse(json);
        var before = answers.ToJsonString();

        var faults = package.Form.Check(answers, package.Context(Application.Today, Workflows.Values(service, Application.Today)));

        var fault = faults.FirstOrDefault(fault => fault.Field == at && fault.Code == code);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(faults.Select(found => $"{found.Field} {found.Code}"), Does.Contain($"{at} {code}"));
            Assert.That(answers.ToJsonString(), Is.EqualTo(before));
            foreach (var language in Texts.Languages)
                Assert.That(fault?.Say(language), Is.Not.Null.And.Not.Contain("{").And.Not.Contain(code));
        }
    }

    [Test]
    public void All_faults_come_at_once()
    {
        var answers = Application.To(Workflows.Hardship).With("applicantName", null).With("citizenId", "1").With("householdSize", "many");

        Assert.That(Workflows.Package(Workflows.Hardship).Form.Check(answers, Application.Today).Select(fault => fault.Field), Is.EquivalentTo(new[] { "applicantName", "citizenId", "householdSize" }));
    }

    [TestCase("阿卜杜拉·买买提")]
    [TestCase("王\U00020BB7")]
    [TestCase("㛃")]
    public void A_name_keeps_any_character_that_the_national_standard_knows(string name) =>
        Assert.That(Workflows.Package(Workflows.Hardship).Form.Check(Application.To(Workflows.Hardship).With("applicantName", name), Application.Today), Is.Empty);

    [Test]
    public void An_account_without_a_check_digit_is_a_warning_and_no_fault()
    {
        var form = Workflows.Package(Workflows.Hardship).Form;
        var answers = Application.To(Workflows.Hardship).With("accountNumber", "6226000000000004");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(form.Check(answers, Application.Today), Is.Empty);
            Assert.That(form.Warn(answers).Select(fault => fault.Code), Is.EqualTo(new[] { "bank-account.luhn" }));
        }
    }

    [Test]
    public void What_is_not_asked_is_kept_but_neither_checked_nor_in_force()
    {
        var form = Workflows.Package(Workflows.Illness).Form;
        var answers = Application.To(Workflows.Illness).With("patientCitizenId", "not a number");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(form.Check(answers, Application.Today), Is.Empty);
            Assert.That(form.InForce(answers).ContainsKey("patientCitizenId"), Is.False);
            Assert.That(answers.ContainsKey("patientCitizenId"), Is.True);
        }
    }
}
