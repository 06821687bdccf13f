using System.Text.RegularExpressions;

namespace AidWorkflow.Architecture.Tests;

[TestFixture]
internal sealed partial class HabitTests
{
    [TestCase("src")]
    [TestCase("tests")]
    public void Nothing_reads_the_wall_clock_makes_its_own_ids_or_sleeps(string folder)
    {
        var found = House.Sources(folder).Where(file => !file.Path.EndsWith("HabitTests.cs", StringComparison.Ordinal))
            .SelectMany(file => Habits().Matches(file.Text).Select(match => $"{file.Path}: {match.Value.Trim()}"));

        Assert.That(found, Is.Empty);
    }

    [TestCase("Cases")]
    [TestCase("Activities")]
    [TestCase("Designer")]
    public void Nobody_but_storage_writes_to_the_database(string room) =>
        Assert.That(House.MembersUsedBy(room).Where(IsWriting), Is.Empty);

    // A rule that cannot fail guards nothing.
    [TestCase("var now = DateTime.UtcNow;", true)]
    [TestCase("var now = DateTimeOffset.Now;", true)]
    [TestCase("Thread.Sleep(10);", true)]
    [TestCase("await Task.Delay(10);", true)]
    [TestCase("await Task.Delay(pause, time, cancellation);", false)]
    [TestCase("/// <summary>Never DateTime.UtcNow.</summary>", false)]
    public void The_scan_knows_a_habit_when_it_sees_one(string line, bool isHabit) =>
        Assert.That(Habits().IsMatch(line), Is.EqualTo(isHabit));

    private static bool IsWriting(string member) =>
        member is "SaveChanges" or "SaveChangesAsync" or "BeginTransaction" or "BeginTransactionAsync" or "Commit";

    // Waiting is allowed where the clock is an argument; comments may say what code may not.
    [GeneratedRegex(@"^(?!\s*//).*(?:\bDateTime(?:Offset)?\.(?:Utc)?(?:Now|Today)\b|\bGuid\.NewGuid\b|\bThread\.Sleep\b|\bTask\.Delay\((?![^;]*\btime\b)).*$",
        RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Habits();
}
