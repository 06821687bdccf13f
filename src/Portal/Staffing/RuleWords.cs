using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Portal.Staffing;

/// <summary>What a rule of who decides says, in words.</summary>
internal static class RuleWords
{
    public static LocalText Words(this WhoOf of) => of switch
    {
        WhoOf.Role => new("某岗位的人员", "those with a role"),
        WhoOf.Head => new("单位负责人", "the head of the unit"),
        WhoOf.People => new("指定的人员", "people by name"),
        WhoOf.Group => new("人员组", "a group"),
        WhoOf.Applicant => new("申请人选择的人", "whom the applicant chose"),
        _ => new("上一环节指定的人", "whom the decision before named"),
    };

    public static LocalText Words(this Taking taking) => taking switch
    {
        Taking.Any => new("其中任一人", "any one of them"),
        Taking.All => new("每人都办", "each of them"),
        Taking.LeastLoaded => new("在办最少的人", "whoever has the fewest open tasks"),
        _ => new("轮流", "in turn"),
    };
}
