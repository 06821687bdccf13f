using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reporting;

namespace AidWorkflow.Portal.Handling;

/// <summary>Those who hold a case as officials name them.</summary>
internal static class HeldWords
{
    public static LocalText Of(HeldBy by) => by switch
    {
        HeldBy.Suspended => new("已挂起", "on hold"),
        HeldBy.Agency => new("其他部门", "another agency"),
        HeldBy.Hearing => new("听证", "a hearing"),
        HeldBy.Adviser => new("受托答复人", "somebody asked for an answer"),
        HeldBy.Office => new("本单位", "our offices"),
        HeldBy.Province => new("省级", "the province"),
        HeldBy.Bank => new("银行", "the bank"),
        HeldBy.Payout => new("财务发放", "paying"),
        HeldBy.Notice => new("公示", "public notice"),
        HeldBy.Applicant => new("申请人", "the applicant"),
        _ => new("办结以后", "after it had ended"),
    };

    /// <summary>The colour of its part of a bar.</summary>
    public static string Style(HeldBy by) => by switch
    {
        HeldBy.Office or HeldBy.Adviser or HeldBy.Payout => "p-committed",
        HeldBy.Applicant => "p-reserved",
        HeldBy.Suspended => "p-returned",
        HeldBy.Notice or HeldBy.Ended => "p-available",
        _ => "p-paid",
    };

    /// <summary>Hours with one decimal.</summary>
    public static string Hours(TimeSpan length) => length.TotalHours.ToString("#,##0.0", System.Globalization.CultureInfo.InvariantCulture);
}
