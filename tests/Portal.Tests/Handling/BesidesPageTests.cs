using System.Net;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Handling;

/// <summary>Copies, urges, holds and the approval form, as people meet them on pages.</summary>
[TestFixture]
internal sealed class BesidesPageTests
{
    private Office office = null!;
    private Website site = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(Provider.Sqlite);
        site = await Website.OpenAsync(office);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [Test]
    public async Task A_case_that_was_sent_on_is_counted_as_unread_until_it_is_opened_and_the_sender_sees_when()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        var decider = (await office.AsAsync("decider1")).Account!.Value;
        var clerk = await site.SignedInAsync("station1");
        var sent = await (await clerk.GetAsync($"/cases/{id}")).PostAsync($"/cases/{id}/copy", ("copy.to", decider.ToString()), ("copy.note", "请知悉"));
        Assert.That(sent.Location, Is.EqualTo($"/cases/{id}?done=copy"));
        Assert.That((await clerk.GetAsync($"/cases/{id}")).Words, Does.Contain("未阅"));

        var reader = await site.SignedInAsync("decider1");
        Assert.That((await reader.GetAsync("/tasks?tab=Team")).Html, Does.Contain("data-count=\"Copied\">1<"));
        Assert.That((await reader.GetAsync("/tasks/copied")).Words, Does.Contain("未阅 1，共 1").And.Contain("请知悉"));
        await reader.GetAsync($"/cases/{id}");

        Assert.That((await reader.GetAsync("/tasks?tab=Team")).Html, Does.Contain("data-count=\"Copied\">0<"));
        Assert.That((await clerk.GetAsync($"/cases/{id}")).Words, Does.Contain("已阅").And.Not.Contain("未阅"));
        var nobody = await (await clerk.GetAsync($"/cases/{id}")).PostAsync($"/cases/{id}/copy", ("copy.note", "没有选人"));
        Assert.That((nobody.Status, nobody.Words), Is.EqualTo((HttpStatusCode.UnprocessableEntity, nobody.Words)));
        nobody.EveryFaultLeadsToItsField();
    }

    [Test]
    public async Task The_applicant_reminds_the_office_and_sees_when_it_looked()
    {
        var id = await office.SendAsync("applicant1", office.Answers());
        var applicant = await site.SignedInAsync("applicant1");
        var page = await applicant.GetAsync($"/applications/{id}");
        Assert.That(page.Words, Does.Contain("提醒办理"));
        var reminded = await (await page.PostAsync($"/applications/{id}/urge")).FollowAsync();
        Assert.That(reminded.Words, Does.Contain("已提醒经办人").And.Contain("经办人还没有看到").And.Not.Contain("提醒不影响结果"));
        Assert.That((await page.PostAsync($"/applications/{id}/urge")).Words, Does.Contain("今天已提醒过"));

        var clerk = await site.SignedInAsync("station1");
        Assert.That((await clerk.GetAsync("/tasks?tab=Team")).Words, Does.Contain("催办 1 次"));
        var task = (await office.TasksAsync(id)).Single();
        Assert.That((await clerk.GetAsync($"/tasks/{task.Id}")).Words, Does.Contain("催办此环节"));

        Assert.That((await applicant.GetAsync($"/applications/{id}")).Words, Does.Match("经办人 .*已看到"));
    }

    [Test]
    public async Task A_case_on_hold_says_so_everywhere_and_an_administrator_sees_before_what_comes_of_an_act()
    {
        var id = await office.SendAsync("applicant1", office.Answers());
        var task = (await office.TasksAsync(id)).Single();
        var admin = await site.SignedInAsync("admin1");
        var page = await admin.GetAsync($"/admin/cases/{id}");

        var tried = await page.PostAsync($"/admin/cases/{id}/suspend", ("suspend.reason", "核查来信"));
        Assert.That(tried.Words, Does.Contain("所有时限停止计算"));
        Assert.That((await office.CaseAsync(id)).HeldAt, Is.Null, "only tried");
        var held = await (await tried.PostHiddenAsync($"/admin/cases/{id}/suspend", ("sure", "yes"))).FollowAsync();
        Assert.That(held.Words, Does.Contain("已挂起").And.Contain("核查来信"));

        var clerk = await site.SignedInAsync("station1");
        Assert.That((await clerk.GetAsync("/tasks?tab=Team")).Words, Does.Contain("挂起"));
        var desk = await clerk.GetAsync($"/tasks/{task.Id}");
        Assert.That(desk.Words, Does.Contain("已由系统管理员挂起").And.Contain("核查来信").And.Contain("挂起期间不能办理"));
        Assert.That((await desk.PostAsync($"/tasks/{task.Id}/decision", ("verdict", "Complete"), ("identityProved", "yes"), ("opinion", "材料齐全"), ("sure", "yes"))).Words, Does.Contain("挂起").And.Contain("材料齐全"));
        Assert.That((await (await site.SignedInAsync("applicant1")).GetAsync($"/applications/{id}")).Words, Does.Contain("办理已暂停").And.Not.Contain("核查来信"));

        var without = await held.PostAsync($"/admin/cases/{id}/activate", ("activate.reason", ""));
        without.EveryFaultLeadsToItsField();
        await (await held.PostAsync($"/admin/cases/{id}/activate", ("activate.reason", "核查完毕"))).PostHiddenAsync($"/admin/cases/{id}/activate", ("sure", "yes"));
        Assert.That((await office.CaseAsync(id)).HeldAt, Is.Null);
        Assert.That((await clerk.GetAsync($"/admin/cases/{id}")).Status, Is.EqualTo(HttpStatusCode.SeeOther).Or.EqualTo(HttpStatusCode.Forbidden).Or.EqualTo(HttpStatusCode.NotFound), "a clerk has no such page");
    }

    [Test]
    public async Task The_approval_form_has_every_opinion_and_who_printed_it_and_the_look_is_on_record()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        await office.UntilAsync(id, "DistrictDecision");

        var form = await (await site.SignedInAsync("decider1")).GetAsync($"/cases/{id}/approval-form");
        var english = await (await site.SignedInAsync("decider1", "en")).GetAsync($"/cases/{id}/approval-form");

        var printer = await office.ReadAsync(db => db.Set<Account>().SingleAsync(account => account.UserName == "decider1"));
        Assert.That(form.Words, Does.Contain("审批表").And.Contain("村级意见").And.Contain("镇街审核").And.Contain("区级审核").And.Contain("同意。").And.Contain($"{printer.NameZh} 打印于"));
        Assert.That(english.Words, Does.Contain("Approval form").And.Contain("Township review").And.Contain($"Printed by {printer.NameEn}"));
        Assert.That(await office.ReadAsync(db => db.Set<AuditEntry>().AnyAsync(entry => entry.Act == "personal.viewed" && entry.Facts.Contains("approval form"))), Is.True);
    }
}
