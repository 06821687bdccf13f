using System.Globalization;
using System.Text;
using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <summary>Gives numbers out of counter rows, in the commit that uses them: no gaps, no number twice.</summary>
public sealed class Numbers(IUnitOfWork work)
{
    /// <param name="series">"receipt", "refusal".</param>
    /// <param name="place">The division code of the unit that numbers.</param>
    /// <param name="use">Takes the finished number, inside the transaction and before the rows are saved.</param>
    public void Give(string series, string place, int year, Action<string> use) => work.Within(async (db, cancellation) =>
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{series}/{place}/{year}");
        if (db.Set<Counter>().Local.FirstOrDefault(counter => counter.Key == key) is { } first)
        {
            first.Last++; // one act gives the first number of the year and the next ones
            use(Number(series, place, year, first.Last));
            return;
        }

        var counters = db.Set<Counter>().Where(counter => counter.Key == key);
        if (await counters.ExecuteUpdateAsync(set => set.SetProperty(counter => counter.Last, counter => counter.Last + 1), cancellation) == 0)
        {
            // Two first numbers of a year at once: the unique key lets one through, and the other act runs again.
            db.Add(new Counter { Key = key, Last = 1 });
            use(Number(series, place, year, 1));
            return;
        }

        use(Number(series, place, year, await counters.Select(counter => counter.Last).SingleAsync(cancellation)));
    });

    /// <summary>A receipt number as it was given out, from what somebody types who reads it off a paper: with blanks, in wide letters, without its own.</summary>
    public static string Receipt(string typed)
    {
        var letters = string.Concat(typed.Normalize(NormalizationForm.FormKC).Where(char.IsLetterOrDigit)).ToUpperInvariant();
        return letters.Length > 0 && letters.All(char.IsAsciiDigit) ? Letter("receipt") + letters : letters;
    }

    private static string Number(string series, string place, int year, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{Letter(series)}{place}{year}{number:00000}");

    private static string Letter(string series) => series switch
    {
        "receipt" => "SQ",
        "Approval" => "PZ",
        "Refusal" => "BP",
        "CompletionNotice" => "BZ",
        "NonAcceptance" => "BS",
        "Ending" => "ZZ",
        "summary-list" => "HZ",
        "meeting" => "HY",
        "matter" => "XF",
        _ => series,
    };
}
