using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Portal.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using static AidWorkflow.Portal.Tests.Commands.CommandRun;

namespace AidWorkflow.Portal.Tests.Commands;

/// <summary><c>db migrate|script</c> and <c>audit verify</c>.</summary>
[TestFixture]
internal sealed class DatabaseVerbTests
{
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
    public async Task A_script_needs_no_server([Values("sqlite", "postgres", "sqlserver")] string provider)
    {
        var run = await RunAsync(["db", "script", "--provider", provider]);
        var json = JsonNode.Parse((await RunAsync(["db", "script", "--provider", provider, "--json"])).Output)!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Status, Is.Zero, run.Error);
            Assert.That(run.Output, Does.Contain("CREATE TABLE"));
            Assert.That(((string)json["provider"]!).ToLowerInvariant(), Is.EqualTo(provider));
            Assert.That((string)json["script"]!, Is.EqualTo(run.Output));
        }
    }
}
