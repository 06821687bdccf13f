using System.Net;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.Data.Sqlite;

namespace AidWorkflow.Portal.Tests.Serving;

/// <summary>Another process holds the database: people are told in time, and lose nothing by it.</summary>
[TestFixture]
internal sealed class LockedDatabaseTests
{
    private const string Opinion = "家里困难，邻居都知道，同意。";

    private Office office = null!;
    private Website site = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(Provider.Sqlite);
        site = await Website.OpenAsync(office, settings => settings with { Database = settings.Database with { PatienceSeconds = 1 } });
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [TestCase("zh-CN", "系统正忙", "再次提交")]
    [TestCase("en", "The system is busy", "Send it again")]
    public async Task A_decision_that_could_not_be_written_is_shown_again_and_counts_once(string language, string told, string button)
    {
        var filed = await office.SubmitCompleteAsync();
        var task = (await office.ReachAsync(filed.Id, "VillageOpinion")).Id;
        var reader = await site.SignedInAsync("village1", language);
        var page = await reader.GetAsync($"/tasks/{task}");

        ReadPage busy;
        await using (await HeldAsync())
            busy = await page.PostAsync($"/tasks/{task}/decision", ("verdict", "Approve"), ("opinion", Opinion));

        Assert.That((busy.Status, (await office.TasksAsync(filed.Id)).Single().Id), Is.EqualTo((HttpStatusCode.ServiceUnavailable, task)), busy.Words);
        Assert.That(busy.Words, Does.Contain(told).And.Contain(Opinion).And.Contain(button));

        var asked = await busy.PostHiddenAsync($"/tasks/{task}/decision");
        var sent = asked.Status == HttpStatusCode.SeeOther ? asked : await asked.PostHiddenAsync($"/tasks/{task}/decision", ("sure", "yes"));
        Assert.That(sent.Status, Is.EqualTo(HttpStatusCode.SeeOther), sent.Words);
        Assert.That((await office.TasksAsync(filed.Id)).Select(next => next.Step), Is.All.EqualTo("HomeVisit"));
    }

    [Test]
    public async Task A_button_alone_is_offered_again_and_speaks_of_no_file()
    {
        var filed = await office.SubmitCompleteAsync();
        var task = (await office.ReachAsync(filed.Id, "VillageOpinion")).Id;
        var page = await (await site.SignedInAsync("village1")).GetAsync($"/tasks/{task}");

        ReadPage busy;
        await using (await HeldAsync())
            busy = await page.PostAsync($"/tasks/{task}/claim");

        Assert.That(busy.Words, Does.Contain("再次提交").And.Not.Contain("文件没有收到"));
        Assert.That((await busy.PostHiddenAsync($"/tasks/{task}/claim")).Status, Is.EqualTo(HttpStatusCode.SeeOther));
    }

    [Test]
    public async Task A_list_that_cannot_be_shown_because_its_reading_cannot_be_noted_says_so()
    {
        var reader = await site.SignedInAsync("station1");

        ReadPage busy;
        await using (await HeldAsync())
            busy = await reader.GetAsync("/tasks");

        Assert.That(busy.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(busy.Words, Does.Contain("系统正忙").And.Not.Contain("多人"));
        Assert.That((await reader.GetAsync("/tasks")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    /// <summary>As an operator does who has the file open in a tool.</summary>
    private async Task<SqliteConnection> HeldAsync()
    {
        var other = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = office.Settings.Database.File, Pooling = false }.ConnectionString);
        await other.OpenAsync();
        await using var hold = other.CreateCommand();
        hold.CommandText = "BEGIN IMMEDIATE";
        await hold.ExecuteNonQueryAsync();
        return other;
    }
}
