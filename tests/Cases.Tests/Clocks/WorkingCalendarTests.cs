using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;

#pragma warning disable NUnit1027 // FsCheck gives the arguments

namespace AidWorkflow.Cases.Tests.Clocks;

[TestFixture]
internal sealed class WorkingCalendarTests
{
    [TestCase("2022-01-28", 3, "2022-02-07")]
    [TestCase("2022-04-22", 10, "2022-05-09")]
    [TestCase("2022-09-28", 5, "2022-10-10")]
    [TestCase("2022-12-30", 1, "2023-01-03")]
    [TestCase("2024-04-30", 5, "2024-05-10")]
    [TestCase("2025-01-24", 3, "2025-02-05")]
    [TestCase("2026-02-13", 5, "2026-02-27")]
    [TestCase("2026-09-18", 10, "2026-10-09")]
    public void Working_days_follow_the_notices(string start, int days, string due)
    {
        var deadline = A.Calendar.After(A.Day(start), Term.WorkingDays(days));

        Assert.That(deadline, Is.EqualTo(new Deadline(A.Day(due), Provisional: false)));
    }

    [TestCase("2022-05-01", 15, Roll.None, "2022-05-16")]
    [TestCase("2022-08-03", 60, Roll.None, "2022-10-02")]
    [TestCase("2022-08-03", 60, Roll.ToNextWorkingDay, "2022-10-08")]
    public void Calendar_days_run_through_holidays_and_roll_only_for_a_citizen(string start, int days, Roll roll, string due)
    {
        var deadline = A.Calendar.After(A.Day(start), Term.CalendarDays(days), roll);

        Assert.That(deadline, Is.EqualTo(new Deadline(A.Day(due), Provisional: false)));
    }

    [TestCase("2022-01-31", 1, "2022-02-28")]
    [TestCase("2024-01-31", 1, "2024-02-29")]
    [TestCase("2022-11-15", 6, "2023-05-15")]
    public void Months_end_on_the_same_day_or_the_last_of_the_month(string start, int months, string due) =>
        Assert.That(A.Calendar.After(A.Day(start), Term.Months(months)).On, Is.EqualTo(A.Day(due)));

    [TestCase(2022, 249)]
    [TestCase(2023, 249)]
    [TestCase(2024, 251)]
    [TestCase(2025, 248)]
    [TestCase(2026, 248)]
    public void A_year_has_as_many_working_days_as_its_notice_leaves(int year, int workingDays)
    {
        var counted = A.Calendar.WorkingDaysBetween(new DateOnly(year - 1, 12, 31), new DateOnly(year, 12, 31));

        Assert.That(counted, Is.EqualTo(new DayCount(workingDays, Provisional: false)));
    }

    [Test]
    public void A_make_up_day_is_worked_although_it_is_a_Saturday()
    {
        var saturday = A.Day("2022-10-08");

        Assert.That(saturday.DayOfWeek, Is.EqualTo(DayOfWeek.Saturday));
        Assert.That(A.Calendar.IsWorkingDay(saturday), Is.EqualTo(new DayKind(IsWorking: true, Provisional: false)));
    }

    [Test]
    public void The_statutory_days_of_2027_are_computed_from_sun_and_moon()
    {
        string[] expected =
        [
            "2027-01-01", "2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08", "2027-04-05", "2027-05-01", "2027-05-02",
            "2027-06-09", "2027-09-15", "2027-10-01", "2027-10-02", "2027-10-03",
        ];

        Assert.That(StatutoryDays.Of(2027), Is.EquivalentTo(expected.Select(A.Day)));
    }

    [Test]
    public void Every_noticed_year_contains_the_statutory_days_computed_for_it([Range(2022, 2026)] int year) =>
        Assert.That(StatutoryDays.Of(year), Is.SubsetOf(A.Years.Single(noticed => noticed.Year == year).OffDays));

    [Test]
    public void A_leap_month_shifts_the_festivals_after_it() // 2025 has a leap sixth month, so mid-autumn is in October
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(StatutoryDays.Of(2025), Does.Contain(A.Day("2025-05-31")).And.Contain(A.Day("2025-10-06")));
            Assert.That(StatutoryDays.Of(2023), Does.Contain(A.Day("2023-06-22")).And.Contain(A.Day("2023-09-29")));
        }
    }

    [Test]
    public void On_22_November_2026_a_deadline_in_2027_is_provisional_and_one_in_2026_is_not()
    {
        var today = A.Day("2026-11-22");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(A.Calendar.After(today, Term.WorkingDays(20)), Is.EqualTo(new Deadline(A.Day("2026-12-18"), Provisional: false)));
            Assert.That(A.Calendar.After(today, Term.WorkingDays(30)), Is.EqualTo(new Deadline(A.Day("2027-01-04"), Provisional: true)));
            Assert.That(A.Calendar.After(today, Term.CalendarDays(60)), Is.EqualTo(new Deadline(A.Day("2027-01-21"), Provisional: false)));
            Assert.That(A.Calendar.After(today, Term.CalendarDays(60), Roll.ToNextWorkingDay).Provisional, Is.True);
        }
    }

    [Test]
    public void A_definitive_date_in_an_unknown_year_is_refused_and_the_year_named()
    {
        var refusal = Assert.Throws<RefusedException>(() => A.Calendar.Definitive(A.Day("2026-11-22"), Term.WorkingDays(30)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refusal!.Code, Is.EqualTo("clock.year-unknown"));
            Assert.That(refusal.Values["year"], Is.EqualTo(2027));
            Assert.That(Texts.Say(refusal, "en"), Does.Contain("2027"));
        }
    }

    [Test]
    public void A_calendar_without_years_knows_nothing_for_certain() =>
        Assert.That(WorkingCalendar.Empty.After(A.Day("2022-03-07"), Term.WorkingDays(1)), Is.EqualTo(new Deadline(A.Day("2022-03-08"), Provisional: true)));

    [FsCheck.NUnit.Property]
    public bool Counting_back_what_was_counted_forth_gives_the_term(ushort offset, byte count)
    {
        var start = A.Day("2022-01-01").AddDays(offset % 1400);

        return A.Calendar.WorkingDaysBetween(start, A.Calendar.After(start, Term.WorkingDays(count)).On).Days == count;
    }

    [FsCheck.NUnit.Property]
    public bool A_working_day_term_ends_on_a_working_day(ushort offset, byte count)
    {
        var end = A.Calendar.After(A.Day("2022-01-01").AddDays(offset % 3000), Term.WorkingDays(count + 1)).On;

        return A.Calendar.IsWorkingDay(end).IsWorking;
    }

    [FsCheck.NUnit.Property]
    public bool Shifting_forth_and_back_returns_to_a_working_day(ushort offset, byte count)
    {
        var day = A.Calendar.Shift(A.Day("2022-01-01").AddDays(offset % 1400), 1).On;

        return A.Calendar.Shift(A.Calendar.Shift(day, count).On, -count).On == day;
    }
}
