using System.Text.Json.Nodes;
using AidWorkflow.Portal.Tests.Deciding;
using static AidWorkflow.Portal.Tests.Commands.CommandRun;

namespace AidWorkflow.Portal.Tests.Commands;

[TestFixture]
internal sealed class CommandLineTests
{
    [Test]
    public async Task Every_verb_explains_itself_in_both_languages([Values("", "serve", "workflow lint", "workflow draw", "workflow run", "definition list", "definition import", "definition export", "definition publish", "definition start", "audit verify", "incident list", "incident retry", "incident skip", "incident cancel", "instance list", "instance show", "instance suspend", "instance activate", "instance cancel", "instance set", "instance migrate", "instance undo-migration", "message list", "message retry", "token issue", "token list", "token revoke", "account open", "account password", "account second-factor", "account unlock", "unit found", "fund open", "fund budget", "db migrate", "db script", "bench")] string verb)
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
    [TestCase("instance list --status Odd --language en", "'Odd' is no value for --status; it takes Cancelled, Executing")]
    [TestCase("instance list --status Odd --language zh-CN", "“Odd”不能作为 --status 的值，可用：Cancelled、")]
    [TestCase("instance list --most many --language en", "'many' is no value for --most.")]
    [TestCase("instance list --status Odd --language en --json", "'Odd' is no value for --status")]
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
            Assert.That(run.Error, Does.Not.Contain("   at ").And.Not.Contain("AidWorkflow.").And.Not.Contain("System."));
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
}
