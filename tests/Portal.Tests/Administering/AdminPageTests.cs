using System.Net;
using AidWorkflow.Activities;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Primitives;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Handling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Administering;

/// <summary>Where everybody comes in, and what administrators see and mend.</summary>
[TestFixture]
internal sealed class AdminPageTests
{
    private readonly BurningNotify broken = new();
    private Hall hall = null!;

    private Office Office => hall.Office;

    [OneTimeSetUp]
    public async Task OpenAsync() => hall = await Hall.OpenAsync(with: services =>
        services.AddSingleton(ElsaActivities.With([.. AidActivities.All.Where(activity => activity is not Notify), broken])));

    [OneTimeTearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [TestCase("station1", "/tasks", "/admin")]
    [TestCase("decider1", "/tasks", "/figures")]
    [TestCase("maker1", "/payouts", "/tasks")]
    [TestCase("checker1", "/payouts", "/audit")]
    [TestCase("releaser1", "/payouts", "/admin")]
    [TestCase("admin1", "/admin", "/tasks")]
    [TestCase("auditor1", "/audit", "/tasks")]
    [TestCase("leader1", "/figures", "/tasks")]
    [TestCase("applicant1", "/services", "/cases")]
    public async Task Everybody_comes_in_where_their_work_is_and_is_led_nowhere_else(string who, string first, string elsewhere)
    {
        var seat = await hall.SignInAsync(who);

        var start = await seat.PostAsync("/sign-in", "/choose"); // a post there leads nowhere
        var (status, page) = await seat.GetAsync(first);
        var root = await seat.GetAsync("/");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(start.Status, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
            Assert.That(root.Status, Is.EqualTo(HttpStatusCode.SeeOther));
            Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(page, Does.Contain($"<a href=\"{first}\" aria-current=\"page\"").And.Not.Contain($"<a href=\"{elsewhere}\""));
        }
    }

    [TestCase("/admin")]
    [TestCase("/admin/units")]
    [TestCase("/admin/services")]
    [TestCase("/audit")]
    [TestCase("/figures")]
    public async Task Whoever_lacks_the_role_is_told_that_there_is_no_such_page(string path)
    {
        foreach (var who in new[] { "station1", "applicant1", "maker1" })
            Assert.That((await (await hall.SignInAsync(who)).GetAsync(path)).Status, Is.EqualTo(HttpStatusCode.NotFound), who);
        Assert.That((await hall.Anybody().GetAsync(path)).Status, Is.EqualTo(HttpStatusCode.Redirect));
    }

    [Test]
    public async Task An_incident_is_skipped_with_a_reason_and_a_refusal_keeps_what_was_written()
    {
        broken.Throws = true;
        var opened = await NotAcceptedAsync();
        broken.Throws = false;
        var incident = await Office.ReadAsync(db => db.Set<IncidentRow>().AsNoTracking().Where(row => row.State == IncidentState.Open).OrderByDescending(row => row.At).FirstAsync());
        var (admin, station) = (await hall.SignInAsync("admin1"), await hall.SignInAsync("station1"));
        (string Name, string Value) port = ($"{incident.Id}.port", "Done");

        var (_, list) = await admin.GetAsync("/admin");
        var stranger = await station.PostAsync("/tasks", $"/admin/incidents/{incident.Id}/skip", port, ($"{incident.Id}.reason", "我来"));
        var reasonless = await admin.PostAsync("/admin", $"/admin/incidents/{incident.Id}/skip", port, ($"{incident.Id}.reason", ""));
        var wrongPort = await admin.PostAsync("/admin", $"/admin/incidents/{incident.Id}/skip", ($"{incident.Id}.port", "Nowhere"), ($"{incident.Id}.reason", "电话已告知。"));
        var skipped = await admin.PostAsync("/admin", $"/admin/incidents/{incident.Id}/skip", port, ($"{incident.Id}.reason", "电话已告知。"));
        var again = await admin.PostAsync("/admin", $"/admin/incidents/{incident.Id}/retry");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(list, Does.Contain(opened.ReceiptNumber!).And.Contain("The mail room burns."));
            Assert.That(stranger.Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(reasonless.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(reasonless.Text, Does.Contain($"href=\"#f-{incident.Id}-reason\""));
            Assert.That(wrongPort.Text, Does.Contain("value=\"Nowhere\"").And.Contain("电话已告知。"));
            Assert.That((skipped.Status, skipped.Text), Is.EqualTo((HttpStatusCode.SeeOther, "/admin?done=skip")));
            Assert.That(again.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity), "it is settled");
            Assert.That(await Office.AuditAsync(opened.Id), Does.Contain("incident.skipped"));
            Assert.That((await Office.CaseAsync(opened.Id)).Outcome, Is.EqualTo(CaseOutcome.NotAccepted));
        }
    }

    [Test]
    public async Task A_parked_message_is_sent_again()
    {
        broken.Throws = false;
        var opened = await Office.SubmitCompleteAsync();
        await Office.ReadAsync(db => db.Set<OutboxRow>().Where(message => message.CorrelationId == opened.Id.ToString() && message.Channel == "sms")
            .ExecuteUpdateAsync(set => set.SetProperty(message => message.State, OutboxState.Parked).SetProperty(message => message.LastError, "refused")));
        var message = await Office.ReadAsync(db => db.Set<OutboxRow>().AsNoTracking().FirstAsync(message => message.CorrelationId == opened.Id.ToString() && message.Channel == "sms"));
        var admin = await hall.SignInAsync("admin1", "en");

        var (_, list) = await admin.GetAsync("/admin");
        var sent = await admin.PostAsync("/admin", $"/admin/messages/{message.Id}/retry");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(list, Does.Contain("Messages nobody took").And.Contain($"/admin/messages/{message.Id}/retry"));
            Assert.That(sent.Text, Is.EqualTo("/admin?done=sent"));
            Assert.That(await Office.ReadAsync(db => db.Set<OutboxRow>().Where(row => row.Id == message.Id).Select(row => row.State).SingleAsync()), Is.EqualTo(OutboxState.Pending));
        }
    }

