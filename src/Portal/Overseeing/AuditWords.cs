using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Applying;
using AidWorkflow.Portal.Dossiers;
using AidWorkflow.Portal.Following;
using AidWorkflow.Portal.Handling;
using AidWorkflow.Portal.Keying;
using AidWorkflow.Portal.Petitioning;

namespace AidWorkflow.Portal.Overseeing;

/// <summary>Acts and their facts as an auditor reads them. The entry as it was recorded stands beside them.</summary>
internal static class AuditWords
{
    private static readonly Dictionary<string, LocalText> Names = new(StringComparer.Ordinal)
    {
        ["actingFor"] = new("代", "for"),
        ["applicant"] = new("申请人", "applicant"),
        ["batch"] = new("名册", "roll"),
        ["budget"] = new("预算", "budget"),
        ["case"] = new("案件", "case"),
        ["cents"] = new("金额", "amount"),
        ["code"] = new("代码", "code"),
        ["count"] = new("笔数", "lines"),
        ["demo"] = new("演示", "demo"),
        ["dueOn"] = new("期限", "due"),
        ["elsewhere"] = new("迁往", "to"),
        ["files"] = new("文件", "files"),
        ["finding"] = new("情形", "likeness"),
        ["first"] = new("第一人", "first"),
        ["from"] = new("自", "from"),
        ["how"] = new("依据", "by"),
        ["intake"] = new("途径", "by"),
        ["into"] = new("并入", "into"),
        ["ending"] = new("办结方式", "by"),
        ["means"] = new("途径", "by"),
        ["upheld"] = new("申诉成立", "upheld"),
        ["key"] = new("项目", "key"),
        ["kind"] = new("种类", "kind"),
        ["kinship"] = new("关系", "relation"),
        ["meeting"] = new("会议名单", "meeting list"),
        ["minutes"] = new("会议纪要", "minutes"),
        ["heldOn"] = new("会议日期", "held on"),
        ["plannedOn"] = new("计划会议日期", "planned for"),
        ["invited"] = new("应到", "invited"),
        ["attended"] = new("实到", "there"),
        ["attendance"] = new("到会比例", "attendance"),
        ["agreement"] = new("赞成比例", "agreement"),
        ["note"] = new("说明", "note"),
        ["services"] = new("项目", "services"),
        ["method"] = new("方式", "how"),
        ["name"] = new("名称", "name"),
        ["number"] = new("编号", "number"),
        ["on"] = new("日期", "on"),
        ["onBehalfOf"] = new("代为办理", "on behalf of"),
        ["outcome"] = new("结果", "outcome"),
        ["parent"] = new("上级", "under"),
        ["proof"] = new("凭证", "proof"),
        ["proposed"] = new("当时拟助金额", "amount proposed then"),
        ["program"] = new("程序", "program"),
        ["purpose"] = new("用于", "for"),
        ["instance"] = new("流程实例", "workflow"),
        ["mapping"] = new("对应关系", "mapping"),
        ["reason"] = new("原因", "reason"),
        ["role"] = new("角色", "role"),
        ["rows"] = new("行数", "rows"),
        ["service"] = new("服务", "service"),
        ["slip"] = new("进账单", "slip"),
        ["source"] = new("依据", "source"),
        ["state"] = new("状态", "state"),
        ["status"] = new("银行结果", "the bank says"),
        ["question"] = new("申请表项目", "question of the form"),
        ["branch"] = new("走的分支", "branch taken"),
        ["rule"] = new("成立的条件", "which held"),
        ["seen"] = new("当时的值", "what it saw"),
        ["step"] = new("环节", "step"),
        ["successor"] = new("承接", "successor"),
        ["to"] = new("到", "to"),
        ["unit"] = new("单位", "unit"),
        ["until"] = new("有效至", "until"),
        ["value"] = new("值", "value"),
        ["verdict"] = new("决定", "verdict"),
        ["version"] = new("版本", "version"),
        ["versions"] = new("版本", "versions"),
        ["visit"] = new("第几次", "passage"),
        ["stimulus"] = new("触发内容", "by"),
        ["trigger"] = new("触发方式", "trigger"),
        ["tried"] = new("所填名称的索引", "index of what was typed"),
        ["way"] = new("方式", "by"),
        ["variable"] = new("变量", "variable"),
        ["why"] = new("原因", "why"),
        ["words"] = new("说明", "words"),
        ["workingDays"] = new("工作日", "working days"),
        ["year"] = new("年份", "year"),
    };

    public static LocalText Of(string act) => AuditActs.All.GetValueOrDefault(act) ?? LocalText.Same(act);

    public static bool Has(string act) => AuditActs.All.ContainsKey(act);

    /// <returns>Null where the fact only tells records apart.</returns>
    public static LocalText? Name(string fact) => Names.GetValueOrDefault(fact);

