using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;

namespace AidWorkflow.Portal.Payouts;

internal static class BatchWords
{
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
