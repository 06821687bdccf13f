using AidWorkflow.Portal.Hosting;

namespace AidWorkflow.Portal.Serving;

/// <summary>States as the status page says them.</summary>
internal static class StateWords
{
    private static readonly Dictionary<string, Said> Words = new(StringComparer.Ordinal)
    {
        ["Received"] = ("已收件", "received"),
        ["Checking"] = ("材料审核中", "being checked"),
        ["Supplementing"] = ("待补正", "waiting for the applicant"),
        ["Reviewing"] = ("审核中", "under review"),
        ["Publicising"] = ("公示中", "on public notice"),
        ["Deciding"] = ("待审批", "to be decided"),
        ["AwaitingProvince"] = ("待省级批复", "with the province"),
        ["Paying"] = ("发放中", "being paid"),
        ["Closed"] = ("已办结", "closed"),
        ["Pending"] = ("待处理", "waiting"),
        ["Executing"] = ("执行中", "running"),
        ["Suspended"] = ("等待中", "suspended"),
        ["Finished"] = ("已完成", "finished"),
        ["Cancelled"] = ("已取消", "cancelled"),
        ["Faulted"] = ("有异常", "faulted"),
        ["Interrupted"] = ("已中断", "interrupted"),
        ["Sent"] = ("已发出", "sent"),
        ["Parked"] = ("发送失败，待人工处理", "failed, waiting for a person"),
    };

    public static Said Of(string state) => Words.GetValueOrDefault(state) ?? new Said(state, state);

    public static bool Has(string state) => Words.ContainsKey(state);
}
