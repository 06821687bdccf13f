using System.Net;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Serving;

/// <summary>The connection to the server breaks while a decision is committed: nobody is told that nothing was changed.</summary>
[TestFixture]
internal sealed class BrokenConnectionTests
{
    private const string Opinion = "家里困难，邻居都知道，同意。";

    [Test]
    public async Task Whoever_decided_is_told_to_look_first_and_keeps_what_they_wrote()
    {
        await using var office = await Office.OpenAsync(Provider.Postgres);
        await using var site = await Website.OpenAsync(office);
        var filed = await office.SubmitCompleteAsync();
        var task = (await office.ReachAsync(filed.Id, "VillageOpinion")).Id;
        var page = await (await site.SignedInAsync("village1", "en")).GetAsync($"/tasks/{task}");
        await office.ReadAsync(db => db.Database.ExecuteSqlRawAsync(
            """
            CREATE FUNCTION break() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON decisions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION break();
            """));

        var broken = await page.PostAsync($"/tasks/{task}/decision", ("verdict", "Approve"), ("opinion", Opinion));
        await office.ReadAsync(db => db.Database.ExecuteSqlRawAsync("DROP TRIGGER at_commit ON decisions"));
        var looked = await broken.Reader.GetAsync($"/tasks/{task}/decision");
        var sent = await broken.PostHiddenAsync($"/tasks/{task}/decision");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(broken.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable), broken.Words);
            Assert.That(broken.Words, Does.Contain("Please look first whether it was taken").And.Contain("Open the page and look").And.Contain(Opinion).And.Not.Contain("nothing was changed"));
            Assert.That(broken.Html, Does.Contain($"href=\"/tasks/{task}/decision\""));
            Assert.That((looked.Status, looked.Location), Is.EqualTo((HttpStatusCode.SeeOther, $"/tasks/{task}")));
            Assert.That(sent.Status, Is.EqualTo(HttpStatusCode.SeeOther), sent.Words);
        }
    }
}
