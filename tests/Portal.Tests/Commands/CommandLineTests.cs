using AidWorkflow.Portal.Commands;
using AidWorkflow.Portal.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Commands;

[TestFixture]
internal sealed class CommandLineTests
{
    [Test]
    public async Task Every_verb_explains_itself_in_both_languages([Values("", "serve", "workflow lint", "workflow draw", "workflow run", "audit verify", "incident list", "incident retry", "incident skip", "incident cancel", "message list", "message retry", "db migrate", "db script", "bench")] string verb)
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
