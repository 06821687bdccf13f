using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Activities;

/// <summary>Sends the case to everybody with a role, for their information; the flow does not wait for them.</summary>
public sealed class Copy : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Aid.Copy",
        Category = "Aid",
        DisplayName = ("抄送", "Copy"),
        Description = ("抄送给某一级单位担任某角色的人，每人每案一次；流程不等待", "Sends the case to those with a role at a unit above it, once a person; the flow goes on"),
        Inputs = [Seats.Role, Seats.Level],
    };

    protected override async ValueTask<Outcome> ExecuteAsync(ActivityContext context)
    {
        var atHand = context.Subject<CaseAtHand>();
        await atHand.Copies.SendToHoldersAsync(atHand.File, context.ActivityName, context.Get(Seats.Role), context.Get(Seats.Level), context.Cancellation);
        return Outcome.Done;
    }
}
