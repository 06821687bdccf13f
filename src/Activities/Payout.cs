using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Activities;

/// <summary>Prepares the payment and waits for the bank: paid, or returned for correction.</summary>
public sealed class Payout : RoundActivity
{
    private static readonly Input<Part> PartInput = new("part", Part.All)
    {
        DisplayName = ("支付范围", "Which part"),
        Description = ("All：全部；First：先行首笔；Rest：其余", "All, the first payment before formalities, or the rest"),
        Options = [.. Enum.GetNames<Part>()],
        UiHint = "dropdown",
    };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Aid.Payout",
        Category = "Aid",
        DisplayName = ("发放", "Payout"),
        Description = ("进入发放名册，由制单、复核、放款三人办理，等待银行结果", "Goes on a payment roll made, checked and released by three people, and waits for the bank"),
        Inputs = [PartInput],
        Ports = [new("Paid") { DisplayName = ("已到账", "Paid") }, new("Returned") { DisplayName = ("退票", "Returned") }],
        CanWait = true,
    };

    protected override async ValueTask<Outcome> ExecuteAsync(ActivityContext context)
    {
        var atHand = context.Subject<CaseAtHand>();
        return await atHand.Payouts.LeftAsync(atHand.File, context.InstanceId, context.Get(PartInput), context.Cancellation) == 0
            ? Outcome.With("Paid") // the first payment was already the whole amount
            : await base.ExecuteAsync(context);
    }

    protected override RoundOpening Opening(ActivityContext context) => new(RoundKind.Payout, ReviewPlan.Nobody, CaseStage.Paying) { Part = context.Get(PartInput) };

    protected override async ValueTask OpenedAsync(ActivityContext context, CaseAtHand atHand, Round round) =>
        await atHand.Payouts.PrepareAsync(atHand.File, round, context.Get(PartInput), context.Cancellation);
}
