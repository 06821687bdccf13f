using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Portal.Awaiting;

/// <summary>Those on whom a step waits, as officials name them.</summary>
internal static class WaitWords
{
    public static LocalText Of(WaitsOn on) => on switch
    {
        WaitsOn.Person => new("某位工作人员", "a colleague"),
        WaitsOn.Team => new("尚无人认领", "nobody has taken it"),
        WaitsOn.Applicant => new("申请人", "the applicant"),
        WaitsOn.Agency => new("其他部门", "another agency"),
        WaitsOn.Province => new("省级批复", "the province"),
        WaitsOn.Notice => new("公示期满", "the end of the notice"),
        WaitsOn.Payment => new("财务发放", "paying"),
        WaitsOn.Administrator => new("系统管理员激活", "an administrator, who keeps it on hold"),
        _ => new("系统继续办理", "the system"),
    };

    public static LocalText Of(Waiter waiter) => waiter switch
    {
        { On: WaitsOn.Person, Name: { } name, Unit: { } unit } => new($"{name.Zh}（{unit.Zh}）", $"{name.En} ({unit.En})"),
        { On: WaitsOn.Person, Role: { } role, Unit: { } unit } => new($"{unit.Zh} {role.Words().Zh}", $"{role.Words().En}, {unit.En}"),
        { On: WaitsOn.Team, Role: { } role, Unit: { } unit } => new($"{unit.Zh} {role.Words().Zh}（尚无人认领）", $"{role.Words().En}, {unit.En} (nobody has taken it)"),
        { On: WaitsOn.Agency, Name: { } name } => name,
        _ => Of(waiter.On),
    };
}
