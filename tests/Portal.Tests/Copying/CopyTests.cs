using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Copying;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Intervening;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Copying;

/// <summary>抄送: colleagues know of a case, and who sent it sees who has read it.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class CopyTests(Provider provider)
{
    private Office office = null!;
    private CaseId id;

    [SetUp]
    public async Task Open()
    {
        office = await Office.OpenAsync(provider);
        id = (await office.SubmitCompleteAsync()).Id;
    }

    [TearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task Whoever_has_a_task_sends_the_case_to_staff_above_it_who_are_told_and_whose_first_look_is_kept()
    {
        var decider = await IdAsync("decider1");
        await CopyAsync("station1", "请知悉", decider);

        var copy = await CopyOfAsync(decider);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((copy.Step, copy.Note, copy.ReadAt), Is.EqualTo(("Completeness", "请知悉", (DateTimeOffset?)null)));
            Assert.That(copy.ById, Is.EqualTo(await IdAsync("station1")));
            Assert.That(await office.ReadAsync(db => db.Set<Notification>().CountAsync(message => message.Account == decider && message.Occasion == "copy.received")), Is.EqualTo(1));
            Assert.That(await office.AuditAsync(id), Does.Contain("case.copied"));
        }

        await ReadAsync(decider);
        var first = (await CopyOfAsync(decider)).ReadAt;
        office.Clock.Advance(TimeSpan.FromHours(1));
        await ReadAsync(decider);
        Assert.That((await CopyOfAsync(decider)).ReadAt, Is.Not.Null.And.EqualTo(first), "the first look counts");
    }

    [Test]
    public async Task A_case_is_sent_to_a_person_once_and_only_by_those_who_have_a_task_and_only_to_staff_of_its_area()
    {
        var decider = await IdAsync("decider1");
        await CopyAsync("station1", null, decider);

        await office.RefusesAsync("copy.already", () => CopyAsync("station1", null, decider), "to");
        await office.RefusesAsync("copy.nobody", () => CopyAsync("station1", null), "to");
        await office.RefusesAsync("copy.not-yours", async () => await CopyAsync("decider1", null, await IdAsync("station1")));
        await office.RefusesAsync("copy.not-staff-here", async () => await CopyAsync("station1", null, await IdAsync("applicant1")), "to");
        await office.RefusesAsync("copy.not-staff-here", async () => await CopyAsync("station1", null, await IdAsync("station1")), "to");
        var elsewhere = await office.HireAsync("elsewhere", Role.DistrictReviewer, UnitLevel.District, "370403");
        await office.RefusesAsync("copy.not-staff-here", () => CopyAsync("station1", null, elsewhere.Account!.Value), "to");
    }

    [Test]
    public async Task Of_two_who_send_it_to_the_same_person_at_once_one_is_told_that_they_have_it()
    {
        var (decider, actor) = (await IdAsync("decider1"), await office.AsAsync("station1"));
        Task<int> Once() => office.DoAsync((CopyCase act, CancellationToken token) => act.CopyAsync(id, [decider], null, actor, token));

        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                await Once();
                return "sent";
            }
            catch (RefusedException refused)
            {
                return refused.Code;
            }
        }));

        Assert.That(all.Order(), Is.EqualTo(new[] { "copy.already", "copy.already", "copy.already", "sent" }));
        Assert.That(await office.ReadAsync(db => db.Set<CaseCopy>().CountAsync(copy => copy.CaseId == id)), Is.EqualTo(1));
    }

    [Test]
    public async Task The_workflow_sends_it_too_and_goes_on_without_waiting()
    {
        var flow = JsonNode.Parse(Flows.Hardship().Files["workflow.json"])!;
        var (steps, links) = (flow["root"]!["activities"]!.AsArray(), flow["root"]!["connections"]!.AsArray());
        steps.Add(JsonNode.Parse("""
            { "id": "tellCity", "name": "TellCity", "type": "Aid.Copy", "version": 1,
              "role": { "typeName": "String", "expression": { "type": "Literal", "value": "CityChecker" } }, "level": { "typeName": "String", "expression": { "type": "Literal", "value": "City" } } }
            """));
        links.Single(link => (string?)link!["source"]!["activity"] == "start")!["target"]!["activity"] = "tellCity";
        links.Add(JsonNode.Parse("""{ "source": { "activity": "tellCity", "port": "Done" }, "target": { "activity": "completeness", "port": "In" } }"""));
        await office.PublishAsync(("workflow.json", flow.ToJsonString()));

        var other = (await office.SubmitCompleteAsync()).Id;

        var city = await office.ReadAsync(db => db.Set<RoleAssignment>().Where(held => held.Role == Role.CityChecker).Select(held => held.AccountId).ToListAsync());
        var sent = await office.ReadAsync(db => db.Set<CaseCopy>().AsNoTracking().Where(copy => copy.CaseId == other).ToListAsync());
        Assert.That(sent.Select(copy => (copy.AccountId, copy.ById, copy.Step)), Is.EquivalentTo(city.Select(account => (account, (AccountId?)null, "TellCity"))));
        Assert.That((await office.TasksAsync(other)).Single().Step, Is.EqualTo("Completeness"));
    }

    private Task<int> CopyAsync(string by, string? note, params AccountId[] to) => office.AsAsync(by, (CopyCase act, Actor actor, CancellationToken token) => act.CopyAsync(id, to, note, actor, token));

    private Task<bool> ReadAsync(AccountId who) => office.DoAsync((ReadCopy act, CancellationToken _) =>
    {
        act.Read(id, who);
        return Task.FromResult(true);
    });

    private async Task<AccountId> IdAsync(string userName) => (await office.AsAsync(userName)).Account!.Value;

    private Task<CaseCopy> CopyOfAsync(AccountId who) => office.ReadAsync(db => db.Set<CaseCopy>().AsNoTracking().SingleAsync(copy => copy.CaseId == id && copy.AccountId == who));
}
