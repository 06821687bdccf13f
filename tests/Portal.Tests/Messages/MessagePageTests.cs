using System.Net;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Messages;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Handling;
using AidWorkflow.Portal.Tests.Serving;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Messages;

/// <summary>People read what the house tells them; staff and administrators see where messages have come to, and never to whom in full.</summary>
[TestFixture]
internal sealed class MessagePageTests
{
    private Hall hall = null!;

    [OneTimeSetUp]
    public async Task OpenAsync() => hall = await Hall.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [Test]
    public async Task A_message_is_counted_until_its_reader_marks_it_and_nobody_else_can()
    {
        var id = await hall.Office.SendAsync("applicant1", hall.Office.Answers());
        var (station, applicant, stranger) = (await hall.SignInAsync("station1"), await hall.SignInAsync("applicant1", "en"), await hall.SignInAsync("station-370402-002"));
        var account = (await hall.Office.AsAsync("station1")).Account;
        var message = await hall.Office.ReadAsync(db => db.Set<Notification>().AsNoTracking().SingleAsync(one => one.Case == id && one.Account == account));

        var (_, before) = await station.GetAsync("/messages");
        var (theirs, _) = await stranger.PostAsync("/messages", $"/messages/{message.Id}/read");
        var stillUnread = await hall.Office.ReadAsync(db => db.Set<Notification>().AnyAsync(one => one.Id == message.Id && one.ReadAt == null));
        await station.PostAsync("/messages", $"/messages/{message.Id}/read");
        var (_, after) = await station.GetAsync("/tasks");
        var (_, own) = await applicant.GetAsync("/messages");
        var (_, strange) = await stranger.GetAsync("/messages");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Does.Contain(message.In("zh-CN").Title).And.Contain("条未读").And.Contain($"/cases/{id}"));
            Assert.That(theirs, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(stillUnread, Is.True);
            Assert.That(after, Does.Not.Contain("class=\"unread"));
            Assert.That(own, Does.Contain("/applications/" + id).And.Contain("See what it is about"));
            Assert.That(strange, Does.Not.Contain(message.In("zh-CN").Title));
        }

