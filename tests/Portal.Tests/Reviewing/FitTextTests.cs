using System.Net;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Api;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Reviewing;

/// <summary>Whatever text an act takes fits its place in the record, the same on each database, or the answer says which one and what to do.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class FitTextTests(Provider provider)
{
    private Office office = null!;
    private Website site = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        site = await Website.OpenAsync(office);
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [Test]
    public async Task An_opinion_is_as_long_as_the_record_and_no_longer()
    {
        var task = await TaskAsync();
        using var program = await site.CallerAsync(office, await office.HolderAsync(task));
        Task<Reply> DecideAsync(string opinion) => program.PostAsync($"/api/tasks/{task.Id}/decision", new { verdict = "Approve", opinion });

        var (longer, huge, unfit, half) = (await DecideAsync(new string('同', 2001)), await DecideAsync(new string('同', 2_000_000)), await DecideAsync("同意\0上报"), await DecideAsync("同意\u0007"));
        var before = await office.ReadAsync(db => db.Set<Decision>().CountAsync(one => one.TaskId == task.Id));
        var fits = await DecideAsync("第一行\n第二行\t" + new string('同', 1992));

        using (Assert.EnterMultipleScope())
        {
            foreach (var (reply, code) in new[] { (longer, "text.too-long"), (huge, "text.too-long"), (unfit, "text.unfit"), (half, "text.unfit") })
            {
                Assert.That((reply.Code, (int)reply.Status), Is.EqualTo((code, (int)reply.Status)), reply.Text);
                Assert.That((int)reply.Status, Is.InRange(400, 499));
                Assert.That(reply.Body!["errors"]?["opinion"], Is.Not.Null, reply.Text);
            }

            Assert.That(longer.Text, Does.Contain("2000").And.Contain("2001"));
            Assert.That(before, Is.Zero);
            Assert.That(fits.Status, Is.EqualTo(HttpStatusCode.OK), fits.Text);
        }

        Assert.That(await office.ReadAsync(db => db.Set<Decision>().Where(one => one.TaskId == task.Id).Select(one => one.Opinion!.Length).SingleAsync()), Is.EqualTo(2000));
    }

    [TestCase("transfer")]
    [TestCase("delegate")]
    public async Task So_are_the_words_with_which_a_task_is_given(string act)
    {
        var task = await TaskAsync();
        using var program = await site.CallerAsync(office, "township1");
        var (longer, unfit) = (await program.PostAsync($"/api/tasks/{task.Id}/{act}", new { to = "township2", words = new string('请', 501) }), await program.PostAsync($"/api/tasks/{task.Id}/{act}", new { to = "township2", words = "请\0办理" }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)longer.Status, Is.InRange(400, 499), longer.Text);
            Assert.That((unfit.Code, (int)unfit.Status < 500), Is.EqualTo(("text.unfit", true)), unfit.Text);
        }
    }

    [Test]
    public async Task So_are_reasons_of_administrators_urges_notes_and_phrases()
    {
        var task = await TaskAsync();
        using var admin = await site.CallerAsync(office, "admin1");
        using var reviewer = await site.CallerAsync(office, "township1");
        var bad = "说明\0说明";
        var tooLong = new string('说', 20_000);
        foreach (var (caller, path, body) in new (Caller, string, Func<string, object>)[]
        {
            (admin, $"/api/admin/cases/{task.CaseId}/suspend", text => new { reason = text }),
            (admin, $"/api/admin/cases/{task.CaseId}/terminate", text => new { reason = text }),
            (reviewer, "/api/tasks/phrases", text => new { text }),
            (reviewer, $"/api/cases/{task.CaseId}/copies", text => new { to = new[] { "district1" }, note = text }),
            (reviewer, $"/api/cases/{task.CaseId}/agency", text => new { task = task.Id, agency = text, letter = text, words = text }),
        })
        {
            foreach (var text in new[] { bad, tooLong })
            {
                var reply = await caller.PostAsync(path, body(text));
                Assert.That((int)reply.Status, Is.InRange(400, 499), $"{path}: {reply.Text}");
            }
        }

        Assert.That(site.Errors, Is.Empty);
    }

    private async Task<ReviewTask> TaskAsync() => await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "TownshipReview");
}
