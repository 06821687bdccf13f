using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Engine.Tests.Ports;

[TestFixture]
internal sealed class TimeOrderedIdsTests
{
    private readonly FakeClock clock = new();

    [Test]
    public void Those_of_one_moment_rise_in_the_order_in_which_they_were_given()
    {
        var ids = new TimeOrderedIds(clock);

        var given = Enumerable.Range(0, 5000).Select(_ => ids.Next()).ToList();

        Assert.That(given.Select(id => id.ToString()), Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal).And.Unique);
        Assert.That(given.Select(id => (id.Version, id.Variant & 0xC)), Is.All.EqualTo((7, 8)));
    }

    [Test]
    public void A_later_one_rises_above_all_before_it()
    {
        var ids = new TimeOrderedIds(clock);
        var before = Enumerable.Range(0, 100).Select(_ => ids.Next()).ToList();
        clock.Now += TimeSpan.FromMilliseconds(1);

        Assert.That(ids.Next(), Is.GreaterThan(before.Max()));
    }
}