    [Test]
    public async Task A_task_nobody_holds_is_listed_with_role_and_unit()
    {
        var opened = await Office.SubmitCompleteAsync();
        var task = (await Office.TasksAsync(opened.Id)).Single();
        var (system, today) = (Actor.System, LocalDay.Today(Office.Clock));
        var clerk = await Office.ReadAsync(db => db.Set<RoleAssignment>().AsNoTracking().SingleAsync(held => held.Role == Role.StationClerk && held.UnitId == task.UnitId && held.ValidTo == null));
        await Office.DoAsync((EndRole act, CancellationToken token) => act.RunAsync(clerk.Id, today, system, token));

        var (_, list) = await (await hall.SignInAsync("admin1")).GetAsync("/admin");
        await Office.DoAsync((AssignRole act, CancellationToken token) => act.RunAsync(clerk.AccountId, Role.StationClerk, task.UnitId, today, null, system, token));

        Assert.That(list, Does.Contain(opened.ReceiptNumber!).And.Contain("服务站经办人").And.Contain("东湖街道"));
    }

    [Test]
    public async Task Units_are_shown_a_level_at_a_time_within_the_administrators_area()
    {
        var (admin, district) = (await hall.SignInAsync("admin1", "en"), await hall.HireAsync("district-admin", Role.Administrator, UnitLevel.District, "370402"));
        var (here, sibling) = (await UnitAsync("370402"), await UnitAsync("370403"));

        var (_, city) = await admin.GetAsync("/admin/units");
        var (_, below) = await admin.GetAsync($"/admin/units/{here}");
        var (_, own) = await district.GetAsync("/admin/units");
        var (elsewhere, _) = await district.GetAsync($"/admin/units/{sibling}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(city, Does.Contain("citydecider1").And.Contain($"/admin/units/{here}").And.Contain($"/admin/units/{sibling}"));
            Assert.That(below, Does.Contain("decider1").And.Contain("Donghu").And.Contain("station1"));
            Assert.That(own, Does.Contain("decider1").And.Not.Contain("citydecider1"));
            Assert.That(elsewhere, Is.EqualTo(HttpStatusCode.NotFound));
        }
    }

