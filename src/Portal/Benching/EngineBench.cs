using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Benching;

/// <summary>Engine steps a second beside the raw commits of the same database, measured in turns.</summary>
internal static class EngineBench
{
    private const int Several = 8;

    public static async Task RunAsync(BenchPlace place, BenchPlan plan, Figures figures, CancellationToken cancellation)
    {
        await using var house = await BenchHouse.OpenAsync(place, cancellation);
        await using var raw = await RawCommits.OpenAsync(place, Path.Combine(house.Folder, "raw.db"), Several, cancellation);
        var (rawOne, rawSeveral, one, several) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());

        // The first turn compiles the code and fills the caches; it does not count.
        for (var round = 0; round <= plan.Rounds; round++)
        {
            var counts = round > 0;
            await TurnAsync(rawOne, counts, 1, raw.CommitAsync);
            await TurnAsync(one, counts, 1, ApproveAsync);
            // SQLite lets one writer in at a time: eight raw callers there would measure its waiting, not its commits.
            if (place.Provider != Provider.Sqlite)
                await TurnAsync(rawSeveral, counts, Several, raw.CommitAsync);
            await TurnAsync(several, counts, Several, ApproveAsync);
        }

        await SayRawAsync(1, rawOne);
        if (rawSeveral.Count > 0)
            await SayRawAsync(Several, rawSeveral);
        await SayStepsAsync(1, one, rawOne, 1);
        await SayStepsAsync(Several, several, rawSeveral.Count > 0 ? rawSeveral : rawOne, rawSeveral.Count > 0 ? Several : 1);

        Task<int> ApproveAsync(int caller, CancellationToken token) => house.Approvals.ApproveAsync(token);

        async Task TurnAsync(List<double> results, bool counts, int callers, Func<int, CancellationToken, Task<int>> work)
        {
            var pace = await Pace.MeasureAsync(callers, plan.Each, work, cancellation);
            if (counts)
                results.Add(pace);
        }

        Task SayRawAsync(int callers, List<double> rates) => figures.SayAsync(new
        {
            bench = "raw commits",
            database = place.Provider,
            callers,
            perSecond = Figures.Rounded(Figures.Median(rates)),
        });

        Task SayStepsAsync(int callers, List<double> rates, List<double> rawRates, int rawCallers) => figures.SayAsync(new
        {
            bench = "engine steps",
            database = place.Provider,
            callers,
            perSecond = Figures.Rounded(Figures.Median(rates)),
            rawCallers,
            ratioToRaw = Figures.Rounded(Figures.Median(rates.Zip(rawRates, (rate, rawRate) => rate / rawRate))),
        });
    }
}
