using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Tests.Reviewing;

[TestFixture]
internal sealed class TurnTests
{
    private static readonly string[] People = ["an", "bo", "chen", "ding", "er"];

    /// <summary>Whoever is always there is asked as often as anybody else who is, and waits for no more than all the others, however others come and go.</summary>
    [Test]
    public void Turns_are_fair_among_those_who_are_there([Range(1, 40)] int seed)
    {
        var random = new Random(seed);
        var numbers = People.ToDictionary(person => person, _ => 0L);
        var (always, asked, last) = (People[..3], People.ToDictionary(person => person, _ => 0), People.ToDictionary(person => person, _ => -1));
        for (var turn = 0; turn < 200; turn++)
        {
            var able = People.Where(person => always.Contains(person) || random.Next(2) == 0);
            var next = Turn.Next(able, person => numbers[person], person => person);
            numbers[next] = numbers.Values.Max() + 1;
            asked[next]++;
            last[next] = turn;
            Assert.That(always.Max(person => turn - last[person]), Is.LessThanOrEqualTo(People.Length), $"seed {seed}, turn {turn}");
        }

        Assert.That(always.Max(person => asked[person]) - always.Min(person => asked[person]), Is.LessThanOrEqualTo(1), $"seed {seed}");
    }
}
