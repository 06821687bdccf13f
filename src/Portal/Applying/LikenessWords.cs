using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Portal.Applying;

/// <summary>Likenesses to other cases: what kind of likeness, and to the applicant never a word about somebody else.</summary>
internal static class LikenessWords
{
    /// <summary>What was found, and what the applicant is to explain.</summary>
    public static LocalText ToApplicant(string code) => code switch
    {
        "duplicate.changed-facts" => new("同一次生病或同一件事，您或您家已经得到过本项帮扶，但这次填写的费用或情况与上次不同。请说明有什么变化。",
            "You or your household were helped for the same illness or event before, but the costs or facts are different now. Please say what has changed."),
        "duplicate.cause-elsewhere" => new("同一次生病或同一件事，您或您家还申请过另一项帮扶。请说明两项申请的关系。",
            "You or your household also applied for another kind of aid for the same illness or event. Please say how the two belong together."),
        "duplicate.granted-before" => new("您以前得到过本项帮扶。请说明这次为什么再次申请。", "You were granted this aid before. Please say why you apply again."),
        "duplicate.household-granted" => new("您的家庭以前得到过本项帮扶。请说明这次为什么再次申请。", "Your household was granted this aid before. Please say why you apply again."),
        "duplicate.member-granted" => new("您填写的家庭成员，也在另一份已得到本项帮扶的申请里。请核对身份证号；没有写错的，请说明是不是同一户、这次为什么再次申请。",
            "A member of the household whom you named also stands in an application that was granted this aid. Check the identity numbers; if they are right, say whether it is one household and why you apply again."),
        "duplicate.member-open" => new("您填写的家庭成员，也在另一份本项帮扶的申请里。请核对身份证号；没有写错的，请说明是不是同一户、两份申请的关系。",
            "A member of the household whom you named also stands in another application for this aid. Check the identity numbers; if they are right, say whether it is one household and how the two belong together."),
        "duplicate.same-bills" => new("您填写的费用单据，也在另一份申请里。请核对患者身份证号、结算日期和金额；没有写错的，请说明情况。",
            "A bill you entered also stands in another application. Check the patient's identity number, the day and the total; if they are right, please explain."),
        "duplicate.household" => new("您家里另有一份本项帮扶的申请。请说明两份申请的关系。", "There is another application for this aid from your household. Please say how the two belong together."),
        "duplicate.account" => new("您填写的银行账号也出现在另一份申请里。请核对账号；没有写错的，请说明为什么使用这个账户。",
            "The bank account you gave also stands in another application. Check the number; if it is right, say why this account is used."),
        _ => new("这份申请与另一份申请相似，请说明情况。", "This application is like another one. Please explain."),
    };

    public static LocalText ToStaff(string code) => code switch
    {
        "duplicate.changed-facts" => new("同一事由已救助过，本次填写的费用或情况不同", "Same event, granted before; the costs or facts differ now"),
        "duplicate.cause-elsewhere" => new("同一事由另有申请", "Same event, another application"),
        "duplicate.granted-before" => new("同一人此前获得过本项救助", "Same person, granted this aid before"),
        "duplicate.household-granted" => new("同一家庭此前获得过本项救助", "Same household, granted this aid before"),
        "duplicate.member-granted" => new("写有同一家庭成员的另一份申请已获本项救助", "Names the same member of a household as another application that was granted this aid"),
        "duplicate.member-open" => new("写有同一家庭成员的另一份申请正在办理", "Names the same member of a household as another open application"),
        "duplicate.same-bills" => new("同一患者的同一张费用单据也在另一份申请里", "The same bill of the same patient stands in another application"),
        "duplicate.household" => new("同一家庭另有成员申请本项救助", "Same household, another member applied for this aid"),
        "duplicate.account" => new("收款账号与他人申请相同", "Same bank account as in another person's application"),
        _ => new("与另一份申请相似", "Like another application"),
    };
}
