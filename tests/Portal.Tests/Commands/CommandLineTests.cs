using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Portal.Commands;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Tests.Deciding;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Commands;

[TestFixture]
internal sealed class CommandLineTests
{
    [Test]
    public async Task Every_verb_explains_itself_in_both_languages([Values("", "serve", "workflow lint", "workflow draw", "workflow run", "audit verify", "incident list", "incident retry", "incident skip", "incident cancel", "message list", "message retry", "token issue", "token list", "token revoke", "account open", "account password", "account second-factor", "account unlock", "unit found", "fund open", "fund budget", "db migrate", "db script", "bench")] string verb)
    {
        var english = await RunAsync([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help", "--language", "en"]);
        var chinese = await RunAsync([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help", "--language", "zh-CN"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((english.Status, chinese.Status), Is.EqualTo((0, 0)));
            Assert.That(chinese.Output, Does.Match(@"\p{IsCJKUnifiedIdeographs}"));
            Assert.That(english.Output, Does.Not.Match(@"\p{IsCJKUnifiedIdeographs}"));
        }
    }

    [TestCase("nonsense", "nonsense")]
    [TestCase("db migrate --provider oracle", "oracle")]
    [TestCase("db migrate --provider postgres --language en", "connection string")]
    [TestCase("db migrate --provider postgres --language zh-CN", "连接字符串")]
    [TestCase("db migrate --database", "--database")]
    [TestCase("replay --language en", "replay")]
    [TestCase("audit verify --language en --database nowhere.db", "nowhere.db")]
    [TestCase("incident list --language en --database nowhere.db", "nowhere.db")]
    [TestCase("incident skip nonsense --language en", "--reason")]
    [TestCase("message retry nonsense --language en --database nowhere.db", "'nonsense' is not an id")]
    [TestCase("bench nonsense", "nonsense")]
    [TestCase("workflow lint nowhere.json --language en", "nowhere.json")]
    [TestCase("workflow draw nowhere.json --language zh-CN", "找不到")]
    [TestCase("serve --port 99999 --language en", "'99999' is no port")]
    [TestCase("serve --port soon --language zh-CN", "端口")]
    [TestCase("db migrate --provider postgres --connection nonsense --language en", "looks like Host=")]
    [TestCase("db migrate --provider sqlserver --connection Wat=1 --language zh-CN", "连接字符串无法读取")]
    [TestCase("replay . --language zh-CN", "确认它是文件")]
    public async Task What_cannot_be_is_said_clearly_and_ends_with_1(string line, string said)
    {
        var run = await RunAsync(line.Split(' '));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Status, Is.EqualTo(1));
            Assert.That(run.Output + run.Error, Does.Contain(said));
            Assert.That(run.Error, Does.Not.Contain("   at "));
        }
    }

    [Test]
    public async Task An_empty_database_gets_its_first_unit_and_administrator_once()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("portal-test-").FullName, "aid.db");
        string[] place = ["--database", file, "--language", "en"];
        await RunAsync(["db", "migrate", .. place]);
        string[] city = ["unit", "found", "--code", "370400", "--name-zh", "枣庄市", "--name-en", "Zaozhuang City", .. place];
        string[] person = ["account", "open", "first.admin", "--name-zh", "王丽", "--name-en", "Wang Li", "--at", "370400", .. place];

