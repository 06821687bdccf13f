using System.Net;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Handling;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.StandingIn;

/// <summary>What people do about deputies, cover, groups, rules and hand-over on their pages, in both languages.</summary>
[TestFixture]
internal sealed class StandInPageTests
{
    private Hall hall = null!;

    [SetUp]
    public async Task OpenAsync() => hall = await Hall.OpenAsync();

    [TearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [Test]
    public async Task Somebody_names_a_deputy_who_decides_for_them_and_the_page_says_so()
    {
        var opened = await hall.Office.SubmitCompleteAsync();
        var task = await hall.Office.ReachAsync(opened.Id, "DistrictReview");
        var (away, deputy) = (await hall.SignInAsync("district1"), await hall.SignInAsync("decider2", "en"));
        var (before, _) = await deputy.GetAsync($"/tasks/{task.Id}");

        var wrong = await away.PostAsync("/account/deputies", "/account/deputies", ("deputy", "nobody"), ("from", "2022-03-01"), ("to", "x"), ("reason", ""));
        var empty = await away.PostAsync("/account/deputies", "/account/deputies", ("deputy", ""), ("from", ""), ("to", ""), ("reason", ""));
        var named = await away.PostAsync("/account/deputies", "/account/deputies", ("deputy", "decider2"), ("from", $"{Today:yyyy-MM-dd}"), ("to", $"{Today.AddDays(3):yyyy-MM-dd}"), ("services", "hardship-aid"), ("reason", "年休假"));
        var (_, own) = await away.GetAsync("/account/deputies?done=named");
        var (_, inbox) = await deputy.GetAsync("/tasks?tab=team");
        var (status, page) = await deputy.GetAsync($"/tasks/{task.Id}");
        await deputy.PostAsync($"/tasks/{task.Id}", $"/tasks/{task.Id}/decision", ("verdict", "Approve"), ("opinion", "同意。"), ("sure", "yes"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Is.EqualTo(HttpStatusCode.NotFound), "to whoever has nothing to do with it there is no such task");
            Assert.That(wrong.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(wrong.Text, Does.Contain("value=\"nobody\""), "what was written is still there");
            Assert.That(WebUtility.HtmlDecode(empty.Text), Does.Contain("请填写代理人的姓名或用户名").And.Contain("“第一天”应为日期").And.Contain("“最后一天”应为日期").And.Contain("请写明原因"), "everything at once, by its name");
            Assert.That(named.Text, Is.EqualTo("/account/deputies?done=named"));
            Assert.That(own, Does.Contain("decider2").And.Contain("困难"));
            Assert.That(inbox, Does.Contain("for Reviewer, Shizhong District"));
            Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(page, Does.Contain("You act for Reviewer, Shizhong District"));
        }
    }

    [Test]
    public async Task An_administrator_arranges_deputies_cover_and_groups_and_ends_them()
    {
        var admin = await hall.SignInAsync("admin1");
        (string, string)[] days = [("from", $"{Today:yyyy-MM-dd}"), ("to", $"{Today.AddDays(3):yyyy-MM-dd}"), ("reason", "外出培训")];

        var deputy = await admin.PostAsync("/admin/stand-ins", "/admin/stand-ins/deputy", [("principal", "district1"), ("deputy", "district2"), .. days], file: null);
        var cover = await admin.PostAsync("/admin/stand-ins", "/admin/stand-ins/cover", [("role", "StationClerk"), ("unit", "370402001"), ("byRole", "StationClerk"), ("byUnit", "370402002"), .. days], file: null);
        var wrong = await admin.PostAsync("/admin/stand-ins", "/admin/stand-ins/cover", [("role", "StationClerk"), ("unit", "370402001"), ("byRole", "DistrictReviewer"), ("byUnit", "0"), .. days], file: null);
        var (_, all) = await admin.GetAsync("/admin/stand-ins");
        var id = await hall.Office.ReadAsync(db => db.Set<Cases.StandingIn.Cover>().Select(one => one.Id).SingleAsync());
        var ended = await admin.PostAsync("/admin/stand-ins", $"/admin/stand-ins/cover/{id}/end");
        var group = await admin.PostAsync("/admin/groups", "/admin/groups", ("key", "experts"), ("nameZh", "专家组"), ("nameEn", "Experts"), ("unit", "370400"), ("members", "city1， city2\ndistrict1"));
        var bad = await admin.PostAsync("/admin/groups", "/admin/groups", ("key", "Experts!"), ("nameZh", ""), ("nameEn", ""), ("unit", "370400"), ("members", "nobody"));
        var (_, groups) = await admin.GetAsync("/admin/groups?done=experts");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(deputy.Text, Does.EndWith("done=deputy"));
            Assert.That(cover.Text, Does.EndWith("done=cover"));
            Assert.That(wrong.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(all, Does.Contain("外出培训").And.Contain("东湖东街道"));
            Assert.That(ended.Text, Does.EndWith("done=ended"));
            Assert.That(group.Text, Does.EndWith("done=experts"));
            Assert.That(bad.Text, Does.Contain("nobody").And.Contain("小写字母"));
            Assert.That(groups, Does.Contain("city1、city2、district1"));
        }
    }

    [Test]
    public async Task A_rule_is_tried_on_a_case_and_each_person_stands_there_with_the_reason()
    {
        var opened = await hall.Office.SubmitCompleteAsync();
        await hall.Office.HireAsync("self", Role.DistrictReviewer, UnitLevel.District, "370402", opened.ApplicantId);
        var admin = await hall.SignInAsync("admin1", "en");
        const string rules = """[{"of":"role","role":"DistrictReviewer","level":"District","take":"leastLoaded"}]""";

        var tried = await admin.PostAsync("/admin/rules", "/admin/rules", ("number", opened.ReceiptNumber!), ("rules", rules), ("step", "DistrictReview"), ("role", "DistrictReviewer"), ("level", "District"));
        var wrong = await admin.PostAsync("/admin/rules", "/admin/rules", ("number", opened.ReceiptNumber!), ("rules", "[{}]"), ("step", "DistrictReview"), ("role", "DistrictReviewer"), ("level", "District"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(tried.Text, Does.Contain("district1").And.Contain(">asked<").And.Contain(">out<").And.Contain("0 open tasks"));
            Assert.That(wrong.Text, Does.Contain("rule 1 lacks 'of'"));
        }
    }

    [TestCase("zh-CN", "区级审核", "还没有规则", "不是金额")]
    [TestCase("en", "District review", "There is no rule", "is no amount")]
    public async Task Rules_are_put_together_by_fields_and_the_JSON_is_there_for_those_who_want_it(string language, string step, string none, string unread)
    {
        var opened = await hall.Office.SubmitCompleteAsync();
        var admin = await hall.SignInAsync("admin1", language);
        (string, string)[] rest = [("number", opened.ReceiptNumber!), ("step", "hardship-aid/DistrictReview"), ("role", "DistrictReviewer"), ("level", "District"), ("by", "fields")];

        var (_, form) = await admin.GetAsync("/admin/rules");
        var tried = await admin.PostAsync("/admin/rules", "/admin/rules",
            [.. rest, ("rule1.of", "Role"), ("rule1.role", "DistrictReviewer"), ("rule1.level", "District"), ("rule1.take", "LeastLoaded"), ("rule1.people", "left over"), ("rule2.of", "People"), ("rule2.people", "city1，district2"), ("rule2.from", "5000")], file: null);
        var unknown = await admin.PostAsync("/admin/rules", "/admin/rules", [.. rest, ("rule1.of", "People"), ("rule1.people", "nobodyx, district2")], file: null);
        var empty = await admin.PostAsync("/admin/rules", "/admin/rules", [.. rest, ("rule1.of", "")], file: null);
        var json = await admin.PostAsync("/admin/rules", "/admin/rules", [.. rest[..^1], ("by", "json"), ("rules", "[]")], file: null);
        var wrong = await admin.PostAsync("/admin/rules", "/admin/rules", [.. rest, ("rule1.of", "Role"), ("rule1.from", "many")], file: null);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(form, Does.Contain(step).And.Contain("value=\"hardship-aid/DistrictReview\" selected").And.Contain("optgroup"));
            Assert.That(WebUtility.HtmlDecode(tried.Text), Does.Contain("""{"of":"role","role":"DistrictReviewer","level":"District","take":"leastLoaded"}""").And.Contain("""{"of":"people","people":["city1","district2"],"fromCents":500000}""").And.Contain("district1"));
            Assert.That(WebUtility.HtmlDecode(unknown.Text), Does.Contain(language == "en" ? "Nobody has the user name nobodyx" : "没有这些用户名：nobodyx").And.Contain(language == "en" ? "people by name, nobodyx, district2" : "指定的人员，nobodyx、district2").And.Not.Contain("<span class=\"quiet\">People"));
            Assert.That(empty.Text, Does.Contain(none));
            Assert.That(json.Text, Does.Contain(none));
            Assert.That(WebUtility.HtmlDecode(wrong.Text), Does.Contain(unread).And.Contain("value=\"many\""));
        }
    }

    [Test]
    public async Task A_leaver_hands_over_after_a_look()
    {
        await hall.Office.RuleAsync("""[{"of":"people","people":["district1"]}]""");
        var opened = await hall.Office.SubmitCompleteAsync();
        await hall.Office.UntilAsync(opened.Id, "DistrictReview");
        var admin = await hall.SignInAsync("admin1");
        var leaver = await hall.Office.ReadAsync(db => db.Set<Account>().Where(account => account.UserName == "district1").Select(account => account.Id).SingleAsync());

        var (_, looked) = await admin.GetAsync($"/admin/accounts/{leaver}/hand-over?to=district2");
        var (_, nobody) = await admin.GetAsync($"/admin/accounts/{leaver}/hand-over?to=nobody");
        var closing = await admin.PostAsync($"/admin/accounts/{leaver}", $"/admin/accounts/{leaver}/close");
        var silent = await admin.PostAsync($"/admin/accounts/{leaver}/hand-over?to=district2", $"/admin/accounts/{leaver}/hand-over", ("to", "district2"), ("reason", " "));
        var done = await admin.PostAsync($"/admin/accounts/{leaver}/hand-over?to=district2", $"/admin/accounts/{leaver}/hand-over", ("to", "district2"), ("reason", "调离本单位"));
        var (_, history) = await (await hall.SignInAsync("district2")).GetAsync($"/cases/{opened.Id}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(looked, Does.Contain(opened.ReceiptNumber!).And.Contain("移交给市中区第二审核员"));
            Assert.That(nobody, Does.Contain("找不到在职人员“nobody”"));
            Assert.That(closing.Text, Does.Contain("指定其办理的 1 项任务"));
            Assert.That(silent.Text, Does.Contain("请写明原因").And.Contain("href=\"#f-reason\"").And.Contain("移交给市中区第二审核员").And.Not.Contain("已移交"));
            Assert.That(done.Text, Does.Contain("已移交 1 项"));
            Assert.That(history, Does.Contain("移交任务").And.Contain("调离本单位"));
            Assert.That((await hall.Office.AskedAsync(opened.Id, "DistrictReview")).Single().Who, Is.EqualTo("district2"));
        }
    }

    private DateOnly Today => Cases.Clocks.LocalDay.Today(hall.Office.Clock);
}
