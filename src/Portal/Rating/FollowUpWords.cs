using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Rating;

namespace AidWorkflow.Portal.Rating;

/// <summary>What pages call levels, and what follows a negative rating.</summary>
internal static class FollowUpWords
{
    /// <summary>From the highest down, 5 to 1.</summary>
    public static readonly (int Level, LocalText Words)[] Levels =
        [(5, new("非常满意", "very satisfied")), (4, new("满意", "satisfied")), (3, new("基本满意", "fairly satisfied")), (2, new("不满意", "dissatisfied")), (1, new("非常不满意", "very dissatisfied"))];

    public static LocalText Of(AppealReason reason) => reason == AppealReason.Malicious ? new("恶意差评", "malicious") : new("误评", "mistaken");

    public static LocalText Of(FollowUpState state) => state switch
    {
        FollowUpState.ToCall => new("待回访", "to be called back"),
        FollowUpState.ToRectify => new("待整改", "to be put right"),
        FollowUpState.ToTell => new("待反馈", "to be told"),
        FollowUpState.Done => new("已办结", "done"),
        FollowUpState.LeftOut => new("申诉成立，不计入", "appeal upheld: left out"),
        _ => new("评价人已修改", "changed by the rater"),
    };

    public static LocalText Part(string part) => part switch
    {
        "call" => new("回访核实", "called back"),
        "rectified" => new("整改", "put right"),
        _ => new("反馈评价人", "told the rater"),
    };
}