    [TestCase("zh-CN", "救助档次", "低保、特困家庭：", "4,000.00 元", "费用的 20%", "年度封顶", "每年最多 2 次", "舍去零头到 100.00 元的整数倍", "申请前 12 个月内", "建议金额的 50%")]
    [TestCase("en", "Bands", "recognised household: ", "4,000.00 yuan", "20% of the cost", "Cap per year", "at most 2 a year", "rounded down to a multiple of 100.00 yuan", "within 12 months before", "50% of the proposed amount")]
    public async Task Rule_values_are_read_as_bands_rates_and_caps(string language, params string[] words)
    {
        var (_, page) = await (await hall.SignInAsync("admin1", language)).GetAsync("/admin/services");

        using (Assert.EnterMultipleScope())
        {
            foreach (var said in words)
                Assert.That(page, Does.Contain(said));
            Assert.That(page, Does.Contain("2022-01-01"), "from which day on");
        }
    }

    [Test]
    public async Task A_new_rule_value_holds_from_its_day_and_a_wrong_one_comes_back()
    {
        var (admin, district) = (await hall.SignInAsync("admin1"), await hall.HireAsync("district-admin-2", Role.Administrator, UnitLevel.District, "370402"));
        const string Service = "hardship-aid";
        (string Name, string Value)[] Fields(string value) =>
            [($"{Service}.key", "cap-per-case"), ($"{Service}.from", "2023-01-01"), ($"{Service}.value", value), ($"{Service}.source", "枣退役军人发〔2022〕9号")];

        var (_, list) = await admin.GetAsync("/admin/services");
        var (_, read) = await district.GetAsync("/admin/services");
        var stranger = await district.PostAsync("/admin", $"/admin/services/{Service}/values", Fields("\"5000.00\""));
        var wrong = await admin.PostAsync("/admin/services", $"/admin/services/{Service}/values", Fields("五千"));
        var set = await admin.PostAsync("/admin/services", $"/admin/services/{Service}/values", Fields("\"5000.00\""));
        var (_, after) = await admin.GetAsync(set.Text);

        var rows = await Office.ReadAsync(db => db.Set<RuleValue>().AsNoTracking().Where(value => value.ServiceId == Service && value.Key == "cap-per-case").OrderBy(value => value.From).ToListAsync());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(list, Does.Contain("演示值").And.Contain("cap-per-case").And.Contain("已发布").And.Contain("登记新标准"));
            Assert.That(read, Does.Contain("cap-per-case").And.Not.Contain("登记新标准"), "values hold in the whole city");
            Assert.That(stranger.Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(wrong.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(wrong.Text, Does.Contain($"href=\"#f-{Service}-value\"").And.Contain("五千").And.Contain("枣退役军人发〔2022〕9号"));
            Assert.That(set.Text, Is.EqualTo("/admin/services?done=set"));
            Assert.That((rows[^1].Json, rows[^1].Demo, rows[^1].From), Is.EqualTo(("\"5000.00\"", false, new DateOnly(2023, 1, 1))));
            Assert.That(rows[^2].To, Is.EqualTo(new DateOnly(2022, 12, 31)));
            Assert.That(after, Does.Contain("新标准已登记").And.Contain("枣退役军人发〔2022〕9号"));
        }
    }

    private async Task<AidCase> NotAcceptedAsync()
    {
        var opened = await Office.SubmitCompleteAsync();
        await Office.DecideAsync("station1", new((await Office.TasksAsync(opened.Id)).Single().Id, Verdict.NotAccept, "户籍不在本区。"));
        return opened;
    }

    private Task<UnitId> UnitAsync(string code) => Office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.DivisionCode == code && unit.Level == UnitLevel.District).Select(unit => unit.Id).SingleAsync());

    private sealed class BurningNotify : Activity
    {
        private static readonly Notify Real = new();

        public bool Throws { get; set; }

        public override ActivityDescriptor Descriptor => Real.Descriptor;

        protected override ValueTask<Outcome> ExecuteAsync(ActivityContext context) => Throws
            ? throw new InvalidOperationException("The mail room burns.")
            : new(Outcome.Done);
    }
}
