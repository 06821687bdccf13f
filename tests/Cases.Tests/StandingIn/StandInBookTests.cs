using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.StandingIn;

namespace AidWorkflow.Cases.Tests.StandingIn;

[TestFixture]
internal sealed class StandInBookTests
{
    private static readonly DateOnly Day = new(2022, 3, 7);
    private static readonly string[] Services = ["one", "two", "three"];
    private static readonly AccountId[] People = [.. Enumerable.Range(1, 7).Select(number => new AccountId(new Guid(number, 0, 0, new byte[8])))];

    /// <summary>Whatever is accepted, in whatever order: on every day and for every service a chain never comes back to somebody and never has to be cut.</summary>
    [Test]
    public void No_accepted_deputies_ever_make_a_circle_or_a_chain_that_is_too_long([Range(1, 60)] int seed)
    {
        var book = Filled(seed, out var refused);

        foreach (var (person, service, day) in from person in People from service in Services from day in Enumerable.Range(0, 30) select (person, service, Day.AddDays(day)))
        {
            var (at, seen) = (person, new HashSet<AccountId> { person });
            while (book.Deputies.Where(line => line.Principal == at && line.Is(day, service)).ToList() is { Count: > 0 } next)
            {
                Assert.That(next, Has.Count.EqualTo(1), "one deputy at a time");
                Assert.That(seen.Add(at = next[0].Deputy), Is.True, $"{person} {service} {day} goes in a circle");
            }

            Assert.That(seen, Has.Count.LessThanOrEqualTo(StandInBook.LongestChain + 1));
            Assert.That(book.Chain(person, service, day), Has.Length.EqualTo(seen.Count - 1));
        }

        Assert.That(refused, Is.GreaterThan(0), "the seed tried something that is refused");
    }

    /// <summary>Both ways of asking agree: who is in somebody's chain may act in their place, and nobody else.</summary>
    [Test]
    public void Whoever_is_in_a_chain_may_act_and_nobody_else([Range(1, 30)] int seed)
    {
        var book = Filled(seed, out _);

        foreach (var (principal, service, day) in from principal in People from service in Services from day in Enumerable.Range(0, 30) select (principal, service, Day.AddDays(day)))
        {
            var chain = book.Chain(principal, service, day);
            foreach (var account in People)
                Assert.That(book.StandsIn(account, principal, service, day), Is.EqualTo(chain.Contains(account)), $"seed {seed}");
        }
    }

    private static StandInBook Filled(int seed, out int refused)
    {
        var random = new Random(seed);
        var book = StandInBook.Nobody;
        refused = 0;
        for (var number = 0; number < 40; number++)
        {
            var from = Day.AddDays(random.Next(25));
            ImmutableArray<string> services = random.Next(3) == 0 ? [] : [.. Services.Where(_ => random.Next(2) == 0)];
            var line = new DeputyLine(People[random.Next(People.Length)], People[random.Next(People.Length)], new(from, from.AddDays(1 + random.Next(12))), services);
            if (book.Overlaps(line) || book.Check(line) != ChainFault.None)
                refused++;
            else
                book = book with { Deputies = book.Deputies.Add(line) };
        }

        return book;
    }

    [Test]
    public void A_chain_counts_only_where_all_of_it_holds_at_once()
    {
        static DeputyLine Line(int principal, int deputy, int from, int to, params string[] services) => new(People[principal], People[deputy], new(Day.AddDays(from), Day.AddDays(to)), [.. services]);
        var book = new StandInBook([Line(0, 1, 0, 5), Line(1, 2, 0, 5), Line(2, 3, 0, 5)], []);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(book.Check(Line(3, 4, 4, 6)), Is.EqualTo(ChainFault.TooLong));
            Assert.That(book.Check(Line(3, 4, 5, 6)), Is.EqualTo(ChainFault.None), "the others are back by then");
            Assert.That(book.Check(Line(3, 0, 4, 9)), Is.EqualTo(ChainFault.Circle));
            Assert.That(book.Check(Line(3, 0, 5, 9)), Is.EqualTo(ChainFault.None));
            Assert.That(new StandInBook([Line(0, 1, 0, 5, "one")], []).Check(Line(1, 0, 0, 5, "two")), Is.EqualTo(ChainFault.None), "each for the other, in services of their own");
            Assert.That(new StandInBook([Line(0, 1, 0, 5, "one")], []).Check(Line(1, 0, 0, 5)), Is.EqualTo(ChainFault.Circle));
        }
    }
}
