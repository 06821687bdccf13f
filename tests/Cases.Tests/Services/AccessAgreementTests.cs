using System.Text.Json.Nodes;
using AidWorkflow.Cases.Services;

namespace AidWorkflow.Cases.Tests.Services;

/// <summary>What is wrong with an access table is found before a service is published, and does not keep an older version from being read.</summary>
[TestFixture]
internal sealed class AccessAgreementTests
{
    private static TestCaseData Case(string name, Action<JsonObject> change, string place, string code) => new TestCaseData(change, place, code).SetArgDisplayNames(name);

    private static void Step(JsonObject form, string step, string column) => form["steps"]![step] = JsonNode.Parse(column);

    private static IEnumerable<TestCaseData> Wrong()
    {
        yield return Case("a step that no workflow has", form => Step(form, "Meeting", """{ "fields": { "debt": "hidden" } }"""), "$.steps.Meeting", "form-file.unknown-step");
        yield return Case("a step where nobody is asked", form => Step(form, "IssueApproval", """{ "fields": { "debt": "hidden" } }"""), "$.steps.IssueApproval", "form-file.unknown-step");
        yield return Case("a paper that is not asked for", form => Step(form, "HomeVisit", """{ "papers": { "shoeBill": "hidden" } }"""), "$.steps.HomeVisit.papers.shoeBill", "form-file.unknown-paper");
        yield return Case("an account that officials write", form => Step(form, "CorrectPayee", """{ "fields": { "accountNumber": "edit" } }"""), "$.steps.CorrectPayee.fields.accountNumber", "form-file.applicants-alone");
        yield return Case("a promise that officials give", form => Step(form, "HomeVisit", """{ "fields": { "authorisation": "required" } }"""), "$.steps.HomeVisit.fields.authorisation", "form-file.applicants-alone");
        yield return Case("a desk that edits everything", form => form["steps"]!["township"]!["default"] = "edit", "$.steps.township.default", "form-file.applicants-alone");
        yield return Case("finance that writes", form => form["steps"]!["finance"]!["fields"]!["mobile"] = "edit", "$.steps.finance.fields.mobile", "form-file.step-writes-nothing");
        yield return Case("a required field that is out of reach", form => form["steps"]!["apply"]!["fields"] = new JsonObject { ["description"] = "hidden" }, "$.steps.apply", "form-file.required-out-of-reach");
        yield return Case("a field required of who cannot see whether it is asked", form => Step(form, "VillageOpinion", """{ "fields": { "staffRelative": "hidden", "staffRelativeDetail": "required" } }"""), "$.steps.VillageOpinion.fields.staffRelativeDetail", "form-file.required-blindly");
        yield return Case("the same, hidden at the desk", form =>
        {
            form["steps"]!["village"]!["fields"]!["staffRelative"] = "hidden";
            Step(form, "VillageOpinion", """{ "fields": { "staffRelativeDetail": "required" } }""");
        }, "$.steps.VillageOpinion.fields.staffRelativeDetail", "form-file.required-blindly");
    }

    [TestCaseSource(nameof(Wrong))]
    public void A_wrong_access_is_told_with_its_place_and_the_version_can_still_be_read(Action<JsonObject> change, string place, string code)
    {
        var package = Workflows.Parse(Workflows.Hardship, Workflows.With(Workflows.Hardship, "form.json", change)).Package;

        Assert.That(package, Is.Not.Null, "what was published before goes on");
        var faults = AccessAgreement.Faults(package!).ToArray();
        Assert.That(faults.Select(fault => $"{fault.Place} {fault.Code}"), Does.Contain($"{place} {code}"));
        foreach (var language in Acting.Texts.Languages)
            Assert.That(faults.Select(fault => fault.Reason(language)), Has.None.Contain(code).And.None.Match(@"\{[a-z]+\}"));
    }

    [TestCase("fields", "shoeSize", "file.not-one-of")]
    [TestCase("papers", "incomeProof", "file.not-one-of")]
    public void An_access_that_there_is_not_cannot_be_read(string of, string key, string code)
    {
        var reading = Workflows.Parse(Workflows.Hardship, Workflows.With(Workflows.Hardship, "form.json", form => Step(form, "HomeVisit", $$"""{ "{{of}}": { "{{key}}": "whole" } }""")));

        Assert.That(reading.Faults.Select(fault => $"{fault.Place} {fault.Code}"), Does.Contain($"$.steps.HomeVisit.{of}.{key} {code}"));
    }

    [TestCase(Workflows.Hardship)]
    [TestCase(Workflows.Illness)]
    [TestCase(Workflows.Accident)]
    public void The_services_of_the_house_agree(string id) => Assert.That(AccessAgreement.Faults(Workflows.Package(id)), Is.Empty);

    [Test]
    public void The_table_is_part_of_the_version()
    {
        var changed = Workflows.With(Workflows.Hardship, "form.json", form => form["steps"]!["HomeVisit"]!["fields"]!["mobile"] = "masked");

        Assert.That(ServiceContent.Hash(Workflows.Parse(Workflows.Hardship, changed).Package!.Files), Is.Not.EqualTo(ServiceContent.Hash(Workflows.Package(Workflows.Hardship).Files)));
    }
}
