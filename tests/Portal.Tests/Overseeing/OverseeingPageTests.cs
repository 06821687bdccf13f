using System.Net;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.Overseeing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Handling;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Overseeing;

/// <summary>What auditors and leaders read, and that their reading is on record too.</summary>
[TestFixture]
internal sealed class OverseeingPageTests
{
    private Hall hall = null!;

    private Office Office => hall.Office;

    [OneTimeSetUp]
    public async Task OpenAsync() => hall = await Hall.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [Test]
    public async Task The_trail_of_a_case_is_found_by_its_number_and_the_look_is_logged()
    {
        var opened = await Office.SubmitCompleteAsync();
        var station = await hall.SignInAsync("station1");
        await station.GetAsync($"/cases/{opened.Id}");
        var auditor = await hall.SignInAsync("auditor1");

        var (status, page) = await auditor.GetAsync($"/audit?number={opened.ReceiptNumber}");
        var unknown = await auditor.GetAsync("/audit?number=SQ999");
        var (_, log) = await auditor.GetAsync("/audit?who=station1");

        var looks = await Office.ReadAsync(db => db.Set<AuditEntry>().Where(entry => entry.Subject == $"case:{opened.Id}" && entry.ActorName == "auditor1").Select(entry => entry.Facts).ToListAsync());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(page, Does.Contain("case.submitted").Or.Contain("case.opened"));
            Assert.That(page, Does.Contain("谁看过这个案件").And.Contain("station1"));
            Assert.That(unknown.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(unknown.Text, Does.Contain("value=\"SQ999\""));
            Assert.That(log, Does.Contain($"case:{opened.Id}"));
            Assert.That(looks, Has.Exactly(1).Contains("audit trail"));
            Assert.That(await Office.ReadAsync(db => db.Set<AuditEntry>().CountAsync(entry => entry.Subject == "list:access-log" && entry.ActorName == "auditor1")), Is.GreaterThan(0));
        }
    }

