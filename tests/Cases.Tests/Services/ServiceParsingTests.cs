using System.Text.Json.Nodes;
using AidWorkflow.Cases.Services;

namespace AidWorkflow.Cases.Tests.Services;

/// <summary>Broken files: each a fault with file, place and reason, and the other services still load.</summary>
[TestFixture]
internal sealed class ServiceParsingTests
{
    private static TestCaseData Case(string name, string file, Action<JsonObject> change, string place, string code) => new TestCaseData(file, change, place, code).SetArgDisplayNames(name);

    private static JsonObject Field(JsonObject form, int section, int field) => (JsonObject)form["sections"]![section]!["fields"]![field]!;

    private static JsonObject Value(JsonObject rules, string key) => (JsonObject)rules["values"]!.AsArray().First(value => (string?)value!["key"] == key)!;

    private static JsonObject Rung(JsonObject service) => (JsonObject)service["clocks"]!["*"]!["ladder"]![0]!;

    private static JsonObject Ladder(int day) => new JsonObject { ["days"] = day, ["at"] = "08:30", ["to"] = "assignee", ["does"] = "remind" };

    private static IEnumerable<TestCaseData> Broken()
    {
        yield return Case("another id", "service.json", json => json["id"] = "other", "$.id", "service-file.id-differs");
        yield return Case("no name", "service.json", json => json.Remove("name"), "$.name", "file.missing-value");
        yield return Case("one language", "service.json", json => json["name"] = "大病救助", "$.name", "file.not-both-languages");
        yield return Case("unknown property", "service.json", json => json["colour"] = "red", "$.colour", "file.unknown-property");
        yield return Case("unknown unit", "service.json", json => json["unit"] = "village", "$.unit", "file.not-one-of");
        yield return Case("unknown route", "service.json", json => json["fund"]!["route"] = "moon", "$.fund.route", "file.not-one-of");
        yield return Case("term of no days", "service.json", json => json["deadlines"]!["case"]!["count"] = 0, "$.deadlines.case.count", "file.not-whole");
        yield return Case("term in hours", "service.json", json => json["deadlines"]!["case"]!["unit"] = "hours", "$.deadlines.case.unit", "file.not-one-of");
        yield return Case("no reconsideration", "service.json", json => ((JsonObject)json["deadlines"]!).Remove("reconsideration"), "$.deadlines", "service-file.deadline-missing");
        yield return Case("clock without a term", "service.json", json => json["clocks"]!["Moon"] = new JsonObject(), "$.clocks.Moon", "service-file.clock-without-deadline");
        yield return Case("red before amber", "service.json", json => json["clocks"]!["*"]!["amber"] = -2, "$.clocks.*", "service-file.clock-red-before-amber");
        yield return Case("rung of no time", "service.json", json => Rung(json)["at"] = "morning", "$.clocks.*.ladder[0].at", "service-file.rung-time");
        yield return Case("rung to nobody known", "service.json", json => Rung(json)["to"] = "mayor", "$.clocks.*.ladder[0].to", "file.not-one-of");
        yield return Case("rung that decides", "service.json", json => Rung(json)["does"] = "approve", "$.clocks.*.ladder[0].does", "file.not-one-of");
        yield return Case("rung that gives to one", "service.json", json => Rung(json)["does"] = "reassign", "$.clocks.*.ladder[0].to", "service-file.rung-reassigns-to-one");
        yield return Case("rung twice", "service.json", json => json["clocks"]!["*"]!["ladder"]!.AsArray().Add(Rung(json).DeepClone()), "$.clocks.*.ladder[3]", "service-file.rung-twice");
        yield return Case("endless ladder", "service.json", json => json["clocks"]!["*"]!["ladder"] = new JsonArray([.. Enumerable.Range(1, 21).Select(day => Ladder(day))]), "$.clocks.*.ladder", "service-file.ladder-too-long");
        yield return Case("basis without a day", "service.json", json => json["legalBasis"]![0]!["from"] = "2021", "$.legalBasis[0].from", "file.not-a-day");
        yield return Case("basis that ends first", "service.json", json => json["legalBasis"]![0]!["to"] = "2020-01-01", "$.legalBasis[0].to", "file.ends-before-it-begins");
        yield return Case("notice naming an illness", "service.json", json => json["publicNotice"]!["purpose"]!["zh-CN"] = "大病救助", "$.publicNotice.purpose", "template.names-illness");
        yield return Case("fast track without a share", "service.json", json => json["fastTrack"] = true, "$.formula.firstShare", "service-file.fast-track-differs");
        yield return Case("situation not listed", "service.json", json => json["eligibility"]!["situations"] = new JsonArray(), "$.eligibility.situations", "service-file.situation-missing");

        yield return Case("unknown type", "form.json", json => Field(json, 0, 1)["type"] = "colour", "$.sections[0].fields[1].type", "file.not-one-of");
        yield return Case("key twice", "form.json", json => Field(json, 0, 1)["key"] = "citizenId", "$.sections", "form-file.key-twice");
        yield return Case("key with a space", "form.json", json => Field(json, 0, 3)["key"] = "ethnic group", "$.sections[0].fields[3].key", "form-file.key-shape");
        yield return Case("choice without options", "form.json", json => Field(json, 0, 0).Remove("options"), "$.sections[0].fields[0]", "form-file.options");
        yield return Case("condition on nothing", "form.json", json => Field(json, 0, 1)["when"] = new JsonObject { ["field"] = "shoeSize", ["op"] = "filled" }, "$.sections[0].fields[1]", "form-file.unknown-field");
        yield return Case("unknown operator", "form.json", json => Field(json, 0, 1)["when"] = new JsonObject { ["field"] = "mobile", ["op"] = "like", ["value"] = "1" }, "$.sections[0].fields[1].when.op", "file.not-one-of");
        yield return Case("check of another type", "form.json", json => Field(json, 0, 1)["checks"] = new JsonArray(new JsonObject { ["check"] = "not-in-future" }), "$.sections[0].fields[1].checks[0].check", "form-file.check-unfit");
        yield return Case("bad pattern", "form.json", json => Field(json, 0, 1)["checks"] = new JsonArray(new JsonObject { ["check"] = "pattern", ["pattern"] = "(", ["hint"] = new JsonObject { ["zh-CN"] = "提示", ["en"] = "hint" } }), "$.sections[0].fields[1].checks[0].pattern", "form-file.pattern");
        yield return Case("a key of the house missing", "form.json", json => Field(json, 0, 6)["key"] = "whereILive", "$.sections", "form-file.field-missing");
        yield return Case("step missing", "form.json", json => ((JsonObject)json["steps"]!).Remove("village"), "$.steps", "form-file.step-missing");
        yield return Case("access to nothing", "form.json", json => json["steps"]!["city"]!["fields"]!["shoeSize"] = "read", "$.steps.city.fields.shoeSize", "form-file.unknown-field");
        yield return Case("unknown access", "form.json", json => json["steps"]!["city"]!["default"] = "own", "$.steps.city.default", "file.not-one-of");

        yield return Case("executable paper", "documents.json", json => json["documents"]![0]!["types"] = new JsonArray("application/x-msdownload"), "$.documents[0].types[0]", "file.not-one-of");
        yield return Case("paper of a gigabyte", "documents.json", json => json["documents"]![0]!["maxBytes"] = 1_000_000_000, "$.documents[0].maxBytes", "file.not-whole");
        yield return Case("paper for an unknown answer", "documents.json", json => json["documents"]![0]!["when"] = new JsonObject { ["field"] = "shoeSize", ["op"] = "filled" }, "$.documents[0].when", "form-file.unknown-field");

        yield return Case("cost of no money", "rules.json", json => json["formula"]!["cost"]!["take"] = "hospital", "$.formula.cost", "rules.not-money");
        yield return Case("bills that are no table", "rules.json", json => json["formula"]!["cost"]!["rows"] = "diagnosis", "$.formula.cost.rows", "rules.not-a-table");
        yield return Case("value missing", "rules.json", json => Value(json, "threshold")["key"] = "unused", "$.values", "rules.key-without-value");
        yield return Case("value unused", "rules.json", json => Value(json, "threshold")["key"] = "unused", "$.values[1].key", "rules.unused-value");
        yield return Case("threshold as a number", "rules.json", json => Value(json, "threshold")["value"] = 20000.5, "$.values[1].value", "file.not-yuan");
        yield return Case("negative cap", "rules.json", json => Value(json, "cap-per-case")["value"] = "-1", "$.values[4].value", "file.not-yuan");
        yield return Case("ratio above the whole", "rules.json", json => Value(json, "bands")["value"]![0]!["ratio"] = 10_001, "$.values[2].value[0].ratio", "file.not-whole");
        yield return Case("gap between bands", "rules.json", json => Value(json, "bands")["value"]![1]!["from"] = "60000", "$.values[2].value[1]", "rules.bands-apart");
        yield return Case("amount that falls", "rules.json", json => Value(json, "bands")["value"]![1]!["flat"] = "9999", "$.values[2].value[1]", "rules.bands-fall");
        yield return Case("bands that overlap", "rules.json", json => Value(json, "bands")["value"]!.AsArray().Add(new JsonObject { ["from"] = "30000", ["flat"] = "1" }), "$.values[2].value[4]", "rules.bands-overlap");
        yield return Case("rounding to nothing", "rules.json", json => Value(json, "rounding")["value"]!["unit"] = "0", "$.values[6].value.unit", "rules.rounding-unit");
        yield return Case("values that overlap", "rules.json", json => json["values"]!.AsArray().Add(Value(json, "threshold").DeepClone()), "$.values[8]", "rules.values-overlap");
        yield return Case("no mark of demo", "rules.json", json => Value(json, "threshold").Remove("demo"), "$.values[1].demo", "file.missing-value");
    }

