using System.Text.Json.Nodes;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Tests.Clocks;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Cases.Tests.Petitioning;

/// <summary>Whatever an administrator does to the workflow of visits: a matter waits until it is answered, and what was referred is asked for.</summary>
[TestFixture]
internal sealed class VisitLintTests
{
    private static readonly string Shipped = File.ReadAllText(Path.Combine(A.Root(), "workflows", "visit", "workflow.json"));

    private static readonly PetitionLint Lint = new(new PetitionHouse(Laws.All, []), new Harness.FakeClock());

    [Test]
    public void The_shipped_workflow_waits_and_asks() => Assert.That(Codes(_ => { }), Is.Empty);

    [Test]
    public void Without_a_reception_nothing_would_wait() => Assert.That(Codes(flow => Retype(flow, "reception", "Visit.Tell")), Does.Contain("visit.step-missing"));

    [Test]
    public void What_is_referred_has_to_be_waited_for() => Assert.That(Codes(flow => Link(flow, "reception", "Referred")["target"]!["activity"] = "tellSection"), Is.EqualTo(new[] { "visit.not-chased" }));

    [Test]
    public void Where_nobody_replied_somebody_has_to_be_told() => Assert.That(Codes(flow => Link(flow, "referral", "Unanswered")["target"]!["activity"] = "referral"), Is.EqualTo(new[] { "visit.nobody-told" }));

    [Test]
    public void A_reply_leads_back_to_whoever_came() => Assert.That(Codes(flow => flow["connections"]!.AsArray().Remove(Link(flow, "referral", "Replied"))), Is.EqualTo(new[] { "visit.way-ends" }));

    [TestCase("Elsa.Delay")]
    [TestCase("Elsa.Fault")]
    [TestCase("Elsa.Finish")]
    public void Nothing_holds_an_answer_up(string type) => Assert.That(Codes(flow => Retype(flow, "kind", type)), Does.Contain("visit.step-holds"));

    [Test]
    public void Steps_of_petitions_and_of_aid_cannot_stand_here() => Assert.That(Codes(flow => Retype(flow, "tellSection", "Petition.Tell")), Does.Contain("visit.other-step"));

    [Test]
    public void Steps_of_visits_cannot_stand_elsewhere() => Assert.That(Codes(_ => { }, "another"), Is.All.EqualTo("visit.not-its-workflow").And.Not.Empty);

    private static string[] Codes(Action<JsonObject> change, string id = "visit")
    {
        var json = JsonNode.Parse(Shipped)!.AsObject();
        json["definitionId"] = id;
        change(json["root"]!.AsObject());
        return [.. Lint.Check(WorkflowDefinition.Parse(json.ToJsonString())).Select(fault => fault.Code)];
    }

    private static void Retype(JsonObject flow, string id, string type) => flow["activities"]!.AsArray().Single(one => (string?)one!["id"] == id)!["type"] = type;

    private static JsonObject Link(JsonObject flow, string id, string port) =>
        flow["connections"]!.AsArray().Select(one => one!.AsObject()).Single(one => (string?)one["source"]!["activity"] == id && (string?)one["source"]!["port"] == port);
}
