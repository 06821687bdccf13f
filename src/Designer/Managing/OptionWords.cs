using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Designer.Managing;

/// <summary>The values that an author chooses among, as people say them.</summary>
internal static class OptionWords
{
    private static readonly Dictionary<string, LocalText> Words = new(StringComparer.Ordinal)
    {
        ["level/Province"] = new("省", "Province"),
        ["level/City"] = new("市", "City"),
        ["level/District"] = new("区（市）", "District"),
        ["level/Township"] = new("镇（街）", "Township"),
        ["level/Village"] = new("村（社区）", "Village"),
        ["stage/Received"] = new("已收到", "Received"),
        ["stage/Checking"] = new("核对材料", "Checking papers"),
        ["stage/Supplementing"] = new("等申请人补正", "Waiting for papers"),
        ["stage/Reviewing"] = new("审核中", "Being reviewed"),
        ["stage/Publicising"] = new("公示中", "Public notice"),
        ["stage/Deciding"] = new("审批中", "Being decided"),
        ["stage/AwaitingProvince"] = new("等省里批复", "With the province"),
        ["stage/Reconsidering"] = new("复核中", "Being reconsidered"),
        ["stage/Paying"] = new("发放中", "Being paid"),
        ["stage/Closed"] = new("已办结", "Closed"),
        ["agreement/AnyOne"] = new("一人即可（先办者为准）", "Any one: the first decides"),
        ["agreement/All"] = new("会签：全部同意", "Together: everybody agrees"),
        ["agreement/Sequence"] = new("依次办理", "One after the other"),
        ["agreement/Vote"] = new("票签：按比例通过", "By vote"),
        ["opinion/OnRefusal"] = new("不同意和退回时必填", "When refusing or returning"),
        ["opinion/Always"] = new("一律必填", "Always"),
        ["resubmission/WalkAgain"] = new("重新逐步办理", "Through every step again"),
        ["resubmission/StraightBack"] = new("直接回到退回人", "Straight to whoever returned it"),
        ["nobodyFound/Administrators"] = new("告知系统管理员", "Tell the administrators"),
        ["nobodyFound/Superior"] = new("交上级岗位", "Ask the role above"),
        ["applicantFound/Administrators"] = new("告知系统管理员", "Tell the administrators"),
        ["applicantFound/Superior"] = new("交上级岗位", "Ask the role above"),
        ["repeated/AskAgain"] = new("再次办理", "Ask again"),
        ["repeated/CarryOver"] = new("沿用此前意见", "Their earlier word counts"),
        ["to/FirstContact"] = new("首接人", "Whoever received it"),
        ["to/Desk"] = new("接访点", "The desk"),
        ["to/Section"] = new("权益维护科", "The section"),
        ["to/Heads"] = new("负责人", "The heads"),
        ["document/Approval"] = new("批准决定书", "Approval"),
        ["document/Refusal"] = new("不予批准决定书", "Refusal"),
        ["document/CompletionNotice"] = new("补正告知书", "Notice of what is missing"),
        ["document/NonAcceptance"] = new("不予受理告知书", "Non-acceptance"),
        ["document/Ending"] = new("终止告知书", "Notice of ending"),
        ["outcome/Paid"] = new("发放完毕", "Paid"),
        ["outcome/Refused"] = new("未批准", "Refused"),
        ["outcome/NotAccepted"] = new("不予受理", "Not accepted"),
        ["outcome/Withdrawn"] = new("申请人撤回", "Withdrawn"),
        ["outcome/Ended"] = new("终止", "Ended"),
        ["outcome/Recovering"] = new("追回中", "Recovering"),
        ["part/All"] = new("全部", "All"),
        ["part/First"] = new("先行部分", "First part"),
        ["part/Rest"] = new("其余部分", "The rest"),
        ["mode/MatchFirst"] = new("第一个成立的", "The first that holds"),
        ["mode/MatchAny"] = new("所有成立的", "All that hold"),
        ["mode/WaitAny"] = new("任一条路到达", "Any way arrives"),
        ["mode/WaitAll"] = new("所有路都到达", "All ways arrive"),
        ["mode/WaitAllActive"] = new("所有走了的路都到达", "All ways taken arrive"),
        ["joinMode/WaitAll"] = new("全部完成", "All are done"),
        ["joinMode/WaitAny"] = new("任一完成", "Any is done"),
    };

    /// <summary>What has no words of its own is called as it is written.</summary>
    internal static LocalText Of(string input, string option) => input == "role" && Enum.TryParse<Role>(option, out var role) ? role.Words()
        : Words.GetValueOrDefault($"{input}/{option}", LocalText.Same(option));
}
