using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Notifying;

/// <summary>What the variables of templates mean, and what a made-up case would have in them.</summary>
public static class VariableWords
{
    private static readonly Dictionary<string, (LocalText Meaning, object Sample)> Known = new(StringComparer.Ordinal)
    {
        ["receiptNumber"] = (new("受理编号", "Receipt number"), "370402-2026-000123"),
        ["serviceName"] = (new("服务名称", "Name of the service"), new LocalText("困难帮扶援助", "Hardship aid")),
        ["serviceBrief"] = (new("服务简称，不透露病情，可用于短信", "Name of the service that tells of no illness, fit for a text message"), new LocalText("困难帮扶援助", "hardship aid")),
        ["unitName"] = (new("办理单位", "The office in charge"), new LocalText("永安镇退役军人服务站", "Yong'an veterans' service station")),
        ["unitPhone"] = (new("办理单位电话", "Its telephone"), "0632-5550100"),
        ["unitAddress"] = (new("办理单位地址", "Its address"), new LocalText("永安镇建设路 1 号", "1 Jianshe Road, Yong'an")),
        ["link"] = (new("办理页面网址", "Address of the page"), "https://aid.example.org/applications"),
        ["name"] = (new("收件人姓名；公示中为遮挡后的姓名", "The recipient's name; on a public notice the masked one"), "张三"),
        ["applicantName"] = (new("申请人姓名（收件人可见的部分）", "The applicant's name, as much as the reader may see"), "张三"),
        ["receivedOn"] = (new("收到的日期", "Day of receipt"), new DateOnly(2026, 3, 2)),
        ["wasDueOn"] = (new("已过的期限", "Limit that is past"), new DateOnly(2026, 3, 16)),
        ["dueOn"] = (new("最后期限", "Last day"), new DateOnly(2026, 3, 16)),
        ["provisional"] = (new("期限可能变动的说明，没有变动可能时为空", "Says that the day may still move; empty where it is certain"), new LocalText("该年节假日安排未公布，日期可能调整", "may move: that year's holidays are not published")),
        ["documentNumber"] = (new("文书编号", "Number of the document"), "枣退役救〔2026〕12号"),
        ["missing"] = (new("要补的材料，一项一行", "What is missing, one item a line"), new[] { new LocalText("户口簿（首页和本人页）", "Household register, first and own page"), new LocalText("银行卡复印件", "Copy of the bank card") }),
        ["missingBrief"] = (new("要补的材料（简短，可用于短信）", "What is missing, short"), new LocalText("户口簿等 2 项", "household register and one more")),
        ["suppliedOn"] = (new("补正日期", "Day of supplementing"), new DateOnly(2026, 3, 9)),
        ["reason"] = (new("理由", "Reason"), new LocalText("家庭收入高于标准", "The household's income is above the limit")),
        ["reasonBrief"] = (new("理由（简短，可用于短信）", "Reason, short, fit for a text message"), new LocalText("收入高于标准", "income above the limit")),
        ["applyAt"] = (new("应向哪里申请", "Where to apply instead"), new LocalText("户籍所在地的服务站", "the station where the household is registered")),
        ["reconsiderAt"] = (new("向哪里申请复核", "Where to ask for reconsideration"), new LocalText("市中区退役军人事务局", "the district bureau")),
        ["reconsiderBy"] = (new("申请复核的期限", "Until when to ask for reconsideration"), new LocalText("收到之日起 30 日内", "within 30 days of receipt")),
        ["reconsider"] = (new("怎样申请复核", "How to ask for reconsideration"), new LocalText("如不同意，可在 30 日内申请复核。", "If you do not agree, ask for reconsideration within 30 days.")),
        ["taskName"] = (new("待办事项", "The task"), new LocalText("镇街审核", "Township review")),
        ["giverName"] = (new("谁转来、委派或者加签", "The colleague who gives the task or asks for it"), new LocalText("李娜", "Li Na")),
        ["words"] = (new("其说明：理由、要答复的问题或者加签要求", "What they say: the reason, the question, or what the signer is asked"), new LocalText("请核实家庭收入", "please verify the household's income")),
        ["signPlace"] = (new("加签的先后：在其办理之前、与其同时或者在其办理之后", "When the signer acts: before them, beside them or after them"), new LocalText("在其办理之前", "before them")),
        ["daysLeft"] = (new("还剩几天", "Days left"), 2),
        ["daysOver"] = (new("超过几天", "Days over"), 3),
        ["dayKind"] = (new("天的种类：工作日或自然日", "Kind of days: working or calendar"), new LocalText("个工作日", "working days")),
        ["fromOn"] = (new("公示开始", "First day of the notice"), new DateOnly(2026, 3, 20)),
        ["toOn"] = (new("公示结束", "Last day of the notice"), new DateOnly(2026, 3, 26)),
        ["place"] = (new("地点", "Place"), new LocalText("永安镇政府公告栏", "board of the Yong'an township office")),
        ["summary"] = (new("异议内容", "What the objection says"), new LocalText("对家庭收入有异议", "The household's income is disputed")),
        ["amount"] = (new("金额（元）", "Amount (yuan)"), 4_000_00L),
        ["paidBefore"] = (new("已先行支付的金额（元）", "Paid in advance (yuan)"), 1_000_00L),
        ["amountInWords"] = (new("金额大写", "The amount in words"), new LocalText("肆仟元整", "four thousand yuan")),
        ["paid"] = (new("已发放金额（元）", "Paid (yuan)"), 5_000_00L),
        ["granted"] = (new("批准金额（元）", "Granted (yuan)"), 4_000_00L),
        ["payeeName"] = (new("收款人", "Payee"), "张三"),
        ["payeeAccountTail"] = (new("收款账号后四位", "Last four digits of the account"), "6688"),
        ["decidedOn"] = (new("决定日期", "Day of the decision"), new DateOnly(2026, 4, 1)),
        ["sentOn"] = (new("送银行的日期", "Day on which it went to the bank"), new DateOnly(2026, 4, 6)),
        ["paidOn"] = (new("到账日期", "Day of payment"), new DateOnly(2026, 4, 8)),
        ["returnedOn"] = (new("退回日期", "Day on which it came back"), new DateOnly(2026, 4, 9)),
        ["withdrawnOn"] = (new("撤回日期", "Day of the withdrawal"), new DateOnly(2026, 3, 12)),
        ["endedOn"] = (new("终止日期", "Day of the end"), new DateOnly(2026, 3, 12)),
        ["openedOn"] = (new("开始日期", "Day on which it was opened"), new DateOnly(2026, 4, 10)),
        ["step"] = (new("从哪个环节继续办理", "The step at which the case goes on"), new LocalText("镇街审核", "Township review")),
        ["hearingOn"] = (new("听证日期", "Day of the hearing"), new DateOnly(2026, 3, 30)),
        ["authority"] = (new("作出批复的机关", "Who decided"), new LocalText("省退役军人事务厅", "the provincial department")),
        ["outcome"] = (new("结果", "Outcome"), new LocalText("批准", "approved")),
        ["householdSize"] = (new("家庭人口", "People in the household"), 3),
        ["noticeTitle"] = (new("公示标题", "Title of the notice"), new LocalText("困难帮扶援助公示", "Notice of hardship aid")),
        ["purpose"] = (new("公示事项", "What is proposed"), new LocalText("困难帮扶援助", "hardship aid")),
        ["noticeNumber"] = (new("公示编号", "Number of the notice"), "公示〔2026〕7号"),
        ["objectionPhone"] = (new("异议电话", "Telephone for objections"), "0632-5550100"),
        ["objectionPlace"] = (new("异议受理地点", "Where objections are received"), new LocalText("永安镇退役军人服务站", "Yong'an veterans' service station")),
        ["citizenIdMasked"] = (new("遮挡后的身份证号", "Masked identity number"), "370402********0014"),
        ["issuedOn"] = (new("出具日期", "Day of issue"), new DateOnly(2026, 4, 1)),
        ["appliedOn"] = (new("申请日期", "Day of the application"), new DateOnly(2026, 3, 2)),
        ["legalBasis"] = (new("法律依据，一条一行", "Legal bases, one a line"), new[] { new LocalText("《退役军人保障法》第六十二条", "Veterans Protection Law, art. 62") }),
        ["meeting"] = (new("集体研究的会议", "The meeting that decided"), new LocalText("2026 年第 3 次局务会", "third bureau meeting of 2026")),
        ["explanation"] = (new("金额计算过程，一步一行", "How the amount was worked out, a step a line"), new[]
        {
            new TemplateData { ["label"] = new LocalText("救助档次", "Band"), ["computation"] = new LocalText("低保家庭：定额 4,000.00 元", "recognised household: flat sum of 4,000.00 yuan"), ["amount"] = 4_000_00L },
        }),
    };

    /// <summary>The name itself, where nobody said what it means.</summary>
    public static LocalText Of(string name) => Known.TryGetValue(name, out var known) ? known.Meaning : LocalText.Same(name);

    public static bool Has(string name) => Known.ContainsKey(name);

    /// <summary>A made-up case.</summary>
    /// <param name="sparse">Without anything that may be missing, to see how a text reads then.</param>
    public static TemplateData Sample(IEnumerable<Variable> variables, bool sparse)
    {
        var data = new TemplateData();
        foreach (var variable in variables.Where(variable => !sparse || !variable.Optional))
            if (Known.TryGetValue(variable.Name, out var known))
                data[variable.Name] = known.Sample;
        return data;
    }
}
