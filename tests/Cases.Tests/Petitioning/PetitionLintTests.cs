using System.Text.Json.Nodes;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Tests.Clocks;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Cases.Tests.Petitioning;

/// <summary>Whatever an administrator does to the workflow of petitions: what the law asks for stays in it, and in its order.</summary>
[TestFixture]
internal sealed class PetitionLintTests
{
    private static readonly string Shipped = File.ReadAllText(Path.Combine(A.Root(), "workflows", "petition", "workflow.json"));

    private static readonly PetitionLint Lint = new(new PetitionHouse(Laws.All, []), new Harness.FakeClock(LocalDay.At(new DateOnly(2026, 3, 2), new TimeOnly(9, 0))));

    private static readonly string[] Types = [.. StatutoryStep.All.Select(step => step.Type)];

    [Test]
    public void The_shipped_workflow_has_every_step_of_the_law_in_its_order() => Assert.That(Faults(_ => { }), Is.Empty);

    [TestCaseSource(nameof(Types))]
    public void A_step_of_the_law_that_is_taken_out_is_named_with_the_limits_that_would_go_with_it(string type)
    {
        var step = StatutoryStep.Of(type)!;

        var missing = Faults(flow => Remove(flow, type)).Where(fault => fault.Code == "petition.step-missing").ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(missing, Has.Count.EqualTo(1));
            Assert.That(missing[0].Severity, Is.EqualTo(Severity.Error));
            Assert.That(missing[0].Why.Zh, Does.Contain(step.Name.Zh));
            foreach (var limit in step.Limits)
                Assert.That(missing[0].Why.Zh, Does.Contain($"第{Laws.All.ByKey("regulation-2022")[limit].Article}条"));
        }
    }

    [Test]
    public void The_limit_that_would_go_is_said_in_days_and_by_its_article()
    {
        var why = Faults(flow => Remove(flow, "Petition.ReviewWindow")).Single(fault => fault.Code == "petition.step-missing").Why;

        Assert.That((why.Zh, why.En), Is.EqualTo(("缺少法定步骤“申请复查”，随之失去期限：申请复查 30 日（自然日）（第35条）", "the step of the law 'Asking for review' is missing, and with it the limit: asking for review, 30 calendar days (art. 35)")));
    }

    [TestCase("Elsa.Delay")]
    [TestCase("Elsa.Event")]
    [TestCase("Elsa.Fault")]
    [TestCase("Elsa.Finish")]
    public void What_holds_the_flow_up_or_breaks_it_off_cannot_stand_between_steps_of_the_law(string type)
    {
        var faults = Faults(flow =>
        {
            Add(flow, "odd", type);
            Relink(flow, "register", "Sent", "odd");
            Link(flow, "odd", "Done", "arrival");
        });

        Assert.That(faults.Select(fault => (fault.Code, fault.Severity)), Is.EqualTo([("petition.step-holds", Severity.Error)]));
    }

    [Test]
    public void A_step_of_the_house_may_stand_between_those_of_the_law()
    {
        var faults = Faults(flow =>
        {
            Add(flow, "check", StatutoryStep.CheckType);
            Relink(flow, "acceptance", "Accepted", "check");
            Link(flow, "check", "Agreed", "handling");
            Link(flow, "check", "SentBack", "check");
        });

        Assert.That(faults, Is.Empty);
    }

    [Test]
    public void No_step_of_the_law_is_jumped_over_also_not_behind_one_of_the_house()
    {
        var faults = Faults(flow =>
        {
            Add(flow, "check", StatutoryStep.CheckType);
            Relink(flow, "acceptance", "Accepted", "check");
            Link(flow, "check", "Agreed", "delivery");
        });

        Assert.That(faults.Select(fault => fault.Code), Does.Contain("petition.wrong-order"));
        Assert.That(faults[0].Why.Zh, Does.Contain("不能直接到“处理意见送达 / Delivery of the answer”，须先到“办理”"));
    }

    [Test]
    public void A_way_out_that_leads_nowhere_would_leave_the_petition_there() =>
        Assert.That(Faults(flow => Links(flow).Remove(Links(flow).Single(link => (string?)link!["source"]!["activity"] == "handling"))).Select(fault => fault.Code), Does.Contain("petition.way-ends"));

    [Test]
    public void Nothing_of_the_law_follows_where_the_petition_is_over() =>
        Assert.That(Faults(flow => Link(flow, "reviewWindow", "Lapsed", "review")).Select(fault => fault.Code), Is.EqualTo(new[] { "petition.wrong-order" }));

    [Test]
    public void It_begins_with_the_registration() =>
        Assert.That(Faults(flow => Relink(flow, "start", "Done", "arrival")).Select(fault => fault.Code), Does.Contain("petition.not-first"));

    [Test]
    public void Steps_of_applications_for_aid_have_no_case_there_and_steps_of_petitions_none_elsewhere()
    {
        var elsewhere = WorkflowDefinition.Parse(Shipped.Replace("\"definitionId\": \"petition\"", "\"definitionId\": \"another\"", StringComparison.Ordinal));

        Assert.That(Faults(flow => Add(flow, "aid", "Aid.Review")).Select(fault => fault.Code), Does.Contain("petition.aid-step"));
        Assert.That(Lint.Check(elsewhere).Select(fault => fault.Code).Distinct(), Is.EqualTo(new[] { "petition.not-its-workflow" }));
    }

    private static List<DefinitionFault> Faults(Action<JsonObject> change)
    {
        var definition = JsonNode.Parse(Shipped)!.AsObject();
        change(definition["root"]!.AsObject());
        return [.. Lint.Check(WorkflowDefinition.Parse(definition.ToJsonString()))];
    }

    private static JsonArray Links(JsonObject flow) => flow["connections"]!.AsArray();

    private static void Link(JsonObject flow, string from, string port, string to) =>
        Links(flow).Add(new JsonObject { ["source"] = new JsonObject { ["activity"] = from, ["port"] = port }, ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" } });

    private static void Relink(JsonObject flow, string from, string port, string to) =>
        Links(flow).Single(link => (string?)link!["source"]!["activity"] == from && (string?)link["source"]!["port"] == port)!["target"]!["activity"] = to;

    private static void Add(JsonObject flow, string id, string type) =>
        flow["activities"]!.AsArray().Add(new JsonObject { ["id"] = id, ["name"] = id, ["type"] = type, ["version"] = 1 });

    private static void Remove(JsonObject flow, string type)
    {
        var activities = flow["activities"]!.AsArray();
        var gone = activities.Single(one => (string?)one!["type"] == type)!;
        var id = (string)gone["id"]!;
        activities.Remove(gone);
        foreach (var link in Links(flow).Where(link => (string?)link!["source"]!["activity"] == id || (string?)link["target"]!["activity"] == id).ToList())
            Links(flow).Remove(link);
    }
}
