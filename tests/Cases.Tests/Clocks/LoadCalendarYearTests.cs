using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Harness;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Cases.Tests.Clocks;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class LoadCalendarYearTests(Provider provider)
{
    private static readonly ClockPlan Decision = new("district-decision", Term.WorkingDays(30), Ladder: [Rung.Reminds(-3), Rung.Reminds(0), Rung.Reminds(1)]);

    private TestDatabase database = null!;

    [SetUp]
    public async Task Open()
    {
        database = await TestDatabase.CreateAsync(provider, services => services.AddSingleton<CalendarCache>()
            .AddScoped<Calendars>().AddScoped<CaseClocks>().AddScoped<AuditTrail>().AddScoped<LoadCalendarYear>().AddScoped<RedateClocks>());
        database.Clock.MoveTo(new DateTimeOffset(2026, 11, 22, 1, 0, 0, TimeSpan.Zero));
        await LoadAsync([.. A.Years]);
    }

    [TearDown]
    public async Task Close() => await database.DisposeAsync();

    [Test]
    public async Task Loading_2027_confirms_and_moves_the_open_clocks_of_all_cases_and_leaves_the_stopped_ones()
    {
        var reaching = await StartAsync(Term.WorkingDays(60));
        var confirmed = await StartAsync(Term.WorkingDays(30));
        var within = await StartAsync(Term.WorkingDays(20));
        var stopped = await StartAsync(Term.WorkingDays(60));
        await ChangeAsync(stopped, (clocks, clock) => clocks.StopAsync(clock, A.Day("2026-11-23"), ClockState.Ended, default));

        var moved = await LoadAsync([A.Year2027]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(moved.Select(one => one.ClockId), Is.EquivalentTo(new[] { reaching, confirmed }));
            Assert.That(moved.Single(one => one.ClockId == reaching).Was, Is.EqualTo(new Deadline(A.Day("2027-02-17"), Provisional: true)));
            Assert.That(moved.Single(one => one.ClockId == reaching).Now, Is.EqualTo(new Deadline(A.Day("2027-02-20"), Provisional: false)));
            Assert.That(await DueAsync(reaching), Is.EqualTo(new Deadline(A.Day("2027-02-20"), Provisional: false)));
            Assert.That(await DueAsync(within), Is.EqualTo(new Deadline(A.Day("2026-12-18"), Provisional: false)));
            Assert.That(await DueAsync(stopped), Is.EqualTo(new Deadline(A.Day("2027-02-17"), Provisional: true)));
            Assert.That(await LoadAsync([A.Year2027]), Is.Empty, "loading the same again changes nothing");
        }
    }

    [Test]
    public async Task What_the_installation_brings_along_does_not_undo_a_year_taken_from_another_notice()
    {
        await LoadAsync([A.Year2027]);
        var brought = new NoticedYear(2027, StatutoryDays.Of(2027), [], "another notice");

        await RunAsync<LoadCalendarYear, IReadOnlyList<MovedDeadline>>(act => act.FillAsync([.. A.Years, brought], default));

        Assert.That(await SourceAsync(2027), Is.EqualTo(A.Year2027.Source));
    }

    [Test]
    public async Task What_the_installation_brings_along_corrects_what_it_brought_before()
    {
        await LoadAsync([A.Year2027]);
        var corrected = new NoticedYear(2027, StatutoryDays.Of(2027), [], A.Year2027.Source);

        await RunAsync<LoadCalendarYear, IReadOnlyList<MovedDeadline>>(act => act.FillAsync([corrected], default));

        Assert.That(await database.ReadAsync(db => db.Set<CalendarYear>().Where(year => year.Year == 2027).Select(year => year.MakeUpDays).SingleAsync()), Is.Empty);
    }

    [Test]
    public async Task A_clock_dated_by_an_older_calendar_is_found_and_dated_anew()
    {
        var clock = await StartAsync(Term.WorkingDays(60));
        await LoadAsync([A.Year2027]);
        var stale = CaseClock.Start(new ClockId(Guid.AllBitsSet), new CaseId(Guid.AllBitsSet), null, Decision, A.Day("2026-11-22"), Holder.Us, A.Calendar);
        await database.ActAsync(work =>
        {
            work.Db.Add(stale); // read the calendar before 2027 was loaded, committed after
            return Task.CompletedTask;
        });

        var moved = await RunAsync<RedateClocks, IReadOnlyList<MovedDeadline>>(act => act.RunAsync(100, default));

        Assert.That(moved.Select(one => one.ClockId), Is.EqualTo(new[] { stale.Id }).And.None.EqualTo(clock));
    }

    [Test]
    public async Task Another_node_sees_the_year_that_this_one_loaded()
    {
        await using var node = database.AnotherNode(services => services.AddSingleton<CalendarCache>().AddScoped<Calendars>());
        await using (var before = node.CreateAsyncScope())
            Assert.That((await before.ServiceProvider.GetRequiredService<Calendars>().CurrentAsync(default)).IsKnown(2027), Is.False);

        await LoadAsync([A.Year2027]);

        await using var after = node.CreateAsyncScope();
        var calendar = await after.ServiceProvider.GetRequiredService<Calendars>().CurrentAsync(default);
        Assert.That(calendar.KnownYears, Is.EqualTo(new[] { 2022, 2023, 2024, 2025, 2026, 2027 }));
    }

    [Test]
    public async Task Reminders_stand_three_days_before_on_and_after_the_due_day_at_half_past_eight()
    {
        var clock = await StartAsync(Term.WorkingDays(20));

        var reminders = await RemindersAsync(clock);

        Assert.That(reminders.Select(one => (one.Kind, one.DueAt)), Is.EqualTo(new (ReminderKind, DateTimeOffset?)[]
        {
            (ReminderKind.Before, At("2026-12-15")), (ReminderKind.At, At("2026-12-18")), (ReminderKind.After, At("2026-12-21")),
        }));
    }

    [Test]
    public async Task Reminders_wait_while_the_clock_is_paused_move_with_it_and_go_when_it_stops()
    {
        var clock = await StartAsync(Term.WorkingDays(20));

        await ChangeAsync(clock, (clocks, found) => clocks.PauseAsync(found, A.Day("2026-11-24"), Holder.Applicant, default));
        Assert.That(await RemindersAsync(clock), Has.All.Property("DueAt").Null);
        Assert.That(await DueNowAsync("2027-12-31"), Is.Empty);

        await ChangeAsync(clock, (clocks, found) => clocks.ResumeAsync(found, A.Day("2026-11-26"), default));
        Assert.That((await RemindersAsync(clock)).Select(one => one.DueAt), Is.EqualTo(new DateTimeOffset?[] { At("2026-12-17"), At("2026-12-22"), At("2026-12-23") }));

        Assert.That(await DueNowAsync("2026-12-22"), Has.Exactly(2).Items);
        await database.ActAsync(async work => (await work.Db.DueRemindersAsync(At("2026-12-17"), 10, default)).Single().MarkSent(At("2026-12-17")));
        await ChangeAsync(clock, (clocks, found) => clocks.StopAsync(found, A.Day("2026-12-18"), ClockState.Met, default));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await RemindersAsync(clock)).Select(one => one.SentAt), Is.EqualTo(new DateTimeOffset?[] { At("2026-12-17") }));
            Assert.That(await database.ReadAsync(db => db.NextReminderAtAsync(default)), Is.Null);
        }
    }

    [Test]
    public async Task A_clock_may_start_pause_and_stop_in_one_act()
    {
        await RunAsync<CaseClocks, bool>(async clocks =>
        {
            var clock = await clocks.StartAsync(new CaseId(Guid.AllBitsSet), null, Decision, A.Day("2026-11-23"), Holder.Us, default);
            await clocks.PauseAsync(clock, A.Day("2026-11-23"), Holder.Applicant, default);
            Assert.That(await clocks.OpenAsync(clock.CaseId, default), Is.EqualTo(new[] { clock }));
            await clocks.StopAsync(clock, A.Day("2026-11-23"), ClockState.Ended, default);
            return true;
        });

        Assert.That(await database.ReadAsync(db => db.Set<Reminder>().CountAsync()), Is.Zero);
    }

    private Task<string> SourceAsync(int year) => database.ReadAsync(db => db.Set<CalendarYear>().Where(one => one.Year == year).Select(one => one.Source).SingleAsync());

    private static DateTimeOffset At(string day) => LocalDay.At(A.Day(day), new TimeOnly(8, 30));

    private Task<IReadOnlyList<MovedDeadline>> LoadAsync(IReadOnlyCollection<NoticedYear> years) =>
        RunAsync<LoadCalendarYear, IReadOnlyList<MovedDeadline>>(act => act.RunAsync(years, Actor.System, default));

    private Task<ClockId> StartAsync(Term term) => RunAsync<CaseClocks, ClockId>(async clocks =>
        (await clocks.StartAsync(new CaseId(Guid.CreateVersion7(database.Clock.GetUtcNow())), null, Decision with { Term = term }, A.Day("2026-11-22"), Holder.Us, default)).Id);

    private async Task ChangeAsync(ClockId id, Func<CaseClocks, CaseClock, Task> change)
    {
        await using var scope = database.Scope();
        var work = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
        await change(scope.ServiceProvider.GetRequiredService<CaseClocks>(), (await work.Db.FindAsync<CaseClock>(id))!);
        await work.CommitAsync(default);
    }

    private async Task<TResult> RunAsync<TAct, TResult>(Func<TAct, Task<TResult>> act)
        where TAct : notnull
    {
        await using var scope = database.Scope();
        var result = await act(scope.ServiceProvider.GetRequiredService<TAct>());
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(default);
        return result;
    }

    private Task<Deadline> DueAsync(ClockId id) => database.ReadAsync(async db =>
    {
        var clock = (await db.FindAsync<CaseClock>(id))!;
        return new Deadline(clock.DueOn, clock.Provisional);
    });

    private Task<List<Reminder>> RemindersAsync(ClockId id) => database.ReadAsync(db =>
        db.Set<Reminder>().Where(one => one.ClockId == id).OrderBy(one => one.Offset).ToListAsync());

    private Task<IReadOnlyList<Reminder>> DueNowAsync(string day) => database.ReadAsync(db => db.DueRemindersAsync(At(day), 10, default));
}
