using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Portal.Showing;

/// <summary>How pressing a limit is, in words beside its colour.</summary>
internal static class PressureWords
{
    /// <summary>Null where there is nothing to add: it is calm, or the days say that it is late.</summary>
    public static LocalText? Of(Pressure pressure, int? daysLeft) => pressure switch
    {
        Pressure.Red when daysLeft >= 0 => new("紧急", "urgent"),
        Pressure.Amber when daysLeft > 0 => new("将到期", "due soon"),
        _ => null,
    };

    public static string? Style(Pressure? pressure) => pressure switch
    {
        Pressure.Red => "late",
        Pressure.Amber => "soon",
        _ => null,
    };
}
