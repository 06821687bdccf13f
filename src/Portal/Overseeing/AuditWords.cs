using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Applying;
using AidWorkflow.Portal.Dossiers;
using AidWorkflow.Portal.Following;
using AidWorkflow.Portal.Handling;
using AidWorkflow.Portal.Keying;

namespace AidWorkflow.Portal.Overseeing;

/// <summary>Acts and their facts as an auditor reads them. The entry as it was recorded stands beside them.</summary>
internal static class AuditWords
{
    private static readonly Dictionary<string, LocalText> Acts = new(StringComparer.Ordinal)
    {
        ["account.closed"] = new("停用账号", "closed an account"),
        ["account.linked"] = new("账号与本人关联", "linked an account to its person"),
        ["account.opened"] = new("开立账号", "opened an account"),
        ["account.password-changed"] = new("修改密码", "changed their password"),
        ["account.password-reset"] = new("重置密码", "reset a password"),
        ["account.passkey-added"] = new("添加通行密钥", "added a passkey"),
        ["account.passkey-removed"] = new("删除通行密钥", "removed a passkey"),
        ["account.passkey-renamed"] = new("更改通行密钥名称", "renamed a passkey"),
        ["account.recovery-codes"] = new("生成备用码", "made recovery codes"),
        ["account.registered"] = new("以手机号注册", "registered by mobile number"),
        ["account.reopened"] = new("恢复账号", "reopened an account"),
        ["account.second-factor-off"] = new("关闭第二重验证", "turned the second factor off"),
        ["account.second-factor-on"] = new("启用第二重验证", "turned the second factor on"),
        ["account.second-factor-reset"] = new("清除第二重验证和通行密钥", "forgot second factor and passkeys"),
        ["account.unlocked"] = new("解锁账号", "unlocked an account"),
        ["applicant.died"] = new("登记申请人去世", "recorded the death of the applicant"),
        ["applicant.death-undone"] = new("撤销误登记的去世", "took back a death recorded by mistake"),
        ["applicant.move-undone"] = new("撤销误登记的户籍迁出", "took back a move recorded by mistake"),
        ["applicant.moved"] = new("登记户籍迁移", "recorded a move of the registration"),
        ["bank-answer.confirmed"] = new("第二人录入银行结果，两人一致", "keyed the bank's answer as the second, and agreed"),
        ["bank-answer.imported"] = new("导入银行回盘文件", "took in the bank's file of answers"),
        ["bank-answer.keyed"] = new("录入银行结果，等第二人", "keyed the bank's answer; a second person must"),
        ["bank-file.downloaded"] = new("下载银行文件", "downloaded the file for the bank"),
        ["batch.checked"] = new("复核名册", "checked a roll"),
        ["batch.closed"] = new("名册办结", "closed a roll"),
        ["batch.discarded"] = new("作废空名册", "discarded an empty roll"),
        ["batch.line-taken"] = new("从名册中取出一笔", "took a line off a roll"),
        ["batch.locked"] = new("锁定名册", "locked a roll"),
        ["batch.made"] = new("编制名册", "made a roll"),
        ["batch.reconciled"] = new("名册对账相符", "reconciled a roll"),
        ["batch.rejected"] = new("退回名册", "sent a roll back"),
        ["batch.released"] = new("放款", "released a roll"),
        ["batch.sent"] = new("名册送银行", "sent a roll to the bank"),
        ["calendar.loaded"] = new("导入工作日历", "loaded a working calendar"),
        ["case.activated"] = new("激活案件", "let a case on hold go on"),
        ["case.copied"] = new("抄送", "sent the case to somebody to know of"),
        ["case.jumped"] = new("跳转环节", "moved the case to another step"),
        ["case.suspended"] = new("挂起案件", "put the case on hold"),
        ["case.urged"] = new("催办", "urged whoever has the case"),
        [WakeCase.Act] = new("唤醒案件", "woke an ended case"),
        ["case.closed"] = new("结案", "the case was closed"),
        ["case.ended"] = new("结束申请", "ended the application"),
        ["case.handed-over"] = new("移交案件", "handed the case over"),
        ["case.opened"] = new("提交申请", "sent the application"),
        ["case.reconsideration-requested"] = new("申请复核", "asked for reconsideration"),
        ["case.supplemented"] = new("提交补正", "supplied what was missing"),
        [EndedByMistake.Act] = new("恢复因误登记而终止的申请", "took up again what had ended by mistake"),
        ["case.taken-over"] = new("由家庭成员承接", "a member of the household took over"),
        ["definition.deleted"] = new("删除流程版本", "deleted a version of a workflow"),
        ["definition.history-imported"] = new("导入流程的各版本", "took in versions of a workflow"),
        ["definition.published"] = new("发布流程", "published a workflow"),
        ["definition.retracted"] = new("撤回流程", "retracted a workflow"),
        ["definition.saved"] = new("保存流程草稿", "saved a draft of a workflow"),
        ["document.delivered"] = new("登记文书送达", "recorded the delivery of a document"),
        ["document.issued"] = new("制发文书", "issued a document"),
        ["duplicate.overridden"] = new("说明相似申请后提交", "sent in spite of a likeness, with a reason"),
        ["files.unlinked-removed"] = new("清理未提交的文件", "removed files that nobody sent in"),
        ["fund.budget-changed"] = new("调整资金预算", "changed the budget of a fund"),
        ["fund.declined"] = new("未同意资金事项", "declined what was proposed for a fund"),
        ["fund.opened"] = new("设立资金账户", "opened a fund"),
        ["fund.proposed"] = new("提出资金事项", "proposed something for a fund"),
        ["household.joined"] = new("认定与另一申请同户", "found to be of one household with another application"),
        ["household.kept-apart"] = new("认定与另一申请不是同一户", "found to be of another household than another application"),
        ["incident.cancelled"] = new("取消出错的流程", "cancelled a workflow that failed"),
        ["incident.retried"] = new("重试出错的步骤", "tried a failed step again"),
        ["incident.skipped"] = new("跳过出错的步骤", "skipped a failed step"),
        ["instance.activated"] = new("恢复挂起的流程", "activated a workflow that was on hold"),
        ["instance.cancelled"] = new("取消流程", "cancelled a workflow"),
        ["instance.migrated"] = new("将流程迁移到另一版本", "moved a workflow to another version"),
        ["instance.migration-undone"] = new("撤销流程的版本迁移", "took a move to another version back"),
        ["instance.suspended"] = new("挂起流程", "put a workflow on hold"),
        ["instance.variable-set"] = new("修改流程变量", "changed a variable of a workflow"),
        ["job.run"] = new("手动运行后台任务", "ran a job by hand"),
        ["message.retried"] = new("重发消息", "sent a message again"),
        ["notice.objected"] = new("对公示提出异议", "objected to the public notice"),
        ["notice.posted"] = new("张贴公示", "posted the public notice"),
        ["notice.prolonged"] = new("延长公示", "prolonged the public notice"),
        ["organisation.demo-seeded"] = new("建立演示单位", "made the demo units"),
        ["payee.other-holder"] = new("核定由他人收款", "let somebody else receive the money"),
        ["payment.cancelled"] = new("停止发放", "stopped a payment"),
        ["payment.payee-died"] = new("收款人去世，告知财务", "told finance that a payee has died"),
        ["payment.prepared"] = new("下达款项", "ordered a payment"),
        ["payment.replaced"] = new("核对后重新发放", "ordered a returned payment anew"),
        ["payment.returned"] = new("银行退票入账", "booked a payment that the bank returned"),
        ["payment.settled"] = new("到账入账", "booked a payment as credited"),
        ["payment.unknown"] = new("银行结果不明", "the bank does not know yet"),
        ["payment.waits-for-payee"] = new("等待核定领取人", "a payment waits for a payee"),
        ["personal.listed"] = new("查看列表", "looked at a list"),
        ["personal.viewed"] = new("查看", "looked at"),
        ["recovery.booked"] = new("登记追回款", "booked money that came back"),
        ["recovery.restored"] = new("多退的款项归还收款人", "what was given back twice is the payee's again"),
        ["recovery.ended"] = new("追回结束", "ended a recovery"),
        ["representative.entered"] = new("登记代办人或监护人", "entered an agent or guardian"),
        ["role.assigned"] = new("授予角色", "gave a role"),
        ["role.ended"] = new("终止角色", "ended a role"),
        ["round.ended"] = new("环节中止", "a step was left"),
        ["round.opened"] = new("进入环节", "a step was entered"),
        ["round.settled"] = new("环节办毕", "a step was settled"),
        ["rule.value-added"] = new("登记新标准", "entered a rule value"),
        ["service.rated"] = new("评价服务", "rated the service"),
        ["service.drafted"] = new("生成服务草稿", "drafted a service version"),
        ["service.published"] = new("发布服务版本", "published a service version"),
        ["sign-in.ended"] = new("退出登录", "signed out"),
        ["sign-in.failed"] = new("登录未成功", "a sign-in that failed"),
        ["sign-in.locked"] = new("多次出错，账号锁定", "locked after too many wrong tries"),
        ["sign-in.succeeded"] = new("登录", "signed in"),
        ["summary-list.made"] = new("制作汇总表", "made a summary list"),
        ["supplement.overdue"] = new("补正逾期", "a supplement is overdue"),
        ["task.signed"] = new("手写签名", "signed by hand"),
        ["task.claimed"] = new("认领任务", "claimed a task"),
        ["task.transferred"] = new("转办任务", "transferred a task"),
        ["task.delegated"] = new("委派任务，请人答复", "asked somebody for an answer"),
        ["task.recalled"] = new("收回委派", "took a question back"),
        ["task.taken-back"] = new("取回意见", "took an opinion back"),
        ["signer.added"] = new("加签", "added a signer"),
        ["signer.removed"] = new("减签", "removed a signer"),
        ["task.decided"] = new("办理任务", "decided a task"),
        ["task.released"] = new("退回任务", "gave a task back"),
        ["task.unheld"] = new("任务无人可办", "a task that nobody holds"),
        ["token.issued"] = new("签发接口令牌", "issued a token"),
        ["token.revoked"] = new("撤销接口令牌", "took a token back"),
        ["unit.phone-changed"] = new("变更单位电话", "changed the telephone of a unit"),
        ["unit.closed"] = new("撤销单位", "closed a unit"),
        ["unit.merged"] = new("合并单位", "merged a unit"),
        ["unit.moved"] = new("调整单位隶属", "moved a unit"),
        ["unit.opened"] = new("设立单位", "opened a unit"),
        ["unit.renamed"] = new("单位更名", "renamed a unit"),
        ["unit.split"] = new("拆分单位", "split a unit"),
        ["workflow.event-told"] = new("发布流程事件", "told workflows an event"),
        ["workflow.started"] = new("启动流程", "started a workflow"),
        ["workflow.triggered"] = new("由事件、时间或请求启动流程", "an event, the clock or a request started a workflow"),
        ["workflow.task-completed"] = new("完成外部任务", "completed a task for the outside"),
    };

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
        ["finding"] = new("情形", "likeness"),
        ["first"] = new("第一人", "first"),
        ["from"] = new("自", "from"),
        ["how"] = new("依据", "by"),
        ["intake"] = new("途径", "by"),
        ["into"] = new("并入", "into"),
        ["key"] = new("项目", "key"),
        ["kind"] = new("种类", "kind"),
        ["kinship"] = new("关系", "relation"),
        ["method"] = new("方式", "how"),
        ["name"] = new("名称", "name"),
        ["number"] = new("编号", "number"),
        ["on"] = new("日期", "on"),
        ["onBehalfOf"] = new("代为办理", "on behalf of"),
        ["outcome"] = new("结果", "outcome"),
        ["parent"] = new("上级", "under"),
        ["proof"] = new("凭证", "proof"),
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

    public static LocalText Of(string act) => Acts.GetValueOrDefault(act) ?? LocalText.Same(act);

    public static bool Has(string act) => Acts.ContainsKey(act);

    /// <returns>Null where the fact only tells records apart.</returns>
    public static LocalText? Name(string fact) => Names.GetValueOrDefault(fact);

    /// <summary>A value that is a word of ours, in both languages; any other stays as it was recorded.</summary>
    public static LocalText Value(string act, string fact, string value) => fact switch
    {
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
        "reason" when value == "account-closed" => new("账号停用", "the account was closed"),
        "demo" => value == "yes" ? new("是", "yes") : new("否", "no"),
        "purpose" => Purpose(value),
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
        "messages" => new("站内消息", "the messages"),
        "deliveries" => new("消息投递记录", "the log of deliveries"),
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
