using System.Collections.Immutable;

namespace AidWorkflow.Cases.Notifying;

/// <summary>Who a template speaks to.</summary>
public static class Audience
{
    public const string Applicant = "applicant";
    public const string Staff = "staff";

    /// <summary>Whoever reads the village board or the web page.</summary>
    public const string Public = "public";
}

public static class Channel
{
    public const string InApp = "in-app";
    public const string Email = "email";
    public const string Sms = "sms";
    public const string Board = "board";
    public const string Web = "web";
}

public enum VariableKind
{
    Text,

    /// <summary>Cents on the way in, "20,000.00" in the template.</summary>
    Money,
    Date,
    Moment,
    Number,

    /// <summary>A list of texts.</summary>
    List,

    /// <summary>A list of rows; <see cref="Variable.Columns"/> says what a row has.</summary>
    Rows,
}

/// <param name="Optional">May be left out; the template then sees an empty text or list.</param>
public sealed record Variable(string Name, VariableKind Kind, bool Optional, ImmutableArray<string> Columns);

/// <summary>Something that people are told of: which audiences, and what a template may say.</summary>
public sealed record Occasion(string Name, ImmutableArray<string> Audiences, ImmutableArray<Variable> Variables)
{
    /// <summary>In whose words it is told where a service has none of its own for it; null where a service has to have them.</summary>
    public string? Else { get; init; }

    /// <summary>It tells of a task, and is over when the task is.</summary>
    public bool IsOfTask { get; init; }
}

/// <summary>
/// Every event that is told, with its variables. Common to all: receiptNumber, serviceName, serviceBrief, unitName, unitPhone, link, and name, the recipient's.
/// </summary>
public static class Occasions
{
    public const string ApplicationReceived = "application-received";
    public const string CompletionNotice = "completion-notice";
    public const string Supplemented = "supplemented";
    public const string NonAcceptance = "non-acceptance";
    public const string AcceptedAfterAll = "accepted-after-all";
    public const string TaskAssigned = "task-assigned";

    /// <summary>A colleague asks for an answer and decides (委派).</summary>
    public const string AdviceAsked = "advice-asked";

    /// <summary>A colleague, or the head of the unit, gave the task to this person, who is responsible for it now (转办, 改派).</summary>
    public const string TaskTransferred = "task-transferred";

    /// <summary>A colleague asks for a further signature (加签).</summary>
    public const string SignatureAsked = "signature-asked";
    public const string Reminder = "reminder";
    public const string Overdue = "overdue";
    public const string NoticePublished = "notice-published";
    public const string ObjectionReceived = "objection-received";
    public const string Approved = "approved";
    public const string Refused = "refused";
    public const string PaymentSent = "payment-sent";
    public const string Paid = "paid";
    public const string PaymentReturned = "payment-returned";
    public const string Withdrawn = "withdrawn";
    public const string Ended = "case-ended";
    public const string HearingCalled = "hearing-called";
    public const string HearingCalledOff = "hearing-called-off";
    public const string TakenUpAgain = "case-taken-up-again";
    public const string TakenOver = "case-taken-over";
    public const string HandedOver = "case-handed-over";
    public const string ReconsiderationOpened = "reconsideration-opened";
    public const string RefusalStands = "refusal-stands";
    public const string ExternalDecision = "external-decision";
    public const string RecoveryOwed = "recovery-owed";

    private static readonly ImmutableArray<string> ToApplicant = [Audience.Applicant];
    private static readonly ImmutableArray<string> ToStaff = [Audience.Staff];
    private static readonly ImmutableArray<string> ToBoth = [Audience.Applicant, Audience.Staff];

    private static readonly ImmutableArray<Variable> Common =
        [Text("receiptNumber"), Text("serviceName"), Text("serviceBrief", optional: true), Text("unitName"), Text("unitPhone", optional: true), Text("link", optional: true), Text("name")];

