using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Receiving;

namespace AidWorkflow.Portal.Receiving;

/// <summary>What pages call the ways in which matters and appointments end.</summary>
internal static class ReceivingWords
{
    public static LocalText Words(this MatterEnding ending) => ending switch
    {
        MatterEnding.Applied => new("已提交救助申请", "an application was sent"),
        MatterEnding.Attended => new("转介服务已完成", "seen by whom they were referred to"),
        _ => new("已上报", "reported upward"),
    };

    public static LocalText Words(this AppointmentState state) => state switch
    {
        AppointmentState.Planned => new("已预约", "planned"),
        AppointmentState.Concluded => new("已完成", "concluded"),
        AppointmentState.GoesOn => new("已见面，需再约", "seen, another one is needed"),
        AppointmentState.ReferredOn => new("已转介其他机构", "referred to another body"),
        AppointmentState.DidNotCome => new("未到", "did not come"),
        _ => new("已取消", "called off"),
    };
}
