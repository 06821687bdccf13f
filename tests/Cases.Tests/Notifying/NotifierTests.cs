using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Cases.Tests.Services;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Harness;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Tests.Notifying;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class NotifierTests(Provider provider)
{
    private static readonly CaseId Case = CaseId.Of(new Guid(1, 0, 0, new byte[8]));
    private static readonly PersonId Person = PersonId.Of(new Guid(2, 0, 0, new byte[8]));

    private TestDatabase database = null!;
    private string folder = null!;
    private FieldProtector protector = null!;

    [SetUp]
    public async Task Begin()
    {
        database = await TestDatabase.CreateAsync(provider);
        folder = System.IO.Directory.CreateTempSubdirectory("cases-test-").FullName;
        protector = new FieldProtector(KeyRing.CreateDemo(Path.Combine(folder, "keys.json")));
    }

    [TearDown]
    public async Task End()
    {
        await database.DisposeAsync();
        System.IO.Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task A_telling_becomes_rows_of_the_same_commit()
    {
        await TellAsync(new Recipient(Audience.Applicant, "zh-CN", [Channel.InApp, Channel.Email, Channel.Sms], Person: Person, Email: "sun@example.org", Mobile: "13863200001"));

        var notification = await database.ReadAsync(db => db.Set<Notification>().SingleAsync());
        var messages = await database.ReadAsync(db => db.Set<OutboxRow>().OrderBy(row => row.Channel).ToListAsync());
        using (Assert.EnterMultipleScope())
        {
            Assert.That((notification.Person, notification.Case, notification.Occasion), Is.EqualTo(((PersonId?)Person, (CaseId?)Case, Occasions.Paid)));
            Assert.That(notification.In("zh-CN").Title, Does.StartWith("款项已到账"));
            Assert.That(notification.In("en").Title, Does.StartWith("Your payment has been made"));
            Assert.That(messages.Select(message => message.Channel), Is.EqualTo(new[] { "email", "sms" }));
            Assert.That(messages[1].IdempotencyKey, Is.EqualTo($"notify:{Case}:paid:7:person:{Person}:sms"));
            Assert.That((string?)JsonNode.Parse(SealedPayload.Open(messages[0], protector))!["subject"], Does.StartWith("款项已到账"));
            Assert.That((string?)JsonNode.Parse(SealedPayload.Open(messages[1], protector))!["to"], Is.EqualTo("13863200001"));
            Assert.That(messages.Select(message => message.Payload), Has.All.StartsWith("""{"algorithm":"Aes256Gcm","key":1,"sealed":""").And.All.Not.Contain("13863200001"));
        }
    }

    [Test]
    public async Task A_channel_without_an_address_is_left_out()
    {
        await TellAsync(new Recipient(Audience.Applicant, "en", [Channel.Email, Channel.Sms], Person: Person, Mobile: " "));

        Assert.That(await database.ReadAsync(db => db.Set<OutboxRow>().CountAsync()), Is.Zero);
    }

    [Test]
    public async Task The_same_telling_twice_is_stopped_by_its_key()
    {
        var to = new Recipient(Audience.Applicant, "en", [Channel.Sms], Person: Person, Mobile: "13863200001");
        await TellAsync(to);

        Assert.That(async () => await TellAsync(to), Throws.Exception);
        Assert.That(await database.ReadAsync(db => db.Set<OutboxRow>().CountAsync()), Is.EqualTo(1));
    }

    [Test]
    public async Task Reading_twice_keeps_the_first_time()
    {
        await TellAsync(new Recipient(Audience.Applicant, "en", [Channel.InApp], Person: Person));
        var first = database.Clock.GetUtcNow();

        await database.ActAsync(async work => (await work.Db.Set<Notification>().SingleAsync()).Read(first));
        await database.ActAsync(async work => (await work.Db.Set<Notification>().SingleAsync()).Read(first.AddHours(1)));

        Assert.That(await database.ReadAsync(db => db.Set<Notification>().Select(row => row.ReadAt).SingleAsync()), Is.EqualTo(first));
    }

    private Task TellAsync(Recipient to) => database.ActAsync(work =>
    {
        new Notifier(work, protector, database.Get<IIds>(), database.Clock).Tell(
            Workflows.Package(Workflows.Illness).Templates, new Telling(Case, Occasions.Paid, "7", Sample.Of(Occasions.Find(Occasions.Paid)!.Variables), [to]));
        return Task.CompletedTask;
    });
}
