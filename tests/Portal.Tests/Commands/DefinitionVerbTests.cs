using System.Text.Json.Nodes;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Tests.Commands;

/// <summary><c>definition export|import|list|start</c>: definitions between two houses, by files.</summary>
[TestFixture]
internal sealed class DefinitionVerbTests
{
    private Office here = null!;
    private Office there = null!;
    private string folder = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        (here, there) = (await Office.OpenAsync(Provider.Sqlite), await Office.OpenAsync(Provider.Sqlite));
        folder = Directory.CreateTempSubdirectory("definitions-").FullName;
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await here.DisposeAsync();
        await there.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task All_versions_leave_in_one_file_and_arrive_with_their_numbers_and_states()
    {
        var bundle = Path.Combine(folder, "all.zip");
        foreach (var text in new[] { "one", "two" })
            await RunAsync(here, "import", Write(text), "--publish");
        await RunAsync(here, "import", Write("three"));

        var exported = await RunAsync(here, "export", "--all-versions", "--to", bundle, "--json");
        var imported = await RunAsync(there, "import", bundle, "--as-marked");
        var versions = await RunAsync(there, "list", "letter", "--json");
        var started = await RunAsync(there, "start", "letter", "--language", "en");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)JsonNode.Parse(exported.Output)!["definitions"]!, Is.EqualTo(5), "three of the letter, and those that lead petitions and visits");
            Assert.That(imported.Status, Is.Zero, imported.Output + imported.Error);
            Assert.That(JsonNode.Parse(versions.Output)!["versions"]!.AsArray().Select(one => ((int)one!["version"]!, (string)one["state"]!)), Is.EqualTo(new[] { (3, "draft"), (2, "published"), (1, "retired") }));
            Assert.That(started.Output, Does.StartWith("two").And.Contain("  finished"));
        }
    }

    [Test]
    public async Task What_contradicts_itself_is_refused_before_anything_is_done()
    {
        await RunAsync(here, "import", Write("one"));

        var unnamed = await RunAsync(here, "export", "letter", "--all-versions", "--language", "en");
        var both = await RunAsync(here, "import", Write("two"), "--publish", "--as-marked", "--language", "zh-CN");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((unnamed.Status, unnamed.Error.Contains(".zip", StringComparison.Ordinal)), Is.EqualTo((1, true)));
            Assert.That((both.Status, both.Error.Contains("只能用一个", StringComparison.Ordinal)), Is.EqualTo((1, true)));
        }
    }

    private static Task<(int Status, string Output, string Error)> RunAsync(Office house, params string[] words) =>
        CommandRun.RunAsync(["definition", .. words, "--database", house.Settings.Database.File]);

    private string Write(string text)
    {
        var path = Path.Combine(folder, $"{text}.json");
        File.WriteAllText(path, $$"""
            { "id": "letter-1", "definitionId": "letter", "name": "letter", "version": 1,
              "root": { "id": "say", "type": "Elsa.WriteLine", "version": 1, "text": { "typeName": "String", "expression": { "type": "Literal", "value": "{{text}}" } } } }
            """);
        return path;
    }
}