    public static readonly ImmutableArray<Occasion> All =
    [
        Of(ApplicationReceived, ToApplicant, Date("receivedOn"), Date("dueOn", optional: true), Provisional),
        Of(CompletionNotice, ToApplicant, Text("documentNumber", optional: true), new("missing", VariableKind.List, false, []), Text("missingBrief", optional: true), Date("dueOn"), Provisional),
        Of(Supplemented, ToStaff, Text("applicantName"), Date("suppliedOn")),
        Of(NonAcceptance, ToApplicant, Text("documentNumber", optional: true), Text("reason"), Text("reasonBrief", optional: true), Text("applyAt", optional: true), Text("reconsiderBy", optional: true)),
        Of(AcceptedAfterAll, ToApplicant),
        OfTask(TaskAssigned),
        OfTask(AdviceAsked, Text("giverName"), Text("words")) with { Else = TaskAssigned },
        OfTask(TaskTransferred, Text("giverName"), Text("words")) with { Else = TaskAssigned },
        OfTask(SignatureAsked, Text("giverName"), Text("words"), Text("signPlace")) with { Else = TaskAssigned },
        Of(Reminder, ToBoth, Text("taskName"), Date("dueOn"), Provisional, Number("daysLeft"), Text("dayKind")) with { IsOfTask = true },
        Of(Overdue, ToStaff, Text("taskName"), Date("dueOn"), Provisional, Number("daysOver"), Text("dayKind")) with { IsOfTask = true },
        Of(NoticePublished, ToApplicant, Date("fromOn"), Date("toOn"), Provisional, Text("place", optional: true)),
        Of(ObjectionReceived, ToBoth, Date("receivedOn"), Text("summary", optional: true)),
        Of(Approved, ToApplicant, Text("documentNumber", optional: true), Money("amount"), Money("paidBefore", optional: true), Text("payeeAccountTail", optional: true), Date("decidedOn")),
        Of(Refused, ToApplicant, Text("documentNumber", optional: true), Text("reason"), Date("decidedOn"), Text("reconsiderBy", optional: true)),
        Of(PaymentSent, ToApplicant, Money("amount"), Text("payeeAccountTail", optional: true), Date("sentOn")),
        Of(Paid, ToApplicant, Money("amount"), Text("payeeAccountTail", optional: true), Date("paidOn")),
        Of(PaymentReturned, ToBoth, Money("amount"), Text("reason"), Date("returnedOn")),
        Of(Withdrawn, ToBoth, Date("withdrawnOn"), Text("reason", optional: true)),
        Of(Ended, ToApplicant, Date("endedOn"), Text("reason"), Text("applyAt", optional: true)),
        Of(HearingCalled, ToApplicant, Date("hearingOn"), Text("place"), Text("reason")),
        Of(HearingCalledOff, ToApplicant, Date("hearingOn"), Text("reason")),
        Of(TakenUpAgain, ToApplicant, Text("step", optional: true)),
        Of(TakenOver, ToApplicant, Text("applicantName")),
        Of(HandedOver, ToApplicant),
        Of(ReconsiderationOpened, ToBoth, Date("openedOn"), Date("dueOn", optional: true), Provisional),
        Of(RefusalStands, ToApplicant, Date("endedOn")),
        Of(ExternalDecision, ToBoth, Text("authority"), Text("outcome"), Text("documentNumber"), Date("decidedOn"), Money("amount", optional: true)),
        Of(RecoveryOwed, ToApplicant, Money("amount"), Money("paid"), Money("granted"), Date("dueOn", optional: true), Provisional, Text("reconsider", optional: true)),
    ];

    /// <summary>
    /// What a public notice may say: of the person the name as the rule masks it, the size of the household and the amount, and nothing else;
    /// the rest is the frame of the sheet.
    /// </summary>
    public static readonly ImmutableArray<Variable> PublicNotice =
    [
        Text("name"), Number("householdSize"), Money("amount"),
        Text("noticeTitle"), Text("purpose"), Text("noticeNumber", optional: true), Text("unitName"), Date("fromOn"), Date("toOn"), Provisional, Text("objectionPhone", optional: true), Text("objectionPlace", optional: true),
    ];

    /// <summary>A text message can be read on a locked screen and by whoever holds the telephone: no name and no amount, and of the service, the reason and what is missing nothing that tells of an illness (<see cref="BriefWords"/>).</summary>
    public static readonly ImmutableArray<string> SmsVariables = ["receiptNumber", "unitName", "unitPhone", "dueOn", "toOn", "provisional", "reconsiderBy", "taskName", "missingBrief", "serviceBrief", "reasonBrief", "link"];

    public static Occasion? Find(string name) => All.FirstOrDefault(occasion => occasion.Name == name);

    /// <summary>The channels that each audience can be reached by.</summary>
    public static ImmutableArray<string> Channels(string audience) => audience switch
    {
        Audience.Applicant => [Channel.InApp, Channel.Email, Channel.Sms],
        Audience.Staff => [Channel.InApp, Channel.Email],
        Audience.Public => [Channel.Board, Channel.Web],
        _ => [],
    };

    /// <summary>Says that the last day beside it may still move; empty where it is certain.</summary>
    private static Variable Provisional => Text("provisional", optional: true);

    private static Occasion OfTask(string name, params ImmutableArray<Variable> more) =>
        Of(name, ToStaff, [Text("taskName"), Text("applicantName"), Date("dueOn", optional: true), Provisional, Date("wasDueOn", optional: true), .. more]) with { IsOfTask = true };

    private static Occasion Of(string name, ImmutableArray<string> audiences, params ImmutableArray<Variable> variables) => new(name, audiences, [.. Common, .. variables]);

    private static Variable Text(string name, bool optional = false) => new(name, VariableKind.Text, optional, []);

    private static Variable Date(string name, bool optional = false) => new(name, VariableKind.Date, optional, []);

    private static Variable Money(string name, bool optional = false) => new(name, VariableKind.Money, optional, []);

    private static Variable Number(string name, bool optional = false) => new(name, VariableKind.Number, optional, []);
}