    [Test]
    public async Task The_trail_of_a_matter_is_found_by_its_register_number_and_of_an_accusation_by_nobody_whom_it_names()
    {
        Task<Matter> EnterAsync(MatterCommand matter) => Office.AsAsync("desk1", async (RegisterVisit act, Actor by, CancellationToken token) =>
            (await act.RunAsync(new(MatterChannel.Visit, LocalDay.Today(Office.Clock)) { Name = "审计来访人", Matters = [matter] }, by, token)).Single());
        var (help, accusation) = (await EnterAsync(new(MatterKind.HelpRequest, "hardship", "家中失火")), await EnterAsync(new(MatterKind.Petition, "conduct", "反映某人") { Class = PetitionClass.Accusation, Accused = ["auditor1"] }));
        await (await hall.SignInAsync("rights1")).GetAsync($"/matters/{help.Id}");
        var auditor = await hall.SignInAsync("auditor1");

        var (status, page) = await auditor.GetAsync($"/audit?number={help.Number!.ToLowerInvariant()}");
        var named = await auditor.GetAsync($"/audit?number={accusation.Number}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(page, Does.Contain(help.Number).And.Contain("登记来访事项").And.Contain("谁看过这个事项").And.Contain("rights1").And.Not.Contain($"/cases/{help.Id}").And.Not.Contain("家中失火"));
            Assert.That(named.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(await Office.ReadAsync(db => db.Set<AuditEntry>().CountAsync(entry => entry.Subject == $"matter:{help.Id}" && entry.ActorName == "auditor1")), Is.EqualTo(1), "the look is on record");
        }
    }

    [Test]
    public async Task An_auditor_reads_who_changed_workflows_and_changes_none()
    {
        var (auditor, station) = (await hall.SignInAsync("auditor1"), await hall.SignInAsync("station1"));
        async Task<HttpStatusCode> StatusAsync(Seat visitor, string path) => (await visitor.GetAsync(path)).Status;

        var (_, list) = await auditor.GetAsync("/audit/workflows");
        var (_, history) = await auditor.GetAsync("/audit/workflows/hardship-aid");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(list, Does.Contain("/audit/workflows/hardship-aid").And.Contain("/audit/workflows/petition"));
            Assert.That(history, Does.Contain("共 1 版").And.Contain("初始文件").And.Contain("在用"));
            Assert.That(await StatusAsync(auditor, "/audit/workflows/hardship-aid/compare"), Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await StatusAsync(auditor, "/elsa/api/workflow-definitions/hardship-aid/compare"), Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await StatusAsync(auditor, "/audit/workflows/nothing"), Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(await StatusAsync(auditor, "/admin/designer"), Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(await StatusAsync(auditor, "/elsa/api/workflow-definitions/by-definition-id/hardship-aid"), Is.EqualTo(HttpStatusCode.NotFound), "what only those who write need");
            Assert.That(await StatusAsync(station, "/audit/workflows"), Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(await StatusAsync(station, "/elsa/api/workflow-definitions"), Is.EqualTo(HttpStatusCode.NotFound));
        }
    }

    [TestCase("zh-CN", "办理任务", "环节 村级意见", "查看", "原始记录")]
    [TestCase("en", "decided a task", "step Village opinion", "looked at", "As recorded")]
    public async Task Acts_people_and_cases_are_told_in_words_and_the_newest_fifty_come_first(string language, string act, string step, string looked, string recorded)
    {
        var opened = await Office.SubmitCompleteAsync();
        await Office.UntilAsync(opened.Id, "Payout");
        var station = await hall.SignInAsync("station1");
        for (var look = 0; look < 52; look++)
            await station.GetAsync($"/cases/{opened.Id}");
        var auditor = await hall.SignInAsync("auditor1", language);
        var village = await Office.ReadAsync(db => db.Set<Account>().AsNoTracking().SingleAsync(account => account.UserName == "village1"));

        var (_, page) = await auditor.GetAsync($"/audit?number={opened.ReceiptNumber}&who=station1");
        var (_, older) = await auditor.GetAsync($"/audit?number={opened.ReceiptNumber}&who=station1&looked=2");
        var (odd, _) = await auditor.GetAsync("/audit?page=nonsense");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Contain(act).And.Contain(step).And.Contain(looked).And.Contain(recorded).And.Contain(language == "en" ? village.NameEn : village.NameZh));
            Assert.That(page, Does.Contain($"href=\"/cases/{opened.Id}\">{opened.ReceiptNumber}</a>"));
            Assert.That(Rows(page, 1), Is.EqualTo(50), "of those who looked");
            Assert.That(Rows(older, 1), Is.EqualTo(3), "with the auditor's own look a moment ago");
            Assert.That(page, Does.Contain("looked=2").And.Not.Contain("looked=3"));
            Assert.That(odd, Is.EqualTo(HttpStatusCode.OK));
        }

        static int Rows(string page, int table) => System.Text.RegularExpressions.Regex.Count(page.Split("<tbody>")[table + 1].Split("</tbody>")[0], "<tr>");
    }

    [Test]
    public void Every_act_on_record_has_words()
    {
        var sources = System.IO.Directory.EnumerateFiles(Path.Combine(Office.Root(), "src", "Cases"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText);
        var acts = sources.SelectMany(source => System.Text.RegularExpressions.Regex.Matches(source, "(?:audit\\.Record\\(\\s*[^\"]*?(?:\\$\"[^\"]*\", *)?|override string Act => )\"(?<act>[a-z-]+\\.[a-z-]+)\"", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Select(match => match.Groups["act"].Value)).Distinct().ToArray();

        Assert.That(acts, Does.Contain("task.decided").And.Contain("batch.sent").And.Contain("incident.skipped"));
        Assert.That(acts.Where(act => !AuditWords.Has(act)), Is.Empty);
    }

    [Test]
    public async Task An_auditor_of_a_district_finds_no_case_of_another()
    {
        var opened = await Office.SubmitCompleteAsync();
        await (await hall.SignInAsync("station1")).GetAsync($"/cases/{opened.Id}");
        var sibling = await hall.HireAsync("auditor-sibling", Role.Auditor, UnitLevel.District, "370403");

        var (status, page) = await sibling.GetAsync($"/audit?number={opened.ReceiptNumber}");

        Assert.That(status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(page, Does.Not.Contain($"case:{opened.Id}").And.Not.Contain(">station1<"));
    }

    [Test]
    public async Task The_chains_are_checked_on_demand_and_a_changed_entry_is_found()
    {
        await Office.SubmitCompleteAsync();
        var auditor = await hall.SignInAsync("auditor1", "en");

        var sound = await auditor.PostAsync("/audit", "/audit/verify");
        var entry = await Office.ReadAsync(db => db.Set<AuditEntry>().AsNoTracking().FirstAsync(entry => entry.Stream.StartsWith("case:")));
        await TamperAsync(entry, "somebody else");
        var broken = await auditor.PostAsync("/audit", "/audit/verify");
        await TamperAsync(entry, entry.ActorName);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((sound.Status, broken.Status), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)));
            Assert.That(sound.Text, Does.Contain("all sound"));
            Assert.That(broken.Text, Does.Match("\\b1 problem\\.").And.Contain("the entry was changed"));
        }
    }

    [Test]
    public async Task A_leader_of_the_city_reads_the_year_and_one_of_a_district_does_not()
    {
        var opened = await Office.SubmitCompleteAsync();
        await Office.UntilAsync(opened.Id, "Payout");
        await Office.PayAsync(opened.Id);
        var leader = await hall.SignInAsync("leader1", "en");
        var district = await hall.HireAsync("district-leader", Role.Leader, UnitLevel.District, "370402");

        var (status, page) = await leader.GetAsync("/figures?year=2022");
        var (odd, _) = await leader.GetAsync("/figures?year=nonsense");
        var (part, _) = await district.GetAsync("/figures");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((status, odd, part), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Forbidden)));
            Assert.That(page, Does.Contain("1 household").And.Contain(">0.40</td>"), "4,000 yuan");
            Assert.That(page, Does.Contain("What became of the year").And.Contain("a payment came back"));
        }
    }

    [Test]
    public async Task Leaders_read_the_time_at_each_step_of_their_own_area_and_nobody_elses()
    {
        var opened = await Office.SubmitCompleteAsync();
        await Office.UntilAsync(opened.Id, "TownshipReview");
        Office.Clock.Advance(TimeSpan.FromDays(1));
        await Office.UntilAsync(opened.Id, "Payout");
        await Office.PayAsync(opened.Id);
        await hall.HireAsync("other-district-leader", Role.Leader, UnitLevel.District, "370403");
        var (leader, own, other, clerk) = (await hall.SignInAsync("leader1", "en"), await hall.HireAsync("own-district-leader", Role.Leader, UnitLevel.District, "370402"),
            await hall.SignInAsync("other-district-leader"), await hall.SignInAsync("station1"));

        var (all, city) = await leader.GetAsync("/figures/time");
        var (some, district) = await own.GetAsync("/figures/time");
        var (none, empty) = await other.GetAsync("/figures/time");
        var (never, _) = await clerk.GetAsync("/figures/time");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((all, some, none, never), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound)));
            Assert.That(city, Does.Contain("Township review").And.Contain("in working hours"));
            Assert.That(district, Does.Contain("镇街审核"));
            Assert.That(empty, Does.Contain("没有办结的案件").And.Not.Contain("镇街审核"));
        }
    }

    private Task<int> TamperAsync(AuditEntry entry, string name) => Office.ReadAsync(db => db.Set<AuditEntry>().Where(one => one.Stream == entry.Stream && one.Number == entry.Number)
        .ExecuteUpdateAsync(set => set.SetProperty(one => one.ActorName, name)));
}
