using AidWorkflow.Portal.Commands;

namespace AidWorkflow.Portal.Tests.Commands;

[TestFixture]
internal sealed class CommandLineTests
{
    [Test]
    public async Task Every_verb_explains_itself_in_both_languages([Values("", "serve", "workflow", "audit verify", "db migrate", "db script", "bench")] string verb)
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
