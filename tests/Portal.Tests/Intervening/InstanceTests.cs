using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;
using AidWorkflow.Portal.Delivering;
using AidWorkflow.Portal.Handling;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static AidWorkflow.Portal.Tests.Commands.CommandRun;
using static AidWorkflow.Portal.Tests.Deciding.Casework;
using static AidWorkflow.Portal.Tests.Intervening.Flows;

namespace AidWorkflow.Portal.Tests.Intervening;

/// <summary>What an administrator does to running workflows: of cases, and of those that belong to none.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class InstanceTests(Provider provider)
{
    private static readonly Dictionary<string, string> Same = [];

    private Office office = null!;
    private Actor admin = null!;

    [SetUp]
    public async Task Open()
    {
        office = await Office.OpenAsync(provider);
        admin = await office.HireAsync("admin-city", Role.Administrator, UnitLevel.City, "370400");
    }

    [TearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task On_hold_a_timer_stays_silent_and_fires_when_it_is_activated()
    {
        await office.PublishAsync(("waits.json", Waiting("wait")));
        var id = await office.StartAsync("waits");
        await DoAsync(id, new Intervention.Suspend());

        office.Clock.Advance(TimeSpan.FromHours(2));
        await office.SweepAsync(DueTimerSweep.Key);
        Assert.That((await RowAsync(id)).SubStatus, Is.EqualTo(InstanceSubStatus.OnHold));

        await DoAsync(id, new Intervention.Activate());
        await office.SweepAsync(DueTimerSweep.Key);
        Assert.That((await RowAsync(id)).SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
        await RefusedAsync("instance.ended", () => DoAsync(id, new Intervention.Cancel()));
    }

    [Test]
    public async Task Tasks_for_the_outside_are_listed_with_what_was_said_to_whoever_has_the_whole_area()
    {
        await office.PublishAsync(("asks.json", Flow("asks", """
            { "id": "t", "type": "Elsa.RunTask", "version": 1, "taskName": { "typeName": "String", "expression": { "type": "Literal", "value": "weigh" } },
              "payload": { "typeName": "Object", "expression": { "type": "JavaScript", "value": "({ at: getWorkflowInstanceId() })" } } }
            """)));
        var instances = new[] { await office.StartAsync("asks"), await office.StartAsync("asks") };

        var (first, all) = await office.DoAsync((OutsideTasks tasks, CancellationToken token) => tasks.ListAsync(admin, 0, 1, token));
        var (second, _) = await office.DoAsync((OutsideTasks tasks, CancellationToken token) => tasks.ListAsync(admin, 1, 1, token));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(all, Is.EqualTo(2));
            Assert.That(first.Concat(second).Select(task => (task.Name, task.Instance, (string?)task.Payload!["at"])), Is.EquivalentTo(instances.Select(id => ("weigh", id, $"{id}"))));
        }

        await RefusedAsync("definition.not-yours", async () => await office.AsAsync("station1", (OutsideTasks tasks, Actor actor, CancellationToken token) => tasks.ListAsync(actor, 0, 10, token)));
    }

    [Test]
    public async Task A_message_for_an_instance_on_hold_is_kept_however_long_and_reaches_it_when_it_is_activated()
    {
        await office.PublishAsync(("listens.json", Flow("listens", Listening("hear"))), ("tells.json", Flow("tells",
            """{ "id": "ring", "name": "ring", "type": "Elsa.PublishEvent", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "bell" } } }""")));
        var id = await office.StartAsync("listens");
        await DoAsync(id, new Intervention.Suspend());
        office.Clock.Advance(TimeSpan.FromSeconds(1));
        await office.StartAsync("tells");
        for (var attempt = 0; attempt < 20; attempt++)
        {
            office.Clock.Advance(TimeSpan.FromHours(1));
            await office.SweepAsync(OutboxSweep.Key);
        }

        Assert.That(await office.ReadAsync(db => db.Set<OutboxRow>().Where(row => row.Channel == Channels.Event).Select(row => row.State).SingleAsync()), Is.EqualTo(OutboxState.Pending));
        await DoAsync(id, new Intervention.Activate());
        office.Clock.Advance(TimeSpan.FromHours(1));
        await office.SweepAsync(OutboxSweep.Key);

        Assert.That((await RowAsync(id)).SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task Nothing_of_a_case_on_hold_is_decided_and_its_task_is_there_when_it_is_activated()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        var (instance, task) = (await InstanceOfAsync(id), (await office.TasksAsync(id)).Single());
        await DoAsync(instance, new Intervention.Suspend());

        await RefusedAsync("case.on-hold", () => office.AgreeAsync(task));
        Assert.That(await office.ReadAsync(db => db.Set<Decision>().AnyAsync()), Is.False);

        await DoAsync(instance, new Intervention.Activate());
        await office.AgreeAsync(task);
        Assert.That((await office.TasksAsync(id)).Select(next => next.Step), Is.EqualTo(new[] { "VillageOpinion" }));
        Assert.That(await office.AuditAsync(id), Does.Contain("instance.suspended").And.Contain("instance.activated"));
    }

    [Test]
    public async Task An_application_on_hold_can_still_be_withdrawn()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        await DoAsync(await InstanceOfAsync(id), new Intervention.Suspend());

        await office.AsAsync("station1", (EndApplication act, Actor actor, CancellationToken token) => act.EndAsync(id, EndReason.Withdrawn, "不再申请", actor, token));

        Assert.That((await office.CaseAsync(id)).Outcome, Is.EqualTo(CaseOutcome.Withdrawn));
    }

    [Test]
    public async Task A_case_goes_on_with_another_version_of_its_workflow_and_its_open_task_with_it()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        var (instance, task, before) = (await InstanceOfAsync(id), (await office.TasksAsync(id)).Single(), await office.CaseAsync(id));
        await office.PublishAsync(("workflow.json", Renamed()));

        var unmapped = await PlanAsync(instance, new("2", Same));
        Assert.That(unmapped.Obstacles.Select(note => (note.Code, note.About)), Is.EqualTo(new[] { ("no-counterpart", "completeness") }));
        await RefusedAsync("instance.cannot-migrate", () => DoAsync(instance, new Intervention.Migrate("2", Same)));

        var moved = await DoAsync(instance, new Intervention.Migrate("2", new Dictionary<string, string> { ["completeness"] = "check" }));
        var after = await office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.ServiceVersionId, Is.Not.EqualTo(before.ServiceVersionId));
            Assert.That(moved.DefinitionVersionId, Is.EqualTo($"{after.ServiceVersionId}/workflow.json"));
            Assert.That(await office.ReadAsync(db => db.Set<Round>().Select(round => round.ActivityId).SingleAsync()), Is.EqualTo("check"));
            Assert.That((await WayAsync(id)).Single().Steps.Count(step => step.Standing == Standing.Current), Is.EqualTo(1));
        }

        await office.AgreeAsync(task);
        Assert.That((await office.TasksAsync(id)).Select(next => next.Step), Is.EqualTo(new[] { "VillageOpinion" }));
    }

    [Test]
    public async Task A_move_of_a_case_is_taken_back_while_nothing_has_run()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        var (instance, task, before) = (await InstanceOfAsync(id), (await office.TasksAsync(id)).Single(), await office.CaseAsync(id));
        var state = (await RowAsync(instance)).State;
        await office.PublishAsync(("workflow.json", Renamed()));
        await DoAsync(instance, new Intervention.Migrate("2", new Dictionary<string, string> { ["completeness"] = "check" }));

        await DoAsync(instance, new Intervention.UndoMigration());

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await office.CaseAsync(id)).ServiceVersionId, Is.EqualTo(before.ServiceVersionId));
            Assert.That((await RowAsync(instance)).State, Is.EqualTo(state));
            Assert.That(await office.ReadAsync(db => db.Set<Round>().Select(round => round.ActivityId).SingleAsync()), Is.EqualTo("completeness"));
        }

        await RefusedAsync("instance.nothing-to-undo", () => DoAsync(instance, new Intervention.UndoMigration()));
        await office.AgreeAsync(task);
        Assert.That((await office.TasksAsync(id)).Select(next => next.Step), Is.EqualTo(new[] { "VillageOpinion" }));
    }

    [Test]
    public async Task A_case_is_not_moved_to_a_version_with_another_form_nor_to_another_service()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        var instance = await InstanceOfAsync(id);
        await office.PublishAsync(("workflow.json", Renamed()), ("documents.json", Hardship().Files["documents.json"] + "\n"));
        var other = await office.ReadAsync(db => db.Set<ServiceVersion>().Where(version => version.ServiceId == "serious-illness-relief").Select(version => version.Id).SingleAsync());

        var plan = await PlanAsync(instance, new("2", Same));
        Assert.That(plan.Obstacles.Select(note => note.Code), Is.EqualTo(new[] { "instance.more-differs" }));
        Assert.That(plan.Obstacles.Single().Why.En, Does.Contain("documents.json"));
        await RefusedAsync("instance.more-differs", () => DoAsync(instance, new Intervention.Migrate("2", Same)));
        await RefusedAsync("instance.other-service", () => DoAsync(instance, new Intervention.Migrate($"{other}/workflow.json", Same)));
        await RefusedAsync("instance.version-unknown", () => DoAsync(instance, new Intervention.Migrate("77", Same)));
    }

    [Test]
    public async Task A_case_moves_to_a_version_in_which_a_step_came_with_its_term_and_not_to_one_in_which_a_term_changed()
    {
        var instance = await InstanceOfAsync((await office.SubmitCompleteAsync()).Id);
        var description = JsonNode.Parse(Hardship().Files["service.json"])!;
        description["deadlines"]!["SecondReview"] = new JsonObject { ["count"] = 3, ["unit"] = "working-days" };
        await office.PublishAsync(("workflow.json", Hardship().Files["workflow.json"].Replace("\"name\": \"CityCheck\"", "\"name\": \"SecondReview\"", StringComparison.Ordinal)), ("service.json", description.ToJsonString()));
        var added = await PlanAsync(instance, new("2", Same));
        description["deadlines"]!["Completeness"]!["count"] = 9;
        await office.PublishAsync(("service.json", description.ToJsonString()));
        var changed = await PlanAsync(instance, new("3", Same));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(added.Obstacles.Select(note => note.Code), Does.Not.Contain("instance.more-differs"));
            Assert.That(changed.Obstacles.Select(note => note.Code), Does.Contain("instance.more-differs"));
        }
    }

    [Test]
    public async Task An_instance_of_a_case_is_neither_cancelled_nor_given_variables()
    {
        var instance = await InstanceOfAsync((await office.SubmitCompleteAsync()).Id);

        await RefusedAsync("instance.of-a-case", () => DoAsync(instance, new Intervention.Cancel()));
        await RefusedAsync("instance.of-a-case", () => DoAsync(instance, new Intervention.SetVariable("Granted", true)));
        await RefusedAsync("instance.reason-missing", () => office.DoAsync((Intervene act, CancellationToken token) => act.RunAsync(instance, new Intervention.Suspend(), " ", admin, token)));
        await RefusedAsync("instance.unknown", () => DoAsync(InstanceId.Of(Guid.Empty), new Intervention.Suspend()));
    }

    [Test]
    public async Task What_belongs_to_no_service_moves_by_number_and_can_still_be_told_when_its_first_version_is_deleted()
    {
        await office.DefineAsync(Flow("loose", Listening("hear")));
        var id = await office.StartAsync("loose");
        await office.DoAsync((SaveDefinition act, CancellationToken token) => act.RunAsync(Actor.System, new DefinitionText(Flow("loose", Listening("ear"))), token));
        var mapping = new Dictionary<string, string> { ["hear"] = "ear" };

        await RefusedAsync("instance.version-draft", () => DoAsync(id, new Intervention.Migrate("2", mapping)));
        await RefusedAsync("instance.version-unknown", () => DoAsync(id, new Intervention.Migrate("3", mapping)));
        await office.DoAsync((PublishDefinition act, CancellationToken token) => act.RunAsync(Actor.System, "loose", null, token));
        await DoAsync(id, new Intervention.Migrate("2", mapping));
        var whole = await office.DoAsync((RunningInstances reading, CancellationToken token) => reading.ShowAsync(id, admin, token));
        await office.DoAsync(async (DeleteDefinition act, CancellationToken token) =>
        {
            await act.RunAsync(Actor.System, "loose", 1, token);
            return true;
        });
        await office.Services.GetRequiredService<BareInstances>().SetVariableAsync(id, "r", 1, "later", "somebody", CancellationToken.None);
        var rest = await OpenAnew(acts => acts.RunAsync<RunningInstances, InstanceView>((reading, token) => reading.ShowAsync(id, admin, token), CancellationToken.None));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(whole.Journal[0].Event, Is.EqualTo("start"));
            Assert.That(whole.MayUndo, Is.True);
            Assert.That(rest.Journal.Select(entry => entry.Event), Is.EqualTo(new[] { "Moved", "migrate", "set-variable", "Variable" }), "from the move on");
            Assert.That((rest.Line.WaitsAt.Single(), (int)rest.Variables["r"]!), Is.EqualTo(("ear", 1)));
        }
    }

    [Test]
    public async Task Only_an_administrator_of_the_area_sees_and_touches_it()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        var instance = await InstanceOfAsync(id);
        await office.PublishAsync(("waits.json", Waiting("wait")));
        var bare = await office.StartAsync("waits");
        var (here, sibling) = (await office.HireAsync("admin-here", Role.Administrator, UnitLevel.District, "370402"), await office.HireAsync("admin-sibling", Role.Administrator, UnitLevel.District, "370403"));

        foreach (var stranger in new[] { sibling, await office.AsAsync("station1"), await office.AsAsync("decider1") })
        {
            Assert.That(await ListAsync(stranger), Is.Empty, stranger.Name);
            await RefusedAsync("mending.not-yours", () => office.DoAsync((Intervene act, CancellationToken token) => act.RunAsync(instance, new Intervention.Suspend(), "x", stranger, token)));
            await RefusedAsync("mending.not-yours", () => office.DoAsync((RunningInstances reading, CancellationToken token) => reading.ShowAsync(instance, stranger, token)));
            await RefusedAsync("mending.not-yours", () => office.DoAsync((PlannedMoves moves, CancellationToken token) => moves.PlanAsync(instance, new("2", Same), stranger, token)));
        }

        Assert.That((await ListAsync(here)).Select(line => line.Id), Is.EqualTo(new[] { instance }), "what belongs to no case is for administrators of the whole area");
        Assert.That((await ListAsync(admin)).Select(line => line.Id), Is.EquivalentTo(new[] { instance, bare }));
    }

    [Test]
    public async Task The_command_line_moves_many_at_once_says_what_came_of_each_and_ends_with_1_when_any_was_refused()
    {
        await office.PublishAsync(("listens.json", Flow("listens", Listening("hear"))));
        var (first, second) = (await office.StartAsync("listens"), await office.StartAsync("listens"));
        await office.PublishAsync(("listens.json", Flow("listens", Listening("ear"))));
        string[] of = ["--definition", "listens", .. Place];

        var dry = await RunAsync(["instance", "migrate", "--to", "3", "--map", "hear=ear", "--dry-run", "--language", "en", .. of]);
        var unmapped = await RunAsync(["instance", "migrate", "--to", "3", "--dry-run", "--json", .. of]);
        var reasonless = await RunAsync(["instance", "migrate", $"{first}", "--to", "3", "--map", "hear=ear", "--language", "en", .. Place]);
        var moved = await RunAsync(["instance", "migrate", "--to", "3", "--map", "hear=ear", "--reason", "new name", "--json", .. of]);
        var cancelled = await RunAsync(["instance", "cancel", $"{first}", "--reason", "not needed", "--language", "zh-CN", .. Place]);
        var set = await RunAsync(["instance", "set", $"{first}", $"{second}", "--variable", "r", "--value", "42", "--reason", "by hand", "--language", "en", .. Place]);
        var shown = await RunAsync(["instance", "show", $"{second}", "--json", .. Place]);
        var words = await RunAsync(["instance", "show", $"{second}", "--language", "zh-CN", .. Place]);
        var list = await RunAsync(["instance", "list", "--status", "Suspended", "--json", .. of]);
        var everything = await RunAsync(["instance", "cancel", "--reason", "oops", "--language", "en", .. Place]);
        var noJson = await RunAsync(["instance", "set", $"{second}", "--variable", "r", "--value", "done", "--reason", "x", "--language", "en", .. Place]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((dry.Status, unmapped.Status, reasonless.Status, moved.Status, cancelled.Status, set.Status, shown.Status, list.Status), Is.EqualTo((0, 1, 1, 0, 0, 1, 0, 0)), dry.Error + moved.Error + moved.Output + set.Error + shown.Error + list.Error);
            Assert.That(dry.Output, Does.Contain("hear (hear) → ear (ear)").And.Contain("2 can be moved, 0 cannot"));
            Assert.That(JsonNode.Parse(unmapped.Output)!["instances"]!.AsArray().Select(one => ((bool)one!["possible"]!, (string?)one["obstacles"]![0]!["code"])), Is.EqualTo(new[] { (false, "no-counterpart"), (false, "no-counterpart") }));
            Assert.That(reasonless.Output, Does.Contain("Say why"));
            Assert.That(JsonNode.Parse(moved.Output)!["instances"]!.AsArray().Select(one => (bool)one!["done"]!), Is.EqualTo(new[] { true, true }));
            Assert.That(cancelled.Output, Does.Contain("1 个已办，0 个未办"));
            Assert.That(set.Output, Does.Contain("The instance has ended").And.Contain("1 done, 1 refused."));
            Assert.That((int)JsonNode.Parse(shown.Output)!["variables"]!["r"]!, Is.EqualTo(42));
            Assert.That((string?)JsonNode.Parse(shown.Output)!["waiting"]![0]!["activityId"], Is.EqualTo("ear"));
            Assert.That(words.Output, Does.Contain("迁移到另一版本").And.Contain("new name"));
            Assert.That(JsonNode.Parse(list.Output)!["instances"]!.AsArray().Select(one => (string?)one!["id"]), Is.EqualTo(new[] { $"{second}" }));
            Assert.That((everything.Status, noJson.Status), Is.EqualTo((1, 1)));
            Assert.That(everything.Error, Does.StartWith("Say which instances"));
            Assert.That(noJson.Error, Does.Contain("is not JSON"));
            Assert.That(await office.ReadAsync(db => db.Set<AuditEntry>().CountAsync(entry => entry.Act == "instance.migrated" && entry.ActorName.StartsWith("command-line:"))), Is.EqualTo(2));
            Assert.That((await RunAsync(["audit", "verify", .. Place])).Status, Is.Zero);
        }
    }

    /// <summary>As another process sees it, which has compiled nothing yet.</summary>
    private async Task<T> OpenAnew<T>(Func<IActs, Task<T>> ask)
    {
        await using var house = office.Another();
        return await ask(house.GetRequiredService<IActs>());
    }

    private string[] Place => provider == Provider.Sqlite
        ? ["--database", office.Settings.Database.File]
        : ["--provider", "postgres", "--connection", office.Settings.Database.Connection!];

    private Task<Intervened> DoAsync(InstanceId id, Intervention what) =>
        office.DoAsync((Intervene act, CancellationToken token) => act.RunAsync(id, what, "试验", admin, token));

    private Task<MigrationPlan> PlanAsync(InstanceId id, Intervention.Migrate move) =>
        office.DoAsync((PlannedMoves moves, CancellationToken token) => moves.PlanAsync(id, move, admin, token));

    private Task<IReadOnlyList<InstanceLine>> ListAsync(Actor actor) =>
        office.DoAsync((RunningInstances reading, CancellationToken token) => reading.ListAsync(new(), 0, 100, actor, token));

    private Task<InstanceRow> RowAsync(InstanceId id) => office.ReadAsync(db => db.Set<InstanceRow>().AsNoTracking().SingleAsync(row => row.Id == id));

    private Task<InstanceId> InstanceOfAsync(CaseId id) => office.ReadAsync(db => db.Set<CaseRun>().Where(run => run.CaseId == id).Select(run => run.Id).SingleAsync());

    private Task<System.Collections.Immutable.ImmutableArray<WayView>> WayAsync(CaseId id) => office.AskAsync(async all =>
        await new WayReading(all.GetRequiredService<IUnitOfWork>(), all.GetRequiredService<CompiledWorkflows>()).ReadAsync(await all.GetRequiredService<CaseFiles>().LoadAsync(id, Actor.System, CancellationToken.None), "en", CancellationToken.None));
}
