using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class BadInputTests(Provider provider)
{
    private Office office = null!;

    [OneTimeSetUp]
    public async Task Open() => office = await Office.OpenAsync(provider);

    [OneTimeTearDown]
    public async Task Close() => await office.DisposeAsync();

    [TestCase("citizenId", "370402196508010012")]
    [TestCase("citizenId", "370402203008010010")]
    [TestCase("householdSize", -1)]
    [TestCase("householdSize", "three")]
    [TestCase("requestedAmount", "-5.00")]
    [TestCase("requestedAmount", "lots")]
    [TestCase("requestedAmount", "99999.00")]
    [TestCase("situation", "rich")]
    [TestCase("nonsense", "x")]
    [TestCase("promise", false)]
    public async Task A_form_with_a_fault_names_the_field_and_opens_nothing(string field, object value)
    {
        var answers = office.Answers();
        answers[field] = JsonValue.Create(value);
        var before = await CountAsync();

        var refused = (await Assert.ThrowsAsync<MalformedFormException>(() => office.SubmitAsync(answers)))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Faults.Select(fault => fault.Field), Does.Contain(field));
            Assert.That(refused.Faults.Select(fault => fault.Say("zh-CN")), Has.All.Match(@"\p{IsCJKUnifiedIdeographs}"));
            Assert.That(await CountAsync(), Is.EqualTo(before));
        }
    }

    [Test]
    public async Task A_service_that_does_not_exist_is_refused() => await RefusedAsync("service.unknown", () => office.SubmitAsync(office.Answers(), "no-such-service-at-all"));

    [Test]
    public async Task A_paper_that_the_service_does_not_ask_for_is_refused() => await RefusedAsync("document.unknown", () => office.SubmitAsync(office.Answers(), "hardship-aid", "catPhotos"));

    [TestCase(new byte[] { 0x4D, 0x5A, 0x90 }, "document.type")]
    [TestCase(new byte[0], "document.empty")]
    public async Task A_file_of_a_forbidden_type_is_refused(byte[] content, string code) =>
        await RefusedAsync(code, () => office.DoAsync((UploadDocument act, CancellationToken _) => Task.FromResult(act.Upload("virus.pdf", content, Actor.System))));

    [Test]
    public async Task A_file_above_ten_megabytes_is_refused() => await RefusedAsync("document.too-large", () =>
        office.DoAsync((UploadDocument act, CancellationToken _) => Task.FromResult(act.Upload("big.pdf", new byte[UploadDocument.MostBytes + 1], Actor.System))));

    [Test]
    public async Task A_task_of_another_unit_cannot_be_decided()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = (await office.TasksAsync(opened.Id)).Single();

        await RefusedAsync("task.not-yours", () => office.DecideAsync("station-370403-001", new(task.Id, Verdict.Complete) { IdentityProved = true }));
        await RefusedAsync("task.not-yours", () => office.DecideAsync("station-370402-002", new(task.Id, Verdict.Complete) { IdentityProved = true }));
        await RefusedAsync("task.not-yours", () => office.DecideAsync("decider1", new(task.Id, Verdict.Complete) { IdentityProved = true }));
    }

    [Test]
    public async Task Papers_that_are_missing_keep_a_case_from_being_accepted()
    {
        var opened = await office.SubmitAsync(office.Answers(), "hardship-aid", "identityCard");
        var task = (await office.TasksAsync(opened.Id)).Single();

        await RefusedAsync("completeness.still-missing", () => office.DecideAsync("station1", new(task.Id, Verdict.Complete) { IdentityProved = true }));
        await RefusedAsync("completeness.not-eligible", () => office.DecideAsync("station1", new(task.Id, Verdict.Complete)));
        await RefusedAsync("completeness.nothing-listed", () => office.DecideAsync("station1", new(task.Id, Verdict.Incomplete)));
    }

    [Test]
    public async Task Of_ten_clerks_at_once_one_decides_and_the_others_are_told_who_and_when()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = (await office.TasksAsync(opened.Id)).Single();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            try
            {
                await office.DecideAsync("station1", new(task.Id, Verdict.Complete) { IdentityProved = true });
                return "decided";
            }
            catch (RefusedException refused)
            {
                return $"{refused.Code} {refused.Values.GetValueOrDefault("name")}";
            }
        }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcomes.Where(outcome => outcome == "decided"), Has.Exactly(1).Items);
            Assert.That(outcomes.Where(outcome => outcome != "decided"), Has.All.StartsWith("task.already-decided 东湖街道服务站"));
            Assert.That(await office.ReadAsync(db => db.Set<Decision>().CountAsync(decision => decision.TaskId == task.Id)), Is.EqualTo(1));
            Assert.That(await office.TasksAsync(opened.Id), Has.Exactly(1).Items.And.All.Property("Step").EqualTo("VillageOpinion"));
        }
    }

    [Test]
    public async Task The_same_submit_twice_opens_one_case()
    {
        var answers = office.Answers();

        var first = await office.SubmitAsync(answers);
        var second = await office.SubmitAsync((JsonObject)answers.DeepClone());

        Assert.That(second.Id, Is.EqualTo(first.Id));
    }

    private async Task RefusedAsync(string code, Func<Task> act)
    {
        var before = await CountAsync();
        var refused = (await Assert.ThrowsAsync<RefusedException>(() => act()))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Code, Is.EqualTo(code));
            Assert.That(Texts.Has(code, "zh-CN") && Texts.Has(code, "en"), Is.True);
            Assert.That(await CountAsync(), Is.EqualTo(before));
        }
    }

    /// <summary>Cases, decisions and instances' revisions: nothing of a refused act stays.</summary>
    private Task<(int, int, long)> CountAsync() => office.ReadAsync(async db =>
        (await db.Set<AidCase>().CountAsync(), await db.Set<Decision>().CountAsync(), await db.Set<InstanceRow>().SumAsync(row => row.Revision)));
}
