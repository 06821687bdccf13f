using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Applying;

/// <summary>How a case ended, as people speak of it.</summary>
public static class SpokenOutcomes
{
    public static LocalText Of(CaseOutcome outcome) => outcome switch
    {
        CaseOutcome.Paid => new("已发放", "Paid"),
        CaseOutcome.Refused => new("未予批准", "Refused"),
        CaseOutcome.NotAccepted => new("未予受理", "Not accepted"),
        CaseOutcome.Withdrawn => new("已撤回", "Withdrawn"),
        CaseOutcome.Recovering => new("需退回先行救助款", "First payment to be returned"),
        _ => new("已结束", "Ended"),
    };
}
