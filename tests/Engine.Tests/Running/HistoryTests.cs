using System.Text.Json.Nodes;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Primitives;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Tests.Running;

/// <summary>Instances that earlier releases stored must go on in this one. A file is added with each release and never changed.</summary>
[TestFixture]
internal sealed class HistoryTests
{
    private static IEnumerable<TestCaseData> Histories() =>
        Directory.EnumerateFiles(Path.Combine(TestContext.CurrentContext.TestDirectory, "Histories"), "*.json")
            .Select(file => new TestCaseData(JsonNode.Parse(File.ReadAllText(file))!).SetName($"Stored by {Path.GetFileNameWithoutExtension(file)}"));

    [TestCaseSource(nameof(Histories))]
    public async Task What_an_earlier_release_stored_is_read_replayed_and_goes_on(JsonNode history)
    {
        var workflow = CompiledWorkflow.Compile(WorkflowDefinition.Of(history["definition"]!.DeepClone()), ElsaActivities.With());
        var clock = new FakeClock();
        var row = new InstanceRow
        {
            Id = new(Guid.Parse((string)history["instanceId"]!)),
            DefinitionId = workflow.Definition.DefinitionId,
            DefinitionVersionId = workflow.Definition.Id,
            Status = InstanceStatus.Running,
            SubStatus = InstanceSubStatus.Suspended,
            Revision = (long)history["revision"]!,
            State = Convert.FromBase64String((string)history["state"]!),
        };
        var steps = history["steps"]!.AsArray().Select((events, index) => new JournalRow
        {
            InstanceId = row.Id,
            Revision = index + 1,
            At = clock.Now,
            Events = Convert.FromBase64String((string)events!),
        });
        Assert.That(Convert.ToHexString(Replay.Rebuild(new Lineage(workflow), steps).Pack()), Is.EqualTo(Convert.ToHexString(row.State)));

        var runner = new Runner(new TimeOrderedIds(clock), clock);
        List<string> lines = [];
        for (var waiting = InstanceState.Unpack(workflow, row).Bookmarks().ToList(); waiting.Count > 0; waiting = [.. InstanceState.Unpack(workflow, row).Bookmarks()])
        {
            var burst = await runner.ResumeAsync(workflow, row, waiting[0].Bookmark.Id, null, null, null, CancellationToken.None);
            lines.AddRange(burst.Lines);
            row = burst.Writes.Instance;
        }

        Assert.That(row.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
        Assert.That(lines, Is.EqualTo(history["lines"]!.AsArray().Select(line => (string)line!)));
    }
}
