using AidWorkflow.Portal.Delivering;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Sweeping;

namespace AidWorkflow.Portal.Administering;

/// <summary>Jobs as people call them.</summary>
internal static class JobWords
{
    private static readonly Dictionary<string, Said> Words = new(StringComparer.Ordinal)
    {
        [DueTimerSweep.Key] = ("到期事项：公示期满、流程定时", "What falls due: notices that end, timers of flows"),
        [TriggerSweep.Key] = ("到时启动的流程", "Workflows that the clock starts"),
        [ReminderSweep.Key] = ("期限提醒", "Reminders of deadlines"),
        [SupplementSweep.Key] = ("补正逾期交服务站处理", "Supplements whose time has run out, for the station"),
        [BankAnswerSweep.Key] = ("银行回单入账", "Booking what the bank answered"),
        [MeetingSweep.Key] = ("会议名单：到截止时间冻结，办理已核对的结果", "Meeting lists: freezing at the cut-off, carrying out what was confirmed"),
        [RatingSweep.Key] = ("实名差评：快到期和超期的整改提醒", "Negative ratings with a name: reminders of what is to be put right"),
        [RegisterSweep.Key] = ("登记簿：每日汇总、催办未封账、信访期限提醒", "Registers: the day's summary, days not closed, limits of petitions"),
        [RedateSweep.Key] = ("日历变动后重算期限", "Dating deadlines anew after a change of calendar"),
        [DisplacedTaskSweep.Key] = ("代理到期、离岗或撤并后任务归位", "Tasks whose deputy's time is over, whose person left or whose unit closed"),
        [UnlinkedFileSweep.Key] = ("清理未提交的上传文件", "Removing uploads that no application took"),
        [KeptAnswerSweep.Key] = ("清理接口的幂等答复", "Removing kept answers of the API"),
        [TaskLookSweep.Key] = ("清理已办结任务的打开标记", "Removing marks of who opened tasks that are done"),
        [CaseMarkSweep.Key] = ("为已存案件标记家庭成员（供查重）", "Marking stored cases by whom they name, so that likenesses find them"),
        [SealSweep.Key] = ("审计链封存", "Sealing the audit chains"),
        [OutboxSweep.Key] = ("发送通知", "Sending messages"),
    };

    public static Said Of(string job) => Words.GetValueOrDefault(job) ?? new Said(job, job);

    public static bool Has(string job) => Words.ContainsKey(job);
}
