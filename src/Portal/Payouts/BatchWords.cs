using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;

namespace AidWorkflow.Portal.Payouts;

internal static class BatchWords
{
    public static LocalText Of(BatchState state) => state switch
    {
        BatchState.Open => new("编制中", "being made"),
        BatchState.Locked => new("待复核", "to be checked"),
        BatchState.Checked => new("待放款", "to be released"),
        BatchState.Released => new("待送银行", "to be taken to the bank"),
        BatchState.Sent => new("等银行回盘", "waiting for the bank"),
        BatchState.Reconciled => new("已对账", "reconciled"),
        _ => new("已归档", "filed"),
    };

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
