using System.Net;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Tests.Api;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Designing;

/// <summary>A draft of hardship aid is played with closed cases: one paid after a return, one refused, one not accepted.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class RehearsalTests(Provider provider)
{
    private const string Definitions = "/elsa/api/workflow-definitions";

    private Office office = null!;
    private Website site = null!;
    private Caller admin = null!;
    private string paid = "", refused = "";

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        site = await Website.OpenAsync(office);
        paid = await PaidAsync();
        refused = await RefusedAsync();
        await NotAcceptedAsync();
        admin = await site.CallerAsync(office, "admin1"); // their token lives for weeks only
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
    public async Task What_is_in_force_changes_nothing_of_what_it_made_and_nothing_is_written()
    {
        var before = await RowsAsync();
        var rehearsed = await RehearseAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Totals(rehearsed), Is.EqualTo((3, 3, 0, 0)), rehearsed.ToJsonString());
            Assert.That(((string?)rehearsed["amountBefore"], (string?)rehearsed["amountAfter"]), Is.EqualTo(("4000.00", "4000.00")));
            Assert.That((int)(await RehearseAsync(count: 1))["count"]!, Is.EqualTo(1));
            Assert.That(await RowsAsync(), Is.EqualTo(before));
        }
    }

    [Test]
    public async Task A_second_reviewer_whom_nobody_ever_asked_is_taken_to_agree_after_all_the_time_they_have_and_that_is_said()
    {
        await SaveAsync(model =>
        {
            Insert(model, "districtReview", "Approve", "districtDecision", Copied(model, "districtReview", "secondReview"));
            model["customProperties"]!["AidWorkflow:Terms"]!["SecondReview"] = new JsonObject { ["count"] = 3, ["unit"] = "working-days" };
        });
        var rehearsed = await RehearseAsync();
        var one = Of(rehearsed, paid);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Totals(rehearsed), Is.EqualTo((3, 1, 2, 0)), rehearsed.ToJsonString());
            Assert.That(rehearsed["assumed"]!.AsArray().Select(step => (string)step!["en"]!), Has.Exactly(1).EndsWith("(SecondReview)"));
            Assert.That(one["added"]!.AsArray().Select(step => (string)step!), Is.EqualTo(new[] { "SecondReview" }));
            Assert.That((int)one["after"]!["workingDays"]!, Is.EqualTo((int)one["before"]!["workingDays"]! + 3));
            Assert.That((string?)one["after"]!["amount"], Is.EqualTo((string?)one["before"]!["amount"]));
        }
    }

    [TestCase(400000, 0)]
    [TestCase(400001, 1)]
    public async Task A_new_branch_is_taken_by_what_each_case_was_and_by_the_amount_that_the_draft_would_propose(long from, int changed)
    {
        await SaveAsync(model =>
        {
            Insert(model, "townshipReview", "Approve", "publicNotice", new()
            {
                ["id"] = "gate",
                ["name"] = "Gate",
                ["type"] = "Aid.Branch",
                ["version"] = 1,
                ["branches"] = new JsonObject { ["typeName"] = "JsonNode", ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = new JsonArray(new JsonObject { ["label"] = "大额", ["tests"] = new JsonArray(new JsonObject { ["of"] = "proposed", ["op"] = "at-least", ["cents"] = from }) }) } },
            });
            Link(model, "gate", "Approve")["source"]!["port"] = "大额";
            var other = Link(model, "gate", "大额").DeepClone();
            (other["source"]!["port"], other["target"]!["activity"]) = ("Otherwise", "issueRefusal");
            model["root"]!["connections"]!.AsArray().Add(other);
        });
        var rehearsed = await RehearseAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)rehearsed["notComparable"]!, Is.Zero, rehearsed.ToJsonString());
            Assert.That((string?)Of(rehearsed, paid)["after"]!["outcome"], Is.EqualTo(changed == 0 ? "Paid" : "Refused"));
        }
    }

    [Test]
    public async Task A_draft_that_is_not_whole_is_refused_with_what_is_missing_by_api_and_page()
    {
        await SaveAsync(model => Insert(model, "districtReview", "Approve", "districtDecision", Copied(model, "districtReview", "secondReview")));
        var answer = await admin.GetAsync($"{Definitions}/hardship-aid/rehearsal");
        var page = await (await site.SignedInAsync("admin1")).GetAsync("/admin/designer/hardship-aid/rehearsal");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Code, Is.EqualTo("rehearsal.draft-wrong"));
            Assert.That((string?)answer.Body!["title"], Does.Contain("SecondReview"));
            Assert.That(page.Status, Is.EqualTo(HttpStatusCode.Conflict));
            Assert.That(page.Words, Does.Contain("草稿还不完整").And.Contain("SecondReview"));
        }
    }

    [Test]
    public async Task A_notice_left_out_makes_cases_shorter_and_their_route_another()
    {
        await SaveAsync(model => Link(model, "townshipReview", "Approve")["target"]!["activity"] = "districtReview");
        var rehearsed = await RehearseAsync();
        var (paidOne, refusedOne) = (Of(rehearsed, paid), Of(rehearsed, refused));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Totals(rehearsed), Is.EqualTo((3, 1, 2, 0)), rehearsed.ToJsonString());
            Assert.That(((bool)paidOne["routeChanged"]!, (string?)paidOne["after"]!["outcome"], (string?)paidOne["after"]!["amount"]), Is.EqualTo((true, "Paid", "4000.00")));
            Assert.That((int)paidOne["after"]!["workingDays"]!, Is.LessThan((int)paidOne["before"]!["workingDays"]!));
            Assert.That(refusedOne["dropped"]!.AsArray().Select(step => step!.GetValue<string>()).ToList(), Is.EqualTo(new[] { "PublicNotice" }));
        }
    }

    [Test]
    public async Task A_way_out_that_leads_elsewhere_changes_outcome_and_amount_or_needs_what_nobody_did()
    {
        await SaveAsync(model =>
        {
            Link(model, "districtDecision", "Approve")["target"]!["activity"] = "issueRefusal";
            Link(model, "districtDecision", "Refuse")["target"]!["activity"] = "issueApproval";
        });
        var rehearsed = await RehearseAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Totals(rehearsed), Is.EqualTo((3, 1, 1, 1)), rehearsed.ToJsonString());
            Assert.That(((string?)Of(rehearsed, paid)["after"]!["outcome"], (string?)rehearsed["amountBefore"], (string?)rehearsed["amountAfter"]), Is.EqualTo(("Refused", "4000.00", "0.00")));
            Assert.That((string?)Of(rehearsed, refused)["notComparable"]!["zh-CN"], Is.EqualTo("“发放”从未作出决定"));
        }
    }

    [Test]
    public async Task Another_formula_changes_the_amounts_that_followed_the_rules()
    {
        var edited = await office.DoAsync((EditedServices services, CancellationToken token) => services.GetAsync("hardship-aid", token));
        var rules = JsonNode.Parse(edited.Files["rules.json"])!;
        rules["formula"]!["floor"] = "cap-per-case"; // at least 6000 yuan
        var actor = await office.AsAsync("admin1");
        await office.DoAsync((SaveServiceDraft act, CancellationToken token) => act.RunAsync(actor, "hardship-aid", new(new Dictionary<string, string?> { ["rules.json"] = rules.ToJsonString() }), token));

        var rehearsed = await RehearseAsync();

        Assert.That(((int)rehearsed["changed"]!, (string?)rehearsed["amountBefore"], (string?)rehearsed["amountAfter"]), Is.EqualTo((1, "4000.00", "6000.00")), rehearsed.ToJsonString());
    }

    [Test]
    public async Task A_case_whose_way_was_not_kept_is_told_to_be_that()
    {
        var run = await office.ReadAsync(db => db.Set<CaseRun>().Where(one => db.Set<AidCase>().Any(aidCase => aidCase.Id == one.CaseId && aidCase.ReceiptNumber == refused)).Select(one => one.Id).SingleAsync());
        var rows = await office.ReadAsync(db => db.Set<JournalRow>().AsNoTracking().Where(row => row.InstanceId == run).ToListAsync());
        await office.ReadAsync(db => db.Set<JournalRow>().Where(row => row.InstanceId == run).ExecuteDeleteAsync());
        var rehearsed = await RehearseAsync();
        await office.DoAsync(async (IUnitOfWork work, CancellationToken token) => { work.Db.AddRange(rows); return await Task.FromResult(0); });

        Assert.That((string?)Of(rehearsed, refused)["notComparable"]!["zh-CN"], Is.EqualTo("没有留存这件案件的办理过程"));
    }

    [Test]
    public async Task The_page_shows_numbers_and_totals_and_no_names()
    {
        var names = await office.ReadAsync(db => db.Set<Cases.People.Person>().Select(person => person.Name).ToListAsync());
        var page = await (await site.SignedInAsync("admin1")).GetAsync("/admin/designer/hardship-aid/rehearsal");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.Words, Does.Contain("演练：生活困难一次性帮扶"));
            Assert.That(page.Words, Does.Contain("看了 3 件：不变 3 件").And.Contain("4,000.00 元"));
            Assert.That(names.Where(name => page.Words.Contains(name.ToString(), StringComparison.Ordinal)), Is.Empty);
            Assert.That((await (await site.SignedInAsync("station1")).GetAsync("/admin/designer/hardship-aid/rehearsal")).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await admin.GetAsync($"{Definitions}/no-such/rehearsal")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        }
    }

    private async Task<JsonObject> RehearseAsync(int count = 50) => (await admin.GetAsync($"{Definitions}/hardship-aid/rehearsal?count={count}")).Ok().AsObject();

    private async Task SaveAsync(Action<JsonObject> edit)
    {
        var model = (await admin.GetAsync($"{Definitions}/by-definition-id/hardship-aid?versionOptions=Latest")).Ok().AsObject();
        edit(model);
        (await admin.PostAsync(Definitions, new { model })).Ok();
    }

    private async Task<string> PaidAsync()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        var township = await office.ReachAsync(id, "TownshipReview");
        office.Clock.Advance(TimeSpan.FromDays(7));
        await office.AgreeAsync(township);
        var district = await office.ReachAsync(id, "DistrictReview");
        await office.DecideAsync(await office.HolderAsync(district), new(district.Id, Verdict.Return, "请核实") { ReturnTo = "TownshipReview" });
        await office.UntilAsync(id, "Payout");
        await office.PayAsync(id);
        return (await office.CaseAsync(id)).ReceiptNumber!;
    }

    private async Task<string> RefusedAsync()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        var decision = await office.ReachAsync(id, "DistrictDecision");
        await office.DecideAsync(await office.HolderAsync(decision), new(decision.Id, Verdict.Refuse, "不符合条件。"));
        return (await office.CaseAsync(id)).ReceiptNumber!;
    }

    private async Task NotAcceptedAsync()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        var check = await office.ReachAsync(id, "Completeness");
        await office.DecideAsync(await office.HolderAsync(check), new(check.Id, Verdict.NotAccept, "不属于本服务范围。"));
    }

    private Task<(int, int, int, int, int)> RowsAsync() => office.ReadAsync(async db => (
        await db.Set<JournalRow>().CountAsync(), await db.Set<OutboxRow>().CountAsync(), await db.Set<Round>().CountAsync(), await db.Set<Cases.Auditing.AuditEntry>().CountAsync(), await db.Set<ServiceDraft>().CountAsync()));

    private static (int, int, int, int) Totals(JsonObject one) => ((int)one["count"]!, (int)one["unchanged"]!, (int)one["changed"]!, (int)one["notComparable"]!);

    private static JsonNode Of(JsonObject rehearsed, string number) => rehearsed["items"]!.AsArray().Single(one => (string)one!["number"]! == number)!;

    private static JsonNode Link(JsonObject model, string from, string port) => model["root"]!["connections"]!.AsArray().Single(link => (string)link!["source"]!["activity"]! == from && (string?)link["source"]!["port"] == port)!;

    private static JsonObject Copied(JsonObject model, string id, string copy)
    {
        var step = (JsonObject)model["root"]!["activities"]!.AsArray().Single(one => (string)one!["id"]! == id)!.DeepClone();
        (step["id"], step["nodeId"], step["name"]) = (copy, copy, char.ToUpperInvariant(copy[0]) + copy[1..]);
        return step;
    }

    private static void Insert(JsonObject model, string from, string port, string to, JsonObject step)
    {
        var link = Link(model, from, port);
        var onward = link.DeepClone();
        link["target"]!["activity"] = (string)step["id"]!;
        onward["source"]!["activity"] = (string)step["id"]!;
        onward["target"]!["activity"] = to;
        model["root"]!["activities"]!.AsArray().Add((JsonNode)step);
        model["root"]!["connections"]!.AsArray().Add(onward);
    }
}
