using System.Globalization;
using AidWorkflow.Engine.Primitives;

namespace AidWorkflow.Engine.Tests.Primitives;

[TestFixture]
internal sealed class CronScheduleTests
{
    [TestCase("0 0 12 * * MON", "2026-11-23T12:00:00Z")]
    [TestCase("*/15 * * * *", "2026-11-22T08:15:00Z")]
    [TestCase("* * * * * *", "2026-11-22T08:00:01Z")]
    [TestCase("0 0 L * *", "2026-11-30T00:00:00Z")]
    [TestCase("30 9 1 1 *", "2027-01-01T09:30:00Z")]
    [TestCase("0 0 29 2 *", "2028-02-29T00:00:00Z")]
    [TestCase("0 8 * * 7", "2026-11-29T08:00:00Z")]
    [TestCase("0 8-10/2 * * *", "2026-11-22T10:00:00Z")]
    public void The_next_time_is_after_the_moment_given(string cron, string expected)
    {
        var sunday = new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

        Assert.That(CronSchedule.Parse(cron).Next(sunday), Is.EqualTo(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture)));
    }
}
