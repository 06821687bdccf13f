using AidWorkflow.Cases.Acting;
using AidWorkflow.Portal.Sweeping;

namespace AidWorkflow.Portal.Tests.Sweeping;

[TestFixture]
internal sealed class OneByOneTests
{
    private readonly FakeClock clock = new(FakeClock.Monday);
    private readonly List<int> refused = [];
    private List<int> due = [];

    [SetUp]
    public void Empty() => refused.Clear();

    [Test]
    public async Task What_is_refused_stops_nobody_behind_it()
    {
        due = [1, 2, 3];

        Assert.That((await SweepAsync(most: 10, isRefused: row => row == 1), await SweepAsync(most: 10, isRefused: row => row == 1)), Is.EqualTo((2, 0)));
        Assert.That(due, Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public async Task A_page_full_of_refused_rows_does_not_hide_the_rows_behind_it()
    {
        due = [.. Enumerable.Range(1, 25)];

        var done = await SweepAsync(most: 10, isRefused: row => row <= 20);

        Assert.That(done, Is.EqualTo(5));
        Assert.That(refused, Is.EqualTo(Enumerable.Range(1, 20)), "each was tried once");
    }

    [Test]
    public async Task What_fails_unforeseen_stops_nobody_behind_it_either()
    {
        due = [1, 2];

        var done = await OneByOne.RunAsync(10, First, row => row == 1 ? throw new InvalidDataException("spoilt") : Task.FromResult(due.Remove(row)), (row, _) => refused.Add(row), new Rests(clock), CancellationToken.None);

        Assert.That((done, due.Single(), refused.Single()), Is.EqualTo((1, 1, 1)));
    }

    [Test]
    public async Task What_always_fails_is_tried_less_and_less()
    {
        var rests = new Rests(clock);
        for (var second = 0; second < 60; second++)
        {
            due = [1];
            await OneByOne.RunAsync(10, First, _ => throw new InvalidDataException("spoilt"), (row, _) => refused.Add(row), rests, CancellationToken.None);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That(refused, Has.Count.InRange(4, 7)); // after 1 to 2, 2 to 4, 4 to 8, … seconds
    }

    [Test]
    public void A_database_that_does_not_answer_ends_the_round()
    {
        due = [1, 2];

        Assert.That(
            () => OneByOne.RunAsync<int>(10, First, _ => throw new Microsoft.Data.Sqlite.SqliteException("busy", 5), (row, _) => refused.Add(row), new Rests(clock), CancellationToken.None),
            Throws.TypeOf<Microsoft.Data.Sqlite.SqliteException>());
        Assert.That(refused, Is.Empty);
    }

    [Test]
    public async Task It_works_on_no_more_than_a_page_of_what_can_be_done()
    {
        due = [.. Enumerable.Range(1, 25)];

        Assert.That(await SweepAsync(most: 10, isRefused: _ => false), Is.EqualTo(10));
    }

    [Test]
    public async Task A_row_that_somebody_else_took_is_not_asked_for_again_in_the_same_round()
    {
        due = [1, 2];

        var done = await OneByOne.RunAsync(1, First, row => Task.FromResult(row == 2 && due.Remove(row)), (row, _) => refused.Add(row), new Rests(clock), CancellationToken.None);

        Assert.That((done, refused.Count), Is.EqualTo((1, 0)));
    }

    private Task<int> SweepAsync(int most, Func<int, bool> isRefused) => OneByOne.RunAsync(
        most,
        First,
        row => isRefused(row) ? throw new RefusedException("test.refused") : Task.FromResult(due.Remove(row)),
        (row, _) => refused.Add(row),
        new Rests(clock),
        CancellationToken.None);

    private Task<IReadOnlyList<int>> First(int most) => Task.FromResult<IReadOnlyList<int>>([.. due.Take(most)]);
}
