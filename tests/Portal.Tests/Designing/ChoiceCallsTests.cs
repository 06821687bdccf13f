using System.Text.Json.Nodes;
using AidWorkflow.Portal.Tests.Api;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Tests.Designing;

/// <summary>What stands behind the fields of a step: people, units, questions, messages, and whom a rule finds.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class ChoiceCallsTests(Provider provider)
{
    private const string Api = "/elsa/api";

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

    [Test]
    public async Task Questions_papers_and_messages_are_called_as_people_call_them()
    {
        using var chinese = await site.CallerAsync(office, "admin1", "zh-CN");
        var choices = (await chinese.GetAsync($"{Api}/workflow-definitions/hardship-aid/choices")).Ok();
        var english = (await admin.GetAsync($"{Api}/workflow-definitions/hardship-aid/choices")).Ok();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Words(choices, "fields", "situation"), Is.Not.Empty.And.Not.EqualTo("situation"));
            Assert.That(Words(choices, "papers", "identityCard"), Does.Contain("身份证"));
            Assert.That(Words(english, "papers", "identityCard"), Does.Contain("Identity card"));
            Assert.That(Words(choices, "events", "approved"), Is.Not.EqualTo("approved").And.Not.Contain("{{"));
            Assert.That(choices["events"]!.AsArray().Single(one => (string)one!["key"]! == "payment-returned")!["audiences"]!.AsArray().Select(one => (string)one!), Is.EqualTo(new[] { "applicant", "staff" }));
        }
    }

    [Test]
    public async Task People_are_found_by_part_of_a_name_with_what_they_do_and_applicants_are_not()
    {
        var found = (await admin.GetAsync($"{Api}/people?search=DECIDER1")).Ok()["items"]!.AsArray();
        var chinese = (await admin.GetAsync($"{Api}/people?search={Uri.EscapeDataString("审批人")}")).Ok()["items"]!.AsArray();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Select(one => (string)one!["userName"]!), Does.Contain("decider1"));
            Assert.That((string)found.Single(one => (string)one!["userName"]! == "decider1")!["roles"]![0]!, Does.Contain("Shizhong District"));
            Assert.That(chinese, Has.Count.GreaterThan(3));
            Assert.That((await admin.GetAsync($"{Api}/people?search=applicant1")).Ok()["items"]!.AsArray(), Is.Empty);
            Assert.That((await admin.GetAsync($"{Api}/units?search=Qianzhuang")).Ok()["items"]!.AsArray(), Is.Not.Empty);
        }
    }

    [Test]
    public async Task A_rule_is_tried_for_any_case_of_a_unit_and_for_a_case()
    {
        var submitted = await office.SubmitCompleteAsync();
        var village = (string)(await admin.GetAsync($"{Api}/units?search=Qianzhuang")).Ok()["items"]![0]!["id"]!;
        JsonArray Rules(string json) => JsonNode.Parse(json)!.AsArray();
        async Task<JsonNode> TryAsync(object said) => (await admin.PostAsync($"{Api}/rules/try", said)).Ok()["items"]!;

        var role = await TryAsync(new { unit = village, rules = Rules("""[{"of": "role", "role": "DistrictReviewer", "level": "District"}]"""), role = "TownshipReviewer", level = "Township" });
        var others = await TryAsync(new { unit = village, rules = Rules("""[{"of": "head", "level": "Township"}, {"of": "people", "people": ["decider1"]}, {"of": "previous"}]"""), role = "TownshipReviewer", level = "Township" });
        var ofCase = await TryAsync(new { number = submitted.ReceiptNumber, step = "DistrictReview", rules = Rules("""[{"of": "role", "role": "DistrictReviewer", "level": "District", "take": "leastLoaded"}]"""), role = "DistrictReviewer", level = "District" });
        var wrong = await admin.PostAsync($"{Api}/rules/try", new { unit = village, rules = Rules("""[{"of": "role"}]"""), role = "DistrictReviewer", level = "District" });
        var unknown = await admin.PostAsync($"{Api}/rules/try", new { number = "none", rules = Rules("""[{"of": "previous"}]"""), role = "DistrictReviewer", level = "District" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(role[0]!["people"]!.AsArray().Select(one => ((string)one!["userName"]!, (bool)one["taken"]!, (string)one["unit"]!)), Is.EqualTo(new[] { ("district1", true, "Shizhong District"), ("district2", true, "Shizhong District") }));
            Assert.That(((bool)others[0]!["nobody"]!, (string)others[1]!["people"]![0]!["userName"]!, (bool)others[2]!["rests"]!), Is.EqualTo((true, "decider1", true)));
            Assert.That(ofCase[0]!["people"]!.AsArray().Count(one => (bool)one!["taken"]!), Is.EqualTo(1));
            Assert.That((wrong.Code, unknown.Code), Is.EqualTo(("who.rules-wrong", "case.unknown")));
        }
    }

    [Test]
    public async Task A_message_reads_as_it_would_be_sent_and_one_that_is_not_there_says_so()
    {
        var approved = (await admin.GetAsync($"{Api}/workflow-definitions/hardship-aid/words?event=approved&audience=applicant")).Ok()["items"]!.AsArray();
        var document = (await admin.GetAsync($"{Api}/workflow-definitions/hardship-aid/words?document=NonAcceptance")).Ok()["items"]!.AsArray();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(approved, Has.Count.EqualTo(6), "three ways in two languages");
            Assert.That(approved.Select(one => (string?)one!["wrong"]), Has.All.Null);
            Assert.That(approved.Select(one => (string)one!["body"]!), Has.None.Contain("{{").And.All.Not.Empty);
            Assert.That(document.Select(one => (string)one!["key"]!), Is.EqualTo(new[] { "documents.non-acceptance", "documents.non-acceptance" }));
            Assert.That((await admin.GetAsync($"{Api}/workflow-definitions/hardship-aid/words?event=no-such")).Ok()["items"]!.AsArray(), Is.Empty);
        }
    }

    [Test]
    public async Task Notes_of_the_drawing_go_through_a_save_and_nothing_else_changes()
    {
        var model = (await admin.GetAsync($"{Api}/workflow-definitions/by-definition-id/serious-illness-relief?versionOptions=Latest")).Ok().AsObject();
        model["root"]!["metadata"]!["aidNotes"] = JsonNode.Parse("""[{ "id": "aid-note-1", "text": "见通知", "x": 10, "y": 20 }]""");

        var check = (await admin.PostAsync($"{Api}/workflow-definitions/check", new { model })).Ok()["items"]!.AsArray();
        var saved = (await admin.PostAsync($"{Api}/workflow-definitions", new { model })).Ok()["workflowDefinition"]!;
        var again = (await admin.GetAsync($"{Api}/workflow-definitions/by-definition-id/serious-illness-relief?versionOptions=Latest")).Ok();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(check.Where(one => (string)one!["severity"]! == "Error"), Is.Empty);
            Assert.That(JsonNode.DeepEquals(again["root"], model["root"]), Is.True);
            Assert.That(JsonNode.DeepEquals(saved["root"], model["root"]), Is.True);
        }

        (await admin.PostAsync($"{Api}/workflow-definitions/serious-illness-relief/discard")).Ok();
    }

    [Test]
    public async Task Nobody_but_an_administrator_of_the_whole_area_is_told_anything()
    {
        using var station = await site.CallerAsync(office, "station1");
        foreach (var address in (string[])["people?search=a", "units?search=a", "workflow-definitions/hardship-aid/choices", "workflow-definitions/hardship-aid/words?event=approved"])
            (await station.GetAsync($"{Api}/{address}")).ShouldBe(404);
        Assert.That(site.Errors, Is.Empty);
    }

    private static string Words(JsonNode choices, string list, string key) => (string)choices[list]!.AsArray().Single(one => (string)one!["key"]! == key)!["words"]!;
}
