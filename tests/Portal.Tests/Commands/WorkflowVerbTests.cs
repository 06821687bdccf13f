using System.Text.Json.Nodes;
using static AidWorkflow.Portal.Tests.Commands.CommandRun;

namespace AidWorkflow.Portal.Tests.Commands;

/// <summary><c>workflow lint|draw|run</c>: definitions and the files beside them.</summary>
[TestFixture]
internal sealed class WorkflowVerbTests
{
    [Test]
    public async Task The_workflows_as_they_are_have_no_error()
    {
        var run = await RunAsync(["workflow", "lint", Workflows(_ => { }), "--language", "en"]);

        Assert.That(run.Status, Is.Zero, run.Output);
    }

    [Test]
    public async Task A_folder_is_checked_as_the_start_checks_it()
    {
        var folder = Workflows(root =>
        {
            File.Delete(Path.Combine(root, "shared", "documents", "approval.en.hbs"));
            File.WriteAllText(Path.Combine(root, "calendars", "cn-working-days.json"), """{"source":"x","years":{"2026":{}}}""");
            File.WriteAllText(Path.Combine(root, "banks", "demo-xlsx.json"), """{"id":"demo-xlsx"}""");
        });

        var run = await RunAsync(["workflow", "lint", folder, "--language", "zh-CN"]);
        var one = await RunAsync(["workflow", "lint", Path.Combine(folder, "hardship-aid"), "--language", "en"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((run.Status, one.Status), Is.EqualTo((1, 1)));
            Assert.That(run.Output, Does.Contain("template.missing").And.Contain("cn-working-days.json").And.Contain("demo-xlsx.json"));
            Assert.That(one.Output, Does.Contain("template.missing").And.Contain("approval.en.hbs"));
        }
    }

    [Test]
    public async Task A_fault_of_a_shared_template_names_the_file_that_is_there_and_broken_json_is_said_once()
    {
        var folder = Workflows(root =>
        {
            var template = Directory.EnumerateFiles(Path.Combine(root, "shared", "templates")).Order(StringComparer.Ordinal).First();
            File.AppendAllText(template, "{{#if");
            File.WriteAllText(Path.Combine(root, "hardship-aid", "workflow.json"), "{ nonsense");
        });

        var run = await RunAsync(["workflow", "lint", folder, "--language", "en"]);

        var lines = run.Output.Split('\n');
        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Status, Is.EqualTo(1));
            Assert.That(lines, Has.Some.Contains(Path.Combine("shared", "templates")));
            Assert.That(lines, Has.None.Contains(Path.Combine("hardship-aid", "templates")));
            Assert.That(lines.Where(line => line.Contains(Path.Combine("hardship-aid", "workflow.json"), StringComparison.Ordinal)), Has.Exactly(1).Items);
        }
    }

    [Test]
    public async Task An_activity_that_does_not_exist_is_found_though_only_reaching_it_faults()
    {
        var run = await RunAsync(["workflow", "lint", Write(Definition.Replace("Elsa.WriteLine", "Elsa.NoSuchThing", StringComparison.Ordinal)), "--language", "en"]);

        Assert.That(run.Status, Is.EqualTo(1));
        Assert.That(run.Output, Does.Contain("warning unknown-activity"));
    }

    [TestCase("calendars/broken.json", """{ "source": "x", "years": { "2027": { "offDays": [] } } }""", "calendars")]
    [TestCase("calendars/broken.json", """{ "source": "x", "years": { "2027": { "offDays": [] } } }""", "calendars/broken.json")]
    [TestCase("banks/broken.json", "{}", "banks")]
    [TestCase("hardship-aid/form.json", "{}", "hardship-aid/form.json")]
    [TestCase("hardship-aid/rules.json", "{}", "hardship-aid/rules.json")]
    public async Task A_broken_file_is_found_when_only_its_folder_or_itself_is_checked(string file, string content, string asked)
    {
        var whole = Workflows(folder => File.WriteAllText(Path.Combine(folder, file), content));

        var run = await RunAsync(["workflow", "lint", Path.Combine(whole, asked), "--language", "en"]);

        Assert.That(run.Status, Is.EqualTo(1), run.Output);
        Assert.That(run.Output, Does.Contain(Path.GetFileName(file)).And.Not.Contain("no-root"));
    }

    [Test]
    public async Task A_whole_file_among_broken_ones_is_sound_and_a_folder_with_nothing_to_check_is_said()
    {
        var whole = Workflows(folder => File.WriteAllText(Path.Combine(folder, "hardship-aid", "rules.json"), "{}"));

        var form = await RunAsync(["workflow", "lint", Path.Combine(whole, "hardship-aid", "form.json"), "--language", "en"]);
        var nothing = await RunAsync(["workflow", "lint", Directory.CreateTempSubdirectory("portal-test-").FullName, "--language", "en"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(form.Status, Is.Zero, form.Output);
            Assert.That(nothing.Status, Is.EqualTo(1));
            Assert.That(nothing.Error, Does.Contain("nothing"));
        }
    }

    /// <summary>A copy of the workflows that the portal brings along, changed as the test wants.</summary>
    private static string Workflows(Action<string> change)
    {
        var (from, to) = (Path.Combine(AppContext.BaseDirectory, "workflows"), Directory.CreateTempSubdirectory("portal-test-").FullName);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        change(to);
        return to;
    }

    [Test]
    public async Task A_definition_is_checked_drawn_and_tried_without_a_database()
    {
        var file = Write(Definition);

        var checkedRun = await RunAsync(["workflow", "lint", file, "--language", "en"]);
        var drawn = await RunAsync(["workflow", "draw", file]);
        var asJson = JsonNode.Parse((await RunAsync(["workflow", "draw", file, "--json"])).Output)!;
        var tried = await RunAsync(["workflow", "run", file, "--json"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((checkedRun.Status, drawn.Status, tried.Status), Is.EqualTo((0, 0, 0)), checkedRun.Output + drawn.Error + tried.Output + tried.Error);
            Assert.That(checkedRun.Output, Does.Contain("1 definitions checked: 0 errors"));
            Assert.That(drawn.Output, Does.StartWith("flowchart"));
            Assert.That(((string)asJson["format"]!, (string)asJson["drawing"]!), Is.EqualTo(("mermaid", drawn.Output)));
            Assert.That(tried.Output, Does.Contain("\"status\":\"Finished\",\"subStatus\":\"Finished\"").And.Contain("\"lines\":[\"hello\"]"));
        }
    }

    [TestCase("child", "Child")]
    [TestCase("parent-1", "Child")]
    [TestCase("Grown up", "Child")]
    public async Task Definitions_are_read_before_they_are_looked_for_in_each_other(string start, string line)
    {
        var parent = Write(Flow("parent", "Grown up", """{ "id": "use", "name": "Use", "type": "SmallOne", "version": 1 }"""));
        var child = Write(Flow("child", "Small one", """{ "id": "say", "name": "Say", "type": "Elsa.WriteLine", "version": 1, "text": { "typeName": "String", "expression": { "type": "Literal", "value": "Child" } } }"""));

        var tried = await RunAsync(["workflow", "run", parent, child, "--start", start, "--mode", "token", "--json"]);

        var result = JsonNode.Parse(tried.Output)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(tried.Status, Is.Zero, tried.Error);
            Assert.That(result["lines"]!.AsArray().Select(one => (string)one!), Is.EqualTo([line]));
            Assert.That(((string)result["status"]!, (string)result["subStatus"]!), Is.EqualTo(("Finished", "Finished")));
            Assert.That(result["journal"]!.AsArray().Select(one => (string)one!["event"]!), Does.Contain("Completed"));
        }
    }

    [TestCase("--start", "nobody", "none of the files holds 'nobody'")]
    [TestCase("--input", "[1]", "not a JSON object")]
    public async Task What_cannot_be_run_is_said(string option, string value, string reason)
    {
        var run = await RunAsync(["workflow", "run", Write(Definition), option, value, "--language", "en"]);

        Assert.That((run.Status, run.Error), Is.EqualTo((1, run.Error)));
        Assert.That(run.Error, Does.Contain(reason));
    }

    [Test]
    public async Task A_branch_of_if_is_drawn_with_its_word()
    {
        var file = Write(Flow("asks", "Asks", """{ "id": "if", "type": "Elsa.If", "version": 1, "then": { "id": "yes", "type": "Elsa.WriteLine", "version": 1 }, "else": { "id": "no", "type": "Elsa.WriteLine", "version": 1 } }"""));

        var drawn = (await RunAsync(["workflow", "draw", file])).Output;

        Assert.That(drawn, Does.Match("""n1if -->\|"Then"\| n2\s+n1if -->\|"Else"\| n3"""));
    }

    [Test]
    public async Task A_folder_with_a_broken_file_or_one_version_twice_is_not_run()
    {
        var (broken, twice) = (Path.GetDirectoryName(Write(Definition))!, Path.GetDirectoryName(Write(Definition))!);
        await File.WriteAllTextAsync(Path.Combine(broken, "torn.json"), "{ \"a\":");
        await File.WriteAllTextAsync(Path.Combine(twice, "copy.json"), Definition);

        var (torn, copied) = (await RunAsync(["workflow", "run", broken, "--language", "en"]), await RunAsync(["workflow", "run", twice, "--language", "en"]));
        var linted = await RunAsync(["workflow", "lint", broken, "--language", "en"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((torn.Status, copied.Status, linted.Status), Is.EqualTo((1, 1, 1)));
            Assert.That(torn.Error, Does.Contain("torn.json $.a: not JSON: line 1"));
            Assert.That(copied.Error, Does.Contain("version 1 of 'hello' too"));
            Assert.That(linted.Output, Does.Contain("torn.json").And.Contain("error not-json"));
        }
    }

    [Test]
    public async Task A_broken_file_beside_those_of_a_service_is_said_once()
    {
        var folder = Workflows(root =>
        {
            File.WriteAllText(Path.Combine(root, "hardship-aid", "form.json"), "{ nonsense");
            File.WriteAllText(Path.Combine(root, "calendars", "cn-working-days.json"), "[");
            File.WriteAllText(Path.Combine(root, "banks", "demo-xlsx.json"), "");
            File.WriteAllText(Path.Combine(root, "hardship-aid", "rules.json"), "[]");
        });

        var run = await RunAsync(["workflow", "lint", folder, "--language", "en"]);

        foreach (var file in new[] { "form.json", "cn-working-days.json", "demo-xlsx.json", "rules.json" })
            Assert.That(run.Output.Split('\n').Where(line => line.Contains(file, StringComparison.Ordinal)), Has.Exactly(1).Items, file);
    }

    [Test]
    public async Task What_a_fault_says_of_itself_is_in_the_answer()
    {
        var file = Write(Flow("fails", "Fails", """{ "id": "f", "type": "Elsa.Fault", "version": 1, "code": { "typeName": "String", "expression": { "type": "Literal", "value": "E42" } } }"""));

        var result = JsonNode.Parse((await RunAsync(["workflow", "run", file, "--json"])).Output)!;

        Assert.That((string)result["incidents"]![0]!["detail"]!, Does.Contain("E42 (General, System)"));
    }

    private static string Flow(string id, string name, string activity) => $$"""
        {
          "id": "{{id}}-1", "definitionId": "{{id}}", "name": "{{name}}", "version": 1,
          "root": { "id": "flow", "type": "Elsa.Flowchart", "version": 1, "activities": [ {{activity}} ], "connections": [] }
        }
        """;

    [Test]
    public async Task A_broken_definition_is_named_with_its_place_and_does_not_hide_the_others()
    {
        var broken = Write("{ nonsense");
        var wrong = Write(Definition.Replace("Elsa.WriteLine", "Elsa.NoSuchThing", StringComparison.Ordinal));

        var run = await RunAsync(["workflow", "lint", broken, wrong, "--json"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Status, Is.EqualTo(1));
            Assert.That(run.Output, Does.Contain(Path.GetFileName(broken)).And.Contain(Path.GetFileName(wrong)).And.Contain("NoSuchThing"));
        }
    }

    private const string Definition = """
        {
          "id": "hello-1", "definitionId": "hello", "name": "Hello", "version": 1, "variables": [], "inputs": [], "outputs": [], "outcomes": [],
          "root": {
            "id": "flow", "type": "Elsa.Flowchart", "version": 1,
            "activities": [
              { "id": "start", "name": "Start", "type": "Elsa.Start", "version": 1 },
              { "id": "say", "name": "Say", "type": "Elsa.WriteLine", "version": 1, "text": { "typeName": "String", "expression": { "type": "Literal", "value": "hello" } } }
            ],
            "connections": [ { "source": { "activity": "start", "port": "Done" }, "target": { "activity": "say", "port": "In" } } ]
          }
        }
        """;

    private static string Write(string definition)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("portal-test-").FullName, "workflow.json");
        File.WriteAllText(file, definition);
        return file;
    }
}