        await applicant.PostAsync("/messages", "/messages/read");
        Assert.That((await applicant.GetAsync("/messages")).Text, Does.Not.Contain("unread"));
    }

    [TestCase("zh-CN", "去办理", "您在本案有任务待办")]
    [TestCase("en", "Go to your task", "You have a task in this case")]
    public async Task A_message_about_a_task_leads_to_it_as_long_as_it_is_ones_own(string language, string go, string here)
    {
        var id = await hall.Office.SendAsync("applicant1", hall.Office.Answers());
        var task = (await hall.Office.TasksAsync(id)).Single();
        var station = await hall.SignInAsync("station1", language);

        var (message, desk) = (await OfCaseAsync(station, id), (await station.GetAsync($"/cases/{id}")).Text);
        Assert.That(message, Does.Contain($"href=\"/tasks/{task.Id}\"").And.Contain(go).And.Contain($"href=\"/cases/{id}\""));
        Assert.That(desk, Does.Contain($"<a href=\"/tasks/{task.Id}\">").And.Contain(here));

        await hall.Office.DecideAsync("station1", new(task.Id, Cases.Reviewing.Verdict.NotAccept, "户籍不在本区。"));
        (message, desk) = (await OfCaseAsync(station, id), (await station.GetAsync($"/cases/{id}")).Text);
        Assert.That(message, Does.Contain($"href=\"/cases/{id}\"").And.Not.Contain("/tasks/"), "it is done: the case tells how it went on");
        Assert.That(desk, Does.Not.Contain("own-task"));
        Assert.That(message, Does.Contain(language == "en" ? ">over</span>" : ">已了结</span>").And.Not.Contain("/read\""), "it counts as read, and stays");
    }

    /// <summary>The newest message to somebody about a case, as their page shows it.</summary>
    private async Task<string> OfCaseAsync(Seat seat, CaseId id)
    {
        var message = await hall.Office.ReadAsync(db => db.Set<Notification>().AsNoTracking().Where(one => one.Case == id && one.Account != null).OrderBy(one => one.CreatedAt).FirstAsync());
        return (await seat.GetAsync("/messages")).Text.Split("<article").Single(one => one.Contains($"id=\"message-{message.Id}\""));
    }

    [Test]
    public async Task The_log_of_deliveries_shows_channel_state_tries_and_a_masked_contact()
    {
        var answers = hall.Office.Answers();
        var opened = await hall.Office.SubmitAsync(answers, "hardship-aid", Drafting.Papers);
        await hall.Office.SweepAsync("outbox");
        var mobile = (string)answers["mobile"]!;
        var (station, leader, admin, elsewhere) = (await hall.SignInAsync("station1", "en"), await hall.SignInAsync("leader1", "en"), await hall.SignInAsync("admin1", "en"),
            await hall.HireAsync("admin-of-another-district", Role.Administrator, UnitLevel.District, "370403"));

        var (_, desk) = await station.GetAsync($"/cases/{opened.Id}");
        var (_, led) = await leader.GetAsync($"/cases/{opened.Id}");
        var (_, all) = await admin.GetAsync("/admin/deliveries?state=Sent");
        var (_, parked) = await admin.GetAsync("/admin/deliveries?state=Parked");
        var (_, other) = await elsewhere.GetAsync("/admin/deliveries");
        var (forbidden, _) = await station.GetAsync("/admin/deliveries");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(desk, Does.Contain("text message").And.Contain("application received").And.Contain($"{mobile[..3]}****{mobile[^4..]}"));
            Assert.That(desk.Split("Messages and their delivery")[1], Does.Not.Contain(mobile));
            Assert.That(led, Does.Not.Contain("Messages and their delivery"), "who sees no dossier sees no messages");
            Assert.That(all, Does.Contain(opened.ReceiptNumber!).And.Contain($"{mobile[..3]}****{mobile[^4..]}").And.Not.Contain(mobile));
            Assert.That(parked, Does.Not.Contain(opened.ReceiptNumber!));
            Assert.That(other, Does.Contain("消息投递").And.Not.Contain(opened.ReceiptNumber!).And.Not.Contain(mobile[^4..]));
            Assert.That(forbidden, Is.EqualTo(HttpStatusCode.NotFound));
        }
    }

    [Test]
    public async Task What_one_administrator_has_read_is_unread_for_the_others()
    {
        await hall.Office.DoAsync(async (Colleagues act, CancellationToken token) =>
        {
            await act.TellAdministratorsAsync(new HouseMessage(null, "incident.opened", "stuck:test", ("step", "Payout")), new UnitId(Guid.Empty), token);
            return true;
        });
        var (one, other) = (await hall.SignInAsync("admin1"), await hall.HireAsync("admin-too", Role.Administrator, UnitLevel.City, "370400"));
        var message = await hall.Office.ReadAsync(db => db.Set<Notification>().AsNoTracking().SingleAsync(all => all.IdempotencyKey == "stuck:test"));

        await one.PostAsync("/messages", "/messages/read");
        await one.PostAsync("/messages", $"/messages/{message.Id}/read"); // again: nothing happens
        var (_, mine) = await one.GetAsync("/messages");
        var (_, theirs) = await other.GetAsync("/messages");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(mine, Does.Contain(message.In("zh-CN").Title).And.Not.Contain($"/messages/{message.Id}/read"));
            Assert.That(theirs, Does.Contain($"/messages/{message.Id}/read").And.Contain("条未读"));
        }
    }

    [Test]
    public async Task The_words_of_a_message_are_read_one_by_one_and_every_look_is_on_record()
    {
        var answers = hall.Office.Answers();
        var opened = await hall.Office.SubmitAsync(answers, "hardship-aid", Drafting.Papers);
        await hall.Office.DecideAsync("station1", new((await hall.Office.TasksAsync(opened.Id)).Single().Id, Cases.Reviewing.Verdict.NotAccept, "户籍不在本区。"));
        var sent = await hall.Office.ReadAsync(db => db.Set<OutboxRow>().AsNoTracking().Where(one => one.CorrelationId == opened.Id.ToString() && one.Channel == "sms").OrderBy(one => one.CreatedAt).ThenBy(one => one.Id).Select(one => one.Id).ToListAsync());
        var (admin, elsewhere) = (await hall.SignInAsync("admin1"), await hall.HireAsync("admin-elsewhere", Role.Administrator, UnitLevel.District, "370403"));
        var looks = await LooksAsync(opened.Id);

        var (_, list) = await admin.GetAsync("/admin/deliveries");
        var (_, received) = await admin.GetAsync($"/admin/deliveries/{sent[0]}");
        var (_, turnedAway) = await admin.GetAsync($"/admin/deliveries/{sent[1]}");
        var (hidden, _) = await elsewhere.GetAsync($"/admin/deliveries/{sent[0]}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(list, Does.Contain($"/admin/deliveries/{sent[0]}"));
            Assert.That(received, Does.Contain(opened.ReceiptNumber!).And.Contain("“生活困难一次性帮扶”申请").And.Contain("前看完材料").And.Contain("查进度").And.Not.Contain((string)answers["mobile"]!).And.Not.Contain((string)answers["applicantName"]!));
            Assert.That(turnedAway, Does.Contain("不予受理。理由：户籍不在本区。").And.Contain("补齐后可以重新申请"));
            Assert.That(hidden, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(await LooksAsync(opened.Id), Is.EqualTo(looks + 2));
        }
    }

    private Task<int> LooksAsync(Cases.Acting.CaseId id) => hall.Office.ReadAsync(db => db.Set<AuditEntry>().CountAsync(entry => entry.Act == "personal.viewed" && entry.Subject == $"case:{id}"));

    [Test]
    public void Every_occasion_has_words_in_the_log() => Assert.That(Occasions.All.Select(occasion => occasion.Name).Where(name => !DeliveryWords.Has(name)), Is.Empty);

    [TestCase("wang@example.org", "w***@example.org")]
    [TestCase("no address", "***")]
    public void An_address_is_masked(string address, string shown) => Assert.That(DeliveryWords.Email(address), Is.EqualTo(shown));
}
