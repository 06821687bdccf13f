using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Reporting;

namespace AidWorkflow.Cases.Tests.Reporting;

/// <summary>Every hour of a case belongs to exactly one holder, whatever happened.</summary>
[TestFixture]
internal sealed class HeldTimeTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 30, 0, TimeSpan.Zero);

    private static readonly UnitId Office = new(Guid.Parse("00000000-0000-0000-0000-000000000001"));

    [TestCaseSource(nameof(Seeds))]
    public void Stretches_tile_the_time_without_gap_or_overlap_for_any_history(int seed)
    {
        var random = new Random(seed);
        var until = Start.AddMinutes(random.Next(1, 50_000));
        var claims = Enumerable.Range(0, random.Next(0, 25)).Select(_ => Claim(random)).ToList();

        var tiles = HeldTime.Tile(Start, until, claims, Office);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((tiles[0].From, tiles[^1].Until), Is.EqualTo((Start, until)));
            Assert.That(tiles.Zip(tiles.Skip(1)).All(pair => pair.First.Until == pair.Second.From), "each begins where the one before ends");
            Assert.That(tiles, Has.All.Property(nameof(HeldSpan.Length)).GreaterThan(TimeSpan.Zero));
            Assert.That(tiles.Sum(tile => tile.Length.Ticks), Is.EqualTo((until - Start).Ticks));
            Assert.That(HeldTime.Tile(Start, until, claims.AsEnumerable().Reverse(), Office), Is.EqualTo(tiles), "the order in which the claims are read does not matter");
        }

        foreach (var tile in tiles)
        {
            var first = claims.Where(claim => claim.From < tile.Until && claim.Until > tile.From).Select(claim => (HeldBy?)claim.By).Min();
            Assert.That(first is null ? tile.Unit == Office : tile.By == first, $"{tile} of those who claim it");
        }
    }

    [Test]
    public void An_answer_that_is_waited_for_goes_before_the_task_and_the_task_before_the_applicant()
    {
        var tiles = HeldTime.Tile(Start, Start.AddHours(10),
        [
            new(Start.AddHours(1), Start.AddHours(9), HeldBy.Applicant, "Supplement", null, null),
            new(Start.AddHours(2), Start.AddHours(8), HeldBy.Office, "Review", Office, null),
            new(Start.AddHours(3), Start.AddHours(4), HeldBy.Agency, "Review", null, null),
        ], Office);

        Assert.That(tiles.Select(tile => (tile.By, tile.Length.TotalHours)), Is.EqualTo(new[]
        {
            (HeldBy.Office, 1.0), (HeldBy.Applicant, 1), (HeldBy.Office, 1), (HeldBy.Agency, 1), (HeldBy.Office, 4), (HeldBy.Applicant, 1), (HeldBy.Office, 1),
        }));
    }

    [Test]
    public void Working_hours_are_those_of_working_days_within_office_hours()
    {
        var hours = new OfficeHours(new(9, 0), new(17, 0));
        var friday = LocalDay.At(new(2026, 3, 6), new TimeOnly(16, 0));
        var monday = LocalDay.At(new(2026, 3, 9), new TimeOnly(10, 30));

        Assert.That(hours.Between(friday, monday, WorkingCalendar.Empty), Is.EqualTo(TimeSpan.FromHours(2.5)));
    }

    private static IEnumerable<int> Seeds() => Enumerable.Range(1, 200);

    private static HeldSpan Claim(Random random)
    {
        var from = Start.AddMinutes(random.Next(-5_000, 55_000));
        return new(from, from.AddMinutes(random.Next(-10, 20_000)), (HeldBy)random.Next(Enum.GetValues<HeldBy>().Length), $"step{random.Next(3)}",
            random.Next(3) == 0 ? null : new UnitId(Guid.Parse($"00000000-0000-0000-0000-00000000000{random.Next(2, 5)}")), random.Next(2) == 0 ? null : new AccountId(Guid.Parse($"00000000-0000-0000-0000-00000000000{random.Next(6, 9)}")));
    }
}
