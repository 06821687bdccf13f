using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Funding;

namespace AidWorkflow.Portal.Funds;

internal static class FundWords
{
    public static LocalText Of(FundSource source) => source switch
    {
        FundSource.District => new("区（市）资金：审批到区（市）为止", "district money: granted by the district alone"),
        FundSource.City => new("市级资金：审批到区（市）为止", "city money: granted by the district alone"),
        _ => new("省级资金：经市级核查、省级批复", "provincial money: goes on to the city's check and the province"),
    };

    public static LocalText Of(ProposalState state) => state switch
    {
        ProposalState.Waiting => new("待确认", "waits to be confirmed"),
        ProposalState.Confirmed => new("已确认", "confirmed"),
        _ => new("未同意", "declined"),
    };

    public static LocalText What(FundProposal proposal) => proposal switch
    {
        { Opens: true } => new("设立", "open the fund"),
        { Cents: < 0 } => new("收回预算", "take back from the budget"),
        _ => new("追加预算", "add to the budget"),
    };
}
