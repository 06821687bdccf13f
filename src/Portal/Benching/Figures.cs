using AidWorkflow.Portal.Commands;

namespace AidWorkflow.Portal.Benching;

/// <summary>Prints figures as they come, one JSON object a line.</summary>
internal sealed class Figures(TextWriter output)
{
    public Task SayAsync(object figure) => output.WriteLineAsync(SharedOptions.ToJson(figure));

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <param name="share">0.99 for the value that 99 of 100 do not exceed.</param>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    /// <summary>Three digits that matter; more would pretend a precision that a shared machine does not have.</summary>
    public static double Rounded(double value) => value == 0 ? 0 : double.Parse(value.ToString("G3", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
}
