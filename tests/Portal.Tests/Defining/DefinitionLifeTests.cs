using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Tests.Defining;

/// <summary>Definitions that belong to no service: drafts, publishing, retracting, versions.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class DefinitionLifeTests(Provider provider) : DefinitionTests(provider)
{
    [Test]
    public async Task Saving_over_a_published_version_makes_a_draft_behind_it_and_running_instances_keep_theirs()
    {
        await SaveAsync(Flow("letter", Wait("w"), Say("one")));
        await PublishAsync("letter");
        var old = await StartAsync("letter");

        await SaveAsync(Flow("letter", Say("two")));
        var (drafted, stillOld) = (await VersionsAsync("letter"), await StartAsync("letter"));
        await PublishAsync("letter");
        var young = await StartAsync("letter");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(drafted.Select(version => (version.Version, version.State)), Is.EqualTo(new[] { (2, DefinitionState.Draft), (1, DefinitionState.Published) }));
            Assert.That((await VersionsAsync("letter")).Select(version => (version.Version, version.State)), Is.EqualTo(new[] { (2, DefinitionState.Published), (1, DefinitionState.Retired) }));
            Assert.That((stillOld.SubStatus, young.SubStatus), Is.EqualTo((InstanceSubStatus.Suspended, InstanceSubStatus.Finished)));
            Assert.That((await ResumeAsync(old)).Lines, Is.EqualTo(new[] { "one" }));
        }
    }

    [Test]
    public async Task A_draft_is_written_in_place_and_of_two_who_write_it_the_second_is_told()
    {
        var first = await SaveAsync(Flow("letter", Say("a")));
        var second = await SaveAsync(Flow("letter", Say("b")), first.Stamp);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => SaveAsync(Flow("letter", Say("c")), first.Stamp));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((second.Version, second.Id), Is.EqualTo((1, first.Id)));
            Assert.That(refused!.Code, Is.EqualTo("definition.changed-meanwhile"));
            Assert.That((await ExportAsync("letter")).ToJson(), Does.Contain("\"b\""));
        }
    }

    [Test]
    public async Task Publishing_is_refused_with_every_error_and_lets_warnings_pass()
    {
        await SaveAsync(Flow("broken", """{ "id": "x", "type": "Elsa.Delay", "version": 1 }"""));
        await SaveAsync(Flow("strange", """{ "id": "x", "type": "Elsa.Python", "version": 1 }"""));

        var refused = await Assert.ThrowsAsync<DefinitionFaultsException>(() => PublishAsync("broken"));
        var published = await PublishAsync("strange");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused!.Faults.Select(fault => (fault.Severity, fault.Code)), Does.Contain((Severity.Error, "missing-input")));
            Assert.That((await VersionsAsync("broken")).Single().State, Is.EqualTo(DefinitionState.Draft));
            Assert.That(published.Warnings.Select(fault => fault.Code), Is.EqualTo(new[] { "unknown-activity" }));
        }
    }

    [Test]
    public async Task What_is_retracted_starts_no_more_and_what_is_reverted_is_a_draft()
    {
        await SaveAsync(Flow("letter", Say("one")));
        await PublishAsync("letter");
        await SaveAsync(Flow("letter", Say("two")));
        await PublishAsync("letter");

        await Office.DoAsync((RetractDefinition act, CancellationToken token) => act.RunAsync(Machine, "letter", token));
        var start = await OutcomeAsync(() => StartAsync("letter"));
        var again = await Assert.ThrowsAsync<RefusedException>(() => Office.DoAsync((RetractDefinition act, CancellationToken token) => act.RunAsync(Machine, "letter", token)));
        await Office.DoAsync((RevertDefinition act, CancellationToken token) => act.RunAsync(Machine, "letter", 1, token));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((start, again!.Code), Is.EqualTo(("definition.not-published", "definition.not-published")));
            Assert.That((await VersionsAsync("letter")).Select(version => (version.Version, version.State)),
                Is.EqualTo(new[] { (3, DefinitionState.Draft), (2, DefinitionState.Retired), (1, DefinitionState.Retired) }));
            Assert.That((await ExportAsync("letter")).ToJson(), Does.Contain("\"one\""));
        }
    }

    [Test]
    public async Task A_version_that_something_rests_on_is_not_deleted()
    {
        await SaveAsync(Flow("child", Say("one"), usable: true));
        await PublishAsync("child");
        await SaveAsync(Flow("parent", Use("child")));
        await PublishAsync("parent");
        await StartAsync("parent");
        await SaveAsync(Flow("child", Say("two"), usable: true));
        await PublishAsync("child");
        await SaveAsync(Flow("parent", Say("three")));
        await PublishAsync("parent");
        await SaveAsync(Flow("child", Say("four"), usable: true));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await DeletionAsync("child", 1), Is.EqualTo("definition.in-use"));
            Assert.That(await DeletionAsync("child", 2), Is.EqualTo("definition.published"));
            Assert.That(await DeletionAsync("parent", 1), Is.EqualTo("definition.has-instances"));
            Assert.That(await DeletionAsync("parent", 9), Is.EqualTo("definition.version-unknown"));
            Assert.That(await DeletionAsync("child", 3), Is.Null);
            Assert.That((await VersionsAsync("child")).Select(version => version.Version), Is.EqualTo(new[] { 2, 1 }));
        }
    }
}
