using AidWorkflow.Activities;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Mending;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Primitives;
using AidWorkflow.Harness;
using AidWorkflow.Portal.Commands;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Intervening;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Mending;

/// <summary>An activity that throws costs nobody their decision: it waits for a person.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class IncidentTests(Provider provider)
{
    private readonly Breakable broken = new();
    private Office office = null!;

    [SetUp]
    public async Task Open()
    {
        broken.Throws = true;
        office = await Office.OpenAsync(provider, with: services =>
            services.AddSingleton(ElsaActivities.With([.. AidActivities.All.Where(activity => activity is not Notify), broken])));
    }

    [TearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task A_decision_whose_step_breaks_is_kept_and_the_incident_is_listed()
    {
        var (id, task) = await NotAcceptedAsync();

        var incident = (await ListAsync(Actor.System)).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await office.ReadAsync(db => db.Set<Decision>().CountAsync(decision => decision.TaskId == task)), Is.EqualTo(1));
            Assert.That(await office.ReadAsync(db => db.Set<Round>().Where(round => round.CaseId == id).Select(round => round.Outcome).SingleAsync()), Is.EqualTo("NotAccepted"));
            Assert.That((incident.Case, incident.ActivityType, incident.Reason), Is.EqualTo(((CaseId?)id, "Aid.Notify", "The mail room burns.")));
            Assert.That(await OutcomeAsync(id), Is.Null);
        }
    }

    [Test]
    public async Task A_refusal_from_within_a_step_is_an_incident_too_and_costs_nobody_their_decision()
    {
        broken.Throws = false;
        var id = (await office.SubmitCompleteAsync()).Id;

        var review = await BreakAsync(id, "hardship-aid");

        var incident = (await ListAsync(Actor.System)).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await office.ReadAsync(db => db.Set<Decision>().CountAsync(decision => decision.TaskId == review)), Is.EqualTo(1));
            Assert.That((incident.Case, incident.ActivityType), Is.EqualTo(((CaseId?)id, "Aid.Decide")));
            Assert.That(Texts.SayReason(incident.Reason, "en"), Is.Not.EqualTo(incident.Reason).And.Not.Contain("{"));
        }

        await SettleAsync(incident.Id, new Settlement.Retry(), await office.AsAsync("admin1"));
        Assert.That((await office.TasksAsync(id)).Select(task => task.Step), Is.EqualTo(new[] { "DistrictDecision" }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_case_that_is_withdrawn_after_a_step_broke_stays_withdrawn(bool mended)
    {
        broken.Throws = false;
        var id = (await office.SubmitCompleteAsync()).Id;
        await BreakAsync(id, "hardship-aid");
        var admin = await office.AsAsync("admin1");
        if (mended)
            await SettleAsync((await ListAsync(admin)).Single().Id, new Settlement.Retry(), admin);

        await office.AsAsync("station1", (EndApplication act, Actor actor, CancellationToken token) => act.EndAsync(id, EndReason.Withdrawn, "不再申请", actor, token));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await OutcomeAsync(id), Is.EqualTo(CaseOutcome.Withdrawn));
            Assert.That(await ListAsync(admin), Is.Empty, "what ended is not mended any more");
            Assert.That(await office.TasksAsync(id), Is.Empty);
        }
    }

    [Test]
    public async Task The_other_branch_of_the_case_goes_on_while_a_step_waits_and_no_administrator_decides_in_the_deciders_place()
    {
        broken.Throws = false;
        var id = await office.AccidentAsync();
        await BreakAsync(id, "sudden-accident-relief");
        var admin = await office.AsAsync("admin1");
        var incident = (await ListAsync(admin)).Single().Id;

        await office.PayAsync(id);
        await RefusedAsync("incident.decides", () => SettleAsync(incident, new Settlement.Cancel("不用了"), admin));
        await SettleAsync(incident, new Settlement.Retry(), admin);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await office.CaseAsync(id)).PaidCents, Is.Positive);
            Assert.That((await office.TasksAsync(id)).Select(task => task.Step), Is.EqualTo(new[] { "DistrictDecision" }));
            Assert.That(await office.MessagesAsync(id, "incident.opened"), Is.Not.Empty, "whoever can mend it is told");
        }
    }

    [Test]
    public async Task A_retry_that_breaks_again_leaves_an_incident_and_one_that_does_not_goes_on_to_the_end()
    {
        var (id, _) = await NotAcceptedAsync();
        var admin = await office.AsAsync("admin1");

        var again = await SettleAsync((await ListAsync(admin)).Single().Id, new Settlement.Retry(), admin);
        broken.Throws = false;
        var mended = await SettleAsync((await ListAsync(admin)).Single().Id, new Settlement.Retry(), admin);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((again, mended), Is.EqualTo((InstanceSubStatus.Faulted, InstanceSubStatus.Finished)));
            Assert.That(await OutcomeAsync(id), Is.EqualTo(CaseOutcome.NotAccepted));
            Assert.That(await ListAsync(admin), Is.Empty);
            Assert.That(await AuditAsync($"case:{id}"), Has.Exactly(2).EqualTo("incident.retried"));
        }
    }

    [Test]
    public async Task An_incident_is_settled_once_and_the_second_is_told_by_whom()
    {
        await NotAcceptedAsync();
        var admin = await office.AsAsync("admin1");
        var incident = (await ListAsync(admin)).Single().Id;
        broken.Throws = false;

        await SettleAsync(incident, new Settlement.Skip("Done", "电话已告知。"), admin);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => SettleAsync(incident, new Settlement.Retry(), admin));

        Assert.That((refused!.Code, refused.Values["by"]), Is.EqualTo(("incident.settled", (object)"admin1")));
    }

    [Test]
    public async Task No_branch_of_a_case_is_cancelled()
    {
        await NotAcceptedAsync();
        var admin = await office.AsAsync("admin1");

        await RefusedAsync("incident.decides", async () => await SettleAsync((await ListAsync(admin)).Single().Id, new Settlement.Cancel("系统重复。"), admin));
    }

    [TestCase("", "Done", "incident.reason-missing")]
    [TestCase("why", "Approve", "incident.port-unknown")]
    public async Task A_skip_without_a_reason_or_by_no_port_of_the_activity_is_refused_and_changes_nothing(string reason, string port, string code)
    {
        await NotAcceptedAsync();
        var incident = (await ListAsync(Actor.System)).Single().Id;

        await RefusedAsync(code, () => SettleAsync(incident, new Settlement.Skip(port, reason), Actor.System));
    }

    [Test]
    public async Task Only_an_administrator_whose_area_covers_the_case_sees_and_settles_it()
    {
        var (id, _) = await NotAcceptedAsync();
        var incident = (await ListAsync(Actor.System)).Single().Id;
        var here = await AdministratorAsync("370402", "district-admin-here");
        var sibling = await AdministratorAsync("370403", "district-admin-sibling");
        broken.Throws = false;

        foreach (var stranger in new[] { sibling, await office.AsAsync("station1"), await office.AsAsync("decider1"), await office.AsAsync("auditor1") })
        {
            Assert.That(await ListAsync(stranger), Is.Empty, stranger.Name);
            await RefusedAsync("mending.not-yours", () => SettleAsync(incident, new Settlement.Retry(), stranger));
        }

        Assert.That((await ListAsync(here)).Select(one => one.Case), Is.EqualTo(new CaseId?[] { id }));
        Assert.That(await SettleAsync(incident, new Settlement.Retry(), here), Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task A_parked_message_is_listed_without_its_words_and_sent_again_once()
    {
        broken.Throws = false;
        var (id, _) = await NotAcceptedAsync();
        await office.ReadAsync(db => db.Set<OutboxRow>().Where(message => message.CorrelationId == id.ToString() && message.Channel == "sms")
            .ExecuteUpdateAsync(set => set.SetProperty(message => message.State, OutboxState.Parked).SetProperty(message => message.LastError, "refused")));
        var message = (await MessagesAsync(Actor.System))[0];
        var admin = await office.AsAsync("admin1");
        var sibling = await AdministratorAsync("370403", "district-admin-sibling");

        Assert.That(await MessagesAsync(sibling), Is.Empty);
        await RefusedAsync("mending.not-yours", () => RetryAsync(message.Id, sibling));
        await RetryAsync(message.Id, admin);
        await RefusedAsync("message.not-parked", () => RetryAsync(message.Id, admin));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((message.Channel, message.Case, message.LastError), Is.EqualTo(("sms", (CaseId?)id, "refused")));
            Assert.That(await office.ReadAsync(db => db.Set<OutboxRow>().Where(row => row.Id == message.Id).Select(row => row.State).SingleAsync()), Is.EqualTo(OutboxState.Pending));
            Assert.That(await AuditAsync($"case:{id}"), Does.Contain("message.retried"));
        }
    }

    [Test]
    public async Task The_command_line_lists_and_settles_and_ends_with_1_when_it_cannot()
    {
        var (id, _) = await NotAcceptedAsync();
        var database = provider == Provider.Sqlite
            ? new[] { "--database", office.Settings.Database.File }
            : ["--provider", "postgres", "--connection", office.Settings.Database.Connection!];

        var list = await RunAsync(["incident", "list", "--json", .. database]);
        var chinese = await RunAsync(["incident", "list", "--language", "zh-CN", .. database]);
        var incident = (await ListAsync(Actor.System)).Single().Id.ToString();
        var reasonless = await RunAsync(["incident", "skip", incident, "--language", "en", .. database]);
        var unknown = await RunAsync(["incident", "retry", Guid.Empty.ToString(), "--language", "en", .. database]);
        var nonsense = await RunAsync(["incident", "retry", "nonsense", "--language", "zh-CN", .. database]);
        var skipped = await RunAsync(["incident", "skip", incident, "--reason", "told by telephone", "--language", "en", .. database]);
        var messages = await RunAsync(["message", "list", "--json", .. database]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((list.Status, chinese.Status, skipped.Status, messages.Status), Is.EqualTo((0, 0, 0, 0)), list.Error + chinese.Error + skipped.Error + messages.Error);
            Assert.That(list.Output, Does.Contain(incident).And.Contain(id.ToString()));
            Assert.That(chinese.Output, Does.Contain("共 1 个待处理的异常"));
            Assert.That(skipped.Output, Does.Contain("Settled; the workflow is now finished"));
            Assert.That(messages.Output.Trim(), Is.EqualTo("""{"messages":[]}"""));
            Assert.That((reasonless.Status, unknown.Status, nonsense.Status), Is.EqualTo((1, 1, 1)));
            Assert.That(unknown.Error, Does.StartWith("There is no such incident"));
            Assert.That(nonsense.Error, Does.StartWith("“nonsense”不是编号"));
            Assert.That(await office.ReadAsync(db => db.Set<AuditEntry>().CountAsync(entry => entry.Act == "incident.skipped" && entry.ActorName.StartsWith("command-line:"))), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task What_failed_and_belongs_to_no_case_is_skipped_by_a_port_that_it_has_and_cancelled()
    {
        const string Fault = """{ "id": "f", "name": "f", "type": "Elsa.Fault", "version": 1 }""";
        const string Links = """
            "connections": [ { "source": { "activity": "f", "port": "Done" }, "target": { "activity": "hear", "port": "In" } } ]
            """;
        await office.DefineAsync(Flows.Flow("fails", $"{Fault}, {Flows.Listening("hear")}").Replace("\"connections\": []", Links.Trim(), StringComparison.Ordinal));
        var admin = await office.HireAsync("admin-city", Role.Administrator, UnitLevel.City, "370400");
        await office.StartAsync("fails");
        await office.StartAsync("fails");
        var incidents = await ListAsync(admin);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => SettleAsync(incidents[0].Id, new Settlement.Skip("Dome", "typed in haste"), admin));
        var skipped = await SettleAsync(incidents[0].Id, new Settlement.Skip("Done", "done by hand"), admin);
        var cancelled = await SettleAsync(incidents[1].Id, new Settlement.Cancel("no longer wanted"), admin);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(incidents.Select(one => (one.Case, one.Definition)), Is.EqualTo(Enumerable.Repeat(((CaseId?)null, "fails"), 2)));
            Assert.That((refused!.Code, refused.Values["ports"]), Is.EqualTo(("incident.port-unknown", (object)"Done")));
            Assert.That((skipped, cancelled), Is.EqualTo((InstanceSubStatus.Suspended, InstanceSubStatus.Finished)));
            Assert.That(await ListAsync(admin), Is.Empty);
        }
    }

    private async Task<(CaseId Case, TaskId Task)> NotAcceptedAsync()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = (await office.TasksAsync(opened.Id)).Single();
        await office.DecideAsync("station1", new(task.Id, Verdict.NotAccept, "户籍不在本区。"));
        return (opened.Id, task.Id);
    }

    /// <summary>The district agrees on a day on which the rules have no values; they are there again when an administrator looks.</summary>
    /// <returns>The task by which the step was reached that then broke.</returns>
    private async Task<TaskId> BreakAsync(CaseId id, string service)
    {
        var review = await office.ReachAsync(id, "DistrictReview");
        var values = await office.ReadAsync(db => db.Set<RuleValue>().AsNoTracking().Where(value => value.ServiceId == service).ToListAsync());
        await office.ReadAsync(db => db.Set<RuleValue>().Where(value => value.ServiceId == service).ExecuteDeleteAsync());
        await office.AgreeAsync(review);
        await office.DoAsync((IUnitOfWork work, CancellationToken _) =>
        {
            work.Db.AddRange(values);
            return Task.FromResult(true);
        });
        return review.Id;
    }

    private Task<Actor> AdministratorAsync(string district, string userName) => office.HireAsync(userName, Role.Administrator, UnitLevel.District, district);

    private Task<IReadOnlyList<OpenIncident>> ListAsync(Actor actor) => office.DoAsync((Stuck stuck, CancellationToken token) => stuck.IncidentsAsync(actor, 100, token));

    private Task<IReadOnlyList<ParkedMessage>> MessagesAsync(Actor actor) => office.DoAsync((Stuck stuck, CancellationToken token) => stuck.MessagesAsync(actor, 100, token));

    private Task<InstanceSubStatus> SettleAsync(IncidentId incident, Settlement how, Actor actor) =>
        office.DoAsync((SettleIncident act, CancellationToken token) => act.SettleAsync(incident, how, actor, token));

    private Task<MessageId> RetryAsync(MessageId message, Actor actor) => office.DoAsync((RetryMessage act, CancellationToken token) => act.RetryAsync(message, actor, token));

    private Task<CaseOutcome?> OutcomeAsync(CaseId id) => office.ReadAsync(db => db.Set<AidCase>().Where(aidCase => aidCase.Id == id).Select(aidCase => aidCase.Outcome).SingleAsync());

    private Task<List<string>> AuditAsync(string stream) => office.ReadAsync(db => db.Set<AuditEntry>().Where(entry => entry.Stream == stream).Select(entry => entry.Act).ToListAsync());

    private async Task RefusedAsync(string code, Func<Task> act)
    {
        var before = await office.ReadAsync(DatabaseState.DigestAsync);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => act());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused!.Code, Is.EqualTo(code));
            Assert.That(Texts.Has(code, "zh-CN") && Texts.Has(code, "en"), Is.True);
            Assert.That(await office.ReadAsync(DatabaseState.DigestAsync), Is.EqualTo(before));
        }
    }

    private static async Task<(int Status, string Output, string Error)> RunAsync(string[] args)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var status = await CommandLine.RunAsync(args, output, error, CancellationToken.None);
        return (status, output.ToString(), error.ToString());
    }

    /// <summary>Stands in for the activity of its name, and throws while the test wants it to.</summary>
    private sealed class Breakable : Activity
    {
        private static readonly Notify Real = new();

        public bool Throws { get; set; }

        public override ActivityDescriptor Descriptor => Real.Descriptor;

        protected override ValueTask<Outcome> ExecuteAsync(ActivityContext context) => Throws
            ? throw new InvalidOperationException("The mail room burns.")
            : new(Outcome.Done);
    }
}
