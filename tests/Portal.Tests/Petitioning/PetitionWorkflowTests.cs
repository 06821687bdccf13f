using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using static AidWorkflow.Cases.Petitioning.PetitionEventKind;

namespace AidWorkflow.Portal.Tests.Petitioning;

/// <summary>A petition is led by a workflow that administrators edit; the law stays the same whatever they do.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class PetitionWorkflowTests(Provider provider)
{
    private Office office = null!;
    private Actor desk = null!;
    private Actor rights = null!;
    private Actor head = null!;
    private int petitioners;

    private DateOnly Today => LocalDay.Today(office.Clock);

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        office.Clock.MoveTo(LocalDay.At(new DateOnly(2022, 5, 9), new TimeOnly(9, 0)));
        (desk, rights) = (await office.AsAsync("desk1"), await office.AsAsync("rights1"));
        head = await office.HireAsync("bureau-head", Role.UnitHead, UnitLevel.District, "370402");
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task What_is_entered_brings_the_workflow_to_its_next_step()
    {
        var id = await RegisterAsync();

        List<string> stood = [await StepOfAsync(id)];
        foreach (var kind in (PetitionEventKind[])[Forwarded, Arrived, Accepted, Answered, Delivered, ReviewAsked, ReviewAnswered, ReviewDelivered, ReReviewAsked, ReReviewAnswered, ReReviewDelivered])
        {
            office.Clock.MoveTo(office.Clock.GetUtcNow().AddDays(1));
            await office.HappensAsync(id, kind, rights);
            stood.Add(await StepOfAsync(id));
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stood, Is.EqualTo(new[]
            {
                "登记与去向", "送达有权处理机关", "告知是否受理", "办理", "处理意见送达", "申请复查", "复查", "复查意见送达", "申请复核", "复核", "复核意见送达", "-",
            }));
            Assert.That(await office.ReadAsync(db => db.Set<Notification>().CountAsync(told => told.Occasion == "petition.said" && told.Account == rights.Account && told.Texts.Contains(id.ToString()))), Is.EqualTo(2), "of both requests");
        }
    }

    [Test]
    public async Task Where_nobody_asks_in_time_the_clock_settles_it_and_a_later_request_is_refused()
    {
        var id = await RegisterAsync();
        foreach (var kind in (PetitionEventKind[])[Arrived, Accepted, Answered, Delivered])
            await office.HappensAsync(id, kind, rights);
        var last = await office.ReadAsync(db => db.Set<Petition>().Where(petition => petition.Id == id).Select(petition => petition.NextDueOn).SingleAsync());

        office.Clock.MoveTo(LocalDay.At(last!.Value, new TimeOnly(23, 59)));
        await office.SweepAsync(DueTimerSweep.Key);
        var onTheLastDay = await StatusAsync(id);
        office.Clock.MoveTo(LocalDay.At(last.Value.AddDays(1), new TimeOnly(0, 1)));
        await office.SweepAsync(DueTimerSweep.Key);
        var late = (await Assert.ThrowsAsync<RefusedException>(() => EnterAsync(desk, id, ReviewAsked, later: 0)))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(onTheLastDay, Is.EqualTo(PetitionStatus.MayAskReview));
            Assert.That((await StatusAsync(id), await StepOfAsync(id)), Is.EqualTo((PetitionStatus.Settled, "-")));
            Assert.That(late.Code, Is.EqualTo("petition.not-now"));
            Assert.That(await office.ReadAsync(db => db.Set<PetitionEntry>().Where(entry => entry.MatterId == id && entry.Kind == Lapsed).Select(entry => entry.By).SingleAsync()), Is.Null, "the clock entered it");
            Assert.That(await office.ReadAsync(db => db.Set<Matter>().Where(matter => matter.Id == id).Select(matter => matter.ClosedOn).SingleAsync()), Is.EqualTo(Today));
        }
    }

    [Test]
    public async Task A_check_that_an_administrator_put_in_holds_the_answer_back_and_not_the_limit()
    {
        var before = await RegisterAsync();
        await PublishAsync(flow =>
        {
            Add(flow, "check", StatutoryStep.CheckType, "负责人先看 / The head looks first");
            Link(flow, "acceptance", "Accepted")["target"]!["activity"] = "check";
            flow["connections"]!.AsArray().Add(Drawn("check", "Agreed", "handling"));
            flow["connections"]!.AsArray().Add(Drawn("check", "SentBack", "check"));
        });
        var id = await RegisterAsync();
        await PublishAsync(_ => { }); // other tests go by the shipped one
        foreach (var one in (MatterId[])[before, id])
            foreach (var kind in (PetitionEventKind[])[Arrived, Accepted])
                await EnterAsync(rights, one, kind, later: 0);
        var accepted = Today;

        var early = (await Assert.ThrowsAsync<RefusedException>(() => EnterAsync(rights, id, Answered, later: 3)))!;
        var stranger = (await Assert.ThrowsAsync<RefusedException>(() => EnterAsync(rights, id, CheckAgreed, later: 0)))!;
        var unsaid = (await Assert.ThrowsAsync<RefusedException>(() => EnterAsync(head, id, CheckSentBack, later: 0, words: "")))!;
        await EnterAsync(head, id, CheckSentBack, later: 0);
        var back = await StepOfAsync(id);
        await EnterAsync(head, id, CheckAgreed, later: 0);
        var due = await office.ReadAsync(db => db.Set<Petition>().Where(petition => petition.Id == id).Select(petition => petition.NextDueOn).SingleAsync());
        await EnterAsync(rights, id, Answered, later: 0);
        await EnterAsync(rights, before, Answered, later: 0);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((early.Code, early.Values["step"]), Is.EqualTo(("petition.step-not-open", (object)"负责人先看 / The head looks first")));
            Assert.That((stranger.Code, unsaid.Code), Is.EqualTo(("petition.not-yours", "petition.words-missing")));
            Assert.That(back, Is.EqualTo("负责人先看"));
            Assert.That(due, Is.EqualTo(accepted.AddDays(60)));
            Assert.That((await StatusAsync(id), await StatusAsync(before)), Is.EqualTo((PetitionStatus.Answered, PetitionStatus.Answered)), "what was registered before keeps its workflow");
        }
    }

    [Test]
    public async Task A_workflow_without_a_step_of_the_law_is_not_published()
    {
        var faulty = (await Assert.ThrowsAsync<DefinitionFaultsException>(() => PublishAsync(flow =>
        {
            flow["activities"]!.AsArray().Remove(flow["activities"]!.AsArray().Single(one => (string?)one!["id"] == "reReviewWindow"));
            Link(flow, "reviewDelivery", "Delivered")["target"]!["activity"] = "tellReReview";
        })))!;

        Assert.That(faulty.Faults.Select(fault => fault.Code), Does.Contain("petition.step-missing").And.Contain("petition.wrong-order"));
    }

    [Test]
    public async Task An_installation_brings_its_own_version_up_to_date_and_writes_over_nothing_that_came_by_the_command_line()
    {
        await using var own = await Office.OpenAsync(provider);
        var shipped = await File.ReadAllTextAsync(Path.Combine(own.Settings.WorkflowFolder("petition"), "workflow.json"));
        var same = await SeedAsync(shipped);
        var newer = await SeedAsync(Described("second"));
        await own.DoAsync((SaveDefinition act, CancellationToken token) => act.RunAsync(Actor.System, new(Described("by the command line")), token));
        var edited = await SeedAsync(Described("third"));

        Assert.That((same, newer, edited), Is.EqualTo((1, 2, 3)), "the third is the command line's");

        string Described(string words) => shipped.Replace("A petition through the steps", words, StringComparison.Ordinal);

        async Task<int> SeedAsync(string json)
        {
            await own.DoAsync((SeedDefinition act, CancellationToken token) => act.RunAsync(json, token));
            return await own.ReadAsync(db => db.Set<DefinitionVersion>().Where(one => one.DefinitionId == PetitionRuns.DefinitionId).MaxAsync(one => one.Version));
        }
    }

    [Test]
    public async Task What_leads_petitions_is_not_taken_out_of_force()
    {
        var refused = (await Assert.ThrowsAsync<RefusedException>(() => office.DoAsync((RetractDefinition act, CancellationToken token) => act.RunAsync(Actor.System, PetitionRuns.DefinitionId, token))))!;

        Assert.That(refused.Code, Is.EqualTo("definition.leads-petitions"));
    }

    [TestCase(PetitionClass.Suggestion, null)]
    [TestCase(PetitionClass.Accusation, null)]
    [TestCase(PetitionClass.Claim, ClaimBranch.PerformDuty)]
    public async Task What_is_not_answered_by_an_opinion_has_no_limit_for_the_answer_and_ends_with_its_delivery(PetitionClass @class, ClaimBranch? branch)
    {
        var id = await RegisterAsync(new MatterCommand(MatterKind.Petition, "conduct", "反映情况") { Class = @class, Branch = branch });
        foreach (var kind in (PetitionEventKind[])[Arrived, Accepted])
            await EnterAsync(rights, id, kind, later: 0);
        var handled = await office.ReadAsync(db => db.Set<Petition>().AsNoTracking().SingleAsync(petition => petition.Id == id));
        var extended = (await Assert.ThrowsAsync<RefusedException>(() => office.DoAsync((RecordPetitionStep act, CancellationToken token) => act.RunAsync(new(id, Extended, Today, 30, "情况复杂"), head, token))))!;
        await EnterAsync(rights, id, Answered, later: 70);
        await EnterAsync(desk, id, Delivered, later: 1);
        var late = (await Assert.ThrowsAsync<RefusedException>(() => EnterAsync(desk, id, ReviewAsked, later: 1)))!;

        var ended = await office.ReadAsync(db => db.Set<Petition>().AsNoTracking().SingleAsync(petition => petition.Id == id));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((handled.NextLimit, handled.NextDueOn, extended.Code), Is.EqualTo(((LimitKind?)null, (DateOnly?)null, @class == PetitionClass.Accusation ? "matter.unknown" : "petition.extension-none"))); // the head sees no accusation
            Assert.That((ended.Status, ended.NextDueOn, await StepOfAsync(id), late.Code), Is.EqualTo((PetitionStatus.Settled, (DateOnly?)null, "-", "petition.not-now")));
            Assert.That(await office.ReadAsync(db => db.Set<Matter>().Where(matter => matter.Id == id).Select(matter => matter.ClosedOn).SingleAsync()), Is.EqualTo(Today.AddDays(-1)));
        }
    }

    [Test]
    public async Task A_petition_that_is_taken_back_ends_its_workflow()
    {
        var id = await RegisterAsync();
        await EnterAsync(rights, id, Arrived, later: 0);

        await EnterAsync(desk, id, Withdrawn, later: 0);

        var instance = await office.ReadAsync(db => db.Set<InstanceRow>().SingleAsync(row => db.Set<Petition>().Any(petition => petition.Id == id && petition.InstanceId == row.Id)));
        Assert.That((await StatusAsync(id), instance.Status, instance.SubStatus), Is.EqualTo((PetitionStatus.Withdrawn, InstanceStatus.Finished, InstanceSubStatus.Cancelled)));
    }

    [Test]
    public async Task An_urgent_matter_is_told_upward_in_the_same_commit_and_an_accusation_to_nobody_whom_it_names()
    {
        var accused = await office.HireAsync("urgent-accused", Role.RightsOfficer, UnitLevel.District, "370402");
        var matter = await RegisterAsync(new MatterCommand(MatterKind.Counselling, "other", "有人在桥上") { IsUrgent = true });
        var note = await RegisterAsync(new MatterCommand(MatterKind.OpinionNote, "other", "听到的议论") { IsUrgent = true });
        var accusation = await RegisterAsync(new MatterCommand(MatterKind.Petition, "conduct", "反映某人") { Class = PetitionClass.Accusation, Accused = ["urgent-accused"], IsUrgent = true });

        var (of, about, restricted) = (await ToldAsync(matter), await ToldAsync(accusation), await ToldAsync(note));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(of.Keys, Is.SupersetOf(new[] { rights.Account!.Value, head.Account!.Value, accused.Account!.Value }));
            Assert.That(of.Values.Select(told => told.In("zh-CN").Title), Is.All.StartsWith("紧急事项 XF370402"));
            Assert.That(about.Keys, Does.Contain(rights.Account!.Value).And.Not.Contain(accused.Account!.Value).And.Not.Contain(head.Account!.Value));
            Assert.That(about.Values.Select(told => told.Texts), Is.All.Not.Contain("反映某人"));
            Assert.That(restricted.Keys, Does.Contain(rights.Account!.Value).And.Not.Contain(head.Account!.Value), "an opinion note is the section's and its writer's");
        }
    }

    private async Task<Dictionary<AccountId, Notification>> ToldAsync(MatterId id) =>
        (await office.ReadAsync(db => db.Set<Notification>().Where(told => told.Occasion == "petition.urgent" && told.Texts.Contains(id.ToString())).ToListAsync())).ToDictionary(told => told.Account!.Value);

    private Task<MatterId> RegisterAsync() => RegisterAsync(new MatterCommand(MatterKind.Petition, "pension", "要求落实待遇") { Class = PetitionClass.Claim, Branch = ClaimBranch.PetitionHandling });

    private async Task<MatterId> RegisterAsync(MatterCommand matter) =>
        (await office.DoAsync((RegisterVisit act, CancellationToken token) => act.RunAsync(new(MatterChannel.Visit, Today) { Name = $"信访人{++petitioners}", Matters = [matter] }, desk, token))).Single().Id;

    private async Task EnterAsync(Actor actor, MatterId id, PetitionEventKind kind, int later, string words = "见附件")
    {
        office.Clock.MoveTo(office.Clock.GetUtcNow().AddDays(later));
        await office.DoAsync((RecordPetitionStep act, CancellationToken token) => act.RunAsync(new(id, kind, Today, 0, words), actor, token));
    }

    private Task<PetitionStatus> StatusAsync(MatterId id) => office.ReadAsync(db => db.Set<Petition>().Where(petition => petition.Id == id).Select(petition => petition.Status).SingleAsync());

    /// <summary>What the step at which the workflow stands is called in Chinese.</summary>
    private async Task<string> StepOfAsync(MatterId id)
    {
        var petition = await office.ReadAsync(db => db.Set<Petition>().AsNoTracking().SingleAsync(one => one.Id == id));
        var place = await office.DoAsync((PetitionChecks act, CancellationToken token) => act.PlaceAsync(petition, token));
        return place.Step?.Split(" / ")[0] ?? "-";
    }

    /// <summary>An administrator changes the shipped workflow and publishes it.</summary>
    private async Task PublishAsync(Action<JsonObject> change)
    {
        var json = JsonNode.Parse((await office.DoAsync((DefinitionReading act, CancellationToken token) => act.ExportAsync(Actor.System, PetitionRuns.DefinitionId, version: 1, token))).ToJson())!;
        change(json["root"]!.AsObject());
        await office.DoAsync((SaveDefinition act, CancellationToken token) => act.RunAsync(Actor.System, new(json.ToJsonString()), token));
        await office.DoAsync((PublishDefinition act, CancellationToken token) => act.RunAsync(Actor.System, PetitionRuns.DefinitionId, null, token));
    }

    private static void Add(JsonObject flow, string id, string type, string title) => flow["activities"]!.AsArray().Add(new JsonObject
    {
        ["id"] = id,
        ["name"] = id,
        ["type"] = type,
        ["version"] = 1,
        ["metadata"] = new JsonObject { ["displayText"] = title },
        ["role"] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = "UnitHead" } },
    });

    private static JsonNode Link(JsonObject flow, string from, string port) =>
        flow["connections"]!.AsArray().Single(link => (string?)link!["source"]!["activity"] == from && (string?)link["source"]!["port"] == port)!;

    private static JsonObject Drawn(string from, string port, string to) =>
        new() { ["source"] = new JsonObject { ["activity"] = from, ["port"] = port }, ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" } };
}
