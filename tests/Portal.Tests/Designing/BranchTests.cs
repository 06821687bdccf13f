using System.Text.Json.Nodes;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Portal.Tests.Api;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Designing;

/// <summary>A hardship aid whose flow parts behind the township by its amount and by answers: in words, and in an expression.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class BranchTests(Provider provider)
{
    private const string Definitions = "/elsa/api/workflow-definitions";

    private Office office = null!;
    private Website site = null!;
    private Caller admin = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenWithAsync(provider, "branches", "workflow.json", model =>
        {
            var last = Part((JsonObject)model, "townshipReview", "Approve", "gateAmount", """[{"label":"大额","tests":[{"of":"proposed","op":"at-least","cents":400000}]},{"label":"小额","tests":[{"of":"proposed","op":"below","cents":400000}]}]""");
            last = Part((JsonObject)model, last, "Otherwise", "gateAnswer", """[{"label":"更多","tests":[{"of":"proposed","op":"at-least","cents":400001}]},{"label":"低保","tests":[{"of":"answer","field":"situation","op":"equal","value":"recognised"}]}]""");
            last = Part((JsonObject)model, last, "Otherwise", "gateMissing", """[{"label":"已批","tests":[{"of":"approved","op":"at-least","cents":0}]},{"label":"有收入","tests":[{"of":"answer","field":"nothingSuch","op":"not-equal","value":"1"}]}]""");
            Insert((JsonObject)model, last, "Otherwise", new()
            {
                ["id"] = "script",
                ["name"] = "Script",
                ["type"] = "Elsa.FlowDecision",
                ["version"] = 1,
                ["condition"] = new JsonObject { ["typeName"] = "Boolean", ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "getInput('ProposedCents') === 400000 && getInput('ApprovedCents') === null && getInput('Answers').situation === 'recognised'" } },
            }, "True");
        });
        site = await Website.OpenAsync(office);
        admin = await site.CallerAsync(office, "admin1");
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        admin.Dispose();
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [Test]
    public async Task A_case_goes_by_the_first_branch_that_holds_and_the_trail_says_which_and_what_it_saw()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        await office.AgreeAsync(await office.ReachAsync(id, "TownshipReview"));
        var stream = $"case:{id}";
        var trail = await office.ReadAsync(db => db.Set<AuditEntry>().Where(entry => entry.Stream == stream && entry.Act == "branch.taken").OrderBy(entry => entry.Number).Select(entry => entry.Facts).ToListAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(trail.Select(Fact), Is.EqualTo(new[]
            {
                "GateAmount 大额 (Proposed at-least 4000.00) Proposed = 4000.00",
                "GateAnswer 低保 (situation equal recognised) situation = recognised",
                "GateMissing Otherwise () ",
            }));
            Assert.That((await office.CaseAsync(id)).Stage, Is.EqualTo(Cases.Applying.CaseStage.Publicising), "the expression held: the other way leads nowhere");
            Assert.That(Portal.Overseeing.BranchWords.Of("Proposed at-least 4000.00 and situation equal recognised").Zh, Is.EqualTo("建议金额 不低于 4000.00 并且 situation 等于 recognised"));
        }
    }

    [Test]
    public async Task A_made_up_case_says_which_branch_it_takes_and_it_takes_no_time()
    {
        var before = await SimulateAsync(("Completeness", "Complete"), ("VillageOpinion", "Approve"), ("HomeVisit", "Done"), ("DistrictVisit", "Done"), ("TownshipReview", "Approve"));
        var beyond = await SimulateAsync(("Completeness", "Complete"), ("VillageOpinion", "Approve"), ("HomeVisit", "Done"), ("DistrictVisit", "Done"), ("TownshipReview", "Approve"), ("GateAmount", "大额"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before["waiting"]!.ToJsonString(), Does.Contain("\"GateAmount\"").And.Contain("\"Otherwise\"").And.Contain("小额").Or.Contain("\\u5C0F"));
            Assert.That(((string?)beyond["waiting"]![0]!["step"], (int)beyond["days"]!), Is.EqualTo(("GateAnswer", (int)before["days"]!)));
        }
    }

    [Test]
    public async Task A_made_up_case_of_which_something_is_known_goes_by_that_and_is_asked_only_about_the_rest()
    {
        var known = await SimulateAsync(new JsonObject { ["proposed"] = "4,000", ["answer:situation"] = "recognised" }, ToTheBranches);
        var unknown = await SimulateAsync(new JsonObject { ["approved"] = "1" }, ToTheBranches);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Ways(known), Is.EqualTo(new[] { "GateAmount 大额", "GateAnswer 低保" }));
            Assert.That((string?)known["waiting"]![0]!["step"], Is.EqualTo("GateMissing"), "nothing that it looks at is known");
            Assert.That(known["asks"]!.AsArray().Select(one => (string)one!), Does.Contain("proposed").And.Contain("approved").And.Contain("answer:situation"));
            Assert.That((string?)unknown["waiting"]![0]!["step"], Is.EqualTo("GateAmount"));
        }
    }

    [TestCase("五千", "应为金额")]
    [TestCase("-1", "不能小于 0")]
    public async Task An_amount_that_is_none_is_said_at_its_field_and_nothing_else_is_lost(string amount, string words)
    {
        var page = await site.SignedInAsync("admin1");
        var read = await page.GetAsync($"/admin/designer/hardship-aid/simulation?said={Uri.EscapeDataString("[\"Completeness\",\"Complete\",null,1]")}&fact.proposed={Uri.EscapeDataString(amount)}&fact.answer%3Asituation=recognised");

        Assert.That(read.Html, Does.Contain(words).And.Contain($"value=\"{amount}\"").And.Contain("value=\"recognised\" selected"));
    }

    [Test]
    public async Task Questions_that_the_form_does_not_have_forbid_publishing_and_what_is_never_taken_is_pointed_out()
    {
        var model = (await admin.GetAsync($"{Definitions}/by-definition-id/hardship-aid?versionOptions=Latest")).Ok().AsObject();
        Step(model, "gateAnswer")["branches"]!["expression"]!["value"] =
            """[{"label":"a","tests":[{"of":"answer","field":"situation","op":"equal","value":"no-such"}]},{"label":"b","tests":[{"of":"proposed","op":"above","cents":5}]},{"label":"c","tests":[{"of":"proposed","op":"at-least","cents":7}]}]""";
        var told = (await admin.PostAsync($"{Definitions}/check", new { model })).Ok()["items"]!.AsArray();

        Assert.That(told.Where(one => ((string)one!["code"]!).StartsWith("house.branch", StringComparison.Ordinal)).Select(one => $"{one!["severity"]} {one["code"]} {one["activityId"]}"), Is.EquivalentTo(new[]
        {
            "Error house.branch-field-unknown gateMissing", "Error house.branch-value-unknown gateAnswer", "Warning house.branch-unreachable gateAnswer", "Warning house.branch-overlaps gateAnswer",
            "Warning house.branch-overlaps gateMissing", "Warning house.branch-not-decided gateMissing",
        }));
    }

    [Test]
    public async Task A_branch_on_what_was_granted_is_pointed_out_only_where_nobody_has_decided_before_it()
    {
        var model = (await admin.GetAsync($"{Definitions}/by-definition-id/hardship-aid?versionOptions=Latest")).Ok().AsObject();
        Part(model, "districtDecision", "Approve", "gateGranted", """[{"label":"大额","tests":[{"of":"approved","op":"above","cents":500000}]}]""");
        var told = (await admin.PostAsync($"{Definitions}/check", new { model })).Ok()["items"]!.AsArray();

        Assert.That(told.Where(one => (string)one!["code"]! == "house.branch-not-decided").Select(one => (string)one!["activityId"]!), Is.EqualTo(new[] { "gateMissing" }));
    }

    [Test]
    public async Task What_a_branch_chooses_among_is_offered_with_its_choices_in_the_readers_language()
    {
        var fields = (await admin.GetAsync($"{Definitions}/hardship-aid/choices")).Ok()["fields"]!.AsArray();
        var situation = fields.Single(field => (string)field!["key"]! == "situation")!;

        Assert.That(situation["options"]!.AsArray().Select(option => (string)option!["key"]!), Does.Contain("recognised"));
        Assert.That(situation["options"]!.AsArray().Select(option => (string)option!["words"]!), Has.None.EqualTo("recognised"));
    }

    private static string Fact(string facts) => JsonNode.Parse(facts) is { } said ? $"{said["step"]} {said["branch"]} ({said["rule"]}) {said["seen"]}" : "";

    private static readonly (string Step, string Way)[] ToTheBranches = [("Completeness", "Complete"), ("VillageOpinion", "Approve"), ("HomeVisit", "Done"), ("DistrictVisit", "Done"), ("TownshipReview", "Approve")];

    private static IEnumerable<string> Ways(JsonObject simulated) =>
        simulated["steps"]!.AsArray().Where(step => ((string)step!["step"]!).StartsWith("Gate", StringComparison.Ordinal)).Select(step => $"{step!["step"]} {step["ways"]![0]}");

    private async Task<JsonObject> SimulateAsync(JsonObject facts, params (string Step, string Way)[] said) =>
        (await admin.PostAsync("/elsa/api/services/hardship-aid/simulation", new { facts, answers = said.Select(one => new { step = one.Step, way = one.Way, days = 1 }).ToArray() })).Ok().AsObject();

    private async Task<JsonObject> SimulateAsync(params (string Step, string Way)[] said) =>
        (await admin.PostAsync("/elsa/api/services/hardship-aid/simulation", new { answers = said.Select(one => new { step = one.Step, way = one.Way, days = 1 }).ToArray() })).Ok().AsObject();

    private static JsonNode Step(JsonObject model, string id) => model["root"]!["activities"]!.AsArray().Single(step => (string)step!["id"]! == id)!;

    /// <summary>Puts a branch on a link; every way out leads on.</summary>
    /// <returns>Its id.</returns>
    private static string Part(JsonObject model, string from, string port, string id, string branches)
    {
        var step = new JsonObject
        {
            ["id"] = id,
            ["name"] = char.ToUpperInvariant(id[0]) + id[1..],
            ["type"] = "Aid.Branch",
            ["version"] = 1,
            ["branches"] = new JsonObject { ["typeName"] = "JsonNode", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = branches } },
        };
        Insert(model, from, port, step, ["Otherwise", .. JsonNode.Parse(branches)!.AsArray().Select(branch => (string)branch!["label"]!)]);
        return id;
    }

    private static void Insert(JsonObject model, string from, string port, JsonObject step, params string[] ways)
    {
        var links = model["root"]!["connections"]!.AsArray();
        var onward = links.First(link => (string)link!["source"]!["activity"]! == from && (string?)link["source"]!["port"] == port)!["target"]!["activity"]!.GetValue<string>();
        foreach (var link in links.Where(link => (string)link!["source"]!["activity"]! == from && (string?)link["target"]!["activity"] == onward))
            link!["target"]!["activity"] = (string)step["id"]!;
        foreach (var way in ways)
            links.Add((JsonNode)new JsonObject { ["source"] = new JsonObject { ["activity"] = (string)step["id"]!, ["port"] = way }, ["target"] = new JsonObject { ["activity"] = onward, ["port"] = "In" } });
        model["root"]!["activities"]!.AsArray().Add((JsonNode)step);
    }
}
