using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Benching;

/// <summary>Measures some work by one and by several callers beside the raw commits of the same database, in turns.</summary>
internal sealed class AgainstRaw(BenchPlace place, BenchPlan plan, Figures figures)
{
    private const int Several = 8;

    /// <param name="folder">Where a SQLite file of raw commits is to stand: the disk of the one that is compared.</param>
    /// <param name="measure">Says how much so many callers did a second.</param>
    public async Task RunAsync(string bench, string folder, Func<int, Task<double>> measure, CancellationToken cancellation)
    {
        await using var raw = await RawCommits.OpenAsync(place, Path.Combine(folder, "raw.db"), Several, cancellation);
        var (rawOne, rawSeveral, one, several) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());

        // The first turn compiles the code and fills the caches; it does not count.
        for (var round = 0; round <= plan.Rounds; round++)
        {
            var counts = round > 0;
            Note(rawOne, counts, await Pace.MeasureAsync(1, plan.Each, raw.CommitAsync, cancellation));
            Note(one, counts, await measure(1));
            // SQLite lets one writer in at a time: eight raw callers there would measure its waiting, not its commits.
            if (place.Provider != Provider.Sqlite)
                Note(rawSeveral, counts, await Pace.MeasureAsync(Several, plan.Each, raw.CommitAsync, cancellation));
            Note(several, counts, await measure(Several));
        }

        await SayRawAsync(1, rawOne);
        if (rawSeveral.Count > 0)
            await SayRawAsync(Several, rawSeveral);
        await SayAsync(bench, 1, one, rawOne, 1);
        await SayAsync(bench, Several, several, rawSeveral.Count > 0 ? rawSeveral : rawOne, rawSeveral.Count > 0 ? Several : 1);
    }

    private static void Note(List<double> results, bool counts, double pace)
    {
        if (counts)
            results.Add(pace);
    }

    private Task SayRawAsync(int callers, List<double> rates) => figures.SayAsync(new
    {
        bench = "raw commits",
        database = place.Provider,
        callers,
        perSecond = Figures.Rounded(Figures.Median(rates)),
    });

    private Task SayAsync(string bench, int callers, List<double> rates, List<double> rawRates, int rawCallers) => figures.SayAsync(new
    {
        bench,
        database = place.Provider,
        callers,
        perSecond = Figures.Rounded(Figures.Median(rates)),
        rawCallers,
        ratioToRaw = Figures.Rounded(Figures.Median(rates.Zip(rawRates, (rate, rawRate) => rate / rawRate))),
    });
}
