using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Approving;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Services;
using AidWorkflow.Cases.StandingIn;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Portal.Tests.Api;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Designing;

/// <summary>Publishing takes two administrators: who proposes, who may approve, and what makes a proposal void. Each test has a service or definition of its own.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class FourEyesTests(Provider provider)
{
    private const string Definitions = "/elsa/api/workflow-definitions";

    private Office office = null!;
    private Website site = null!;
    private Actor writer = null!;
    private Actor other = null!;
    private Actor third = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider, with: services => services.AddSingleton(new PublishingHouse(FourEyes: true)));
        site = await Website.OpenAsync(office, settings => settings with { Publishing = new() { FourEyes = true } });
        writer = await office.AsAsync("admin1");
        other = await office.HireAsync("admin2", Role.Administrator, UnitLevel.City, "370400");
        third = await office.HireAsync("admin3", Role.Administrator, UnitLevel.City, "370400");
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [Test]
    public async Task What_one_wrote_and_proposed_another_publishes_and_the_history_names_both()
    {
        const string Subject = "service:serious-illness-relief";
        var draft = await DescribeAsync("serious-illness-relief", "written", writer);
        var alone = await CodeAsync((PublishServiceDraft act, CancellationToken token) => act.RunAsync(writer, "serious-illness-relief", new("alone"), token));
        await ProposeAsync(Subject, "两人复核", writer);
        var twice = await CodeAsync((ProposePublishing act, CancellationToken token) => act.RunAsync(other, Subject, new("again"), token));
        var own = await ApproveCodeAsync(Subject, draft.Stamp, writer);
        var unseen = await ApproveCodeAsync(Subject, "sha256:another", other);

        await office.DoAsync((DecideProposal act, CancellationToken token) => act.ApproveAsync(other, Subject, draft.Stamp, "核对无误", token));
        var version = await office.ReadAsync(db => db.Set<ServiceVersion>().SingleAsync(one => one.ServiceId == "serious-illness-relief" && one.State == ServiceState.Published));
        var kept = (await office.DoAsync((Proposals act, CancellationToken token) => act.OfAsync(writer, Subject, token))).Past.Single();
        var told = await office.ReadAsync(db => db.Set<Notification>().Where(one => one.Occasion.StartsWith("publishing.")).ToListAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That((alone, twice, own, unseen), Is.EqualTo(("publishing.four-eyes", "publishing.proposed-already", "publishing.own", "publishing.changed-since")));
            Assert.That((version.ContentHash, version.PublishedBy, version.Reason), Is.EqualTo((draft.Stamp, writer.Name, "两人复核")));
            Assert.That((kept.State, kept.ProposedBy, kept.DecidedBy, kept.Remark, kept.Number), Is.EqualTo((ProposalState.Approved, writer.Name, other.Name, "核对无误", version.Number)));
            Assert.That(await ActsAsync(Subject), Is.SupersetOf(new[] { ("publishing.proposed", writer.Name), ("service.published", other.Name), ("publishing.approved", other.Name) }));
            Assert.That(told.Where(one => one.Role == "administrator").Select(one => one.In("en").Body), Has.Some.Contains("两人复核"));
            Assert.That(told.Where(one => one.Account == writer.Account).Select(one => one.In("en").Title), Has.Some.Contains("approved and published"));
        }
    }

    [Test]
    public async Task Nobody_approves_what_they_wrote_a_part_of_whoever_proposed_it_and_wrote_last()
    {
        const string Subject = "service:sudden-accident-relief";
        await DescribeAsync("sudden-accident-relief", "by the first", writer);
        await office.DoAsync((DiscardServiceDraft act, CancellationToken token) => act.RunAsync(other, "sudden-accident-relief", null, token));
        var given = await office.ReadAsync(db => db.Set<OverwrittenDraft>().Where(one => one.Subject == Subject).OrderByDescending(one => one.OverwrittenAt).Select(one => one.Id).FirstAsync());
        await office.DoAsync((RestoreDraft act, CancellationToken token) => act.RunAsync(other, given, token));
        var draft = await DescribeAsync("sudden-accident-relief", "by the second", other);
        await ProposeAsync(Subject, "proposed by another still", third);

        var codes = new[] { await ApproveCodeAsync(Subject, draft.Stamp, writer), await ApproveCodeAsync(Subject, draft.Stamp, other), await ApproveCodeAsync(Subject, draft.Stamp, third), await ApproveCodeAsync(Subject, draft.Stamp, Actor.System) };
        var taken = await CodeAsync((DecideProposal act, CancellationToken token) => act.WithdrawAsync(other, Subject, token));
        var fourth = await office.HireAsync("admin4", Role.Administrator, UnitLevel.City, "370400");
        var district = await office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.DivisionCode == "370402" && unit.Level == UnitLevel.District).Select(unit => unit.Id).SingleAsync());
        foreach (var reviewer in new[] { other, fourth })
            await office.DoAsync((AssignRole act, CancellationToken token) => act.RunAsync(reviewer.Account!.Value, Role.DistrictReviewer, district, LocalDay.Today(office.Clock), null, Actor.System, token));
        await DeputyAsync(other, fourth);
        var deputy = await ApproveCodeAsync(Subject, draft.Stamp, fourth);
        await office.DoAsync((DecideProposal act, CancellationToken token) => act.WithdrawAsync(third, Subject, token));

        Assert.That(codes, Is.EqualTo(new[] { "publishing.own", "publishing.own", "publishing.own", "publishing.no-account" }), "what was given up and brought back is still its writer's");
        Assert.That((taken, deputy, await ApproveCodeAsync(Subject, draft.Stamp, fourth)), Is.EqualTo(("publishing.not-own", "publishing.deputy", "publishing.no-proposal")));
    }

    [Test]
    public async Task A_change_after_the_proposal_makes_it_void_and_a_refusal_keeps_the_draft_with_its_reason()
    {
        const string Subject = "service:hardship-aid";
        var first = await DescribeAsync("hardship-aid", "one", writer);
        await ProposeAsync(Subject, "first", writer);
        var second = await DescribeAsync("hardship-aid", "two", writer);
        var stale = await ApproveCodeAsync(Subject, first.Stamp, other);
        await ProposeAsync(Subject, "second", writer);
        var unreasoned = await CodeAsync((DecideProposal act, CancellationToken token) => act.RefuseAsync(other, Subject, " ", token));
        await office.DoAsync((DecideProposal act, CancellationToken token) => act.RefuseAsync(other, Subject, "时限太短", token));
        var past = (await office.DoAsync((Proposals act, CancellationToken token) => act.OfAsync(writer, Subject, token))).Past;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((stale, unreasoned), Is.EqualTo(("publishing.no-proposal", "publishing.remark-missing")));
            Assert.That(past.Select(one => (one.Reason, one.State, one.Remark)), Is.EquivalentTo(new[] { ("first", ProposalState.Void, null), ("second", ProposalState.Refused, (string?)"时限太短") }));
            Assert.That((await ReadAsync("hardship-aid")).Stamp, Is.EqualTo(second.Stamp));
            Assert.That(await office.ReadAsync(db => db.Set<ServiceVersion>().CountAsync(one => one.ServiceId == "hardship-aid" && one.Reason != null)), Is.Zero);
        }

        await office.DoAsync((DiscardServiceDraft act, CancellationToken token) => act.RunAsync(writer, "hardship-aid", null, token));
    }

    [Test]
    public async Task Elsas_calls_the_folder_and_an_import_publish_nothing_alone_and_the_way_through_the_calls_is_the_same()
    {
        using var first = await site.CallerAsync(office, "admin1");
        using var second = await site.CallerAsync(office, "admin2");
        var flow = JsonNode.Parse("""{ "definitionId": "two-letters", "name": "Letter", "root": { "id": "f", "type": "Elsa.Flowchart", "version": 1, "activities": [ { "id": "say", "type": "Elsa.WriteLine", "version": 1, "text": { "typeName": "String", "expression": { "type": "Literal", "value": "x" } } } ], "connections": [] } }""")!;
        var saved = (await first.PostAsync(Definitions, new { model = flow, publish = false })).Ok()["workflowDefinition"]!;
        var alone = await first.PostAsync($"{Definitions}/two-letters/publish");
        var imported = await office.DoAsync((ImportDefinitions act, CancellationToken token) => act.RunAsync(writer, [new("again", flow.ToJsonString())], Publishing.Newest, token));

        (await first.PostAsync($"{Definitions}/two-letters/proposal", new { reason = "new letter" })).Ok();
        var waiting = (await second.GetAsync($"{Definitions}/two-letters/proposal")).Ok();
        var own = await first.PostAsync($"{Definitions}/two-letters/proposal/approve", new { stamp = (string)waiting["open"]!["stamp"]! });
        (await second.PostAsync($"{Definitions}/two-letters/proposal/approve", new { stamp = (string)waiting["open"]!["stamp"]! })).Ok();
        var published = (await first.GetAsync($"{Definitions}/by-definition-id/two-letters?versionOptions=Published")).Ok();

        var stored = await office.ReadAsync(db => db.Set<ServiceVersion>().FirstAsync(one => one.ServiceId == "hardship-aid"));
        var files = EditedService.Of(stored).Files.ToDictionary(file => file.Key, file => file.Value);
        var changed = JsonNode.Parse(files["workflow.json"])!;
        changed["description"] = "from the folder";
        files["workflow.json"] = changed.ToJsonString();
        var seeded = (await office.DoAsync(async (SeedServices act, CancellationToken token) => (IReadOnlyList<SeedResult>)await act.RunAsync([ServicePackage.Parse("hardship-aid", files)], token))).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((bool)saved["isPublished"]!, Is.False);
            Assert.That((alone.Code, (int)alone.Status, own.Code), Is.EqualTo(("publishing.four-eyes", 409, "publishing.own")));
            Assert.That(imported.Single().Published, Is.False);
            Assert.That(((bool)waiting["isRequired"]!, (string?)waiting["obstacle"]?["code"], (string)waiting["open"]!["reason"]!), Is.EqualTo((true, (string?)null, "new letter")));
            Assert.That((bool)published["isPublished"]!, Is.True);
            Assert.That(seeded.Outcome, Is.EqualTo(Seeded.Drafted));
        }
    }

    [Test]
    public async Task A_history_is_taken_in_only_where_none_of_it_would_stand_here_as_published()
    {
        WorkflowDefinition Version(int number) => WorkflowDefinition.Parse($$"""
            { "definitionId": "three-letters", "id": "three-letters-v{{number}}", "version": {{number}}, "name": "Letter {{number}}", "root": { "id": "say", "type": "Elsa.WriteLine", "version": 1, "text": { "typeName": "String", "expression": { "type": "Literal", "value": "x" } } } }
            """);
        Task<ImmutableArray<KeptVersion>> TakeIn(ImportHistory act, WorkflowDefinition[] versions, CancellationToken token) => act.RunAsync(writer, versions, Publishing.Newest, token);
        var whole = await CodeAsync((ImportHistory act, CancellationToken token) => TakeIn(act, [Version(1), Version(2)], token));
        var newest = await office.DoAsync((ImportHistory act, CancellationToken token) => TakeIn(act, [Version(2)], token));
        var before = await CodeAsync((ImportHistory act, CancellationToken token) => TakeIn(act, [Version(1), Version(2)], token));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((whole, before), Is.EqualTo(("publishing.history", "publishing.history")));
            Assert.That(newest.Select(kept => (kept.Version.Version, kept.Version.State)), Is.EqualTo(new[] { (2, DefinitionState.Draft) }));
        }
    }

    private Task<EditedService> ReadAsync(string service) => office.DoAsync((EditedServices services, CancellationToken token) => services.GetAsync(service, token));

    private async Task<EditedService> DescribeAsync(string service, string words, Actor actor)
    {
        var before = await ReadAsync(service);
        var json = JsonNode.Parse(before.Files["workflow.json"])!;
        json["description"] = words;
        return await office.DoAsync((SaveServiceDraft act, CancellationToken token) => act.RunAsync(actor, service, new(new Dictionary<string, string?> { ["workflow.json"] = json.ToJsonString() }, before.Stamp), token));
    }

    private Task<PublishProposal> ProposeAsync(string subject, string reason, Actor actor) => office.DoAsync((ProposePublishing act, CancellationToken token) => act.RunAsync(actor, subject, new(reason), token));

    private Task<string> ApproveCodeAsync(string subject, string stamp, Actor actor) => CodeAsync((DecideProposal act, CancellationToken token) => act.ApproveAsync(actor, subject, stamp, null, token));

    private async Task<string> CodeAsync<TAct, T>(Func<TAct, CancellationToken, Task<T>> act)
        where TAct : notnull => (await Assert.ThrowsAsync<RefusedException>(() => office.DoAsync(act)))!.Code;

    private Task<DeputyId> DeputyAsync(Actor principal, Actor deputy)
    {
        var today = LocalDay.Today(office.Clock);
        return office.DoAsync((NameDeputy act, CancellationToken token) => act.RunAsync(new(principal.Account!.Value, deputy.Name, today, today.AddDays(7), [], "away"), principal, token));
    }

    private async Task<List<(string Act, string Actor)>> ActsAsync(string stream) =>
        [.. (await office.ReadAsync(db => db.Set<AuditEntry>().Where(entry => entry.Stream == stream).Select(entry => new { entry.Act, entry.ActorName }).ToListAsync())).Select(entry => (entry.Act, entry.ActorName))];
}
