using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;

namespace AidWorkflow.Cases.Tests.Clocks;

/// <summary>The published calendars 2022 to 2026 of the repository, and clocks with defaults.</summary>
internal static class A
{
    public static readonly string CalendarJson = File.ReadAllText(Path.Combine(Root(), "workflows", "calendars", "cn-working-days.json"));

    public static readonly ImmutableArray<NoticedYear> Years = CalendarFile.Read(CalendarJson, "cn-working-days.json").OrRefuse();

    public static readonly WorkingCalendar Calendar = new(Years, number: 1);

    /// <summary>
    /// What the notice for 2027 may come to say; made up here, after the principle of the notice of 2024-11 (Spring Festival eight days from the eve).
    /// </summary>
    public static readonly NoticedYear Year2027 = new(
        2027,
        [
            Day("2027-01-01"), .. Days("2027-02-05", 8), Day("2027-04-05"), .. Days("2027-05-01", 5), Day("2027-06-09"), Day("2027-09-15"), .. Days("2027-10-01", 7),
        ],
        [Day("2027-01-31"), Day("2027-02-20"), Day("2027-05-08"), Day("2027-09-26"), Day("2027-10-09")],
        "made up for tests");

    public static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd");

    public static CaseClock Clock(Term term, string on, WorkingCalendar? calendar = null, Roll roll = Roll.None, bool endsRight = false) => CaseClock.Start(
        new ClockId(Guid.AllBitsSet), new CaseId(Guid.AllBitsSet), round: null, new ClockPlan("test", term, roll, endsRight), Day(on), Holder.Us, calendar ?? Calendar);

    private static IEnumerable<DateOnly> Days(string first, int count) => Enumerable.Range(0, count).Select(Day(first).AddDays);

    public static string Root([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
