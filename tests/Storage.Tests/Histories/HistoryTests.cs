using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AidWorkflow.Harness;

namespace AidWorkflow.Storage.Tests.Histories;

/// <summary>
/// Many histories by chance, each from a seed that is said when it fails. <c>HISTORIES_SEED=n</c> plays that one alone; <c>HISTORIES_COUNT</c> and
/// <c>HISTORIES_SECONDS</c> say how many or how long, and <c>HISTORIES_FIGURES</c> a file that a line of figures is added to (bench/histories.sh).
/// </summary>
[TestFixture(Provider.Sqlite, 500)]
[TestFixture(Provider.Postgres, 80)]
internal sealed class HistoryTests(Provider provider, int count)
{
    private const int MostReported = 5;

    [Test]
    public async Task Nothing_is_lost_and_nothing_done_twice_whatever_goes_wrong_at_a_commit()
    {
        var budget = Budget.Of(Environment.GetEnvironmentVariable, count);
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var nodes = await Nodes.OnAsync(database, planted: null);
        var figures = new Figures();

        for (var seed = budget.First; budget.Allows(figures.Histories, figures.Watch.Elapsed) && figures.Faulty.Count < MostReported; seed++)
            await figures.PlayAsync(database, nodes, seed);

        figures.Write(provider, Environment.GetEnvironmentVariable("HISTORIES_FIGURES"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(figures.Faulty, Is.Empty, "run one alone with HISTORIES_SEED=<the number>");
            Assert.That(budget.IsOne || Enum.GetValues<FaultKind>().Skip(1).All(kind => figures.Met.GetValueOrDefault(kind) > 0), Is.True, "every kind of fault was met");
        }
    }

    [Test]
    public async Task A_seed_plays_the_same_history_again()
    {
        var (once, again) = (await PlayAsync(), await PlayAsync());

        Assert.That((again.Steps, again.Overtaken, again.Met), Is.EqualTo((once.Steps, once.Overtaken, once.Met)));

        // Each time on a new database, as whoever looks for the reason has it: which of two messages due at one moment comes first is the database's to choose,
        // and a server goes by where rows of before have left room.
        async Task<Figures> PlayAsync()
        {
            await using var database = await TestDatabase.CreateAsync(provider);
            await using var nodes = await Nodes.OnAsync(database, planted: null);
            var figures = new Figures();
            for (var seed = 1; seed <= 5; seed++)
                await figures.PlayAsync(database, nodes, seed);
            return figures;
        }
    }

    /// <summary>How many histories are played, and from which seed on.</summary>
    private sealed record Budget(int First, int Count, TimeSpan? Long, bool IsOne)
    {
        public static Budget Of(Func<string, string?> read, int usual)
        {
            if (Number(read("HISTORIES_SEED")) is { } seed)
                return new(seed, 1, null, IsOne: true);
            return Number(read("HISTORIES_SECONDS")) is { } seconds
                ? new(1, int.MaxValue, TimeSpan.FromSeconds(seconds), IsOne: false)
                : new(1, Number(read("HISTORIES_COUNT")) ?? usual, null, IsOne: false);
        }

        public bool Allows(int played, TimeSpan took) => played < Count && !(took >= Long);

        private static int? Number(string? text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private sealed class Figures
    {
        public Stopwatch Watch { get; } = Stopwatch.StartNew();

        public int Histories { get; private set; }

        public int Steps { get; private set; }

        public int Overtaken { get; private set; }

        public SortedDictionary<FaultKind, int> Met { get; } = [];

        public List<string> Faulty { get; } = [];

        public async Task PlayAsync(TestDatabase database, Nodes nodes, int seed)
        {
            using var history = new History(nodes, seed);
            var findings = await history.PlayAsync();
            await Nodes.ClearAsync(database);
            Histories++;
            Steps += history.Steps;
            Overtaken += history.Overtaken;
            foreach (var (kind, times) in history.Met)
                Met[kind] = Met.GetValueOrDefault(kind) + times;
            if (findings.Count > 0)
                Faulty.Add($"seed {seed}: {string.Join("; ", findings.Select(finding => $"{finding.Promise}: {finding.What}"))}");
        }

        public void Write(Provider provider, string? file)
        {
            var line = JsonSerializer.Serialize(new
            {
                bench = "histories",
                database = provider.ToString().ToLowerInvariant(),
                histories = Histories,
                steps = Steps,
                overtaken = Overtaken,
                faults = Met.ToDictionary(met => JsonNamingPolicy.CamelCase.ConvertName(met.Key.ToString()), met => met.Value),
                findings = Faulty.Count,
                seconds = Math.Round(Watch.Elapsed.TotalSeconds, 1),
            });
            TestContext.Out.WriteLine(line);
            if (file is not null)
                File.AppendAllText(file, line + "\n");
        }
    }
}