    [TestCaseSource(nameof(Broken))]
    public void A_broken_file_is_a_fault_with_file_place_and_reason(string file, Action<JsonObject> change, string place, string code)
    {
        var reading = Workflows.Parse(Workflows.Illness, Workflows.With(Workflows.Illness, file, change));

        var fault = reading.Faults.FirstOrDefault(fault => fault.Code == code);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(reading.Package, Is.Null);
            Assert.That(reading.Faults.Select(found => $"{found.Place} {found.Code}"), Does.Contain($"{place} {code}"));
            foreach (var language in Acting.Texts.Languages)
                Assert.That(fault?.Reason(language), Is.Not.Null.And.Not.Contain(code).And.Not.Match(@"\{[a-z]+\}"));
        }
    }

    [TestCase("form.json", "{ \"sections\": [", "line 1", "file.not-json")]
    [TestCase("form.json", "{ \"sections\": [], \"sections\": [] }", "", "file.not-json")]
    [TestCase("rules.json", "[]", "$", "file.not-an-object")]
    [TestCase("workflow.json", "{ not json", "line 1", "file.not-json")]
    [TestCase("templates/approved.applicant.sms.en.hbs", "{{#if amount}}Paid", "line 1", "template.block-unclosed")]
    public void A_file_that_is_not_what_its_name_says_is_a_fault(string file, string text, string place, string code)
    {
        var files = Workflows.Files(Workflows.Illness);
        files[file] = text;

        var reading = Workflows.Parse(Workflows.Illness, files);

        Assert.That(reading.Faults.Select(fault => (fault.File, fault.Place, fault.Code)), Does.Contain((file, place, code)));
    }

    [Test]
    public void One_reading_finds_what_is_wrong_in_every_file()
    {
        var files = Workflows.With(Workflows.Illness, "rules.json", json => json["formula"]!["bands"] = "nothing");
        files["form.json"] = "nonsense";
        files.Remove("documents.json");
        files["notes.json"] = "{}";

        var faults = Workflows.Parse(Workflows.Illness, files).Faults;

        Assert.That(faults.Select(fault => fault.File).Distinct(), Is.EquivalentTo(new[] { "documents.json", "notes.json", "form.json", "rules.json" }));
    }

    [Test]
    public void A_broken_service_does_not_stop_the_others()
    {
        var root = Directory.CreateTempSubdirectory("aid-services-").FullName;
        try
        {
            foreach (var (id, files) in new[] { (Workflows.Hardship, Workflows.Files(Workflows.Hardship)), (Workflows.Illness, Workflows.With(Workflows.Illness, "service.json", json => json.Remove("unit"))) })
                foreach (var (path, text) in files)
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, id, path))!);
                    File.WriteAllText(Path.Combine(root, id, path), text);
                }

            Directory.CreateDirectory(Path.Combine(root, "calendars"));
            File.WriteAllBytes(Path.Combine(root, Workflows.Hardship, "templates", "approved.applicant.sms.en.hbs"), [0xff, 0xfe, 0x00]);

            var readings = ServiceFolder.ReadAll(root).ToDictionary(reading => reading.Name);

            using (Assert.EnterMultipleScope())
            {
                Assert.That(readings.Keys, Is.EquivalentTo(new[] { Workflows.Hardship, Workflows.Illness }));
                Assert.That(readings[Workflows.Hardship].Faults.Select(fault => fault.Code), Is.EqualTo(new[] { "file.unreadable" }));
                Assert.That(readings[Workflows.Illness].Faults.Select(fault => fault.Place), Does.Contain("$.unit"));
            }
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Test]
    public void A_step_that_waits_for_somebody_needs_a_term()
    {
        var files = Workflows.Files(Workflows.Hardship);
        files["workflow.json"] = """{ "root": { "activities": [ { "type": "Aid.Review", "name": "NeighbourOpinion" }, { "type": "Aid.Notify", "name": "Tell" } ] } }""";

        var fault = Workflows.Parse(Workflows.Hardship, files).Faults.Single();

        Assert.That(fault.Reason("en"), Is.EqualTo("the term of 'NeighbourOpinion' is not set."));
    }

    [Test]
    public void A_missing_template_is_found_when_the_service_is_published()
    {
        var files = Workflows.Files(Workflows.Hardship);
        files.Remove("templates/paid.applicant.sms.zh-CN.hbs");
        files.Remove("documents/refusal.en.hbs");
        files.Remove("templates/notice-published.public.web.en.hbs");
        var package = Workflows.Parse(Workflows.Hardship, files).Package!;

        var faults = new PublishCheck(new ServiceHouse(Production: false), new NothingToSay()).Run(package, Workflows.Values(Workflows.Hardship, Application.Today));

        Assert.That(faults.Select(fault => (fault.File, fault.Code)), Is.EquivalentTo(new[]
        {
            ("templates/paid.applicant.sms.zh-CN.hbs", "template.missing"),
            ("documents/refusal.en.hbs", "template.missing"),
            ("templates/notice-published.public.web.en.hbs", "template.missing"),
        }));
    }

    [Test]
    public void Every_definition_of_a_case_is_checked_when_the_service_is_published_also_one_that_looks_like_none()
    {
        var files = Workflows.Files(Workflows.Hardship);
        files["reconsideration.json"] = """{ "root": 1 }""";
        var package = Workflows.Parse(Workflows.Hardship, files).Package!;

        var faults = new PublishCheck(new ServiceHouse(Production: false), new NothingIsRight()).Run(package, Workflows.Values(Workflows.Hardship, Application.Today));

        Assert.That(faults.Select(fault => fault.File), Is.EquivalentTo(new[] { "workflow.json", "reconsideration.json", "acceptance.json", "repayment.json" }));
    }

    [Test]
    public void A_rule_value_that_is_missing_or_malformed_is_found_when_the_service_is_published()
    {
        var package = Workflows.Package(Workflows.Hardship);
        var values = Workflows.Values(Workflows.Hardship, Application.Today);
        values = values with { Rows = values.Rows.Remove("rounding").SetItem("cap-per-case", new RuleValues.Row("12", Application.Today, false, "test")) };

        var faults = new PublishCheck(new ServiceHouse(Production: false), new NothingToSay()).Run(package, values);

        Assert.That(faults.Select(fault => (fault.Place, fault.Code)), Is.EquivalentTo(new[] { ("$.values.rounding", "rules.value-missing"), ("$.values.cap-per-case", "file.not-yuan") }));
    }

    [Test]
    public void The_content_hash_names_its_algorithm_and_hears_every_change()
    {
        var package = Workflows.Package(Workflows.Hardship);
        var hash = ServiceContent.Hash(package.Files);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(hash, Does.Match("^sha256:[0-9a-f]{64}$"));
            Assert.That(ServiceContent.Hash(package.Files.SetItem("rules.json", package.Files["rules.json"] + " ")), Is.Not.EqualTo(hash));
            Assert.That(ServiceContent.Unpack(ServiceContent.Pack(package.Files)), Is.EquivalentTo(package.Files));
        }
    }
}
