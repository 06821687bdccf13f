using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Paying;

/// <summary>Where a roll is, as finance says it.</summary>
public static class BatchStates
{
    public static LocalText Words(this BatchState state) => state switch
    {
        BatchState.Open => new("编制中", "being made"),
        BatchState.Locked => new("待复核", "to be checked"),
        BatchState.Checked => new("待放款", "to be released"),
        BatchState.Released => new("待送银行", "to be taken to the bank"),
        BatchState.Sent => new("等银行回盘", "waiting for the bank"),
        BatchState.Reconciled => new("已对账", "reconciled"),
        BatchState.Discarded => new("已作废", "discarded"),
        _ => new("已归档", "filed"),
    };
}
