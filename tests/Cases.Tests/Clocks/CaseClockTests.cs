using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;

#pragma warning disable NUnit1027 // FsCheck gives the arguments

namespace AidWorkflow.Cases.Tests.Clocks;

[TestFixture]
internal sealed class CaseClockTests
{
    [Test]
    public void Paused_working_days_do_not_count()
    {
        var clock = A.Clock(Term.WorkingDays(10), "2022-03-07"); // would be due on 2022-03-21

        clock.Pause(A.Day("2022-03-09"), Holder.Applicant);
        clock.Resume(A.Day("2022-03-16"), A.Calendar);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(clock.DueOn, Is.EqualTo(A.Day("2022-03-28")));
            Assert.That(clock.Pauses, Is.EqualTo(new[] { new Pause(A.Day("2022-03-09"), A.Day("2022-03-16"), Holder.Applicant) }));
            Assert.That(clock.Holder, Is.EqualTo(Holder.Us));
        }
    }

    [Test]
    public void Paused_calendar_days_do_not_count_and_the_end_still_rolls_for_a_citizen()
    {
        var clock = A.Clock(Term.CalendarDays(30), "2022-08-20", roll: Roll.ToNextWorkingDay);

        clock.Pause(A.Day("2022-08-25"), Holder.Notice);
        clock.Resume(A.Day("2022-09-06"), A.Calendar);

        Assert.That(clock.DueOn, Is.EqualTo(A.Day("2022-10-08"))); // 2022-10-01 by count, then over the holiday
    }

    [Test]
    public void A_paused_clock_is_never_overdue()
    {
        var clock = A.Clock(Term.WorkingDays(2), "2022-03-07");

        clock.Pause(A.Day("2022-03-08"), Holder.OtherAgency);

        Assert.That(clock.IsOverdue(A.Day("2023-03-08")), Is.False);
    }

    [Test]
    public void A_clock_that_ends_a_right_waits_for_the_confirmed_date()
    {
        var clock = A.Clock(Term.WorkingDays(30), "2026-11-22", endsRight: true);
        var late = A.Day("2027-03-01");

        Assert.That(clock.IsOverdue(late) && !clock.MayEndRight(late), Is.True, "provisional: overdue to look at, but nobody loses anything");

        clock.DateAnew(new WorkingCalendar([.. A.Years, A.Year2027], 2));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(clock.Provisional, Is.False);
            Assert.That(clock.MayEndRight(late), Is.True);
            Assert.That(A.Clock(Term.WorkingDays(2), "2022-03-07").MayEndRight(late), Is.False, "a limit of the authority ends nobody's right");
        }
    }

    [Test]
    public void Loading_2027_moves_the_deadline_that_runs_over_the_Spring_Festival()
    {
        var clock = A.Clock(Term.WorkingDays(60), "2026-11-22");
        var provisional = clock.DueOn;

        var was = clock.DateAnew(new WorkingCalendar([.. A.Years, A.Year2027], 2));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(was, Is.EqualTo(new Deadline(provisional, Provisional: true)));
            Assert.That((provisional, clock.DueOn), Is.EqualTo((A.Day("2027-02-17"), A.Day("2027-02-20"))));
            Assert.That(clock.DateAnew(new WorkingCalendar([.. A.Years, A.Year2027], 2)), Is.Null, "dating twice changes nothing");
        }
    }

    [Test]
    public void What_a_clock_refuses()
    {
        var running = A.Clock(Term.WorkingDays(5), "2022-03-07");
        var paused = A.Clock(Term.WorkingDays(5), "2022-03-07");
        paused.Pause(A.Day("2022-03-09"), Holder.Applicant);
        var stopped = A.Clock(Term.WorkingDays(5), "2022-03-07");
        stopped.Stop(A.Day("2022-03-10"), ClockState.Met);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => running.Resume(A.Day("2022-03-09"), A.Calendar), Refuses("clock.not-paused"));
            Assert.That(() => running.Pause(A.Day("2022-03-06"), Holder.Applicant), Refuses("clock.before-last-event"));
            Assert.That(() => paused.Pause(A.Day("2022-03-10"), Holder.Applicant), Refuses("clock.not-running"));
            Assert.That(() => paused.Resume(A.Day("2022-03-08"), A.Calendar), Refuses("clock.before-last-event"));
            Assert.That(() => stopped.Stop(A.Day("2022-03-11"), ClockState.Ended), Refuses("clock.already-stopped"));
            Assert.That(() => stopped.Pause(A.Day("2022-03-11"), Holder.Applicant), Refuses("clock.not-running"));
        }
    }

    /// <summary>The law of pauses: whatever the unit, the days used outside pauses are exactly the term.</summary>
    [FsCheck.NUnit.Property]
    public bool Days_used_outside_pauses_are_the_term(ushort offset, byte count, bool working, (byte Worked, byte Waited)[] pauses)
    {
        var start = A.Day("2022-01-01").AddDays(offset % 700);
        var clock = A.Clock(new Term(count + 1, working ? TimeUnit.WorkingDays : TimeUnit.CalendarDays), $"{start:yyyy-MM-dd}");
        Live(clock, pauses);

        var days = Enumerable.Range(1, clock.DueOn.DayNumber - start.DayNumber).Select(start.AddDays)
            .Where(day => !clock.Pauses.Any(pause => day > pause.From && day <= pause.Until))
            .Count(day => !working || A.Calendar.IsWorkingDay(day).IsWorking);
        return days == count + 1;
    }

    [FsCheck.NUnit.Property]
    public bool Pausing_and_resuming_on_one_day_changes_nothing(ushort offset, byte count, byte after, bool working)
    {
        var start = A.Day("2022-01-01").AddDays(offset % 700);
        var clock = A.Clock(new Term(count, working ? TimeUnit.WorkingDays : TimeUnit.CalendarDays), $"{start:yyyy-MM-dd}");
        var due = clock.DueOn;

        clock.Pause(start.AddDays(after), Holder.Applicant);
        clock.Resume(start.AddDays(after), A.Calendar);

        return clock.DueOn == due;
    }

    [FsCheck.NUnit.Property]
    public bool Two_pauses_in_a_row_are_one(ushort offset, byte count, byte run, byte first, byte second, bool working)
    {
        var start = A.Day("2022-01-01").AddDays(offset % 700);
        var term = new Term(count, working ? TimeUnit.WorkingDays : TimeUnit.CalendarDays);
        var (split, whole) = (A.Clock(term, $"{start:yyyy-MM-dd}"), A.Clock(term, $"{start:yyyy-MM-dd}"));
        var (from, middle, to) = (start.AddDays(run), start.AddDays(run + first), start.AddDays(run + first + second));

        split.Pause(from, Holder.Applicant);
        split.Resume(middle, A.Calendar);
        split.Pause(middle, Holder.OtherAgency);
        split.Resume(to, A.Calendar);
        whole.Pause(from, Holder.Applicant);
        whole.Resume(to, A.Calendar);

        return split.DueOn == whole.DueOn;
    }

    [FsCheck.NUnit.Property]
    public bool A_pause_after_the_due_day_comes_too_late_to_move_it(ushort offset, byte count, byte late, byte rest)
    {
        var clock = A.Clock(Term.WorkingDays(count), $"{A.Day("2022-01-01").AddDays(offset % 700):yyyy-MM-dd}");
        var due = clock.DueOn;

        clock.Pause(due.AddDays(late), Holder.Applicant);
        clock.Resume(due.AddDays(late + rest), A.Calendar);

        return clock.DueOn == due;
    }

    private static void Live(CaseClock clock, (byte Worked, byte Waited)[] pauses)
    {
        var day = clock.StartedOn;
        foreach (var (worked, waited) in pauses.Take(4))
        {
            clock.Pause(day = day.AddDays(worked % 20), Holder.Applicant);
            clock.Resume(day = day.AddDays(waited % 30), A.Calendar);
        }
    }

    private static NUnit.Framework.Constraints.EqualStringConstraint Refuses(string code) =>
        Throws.TypeOf<RefusedException>().With.Property(nameof(RefusedException.Code)).EqualTo(code);
}
