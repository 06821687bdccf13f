using System.Net;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Portal.Tests.Handling;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.SigningIn;

/// <summary>Who signs in, out, fails to and is locked out stands in the trail; no password does, and no name that nobody has.</summary>
[TestFixture]
internal sealed class SignInLogTests
{
    private Hall hall = null!;

    [OneTimeSetUp]
    public async Task OpenAsync() => hall = await Hall.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [Test]
    public async Task A_sign_in_its_end_and_a_lockout_are_recorded_once_each()
    {
        var clerk = await hall.SignInAsync("station1");
        await clerk.PostAsync("/tasks", "/sign-out");
        for (var turn = 0; turn < 6; turn++)
            await hall.Anybody().PostAsync("/sign-in", "/sign-in", ("userName", "village1"), ("password", "wrong-password-1"));

        var village = await EntriesAsync("village1");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await EntriesAsync("station1")).Select(entry => entry.Act), Is.EqualTo(new[] { "sign-in.succeeded", "sign-in.ended" }));
            Assert.That(village.Select(entry => entry.Act), Is.EqualTo(Enumerable.Repeat("sign-in.failed", 5).Append("sign-in.locked").Append("sign-in.failed")), "the lockout once");
            Assert.That(village[^1].Facts, Does.Contain("\"why\":\"locked\"").And.Contain("\"way\":\"pwd\""));
            Assert.That(village.Select(entry => entry.Facts), Has.All.Not.Contain("wrong-password"));
        }
    }

    [Test]
    public async Task A_name_that_nobody_has_is_not_kept_in_clear()
    {
        foreach (var tried in (string[])["Sommer2022!", "Sommer2022!", "other"])
            await hall.Anybody().PostAsync("/sign-in", "/sign-in", ("userName", tried), ("password", "x"));

        var entries = await hall.Office.ReadAsync(db => db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Stream == "sign-in:unknown").OrderBy(entry => entry.Number).ToListAsync());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(entries.Select(entry => entry.Facts), Has.All.Not.Contain("Sommer").IgnoreCase);
            Assert.That(entries[^3].Facts, Is.EqualTo(entries[^2].Facts), "the same name can be told");
            Assert.That(entries[^1].Facts, Is.Not.EqualTo(entries[^2].Facts));
        }
    }

    [Test]
    public async Task Auditors_read_it_in_their_language_and_area()
    {
        await hall.SignInAsync("district1");
        await hall.Anybody().PostAsync("/sign-in", "/sign-in", ("userName", "decider1"), ("password", "wrong-password-2"));
        var auditor = await hall.SignInAsync("auditor1", "en");

        var (status, page) = await auditor.GetAsync("/audit?who=decider1");
        var (_, told) = await auditor.GetAsync("/api/audit/sign-ins?who=district1");
        var (_, failed) = await auditor.GetAsync("/audit?who=decider1&did=failed");
        var (_, locked) = await auditor.GetAsync("/audit?who=decider1&did=locked");
        var (other, _) = await (await hall.SignInAsync("station1")).GetAsync("/api/audit/sign-ins");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(page, Does.Contain("a sign-in that failed").And.Contain("by password; why wrong password or code"));
            Assert.That(told, Does.Contain("sign-in.succeeded"));
            Assert.That(failed, Does.Contain("by password; why wrong password or code"));
            Assert.That(locked, Does.Contain("Nobody signed in.").And.Not.Contain("by password; why"));
            Assert.That(other, Is.EqualTo(HttpStatusCode.NotFound));
        }
    }

    private Task<List<AuditEntry>> EntriesAsync(string userName) => hall.Office.ReadAsync(db => db.Set<AuditEntry>().AsNoTracking()
        .Where(entry => entry.Stream.StartsWith("sign-in:") && entry.ActorName == userName).OrderBy(entry => entry.Number).ToListAsync());
}
