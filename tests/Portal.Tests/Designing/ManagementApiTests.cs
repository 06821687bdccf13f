using System.Text.Json.Nodes;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Tests.Api;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Designing;

/// <summary>Elsa's management API under /elsa/api, as an editor of an administrator calls it: definitions of services and of the library by one way in.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class ManagementApiTests(Provider provider)
{
    private const string Definitions = "/elsa/api/workflow-definitions";

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
    public async Task Definitions_of_services_and_of_the_library_stand_in_one_list()
    {
        (await admin.PostAsync(Definitions, new { model = Flow("listed", "Listed letter"), publish = true })).Ok();

        var listed = (await admin.GetAsync($"{Definitions}?versionOptions=Latest&Page=0&PageSize=50&IsSystem=false&unknown=1")).Ok();
        var found = (await admin.GetAsync($"{Definitions}?versionOptions=Latest&SearchTerm=listed")).Ok();
        var named = (await admin.GetAsync($"{Definitions}?versionOptions=AllVersions&DefinitionIds=hardship-aid,listed&OrderBy=Version&OrderDirection=Descending")).Ok();
        var byId = (await admin.GetAsync($"{Definitions}/by-id/{(string)Of(listed, "hardship-aid")["id"]!}")).Ok();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(listed["items"]!.AsArray().Select(one => (string)one!["definitionId"]!), Is.SupersetOf(new[] { "hardship-aid", "listed", "sudden-accident-relief" }));
            Assert.That(((string?)Of(listed, "hardship-aid")["service"], (string?)Of(listed, "listed")["service"]), Is.EqualTo(("hardship-aid", (string?)null)));
            Assert.That(found["items"]!.AsArray().Select(one => (string)one!["definitionId"]!), Is.EqualTo(new[] { "listed" }));
            Assert.That((int)found["totalCount"]!, Is.EqualTo(1));
            Assert.That(named["items"]!.AsArray().Select(one => (string)one!["definitionId"]!).Distinct(), Is.EquivalentTo(new[] { "hardship-aid", "listed" }));
            Assert.That((string)byId["definitionId"]!, Is.EqualTo("hardship-aid"));
        }
    }

    [Test]
    public async Task Opening_and_saving_any_definition_of_a_service_changes_nothing()
    {
        var before = await VersionsAndDraftsAsync();
        var listed = (await admin.GetAsync($"{Definitions}?versionOptions=Published")).Ok()["items"]!.AsArray().Where(one => one!["service"] is not null).Select(one => (string)one!["definitionId"]!).ToList();
        foreach (var id in listed)
        {
            var model = await LatestAsync(id);
            var saved = (await admin.PostAsync(Definitions, new { model, publish = false })).Ok()["workflowDefinition"]!;
            Assert.That(saved.ToJsonString(), Is.EqualTo(model.ToJsonString()), id);
        }

        Assert.That(listed, Has.Count.GreaterThan(6));
        Assert.That(await VersionsAndDraftsAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_draft_is_saved_and_a_stale_save_is_told_who_and_when()
    {
        var model = await LatestAsync("serious-illness-relief");
        var first = (await SaveAsync(model, "one")).Ok()["workflowDefinition"]!.AsObject();
        var stale = await SaveAsync(model, "two");
        var now = await LatestAsync("serious-illness-relief");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(((int)first["version"]!, (bool)first["isPublished"]!, (bool)first["isLatest"]!), Is.EqualTo(((int)model["version"]! + 1, false, true)));
            Assert.That((stale.Code, (int)stale.Status), Is.EqualTo(("service.draft-changed-meanwhile", 409)));
            Assert.That((string)stale.Body!["title"]!, Does.Contain("admin1").And.Contain("7 March 2022"));
            Assert.That((string)now["description"]!, Is.EqualTo("one"));
            Assert.That((bool)(await admin.GetAsync($"{Definitions}/by-definition-id/serious-illness-relief?versionOptions=Published")).Ok()["isPublished"]!, Is.True);
        }

        (await admin.PostAsync($"{Definitions}/serious-illness-relief/discard", new { stamp = Stamp(now) })).Ok();
        Assert.That((int)(await LatestAsync("serious-illness-relief"))["version"]!, Is.EqualTo((int)model["version"]!));
    }

    [TestCase("sudden-accident-relief")]
    [TestCase("kept-letter")]
    public async Task A_save_without_a_stamp_is_taken_and_what_it_wrote_over_is_brought_back(string id)
    {
        if (id == "kept-letter")
            (await admin.PostAsync(Definitions, new { model = Flow(id, id) })).Ok();
        (await SaveAsync(await LatestAsync(id), "careful")).Ok();
        foreach (var said in (string[])["blind", "blind again"])
        {
            var model = await LatestAsync(id);
            model["customProperties"]!.AsObject().Remove("AidWorkflow:Stamp");
            (await SaveAsync(model, said)).Ok();
        }

        var kept = (await admin.GetAsync($"{Definitions}/{id}/overwritten")).Ok()["items"]!.AsArray();
        var restored = (await admin.PostAsync($"{Definitions}/{id}/overwritten/{(string)kept[0]!["id"]!}/restore")).Ok();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(kept, Has.Count.EqualTo(1), "one writer who goes on saving keeps what stood there before them");
            Assert.That((string)restored["description"]!, Is.EqualTo("careful"));
            Assert.That((await admin.GetAsync($"{Definitions}/{id}/overwritten")).Ok()["items"]!.AsArray(), Has.Count.EqualTo(2), "what the restoring wrote over is kept too");
        }

        (await admin.PostAsync($"{Definitions}/{id}/discard")).Ok();
    }

    [Test]
    public async Task A_draft_of_the_library_that_somebody_else_wrote_meanwhile_is_neither_published_nor_given_up()
    {
        var mine = (await admin.PostAsync(Definitions, new { model = Flow("contested", "Contested letter") })).Ok()["workflowDefinition"]!.AsObject();
        var theirs = (await SaveAsync(mine, "theirs")).Ok()["workflowDefinition"]!.AsObject();

        var published = await admin.PostAsync($"{Definitions}/contested/publish", new { stamp = Stamp(mine) });
        var discarded = await admin.PostAsync($"{Definitions}/contested/discard", new { stamp = Stamp(mine) });
        var left = await LatestAsync("contested");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((published.Code, (int)published.Status), Is.EqualTo(("definition.changed-meanwhile", 409)));
            Assert.That((discarded.Code, (int)discarded.Status), Is.EqualTo(("definition.changed-meanwhile", 409)));
            Assert.That(((string)left["description"]!, (bool)left["isPublished"]!), Is.EqualTo(("theirs", false)));
        }

        Assert.That((bool)(await admin.PostAsync($"{Definitions}/contested/publish", new { stamp = Stamp(theirs) })).Ok()["isPublished"]!, Is.True);
        var settled = await admin.PostAsync($"{Definitions}/contested/discard", new { stamp = Stamp(await LatestAsync("contested")) });
        Assert.That(settled.Code, Is.EqualTo("definition.no-draft"), "what is published is no draft to give up");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_draft_of_the_library_that_was_given_up_is_brought_back(bool wasPublished)
    {
        var id = wasPublished ? "given-up-later" : "given-up";
        (await admin.PostAsync(Definitions, new { model = Flow(id, id), publish = wasPublished })).Ok();
        var draft = wasPublished ? (await SaveAsync(await LatestAsync(id), "worked on")).Ok()["workflowDefinition"]!.AsObject() : await LatestAsync(id);
        var said = (string)draft["description"]!;

        (await admin.PostAsync($"{Definitions}/{id}/discard", new { stamp = Stamp(draft) })).Ok();
        var kept = (await admin.GetAsync($"{Definitions}/{id}/overwritten")).Ok()["items"]!.AsArray();
        var restored = (await admin.PostAsync($"{Definitions}/{id}/overwritten/{(string)kept.Single()!["id"]!}/restore")).Ok();

        Assert.That(((string)restored["description"]!, (bool)restored["isPublished"]!, (int)restored["version"]!), Is.EqualTo((said, false, wasPublished ? 2 : 1)));
    }

    [Test]
    public async Task Publishing_a_service_asks_for_a_reason_and_is_refused_with_every_error_at_its_place()
    {
        var model = await LatestAsync("hardship-aid");
        var review = Step(model, "villageOpinion");
        review.Remove("role");
        model["customProperties"]!["AidWorkflow:Terms"]!.AsObject().Remove("TownshipReview");

        var check = (await admin.PostAsync($"{Definitions}/check", new { model })).Ok()["items"]!.AsArray();
        var saved = (await admin.PostAsync(Definitions, new { model })).Ok()["workflowDefinition"]!.AsObject();
        var unreasoned = await admin.PostAsync($"{Definitions}/hardship-aid/publish");
        var refused = await admin.PostAsync(Definitions, new { model = saved, publish = true, reason = "第二人复核" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(check.Select(one => ((string?)one!["code"], (string?)one["activityId"])), Is.SupersetOf(new[] { ("missing-input", "villageOpinion"), ("service-file.deadline-missing", "townshipReview") }));
            Assert.That(unreasoned.Code, Is.EqualTo("service.reason-missing"));
            refused.ShouldBe(400);
            Assert.That(refused.Body!["errors"]!.AsObject().Select(error => error.Key), Has.Some.EndsWith(".role").And.Some.EqualTo("service.json $.deadlines"));
            Assert.That(Step(await LatestAsync("hardship-aid"), "villageOpinion")["role"], Is.Null, "the draft is kept");
        }

        Step(saved, "villageOpinion")["role"] = Input("VillageHelper");
        saved["customProperties"]!["AidWorkflow:Terms"]!["TownshipReview"] = new JsonObject { ["count"] = 3, ["unit"] = "working-days" };
        var before = (int)model["version"]!;
        var published = (await admin.PostAsync(Definitions, new { model = saved, publish = true, reason = "第二人复核" })).Ok()["workflowDefinition"]!;
        var version = await office.ReadAsync(db => db.Set<ServiceVersion>().SingleAsync(one => one.ServiceId == "hardship-aid" && one.State == ServiceState.Published));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(((bool)published["isPublished"]!, (int)published["version"]!), Is.EqualTo((true, before + 1)));
            Assert.That((version.Number, version.Source, version.Reason), Is.EqualTo((before + 1, ServiceSource.Editor, "第二人复核")));
            Assert.That(version.PublishedBy, Does.Contain("admin1"));
            Assert.That(await office.ReadAsync(db => db.Set<ServiceDraft>().AnyAsync(draft => draft.ServiceId == "hardship-aid")), Is.False);
        }
    }

    [Test]
    public async Task An_older_version_of_a_service_comes_back_with_its_terms_and_every_other_file()
    {
        const string Service = "sudden-accident-relief";
        const string Draft = $"/elsa/api/services/{Service}/draft?files=service.json,form.json";
        var before = (await admin.GetAsync(Draft)).Ok();
        var shorter = JsonNode.Parse((string)before["files"]!["service.json"]!)!;
        shorter["deadlines"]!["Completeness"]!["count"] = 2;
        (await admin.PostAsync(Draft, new { files = new Dictionary<string, string?> { ["service.json"] = shorter.ToJsonString() }, stamp = (string)before["stamp"]! })).Ok();
        (await admin.PostAsync($"{Definitions}/{Service}/publish", new { reason = "缩短时限" })).Ok();

        (await admin.PostAsync($"{Definitions}/{Service}/revert/1")).Ok();

        var drafted = (await admin.GetAsync(Draft)).Ok();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string)drafted["files"]!["service.json"]!, Is.EqualTo((string)before["files"]!["service.json"]!));
            Assert.That((string)drafted["stamp"]!, Is.EqualTo((string)before["stamp"]!));
        }

        (await admin.PostAsync($"{Definitions}/{Service}/discard", new { stamp = (string)drafted["stamp"]! })).Ok();
    }

    [Test]
    public async Task A_definition_of_the_library_lives_through_every_call()
    {
        var first = (await admin.PostAsync(Definitions, new { model = Flow("lived", "Lived letter"), publish = true })).Ok();
        var second = (await SaveAsync(first["workflowDefinition"]!.AsObject(), "second")).Ok()["workflowDefinition"]!;
        var taken = (await admin.GetAsync($"{Definitions}/validation/is-name-unique?name=Lived%20letter&definitionId=other")).Ok();
        var own = (await admin.GetAsync($"{Definitions}/validation/is-name-unique?name=Lived%20letter&definitionId=lived")).Ok();
        var exported = (await admin.GetAsync($"{Definitions}/lived/export?versionOptions=Published")).Ok();
        var published = (await admin.PostAsync($"{Definitions}/lived/publish")).Ok();
        var retracted = (await admin.PostAsync($"{Definitions}/lived/retract")).Ok();
        var reverted = (await admin.PostAsync($"{Definitions}/lived/revert/1")).Ok();
        exported["definitionId"] = "lived-copy";
        var imported = (await admin.PostAsync($"{Definitions}/import", exported)).Ok();
        var kept = await admin.PostAsync($"{Definitions}/hardship-aid/retract");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(((bool)first["workflowDefinition"]!["isPublished"]!, (int)second["version"]!, (bool)second["isPublished"]!), Is.EqualTo((true, 2, false)));
            Assert.That(((bool)taken["isUnique"]!, (bool)own["isUnique"]!), Is.EqualTo((false, true)));
            Assert.That(((int)published["version"]!, (bool)published["isPublished"]!), Is.EqualTo((2, true)));
            Assert.That((bool)retracted["isPublished"]!, Is.False);
            Assert.That(((int)reverted["version"]!, (string?)reverted["description"]), Is.EqualTo((3, "first")));
            Assert.That(exported["customProperties"]?["AidWorkflow:Stamp"], Is.Null);
            Assert.That(((string)imported["definitionId"]!, (string?)imported["somethingOfAnEditor"]), Is.EqualTo(("lived-copy", "kept")));
            Assert.That(kept.Code, Is.EqualTo("service.not-to-be-retracted"));
        }
    }

    [Test]
    public async Task Several_are_published_and_retracted_each_by_itself_and_one_that_is_refused_keeps_no_other_back()
    {
        await admin.PostAsync(Definitions, new { model = Flow("many-good", "Good"), publish = false });
        var bad = Flow("many-bad", "Bad");
        bad["root"]!["activities"]![0]!["text"]!["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "1 +" };
        await admin.PostAsync(Definitions, new { model = bad, publish = false });
        string[] ids = ["many-good", "many-bad", "many-none", "hardship-aid"];
        var published = (await admin.PostAsync("/elsa/api/bulk-actions/publish/workflow-definitions/by-definition-ids", new { definitionIds = ids })).Ok();
        var retracted = (await admin.PostAsync("/elsa/api/bulk-actions/retract/workflow-definitions/by-definition-ids", new { definitionIds = ids })).Ok();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Ids(published, "published", "alreadyPublished", "notFound", "skipped"), Is.EqualTo(new[] { "many-good", "hardship-aid", "many-none", "many-bad" }));
            Assert.That((string)published["reasons"]!["many-bad"]!, Is.Not.Empty);
            Assert.That(Ids(retracted, "retracted", "notFound"), Is.EqualTo(new[] { "many-good", "many-none" }));
            Assert.That(Ids(retracted, "skipped"), Is.EquivalentTo(new[] { "many-bad", "hardship-aid" }));
            (await admin.PostAsync("/elsa/api/bulk-actions/publish/workflow-definitions/by-definition-ids", new { definitionIds = Array.Empty<string>() })).ShouldBe(400);
        }
    }

    private static IEnumerable<string> Ids(JsonNode answer, params string[] lists) => lists.SelectMany(list => answer[list]!.AsArray()).Select(id => (string)id!);

    [Test]
    public async Task What_fields_choose_among_is_asked_one_by_one_and_no_reference_has_to_be_brought_up_to_date()
    {
        var options = (await admin.PostAsync("/elsa/api/descriptors/activities/Aid.Review/options/Role")).Ok();
        var updated = (await admin.PostAsync($"{Definitions}/hardship-aid/update-references")).Ok();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(options["items"]!["dropdown"]!["selectList"]!["items"]!.AsArray(), Is.Not.Empty);
            Assert.That(updated["affectedWorkflows"]!.AsArray(), Is.Empty);
            (await admin.PostAsync("/elsa/api/descriptors/activities/Aid.Review/options/NoSuch")).ShouldBe(404);
            (await admin.PostAsync($"{Definitions}/no-such/update-references")).ShouldBe(404);
        }
    }

    [Test]
    public async Task A_token_is_good_however_Elsas_clients_present_it()
    {
        using var http = new HttpClient { BaseAddress = new Uri(site.Address) };
        http.DefaultRequestHeaders.Authorization = new("ApiKey", (await office.IssueAsync("admin1")).Token);

        Assert.That((await http.GetAsync(Definitions)).StatusCode, Is.EqualTo(System.Net.HttpStatusCode.OK));
    }

    [Test]
    public async Task What_an_editor_asks_when_it_opens_is_answered_in_its_language()
    {
        using var chinese = await site.CallerAsync(office, "admin1", "zh-CN");
        foreach (var list in (string[])["descriptors/activities?Refresh=True", "descriptors/expression-descriptors", "descriptors/variables", "descriptors/storage-drivers", "descriptors/workflow-activation-strategies", "descriptors/incident-strategies", "descriptors/log-persistence-strategies", "descriptors/commit-strategies/workflows", "features/installed"])
            Assert.That((await admin.GetAsync($"/elsa/api/{list}")).Ok()["items"], Is.InstanceOf<JsonArray>(), list);

        var review = Type((await chinese.GetAsync("/elsa/api/descriptors/activities")).Ok(), "Aid.Review");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string)(await admin.GetAsync("/elsa/api/package/version")).Ok()["packageVersion"]!, Does.StartWith("3.8"));
            Assert.That((string)Type((await admin.GetAsync("/elsa/api/descriptors/activities")).Ok(), "Aid.Review")["displayName"]!, Is.EqualTo("Review"));
            Assert.That((string)review["displayName"]!, Is.EqualTo("审核"));
            Assert.That(review["inputs"]![0]!["uiSpecifications"]!["dropdown"]!["selectList"]!["items"]!.AsArray().Select(one => (string)one!["text"]!), Does.Contain("镇街审核员"));
        }
    }

    [Test]
    public async Task Nobody_but_an_administrator_sees_or_writes_anything_and_what_cannot_be_read_is_a_bad_request()
    {
        using var station = await site.CallerAsync(office, "station1");
        using var nobody = new Caller(new Uri(site.Address), token: null);

        (await station.GetAsync(Definitions)).ShouldBe(404);
        (await station.PostAsync(Definitions, new { model = Flow("mine", "mine") })).ShouldBe(404);
        (await nobody.GetAsync(Definitions)).ShouldBe(401);
        (await admin.SendRawAsync(Definitions, "{")).ShouldBe(400);
        (await admin.SendRawAsync(Definitions, "{ \"model\": { \"root\": {}, \"root\": {} } }")).ShouldBe(400);
        (await admin.PostAsync(Definitions, new { model = new { name = "no root" } })).ShouldBe(400);
        (await admin.GetAsync($"{Definitions}/by-definition-id/no-such")).ShouldBe(404);
        Assert.That(site.Errors, Is.Empty);
    }

    private async Task<JsonObject> LatestAsync(string id) => (await admin.GetAsync($"{Definitions}/by-definition-id/{id}?versionOptions=Latest")).Ok().AsObject();

    /// <summary>The model as it was had, with another description.</summary>
    private Task<Reply> SaveAsync(JsonObject model, string description)
    {
        var changed = (JsonObject)model.DeepClone();
        changed["description"] = description;
        return admin.PostAsync(Definitions, new { model = changed, publish = false });
    }

    private Task<int> VersionsAndDraftsAsync() => office.ReadAsync(async db => await db.Set<ServiceVersion>().CountAsync() + await db.Set<ServiceDraft>().CountAsync());

    private static JsonObject Of(JsonNode list, string id) => list["items"]!.AsArray().Single(one => (string)one!["definitionId"]! == id)!.AsObject();

    private static JsonNode Type(JsonNode list, string type) => list["items"]!.AsArray().Single(one => (string)one!["typeName"]! == type)!;

    private static JsonObject Step(JsonObject model, string id) => model["root"]!["activities"]!.AsArray().Single(step => (string)step!["id"]! == id)!.AsObject();

    private static JsonObject Input(string value) => new() { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value } };

    private static string Stamp(JsonObject model) => (string)model["customProperties"]!["AidWorkflow:Stamp"]!;

    private static JsonNode Flow(string id, string name) => JsonNode.Parse($$"""
        { "definitionId": "{{id}}", "name": "{{name}}", "description": "first", "somethingOfAnEditor": "kept", "root": { "id": "f", "type": "Elsa.Flowchart", "version": 1,
          "activities": [ { "id": "say", "type": "Elsa.WriteLine", "version": 1, "text": { "typeName": "String", "expression": { "type": "Literal", "value": "x" } } } ], "connections": [] } }
        """)!;
}
