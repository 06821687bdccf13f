using AidWorkflow.Portal.Delivering;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Sweeping;

namespace AidWorkflow.Portal.Serving;

/// <summary>States and sweeps as the status page says them.</summary>
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
        ["Reconsidering"] = ("复核中", "being reconsidered"),
        ["Paying"] = ("发放中", "being paid"),
        ["Closed"] = ("已办结", "closed"),
        ["Pending"] = ("待处理", "waiting"),
        ["Executing"] = ("执行中", "running"),
        ["Suspended"] = ("等待中", "waiting"),
        ["Finished"] = ("已完成", "finished"),
        ["Cancelled"] = ("已取消", "cancelled"),
        ["Faulted"] = ("有异常", "faulted"),
        ["Interrupted"] = ("已中断", "interrupted"),
        ["OnHold"] = ("已挂起", "on hold"),
        ["Sent"] = ("已发出", "sent"),
        ["Parked"] = ("发送失败，待人工处理", "failed, waiting for a person"),
    };

    private static readonly Dictionary<string, Said> Sweeps = new(StringComparer.Ordinal)
    {
        [OutboxSweep.Key] = ("发送消息", "sending messages"),
        [RedateSweep.Key] = ("按新日历重算期限", "dating deadlines anew"),
        [DueTimerSweep.Key] = ("到期流程继续", "going on with what is due"),
        [TriggerSweep.Key] = ("到时启动流程", "starting what the clock starts"),
        [SupplementSweep.Key] = ("检查补正逾期", "looking for overdue supplements"),
        [SealSweep.Key] = ("封存审计记录", "sealing the audit trail"),
        [BankAnswerSweep.Key] = ("银行结果入账", "booking the bank's answers"),
        [MeetingSweep.Key] = ("会议名单截止和办理", "freezing and carrying out meeting lists"),
        [DisplacedTaskSweep.Key] = ("归还代理到期和无人可办的任务", "taking tasks back from deputies whose time is over"),
        [UnlinkedFileSweep.Key] = ("清理未提交的文件", "removing files that nobody sent in"),
        [TaskLookSweep.Key] = ("清理已办结任务的打开标记", "removing marks of who opened tasks that are done"),
        [CaseMarkSweep.Key] = ("为已存案件标记家庭成员", "marking stored cases by whom they name"),
        [KeptAnswerSweep.Key] = ("清理接口的幂等答复", "removing kept answers of the API"),
        [ReminderSweep.Key] = ("发送提醒", "sending reminders"),
        [RatingSweep.Key] = ("实名差评整改提醒", "reminding of negative ratings"),
        [RegisterSweep.Key] = ("登记簿汇总、催办封账和信访期限提醒", "telling of registers and limits of petitions"),
    };

    public static Said OfSweep(string key) => Sweeps.GetValueOrDefault(key) ?? new Said(key, key);

    public static bool HasSweep(string key) => Sweeps.ContainsKey(key);

    public static Said Of(string state) => Words.GetValueOrDefault(state) ?? new Said(state, state);

    public static bool Has(string state) => Words.ContainsKey(state);
}
