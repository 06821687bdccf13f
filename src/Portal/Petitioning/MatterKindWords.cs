using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Petitioning;

namespace AidWorkflow.Portal.Petitioning;

/// <summary>What the desk calls kinds, channels, classes and ways.</summary>
internal static class MatterKindWords
{
    public static LocalText Words(this MatterKind kind) => kind switch
    {
        MatterKind.Consultation => new("政策咨询（当场答复）", "question, answered on the spot"),
        MatterKind.Counselling => new("心理疏导", "counselling"),
        MatterKind.LegalAid => new("法律援助转介", "referral to legal aid"),
        MatterKind.HelpRequest => new("求助", "request for help"),
        MatterKind.OpinionNote => new("社情民意", "public-opinion note"),
        MatterKind.AssignedTask => new("上级交办", "task from above"),
        _ => new("信访事项", "petition"),
    };

    public static LocalText Words(this MatterChannel channel) => channel switch
    {
        MatterChannel.Visit => new("来访", "visit"),
        MatterChannel.Letter => new("来信", "letter"),
        MatterChannel.Phone => new("来电", "telephone"),
        MatterChannel.Web => new("网络", "web"),
        _ => new("上级转来", "from above"),
    };

    public static LocalText Words(this PetitionClass of) => PetitionWords.Of(of);

    public static LocalText Words(this ClaimBranch branch) => PetitionWords.Of(branch);
}
