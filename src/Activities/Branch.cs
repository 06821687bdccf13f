using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Branching;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Activities;

/// <summary>The flow parts by what the rules propose, by what was granted or by answers, in words and without an expression.</summary>
public sealed class Branch : Activity
{
    private static readonly Input<JsonNode?> Branches = new("branches")
    {
        Required = true,
        DisplayName = ("分支", "Branches"),
        Description = ("从上到下，走第一个条件成立的分支；都不成立（包括没有填写）走“其他情况”", "From top to bottom, the first whose conditions hold is taken; where none does, for want of an answer too, it goes on by “otherwise”"),
        UiHint = "json-editor",
        Check = BranchReading.Check,
    };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = BranchReading.Step,
        Category = "Aid",
        DisplayName = ("按金额或填写内容分支", "Branch by amount or answers"),
        Description = ("用文字条件决定往哪里走：建议金额、批准金额、表单中的回答", "Which way it goes by conditions in words: the amount proposed or granted, and answers of the form"),
        Inputs = [Branches],
        Ports = [new(BranchTaken.Otherwise) { DisplayName = ("其他情况", "Otherwise") }],
        PortsFrom = "branches",
    };

    /// <exception cref="RefusedException">branch.rules-wrong: an expression made something else than branches.</exception>
    protected override async ValueTask<Outcome> ExecuteAsync(ActivityContext context)
    {
        var (branches, faults) = BranchReading.Read(context.Get(Branches));
        if (!faults.IsEmpty)
            throw new RefusedException("branch.rules-wrong", null, ("reason", BranchReading.Reason(faults)));
        var atHand = context.Subject<CaseAtHand>();
        var taken = await atHand.Branchings.TakeAsync(atHand.File, context.ActivityName, branches, context.Cancellation);
        context.WriteLine(taken.Rule is { } rule ? $"{taken.Way}: {rule}" : taken.Way);
        return Outcome.With(taken.Way);
    }
}
