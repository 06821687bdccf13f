using System.Net;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Receiving;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Handling;
using AidWorkflow.Portal.Tests.Serving;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Petitioning;

/// <summary>The desk, the professional, the section, the petitioner and the leader each on their own pages.</summary>
[TestFixture]
internal sealed partial class DeskPagesTests
{
    private Hall hall = null!;
    private SpokenMatters spoken = null!;

    private Office Office => hall.Office;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        hall = await Hall.OpenAsync();
        spoken = await SpokenMatters.EnterAsync(Office, "applicant1", (await Office.SubmitAsync(Office.Answers())).Id);
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [Test]
    public async Task From_a_request_for_help_to_an_application_and_back_each_shows_the_other()
    {
        var desk = await hall.SignInAsync("desk1");
        var answers = Office.Answers();
        var help = (await Office.AsAsync("desk1", (RegisterVisit act, Actor actor, CancellationToken token) => act.RunAsync(
            new(MatterChannel.Visit, LocalDay.Today(Office.Clock)) { Name = (string)answers["applicantName"]!, CitizenId = (string)answers["citizenId"]!, Phone = (string)answers["mobile"]!, Matters = [new(MatterKind.HelpRequest, "hardship", "家中失火")] }, actor, token))).Single().Id;
        var page = $"/matters/{help}/application";
        var (offered, nothing) = ((await desk.GetAsync($"/matters/{help}")).Text, await desk.PostAsync(page, page));
        var (status, leads) = await desk.PostAsync(page, page, ("service", "hardship-aid"));
        var draft = await Office.ReadAsync(db => db.Set<MatterApplication>().Where(one => one.MatterId == help).Select(one => one.DraftId).SingleAsync());
        var applicant = (await desk.GetAsync($"/drafts/{draft}/topics/applicant")).Text;
        var actor = await Office.AsAsync("desk1");
        await Office.FillAsync(draft, actor, answers, Drafting.Papers);
        var application = await Office.DoAsync((SubmitDraft act, CancellationToken token) => act.SubmitAsync(draft, null, actor, token));
        var number = (await Office.CaseAsync(application)).ReceiptNumber!;
        var matter = await Office.ReadAsync(db => db.Set<Matter>().Where(one => one.Id == help).Select(one => one.Number).SingleAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(offered, Does.Contain("代为申请救助"));
            Assert.That(nothing.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(status, Is.EqualTo(HttpStatusCode.SeeOther), leads);
            Assert.That(applicant, Does.Contain((string)answers["applicantName"]!).And.Contain((string)answers["citizenId"]!).And.Contain((string)answers["mobile"]!));
            Assert.That((await desk.GetAsync($"/matters/{help}")).Text, Does.Contain(number).And.Contain("已提交救助申请").And.Contain($"/applications/{application}"));
            Assert.That((await desk.GetAsync($"/applications/{application}")).Text, Does.Contain(matter!).And.Contain($"/matters/{help}"));
        }
    }

    [Test]
    public async Task What_is_said_to_the_counsellor_stands_on_no_other_page()
    {
        const string Confided = "夜里睡不着";
        var (counsellor, desk, admin) = (await hall.SignInAsync("counsellor1"), await hall.SignInAsync("desk1"), await hall.SignInAsync("admin1"));
        var page = $"/appointments/{spoken.Appointment}";
        var (kept, _) = await counsellor.PostAsync(page, page, ("act", "note"), ("words", Confided));
        var own = (await counsellor.GetAsync(page)).Text;
        var looks = await Office.ReadAsync(db => db.Set<AuditEntry>().CountAsync(entry => entry.Act == "personal.viewed" && entry.Subject == $"appointment:{spoken.Appointment}"));
        var auditor = await hall.SignInAsync("auditor1");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(kept, Is.EqualTo(HttpStatusCode.SeeOther));
            Assert.That(own, Does.Contain(Confided));
            Assert.That(looks, Is.GreaterThan(0));
            Assert.That((await desk.GetAsync($"/matters/{spoken.Counselling}")).Text, Does.Contain("201 室").And.Not.Contain(Confided));
            Assert.That((await desk.GetAsync(page)).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await admin.GetAsync(page)).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await (await hall.SignInAsync("lawyer1")).GetAsync(page)).Status, Is.Not.EqualTo(HttpStatusCode.OK), "another professional");
            Assert.That((await auditor.GetAsync("/audit?who=counsellor1")).Text, Does.Not.Contain(Confided));
        }
    }

    [Test]
    public async Task The_petitioner_says_both_things_apart_and_the_section_calls_back()
    {
        var (petitioner, rights) = (await hall.SignInAsync("applicant1"), await hall.SignInAsync("rights1"));
        var before = (await petitioner.GetAsync("/own-matters")).Text;
        var satisfaction = $"/own-matters/{spoken.Delivered}/satisfaction";
        var rating = $"/own-matters/{spoken.Ended}/rating";
        var (missing, _) = await petitioner.PostAsync(satisfaction, satisfaction, ("words", "x"));
        var (said, _) = await petitioner.PostAsync(satisfaction, satisfaction, ("level", "4"));
        var (rated, _) = await petitioner.PostAsync(rating, rating, ("stars", "1"), ("words", "没人理"), ("named", "yes"));
        var call = $"/ratings/negative/{spoken.Ended}";
        var (called, _) = await rights.PostAsync(call, call, ("act", "call"), ("on", $"{LocalDay.Today(Office.Clock):yyyy-MM-dd}"), ("words", "已道歉"));
        var after = (await petitioner.GetAsync("/own-matters")).Text;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Does.Contain(satisfaction).And.Contain(rating));
            Assert.That((missing, said, rated, called), Is.EqualTo((HttpStatusCode.UnprocessableEntity, HttpStatusCode.SeeOther, HttpStatusCode.SeeOther, HttpStatusCode.SeeOther)));
            Assert.That(after, Does.Not.Contain(satisfaction).And.Not.Contain(rating));
            Assert.That((await rights.GetAsync("/ratings/negative")).Text, Does.Contain(call).And.Contain("还有 5 个工作日").And.Contain("待整改"));
            Assert.That((await rights.GetAsync(call)).Text, Does.Contain("没人理").And.Contain("已道歉").And.Contain("13800003333"));
            Assert.That((await (await hall.SignInAsync("desk1")).GetAsync("/ratings/negative")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        }
    }

    [Test]
    public async Task The_leader_reads_figures_with_what_they_are_made_of_and_an_accusation_is_counted_and_not_listed()
    {
        var accusation = (await Office.AsAsync("desk1", (RegisterVisit act, Actor actor, CancellationToken token) => act.RunAsync(
            new(MatterChannel.Letter, LocalDay.Today(Office.Clock)) { Name = "孙五湖", Phone = "13800004444", Matters = [new(MatterKind.Petition, "conduct", "反映某人") { Class = PetitionClass.Accusation }] }, actor, token))).Single();
        var leader = await hall.SignInAsync("leader1", "en");
        var (_, card) = await leader.GetAsync("/scorecard");
        var (_, list) = await leader.GetAsync("/scorecard/list?figure=Repeats");
        var (_, own) = await (await hall.SignInAsync("rights1", "en")).GetAsync("/scorecard/list?figure=Repeats");
        var (_, csv) = await leader.GetAsync("/scorecard/csv");
        var (backwards, told) = await leader.GetAsync("/scorecard?from=2022-03-31&to=2022-03-01");
        var (petitions, repeats) = (await Office.ReadAsync(db => db.Set<Petition>().CountAsync()), await Office.ReadAsync(db => db.Set<Matter>().CountAsync(one => one.Kind == MatterKind.Petition && one.RepeatOf != null)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(card, Does.Contain("small sample").And.Contain("never rounded up"));
            Assert.That(card, Does.Match($"(?s)Repeats</th>.{{0,400}}>{petitions}</td>"), "with the accusation");
            Assert.That(list, Does.Not.Contain(accusation.Number!).And.Contain("1 more are counted"));
            Assert.That(own, Does.Contain(accusation.Number!));
            Assert.That(list, Does.Not.Contain("王大山").And.Not.Contain("要求落实待遇"));
            Assert.That(csv, Does.Contain($"\"Repeats\",\"{repeats}\",\"{petitions}\"").And.Contain("Numerator"));
            Assert.That(backwards, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(told, Does.Contain("The last day lies on or after"));
            Assert.That((await (await hall.SignInAsync("desk1")).GetAsync("/scorecard")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        }
    }

    [Test]
    public async Task Whoever_comes_back_is_found_and_what_they_raised_before_is_told_while_they_are_entered()
    {
        var today = LocalDay.Today(Office.Clock);
        var matter = (await Office.AsAsync("desk1", (RegisterVisit act, Actor by, CancellationToken token) => act.RunAsync(new(MatterChannel.Visit, today)
        {
            Name = "冯八山",
            Phone = "13800006666",
            Matters = [new(MatterKind.HelpRequest, "other", "家里有困难"), new(MatterKind.Counselling, "other", "想找人谈谈")],
        }, by, token)))[0];
        var (desk, elsewhere) = (await hall.SignInAsync("desk1"), await hall.SignInAsync("desk-370403"));
        async Task<bool> FindsAsync(Seat visitor, string path) => (await visitor.GetAsync(path)).Text.Contains(matter.Number!, StringComparison.Ordinal);
        var person = $"/matters?q={Uri.EscapeDataString("冯八山 13800006666")}";
        const string Before = "/matters/new/before?name=%E5%86%AF%E5%85%AB%E5%B1%B1&phone=13800006666";

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await FindsAsync(desk, person) && await FindsAsync(desk, $"/matters?q={matter.Number![^4..]}") && await FindsAsync(desk, Before));
            Assert.That(await FindsAsync(elsewhere, person) || await FindsAsync(elsewhere, $"/matters?q={matter.Number![^4..]}") || await FindsAsync(elsewhere, Before), Is.False, "it lies in no area of theirs");
            Assert.That((await desk.GetAsync("/matters?q=XF000")).Text, Does.Contain("没有找到"));
            Assert.That((await desk.GetAsync("/matters/new/before?name=%E5%86%AF&phone=138")).Text, Does.Not.Contain("XF"), "half typed");
            Assert.That((await desk.GetAsync($"/matters/{matter.Id}")).Text, Does.Contain("同一次来访还登记了"));
        }
    }

    [Test]
    public async Task What_happened_in_time_may_be_entered_late_and_a_withdrawal_is_never_offered_first()
    {
        var (actor, today) = (await Office.AsAsync("rights1"), LocalDay.Today(Office.Clock));
        var id = (await Office.AsAsync("desk1", (RegisterVisit act, Actor by, CancellationToken token) => act.RunAsync(new(MatterChannel.Letter, today.AddDays(-25))
        {
            Name = "陈九江",
            Matters = [new(MatterKind.Petition, "placement", "要求重新安置") { Class = PetitionClass.Claim, Branch = ClaimBranch.PetitionHandling }],
        }, by, token))).Single().Id;
        var (_, fresh) = await (await hall.SignInAsync("desk1")).GetAsync($"/matters/{id}");
        await Office.DoAsync((RecordPetitionStep act, CancellationToken token) => act.RunAsync(new(id, PetitionEventKind.Arrived, today.AddDays(-20)), actor, token));
        var rights = await hall.SignInAsync("rights1");
        var (_, page) = await rights.GetAsync($"/matters/{id}");

        var (late, told) = await rights.PostAsync($"/matters/{id}", $"/matters/{id}", ("kind", "Objected"), ("on", $"{today:yyyy-MM-dd}"), ("words", "不属本机关职权"), ("seen", "2"));
        var (inTime, _) = await rights.PostAsync($"/matters/{id}", $"/matters/{id}", ("kind", "Objected"), ("on", $"{today.AddDays(-19):yyyy-MM-dd}"), ("words", "不属本机关职权"), ("seen", "2"));
        var (_, own) = await rights.GetAsync($"/matters/{id}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fresh, Does.Contain("<option value=\"Withdrawn\">").And.Contain("不能恢复"));
            Assert.That(page, Does.Contain("事后登记"));
            Assert.That(page, Does.Contain("value=\"Objected\""), "its limit is over, and it may have been in time");
            Assert.That((late, inTime), Is.EqualTo((HttpStatusCode.UnprocessableEntity, HttpStatusCode.SeeOther)), told);
            Assert.That(own, Does.Not.Contain("value=\"ObjectionAllowed\""), "that is for whoever sent it there");
        }
    }

    [Test]
    public async Task A_closed_day_says_what_was_entered_later_and_its_note()
    {
        var today = LocalDay.Today(Office.Clock);
        var clerk = await Office.AsAsync("desk-370404");
        async Task EnterAsync(string name) => await Office.DoAsync((RegisterVisit act, CancellationToken token) => act.RunAsync(new(MatterChannel.Visit, today) { Name = name, Matters = [new(MatterKind.HelpRequest, "other", "求助")] }, clerk, token));
        await EnterAsync("先来的");
        await Office.DoAsync((CloseRegisterDay act, CancellationToken token) => act.RunAsync(today, "一切正常", clerk, token));
        Office.Clock.Advance(TimeSpan.FromMinutes(1));
        await EnterAsync("后来的");

        var (_, days) = await (await hall.SignInAsync("desk-370404")).GetAsync("/matters/days");

        Assert.That(days, Does.Contain("封账后补登 1 件").And.Contain("一切正常").And.Contain("1 (0)").And.Contain($"/matters?day={today:yyyy-MM-dd}"));
    }

    [Test]
    public async Task What_is_final_is_not_accepted_again_and_the_page_asks_for_new_facts_and_loses_nothing()
    {
        var (actor, today) = (await Office.AsAsync("rights1"), LocalDay.Today(Office.Clock));
        var final = (await Office.AsAsync("desk1", (RegisterVisit act, Actor by, CancellationToken token) => act.RunAsync(new(MatterChannel.Visit, today)
        {
            Name = "赵三江",
            Phone = "13800005555",
            Matters = [new(MatterKind.Petition, "placement", "要求重新安置") { Class = PetitionClass.Claim, Branch = ClaimBranch.PetitionHandling }],
        }, by, token))).Single();
        foreach (var kind in (PetitionEventKind[])[PetitionEventKind.Arrived, PetitionEventKind.Accepted, PetitionEventKind.Answered, PetitionEventKind.Delivered, PetitionEventKind.ReviewAsked, PetitionEventKind.ReviewAnswered, PetitionEventKind.ReviewDelivered, PetitionEventKind.ReReviewAsked, PetitionEventKind.ReReviewAnswered])
            await Office.HappensAsync(final.Id, kind, actor);
        var desk = await hall.SignInAsync("desk1");
        (string, string)[] again = [("channel", "Visit"), ("receivedOn", $"{today:yyyy-MM-dd}"), ("name", "赵三江"), ("phone", "13800005555"), ("people", "1"), ("matters[0].kind", "Petition"), ("matters[0].subject", "placement"), ("matters[0].summary", "还是要求重新安置"), ("matters[0].class", "Claim"), ("matters[0].branch", "PetitionHandling")];

        var (status, page) = await desk.PostAsync("/matters/new", "/matters/new", again);
        var (anew, _) = await desk.PostAsync("/matters/new", "/matters/new", [.. again, ("matters[0].newFacts", "找到了当年的安置介绍信")]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((status, anew), Is.EqualTo((HttpStatusCode.UnprocessableEntity, HttpStatusCode.SeeOther)));
            Assert.That(WebUtility.HtmlDecode(page), Does.Contain(final.Number!).And.Contain("新的事实和理由").And.Contain("还是要求重新安置").And.Contain("赵三江"));
            Assert.That(NewFacts().IsMatch(page), Is.True, "the field that helps is there");
        }
    }

    [GeneratedRegex("<textarea[^>]*name=\"matters\\[0\\]\\.newFacts\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NewFacts();
}
