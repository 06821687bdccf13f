using System.Text.Json.Nodes;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Tests.Defining;

/// <summary>Definitions taken in from files, and given back.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class ImportingTests(Provider provider) : DefinitionTests(provider)
{
    [Test]
    public async Task An_import_takes_files_in_any_order_keeps_what_is_wrong_and_says_so()
    {
        var imported = await Office.DoAsync((ImportDefinitions import, CancellationToken token) => import.RunAsync(Machine,
        [
            new("parent.json", Flow("parent", Use("child"))),
            new("child.json", Flow("child", Say("hello"), usable: true)),
            new("broken.json", "{ nonsense"),
            new("wrong.json", Flow("wrong", """{ "id": "x", "type": "Elsa.Delay", "version": 1 }""")),
            new("twice.json", Flow("child", Say("other"))),
        ], Publishing.Newest, token));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(imported.Select(one => (one.Name, one.Published, one.Version?.Version, one.Faults.Any(fault => fault.Severity == Severity.Error))), Is.EqualTo(new (string, bool, int?, bool)[]
            {
                ("parent.json", true, 1, false), ("child.json", true, 1, false), ("broken.json", false, null, true), ("wrong.json", false, 1, true), ("twice.json", false, null, true),
            }));
            Assert.That((await VersionsAsync("parent")).Single().Id, Is.EqualTo("parent-file"), "a new definition keeps the ids of its file");
            Assert.That(await LinesAsync("parent"), Is.EqualTo(new[] { "hello" }));
        }
    }

    [Test]
    public async Task Files_that_are_only_kept_as_drafts_find_each_other_all_the_same()
    {
        var imported = await Office.DoAsync((ImportDefinitions import, CancellationToken token) => import.RunAsync(
            Machine, [new("parent.json", Flow("parent", Use("child"))), new("child.json", Flow("child", Say("hello"), usable: true))], Publishing.Nothing, token));

        Assert.That(imported.SelectMany(one => one.Faults), Is.Empty);
    }

    [Test]
    public async Task An_export_gives_back_every_property_that_was_imported()
    {
        var given = JsonNode.Parse(Flow("letter", Say("one")))!.AsObject();
        given["somethingOfAnEditor"] = new JsonObject { ["zoom"] = 1.5 };
        given["root"]!["metadata"] = new JsonObject { ["designer"] = new JsonObject { ["position"] = new JsonObject { ["x"] = 12, ["y"] = -3 } } };
        await SaveAsync(given.ToJsonString());
        await PublishAsync("letter");

        var exported = (await ExportAsync("letter")).Json.DeepClone().AsObject();

        Assert.That(((bool)exported["isLatest"]!, (bool)exported["isPublished"]!, (int)exported["version"]!), Is.EqualTo((true, true, 1)));
        foreach (var said in new[] { "isLatest", "isPublished" })
            exported.Remove(said);
        given["version"] = 1;
        Assert.That(JsonNode.DeepEquals(exported, given), Is.True, exported.ToJsonString());
    }

    [Test]
    public async Task A_history_moves_to_another_house_with_its_numbers_ids_and_what_is_published()
    {
        await SaveAsync(Flow("child", Say("old child"), usable: true));
        await PublishAsync("child");
        await SaveAsync(Flow("parent", Use("child")));
        await PublishAsync("parent");
        await SaveAsync(Flow("child", Say("new child"), usable: true));
        await PublishAsync("child");
        await SaveAsync(Flow("parent", Use("child"), Say("second")));
        await PublishAsync("parent");
        await SaveAsync(Flow("parent", Say("third")));
        await SaveAsync(Flow("letter", Say("one")));
        DefinitionUpload[] files = [.. await HistoryAsync("parent"), .. await HistoryAsync("letter"), .. await HistoryAsync("child")];
        var before = await StandAsync("parent", "child", "letter");

        await using var elsewhere = await Office.OpenAsync(Provider.Sqlite);
        var first = await ImportAsync(elsewhere, files);
        var after = await StandAsync(elsewhere, "parent", "child", "letter");
        var again = await ImportAsync(elsewhere, files);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Has.Length.EqualTo(6));
            Assert.That(after, Is.EqualTo(before));
            Assert.That(first.Concat(again).SelectMany(one => one.Faults).Where(fault => fault.Severity == Severity.Error), Is.Empty);
            Assert.That(await StandAsync(elsewhere, "parent", "child", "letter"), Is.EqualTo(before), "the same files again change nothing");
            Assert.That((await elsewhere.DoAsync((StartWorkflow act, CancellationToken token) => act.RunAsync(Machine, "parent", null, null, token))).Lines, Is.EqualTo(new[] { "new child", "second" }));
            Assert.That((await elsewhere.DoAsync((DefinitionConsumers reading, CancellationToken token) => reading.OfAsync(Machine, "child", token))).Select(one => one.DefinitionId), Is.EqualTo(new[] { "parent" }));
        }
    }

    [TestCase(Publishing.Nothing, DefinitionState.Retired, DefinitionState.Retired, DefinitionState.Draft)]
    [TestCase(Publishing.Newest, DefinitionState.Retired, DefinitionState.Retired, DefinitionState.Published)]
    [TestCase(Publishing.AsMarked, DefinitionState.Retired, DefinitionState.Published, DefinitionState.Draft)]
    public async Task Of_a_history_only_what_was_asked_for_is_published(Publishing publishing, params DefinitionState[] states)
    {
        var imported = await ImportAsync(Office, [Version(5), Version(2), Version(3, isPublished: true)], publishing);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await VersionsAsync("letter")).Reverse().Select(version => (version.Version, version.State)), Is.EqualTo(new[] { 2, 3, 5 }.Zip(states)));
            Assert.That(imported.Select(one => one.Published), Is.EqualTo(new[] { states[2], states[0], states[1] }.Select(state => state == DefinitionState.Published)));
        }
    }

    [Test]
    public async Task A_history_goes_on_where_it_was_and_what_differs_here_stays()
    {
        await ImportAsync(Office, [Version(1), Version(2), Version(3)]);
        var imported = await ImportAsync(Office, [Version(1, text: "otherwise"), Version(3, text: "mended"), Version(4)], Publishing.Newest);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(imported[0].Faults.Select(fault => (fault.Severity, fault.Code)), Is.EqualTo(new[] { (Severity.Error, "version-differs") }));
            Assert.That((await VersionsAsync("letter")).Select(version => (version.Version, version.State)),
                Is.EqualTo(new[] { (4, DefinitionState.Published), (3, DefinitionState.Retired), (2, DefinitionState.Retired), (1, DefinitionState.Retired) }));
            Assert.That((await HistoryAsync("letter")).Select(file => file.Json).ToList(), Has.ItemAt(0).Contains("text 1").And.ItemAt(2).Contains("mended"));
        }
    }

    [Test]
    public async Task A_draft_that_the_files_do_not_hold_is_not_written_over()
    {
        await SaveAsync(Flow("letter", Say("mine")));

        var imported = await ImportAsync(Office, [Version(2), Version(3)]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(imported.SelectMany(one => one.Faults).Select(fault => fault.Code), Is.EqualTo(new[] { "definition.draft-in-the-way", "definition.draft-in-the-way" }));
            Assert.That((await HistoryAsync("letter")).Single().Json, Does.Contain("mine"));
        }
    }

    [Test]
    public async Task An_older_version_marked_as_published_does_not_take_the_place_of_a_newer_one_and_one_with_errors_is_not_published()
    {
        await ImportAsync(Office, [Version(1), Version(2), Version(4)], Publishing.Newest);
        await ImportAsync(Office, [Version(1), Version(3, isPublished: true)], Publishing.AsMarked);
        var faulty = new DefinitionUpload("5", Version(5, isPublished: true).Json.Replace("Elsa.WriteLine", "Elsa.Delay", StringComparison.Ordinal));
        var imported = await ImportAsync(Office, [faulty, Version(6)], Publishing.AsMarked);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(imported[0].Faults.Select(fault => fault.Code), Does.Contain("missing-input"));
            Assert.That((await VersionsAsync("letter")).Reverse().Select(version => version.State), Is.EqualTo(new[]
            {
                DefinitionState.Retired, DefinitionState.Retired, DefinitionState.Retired, DefinitionState.Published, DefinitionState.Retired, DefinitionState.Draft,
            }));
        }
    }

    private static DefinitionUpload Version(int number, bool isPublished = false, string? text = null) => new($"{number}.json", Flow("letter", Say(text ?? $"text {number}"))
        .Replace("letter-file", $"letter-{number}", StringComparison.Ordinal)
        .Replace("\"version\": 7", $"\"version\": {number}, \"isPublished\": {(isPublished ? "true" : "false")}", StringComparison.Ordinal));

    private static async Task<Imported[]> ImportAsync(Office house, DefinitionUpload[] files, Publishing publishing = Publishing.AsMarked) =>
        [.. await house.DoAsync((ImportDefinitions import, CancellationToken token) => import.RunAsync(Machine, files, publishing, token))];

    private async Task<DefinitionUpload[]> HistoryAsync(string id) =>
        [.. (await Office.DoAsync((DefinitionReading reading, CancellationToken token) => reading.HistoryAsync(Machine, id, token))).Select(version => new DefinitionUpload($"{id}-{version.Version}", version.ToJson()))];

    private Task<(string, int, string, DefinitionState)[]> StandAsync(params string[] ids) => StandAsync(Office, ids);

    private static async Task<(string, int, string, DefinitionState)[]> StandAsync(Office house, params string[] ids)
    {
        var all = new List<(string, int, string, DefinitionState)>();
        foreach (var id in ids)
            all.AddRange((await house.DoAsync((DefinitionReading reading, CancellationToken token) => reading.VersionsAsync(Machine, id, token))).Select(one => (one.DefinitionId, one.Version, one.Id, one.State)));
        return [.. all];
    }
}
