using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;

namespace AidWorkflow.Portal.Payouts;

internal static class BatchWords
{
    /// <summary>As people call a roll: its fund, the fund's year, and the number that runs within it. The key, which stands on files, holds the same.</summary>
    /// <param name="number">The key: "SD-KNBF-2022-0007".</param>
    public static LocalText Name(LocalText fund, int year, string number)
    {
        var running = number[(number.LastIndexOf('-') + 1)..].TrimStart('0');
        string Of(string name, string added) => name.Contains($"{year}", StringComparison.Ordinal) ? name : name + added; // many funds have their year in their name
        return new($"{Of(fund.Zh, $" {year} 年")}第 {running} 号名册", $"{Of(fund.En, $" {year}")}, roll {running}");
    }

    public static LocalText Of(LineState state) => state switch
    {
        LineState.Settled => new("已到账", "credited"),
        LineState.Returned => new("退票", "returned"),
        _ => new("无结果", "no answer"),
    };

    public static LocalText Of(Role role) => role switch
    {
        Role.FinanceMaker => new("制单", "made"),
        Role.FinanceChecker => new("复核", "checked"),
        _ => new("放款", "released"),
    };
}
