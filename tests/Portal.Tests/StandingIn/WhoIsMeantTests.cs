using System.Net;
using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.StandingIn;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.StandingIn;

/// <summary>Colleagues are named as people name them; two of one name are told apart by their units.</summary>
[TestFixture]
internal sealed class WhoIsMeantTests
{
    private const string Name = "李娜";
    private Office office = null!;
    private Website site = null!;
    private string here = "";
    private string there = "";

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(Provider.Sqlite);
        site = await Website.OpenAsync(office);
        await office.HireAsync("li.na", Role.TownshipReviewer, UnitLevel.Township, "370402001");
        await office.HireAsync("li.na2", Role.TownshipReviewer, UnitLevel.Township, "370402002");
        await office.HireAsync("an.jing", Role.DistrictReviewer, UnitLevel.District, "370402");
        await office.HireAsync("zhou.jie", Role.DistrictReviewer, UnitLevel.District, "370402");
        foreach (var (user, zh, en) in new[] { ("li.na", Name, "Li Na"), ("li.na2", Name, "Li Na"), ("an.jing", "安静", "An Jing"), ("zhou.jie", "周杰", "Zhou Jie") })
            await office.ReadAsync(db => db.Set<Account>().Where(one => one.UserName == user).ExecuteUpdateAsync(set => set.SetProperty(one => one.NameZh, zh).SetProperty(one => one.NameEn, en)));
        (here, there) = (await UnitAsync("370402001"), await UnitAsync("370402002"));
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [TestCase("zh-CN")]
    [TestCase("en")]
    public async Task A_deputy_is_named_by_name_and_two_of_one_name_by_their_units(string language)
    {
        var leader = await site.SignedInAsync("district2", language);
        var page = await leader.GetAsync("/account/deputies");
        var (from, name) = (language == "en" ? 40 : 60, language == "en" ? "Li Na" : Name);

        var both = await NameAsync(page, name, from);
        var nobody = await NameAsync(page, "王五", from);
        var named = await NameAsync(page, language == "en" ? $"Li Na ({await UnitAsync("370402002", english: true)})" : $"{Name}（{there}）", from);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((both.Status, both.Words), Is.EqualTo((HttpStatusCode.UnprocessableEntity, both.Words)));
            Assert.That(both.Words, Does.Contain(language == "en" ? await UnitAsync("370402001", english: true) : here).And.Contain(language == "en" ? await UnitAsync("370402002", english: true) : there), "who they are is said");
            both.EveryFaultLeadsToItsField();
            Assert.That(nobody.Words, Does.Contain("“王五”"));
            Assert.That(named.Status, Is.EqualTo(HttpStatusCode.SeeOther));
            Assert.That(await office.ReadAsync(db => db.Set<Deputy>().AsNoTracking().OrderByDescending(one => one.Id).Join(db.Set<Account>(), one => one.AccountId, account => account.Id, (one, account) => account.UserName).FirstAsync()), Is.EqualTo("li.na2"));
        }
    }

    [Test]
    public async Task Suggestions_are_of_those_whom_one_may_see_by_the_sound_of_their_names()
    {
        var (township, district) = (await site.SignedInAsync("township1"), await site.SignedInAsync("district1"));

        var (mine, all) = (await SaidAsync(township, "li.na"), await SaidAsync(district, Name));
        var names = (await SaidAsync(district, await UnitAsync("370402"))).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(mine, Is.EqualTo(new[] { $"{Name}（{here}）" }), "a neighbour's people are not theirs to see");
            Assert.That(all, Is.EquivalentTo(new[] { $"{Name}（{here}）", $"{Name}（{there}）" }));
            Assert.That(names.FindIndex(said => said.StartsWith("安静", StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(0).And.LessThan(names.FindIndex(said => said.StartsWith("周杰", StringComparison.Ordinal))));
            Assert.That(await SaidAsync(township, ""), Is.Empty);
            Assert.That((await (await site.SignedInAsync("applicant1")).GetAsync("/people?q=li")).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await township.GetAsync("/admin/units/named?q=37")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        }
    }

    [Test]
    public void Names_stand_in_the_order_of_their_sound_and_not_of_their_code_points() => // code points: 丁 安 张 王 阿
        Assert.That(new[] { "张三", "阿强", "王五", "丁一", "安静" }.Order(ByPinyin.Order), Is.EqualTo(new[] { "阿强", "安静", "丁一", "王五", "张三" }));

    [Test]
    public async Task Work_is_handed_over_by_name_and_a_reviewer_of_another_town_is_told_why_truly()
    {
        var task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "TownshipReview");
        await office.AsAsync<ClaimTask, TaskId>("township1", (act, actor, token) => act.ClaimAsync(task.Id, actor, token));
        var leaver = (await office.AsAsync("township1")).Account!.Value;
        var admin = await site.SignedInAsync("admin1");

        var looked = await admin.GetAsync($"/admin/accounts/{leaver}/hand-over?to={Uri.EscapeDataString($"{Name}（{there}）")}");
        Assert.That(looked.Words, Does.Contain($"接收人不是{here}的镇街审核员"), "she is a reviewer, only elsewhere");

        await looked.PostAsync($"/admin/accounts/{leaver}/hand-over", ("to", $"{Name}（{here}）"), ("reason", "调岗"));
        Assert.That((await office.TasksAsync(task.CaseId)).Single().AssigneeId, Is.EqualTo((await office.AsAsync("li.na")).Account));
    }

    [Test]
    public async Task A_cover_is_arranged_by_the_names_of_units()
    {
        var admin = await site.SignedInAsync("admin1");
        var page = await admin.GetAsync("/admin/stand-ins");
        Assert.That(page.Html, Does.Contain("data-suggest=\"/admin/units/named\"").And.Contain("data-suggest=\"/people\""));
        Assert.That(await SaidAsync(admin, here, "/admin/units/named"), Does.Contain($"{here}（370402001）"));

        var done = await page.PostAsync("/admin/stand-ins/cover", ("role", "StationClerk"), ("unit", $"{here}（370402001）"), ("byRole", "StationClerk"), ("byUnit", $"{there}（370402002）"), ("from", Day(20)), ("to", Day(21)), ("reason", "外出培训"));
        var wrong = await page.PostAsync("/admin/stand-ins/cover", ("role", "StationClerk"), ("unit", "没有的镇"), ("byRole", "StationClerk"), ("byUnit", "370402002"), ("from", Day(30)), ("to", Day(31)), ("reason", "外出培训"));

        Assert.That(done.Status, Is.EqualTo(HttpStatusCode.SeeOther), done.Words);
        Assert.That(wrong.Words, Does.Contain("找不到单位“没有的镇”"));
        wrong.EveryFaultLeadsToItsField();
    }

    [Test]
    public async Task Those_to_whom_a_case_can_be_sent_stand_by_unit_with_the_nearest_first()
    {
        var task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        var page = await (await site.SignedInAsync("district1")).GetAsync($"/tasks/{task.Id}");

        var units = System.Text.RegularExpressions.Regex.Matches(page.Html[page.Html.IndexOf("copy.to", StringComparison.Ordinal)..], "<summary>(?<unit>[^<]+) <span class=\"num\">", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(found => found.Groups["unit"].Value).ToList();
        Assert.That(units, Is.SupersetOf(new[] { here, await UnitAsync("370402"), await UnitAsync("370400") }).And.Unique);
        Assert.That(units.IndexOf(here), Is.LessThan(units.IndexOf(await UnitAsync("370402"))));
    }

    private Task<ReadPage> NameAsync(ReadPage page, string deputy, int from) => page.PostAsync("/account/deputies", ("deputy", deputy), ("from", Day(from)), ("to", Day(from + 1)), ("reason", "年休假"));

    private string Day(int from) => $"{Cases.Clocks.LocalDay.Today(office.Clock).AddDays(from):yyyy-MM-dd}";

    private static async Task<List<string>> SaidAsync(Reader who, string words, string at = "/people") =>
        [.. JsonDocument.Parse((await who.GetAsync($"{at}?q={Uri.EscapeDataString(words)}")).Html).RootElement.EnumerateArray().Select(one => one.GetProperty("said").GetString()!)];

    private Task<string> UnitAsync(string code, bool english = false) => office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.DivisionCode == code && unit.ValidTo == null).Select(unit => english ? unit.NameEn : unit.NameZh).FirstAsync());
}
