using System.Net;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Tests.Commands;
using AidWorkflow.Portal.Tests.Handling;
using Microsoft.EntityFrameworkCore;
using static AidWorkflow.Portal.Tests.Intervening.Flows;

namespace AidWorkflow.Portal.Tests.Intervening;

/// <summary>What an administrator sees of running workflows, and does to them by hand.</summary>
[TestFixture]
internal sealed class InstancePageTests
{
    private Hall hall = null!;

    [OneTimeSetUp]
    public async Task OpenAsync() => hall = await Hall.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [Test]
    public async Task The_list_leads_to_an_instance_with_its_place_its_history_and_its_case()
    {
        var opened = await hall.Office.SubmitCompleteAsync();
        var instance = await hall.Office.ReadAsync(db => db.Set<CaseRun>().Where(run => run.CaseId == opened.Id).Select(run => run.Id).SingleAsync());
        var (admin, clerk) = (await hall.SignInAsync("admin1"), await hall.SignInAsync("station1"));

        var (_, list) = await admin.GetAsync("/admin/instances?state=Suspended");
        var (_, held) = await admin.GetAsync("/admin/instances?state=OnHold");
        var (_, page) = await admin.GetAsync($"/admin/instances/{instance}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(list, Does.Contain($"/admin/instances/{instance}").And.Contain(opened.ReceiptNumber!).And.Contain("受理审查"));
            Assert.That(held, Does.Not.Contain(opened.ReceiptNumber!));
            Assert.That(page, Does.Contain($"/cases/{opened.Id}").And.Contain("<svg").And.Contain("流程启动").And.Contain("挂起").And.Not.Contain("取消流程"));
            Assert.That((await clerk.GetAsync("/admin/instances")).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await admin.GetAsync($"/admin/instances/{Guid.Empty}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(await hall.Office.ReadAsync(db => db.Set<AuditEntry>().AnyAsync(entry => entry.Subject == $"case:{opened.Id}" && entry.Facts.Contains($"instance {instance}"))), Is.True, "the look is on record");
        }
    }

    [Test]
    public async Task Instances_are_searched_by_definition_and_correlation()
    {
        await hall.Office.PublishAsync(("sought.json", Flow("sought", Listening("hear"))), ("other.json", Flow("other", Listening("hear"))));
        var (sought, other) = (await hall.Office.StartAsync("sought"), await hall.Office.StartAsync("other"));
        var admin = await hall.SignInAsync("admin1", "en");

        var (_, found) = await admin.GetAsync("/admin/instances?definition=sought&correlation=");
        var (_, none) = await admin.GetAsync("/admin/instances?definition=sought&correlation=nobody");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(found, Does.Contain($"/admin/instances/{sought}").And.Not.Contain($"/admin/instances/{other}").And.Contain("value=\"sought\"").And.Contain("instances/several"));
            Assert.That(none, Does.Not.Contain($"/admin/instances/{sought}").And.Contain("value=\"nobody\""));
        }
    }

    [Test]
    public async Task The_id_of_a_task_for_the_outside_is_where_the_instance_is_shown()
    {
        await hall.Office.PublishAsync(("asks.json", Flow("asks", """{ "id": "t", "name": "Weigh it", "type": "Elsa.RunTask", "version": 1, "taskName": { "typeName": "String", "expression": { "type": "Literal", "value": "weigh" } } }""")));
        var id = await hall.Office.StartAsync("asks");
        var task = await hall.Office.ReadAsync(db => db.Set<BookmarkRow>().Where(row => row.InstanceId == id).Select(row => row.Id).SingleAsync());

        var (_, page) = await (await hall.SignInAsync("admin1", "en")).GetAsync($"/admin/instances/{id}");
        var shown = await CommandRun.RunAsync(["instance", "show", $"{id}", "--language", "en", "--database", hall.Office.Settings.Database.File]);

        Assert.That(page, Does.Contain($"task <span class=\"num\">{task}</span>").And.Contain("Weigh it <span class=\"quiet\">t · Elsa.RunTask"));
        Assert.That(shown.Output, Does.Contain($"Weigh it (t)  Elsa.RunTask  weigh  task {task}").And.Contain($"waits · weigh {task}"));
    }

    [Test]
    public async Task A_large_value_is_shown_as_far_as_a_page_bears_and_a_failure_leads_to_its_instance()
    {
        await hall.Office.PublishAsync(("large.json", Flow("large", """
            { "id": "s", "name": "s", "type": "Elsa.Sequence", "version": 1, "activities": [
              { "id": "x", "type": "Elsa.SetVariable", "version": 1, "variable": { "id": "v-r", "name": "r" }, "value": { "typeName": "Object", "expression": { "type": "JavaScript", "value": "'x'.repeat(50000)" } } },
              { "id": "f", "name": "f", "type": "Elsa.Fault", "version": 1 } ] }
            """)));
        var id = await hall.Office.StartAsync("large");
        var admin = await hall.SignInAsync("admin1", "en");

        var (_, page) = await admin.GetAsync($"/admin/instances/{id}");
        var (_, stuck) = await admin.GetAsync("/admin");
        string[] show = ["instance", "show", $"{id}", "--language", "zh-CN", "--database", hall.Office.Settings.Database.File];
        var (cut, full) = (await CommandRun.RunAsync(show), await CommandRun.RunAsync([.. show, "--full"]));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Contain("(50,002)").And.Not.Contain(new string('x', 2_001)).And.Not.Contain("openSettle"));
            Assert.That(stuck, Does.Contain($"/admin/instances/{id}").And.Contain("large"));
            Assert.That(cut.Output, Does.Contain("(50,002)").And.Not.Contain(new string('x', 201)).And.Contain("f  待处理"));
            Assert.That(full.Output, Does.Contain(new string('x', 50_000)));
        }
    }

    [Test]
    public async Task It_is_put_on_hold_and_activated_with_a_reason_and_a_refusal_keeps_what_was_written()
    {
        await hall.Office.PublishAsync(("listens.json", Flow("listens", Listening("hear"))));
        var id = await hall.Office.StartAsync("listens");
        var (admin, page) = (await hall.SignInAsync("admin1", "en"), $"/admin/instances/{id}");

        var reasonless = await admin.PostAsync(page, $"{page}/suspend", ("reason", " "));
        var held = await admin.PostAsync(page, $"{page}/suspend", ("reason", "the bell is being mended"));
        var again = await admin.PostAsync(page, $"{page}/suspend", ("reason", "twice"));
        var (_, shown) = await admin.GetAsync($"{page}?done=suspend");
        var activated = await admin.PostAsync(page, $"{page}/activate", ("reason", "mended"));
        var noJson = await admin.PostAsync(page, $"{page}/variable", ("name", "r"), ("value", "done"), ("variableReason", "by hand"));
        var set = await admin.PostAsync(page, $"{page}/variable", ("name", "r"), ("value", "\"done\""), ("variableReason", "by hand"));
        var cancelled = await admin.PostAsync(page, $"{page}/cancel", ("reason", "no longer needed"));
        var (_, over) = await admin.GetAsync(page);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(reasonless.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(reasonless.Text, Does.Contain("href=\"#f-reason\""));
            Assert.That(held.Text, Is.EqualTo($"{page}?done=suspend"));
            Assert.That(again.Text, Does.Contain("twice").And.Contain("is on hold. Please activate"));
            Assert.That(shown, Does.Contain("It is on hold.").And.Contain("the bell is being mended").And.Contain(">Activate<"));
            Assert.That((activated.Text, set.Text, cancelled.Text), Is.EqualTo(($"{page}?done=activate", $"{page}?done=variable", $"{page}?done=cancel")));
            Assert.That(noJson.Text, Does.Contain("The new value is not JSON").And.Contain("by hand"));
            Assert.That(over, Does.Contain("r = \"done\"").And.Not.Contain("Put on hold<"));
        }
    }

    [Test]
    public async Task A_dry_run_says_what_a_move_would_do_and_the_move_can_be_taken_back()
    {
        await hall.Office.PublishAsync(("rings.json", Flow("rings", Listening("hear"))));
        var id = await hall.Office.StartAsync("rings");
        await hall.Office.PublishAsync(("rings.json", Flow("rings", Listening("ear"))));
        var (admin, page) = (await hall.SignInAsync("admin1", "en"), $"/admin/instances/{id}");
        var number = await hall.Office.ReadAsync(db => db.Set<Cases.Services.ServiceVersion>().Where(version => version.ServiceId == "hardship-aid").MaxAsync(version => version.Number));
        (string, string) to = ("to", $"{number}");

        var nowhere = await admin.PostAsync(page, $"{page}/check", to, ("mapping", ""));
        var dry = await admin.PostAsync(page, $"{page}/check", to, ("mapping", "hear=ear"));
        var wrong = await admin.PostAsync(page, $"{page}/check", to, ("mapping", "hear to ear"));
        var before = await hall.Office.ReadAsync(db => db.Set<InstanceRow>().AsNoTracking().SingleAsync(row => row.Id == id));
        var moved = await admin.PostAsync(page, $"{page}/migrate", to, ("mapping", "hear=ear"), ("moveReason", "renamed"));
        var (_, after) = await admin.GetAsync(page);
        var undone = await admin.PostAsync(page, $"{page}/undo", ("reason", "not yet"));
        var now = await hall.Office.ReadAsync(db => db.Set<InstanceRow>().AsNoTracking().SingleAsync(row => row.Id == id));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(nowhere.Text, Does.Contain("it cannot be moved").And.Contain("hear=NEW"));
            Assert.That(dry.Text, Does.Contain("it can be moved").And.Contain("hear (hear) → ear (ear)"));
            Assert.That(wrong.Text, Does.Contain("is no mapping"));
            Assert.That(moved.Text, Is.EqualTo($"{page}?done=migrate"));
            Assert.That(after, Does.Contain("Take the move back").And.Contain("renamed"));
            Assert.That(undone.Text, Is.EqualTo($"{page}?done=undo"));
            Assert.That((now.DefinitionVersionId, now.State, before.Revision), Is.EqualTo((before.DefinitionVersionId, before.State, 1L)));
        }
    }
}
