using System.Globalization;

namespace AidWorkflow.Cases.Meeting;

/// <summary>Days and moments as the audit trail keeps them.</summary>
internal static class Written
{
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Moment(DateTimeOffset moment) => moment.ToString("O", CultureInfo.InvariantCulture);
}
