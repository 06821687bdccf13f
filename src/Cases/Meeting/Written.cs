using System.Globalization;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Meeting;

/// <summary>Days and moments as the audit trail keeps them, and numbers of cases as sentences name them.</summary>
internal static class Written
{
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Moment(DateTimeOffset moment) => moment.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>"1–3、5": of a list without gaps its ends.</summary>
    public static LocalText Numbers(IEnumerable<int> numbers)
    {
        var runs = numbers.Order().Select((number, place) => (number, place)).GroupBy(one => one.number - one.place, one => one.number).SelectMany(run => run.Count() > 2 ? [$"{run.First()}–{run.Last()}"] : run.Select(number => $"{number}")).ToList();
        return new(string.Join('、', runs), string.Join(", ", runs));
    }
}
