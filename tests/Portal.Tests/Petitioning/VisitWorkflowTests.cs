using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Petitioning;

/// <summary>A matter that is no petition from its entry to its answer: what was referred is asked for, after as many days as an administrator says.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class VisitWorkflowTests(Provider provider)
{
    private Office office = null!;
    private Actor desk = null!;
    private Actor rights = null!;

    private DateOnly Today => LocalDay.Today(office.Clock);

    [SetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        office.Clock.MoveTo(LocalDay.At(new DateOnly(2022, 5, 9), new TimeOnly(9, 0)));
        (desk, rights) = (await office.AsAsync("desk1"), await office.AsAsync("rights1"));
    }

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task What_was_referred_is_asked_for_until_somebody_replied_and_the_visitor_is_answered()
    {
        var id = await RegisterAsync(MatterKind.LegalAid);
        await StepAsync(id, VisitEventKind.Referred, "转区法律援助中心");
        await SweepAsync(new(2022, 5, 15));
        var early = await ToldAsync();
        await SweepAsync(new(2022, 5, 16));
        await SweepAsync(new(2022, 5, 23));
        var chased = await ToldAsync();
        await StepAsync(id, VisitEventKind.Replied, "已指派律师");
        await SweepAsync(new(2022, 6, 30));
        var quiet = await ToldAsync();
        await StepAsync(id, VisitEventKind.Answered, "已告知律师联系方式");
        var over = await RefusedAsync(() => StepAsync(id, VisitEventKind.Answered, "再答"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((early.Count, chased.Count, quiet.Count), Is.EqualTo((0, 2, 2)), "every seven days, until they replied");
            Assert.That(chased.Select(one => one.Account), Is.All.EqualTo(desk.Account), "whoever received it");
            Assert.That(chased[0].In("zh-CN").Body, Does.Contain("到期仍未收到回复").And.Contain($"/matters/{id}"));
            Assert.That((await MatterAsync(id)).ClosedOn, Is.EqualTo(Today));
            Assert.That(over.Code, Is.EqualTo("matter.over"));
            Assert.That(await RunAsync(id), Is.EqualTo((InstanceStatus.Finished, InstanceSubStatus.Finished)));
        }
    }

    [Test]
    public async Task An_administrator_changes_the_days_and_what_is_running_keeps_the_version_it_began_with()
    {
        var before = await RegisterAsync(MatterKind.LegalAid);
        await PublishAsync(step => step("referral")["days"]!["expression"]!["value"] = 2);
        var after = await RegisterAsync(MatterKind.LegalAid);
        await StepAsync(before, VisitEventKind.Referred, "转甲");
        await StepAsync(after, VisitEventKind.Referred, "转乙");
        await SweepAsync(new(2022, 5, 11));

        Assert.That((await ToldAsync()).Single().In("zh-CN").Body, Does.Contain($"/matters/{after}"));
    }

    [Test]
    public async Task A_version_in_which_nobody_would_ask_is_not_published()
    {
        var unchased = await Assert.ThrowsAsync<DefinitionFaultsException>(() => PublishAsync(step => step("referral")["type"] = "Visit.Tell"));

        Assert.That(unchased!.Faults.Select(fault => fault.Code), Does.Contain("visit.not-chased"));
    }

    [Test]
    public async Task What_people_say_is_told_to_the_section_at_once_and_ends_with_an_answer_whatever_is_awaited()
    {
        var id = await RegisterAsync(MatterKind.OpinionNote);
        var told = await ToldAsync();
        await StepAsync(id, VisitEventKind.Referred, "转网信部门");
        await StepAsync(id, VisitEventKind.Answered, "已研判答复");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(told.Select(one => one.Account), Does.Contain(rights.Account).And.Not.Contain(desk.Account));
            Assert.That((await RunAsync(id)).Item1, Is.EqualTo(InstanceStatus.Finished));
        }
    }

    [Test]
    public async Task What_turns_out_to_be_a_petition_is_begun_from_the_day_of_the_receipt_and_ends_itself()
    {
        var id = await RegisterAsync(MatterKind.HelpRequest);
        office.Clock.MoveTo(office.Clock.GetUtcNow().AddDays(3));
        var missing = await RefusedAsync(() => BeginAsync(id, new(MatterKind.HelpRequest, "pension", "要求落实待遇"), ""));
        var begun = await BeginAsync(id, new(MatterKind.Petition, "pension", "要求落实待遇") { Class = PetitionClass.Claim, Branch = ClaimBranch.PetitionHandling }, "对待遇决定不服");
        var petition = await office.ReadAsync(db => db.Set<Petition>().AsNoTracking().SingleAsync(one => one.Id == begun.Id));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(missing.Others.Prepend(missing).Select(one => one.Field), Is.EquivalentTo(new[] { "kind", "why" }));
            Assert.That((begun.ReceivedOn, petition.NextDueOn), Is.EqualTo((new DateOnly(2022, 5, 9), (DateOnly?)new DateOnly(2022, 5, 24))));
            Assert.That((await MatterAsync(id)).ClosedOn, Is.EqualTo(Today));
            Assert.That((await RunAsync(id)).Item1, Is.EqualTo(InstanceStatus.Finished));
        }
    }

    [Test]
    public async Task What_was_merged_is_not_asked_for_and_is_again_where_that_is_undone()
    {
        var (lead, second) = (await RegisterAsync(MatterKind.LegalAid, "13800001234"), await RegisterAsync(MatterKind.LegalAid, "13800001234"));
        await StepAsync(second, VisitEventKind.Referred, "转区法律援助中心");
        var number = (await MatterAsync(lead)).Number!;
        await office.DoAsync((MergeMatters act, CancellationToken token) => act.RunAsync(second, number, "同一件事", rights, token));
        await SweepAsync(new(2022, 5, 16));
        var quiet = (await ToldAsync()).Count;
        await office.DoAsync((MergeMatters act, CancellationToken token) => act.UndoAsync(second, rights, token));
        await SweepAsync(new(2022, 5, 17));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(quiet, Is.Zero);
            Assert.That((await MatterAsync(second)).ClosedOn, Is.Null);
            Assert.That((await ToldAsync()).Single().In("zh-CN").Body, Does.Contain($"/matters/{second}"));
        }
    }

    [Test]
    public async Task What_is_missing_or_out_of_place_is_refused_by_its_field()
    {
        var id = await RegisterAsync(MatterKind.LegalAid);
        var wrong = await RefusedAsync(() => office.DoAsync((RecordVisitStep act, CancellationToken token) => act.RunAsync(new(id, VisitEventKind.Replied, Today.AddDays(1), " "), desk, token)));
        var early = await RefusedAsync(() => office.DoAsync((RecordVisitStep act, CancellationToken token) => act.RunAsync(new(id, VisitEventKind.Answered, Today.AddDays(-1), "答"), desk, token)));
        var leader = await office.AsAsync("leader1");
        var reader = await RefusedAsync(() => office.DoAsync((RecordVisitStep act, CancellationToken token) => act.RunAsync(new(id, VisitEventKind.Answered, Today, "答"), leader, token)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(wrong.Others.Prepend(wrong).Select(one => (one.Code, one.Field)), Is.EquivalentTo(new[] { ("visit.not-now", "kind"), ("visit.day-ahead", "on"), ("visit.words", "words") }));
            Assert.That((early.Code, reader.Code), Is.EqualTo(("visit.day-early", "matter.not-yours")));
        }
    }

    private async Task<MatterId> RegisterAsync(MatterKind kind, string phone = "") =>
        (await office.DoAsync((RegisterVisit act, CancellationToken token) => act.RunAsync(new(MatterChannel.Visit, Today) { Name = "王大山", Phone = phone, Matters = [new(kind, "other", "需要帮助")] }, desk, token)))[0].Id;

    private Task<Matter> StepAsync(MatterId id, VisitEventKind kind, string words) => office.DoAsync((RecordVisitStep act, CancellationToken token) => act.RunAsync(new(id, kind, Today, words), desk, token));

    private Task<Matter> BeginAsync(MatterId id, MatterCommand raised, string why) => office.DoAsync((RecordVisitStep act, CancellationToken token) => act.BeginPetitionAsync(id, raised, why, desk, token));

    private Task<Matter> MatterAsync(MatterId id) => office.ReadAsync(db => db.Set<Matter>().AsNoTracking().SingleAsync(one => one.Id == id));

    private async Task<(InstanceStatus, InstanceSubStatus)> RunAsync(MatterId id)
    {
        var instance = await office.ReadAsync(db => db.Set<VisitRun>().Where(run => run.MatterId == id).Select(run => run.InstanceId).SingleAsync());
        var row = await office.ReadAsync(db => db.Set<InstanceRow>().AsNoTracking().SingleAsync(one => one.Id == instance));
        return (row.Status, row.SubStatus);
    }

    private async Task SweepAsync(DateOnly day)
    {
        office.Clock.MoveTo(LocalDay.At(day, new TimeOnly(9, 30)));
        await office.SweepAsync(DueTimerSweep.Key);
    }

    private Task<List<Notification>> ToldAsync() => office.ReadAsync(db => db.Set<Notification>().AsNoTracking().Where(told => told.Occasion == "visit.said").OrderBy(told => told.CreatedAt).ThenBy(told => told.Id).ToListAsync());

    /// <summary>An administrator changes a step of the shipped workflow and publishes it.</summary>
    private async Task PublishAsync(Action<Func<string, JsonNode>> edit)
    {
        var json = JsonNode.Parse((await office.DoAsync((DefinitionReading act, CancellationToken token) => act.ExportAsync(Actor.System, VisitRuns.DefinitionId, version: 1, token))).ToJson())!;
        edit(id => json["root"]!["activities"]!.AsArray().Single(one => (string?)one!["id"] == id)!);
        await office.DoAsync((SaveDefinition act, CancellationToken token) => act.RunAsync(Actor.System, new(json.ToJsonString()), token));
        await office.DoAsync((PublishDefinition act, CancellationToken token) => act.RunAsync(Actor.System, VisitRuns.DefinitionId, null, token));
    }

    private static async Task<RefusedException> RefusedAsync(Func<Task> act) => (await Assert.ThrowsAsync<RefusedException>(() => act()))!;
}
