using System.Net;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Portal.Tests.Deciding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Handling;

/// <summary>Anybody objects to a notice, and the case goes back to be looked into.</summary>
[TestFixture]
internal sealed class ObjectionPageTests
{
    private Hall hall = null!;

    private Office Office => hall.Office;

    [OneTimeSetUp]
    public async Task OpenAsync() => hall = await Hall.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [Test]
    public async Task Anybody_objects_without_signing_in_and_it_becomes_a_task()
    {
        var (opened, notice) = await OnNoticeAsync();
        var (seat, page) = (hall.Anybody("en"), $"/notices/{notice}");

        var (_, form) = await seat.GetAsync(page);
        var empty = await seat.PostAsync(page, $"{page}/objection", ("words", " "), ("name", "王秀兰"), ("contact", "13800000001"));
        var sent = await seat.PostAsync(page, $"{page}/objection", ("words", "他家有私车。"), ("name", "王秀兰"), ("contact", "13800000001"));
        var (_, taken) = await seat.GetAsync(sent.Text);
        var again = await seat.PostAsync("/progress", $"{page}/objection", ("words", "还有一辆。"));

        var objection = await Office.ReadAsync(db => db.Set<Objection>().AsNoTracking().SingleAsync(one => one.CaseId == opened.Id));
        var words = await Office.AskAsync(services => Task.FromResult(services.GetRequiredService<Vault>().Open(objection.Words, $"objection.words:{objection.Id}")));
        var by = await Office.ReadAsync(db => db.Set<AuditEntry>().Where(entry => entry.Stream == $"case:{opened.Id}" && entry.Act == "notice.objected").Select(entry => entry.ActorName).SingleAsync());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(form, Does.Contain("What do you think is not as it says?").And.Contain($"action=\"{page}/objection\""));
            Assert.That(empty.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(empty.Text, Does.Contain("href=\"#f-words\"").And.Contain("value=\"王秀兰\"").And.Contain("value=\"13800000001\""));
            Assert.That((sent.Status, sent.Text), Is.EqualTo((HttpStatusCode.SeeOther, $"{page}/objection/taken")));
            Assert.That(taken, Does.Contain("What happens next"));
            Assert.That((again.Status, again.Text), Is.EqualTo((HttpStatusCode.SeeOther, page)), "the page says that it is held");
            Assert.That(words, Is.EqualTo("他家有私车。（姓名：王秀兰；联系方式：13800000001）"));
            Assert.That(by, Is.EqualTo("public"));
            Assert.That(await Office.ReadAsync(db => db.Set<PublicNotice>().Where(one => one.CaseId == opened.Id).Select(one => one.State).SingleAsync()), Is.EqualTo(NoticeState.Held));
            Assert.That(await Office.TasksAsync(opened.Id), Is.Not.Empty);
        }
    }

    [Test]
    public async Task Staff_of_the_area_enter_what_somebody_says_in_person()
    {
        var (opened, notice) = await OnNoticeAsync();
        var station = await hall.SignInAsync("station1");

        var (_, desk) = await station.GetAsync($"/cases/{opened.Id}");
        var (_, form) = await station.GetAsync($"/notices/{notice}/objection");
        var sent = await station.PostAsync($"/notices/{notice}/objection", $"/notices/{notice}/objection", ("words", "人口不实。"), ("name", ""), ("contact", ""));
        var (_, after) = await station.GetAsync(sent.Text);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(desk, Does.Contain($"/notices/{notice}/objection"));
            Assert.That(form, Does.Contain("登记当面提出的异议").And.Contain("来人姓名"));
            Assert.That(sent.Text, Is.EqualTo($"/cases/{opened.Id}?done=objection"));
            Assert.That(after, Does.Contain("异议已登记").And.Contain("人口不实。（当面提出，东湖街道服务站记录）"));
            Assert.That(after, Does.Match($"公示异议 <span class=\"num\">{LocalDay.Today(Office.Clock):yyyy-MM-dd}[^<]*</span></h2>\\s*<p class=\"quiet\">当面提出，东湖街道服务站记录</p>"));
            Assert.That(await Office.ReadAsync(db => db.Set<AuditEntry>().Where(entry => entry.Stream == $"case:{opened.Id}" && entry.Act == "notice.objected").Select(entry => entry.ActorName).SingleAsync()), Is.EqualTo("station1"));
        }
    }

    [Test]
    public async Task What_is_too_long_comes_back_and_a_form_from_elsewhere_is_not_taken()
    {
        var (opened, notice) = await OnNoticeAsync();
        var seat = hall.Anybody();

        var long1 = await seat.PostAsync($"/notices/{notice}", $"/notices/{notice}/objection", ("words", new string('长', 2001)));
        var foreign = await seat.PostAsync("/status", $"/notices/{notice}/objection", ("words", "没有令牌。"));

        Assert.That((long1.Status, foreign.Status), Is.EqualTo((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity)));
        Assert.That(long1.Text, Does.Contain("最多 2000 个字"));
        Assert.That(await Office.ReadAsync(db => db.Set<Objection>().AnyAsync(one => one.CaseId == opened.Id)), Is.False);
    }

    [Test]
    public async Task Nobody_objects_without_end()
    {
        await using var strict = await Hall.OpenAsync(triesAMinute: 2);
        var seat = strict.Anybody();

        var statuses = new List<HttpStatusCode>();
        for (var turn = 0; turn < 3; turn++)
            statuses.Add((await seat.PostAsync("/progress", $"/notices/{Guid.Empty}/objection", ("words", "一"))).Status);

        Assert.That(statuses, Is.EqualTo(new[] { HttpStatusCode.SeeOther, HttpStatusCode.SeeOther, HttpStatusCode.TooManyRequests }));
    }

    private async Task<(AidCase Opened, Cases.Acting.NoticeId Notice)> OnNoticeAsync()
    {
        var opened = await Office.SubmitCompleteAsync();
        await Office.AgreeAsync(await Office.ReachAsync(opened.Id, "TownshipReview"));
        return (opened, await Office.ReadAsync(db => db.Set<PublicNotice>().Where(one => one.CaseId == opened.Id && one.State == NoticeState.Posted).Select(one => one.Id).SingleAsync()));
    }
}