        var early = await RunAsync(person);
        var founded = await RunAsync(city);
        var again = await RunAsync(city);
        var opened = await RunAsync(person);
        var taken = await RunAsync(person);
        var reset = await RunAsync(["account", "password", "first.admin", "--json", .. place]);
        var nobody = await RunAsync(["account", "unlock", "somebody-else", .. place]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((early.Status, founded.Status, again.Status, opened.Status, taken.Status, reset.Status, nobody.Status), Is.EqualTo((1, 0, 1, 0, 1, 0, 1)));
            Assert.That(again.Error, Does.Contain("There are units already."));
            Assert.That(opened.Output, Does.Match("Initial password of first.admin, shown this once .*: [a-z2-9-]{19}"));
            Assert.That(taken.Error, Does.Contain("is taken"));
            Assert.That((string)JsonNode.Parse(reset.Output)!["password"]!, Is.Not.Empty.And.Not.EqualTo(opened.Output.Trim()[^19..]));
        }
    }

    [Test]
    public async Task A_new_installation_gets_the_fund_of_its_year()
    {
        await using var office = await Office.OpenAsync(AidWorkflow.Storage.Provider.Sqlite);
        string[] place = ["--database", office.Settings.Database.File, "--language", "en"];
        string[] open = ["fund", "open", "shandong-hardship-aid", "--at", "370400", "--name-zh", "省级帮扶资金", "--name-en", "Provincial aid", "--yuan", "5000000", "--reason", "鲁退役军人发 1 号", .. place];

        var opened = await RunAsync(open);
        var again = await RunAsync([.. open, "--json"]);
        var code = $"shandong-hardship-aid-{Cases.Clocks.LocalDay.Today(TimeProvider.System).Year}";
        var less = await RunAsync(["fund", "budget", code, "--take", "1000000.50", "--reason", "省厅调减", "--json", .. place]);
        var tooMuch = await RunAsync(["fund", "budget", code, "--take", "4000000", "--reason", "省厅调减", .. place]);
        var both = await RunAsync(["fund", "budget", code, "--take", "1", "--add", "1", "--reason", "错", .. place]);
        var misfit = await RunAsync([.. open, "--source", "District"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((opened.Status, again.Status, less.Status, tooMuch.Status, both.Status, misfit.Status), Is.EqualTo((0, 1, 0, 1, 1, 1)), opened.Error + less.Error);
            Assert.That(opened.Output, Does.Contain($"{code}: the budget is 5,000,000.00 yuan, 5,000,000.00 yuan available."));
            Assert.That((string)JsonNode.Parse(again.Error)!["error"]!, Is.EqualTo("fund.code-taken"));
            Assert.That((long)JsonNode.Parse(less.Output)!["budgetCents"]!, Is.EqualTo(3_999_999_50));
            Assert.That(tooMuch.Error, Does.Contain("At most 3,999,999.50 yuan can be taken back"));
            Assert.That(both.Error, Does.Contain("by one of --add and --take"));
            Assert.That((await RunAsync(["audit", "verify", .. place])).Status, Is.Zero);
        }
    }

    [TestCase("audit verify")]
    [TestCase("incident list")]
    [TestCase("db migrate")]
    public async Task A_file_that_is_no_database_is_said_in_a_sentence_and_as_json(string verb)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("portal-test-").FullName, "letter.txt");
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat("This is a letter and no database. ", 100)));

        await SaidUnusableAsync([.. verb.Split(' '), "--database", file], file);
    }

    [Test]
    public Task A_server_that_does_not_answer_is_said_in_a_sentence_and_as_json() =>
        SaidUnusableAsync(["audit", "verify", "--provider", "postgres", "--connection", "Host=127.0.0.1;Port=1;Database=aid;Username=x;Password=secret;Timeout=3"], "127.0.0.1/1/aid");

    private static async Task SaidUnusableAsync(string[] args, string place)
    {
        var words = await RunAsync([.. args, "--language", "en"]);
        var json = await RunAsync([.. args, "--language", "zh-CN", "--json"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((words.Status, json.Status), Is.EqualTo((1, 1)));
            Assert.That(words.Error, Does.Contain($"The database {place} cannot be used").And.Not.Contain("   at ").And.Not.Contain("secret"));
            var said = JsonNode.Parse(json.Error)!;
            Assert.That((string)said["error"]!, Is.EqualTo("database-unusable"));
            Assert.That((string)said["message"]!, Does.Contain("无法使用"));
        }
    }

    [TestCase("audit verify --json --database nowhere.db", "wrong-input")]
    [TestCase("audit nonsense --json", "usage")]
    public async Task With_json_an_error_is_an_object_with_its_code(string line, string code)
    {
        var run = await RunAsync(line.Split(' '));

        Assert.That((run.Status, (string)JsonNode.Parse(run.Error)!["error"]!), Is.EqualTo((1, code)));
    }

    [Test]
    public async Task A_seal_that_was_noted_is_held_against_the_trail_and_a_trail_taken_away_is_missed()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("portal-test-").FullName, "aid.db");
        await using (var house = new ServiceCollection().AddLogging().AddAidWorkflow(new PortalSettings { Database = new DatabaseSettings { File = file }, Demo = new DemoSettings { Enabled = true } }).BuildServiceProvider())
        {
            await house.GetRequiredService<Preparation>().RunAsync(CancellationToken.None);
            await house.GetRequiredService<IActs>().RunAsync<SealStreams, int>((act, token) => act.RunAsync(1000, token), CancellationToken.None);
        }

        var printed = await RunAsync(["audit", "verify", "--database", file, "--language", "en"]);
        var note = Regex.Match(printed.Output, "1:sha-256:[0-9a-f]+", RegexOptions.None, TimeSpan.FromSeconds(5)).Value;
        var paper = Path.ChangeExtension(file, ".seal");
        await File.WriteAllTextAsync(paper, $"{note}\n");
        var held = await RunAsync(["audit", "verify", "--database", file, "--seal", note]);
        var heldOnPaper = await RunAsync(["audit", "verify", "--database", file, "--seal", paper]);
        var another = await RunAsync(["audit", "verify", "--database", file, "--language", "en", "--seal", note[..^1] + (note[^1] == '0' ? '1' : '0')]);
        await using (var database = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await database.OpenAsync();
            await using var forge = database.CreateCommand();
            forge.CommandText = "DELETE FROM audit_entries; DELETE FROM audit_heads; DELETE FROM audit_seals";
            await forge.ExecuteNonQueryAsync();
        }

        var gone = await RunAsync(["audit", "verify", "--database", file, "--language", "en", "--seal", note]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((held.Status, heldOnPaper.Status), Is.EqualTo((0, 0)), printed.Output + held.Output + held.Error + heldOnPaper.Error);
            Assert.That((another.Status, gone.Status), Is.EqualTo((1, 1)));
            Assert.That(another.Output, Does.Contain("no longer contains the noted seal"));
            Assert.That(gone.Output, Does.Contain("no longer contains the noted seal").And.Contain("service:hardship-aid: it has no audit entries"));
        }
    }

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
    public async Task An_activity_that_does_not_exist_is_an_error()
    {
        var run = await RunAsync(["workflow", "lint", Write(Definition.Replace("Elsa.WriteLine", "Elsa.NoSuchThing", StringComparison.Ordinal)), "--language", "en"]);

        Assert.That(run.Status, Is.EqualTo(1));
        Assert.That(run.Output, Does.Contain("error unknown-activity"));
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
    public async Task A_database_is_made_where_the_command_says_and_again_changes_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("portal-test-").FullName;
        var file = Path.Combine(folder, "sub", "aid.db");

        var first = await RunAsync(["db", "migrate", "--database", file, "--json"]);
        var second = await RunAsync(["db", "migrate", "--database", file, "--json"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Status, second.Status), Is.EqualTo((0, 0)), first.Error + second.Error);
            Assert.That(File.Exists(file), Is.True);
            Assert.That(second.Output.Trim(), Is.EqualTo("""{"applied":[]}"""));
        }
    }

    [Test]
    public async Task An_untouched_audit_trail_is_sound_and_a_changed_entry_ends_with_1()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("portal-test-").FullName, "aid.db");
        await using (var house = new ServiceCollection().AddLogging().AddAidWorkflow(new PortalSettings { Database = new DatabaseSettings { File = file }, Demo = new DemoSettings { Enabled = true } }).BuildServiceProvider())
            await house.GetRequiredService<Preparation>().RunAsync(CancellationToken.None);

        var sound = await RunAsync(["audit", "verify", "--database", file, "--json"]);
        await using (var database = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await database.OpenAsync();
            await using var forge = database.CreateCommand();
            forge.CommandText = "UPDATE audit_entries SET act = 'nothing.happened'";
            await forge.ExecuteNonQueryAsync();
        }

        var forged = await RunAsync(["audit", "verify", "--database", file, "--language", "zh-CN"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((sound.Status, forged.Status), Is.EqualTo((0, 1)), sound.Output + sound.Error + forged.Error);
            Assert.That(sound.Output, Does.Contain("\"sound\":true"));
            Assert.That(forged.Output, Does.Contain("记录被改动"));
        }
    }

    [Test]
    public async Task A_definition_is_checked_drawn_and_tried_without_a_database()
    {
        var file = Write(Definition);

        var checkedRun = await RunAsync(["workflow", "lint", file, "--language", "en"]);
        var drawn = await RunAsync(["workflow", "draw", file]);
        var tried = await RunAsync(["workflow", "run", file, "--json"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((checkedRun.Status, drawn.Status, tried.Status), Is.EqualTo((0, 0, 0)), checkedRun.Output + drawn.Error + tried.Output + tried.Error);
            Assert.That(checkedRun.Output, Does.Contain("1 definitions checked: 0 errors"));
            Assert.That(drawn.Output, Does.StartWith("flowchart"));
            Assert.That(tried.Output, Does.Contain("\"status\":\"finished\"").And.Contain("\"lines\":[\"hello\"]"));
        }
    }

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

    [Test]
    public async Task A_script_needs_no_server([Values("sqlite", "postgres", "sqlserver")] string provider)
    {
        var run = await RunAsync(["db", "script", "--provider", provider]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Status, Is.Zero, run.Error);
            Assert.That(run.Output, Does.Contain("CREATE TABLE"));
        }
    }

    private static async Task<(int Status, string Output, string Error)> RunAsync(string[] args)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var status = await CommandLine.RunAsync(args, output, error, CancellationToken.None);
        return (status, output.ToString(), error.ToString());
    }
}
