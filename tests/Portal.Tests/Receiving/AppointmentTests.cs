using System.Text;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Cases.Receiving;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Receiving;

/// <summary>Whoever needs counselling or legal aid is given an appointment and told of it; what is said there stays with the professional.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class AppointmentTests(Provider provider)
{
    private const string Confided = "夜里睡不着，梦见战友";

    private Office office = null!;
    private Actor desk = null!;
    private Actor rights = null!;
    private Actor counsellor = null!;
    private Actor lawyer = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        (desk, rights, counsellor, lawyer) = (await office.AsAsync("desk1"), await office.AsAsync("rights1"), await office.AsAsync("counsellor1"), await office.AsAsync("lawyer1"));
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    /// <summary>Nobody is booked by the test before.</summary>
    [SetUp]
    public void GoToTheNextDay() => office.Clock.Advance(TimeSpan.FromDays(1));

    [Test]
    public async Task Nobody_is_to_see_two_people_at_once()
    {
        var (first, second) = (await EnterAsync(MatterKind.Counselling, ""), await EnterAsync(MatterKind.Counselling, ""));
        var appointment = await MakeAsync(first, counsellor);

        var taken = (await Assert.ThrowsAsync<RefusedException>(() => MakeAsync(second, counsellor)))!;
        var other = await MakeAsync(second, lawyer);
        await office.DoAsync((ArrangeAppointment act, CancellationToken token) => act.MoveAsync(appointment, new(counsellor.Account!.Value, At(1, 10).AddMinutes(10), "202 室"), desk, token));
        await office.DoAsync((ArrangeAppointment act, CancellationToken token) => act.CancelAsync(appointment, desk, token));
        await office.DoAsync((ArrangeAppointment act, CancellationToken token) => act.MoveAsync(other, new(counsellor.Account!.Value, At(1, 10), "201 室"), desk, token));

        Assert.That((taken.Code, taken.Field), Is.EqualTo(("appointment.taken", "time")), "their own can be moved, and what was called off is free again");
    }

    [Test]
    public async Task They_are_told_of_it_by_text_message_when_it_is_made_moved_and_called_off_and_the_message_says_nothing_of_why()
    {
        var matter = await EnterAsync(MatterKind.Counselling, "13800001111");
        var appointment = await MakeAsync(matter, counsellor);
        await office.DoAsync((ArrangeAppointment act, CancellationToken token) => act.MoveAsync(appointment, new(lawyer.Account!.Value, At(3, 15), "203 室"), rights, token));
        await office.DoAsync((ArrangeAppointment act, CancellationToken token) => act.CancelAsync(appointment, desk, token));

        var texts = await TextsAsync(appointment);
        var told = await office.ReadAsync(db => db.Set<Notification>().Where(one => one.Account == counsellor.Account || one.Account == lawyer.Account).ToListAsync());
        var again = (await Assert.ThrowsAsync<RefusedException>(() => office.DoAsync((ArrangeAppointment act, CancellationToken token) => act.CancelAsync(appointment, desk, token))))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(texts, Has.Count.EqualTo(3));
            Assert.That(texts[0], Does.Contain($"{LocalDay.Today(office.Clock).AddDays(1):yyyy-MM-dd} 10:00").And.Contain("201 室"));
            Assert.That(texts[1], Does.Contain($"{LocalDay.Today(office.Clock).AddDays(3):yyyy-MM-dd} 15:00").And.Contain("203 室"));
            Assert.That(texts[2], Does.Contain("取消"));
            Assert.That(texts, Has.None.Contain("心理").And.None.Contain("王大山"));
            Assert.That(told.Where(one => one.IdempotencyKey.Contains(appointment.ToString(), StringComparison.Ordinal)).Select(one => (one.Account, one.Occasion)), Is.EquivalentTo(new[]
            {
                (counsellor.Account, "appointment.made"), (counsellor.Account, "appointment.called-off"), (lawyer.Account, "appointment.moved"), (lawyer.Account, "appointment.called-off"),
            }));
            Assert.That(again.Code, Is.EqualTo("appointment.over"));
        }
    }

    [Test]
    public async Task Whoever_stood_aside_makes_no_appointment_begins_no_application_and_reports_nothing()
    {
        var clerk = await office.HireAsync("aside-desk", Role.DeskClerk, UnitLevel.District, "370402");
        var (counselled, help, note) = (await EnterAsync(MatterKind.Counselling, "", clerk), await EnterAsync(MatterKind.HelpRequest, "", clerk), await EnterAsync(MatterKind.OpinionNote, "", clerk));
        foreach (var matter in new[] { counselled, help, note })
            await office.DoAsync((RecuseFromMatter act, CancellationToken token) => act.RunAsync(matter, "", "是其亲属", clerk, token));
        var codes = new[]
        {
            (await Assert.ThrowsAsync<RefusedException>(() => MakeAsync(counselled, counsellor, by: clerk)))!.Code,
            (await Assert.ThrowsAsync<RefusedException>(() => office.DoAsync((ApplyForMatter act, CancellationToken token) => act.BeginAsync(help, "hardship-aid", clerk, token))))!.Code,
            (await Assert.ThrowsAsync<RefusedException>(() => office.DoAsync((ReportUpward act, CancellationToken token) => act.RunAsync(note, LocalDay.Today(office.Clock), "市局", clerk, token))))!.Code,
        };

        Assert.That(codes, Is.All.EqualTo("matter.recused"));
    }

    [TestCase("")]
    [TestCase("06325551234")]
    public async Task Without_a_mobile_number_nothing_is_sent(string phone)
    {
        var matter = await EnterAsync(MatterKind.LegalAid, phone);

        Assert.That(await TextsAsync(await MakeAsync(matter, lawyer)), Is.Empty);
    }

    [Test]
    public async Task Notes_are_for_whoever_wrote_them_and_for_nobody_else_whatever_they_hold()
    {
        var appointment = await MakeAsync(await EnterAsync(MatterKind.Counselling, ""), counsellor);
        await NoteAsync(appointment, counsellor, Confided);
        var head = await office.HireAsync("notes-head", Role.UnitHead, UnitLevel.District, "370402");
        var own = await ReadAsync(appointment, counsellor);

        var kept = await office.ReadAsync(db => db.Set<ConfidentialNote>().SingleAsync(note => note.AppointmentId == appointment));
        var trail = await office.ReadAsync(db => db.Set<AuditEntry>().Where(entry => entry.Stream == $"appointment:{appointment}" || entry.Subject == $"appointment:{appointment}").ToListAsync());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(own, Is.EqualTo(Confided));
            foreach (var other in new[] { desk, rights, lawyer, head, await office.AsAsync("admin1"), await office.AsAsync("auditor1"), await office.AsAsync("leader1") })
            {
                Assert.That((await Assert.ThrowsAsync<RefusedException>(() => ReadAsync(appointment, other)))!.Code, Is.EqualTo("appointment.unknown"), other.Name);
                Assert.That((await Assert.ThrowsAsync<RefusedException>(() => NoteAsync(appointment, other, "x")))!.Code, Is.EqualTo("appointment.unknown"), other.Name);
            }

            Assert.That(Encoding.UTF8.GetString(kept.Words), Does.Not.Contain("战友"));
            Assert.That(trail.Select(entry => entry.Act), Is.EquivalentTo(new[] { "appointment.noted", "personal.viewed" }), "written, and each look");
            Assert.That(trail.Select(entry => entry.Facts), Has.None.Contain("战友"));
        }
    }

    [Test]
    public async Task How_it_went_ends_the_matter_or_asks_for_another_appointment()
    {
        var matter = await EnterAsync(MatterKind.Counselling, "");
        var first = await MakeAsync(matter, counsellor, 1);
        var early = (await Assert.ThrowsAsync<RefusedException>(() => EndAsync(first, AppointmentState.Concluded)))!;
        var answered = (await Assert.ThrowsAsync<RefusedException>(() => office.DoAsync((RecordVisitStep act, CancellationToken token) => act.RunAsync(new(matter, VisitEventKind.Answered, LocalDay.Today(office.Clock), "已告知"), desk, token))))!;
        var second = (await Assert.ThrowsAsync<RefusedException>(() => MakeAsync(matter, counsellor)))!;
        office.Clock.Advance(TimeSpan.FromDays(1));
        await EndAsync(first, AppointmentState.GoesOn);
        var open = (await MatterAsync(matter)).ClosedOn;
        var next = await MakeAsync(matter, counsellor, 1);
        office.Clock.Advance(TimeSpan.FromDays(1));
        await EndAsync(next, AppointmentState.Concluded);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((early.Code, answered.Code, second.Code), Is.EqualTo(("appointment.not-yet", "matter.appointment-open", "appointment.planned-before")));
            Assert.That(open, Is.Null);
            Assert.That((await MatterAsync(matter)).ClosedOn, Is.EqualTo(LocalDay.Today(office.Clock)));
            Assert.That(await office.ReadAsync(db => db.Set<MatterEnd>().Where(one => one.MatterId == matter).Select(one => one.Ending).SingleAsync()), Is.EqualTo(MatterEnding.Attended));
        }
    }

    [Test]
    public async Task What_is_missing_is_named_and_only_a_professional_over_the_desk_is_chosen()
    {
        var matter = await EnterAsync(MatterKind.Counselling, "");
        var wrong = (await Assert.ThrowsAsync<RefusedException>(() => office.DoAsync((ArrangeAppointment act, CancellationToken token) => act.MakeAsync(matter, new(desk.Account!.Value, office.Clock.GetUtcNow(), " "), desk, token))))!;
        var elsewhere = (await Assert.ThrowsAsync<RefusedException>(async () => await MakeAsync(matter, counsellor, by: await office.AsAsync("desk-370403"))))!;
        var question = (await Assert.ThrowsAsync<RefusedException>(async () => await MakeAsync(await EnterAsync(MatterKind.HelpRequest, ""), counsellor)))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(wrong.Others.Prepend(wrong).Select(one => one.Field), Is.EquivalentTo(new[] { "with", "time", "where" }));
            Assert.That((elsewhere.Code, question.Code), Is.EqualTo(("matter.unknown", "appointment.kind")));
        }
    }

    private async Task<MatterId> EnterAsync(MatterKind kind, string phone, Actor? by = null) => (await office.DoAsync((RegisterVisit act, CancellationToken token) => act.RunAsync(
        new(MatterChannel.Visit, LocalDay.Today(office.Clock)) { Name = "王大山", Phone = phone, Matters = [new(kind, "other", "想找人谈谈")] }, by ?? desk, token))).Single().Id;

    private DateTimeOffset At(int daysAhead, int hour) => LocalDay.At(LocalDay.Today(office.Clock).AddDays(daysAhead), new(hour, 0));

    private async Task<AppointmentId> MakeAsync(MatterId matter, Actor with, int daysAhead = 1, Actor? by = null) =>
        (await office.DoAsync((ArrangeAppointment act, CancellationToken token) => act.MakeAsync(matter, new(with.Account!.Value, At(daysAhead, 10), "201 室"), by ?? desk, token))).Id;

    private Task<AppointmentId> NoteAsync(AppointmentId id, Actor by, string words) => office.DoAsync((KeepAppointment act, CancellationToken token) => act.NoteAsync(id, words, by, token));

    private Task<AppointmentId> EndAsync(AppointmentId id, AppointmentState state) => office.DoAsync((KeepAppointment act, CancellationToken token) => act.EndAsync(id, state, counsellor, token));

    private Task<string> ReadAsync(AppointmentId id, Actor by) => office.DoAsync(async (KeepAppointment act, CancellationToken token) => string.Concat((await act.ReadAsync(id, by, token)).Select(one => one.Words)));

    private Task<Matter> MatterAsync(MatterId id) => office.ReadAsync(db => db.Set<Matter>().SingleAsync(one => one.Id == id));

    private async Task<List<string>> TextsAsync(AppointmentId id)
    {
        var mark = id.ToString();
        var rows = await office.ReadAsync(db => db.Set<OutboxRow>().Where(row => row.Channel == Channel.Sms && row.IdempotencyKey.Contains(mark)).OrderBy(row => row.Id).ToListAsync());
        return await office.AskAsync(all => Task.FromResult(rows.ConvertAll(row => SealedPayload.Open(row, all.GetRequiredService<FieldProtector>()))));
    }
}
