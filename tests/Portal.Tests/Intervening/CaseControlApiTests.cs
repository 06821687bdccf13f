using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Api;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Intervening;

/// <summary>A jump is tried by a program before it is done: which step ends, whose task is over, who gets the next one and until when.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class CaseControlApiTests(Provider provider)
{
    [Test]
    public async Task A_jump_that_is_only_checked_says_what_would_come_of_it_and_changes_nothing()
    {
        await using var office = await Office.OpenAsync(provider);
        await using var site = await Website.OpenAsync(office);
        var id = (await office.SubmitCompleteAsync()).Id;
        var left = await office.ReachAsync(id, "TownshipReview");
        await office.AsAsync("township1", (ClaimTask act, Actor actor, CancellationToken token) => act.ClaimAsync(left.Id, actor, token));
        var names = await office.ReadAsync(db => db.Set<Account>().ToDictionaryAsync(account => account.UserName, account => account.NameEn));
        using var admin = await site.CallerAsync(office, "admin1");
        var asked = new { step = "villageOpinion", reason = "核实有误" };

        var told = (await admin.PostAsync($"/api/admin/cases/{id}/jump/check", asked)).Ok();
        var unknown = await admin.PostAsync($"/api/admin/cases/{id}/jump/check", new { step = "nowhere", reason = "核实有误" });
        var before = (await office.TasksAsync(id)).Single();
        (await admin.PostAsync($"/api/admin/cases/{id}/jump", asked)).ShouldBe(200);
        var after = (await office.TasksAsync(id)).Single();
        var due = await office.ReadAsync(db => db.Set<CaseClock>().Where(clock => clock.RoundId == after.RoundId).Select(clock => clock.DueOn).MinAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(told["ends"]!.AsArray().Select(step => (string?)step), Is.EqualTo(new[] { "TownshipReview" }));
            var closed = told["closes"]!.AsArray().Single()!;
            Assert.That(((string?)closed["task"], (string?)closed["step"], (string?)closed["heldBy"]), Is.EqualTo(($"{left.Id}", "TownshipReview", names["township1"])));
            var opens = told["opens"]!.AsArray().Single()!;
            Assert.That(((string?)opens["step"], (string?)opens["dueOn"]), Is.EqualTo(("VillageOpinion", $"{due:yyyy-MM-dd}")), "what is told before is what is done");
            Assert.That((string?)opens["unit"], Is.Not.Empty);
            Assert.That(opens["people"]!.AsArray().Select(one => (string?)one), Does.Contain(names["village1"]));
            Assert.That((unknown.Code, (int)unknown.Status), Is.EqualTo(("jump.no-such-step", 400)));
            Assert.That(before.Id, Is.EqualTo(left.Id), "checking changes nothing");
            Assert.That(after.Step, Is.EqualTo("VillageOpinion"));
        }
    }
}
