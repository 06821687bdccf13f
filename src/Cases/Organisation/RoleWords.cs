using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Organisation;

/// <summary>Roles as people say them.</summary>
public static class RoleWords
{
    public static LocalText Words(this Role role) => role switch
    {
        Role.Applicant => new("申请人", "applicant"),
        Role.VillageHelper => new("村（社区）联络员", "village helper"),
        Role.StationClerk => new("服务站经办人", "station clerk"),
        Role.TownshipReviewer => new("镇街审核员", "township reviewer"),
        Role.DistrictReviewer => new("区（市）审核员", "district reviewer"),
        Role.DistrictDecider => new("区（市）审批人", "district decider"),
        Role.CityChecker => new("市级复核员", "city checker"),
        Role.CityDecider => new("市级审批人", "city decider"),
        Role.FinanceMaker => new("财务制单人", "payment maker"),
        Role.FinanceChecker => new("财务复核人", "payment checker"),
        Role.FinanceReleaser => new("财务放款人", "payment releaser"),
        Role.Administrator => new("系统管理员", "administrator"),
        Role.Auditor => new("审计员", "auditor"),
        Role.Leader => new("分管领导", "leader"),
        Role.DeskClerk => new("接访员", "visit desk clerk"),
        Role.RightsOfficer => new("权益维护科工作人员", "rights section officer"),
        Role.Professional => new("心理疏导或法律援助人员", "counsellor or legal aid lawyer"),
        Role.UnitHead => new("单位负责人", "head of unit"),
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "No such role."),
    };
}
