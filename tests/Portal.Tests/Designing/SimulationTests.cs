using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Tests.Api;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Designing;

/// <summary>A case is played on the draft of hardship aid with chosen answers, and kept as a trial that publishing runs again.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class SimulationTests(Provider provider)
{
    private const string Definitions = "/elsa/api/workflow-definitions";
    private const string Page = "/admin/designer/hardship-aid/simulation";

    /// <summary>Agreed to at every step, and paid.</summary>
    private static readonly (string Step, string Way)[] Granted =
    [
        ("Completeness", "Complete"), ("VillageOpinion", "Approve"), ("HomeVisit", "Done"), ("DistrictVisit", "Done"), ("TownshipReview", "Approve"), ("PublicNotice", "Ended"),
        ("DistrictReview", "Approve"), ("DistrictDecision", "Approve"), ("PublicNotice", "Ended"), ("CityCheck", "Approve"), ("ProvincialDecision", "Approve"), ("Payout", "Paid"),
    ];

    private Office office = null!;
    private Website site = null!;
    private Caller admin = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
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

    [TearDown]
    public async Task ForgetAsync() => await admin.PostAsync($"{Definitions}/hardship-aid/discard");

    [Test]
    public async Task A_case_goes_where_the_answers_lead_and_nothing_is_written()
    {
        var before = await RowsAsync();
        var begun = await SimulateAsync([]);
        var reviewed = await SimulateAsync(Granted[..4]);
        var closed = await SimulateAsync(Granted);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Waiting(begun), Is.EqualTo(new[] { "Completeness: Complete Incomplete NotAccepted" }));
            Assert.That((string?)begun["outcome"], Is.Null);
            Assert.That(Waiting(reviewed).Single(), Does.StartWith("TownshipReview: Approve Refuse"));
            Assert.That(reviewed["waiting"]![0]!["back"]!.AsArray().Select(step => (string)step!), Is.EqualTo(new[] { "Supplement", "HomeVisit" }), "what its author lets it be sent back to");
            Assert.That(((string?)closed["outcome"], Waiting(closed).Length, (int)closed["days"]!), Is.EqualTo(("Paid", 0, 18)));
            Assert.That(closed["steps"]!.AsArray().Count(step => (string)step!["step"]! == "ClosePaid" && !(bool)step["asked"]!), Is.EqualTo(1));
            Assert.That(closed["steps"]!.AsArray().Select(step => (string)step!["step"]!).Last(), Is.EqualTo("ClosePaid"), "what stands around the steps is none");
            Assert.That((closed["untried"]!.AsArray().Count, (int)closed["links"]!), Is.EqualTo((begun["untried"]!.AsArray().Count - 16, (int)begun["links"]!)), "one more by each step that was passed");
            Assert.That(await RowsAsync(), Is.EqualTo(before));
        }
    }

    [Test]
    public async Task A_case_that_is_sent_back_is_asked_again_there_and_answers_of_no_use_are_told()
    {
        JsonObject[] answers = [.. Granted[..4].Select(Answer), new() { ["step"] = "TownshipReview", ["back"] = "HomeVisit", ["days"] = 2 }, Answer(("Payout", "Paid"))];
        var simulated = (await admin.PostAsync("/elsa/api/services/hardship-aid/simulation", new { answers })).Ok().AsObject();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Waiting(simulated).Single(), Does.StartWith("HomeVisit"));
            Assert.That(simulated["steps"]!.AsArray().Count(step => (string?)step!["back"] == "HomeVisit" && (string)step["step"]! == "TownshipReview"), Is.EqualTo(1), simulated.ToJsonString());
            Assert.That(simulated["unused"]!.AsArray().Select(step => (string)step!), Is.EqualTo(new[] { "Payout" }));
            (await admin.PostAsync("/elsa/api/services/hardship-aid/simulation", new { answers = new[] { new { step = "HomeVisit" } } })).ShouldBe(400);
        }
    }

    [TestCase("""["*"]""", "Completeness VillageOpinion HomeVisit DistrictVisit")]
    [TestCase("""["previous"]""", "DistrictVisit")]
    [TestCase("""["HomeVisit", "VillageOpinion"]""", "HomeVisit VillageOpinion")]
    [TestCase("[]", "")]
    public async Task A_case_is_sent_back_to_where_the_draft_allows_it_and_what_goes_elsewhere_is_told_and_not_kept(string allowed, string offered)
    {
        await SaveAsync(model => Step(model, "townshipReview")["returnTo"]!["expression"]!["value"] = allowed);
        var reviewed = await SimulateAsync(Granted[..4]);
        (string, string)[] answers = [.. Granted[..4].Select(Said), ("said", """["TownshipReview",null,"Supplement",1]""")];
        var browser = await site.SignedInAsync("admin1");
        var back = await browser.GetAsync($"{Page}?{string.Join('&', answers.Select(pair => $"said={Uri.EscapeDataString(pair.Item2)}"))}");
        var kept = await back.PostAsync(Page, [("do", "keep"), ("name", "back"), ("stamp", Stamp(back)), .. answers]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(string.Join(' ', reviewed["waiting"]![0]!["back"]!.AsArray().Select(step => (string)step!)), Is.EqualTo(offered));
            Assert.That(back.Words, Does.Contain("草稿不允许从“镇街审核”退回到“申请人补正”"));
            Assert.That(kept.Words, Does.Contain("草稿不允许这样退回"));
        }
    }

    [Test]
    public async Task A_trial_that_was_kept_forbids_publishing_what_ends_it_otherwise_until_it_is_removed()
    {
        var browser = await site.SignedInAsync("admin1");
        var shown = await browser.GetAsync(Address(Granted));
        var unfinished = await shown.PostAsync(Page, [("do", "keep"), ("name", "too early"), ("stamp", Stamp(shown)), .. Granted[..2].Select(Said)]);
        var kept = await (await shown.PostAsync(Page, [("do", "keep"), ("name", "一路同意"), ("stamp", Stamp(shown)), .. Granted.Select(Said)])).FollowAsync();
        await SaveAsync(model =>
        {
            Link(model, "districtDecision", "Approve")["target"]!["activity"] = "issueRefusal";
            Link(model, "districtDecision", "Refuse")["target"]!["activity"] = "lateNotice";
        });
        var refused = await admin.PostAsync($"{Definitions}/hardship-aid/publish", new { reason = "对调" });
        var told = await browser.GetAsync(Page);
        var removed = await (await told.PostAsync(Page, ("do", "drop"), ("name", "一路同意"), ("stamp", Stamp(told)))).FollowAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(shown.Words, Does.Contain("办结：").And.Contain("第 18 天"));
            Assert.That(unfinished.Words, Does.Contain("还没有走到办结"));
            Assert.That(kept.Words, Does.Contain("已存为用例").And.Contain("用例（1）").And.Contain("仍然如此"));
            refused.ShouldBe(400);
            Assert.That(refused.Body!.ToJsonString(), Does.Contain("trials[0]"));
            Assert.That(told.Words, Does.Contain("原来的结果是“已发放”，现在是“未予批准”").And.Not.Contain("仍然如此"));
            Assert.That(removed.Words, Does.Contain("用例（0）"));
        }

        Assert.That((await admin.PostAsync($"{Definitions}/hardship-aid/publish", new { reason = "对调" })).Code, Is.Null);
    }

    [Test]
    public async Task A_trial_that_was_kept_before_a_branch_was_drawn_goes_on_there_as_where_nothing_holds_and_one_that_says_what_is_known_goes_by_it()
    {
        var browser = await site.SignedInAsync("admin1");
        var shown = await browser.GetAsync(Address(Granted));
        await shown.PostAsync(Page, [("do", "keep"), ("name", "一路同意"), ("stamp", Stamp(shown)), .. Granted.Select(Said)]);
        await SaveAsync(model =>
        {
            var onward = Link(model, "townshipReview", "Approve")["target"]!;
            model["root"]!["activities"]!.AsArray().Add((JsonNode)new JsonObject
            {
                ["id"] = "gate",
                ["name"] = "Gate",
                ["type"] = "Aid.Branch",
                ["version"] = 1,
                ["branches"] = new JsonObject { ["typeName"] = "JsonNode", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = """[{"label":"大额","tests":[{"of":"proposed","op":"at-least","cents":500000}]}]""" } },
            });
            foreach (var (way, to) in ((string, string)[])[("Otherwise", (string)onward["activity"]!), ("大额", "issueRefusal")])
                model["root"]!["connections"]!.AsArray().Add((JsonNode)new JsonObject { ["source"] = new JsonObject { ["activity"] = "gate", ["port"] = way }, ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" } });
            onward["activity"] = "gate";
        });
        var before = await browser.GetAsync(Page);
        var large = await browser.GetAsync($"{Address(Granted[..5])}&fact.proposed=5000");
        await large.PostAsync(Page, [("do", "keep"), ("name", "大额不批"), ("stamp", Stamp(large)), ("fact.proposed", "5000"), .. Granted[..5].Select(Said)]);
        await SaveAsync(model => Link(model, "gate", "大额")["target"]!["activity"] = "publicNotice");
        var after = await browser.GetAsync(Page);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before.Words, Does.Contain("用例（1）").And.Contain("仍然如此"));
            Assert.That(large.Words, Does.Contain("办结：").And.Contain("建议金额（元）"));
            Assert.That(after.Words, Does.Contain("用例（2）").And.Contain("试走用例“大额不批”：在“公示”停下"));
        }
    }

    [Test]
    public async Task A_draft_that_has_something_wrong_is_not_tried_and_the_way_to_mend_it_is_shown()
    {
        await SaveAsync(model => Step(model, "townshipReview").AsObject().Remove("role"));
        var shown = await (await site.SignedInAsync("admin1")).GetAsync(Page);

        Assert.That(shown.Html, Does.Contain("现在还不能试走").And.Contain("href=\"/admin/designer/hardship-aid\""));
    }

    [Test]
    public async Task Time_that_is_skipped_makes_limits_amber_and_red_and_sends_reminders_and_of_where_it_waits_what_will_come_is_told()
    {
        var waiting = (await SimulateAsync([]))["waiting"]![0]!["limit"]!;
        var late = (await admin.PostAsync("/elsa/api/services/hardship-aid/simulation", new { answers = new[] { new { step = "Completeness", way = "Complete", days = 10 } } })).Ok();
        var limit = late["steps"]!.AsArray().Single(step => (string)step!["step"]! == "Completeness")!["limit"]!;
        var page = await (await site.SignedInAsync("admin1")).GetAsync($"{Page}?said={Uri.EscapeDataString("""["Completeness","Complete",null,10]""")}");

        using (Assert.EnterMultipleScope())
        {
            // Applied for on Monday, 7 March 2022: five working days end with the 14th.
            Assert.That(((string?)waiting["due"], (string?)waiting["amber"], (string?)waiting["red"], waiting["late"]), Is.EqualTo(("2022-03-14", "2022-03-11", "2022-03-15", (JsonNode?)null)));
            Assert.That(waiting["reminders"]!.AsArray().Select(one => (string)one!["on"]!), Is.EqualTo(new[] { "2022-03-09", "2022-03-14", "2022-03-16" }));
            Assert.That(((string?)limit["due"], (int?)limit["late"], (string?)limit["red"]), Is.EqualTo(("2022-03-14", (int?)3, "2022-03-15")));
            Assert.That(limit["reminders"]!.AsArray(), Has.Count.EqualTo(3));
            Assert.That((string?)late["whole"]!["due"], Is.EqualTo("2022-04-28"), "thirty working days from the acceptance on, past a holiday and two days that are made up for");
            Assert.That(page.Words, Does.Contain("逾期 3 个工作日").And.Contain("第 8 天（2022-03-15）起标红").And.Contain("第 9 天（2022-03-16）：提醒承办人").And.Contain("无人办理时发出 3 次提醒"));
        }
    }

    [Test]
    public async Task A_public_notice_hangs_for_its_time_whatever_days_are_said_and_is_not_hung_again_where_it_has_hung()
    {
        var posted = await SimulateAsync(Granted[..5]);
        var ended = await SimulateAsync(Granted[..6]);
        var objected = await SimulateAsync([.. Granted[..5], ("PublicNotice", "Objected")]);
        var decided = await SimulateAsync(Granted[..8]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)posted["waiting"]![0]!["noticeUntil"], Is.EqualTo("2022-03-19"), "seven days from the 12th on");
            Assert.That(((int)posted["days"]!, (int)ended["days"]!, (int)objected["days"]!), Is.EqualTo((5, 13, 6)), "midnight after its last day");
            Assert.That(Waiting(decided).Single(), Does.StartWith("CityCheck"), "what was hung before passes by itself");
        }
    }

    [Test]
    public async Task Whose_money_it_is_is_chosen_and_kept_with_the_trial()
    {
        (string, string)[] way = [.. Granted[..8], ("Payout", "Paid")];
        var browser = await site.SignedInAsync("admin1");
        await SaveAsync(model => // another test publishes them the other way round
        {
            Link(model, "districtDecision", "Approve")["target"]!["activity"] = "lateNotice";
            Link(model, "districtDecision", "Refuse")["target"]!["activity"] = "issueRefusal";
        });
        var provincial = await SimulateAsync(way);
        var shown = await browser.GetAsync($"{Address(way)}&fund=District");
        var kept = await (await shown.PostAsync(Page, [("do", "keep"), ("name", "区级资金"), ("fund", "District"), ("stamp", Stamp(shown)), .. way.Select(Said)])).FollowAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Waiting(provincial).Single(), Does.StartWith("CityCheck"));
            Assert.That(shown.Words, Does.Contain("✓ 区（市）资金").And.Contain("办结："));
            Assert.That(kept.Words, Does.Contain("区（市）资金 · ").And.Contain("仍然如此"));
            Assert.That(kept.Words, Does.Match("到过 [0-9]+ 个步骤，共 [0-9]+ 个；走过 [0-9]+ 条连线"));
            (await admin.PostAsync("/elsa/api/services/hardship-aid/simulation", new { answers = Array.Empty<object>(), fund = "Mine" })).ShouldBe(400);
        }
    }

    [Test]
    public async Task A_trial_of_another_route_and_a_file_that_is_wrong_are_faults_with_their_place()
    {
        var trial = new JsonObject
        {
            ["trials"] = new JsonArray(
                new JsonObject { ["name"] = "short", ["ends"] = "NotAccepted", ["route"] = new JsonArray("Completeness", "Supplement"), ["answers"] = new JsonArray(Answer(("Completeness", "NotAccepted"))) },
                new JsonObject { ["name"] = "open", ["ends"] = "Paid", ["route"] = new JsonArray(), ["answers"] = new JsonArray(Answer(("Completeness", "Complete"))) },
                new JsonObject { ["name"] = "back", ["ends"] = "Paid", ["route"] = new JsonArray(), ["answers"] = new JsonArray([.. Granted[..4].Select(Answer), new JsonObject { ["step"] = "TownshipReview", ["back"] = "Completeness", ["days"] = 1 }]) }),
        };
        var wrong = trial.DeepClone();
        wrong["trials"]![0]!["answers"]![0]!["back"] = "HomeVisit";

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await FaultsAsync(trial), Is.EqualTo(new[] { "trials.another-route $.trials[0]", "trials.waits $.trials[1]", "trials.back-forbidden $.trials[2]" }));
            Assert.That(await FaultsAsync(wrong), Is.EqualTo(new[] { "trials.way-or-back $.trials[0].answers[0]" }));
        }
    }

    [Test]
    public async Task What_is_not_for_this_reader_or_was_changed_by_hand_is_refused()
    {
        var browser = await site.SignedInAsync("admin1");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await (await site.SignedInAsync("station1")).GetAsync(Page)).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await browser.GetAsync($"{Page}?said=nonsense")).Words, Does.Contain("第 1 个回答看不懂"));
            Assert.That((await browser.GetAsync($"{Page}?next={Uri.EscapeDataString("[\"Completeness\",\"Complete\",null,0]")}&days=3")).Words, Does.Contain("第 3 天"));
        }
    }

    private async Task<string[]> FaultsAsync(JsonNode trials)
    {
        var files = new JsonObject { ["trials.json"] = trials.ToJsonString() };
        return [.. (await admin.PostAsync("/elsa/api/services/hardship-aid/check", new { files })).Ok()["items"]!.AsArray().Select(fault => $"{fault!["code"]} {fault["path"]}")];
    }

    private async Task<JsonObject> SimulateAsync((string Step, string Way)[] said) =>
        (await admin.PostAsync("/elsa/api/services/hardship-aid/simulation", new { answers = said.Select(Answer).ToArray() })).Ok().AsObject();

    private async Task SaveAsync(Action<JsonObject> edit)
    {
        var model = (await admin.GetAsync($"{Definitions}/by-definition-id/hardship-aid?versionOptions=Latest")).Ok().AsObject();
        edit(model);
        (await admin.PostAsync(Definitions, new { model })).Ok();
    }

    private Task<(int, int, int)> RowsAsync() => office.ReadAsync(async db => (await db.Set<JournalRow>().CountAsync(), await db.Set<OutboxRow>().CountAsync(), await db.Set<Cases.Auditing.AuditEntry>().CountAsync()));

    private static string[] Waiting(JsonObject simulated) => [.. simulated["waiting"]!.AsArray().Select(wait => $"{wait!["step"]}: {string.Join(' ', wait["ways"]!.AsArray().Select(way => (string)way!))}")];

    private static JsonObject Answer((string Step, string Way) said) => new() { ["step"] = said.Step, ["way"] = said.Way, ["days"] = 1 };

    private static string Address(IEnumerable<(string Step, string Way)> said) => $"{Page}?{string.Join('&', said.Select(Said).Select(pair => $"said={Uri.EscapeDataString(pair.Item2)}"))}";

    private static (string, string) Said((string Step, string Way) said) => ("said", $"[\"{said.Step}\",\"{said.Way}\",null,1]");

    private static string Stamp(ReadPage page) => Regex.Match(page.Html, "name=\"stamp\" value=\"(?<stamp>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["stamp"].Value;

    private static JsonNode Step(JsonObject model, string id) => model["root"]!["activities"]!.AsArray().Single(step => (string)step!["id"]! == id)!;

    private static JsonNode Link(JsonObject model, string from, string port) => model["root"]!["connections"]!.AsArray().Single(link => (string)link!["source"]!["activity"]! == from && (string?)link["source"]!["port"] == port)!;
}