    /// <summary>A value that is a word of ours, in both languages; any other stays as it was recorded.</summary>
    public static LocalText Value(string act, string fact, string value) => fact switch
    {
        "step" when act == "petition.step" && Enum.TryParse<PetitionEventKind>(value, out var happened) => PetitionWords.Of(happened),
        "status" when act == "petition.step" && Enum.TryParse<PetitionStatus>(value, out var stands) => PetitionWords.Of(stands),
        "kind" when act == "matter.registered" && Enum.TryParse<MatterKind>(value, out var raised) => raised.Words(),
        "kind" when act.StartsWith("reply.", StringComparison.Ordinal) && Enum.TryParse<ReplyDutyKind>(value, out var owed) => ReplyDuties.Words(owed),
        "kind" when act == "matter.split" && Enum.TryParse<MatterKind>(value, out var part) => part.Words(),
        "how" when act == "matter.recused" => value == "self" ? new("本人提出", "their own word") : new("负责人决定", "by order"),
        "step" when act == "visit.step" && Enum.TryParse<VisitEventKind>(value, out var came) => VisitSteps.Words(came),
        "channel" when Enum.TryParse<MatterChannel>(value, out var channel) => channel.Words(),
        "ending" when Enum.TryParse<Cases.Receiving.MatterEnding>(value, out var ending) => Receiving.ReceivingWords.Words(ending),
        "outcome" when act == "appointment.ended" && Enum.TryParse<Cases.Receiving.AppointmentState>(value, out var went) => Receiving.ReceivingWords.Words(went),
        "means" when Enum.TryParse<SatisfactionMeans>(value, out var means) => means switch
        {
            SatisfactionMeans.Portal => new("本人网上", "the petitioner, online"),
            SatisfactionMeans.Phone => new("电话询问", "by telephone"),
            _ => new("纸质表", "on paper"),
        },
        "reason" when Enum.TryParse<Cases.Rating.AppealReason>(value, out var against) => Rating.FollowUpWords.Of(against),
        "step" when act == "rating.followed" => Rating.FollowUpWords.Part(value),
        "upheld" => value == "yes" ? new("是", "yes") : new("否", "no"),
        "step" => StepWords.Of(value),
        "role" when Enum.TryParse<Role>(value, out var role) => role.Words(),
        "verdict" when Enum.TryParse<Verdict>(value, out var verdict) => Of(verdict),
        "kind" when Enum.TryParse<DocumentKind>(value, out var kind) => PlainWords.Of(kind),
        "method" when Enum.TryParse<DeliveryMethod>(value, out var method) => HandlingWords.Of(method),
        "role" when Enum.TryParse<RepresentativeRole>(value, out var role) => role switch
        {
            RepresentativeRole.Agent => new("代办人", "agent"),
            RepresentativeRole.Guardian => new("监护人", "guardian"),
            _ => new("收款人", "payee"),
        },
        "kinship" when Enum.TryParse<Kinship>(value, out var kinship) => kinship switch
        {
            Kinship.Spouse => new("配偶", "spouse"),
            Kinship.Child => new("子女", "child"),
            Kinship.Parent => new("父母", "parent"),
            Kinship.Grandchild => new("孙子女", "grandchild"),
            _ => new("其他", "other"),
        },
        "outcome" when act == "round.settled" => WayReading.Port(value),
        "branch" when act == "branch.taken" => WayReading.Port(value),
        "rule" or "seen" when act == "branch.taken" => BranchWords.Of(value),
        "source" when act == "calendar.loaded" => CalendarDesk.Named(value),
        "outcome" when act is "case.closed" or "recovery.ended" && Enum.TryParse<CaseOutcome>(value, out var outcome) => PlainWords.Of(outcome),
        "reason" when act is "case.ended" or EndedByMistake.Act && Enum.TryParse<EndReason>(value, out var reason) => HandlingWords.Of(reason),
        "reason" when value == Cases.Deciding.Payouts.PayeeLives => new("申请人健在，去世系误登记", "the applicant lives; the death was recorded by mistake"),
        "reason" when value == Cases.Deciding.Payouts.PayeeDied => new("收款人去世", "the payee has died"),
        "way" => Way(value),
        "why" when act.StartsWith("sign-in.", StringComparison.Ordinal) => WhyNot(value),
        "why" when value == HandingOver.AfterMove => new("受理前户籍迁移", value),
        "state" when act == "round.ended" && Enum.TryParse<RoundState>(value, out var state) => HandlingWords.Of(state),
        "state" when act == "payment.payee-died" && Enum.TryParse<PaymentState>(value, out var state) => HandlingWords.Of(state),
        "status" when Enum.TryParse<AnswerStatus>(value, out var status) => KeyingWords.Of(status),
        "intake" when Enum.TryParse<Intake>(value, out var intake) => intake == Intake.Self ? new("本人网上", "the applicant, online") : new("代为提交", "somebody for the applicant"),
        "finding" => LikenessWords.ToStaff(value),
        "how" when value == "identity-card" => new("核对身份证", "the identity card"),
        "how" when value == "registered-mobile" => new("登记手机号", "the registered mobile number"),
        "reason" when act == "meeting.dissolved" && value == "empty" => new("截止时没有申请", "nothing was on it at the cut-off"),
        "reason" when value == "account-closed" => new("账号停用", "the account was closed"),
        "demo" => value == "yes" ? new("是", "yes") : new("否", "no"),
        "purpose" => Purpose(value),
        "proposed" when long.TryParse(value, out var proposed) => Money(proposed / 100m),
        "cents" when act == "task.decided" && long.TryParse(value, out var cents) => Money(cents / 100m), // by this act in cents, by the others in yuan
        "cents" when decimal.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var yuan) => Money(yuan),
        _ => LocalText.Same(value),
    };

    private static LocalText Way(string way) => way switch
    {
        "pwd" => new("密码", "password"),
        "mfa" => new("密码和第二重验证", "password and second factor"),
        "recovery" => new("备用码", "recovery code"),
        "sms" => new("短信验证码", "a code by text message"),
        "passkey" => new("通行密钥", "passkey"),
        "oidc" => new("单位账号", "the organisation's account"),
        _ => LocalText.Same(way),
    };

    private static LocalText WhyNot(string why) => why switch
    {
        "wrong" => new("密码或验证码不对", "wrong password or code"),
        "locked" => new("账号已锁定", "the account was locked"),
        "closed" => new("账号已停用", "the account is closed"),
        "expired" => new("初始密码已过期", "the initial password had run out"),
        "unknown" => new("没有这个账号，或没有通过验证", "no such account, or nothing was proved"),
        _ => LocalText.Same(why),
    };

    /// <summary>The list that was looked at.</summary>
    public static LocalText List(string list) => list switch
    {
        "inbox" => new("待办列表", "the list of tasks"),
        "cases" => new("案件列表", "the list of cases"),
        "applied-for" => new("代办列表", "the list of what was applied for"),
        "access-log" => new("查阅记录", "the access log"),
        "sign-ins" => new("登录记录", "the record of sign-ins"),
        "stuck" => new("待处置事项", "what is stuck"),
        "outside-tasks" => new("外部任务", "the tasks for the outside"),
        "ratings" => new("服务评价", "the ratings"),
        "meetings" => new("会议名单", "the meeting lists"),
        "messages" => new("站内消息", "the messages"),
        "deliveries" => new("消息投递记录", "the log of deliveries"),
        "opinions" => new("社情民意", "the notes of public opinion"),
        "negative-ratings" => new("实名差评", "the negative ratings"),
        "scorecard" => new("信访考核指标", "the scorecard"),
        "matters" => new("来访登记簿", "the register of visits"),
        _ => LocalText.Same(list),
    };

    private static LocalText Money(decimal yuan) => LocalText.Of($"{yuan:#,##0.00} 元", $"{yuan:#,##0.00} yuan");

    private static LocalText Purpose(string purpose) => purpose.Split(' ', ',')[0] switch
    {
        "numbers" => new("完整号码", "numbers in full"),
        "paper" => new("一份材料", "a paper"),
        "task" => new("任务页", "the page of a task"),
        "visit" => new("带上路的入户任务", "a visit kept on a phone"),
        "case" => new("案件页", "the page of the case"),
        "audit" => new("审计记录", "the audit trail"),
        "roll" => new("名册", "a roll"),
        "meeting" => new("会议名单", "a meeting's list"),
        "matter" => new("来访事项页", "the page of a matter"),
        "keying" => new("录入银行结果", "keying the bank's answers"),
        _ when purpose.StartsWith("issued-document", StringComparison.Ordinal) => new("文书", "a document"),
        _ => LocalText.Same(purpose),
    };

    private static LocalText Of(Verdict verdict) => verdict switch
    {
        Verdict.Approve => new("同意", "agreed"),
        Verdict.Refuse => new("不同意", "refused"),
        Verdict.Return => new("退回", "sent back"),
        Verdict.Complete => new("办毕", "done"),
        Verdict.Incomplete => new("要求补正", "asked for what is missing"),
        Verdict.Extend => new("延长时间", "gave more time"),
        Verdict.Abstain => new("弃权", "abstained"),
        Verdict.Recuse => new("回避", "stood aside"),
        Verdict.Advise => new("答复委派", "answered what was asked"),
        _ => new("不予受理", "not accepted"),
    };
}
