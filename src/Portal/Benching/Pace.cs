using System.Diagnostics;

namespace AidWorkflow.Portal.Benching;

/// <summary>Counts how often a piece of work is done in a while, by one caller or by several at once.</summary>
internal static class Pace
{
    /// <param name="work">Does one round for a caller (counted from 0) and says how many it did.</param>
    /// <returns>How many a second, all callers together.</returns>
    public static async Task<double> MeasureAsync(int callers, TimeSpan each, Func<int, CancellationToken, Task<int>> work, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var done = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(
            async () =>
            {
                var count = 0L;
                while (watch.Elapsed < each)
                    count += await work(caller, cancellation);
                return count;
            },
            cancellation)));
        return done.Sum() / watch.Elapsed.TotalSeconds;
    }
}
