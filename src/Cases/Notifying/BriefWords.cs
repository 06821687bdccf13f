using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Notifying;

/// <summary>A service and a reason, fit for a text message that others may see on a locked screen: what would tell of an illness, and numbers of people and accounts, stay in the written notice.</summary>
public static class BriefWords
{
    private const int LongestReason = 60;
    private const int LongestNumber = 5;

    /// <summary>What every service is called that names what a family suffers from.</summary>
    private static readonly LocalText AnyService = new("困难帮扶援助", "hardship aid");

    public static LocalText Service(LocalText name) => IsOpen(name.Zh) && IsOpen(name.En) ? name : AnyService;

    /// <returns>Null where the reason cannot be said here.</returns>
    public static string? Reason(string reason)
    {
        var said = reason.ReplaceLineEndings(" ").Trim().TrimEnd('。', '.', '；', ';');
        if (said.Length == 0 || !IsOpen(said) || HasNumber(said))
            return null;
        return said.Length <= LongestReason ? said : said[..(LongestReason - 1)] + "…";
    }

    private static bool IsOpen(string words) => IllnessWords.In(words) is null;

    private static bool HasNumber(string words)
    {
        var run = 0;
        foreach (var letter in words)
        {
            run = char.IsDigit(letter) ? run + 1 : 0;
            if (run > LongestNumber)
                return true;
        }

        return false;
    }
}
