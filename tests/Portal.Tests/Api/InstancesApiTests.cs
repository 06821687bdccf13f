using System.Text.Json.Nodes;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Intervening;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using static AidWorkflow.Portal.Tests.Intervening.Flows;

namespace AidWorkflow.Portal.Tests.Api;

/// <summary>What an administrator does to running workflows on pages, a program does too: once for a key, and to many with a result for each.</summary>
[TestFixture]
internal sealed class InstancesApiTests
{
    private const string All = "/api/admin/instances";

    private Office office = null!;
    private Website site = null!;
    private Caller admin = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(Provider.Sqlite);
        site = await Website.OpenAsync(office);
        admin = await site.CallerAsync(office, "admin1");
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        admin.Dispose();
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [Test]
    public async Task A_value_too_large_to_hand_out_is_cut_and_said_to_be()
    {
        await office.PublishAsync(("holds.json", Flow("holds", Listening("hear"))));
        var id = await office.StartAsync("holds");
        await admin.PostAsync($"{All}/{id}/variable", new { name = "r", value = new string('x', 15_000), reason = "by hand" });
        var whole = (await admin.GetAsync($"{All}/{id}")).Ok();
        await admin.PostAsync($"{All}/{id}/variable", new { name = "r", value = new string('x', 50_000), reason = "by hand" });
        var cut = (await admin.GetAsync($"{All}/{id}")).Ok();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(((bool)whole["isCut"]!, ((string)whole["variables"]!["r"]!).Length), Is.EqualTo((false, 15_000)));
            Assert.That((bool)cut["isCut"]!, Is.True);
            Assert.That((string)cut["variables"]!["r"]!, Does.EndWith("x… (50,002)").And.Length.LessThan(20_100));
            Assert.That(cut["journal"]!.AsArray().Max(entry => entry!.ToJsonString().Length), Is.LessThan(80_000), "in its detail and in two languages");
        }
    }

    [Test]
    public async Task An_instance_is_listed_shown_put_on_hold_and_activated_once_for_a_key()
    {
        await office.PublishAsync(("listens.json", Flow("listens", Listening("hear"))));
        var id = await office.StartAsync("listens");

        var list = (await admin.GetAsync($"{All}?definition=listens")).Ok();
        var held = await admin.PostAsync($"{All}/{id}/suspend", new { reason = "mending" }, "hold-1");
        var again = await admin.PostAsync($"{All}/{id}/suspend", new { reason = "mending" }, "hold-1");
        var other = await admin.PostAsync($"{All}/{id}/suspend", new { reason = "mending" }, "hold-2");
        var onHold = (await admin.GetAsync($"{All}?subStatus=OnHold")).Ok();
        var shown = (await admin.GetAsync($"{All}/{id}")).Ok();
        var activated = (await admin.PostAsync($"{All}/{id}/activate", new { reason = "mended" })).Ok();
        var set = (await admin.PostAsync($"{All}/{id}/variable", new { name = "r", value = new { a = 1 }, reason = "by hand" })).Ok();
        var after = (await admin.GetAsync($"{All}/{id}")).Ok();
        var cancelled = (await admin.PostAsync($"{All}/{id}/cancel", new { reason = "no longer" })).Ok();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)list["count"]!, Is.EqualTo(1));
            Assert.That((string)list["items"]![0]!["waitsAt"]![0]!, Is.EqualTo("hear"));
            Assert.That(again.Ok().ToJsonString(), Is.EqualTo(held.Ok().ToJsonString()));
            Assert.That((other.Code, (int)other.Status), Is.EqualTo(("instance.on-hold", 409)));
            Assert.That((string)onHold["items"]![0]!["id"]!, Is.EqualTo($"{id}"));
            Assert.That((string)shown["instance"]!["subStatus"]!, Is.EqualTo("OnHold"));
            Assert.That(shown["journal"]!.AsArray().Select(entry => (string)entry!["words"]!), Has.Some.Contains("put on hold"));
            Assert.That((string)activated["subStatus"]!, Is.EqualTo("Suspended"));
            Assert.That((string)set["subStatus"]!, Is.EqualTo("Suspended"));
            Assert.That((int)after["variables"]!["r"]!["a"]!, Is.EqualTo(1));
            Assert.That((string)cancelled["subStatus"]!, Is.EqualTo("Cancelled"));
        }
    }

    [Test]
    public async Task Several_are_moved_at_once_each_with_a_result_of_its_own()
    {
        await office.PublishAsync(("rings.json", Flow("rings", Listening("hear"))));
        var ids = new[] { await office.StartAsync("rings"), await office.StartAsync("rings") };
        await office.PublishAsync(("rings.json", Flow("rings", Listening("ear"))));
        var number = await office.ReadAsync(db => db.Set<Cases.Services.ServiceVersion>().Where(version => version.ServiceId == "hardship-aid").MaxAsync(version => version.Number));
        var (of, mapping) = (new { definition = "rings" }, new { hear = "ear" });

        var dry = (await admin.PostAsync($"{All}/several", new { act = "Migrate", of, to = $"{number}", mapping, dryRun = true })).Ok();
        var check = (await admin.PostAsync($"{All}/{ids[0]}/migration/check", new { to = $"{number}" })).Ok();
        await admin.PostAsync($"{All}/{ids[1]}/cancel", new { reason = "no longer" });
        var moved = (await admin.PostAsync($"{All}/several", new { act = "Migrate", of, to = $"{number}", mapping, reason = "renamed" })).Ok();
        var undone = (await admin.PostAsync($"{All}/{ids[0]}/migration/undo", new { reason = "not yet" })).Ok();
        var everything = await admin.PostAsync($"{All}/several", new { act = "Cancel", reason = "oops" });
        var nowhere = await admin.PostAsync($"{All}/several", new { act = "Migrate", of, reason = "whither" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(dry["instances"]!.AsArray().Select(one => ((bool)one!["done"]!, (bool)one["plan"]!["possible"]!)), Is.EqualTo(new[] { (false, true), (false, true) }));
            Assert.That((string)check["obstacles"]![0]!["why"]!, Does.Contain("hear=NEW"));
            Assert.That(Results(moved), Is.EqualTo(new[] { ($"{ids[0]}", true, null), ($"{ids[1]}", false, "instance.cannot-migrate") }));
            Assert.That((string)undone["definitionVersionId"]!, Is.EqualTo((string)check["from"]!));
            Assert.That((everything.Code, nowhere.Code), Is.EqualTo(("instance.choose", "instance.act-incomplete")));
        }
    }

    [Test]
    public async Task Nobody_but_an_administrator_learns_of_them_and_a_case_is_not_cancelled_here()
    {
        var opened = await office.SubmitCompleteAsync();
        var instance = await office.ReadAsync(db => db.Set<CaseRun>().Where(run => run.CaseId == opened.Id).Select(run => run.Id).SingleAsync());
        using var clerk = await site.CallerAsync(office, "station1");

        (await clerk.GetAsync(All)).ShouldBe(404);
        (await clerk.PostAsync($"{All}/{instance}/suspend", new { reason = "x" })).ShouldBe(404);
        var cancelled = await admin.PostAsync($"{All}/{instance}/cancel", new { reason = "x" });
        var reasonless = await admin.PostAsync($"{All}/{instance}/suspend", new { reason = " " });
        var unknown = await admin.PostAsync($"{All}/{Guid.Empty}/suspend", new { reason = "x" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(cancelled.Code, Is.EqualTo("instance.of-a-case"));
            Assert.That((reasonless.Code, (int)reasonless.Status), Is.EqualTo(("instance.reason-missing", 400)));
            Assert.That((unknown.Code, (int)unknown.Status), Is.EqualTo(("instance.unknown", 404)));
            Assert.That(await office.ReadAsync(db => db.Set<AuditEntry>().AnyAsync(entry => entry.Stream == $"case:{opened.Id}" && entry.Act.StartsWith("instance."))), Is.False);
        }
    }

    private static IEnumerable<(string Id, bool Done, string? Code)> Results(JsonNode many) =>
        many["instances"]!.AsArray().Select(one => ((string)one!["id"]!, (bool)one["done"]!, (string?)one["code"]));
}
