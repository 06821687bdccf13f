using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;

namespace AidWorkflow.Portal.Messages;

/// <summary>What the log of deliveries calls things.</summary>
internal static class DeliveryWords
{
    public static readonly LocalText Administrators = new("管理员", "the administrators");

    private static readonly Dictionary<string, LocalText> Occasion = new(StringComparer.Ordinal)
    {
        [Occasions.ApplicationReceived] = new("收到申请", "application received"),
        [Occasions.CompletionNotice] = new("通知补正", "request to supplement"),
        [Occasions.Supplemented] = new("已补正", "supplemented"),
        [Occasions.NonAcceptance] = new("不予受理", "not accepted"),
        [Occasions.AcceptedAfterAll] = new("复核后受理", "accepted after all"),
        [Occasions.TaskAssigned] = new("新任务", "new task"),
        [Occasions.AdviceAsked] = new("征求意见", "opinion asked for"),
        [Occasions.TaskTransferred] = new("转办", "task transferred"),
        [Occasions.SignatureAsked] = new("请求加签", "signature asked for"),
        [Occasions.Reminder] = new("到期提醒", "reminder"),
        [Occasions.Overdue] = new("逾期提醒", "overdue"),
        [DeliverReminders.Digest] = new("提醒汇总", "list of reminders"),
        [Occasions.NoticePublished] = new("开始公示", "notice posted"),
        [Occasions.ObjectionReceived] = new("公示异议", "objection"),
        [Occasions.Approved] = new("批准", "granted"),
        [Occasions.Refused] = new("不予批准", "refused"),
        [Occasions.PaymentSent] = new("款项已送银行", "payment sent"),
        [Occasions.Paid] = new("款项到账", "paid"),
        [Occasions.PaymentReturned] = new("款项被退回", "payment came back"),
        [Occasions.Withdrawn] = new("撤回申请", "withdrawn"),
        [Occasions.HearingCalled] = new("听证通知", "hearing called"),
        [Occasions.HearingCalledOff] = new("听证取消", "hearing called off"),
        [Occasions.Ended] = new("申请终止", "ended"),
        [Occasions.TakenUpAgain] = new("恢复办理", "taken up again"),
        [Occasions.TakenOver] = new("他人承接", "taken over"),
        [Occasions.HandedOver] = new("案件移交", "handed over"),
        [Occasions.ReconsiderationOpened] = new("复核开始", "reconsideration opened"),
        [Occasions.RefusalStands] = new("不予批准不变", "the refusal stands"),
        [Occasions.ExternalDecision] = new("上级批复", "decision of the level above"),
        [Occasions.RecoveryOwed] = new("须退回款项", "money to be given back"),
    };

    /// <summary>The keys of messages read notify:{case}:{occasion}:…</summary>
    public static LocalText About(string key) => key.Split(':') is ["notify", _, var occasion, ..] ? Of(occasion) : new("其他", "other");

    public static LocalText Of(string occasion) => Occasion.GetValueOrDefault(occasion) ?? LocalText.Same(occasion);

    public static bool Has(string occasion) => Occasion.ContainsKey(occasion);

    public static LocalText Of(DeliveryState state) => state switch
    {
        DeliveryState.Sent => new("已送出", "sent"),
        DeliveryState.Parked => new("未能送出", "could not be sent"),
        DeliveryState.Unread => new("已存入，未读", "there, not read"),
        DeliveryState.Over => new("任务已了结，未读", "task over, not read"),
        DeliveryState.Read => new("已读", "read"),
        _ => new("等待送出", "waiting"),
    };

    public static LocalText Name(string channel) => channel switch
    {
        Channel.Email => new("电子邮件", "e-mail"),
        Channel.Sms => new("短信", "text message"),
        Channel.InApp => new("站内消息", "in the portal"),
        _ => LocalText.Same(channel),
    };

    /// <summary>w***@example.org.</summary>
    public static string Email(string address) => address.Split('@') is [{ Length: > 0 } name, var host] ? $"{name[0]}***@{host}" : "***";
}
